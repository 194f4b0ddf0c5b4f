package ciso

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
	"github.com/ismskit/ismskit/soa"
)

// A Framework is a list of requirements in a tree.
type Framework struct {
	ID, URN, Name, Description string
	Nodes                      []Requirement

	texts     map[string]text
	languages []string
}

// Languages lists the languages into which the framework is translated.
func (f *Framework) Languages() []string { return f.languages }

// A Requirement is a node of the tree: something to be fulfilled where it is
// assessable, otherwise a heading.
type Requirement struct {
	URN, Parent, ID string
	Assessable      bool
	Groups          []string // of implementation, such as the levels of a standard
	text
	texts map[string]text
}

func (r *reader) framework(n *source.Node, lib *Library) Framework {
	f := Framework{}
	if n.Kind() != source.Map {
		r.Report(n, source.WrongType, "wanted is a framework, a map")
		return f
	}
	for _, x := range n.Fields() {
		switch x.Key {
		case "ref_id":
			f.ID = scalar(x.Value)
		case "urn":
			f.URN = scalar(x.Value)
		case "name":
			f.Name = scalar(x.Value)
		case "description":
			f.Description = scalar(x.Value)
		case "translations":
			f.texts = translations(x.Value)
		case "requirement_nodes":
			f.Nodes = r.requirements(x.Value, lib)
		default:
			lib.Ignored = append(lib.Ignored, x.Key)
		}
	}
	if f.ID == "" {
		f.ID = tail(f.URN)
	}
	if n.Get("requirement_nodes") == nil {
		r.Report(n, source.MissingKey, "the framework has no requirement_nodes")
	}
	for i := range f.Nodes {
		f.languages = append(f.languages, languagesOf(f.Nodes[i].texts)...)
	}
	f.languages = sorted(f.languages)
	return f
}

func (r *reader) requirements(n *source.Node, lib *Library) []Requirement {
	if n.Kind() != source.List {
		r.Report(n, source.WrongType, "wanted is a list of requirements")
		return nil
	}
	nodes := make([]Requirement, 0, n.Len())
	seen := map[string]bool{}
	for _, item := range n.Items() {
		if item.Kind() != source.Map {
			r.Report(item, source.WrongType, "wanted is a requirement, a map")
			continue
		}
		x := Requirement{texts: translations(item.Get("translations"))}
		for _, f := range item.Fields() {
			switch f.Key {
			case "urn":
				x.URN = scalar(f.Value)
			case "parent_urn":
				x.Parent = scalar(f.Value)
			case "ref_id":
				x.ID = scalar(f.Value)
			case "name":
				x.Name = scalar(f.Value)
			case "description":
				x.Description = scalar(f.Value)
			case "assessable":
				x.Assessable = scalar(f.Value) == "true"
			case "implementation_groups":
				for _, g := range f.Value.Items() {
					x.Groups = append(x.Groups, scalar(g))
				}
			case "depth", "translations":
			default:
				lib.Ignored = append(lib.Ignored, f.Key)
			}
		}
		switch {
		case x.URN == "":
			r.Report(item, source.MissingKey, "the requirement has no urn")
		case seen[x.URN]:
			r.Report(item, source.DuplicateID, "the urn %q is there twice", source.Clip(x.URN))
		}
		seen[x.URN] = true
		nodes = append(nodes, x)
	}
	return nodes
}

// tail is what a urn ends with.
func tail(urn string) string { return urn[strings.LastIndex(urn, ":")+1:] }

// Catalogue makes a catalogue of a framework: what is assessable becomes a
// control, what is not a group. Notes say what was decided.
func (f *Framework) Catalogue(lib *Library, id, language string) (c *soa.Catalogue, notes []string, err error) {
	w := &writer{language: language}
	title, _ := w.pick(text{f.Name, f.Description}, f.texts)
	made := soa.Catalogue{ID: id, Title: texts.Line(title), Version: lib.Version, Source: soa.SourceOther,
		Reference: texts.Line("Library " + lib.Name + ", framework " + f.ID + ". " + lib.Copyright)}
	t := &tree{ids: map[string]string{}, taken: map[string]bool{}, nodes: map[string]*Requirement{}}
	for i := range f.Nodes {
		t.name(&f.Nodes[i])
	}
	for i := range f.Nodes {
		x := &f.Nodes[i]
		name, description := w.pick(x.text, x.texts)
		title, description := heading(name, description)
		group, parent := t.place(x)
		if !x.Assessable {
			made.Groups = append(made.Groups, soa.Group{ID: t.ids[x.URN], Title: title, Parent: group})
			continue
		}
		k := soa.Control{ID: t.ids[x.URN], Title: title, Group: group, Parent: parent, Description: texts.Cut(texts.Clean(description), soa.MaxDescriptionBytes)}
		if len(x.Groups) > 0 {
			k.Attributes = []soa.Attribute{{Name: "implementation_groups", Values: x.Groups}}
		}
		made.Controls = append(made.Controls, k)
	}
	if t.renamed > 0 {
		notes = append(notes, fmt.Sprintf("%d requirements have another id than in the library: letters, digits, ., _ and -, each once", t.renamed))
	}
	if language != "" && w.missing > 0 {
		notes = append(notes, fmt.Sprintf("%d texts are not translated into %s", w.missing, language))
	}
	c, err = soa.NewCatalogue(made)
	return c, notes, err
}

// maxTitle is the length from which a requirement's only text is its description,
// not its title.
const maxTitle = 200

// heading gives a requirement a title in one line. One that has a description
// alone is called by its beginning.
func heading(name, description string) (title, rest string) {
	if name != "" && len(name) <= maxTitle {
		return texts.Line(name), description
	}
	full := strings.TrimSpace(name + "\n" + description)
	title = texts.Line(full)
	if len(title) > maxTitle {
		return texts.Cut(title, maxTitle) + "…", full
	}
	if title == texts.Line(description) {
		return title, ""
	}
	return title, full
}

// tree gives the nodes of a framework their ids and places.
type tree struct {
	ids     map[string]string // by urn
	taken   map[string]bool
	nodes   map[string]*Requirement
	renamed int
}

// name gives a node an id: its own, or the end of its urn where that is none or
// is taken.
func (t *tree) name(x *Requirement) {
	id := texts.ID(x.ID)
	if id == "" || t.taken[id] {
		id = texts.ID(tail(x.URN))
	}
	base := or(id, "node")
	for n := 2; id == "" || t.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", texts.Cut(base, 56), n)
	}
	if x.ID != "" && id != x.ID {
		t.renamed++
	}
	t.taken[id] = true
	t.ids[x.URN] = id
	t.nodes[x.URN] = x
}

// place finds the nearest group above a node, and the control right above it.
func (t *tree) place(x *Requirement) (group, parent string) {
	above := t.nodes[x.Parent]
	if above != nil && above.Assessable && x.Assessable {
		parent = t.ids[above.URN]
	}
	for n := 0; above != nil && n <= len(t.nodes); n++ { // a circle of parents ends
		if !above.Assessable {
			return t.ids[above.URN], parent
		}
		above = t.nodes[above.Parent]
	}
	return "", parent
}
