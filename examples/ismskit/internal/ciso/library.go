// Package ciso reads the risk matrices and frameworks of CISO Assistant libraries:
// YAML with objects.risk_matrix, one or a list of them, each with the levels of
// probability, impact and risk, and a grid of risks by probability, then impact;
// and objects.framework, whose requirement_nodes are a tree.
package ciso

import (
	"maps"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// Limits of a library.
const (
	MaxBytes  = 16 << 20
	maxLevels = 100
)

// A Library is what a file holds about risk matrices and frameworks.
type Library struct {
	Name, Copyright string
	Version         string
	Matrices        []Matrix
	Frameworks      []Framework
	Skipped         []string // other objects of the file, such as threats
	Ignored         []string // keys of matrices and frameworks that mean nothing here, each once
}

// A Matrix is one risk matrix, its levels lowest first.
type Matrix struct {
	ID, URN, Name, Description string
	Probability, Impact, Risk  []Level
	Grid                       [][]int // index of a risk, by probability, then impact
	languages                  []string
	texts                      map[string]text

	node *source.Node
}

// A Level is a level of one of the three scales.
type Level struct {
	Abbreviation string
	Color        string // #rrggbb, or ""
	text
	texts map[string]text // by language
}

type text struct{ Name, Description string }

// Languages lists the languages into which the matrix is translated.
func (m *Matrix) Languages() []string { return m.languages }

// Read reads a library. The error is a *source.Error.
func Read(name string, data []byte) (*Library, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxBytes, Nodes: 1_000_000})
	if err != nil {
		return nil, err
	}
	r := &reader{}
	lib := &Library{Name: scalar(root.Get("name")), Copyright: scalar(root.Get("copyright")), Version: scalar(root.Get("version"))}
	objects := root.Get("objects")
	if objects.Kind() != source.Map {
		r.Report(root, source.MissingKey, "is no CISO Assistant library: it has no objects")
		return nil, r.Err()
	}
	for _, f := range objects.Fields() {
		list := []*source.Node{f.Value}
		if f.Value.Kind() == source.List {
			list = f.Value.Items()
		}
		switch f.Key {
		case "risk_matrix", "risk_matrices":
			for _, n := range list {
				lib.Matrices = append(lib.Matrices, r.matrix(n, lib))
			}
		case "framework", "frameworks":
			for _, n := range list {
				lib.Frameworks = append(lib.Frameworks, r.framework(n, lib))
			}
		default:
			lib.Skipped = append(lib.Skipped, f.Key)
		}
	}
	if len(lib.Matrices)+len(lib.Frameworks) == 0 && r.Len() == 0 {
		r.Report(objects, source.Empty, "the library has neither a risk matrix nor a framework; it has %s", strings.Join(lib.Skipped, ", "))
	}
	lib.Ignored = sorted(lib.Ignored)
	return lib, r.Err()
}

type reader struct{ source.Reporter }

// scalar is the text of a scalar, "" of anything else.
func scalar(n *source.Node) string {
	switch n.Kind() {
	case source.String, source.Int, source.Float, source.Bool:
		return strings.TrimSpace(n.Text())
	}
	return ""
}

func (r *reader) matrix(n *source.Node, lib *Library) Matrix {
	m := Matrix{node: n}
	if n.Kind() != source.Map {
		r.Report(n, source.WrongType, "wanted is a risk matrix, a map")
		return m
	}
	for _, f := range n.Fields() {
		switch f.Key {
		case "ref_id":
			m.ID = scalar(f.Value)
		case "urn":
			m.URN = scalar(f.Value)
		case "name":
			m.Name = scalar(f.Value)
		case "description":
			m.Description = scalar(f.Value)
		case "probability":
			m.Probability = r.levels(f.Value)
		case "impact":
			m.Impact = r.levels(f.Value)
		case "risk":
			m.Risk = r.levels(f.Value)
		case "translations":
			m.texts = translations(f.Value)
		case "grid":
		default:
			lib.Ignored = append(lib.Ignored, f.Key)
		}
	}
	if m.ID == "" {
		m.ID = tail(m.URN)
	}
	for _, part := range []struct {
		key    string
		levels []Level
	}{{"probability", m.Probability}, {"impact", m.Impact}, {"risk", m.Risk}} {
		if n.Get(part.key) == nil {
			r.Report(n, source.MissingKey, "the matrix has no %s", part.key)
		}
		for _, l := range part.levels {
			m.languages = append(m.languages, languagesOf(l.texts)...)
		}
	}
	m.languages = sorted(m.languages)
	m.Grid = r.grid(n, &m)
	return m
}

func (r *reader) levels(n *source.Node) []Level {
	if n.Kind() != source.List || n.Len() == 0 {
		r.Report(n, source.WrongType, "wanted is a list of levels")
		return nil
	}
	if n.Len() > maxLevels {
		r.Report(n, source.Limit, "%d levels, at most %d are allowed", n.Len(), maxLevels)
		return nil
	}
	levels := make([]Level, n.Len())
	for i, item := range n.Items() {
		if item.Kind() != source.Map {
			r.Report(item, source.WrongType, "wanted is a level, a map")
			continue
		}
		if id := item.Get("id"); id != nil {
			if at := r.IntOf(id); at != int64(i) && r.Len() == 0 {
				r.Report(id, source.BadValue, "the level is number %d of the list, counted from 0, and says that it is %d", i, at)
			}
		}
		levels[i] = Level{Abbreviation: scalar(item.Get("abbreviation")), Color: color(scalar(item.Get("hexcolor"))),
			text: text{scalar(item.Get("name")), scalar(item.Get("description"))}, texts: translations(item.Get("translations"))}
	}
	return levels
}

func color(s string) string {
	s = strings.ToLower(strings.TrimPrefix(s, "#"))
	if len(s) != 6 || strings.Trim(s, "0123456789abcdef") != "" {
		return ""
	}
	return "#" + s
}

func translations(n *source.Node) map[string]text {
	texts := map[string]text{}
	for _, f := range n.Fields() {
		texts[f.Key] = text{scalar(f.Value.Get("name")), scalar(f.Value.Get("description"))}
	}
	return texts
}

func languagesOf(texts map[string]text) []string { return slices.Collect(maps.Keys(texts)) }

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// grid reads the rows by probability; a cell is the number of a risk.
func (r *reader) grid(n *source.Node, m *Matrix) [][]int {
	g := n.Get("grid")
	if g.Kind() != source.List {
		r.Report(n, source.MissingKey, "the matrix has no grid")
		return nil
	}
	if g.Len() != len(m.Probability) && len(m.Probability) > 0 {
		r.Report(g, source.BadValue, "the grid has %d rows, and there are %d levels of probability", g.Len(), len(m.Probability))
		return nil
	}
	var rows [][]int
	for _, row := range g.Items() {
		if row.Kind() != source.List || row.Len() != len(m.Impact) && len(m.Impact) > 0 {
			r.Report(row, source.BadValue, "a row of the grid has a cell for each of the %d levels of impact", len(m.Impact))
			continue
		}
		var cells []int
		for _, c := range row.Items() {
			at := r.IntOf(c)
			if at < 0 || at >= int64(len(m.Risk)) && len(m.Risk) > 0 {
				r.Report(c, source.BadValue, "there is no risk number %d; they go from 0 to %d", at, len(m.Risk)-1)
			}
			cells = append(cells, int(at))
		}
		rows = append(rows, cells)
	}
	return rows
}

// Matrix gives the matrix of that id or urn. An empty id finds the only one.
func (lib *Library) Matrix(id string) (*Matrix, bool) {
	for i := range lib.Matrices {
		if m := &lib.Matrices[i]; meant(id, m.ID, m.URN, len(lib.Matrices)) {
			return m, true
		}
	}
	return nil, false
}

// Framework gives the framework of that id or urn. An empty id finds the only one.
func (lib *Library) Framework(id string) (*Framework, bool) {
	for i := range lib.Frameworks {
		if f := &lib.Frameworks[i]; meant(id, f.ID, f.URN, len(lib.Frameworks)) {
			return f, true
		}
	}
	return nil, false
}

func meant(want, id, urn string, of int) bool {
	return want == "" && of == 1 || want != "" && (want == id || want == urn)
}
