package oscal

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/soa"
)

// Catalogue returns the catalog as a catalogue that a statement of
// applicability can go through, under an id.
//
// Groups without an id are called group-1, group-2 and so on, by their place
// in the file. The description of a control is its statement. Its properties
// become attributes under their names, whatever their namespace; left out are
// those of a class, the order in which controls are sorted, and the status,
// which is what tells that a control is withdrawn.
//
// The error is a *source.Error for ids that are none in this project, or one
// of soa.NewCatalogue.
func (c *Catalog) Catalogue(id string) (*soa.Catalogue, error) {
	v := &converting{c: c, out: soa.Catalogue{ID: id, Title: c.Metadata.Title, Version: c.Metadata.Version,
		Source: soa.SourceOther, Reference: "OSCAL catalog " + c.UUID}}
	if !source.ValidID(id) {
		v.report(0, source.BadValue, "%q is no id of a catalogue", source.Clip(id))
	}
	v.controls(c.Controls, "", "")
	v.groups(c.Groups, "")
	if err := v.Err(); err != nil {
		return nil, err
	}
	return soa.NewCatalogue(v.out)
}

type converting struct {
	source.Reporter
	c   *Catalog
	out soa.Catalogue
	n   int // groups so far
}

func (v *converting) report(at int, code source.Code, format string, args ...any) {
	t := v.c.text
	if t == nil { // made in Go, or resolved from several files
		t = source.NewText("", nil)
	}
	v.ReportIn(t, at, "", code, "", format, args...)
}

func (v *converting) groups(list []Group, parent string) {
	for i := range list {
		g := &list[i]
		v.n++
		id := g.ID
		if id == "" {
			id = "group-" + number(v.n)
		} else if !source.ValidID(id) {
			v.report(g.kept.at, source.BadValue, "the group's id %q is none here: letters, digits, ., _ and -, beginning with a letter or digit, at most 64", source.Clip(id))
		}
		v.out.Groups = append(v.out.Groups, soa.Group{ID: id, Title: g.Title, Parent: parent})
		v.controls(g.Controls, id, "")
		v.groups(g.Groups, id)
	}
}

func (v *converting) controls(list []Control, group, parent string) {
	for i := range list {
		c := &list[i]
		if !source.ValidID(c.ID) {
			v.report(c.kept.at, source.BadValue, "the control's id %q is none here: letters, digits, ., _ and -, beginning with a letter or digit, at most 64", source.Clip(c.ID))
		}
		v.out.Controls = append(v.out.Controls, soa.Control{ID: c.ID, Title: c.Title, Group: group, Parent: parent,
			Description: c.Statement(), Attributes: c.attributes(), Withdrawn: c.Withdrawn()})
		v.controls(c.Controls, group, c.ID)
	}
}

func (c *Control) attributes() []soa.Attribute {
	var out []soa.Attribute
	for _, p := range c.Props {
		if p.Class != "" || p.Name == "sort-id" || p.Name == "status" || p.Value == "" {
			continue
		}
		i := slices.IndexFunc(out, func(a soa.Attribute) bool { return a.Name == p.Name })
		if i < 0 {
			i = len(out)
			out = append(out, soa.Attribute{Name: p.Name})
		}
		if !slices.Contains(out[i].Values, p.Value) {
			out[i].Values = append(out[i].Values, p.Value)
		}
	}
	return out
}
