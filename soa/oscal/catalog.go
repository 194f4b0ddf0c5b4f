package oscal

import (
	"iter"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// A Catalog is a catalog of controls. In a large one only groups, controls and
// their properties are read into fields; parameters, links and parts are kept
// as they stand in the file, and are read when they are asked for.
type Catalog struct {
	UUID       string
	Metadata   Metadata
	Controls   []Control // that are in no group
	Groups     []Group
	BackMatter *BackMatter

	kept
	provenance
}

// ParseCatalog reads a catalog. The error is a *source.Error. The catalog keeps
// data, which must not be changed.
func ParseCatalog(name string, data []byte) (*Catalog, error) {
	return parseAs[*Catalog](name, data)
}

// Model returns ModelCatalog.
func (c *Catalog) Model() Model { return ModelCatalog }

// Bytes returns the catalog as JSON.
func (c *Catalog) Bytes() []byte { return encode(c) }

func (c *Catalog) members(m *members) {
	m.text("uuid", &c.UUID, need|isUUID)
	embedded(m, "metadata", &c.Metadata)
	m.rawList("params")
	list(m, "controls", &c.Controls, 0)
	list(m, "groups", &c.Groups, 0)
	one(m, "back-matter", &c.BackMatter, 0)
}

func (c *Catalog) check(r *reading) { r.version(c, &c.Metadata) }

// A Group holds controls that belong together, such as a family.
type Group struct {
	ID       string // "" if it has none
	Class    string
	Title    string
	Props    []Property
	Groups   []Group
	Controls []Control

	kept
}

func (g *Group) members(m *members) {
	m.text("id", &g.ID, isToken)
	m.text("class", &g.Class, 0)
	m.text("title", &g.Title, need)
	m.rawList("params")
	list(m, "props", &g.Props, 0)
	m.rawList("links", "parts")
	list(m, "groups", &g.Groups, 0)
	list(m, "controls", &g.Controls, 0)
}

// A Control is a control of a catalog. The controls inside it enhance
// it.
type Control struct {
	ID       string
	Class    string
	Title    string
	Props    []Property
	Controls []Control

	kept
}

func (c *Control) members(m *members) {
	m.text("id", &c.ID, need|isToken)
	m.control(c.ID)
	m.text("class", &c.Class, 0)
	m.text("title", &c.Title, need)
	m.rawList("params")
	list(m, "props", &c.Props, 0)
	m.rawList("links", "parts")
	list(m, "controls", &c.Controls, 0)
}

// Label returns the label by which people know the control, such as AC-2(1);
// "" if it has none. Labels of a class, such as zero-padded ones, are left to
// those who ask for them.
func (c *Control) Label() string {
	for i := range c.Props {
		if p := &c.Props[i]; p.Name == "label" && p.Class == "" && p.NS == "" {
			return p.Value
		}
	}
	return ""
}

// Withdrawn tells whether the control is kept for reference alone.
func (c *Control) Withdrawn() bool {
	return strings.EqualFold(property(c.Props, "", "status"), "withdrawn")
}

// Params returns the parameters of the control.
func (c *Control) Params() []Param { return lazily[Param](&c.kept, "params") }

// Parts returns the parts of the control, such as its statement.
func (c *Control) Parts() []Part { return lazily[Part](&c.kept, "parts") }

// Links returns what the control refers to.
func (c *Control) Links() []Link { return lazily[Link](&c.kept, "links") }

// Statement returns the text of the control's statement, with the labels of its
// items. Parameters stand as they are inserted: {{ insert: param, ac-1_prm_1 }}.
func (c *Control) Statement() string {
	var lines []string
	for _, p := range c.Parts() {
		if p.Name == "statement" {
			lines = p.appendLines(lines)
		}
	}
	return strings.Join(lines, "\n")
}

// A Param is a parameter of a control: a blank that an organisation fills in.
type Param struct {
	ID     string
	Label  string
	Values []string

	kept
}

func (p *Param) members(m *members) {
	m.text("id", &p.ID, need|isToken)
	m.text("label", &p.Label, 0)
	m.texts("values", &p.Values, 0)
}

// A Part is a piece of a control's text.
type Part struct {
	ID    string
	Name  string
	Title string
	Props []Property
	Prose string
	Parts []Part

	kept
}

func (p *Part) members(m *members) {
	m.text("id", &p.ID, 0)
	m.text("name", &p.Name, need|isToken)
	m.text("title", &p.Title, 0)
	list(m, "props", &p.Props, 0)
	m.text("prose", &p.Prose, 0)
	list(m, "parts", &p.Parts, 0)
}

func (p *Part) appendLines(lines []string) []string {
	if p.Prose != "" {
		text := p.Prose
		if label := property(p.Props, "", "label"); label != "" {
			text = label + " " + text
		}
		lines = append(lines, text)
	}
	for i := range p.Parts {
		lines = p.Parts[i].appendLines(lines)
	}
	return lines
}

// lazily reads a list that is kept as it stands. What is not as it should be
// is left out.
func lazily[T any, P interface {
	*T
	object
}](k *kept, name string) []T {
	value := k.raw(name)
	if value == nil || value[0] != '[' {
		return nil
	}
	m := &members{r: &reading{text: source.NewText("", value), left: MaxValues}, fields: []field{{name: []byte(name), value: value}}, index: -1}
	var out []T
	list[T, P](m, name, &out, 0)
	return out
}

// A Placed is a control with the place that it has in a catalog.
type Placed struct {
	Control *Control
	Group   *Group   // nil if it is in none
	Parent  *Control // nil if it enhances none
}

// All ranges over all controls, those that enhance others right after these,
// in order of the file.
func (c *Catalog) All() iter.Seq[Placed] {
	return func(yield func(Placed) bool) {
		_ = placed(c.Controls, Placed{}, yield) && inGroups(c.Groups, yield)
	}
}

func inGroups(list []Group, yield func(Placed) bool) bool {
	for i := range list {
		g := &list[i]
		if !placed(g.Controls, Placed{Group: g}, yield) || !inGroups(g.Groups, yield) {
			return false
		}
	}
	return true
}

func placed(list []Control, at Placed, yield func(Placed) bool) bool {
	for i := range list {
		at.Control = &list[i]
		if !yield(at) || !placed(list[i].Controls, Placed{Group: at.Group, Parent: at.Control}, yield) {
			return false
		}
	}
	return true
}

// Control returns a control by its id, nil if there is none.
func (c *Catalog) Control(id string) *Control {
	for p := range c.All() {
		if p.Control.ID == id {
			return p.Control
		}
	}
	return nil
}
