package oscal

import "github.com/ismskit/ismskit/soa"

// NewCatalog makes an OSCAL catalog from a catalogue, so that a profile made
// from a statement has something to import. Enhancements of a control stand
// inside it, and attributes become properties of the namespace NS.
func NewCatalog(c *soa.Catalogue, info Info) (*Catalog, error) {
	k, err := info.making("catalogue", c.ID)
	if err != nil {
		return nil, err
	}
	inside := map[string][]*soa.Control{}
	loose := map[string][]*soa.Control{}
	for i := range c.Controls {
		if x := &c.Controls[i]; x.Parent != "" {
			inside[x.Parent] = append(inside[x.Parent], x)
		} else {
			loose[x.Group] = append(loose[x.Group], x)
		}
	}
	var controls func(list []*soa.Control) []Control
	controls = func(list []*soa.Control) []Control {
		var out []Control
		for _, x := range list {
			out = append(out, catalogControl(x, controls(inside[x.ID])))
		}
		return out
	}
	var groups func(parent string) []Group
	groups = func(parent string) []Group {
		var out []Group
		for _, g := range c.Groups {
			if g.Parent == parent {
				out = append(out, Group{ID: token(g.ID), Title: stated(g.Title), Groups: groups(g.ID), Controls: controls(loose[g.ID])})
			}
		}
		return out
	}
	out := &Catalog{Metadata: info.metadata(c.Title, c.Version), Controls: controls(loose[""]), Groups: groups("")}
	out.Metadata.Props = given(given(nil, "catalogue", c.ID), "reference", c.Reference)
	k.seal(out, &out.UUID)
	return out, nil
}

func catalogControl(x *soa.Control, inside []Control) Control {
	out := Control{ID: token(x.ID), Title: stated(x.Title), Controls: inside}
	if x.Withdrawn {
		out.Props = append(out.Props, Property{Name: "status", Value: "withdrawn"})
	}
	for _, a := range x.Attributes {
		if a.Name == "label" {
			for _, v := range a.Values {
				out.Props = append(out.Props, Property{Name: "label", Value: line(v)})
			}
			continue
		}
		out.Props = given(out.Props, token(a.Name), a.Values...)
	}
	if x.Description != "" {
		out.setRaw("parts", appendList(nil, []Part{{ID: token(x.ID) + "_smt", Name: "statement", Prose: x.Description}}))
	}
	return out
}
