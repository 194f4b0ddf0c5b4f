package oscal

import "github.com/ismskit/ismskit/criteria/source"

// A Profile selects controls from catalogs and other profiles, and tailors
// them. Resolve makes a catalog of it.
type Profile struct {
	UUID       string
	Metadata   Metadata
	Imports    []Import
	Merge      *Merge
	Modify     *Modify
	BackMatter *BackMatter

	kept
	provenance
}

// ParseProfile reads a profile. The error is a *source.Error.
func ParseProfile(name string, data []byte) (*Profile, error) {
	return parseAs[*Profile](name, data)
}

// Model returns ModelProfile.
func (p *Profile) Model() Model { return ModelProfile }

// Bytes returns the profile as JSON.
func (p *Profile) Bytes() []byte { return encode(p) }

func (p *Profile) members(m *members) {
	m.text("uuid", &p.UUID, need|isUUID)
	embedded(m, "metadata", &p.Metadata)
	list(m, "imports", &p.Imports, need)
	one(m, "merge", &p.Merge, 0)
	one(m, "modify", &p.Modify, 0)
	one(m, "back-matter", &p.BackMatter, 0)
}

func (p *Profile) check(r *reading) {
	r.version(p, &p.Metadata)
	for i := range p.Imports {
		imp := &p.Imports[i]
		if imp.IncludeAll && len(imp.Include) > 0 {
			r.ReportIn(r.text, imp.kept.at, p.importPath(i), source.BadValue, "", "include-all and include-controls exclude each other")
		}
	}
	if g := p.Merge; g != nil {
		n := 0
		for _, there := range []bool{g.AsIs, g.Flat, g.raw("custom") != nil} {
			if there {
				n++
			}
		}
		if n > 1 {
			r.ReportIn(r.text, g.kept.at, "profile.merge", source.BadValue, "", "as-is, flat and custom exclude each other")
		}
	}
}

// An Import names a catalog or another profile, and selects from it: all
// controls if neither IncludeAll nor Include says anything.
type Import struct {
	Href       string // relative, absolute, or "#" and the UUID of a resource
	IncludeAll bool
	Include    []Selection
	Exclude    []Selection

	kept
	hrefAt int
}

func (i *Import) members(m *members) {
	m.text("href", &i.Href, need)
	i.hrefAt = m.at("href")
	m.empty("include-all", &i.IncludeAll)
	list(m, "include-controls", &i.Include, 0)
	list(m, "exclude-controls", &i.Exclude, 0)
}

// A Selection selects controls by their ids.
type Selection struct {
	WithChildControls string // "yes": with the controls right inside them
	WithIDs           []string
	Matching          []Matching

	kept
	idsAt []int
}

func (s *Selection) members(m *members) {
	m.text("with-child-controls", &s.WithChildControls, 0)
	m.texts("with-ids", &s.WithIDs, 0)
	if m.r != nil {
		s.idsAt = m.offsets("with-ids")
		if f := m.look("with-child-controls"); f != nil && s.WithChildControls != "" && s.WithChildControls != "yes" && s.WithChildControls != "no" {
			m.report(f, source.BadValue, "%q is neither yes nor no", source.Clip(s.WithChildControls))
		}
	}
	list(m, "matching", &s.Matching, 0)
}

// Matching selects the controls whose ids have a form: * stands for any
// characters, ? for one, and [a-c] for one of several.
type Matching struct {
	Pattern string

	kept
}

func (p *Matching) members(m *members) { m.text("pattern", &p.Pattern, need) }

// Merge says how the selected controls are put together: grouped as they were,
// or in one list, which is the default.
type Merge struct {
	Combine *Combine
	Flat    bool
	AsIs    bool

	kept
}

func (g *Merge) members(m *members) {
	one(m, "combine", &g.Combine, 0)
	m.empty("flat", &g.Flat)
	m.flag("as-is", &g.AsIs)
}

// Combine says what becomes of a control that is selected more than once:
// keep, the default, use-first or merge.
type Combine struct {
	Method string

	kept
}

func (c *Combine) members(m *members) { m.text("method", &c.Method, 0) }

// Modify tailors the selected controls.
type Modify struct {
	SetParameters []SetParameter
	Alters        []Alter

	kept
}

func (o *Modify) members(m *members) {
	list(m, "set-parameters", &o.SetParameters, 0)
	list(m, "alters", &o.Alters, 0)
}

// A SetParameter fills in a parameter. What it says beside label and values
// is kept as it stands.
type SetParameter struct {
	ParamID string
	Label   string
	Values  []string

	kept
}

func (s *SetParameter) members(m *members) {
	m.text("param-id", &s.ParamID, need|isToken)
	m.text("label", &s.Label, 0)
	m.texts("values", &s.Values, 0)
}

// An Alter changes the text of a control. What it removes and adds is kept as
// it stands: Resolve does not carry it out, see Resolution.
type Alter struct {
	ControlID string

	kept
}

func (a *Alter) members(m *members) {
	m.text("control-id", &a.ControlID, need|isToken)
	m.rawList("removes", "adds")
}
