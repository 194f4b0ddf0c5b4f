package oscal

import (
	"fmt"

	"github.com/ismskit/ismskit/soa"
)

// Selected is what a profile says beside the controls.
type Selected struct {
	Info
	// Href returns the reference to a catalogue as an OSCAL catalog, "" if it is
	// not known; then a resource without a link stands in its place. Nil stands
	// for a function that knows none.
	Href func(catalogue string) string
}

// NewProfile makes a profile from a statement of applicability: the necessary
// controls, by catalogue, grouped as they are there. Controls of the
// organisation's own that are in no catalogue cannot be imported from one and
// are left out; the system security plan has them.
//
// A statement without a necessary control of a catalogue is an ErrEmpty, and
// two entries of one control an ErrTwice.
func NewProfile(s *soa.Statement, sel Selected) (*Profile, error) {
	k, err := sel.making("statement", s.ID)
	if err != nil {
		return nil, err
	}
	order, ids, err := necessary(s)
	if err != nil {
		return nil, err
	}
	if len(order) == 0 {
		return nil, ErrEmpty
	}
	out := &Profile{Metadata: sel.metadata(s.Title, s.Version), Merge: &Merge{AsIs: true}}
	out.Metadata.Props = statementProps(s)
	for _, c := range order {
		href := ""
		if sel.Href != nil {
			href = sel.Href(c)
		}
		if href == "" {
			res := Resource{UUID: k.uuid("resource", "catalogue", c), Title: c,
				Description: "The catalogue " + c + ". Where it can be had is " + NotStated + "."}
			if out.BackMatter == nil {
				out.BackMatter = &BackMatter{}
			}
			out.BackMatter.Resources = append(out.BackMatter.Resources, res)
			href = "#" + res.UUID
		}
		out.Imports = append(out.Imports, Import{Href: href, Include: []Selection{{WithIDs: ids[c]}}})
	}
	k.seal(out, &out.UUID)
	return out, nil
}

// necessary lists the necessary controls by catalogue, both in the order of the
// statement.
func necessary(s *soa.Statement) (order []string, ids map[string][]string, err error) {
	ids, seen := map[string][]string{}, map[string]bool{}
	for i := range s.Entries {
		e := &s.Entries[i]
		if seen[e.Control] {
			return nil, nil, fmt.Errorf("%w: the control %s", ErrTwice, e.Control)
		}
		seen[e.Control] = true
		if e.Necessary != soa.Necessary || e.Catalogue == "" {
			continue
		}
		if ids[e.Catalogue] == nil {
			order = append(order, e.Catalogue)
		}
		ids[e.Catalogue] = append(ids[e.Catalogue], token(e.Control))
	}
	return order, ids, nil
}
