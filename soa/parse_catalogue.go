package soa

import "github.com/ismskit/ismskit/criteria/source"

var sourceNames = []string{"", SourceOwn, SourceAnnexA, SourceOther}

// ParseCatalogue reads a catalogue, YAML or JSON. The error is a *source.Error
// that holds every error found, in order of position, also what Lint would
// find in it.
func ParseCatalogue(name string, data []byte) (*Catalogue, error) {
	r := &reader{}
	o, err := r.open(name, data, CatalogueFormat)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{
		ID:        o.ID("id", true),
		Title:     o.String("title", false),
		Version:   o.String("version", false),
		Source:    sourceNames[r.word(o.Opt("source"), sourceNames)],
		Reference: o.String("reference", false),
		node:      o.Node(),
	}
	for _, n := range o.List("groups", false) {
		g := r.Object(n)
		c.Groups = append(c.Groups, Group{ID: g.ID("id", true), Title: g.String("title", false), Parent: g.ID("parent", false), node: n})
		g.Close()
	}
	for _, n := range o.List("controls", true) {
		c.Controls = append(c.Controls, r.control(n))
	}
	o.Close()
	if err := r.Err(); err != nil {
		return nil, err // names that do not resolve may be those that could not be read
	}
	for _, f := range Lint(c) {
		r.Report(f.node, f.Code, "%s", f.Message)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	c.seal()
	return c, nil
}

func (r *reader) control(n *source.Node) Control {
	o := r.Object(n)
	k := Control{
		ID:          o.ID("id", true),
		Title:       o.String("title", false),
		Group:       o.ID("group", false),
		Description: o.String("description", false),
		Parent:      o.ID("parent", false),
		Withdrawn:   o.Bool("withdrawn", false),
		node:        n,
	}
	if a := o.Opt("attributes"); a != nil {
		r.Object(a) // reports what is no map
		for _, f := range a.Fields() {
			k.Attributes = append(k.Attributes, Attribute{Name: f.Key, Values: r.StringsOf(f.Value)})
		}
	}
	o.Close()
	return k
}
