// Package ciso reads the risk matrices of CISO Assistant libraries: YAML with
// objects.risk_matrix, one or a list of them, each with the levels of probability,
// impact and risk, and a grid of risks by probability, then impact.
package ciso

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// Limits of a library.
const (
	MaxBytes  = 16 << 20
	maxLevels = 100
)

// A Library is what a file holds about risk matrices.
type Library struct {
	Name, Copyright string
	Version         string
	Matrices        []Matrix
	Skipped         []string // other objects of the file, such as framework
	Ignored         []string // keys of matrices that mean nothing here, each once
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
		if f.Key != "risk_matrix" && f.Key != "risk_matrices" {
			lib.Skipped = append(lib.Skipped, f.Key)
			continue
		}
		list := []*source.Node{f.Value}
		if f.Value.Kind() == source.List {
			list = f.Value.Items()
		}
		for _, n := range list {
			lib.Matrices = append(lib.Matrices, r.matrix(n, lib))
		}
	}
	if len(lib.Matrices) == 0 && r.Len() == 0 {
		r.Report(objects, source.Empty, "the library has no risk matrix; it has %s", strings.Join(lib.Skipped, ", "))
	}
	slices.Sort(lib.Ignored)
	lib.Ignored = slices.Compact(lib.Ignored)
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
		m.ID = m.URN[strings.LastIndex(m.URN, ":")+1:]
	}
	for key, levels := range map[string][]Level{"probability": m.Probability, "impact": m.Impact, "risk": m.Risk} {
		if n.Get(key) == nil {
			r.Report(n, source.MissingKey, "the matrix has no %s", key)
		} else {
			m.languages = append(m.languages, languages(levels)...)
		}
	}
	slices.Sort(m.languages)
	m.languages = slices.Compact(m.languages)
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

func languages(levels []Level) []string {
	var all []string
	for _, l := range levels {
		for language := range l.texts {
			all = append(all, language)
		}
	}
	return all
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

// Find gives the matrix of that id or urn. An empty id finds the only matrix.
func (lib *Library) Find(id string) (*Matrix, bool) {
	for i := range lib.Matrices {
		m := &lib.Matrices[i]
		if id == "" && len(lib.Matrices) == 1 || id != "" && (m.ID == id || m.URN == id) {
			return m, true
		}
	}
	return nil, false
}

// IDs lists the ids of the matrices.
func (lib *Library) IDs() []string {
	ids := make([]string, len(lib.Matrices))
	for i := range lib.Matrices {
		ids[i] = lib.Matrices[i].ID
	}
	return ids
}
