package soa

import (
	"fmt"

	"github.com/ismskit/ismskit/criteria/source"
)

// Codes of Lint, beside source.DuplicateID, source.UnknownName,
// source.BadValue, source.Empty and source.Limit.
const (
	Cycle source.Code = "cycle" // a group or control that is part of itself
)

// Lint looks for what is wrong with catalogues, each for itself and all
// together: ids that are none or occur twice, also in two catalogues, since a
// control is known by its id alone; groups and parents that do not exist, or
// that are part of themselves; attributes without values. What ParseCatalogue
// and NewCatalogue have made has nothing of it but an id that another
// catalogue has, too.
func Lint(catalogues ...*Catalogue) []Finding {
	var out []Finding
	where := map[string]string{}
	seen := map[string]bool{}
	for _, c := range catalogues {
		l := &linter{c: c}
		if seen[c.ID] {
			l.report(c.node, "", "id", source.DuplicateID, "", "the catalogue %q is given twice", c.ID)
			out = append(out, l.list...)
			continue
		}
		seen[c.ID] = true
		l.catalogue()
		for i := range c.Controls {
			k := &c.Controls[i]
			if first, dup := where[k.ID]; dup && first != c.ID {
				l.report(k.node, fmt.Sprintf("controls[%d]", i), "id", source.DuplicateID, k.ID, "the catalogue %s has a control %q, too", first, k.ID)
				continue
			}
			where[k.ID] = c.ID
		}
		out = append(out, l.list...)
	}
	return out
}

type linter struct {
	findings
	c *Catalogue
}

func (l *linter) report(n *source.Node, path, key string, code source.Code, control, format string, args ...any) {
	l.add(n, path, key, Finding{Code: code, Control: control, Message: fmt.Sprintf(format, args...)})
}

func (l *linter) catalogue() {
	c := l.c
	l.id(c.node, "", c.ID, "")
	if c.Source != "" && c.Source != SourceOwn && c.Source != SourceAnnexA && c.Source != SourceOther {
		l.report(c.node, "", "source", source.BadValue, "", "%q is none of own, annex_a or other", source.Clip(c.Source))
	}
	if len(c.Controls) == 0 {
		l.report(c.node, "", "controls", source.Empty, "", "the catalogue has no controls")
	}
	if len(c.Controls) > MaxControls || len(c.Groups) > MaxControls {
		l.report(c.node, "", "controls", source.Limit, "", "%d groups and %d controls, at most %d are allowed", len(c.Groups), len(c.Controls), MaxControls)
		return
	}
	groups := map[string]string{}
	for i, g := range c.Groups {
		path := fmt.Sprintf("groups[%d]", i)
		l.id(g.node, path, g.ID, "")
		if _, dup := groups[g.ID]; dup {
			l.report(g.node, path, "id", source.DuplicateID, "", "the group %q is there already", g.ID)
			continue
		}
		groups[g.ID] = g.Parent
	}
	controls := map[string]string{}
	for i := range c.Controls {
		k := &c.Controls[i]
		path := fmt.Sprintf("controls[%d]", i)
		l.id(k.node, path, k.ID, k.ID)
		if _, dup := controls[k.ID]; dup {
			l.report(k.node, path, "id", source.DuplicateID, k.ID, "the control %q is there already", k.ID)
			continue
		}
		controls[k.ID] = k.Parent
	}
	for i, g := range c.Groups {
		l.parent(g.node, fmt.Sprintf("groups[%d]", i), "", g.ID, g.Parent, "group", groups)
	}
	for i := range c.Controls {
		l.control(i, groups, controls)
	}
}

func (l *linter) id(n *source.Node, path, id, control string) {
	if !source.ValidID(id) {
		l.report(n, path, "id", source.BadValue, control, "%q is no id", source.Clip(id))
	}
}

func (l *linter) control(i int, groups, controls map[string]string) {
	k := &l.c.Controls[i]
	path := fmt.Sprintf("controls[%d]", i)
	if _, ok := groups[k.Group]; k.Group != "" && !ok {
		l.report(k.node, path, "group", source.UnknownName, k.ID, "there is no group %q", source.Clip(k.Group))
	}
	l.parent(k.node, path, k.ID, k.ID, k.Parent, "control", controls)
	for _, t := range [...]struct {
		key, text string
		most      int
	}{{"title", k.Title, MaxTextBytes}, {"description", k.Description, MaxDescriptionBytes}} {
		if len(t.text) > t.most {
			l.report(k.node, path, t.key, source.Limit, k.ID, "the text has %d bytes, at most %d are allowed", len(t.text), t.most)
		}
	}
	if len(k.Attributes) > MaxItems {
		l.report(k.node, path, "attributes", source.Limit, k.ID, "%d attributes, at most %d are allowed", len(k.Attributes), MaxItems)
		return
	}
	names := map[string]bool{}
	for _, a := range k.Attributes {
		switch {
		case !source.ValidID(a.Name):
			l.report(k.node, path, "attributes", source.BadValue, k.ID, "the name of an attribute, %q, is no id", source.Clip(a.Name))
		case names[a.Name]:
			l.report(k.node, path, "attributes", source.DuplicateID, k.ID, "the attribute %q is there already", a.Name)
		}
		names[a.Name] = true
		if len(a.Values) == 0 || len(a.Values) > MaxItems {
			l.report(k.node, path, "attributes", source.Empty, k.ID, "the attribute %q has %d values, wanted are 1 to %d", source.Clip(a.Name), len(a.Values), MaxItems)
		}
		values := map[string]bool{}
		for _, v := range a.Values {
			if values[v] || v == "" {
				l.report(k.node, path, "attributes", source.BadValue, k.ID, "the attribute %q has the value %q twice, or an empty one", source.Clip(a.Name), source.Clip(v))
			}
			values[v] = true
		}
	}
}

// parent reports a parent that does not exist, and one that leads back to id.
func (l *linter) parent(n *source.Node, path, control, id, parent, kind string, parents map[string]string) {
	if parent == "" {
		return
	}
	if _, ok := parents[parent]; !ok {
		l.report(n, path, "parent", source.UnknownName, control, "there is no %s %q", kind, source.Clip(parent))
		return
	}
	at := parent
	for range len(parents) { // a longer way goes in a circle that id is not on, and is reported where it is
		if at == id {
			l.report(n, path, "parent", Cycle, control, "the %s %q is part of itself", kind, id)
			return
		}
		if at = parents[at]; at == "" {
			return
		}
	}
}
