package oscal

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// Limits of a resolution.
const (
	MaxImports     = 64 // documents that a profile imports, directly and through others
	MaxImportDepth = 16 // profiles in a row
)

// ErrCycle tells that a profile imports itself, directly or through others. It
// is matched in the *source.Error of Resolve.
const ErrCycle source.Code = "cycle"

// Resolve makes the catalog of the controls that a profile selects, with their
// parameters as the profile sets them. It follows the draft of NIST's
// specification of profile resolution, where this is not said otherwise:
//
//   - A profile that imports itself, directly or through others, an import that
//     cannot be had, and a control that is selected or excluded by its id and
//     is not in the source, are errors; the draft ignores them.
//   - Nothing is in the result that was not selected. A control whose parent
//     was not selected takes the parent's place; the draft would bring in the
//     parent's title.
//   - A control that is selected more than once is one control, if its texts
//     are equal or combine says use-first. Otherwise it is an error, where the
//     draft keeps both.
//   - The structure of merge is as-is, or flat, which is the default. Custom
//     structures, and combining by merge where it would matter, are errors.
//   - Alters are not carried out, see Resolution.
//   - The parameters and texts of catalogs and groups themselves are kept as
//     they are, and the catalogs' back matter is put together in order.
//
// The error is a *source.Error with places in the profiles.
func Resolve(p *Profile, load Loader) (*Resolution, error) {
	v := &resolver{load: load, done: map[string]*Resolution{}}
	out := v.resolve(p, nil)
	if err := v.Err(); err != nil {
		return nil, err
	}
	making{ns: Namespace()}.seal(out.Catalog, &out.Catalog.UUID)
	return out, nil
}

// A Resolution is what a profile comes to.
type Resolution struct {
	Catalog *Catalog
	// Alters are the changes to the controls' texts that the profile and the
	// profiles it imports ask for, the imported ones first, of controls that
	// are in the catalog. They are not carried out: where there are any, the
	// texts are those of the sources.
	Alters []Alter
}

type resolver struct {
	source.Reporter
	load  Loader
	done  map[string]*Resolution // by name of the document
	count int
}

// step is a profile that is being resolved, and the one that imports it.
type step struct {
	up   *step
	name string
	uuid string
}

func (s *step) depth() int {
	n := 0
	for ; s != nil; s = s.up {
		n++
	}
	return n
}

// cycle names the way from a profile back to itself, "" if it is not there.
func (s *step) cycle(name, uuid string) string {
	way := []string{name}
	for ; s != nil; s = s.up {
		way = append(way, s.name)
		if s.name == name || s.uuid == uuid {
			slices.Reverse(way)
			return strings.Join(way, " -> ")
		}
	}
	return ""
}

func (v *resolver) report(p *Profile, at int, path string, code source.Code, format string, args ...any) {
	t := p.text
	if t == nil { // made in Go
		t = source.NewText("", nil)
	}
	v.ReportIn(t, at, path, code, "", format, args...)
}

func (p *Profile) importPath(i int) string { return fmt.Sprintf("profile.imports[%d]", i) }

func (v *resolver) resolve(p *Profile, up *step) *Resolution {
	here := &step{up: up, name: p.File(), uuid: p.UUID}
	out := &Resolution{Catalog: &Catalog{Metadata: p.Metadata}}
	out.Catalog.Metadata.Links = append([]Link{{Href: "urn:uuid:" + p.UUID, Rel: "resolution-source"}}, p.Metadata.Links...)
	if g := p.Merge; g != nil && g.raw("custom") != nil {
		v.report(p, g.kept.at, "profile.merge.custom", source.BadValue, "custom structures are not resolved; only as-is and flat are")
		return nil
	}
	m := newMerging(v, p, out.Catalog)
	for i := range p.Imports {
		from := v.source(p, i, here)
		if from == nil {
			continue
		}
		m.add(i, from.Catalog, v.selected(p, i, from.Catalog))
		out.Alters = append(out.Alters, from.Alters...)
	}
	if len(p.Imports) > 1 {
		m.nest()
	}
	m.setParameters()
	if p.Modify != nil {
		out.Alters = append(out.Alters, p.Modify.Alters...)
	}
	out.Alters = slices.DeleteFunc(out.Alters, func(a Alter) bool { return !m.has[a.ControlID] })
	return out
}

// source loads what an import names, and resolves it if it is a profile.
func (v *resolver) source(p *Profile, i int, here *step) *Resolution {
	imp := &p.Imports[i]
	where := p.importPath(i) + ".href"
	fail := func(code source.Code, format string, args ...any) *Resolution {
		v.report(p, imp.hrefAt, where, code, format, args...)
		return nil
	}
	name, data, err := v.fetch(p, imp.Href)
	if err != nil {
		return fail(source.UnknownName, "%q cannot be imported: %s", source.Clip(imp.Href), err)
	}
	if done, ok := v.done[name]; ok {
		return done
	}
	if way := here.cycle(name, ""); way != "" {
		return fail(ErrCycle, "the profile imports itself: %s", way)
	}
	if v.count++; v.count > MaxImports {
		if v.count == MaxImports+1 {
			fail(source.Limit, "more than %d documents are imported", MaxImports)
		}
		return nil
	}
	doc, err := Parse(name, data)
	var bad *source.Error
	switch {
	case errors.As(err, &bad):
		v.Include(bad)
		return nil
	case err != nil:
		return fail(source.BadValue, "%s", err)
	}
	var out *Resolution
	switch d := doc.(type) {
	case *Catalog:
		out = &Resolution{Catalog: d}
	case *Profile:
		if way := here.cycle(name, d.UUID); way != "" {
			return fail(ErrCycle, "the profile imports itself: %s", way)
		}
		if here.depth() == MaxImportDepth {
			return fail(source.Limit, "more than %d profiles import each other in a row", MaxImportDepth)
		}
		out = v.resolve(d, here)
	default:
		return fail(source.BadValue, "%s is a %s; a profile imports catalogs and profiles", name, doc.Model())
	}
	v.done[name] = out
	return out
}

// fetch tries the references of an import in turn.
func (v *resolver) fetch(p *Profile, href string) (string, []byte, error) {
	refs, inside, err := p.refs(href)
	if err != nil {
		return "", nil, err
	}
	if inside != nil {
		return p.File() + href, inside, nil
	}
	for _, ref := range refs {
		var name string
		var data []byte
		var e error
		if name, data, e = v.load(ref); e == nil {
			return name, data, nil
		}
		err = errors.Join(err, e)
	}
	return "", nil, errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
}

// selected returns the ids that an import selects.
func (v *resolver) selected(p *Profile, i int, from *Catalog) map[string]bool {
	imp := &p.Imports[i]
	all := map[string]*Control{}
	chosen := map[string]bool{}
	everything := imp.IncludeAll || len(imp.Include) == 0
	for c := range from.All() {
		all[c.Control.ID] = c.Control
		chosen[c.Control.ID] = everything
	}
	pick := func(list []Selection, name string, to bool) {
		for j := range list {
			s := &list[j]
			where := fmt.Sprintf("%s.%s[%d]", p.importPath(i), name, j)
			set := func(c *Control) {
				chosen[c.ID] = to
				if s.WithChildControls == "yes" {
					for k := range c.Controls {
						chosen[c.Controls[k].ID] = to
					}
				}
			}
			for k, id := range s.WithIDs {
				if c := all[id]; c != nil {
					set(c)
					continue
				}
				at := s.kept.at
				if k < len(s.idsAt) {
					at = s.idsAt[k]
				}
				v.report(p, at, fmt.Sprintf("%s.with-ids[%d]", where, k), source.UnknownName, "the source has no control %q", source.Clip(id))
			}
			for k := range s.Matching {
				m := &s.Matching[k]
				if _, err := path.Match(m.Pattern, ""); err != nil {
					v.report(p, m.kept.at, fmt.Sprintf("%s.matching[%d].pattern", where, k), source.BadValue, "%q is no pattern", source.Clip(m.Pattern))
					continue
				}
				for c := range from.All() {
					if ok, _ := path.Match(m.Pattern, c.Control.ID); ok {
						set(c.Control)
					}
				}
			}
		}
	}
	pick(imp.Include, "include-controls", true)
	pick(imp.Exclude, "exclude-controls", false) // exclusion prevails
	return chosen
}
