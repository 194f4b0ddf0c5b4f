package oscal

import (
	"bytes"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// merging puts the selected controls of several sources together.
type merging struct {
	v   *resolver
	p   *Profile
	out *Catalog
	has map[string]bool   // controls that are in the result
	raw map[string][]byte // their texts as JSON, made when they are needed
	in  map[string]bool   // resources that are in the result

	parent map[string]string // of the controls of the sources
}

func newMerging(v *resolver, p *Profile, out *Catalog) *merging {
	m := &merging{v: v, p: p, out: out, has: map[string]bool{}, raw: map[string][]byte{}, in: map[string]bool{}, parent: map[string]string{}}
	m.resources(p.BackMatter)
	return m
}

// add adds the chosen controls of a source. The source is not changed.
func (m *merging) add(i int, from *Catalog, chosen map[string]bool) {
	for c := range from.All() {
		if c.Parent != nil {
			m.parent[c.Control.ID] = c.Parent.ID
		}
	}
	controls := m.controls(i, from.Controls, chosen)
	if g := m.p.Merge; g != nil && g.AsIs {
		m.out.Controls = append(m.out.Controls, controls...)
		m.out.Groups = m.groups(i, m.out.Groups, from.Groups, chosen)
	} else {
		m.out.Controls = append(append(m.out.Controls, controls...), m.flat(i, from.Groups, chosen)...)
	}
	if params := from.raw("params"); params != nil && m.out.raw("params") == nil {
		m.out.setRaw("params", params)
	}
	m.resources(from.BackMatter)
}

// resources adds the resources that are not there yet.
func (m *merging) resources(b *BackMatter) {
	if b == nil {
		return
	}
	if m.out.BackMatter == nil {
		m.out.BackMatter = &BackMatter{}
	}
	for _, r := range b.Resources {
		if !m.in[r.UUID] {
			m.in[r.UUID] = true
			m.out.BackMatter.Resources = append(m.out.BackMatter.Resources, r)
		}
	}
}

// controls copies what is chosen. A control whose parent is not chosen takes
// its place.
func (m *merging) controls(i int, list []Control, chosen map[string]bool) []Control {
	var out []Control
	for _, c := range list {
		whole := c
		inner := m.controls(i, c.Controls, chosen)
		if !chosen[c.ID] || m.again(i, &whole) {
			out = append(out, inner...)
			continue
		}
		c.Controls = inner
		out = append(out, c)
	}
	return out
}

// nest puts controls into their parents that came by another import.
func (m *merging) nest() {
	stray := map[string][]Control{}
	var gather func(list []Control, inside string) []Control
	gather = func(list []Control, inside string) []Control {
		var stay []Control
		for _, c := range list {
			c.Controls = gather(c.Controls, c.ID)
			if up := m.parent[c.ID]; up != inside && m.has[up] {
				stray[up] = append(stray[up], c)
			} else {
				stay = append(stay, c)
			}
		}
		return stay
	}
	var place func(list []Control)
	place = func(list []Control) {
		for i := range list {
			c := &list[i]
			c.Controls = append(c.Controls, stray[c.ID]...)
			place(c.Controls)
		}
	}
	m.out.Controls = gather(m.out.Controls, "")
	eachGroup(m.out.Groups, func(g *Group) { g.Controls = gather(g.Controls, "") })
	place(m.out.Controls)
	eachGroup(m.out.Groups, func(g *Group) { place(g.Controls) })
}

// again tells whether the control is in the result already.
func (m *merging) again(i int, c *Control) bool {
	if !m.has[c.ID] {
		m.has[c.ID] = true
		if len(m.p.Imports) > 1 {
			m.raw[c.ID] = c.text()
		}
		return false
	}
	if g := m.p.Merge; g != nil && g.Combine != nil && g.Combine.Method == "use-first" {
		return true
	}
	if !bytes.Equal(m.raw[c.ID], c.text()) {
		m.v.report(m.p, m.p.Imports[i].hrefAt, m.p.importPath(i)+".href", source.DuplicateID,
			"the control %q is selected already, with another text; combine by use-first, or select it once", source.Clip(c.ID))
	}
	return true
}

// text returns what a control says itself, without those inside it.
func (c *Control) text() []byte {
	alone := *c
	alone.Controls = nil
	w := &members{index: -1}
	w.write(&alone)
	return w.out
}

// groups copies the groups that hold something chosen. Groups of one id become
// one.
func (m *merging) groups(i int, into, list []Group, chosen map[string]bool) []Group {
	for _, g := range list {
		at := slices.IndexFunc(into, func(o Group) bool { return g.ID != "" && o.ID == g.ID })
		var have Group
		if at >= 0 {
			have = into[at]
		}
		controls := append(slices.Clone(have.Controls), m.controls(i, g.Controls, chosen)...)
		inner := m.groups(i, slices.Clone(have.Groups), g.Groups, chosen)
		if len(controls) == 0 && len(inner) == 0 {
			continue
		}
		if at < 0 {
			have, at = g, len(into)
			into = append(into, g)
		}
		have.Controls, have.Groups = controls, inner
		into[at] = have
	}
	return into
}

func (m *merging) flat(i int, list []Group, chosen map[string]bool) []Control {
	var out []Control
	for _, g := range list {
		out = append(append(out, m.controls(i, g.Controls, chosen)...), m.flat(i, g.Groups, chosen)...)
	}
	return out
}

// setParameters fills in the parameters of the result. Those that are not in
// it are left alone, as the draft says.
func (m *merging) setParameters() {
	if m.p.Modify == nil || len(m.p.Modify.SetParameters) == 0 {
		return
	}
	set := map[string][]*SetParameter{}
	for i := range m.p.Modify.SetParameters {
		s := &m.p.Modify.SetParameters[i]
		set[s.ParamID] = append(set[s.ParamID], s)
	}
	setParams(&m.out.kept, set)
	for p := range m.out.All() {
		setParams(&p.Control.kept, set)
	}
	eachGroup(m.out.Groups, func(g *Group) { setParams(&g.kept, set) })
}

func eachGroup(list []Group, do func(*Group)) {
	for i := range list {
		do(&list[i])
		eachGroup(list[i].Groups, do)
	}
}

// setParams rewrites the parameters that an object keeps. Label and values are
// replaced, and a choice by values too; all else is added.
func setParams(k *kept, set map[string][]*SetParameter) {
	params := lazily[Param](k, "params")
	changed := false
	for i := range params {
		p := &params[i]
		for _, s := range set[p.ID] {
			changed = true
			p.apply(s)
		}
	}
	if changed {
		k.setRaw("params", appendList(nil, params))
	}
}

func (p *Param) apply(s *SetParameter) {
	if s.Label != "" {
		p.Label = s.Label
	}
	if len(s.Values) > 0 {
		p.Values = s.Values
		p.setRaw("select", nil)
	}
	for _, e := range s.extra {
		switch have := p.raw(e.name); {
		case e.name == "select":
			p.Values = nil
			p.setRaw(e.name, e.value)
		case have != nil && have[0] == '[' && e.value[0] == '[':
			p.setRaw(e.name, joinLists(have, e.value))
		default:
			p.setRaw(e.name, e.value)
		}
	}
}

// joinLists puts two lists together.
func joinLists(a, b []byte) []byte {
	out := []byte{'['}
	for _, list := range [][]byte{a, b} {
		items(list, 0, func(item []byte, _ int) bool {
			if len(out) > 1 {
				out = append(out, ',')
			}
			out = append(out, item...)
			return true
		})
	}
	return append(out, ']')
}
