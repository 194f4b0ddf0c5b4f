package layout

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// An order lists the keys of a map as the description of its format does, and
// what stands below them.
type order struct {
	keys  []string
	below map[string]*order // of the map, or of the maps in the list, under a key
}

var (
	plainOrder = &order{}

	criteriaOrder = &order{
		keys: []string{"format", "id", "version", "title", "effective", "approval", "supersedes", "rationale", "assessing", "scales", "inputs", "params", "derive",
			"tables", "level", "bands", "band", "authorities", "acceptance", "limits", "order", "accepted"},
		below: map[string]*order{
			"approval": {keys: []string{"by", "at"}},
			"scales": {keys: []string{"id", "title", "description", "kind", "unit", "horizon", "levels"}, below: map[string]*order{
				"levels": {keys: []string{"id", "value", "title", "definition", "range"}},
			}},
			"assessing":   {keys: []string{"every", "on", "agreement"}},
			"inputs":      {keys: []string{"id", "title", "description", "scale", "type", "unit", "default"}},
			"derive":      {keys: []string{"id", "title", "unit", "expr"}},
			"tables":      {keys: []string{"id", "axes", "result", "cells"}},
			"bands":       {keys: []string{"id", "title", "description", "upTo", "color"}},
			"authorities": {keys: []string{"id", "title", "rank"}},
			"acceptance":  {keys: []string{"id", "when", "outcome", "authority", "validFor", "reviewEvery", "conditions", "because"}},
			"limits":      {keys: []string{"id", "title", "over", "when", "outcome", "authority", "because"}},
			"accepted":    {keys: []string{"code", "because"}},
		},
	}

	registerOrder = &order{
		keys: []string{"format", "id", "title", "risks"},
		below: map[string]*order{
			"risks": {
				keys: []string{"id", "title", "description", "approach", "cia", "owner", "scope", "assets", "threat", "source", "event", "category", "parent",
					"vulnerabilities", "issues", "requirements", "controls", "identified", "ratings", "inputs", "rationale", "claimed"},
				below: map[string]*order{
					"ratings": {keys: []string{"inherent", "current", "residual"}},
					"claimed": {keys: []string{"stage", "level", "band"}},
				},
			},
		},
	}
)

// catalogueOrder and statementOrder are those of documents that are made.
var (
	catalogueOrder = &order{
		keys: []string{"format", "id", "title", "version", "source", "reference", "groups", "controls"},
		below: map[string]*order{
			"groups":   {keys: []string{"id", "title", "parent"}},
			"controls": {keys: []string{"id", "title", "group", "parent", "withdrawn", "description", "attributes"}},
		},
	}

	statementOrder = &order{
		keys: []string{"format", "id", "version", "title", "previous", "document", "catalogues", "plans", "approval", "entries"},
		below: map[string]*order{
			"catalogues": {keys: []string{"id", "digest"}},
			"plans":      {keys: []string{"id", "version", "digest", "assessment"}},
			"approval":   {keys: []string{"by", "at"}},
			"entries": {keys: []string{"control", "catalogue", "title", "necessary", "reasons", "risks", "requirements", "justification", "description",
				"status", "due", "owner", "evidence", "external"}},
		},
	}
)

// rootOrder is the order of the format that a document names. Formats that are
// not listed keep the order of their authors, after the names of the document.
func rootOrder(n *yaml.Node) *order {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "format" {
				if o := orderOf(n.Content[i+1].Value); o != nil {
					return o
				}
			}
		}
	}
	return &order{keys: []string{"format", "id", "version", "title"}}
}

// arrangeRoot arranges a document. The comment above its first key is the
// document's own, whichever key comes first.
func arrangeRoot(root *yaml.Node) {
	title := ""
	if root.Kind == yaml.MappingNode && len(root.Content) > 0 {
		title, root.Content[0].HeadComment = root.Content[0].HeadComment, ""
	}
	arrange(root, rootOrder(root))
	if title != "" {
		first := root.Content[0]
		first.HeadComment = strings.TrimSpace(title + "\n" + first.HeadComment)
	}
}

// arrange brings keys into order, with their comments; those that are not listed
// come last, as they stood.
func arrange(n *yaml.Node, o *order) {
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			arrange(item, o)
		}
	case yaml.MappingNode:
		type entry struct{ key, value *yaml.Node }
		var entries []entry
		for i := 0; i+1 < len(n.Content); i += 2 {
			below := o.below[n.Content[i].Value]
			if below == nil {
				below = plainOrder
			}
			arrange(n.Content[i+1], below)
			entries = append(entries, entry{n.Content[i], n.Content[i+1]})
		}
		place := func(e entry) int {
			if i := slices.Index(o.keys, e.key.Value); i >= 0 {
				return i
			}
			return len(o.keys)
		}
		slices.SortStableFunc(entries, func(a, b entry) int { return place(a) - place(b) })
		for i, e := range entries {
			n.Content[2*i], n.Content[2*i+1] = e.key, e.value
		}
	}
}
