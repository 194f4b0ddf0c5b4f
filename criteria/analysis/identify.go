package analysis

import (
	"context"
	"fmt"

	"github.com/ismskit/ismskit/criteria"
)

// A Match tells how a matrix of the criteria stands to a published one.
type Match struct {
	Matrix     string // of the criteria: a table's id, or "band" for the bands over two inputs
	Reference  string // name of the published matrix
	Transposed bool   // its rows are the other's columns
	// Differences lists the cells that differ, empty if the two are equal.
	// Names of levels and bands do not count, only their order.
	Differences []Difference
}

// A Difference is a cell in which a matrix and a published one differ.
type Difference struct {
	Row, Column string // levels of the criteria
	Has, Wants  string // results, by the names of the criteria where they have them
}

// String says it in one line.
func (m Match) String() string {
	s := fmt.Sprintf("%s equals %s", m.Matrix, m.Reference)
	if n := len(m.Differences); n > 0 {
		s = fmt.Sprintf("%s differs from %s in %d cells", m.Matrix, m.Reference, n)
	}
	if m.Transposed {
		s += ", with rows and columns exchanged"
	}
	return s
}

// Identify compares every matrix of the criteria with the published ones of
// the same size and the same number of results: the tables with two axes, and
// the bands where exactly two ratings and nothing else decide them. Of the
// published matrices that differ, those are named that differ in at most half
// of the cells. It returns an error only if the context ends.
func Identify(ctx context.Context, c *criteria.Criteria) ([]Match, error) {
	var out []Match
	doc := c.Document()
	for i := range doc.Tables {
		t := &doc.Tables[i]
		if len(t.Axes) != 2 {
			continue
		}
		m := grid{name: t.ID, rows: levelNames(t.Axes[0]), columns: levelNames(t.Axes[1]), cells: t.Cells}
		if t.Result != nil {
			m.results = levelNames(t.Result)
		} else {
			m.results = bandNames(c)
		}
		out = append(out, m.identify()...)
	}
	m, ok, err := bandGrid(ctx, c)
	if err != nil {
		return nil, err
	}
	if ok {
		out = append(out, m.identify()...)
	}
	return out, nil
}

// grid is a matrix, lowest row and column first.
type grid struct {
	name          string
	rows, columns []string
	results       []string
	cells         []int // row by row
}

func levelNames(s *criteria.Scale) []string {
	out := make([]string, len(s.Levels))
	for i := range s.Levels {
		out[i] = s.Levels[i].ID
	}
	return out
}

// bandGrid evaluates the bands over two ratings.
func bandGrid(ctx context.Context, c *criteria.Criteria) (m grid, ok bool, err error) {
	d, err := newDomain(ctx, c, Options{MaxCells: MaxCells, Seed: 1, Sample: 1})
	if err != nil || !d.exhaustive || d.ratings != 2 {
		return grid{}, false, err
	}
	m = grid{name: "band", rows: levelNames(d.axes[0].input.Scale), columns: levelNames(d.axes[1].input.Scale), results: bandNames(c)}
	per := d.axes[1].stride // cells of one pair of ratings
	for i := range d.n {
		b := int(d.band[i])
		switch {
		case b < 0:
			return grid{}, false, nil
		case i%per == 0:
			m.cells = append(m.cells, b)
		case b != m.cells[i/per]:
			return grid{}, false, nil // an attribute decides as well
		}
	}
	return m, true, nil
}

func (m *grid) identify() []Match {
	var out []Match
	for i := range references {
		r := &references[i]
		if len(m.results) != r.results {
			continue
		}
		var best *Match
		for _, transposed := range []bool{false, true} {
			rows, columns := len(r.cells), len(r.cells[0])
			if transposed {
				rows, columns = columns, rows
			}
			if rows != len(m.rows) || columns != len(m.columns) {
				continue
			}
			found := Match{Matrix: m.name, Reference: r.name, Transposed: transposed}
			for k, has := range m.cells {
				row, column := k/columns, k%columns
				want := r.at(row, column, transposed)
				if has != want {
					found.Differences = append(found.Differences, Difference{m.rows[row], m.columns[column], m.results[has], m.results[want]})
				}
			}
			if best == nil || len(found.Differences) < len(best.Differences) {
				best = &found
			}
		}
		if best != nil && 2*len(best.Differences) <= len(m.cells) {
			out = append(out, *best)
		}
	}
	return out
}

func (r *reference) at(row, column int, transposed bool) int {
	if transposed {
		row, column = column, row
	}
	return int(r.cells[row][column] - '0')
}

// reference is a published matrix, one string a row, lowest row first, each
// digit the rank of a result.
type reference struct {
	name    string
	results int
	cells   []string
}

// The matrices of NIST SP 800-30 Rev. 1 are in the public domain; of the OWASP
// Risk Rating Methodology only the ranks are given.
var references = []reference{
	{"NIST SP 800-30 I-2", 5, []string{"00011", "01112", "01223", "01234", "01234"}}, // likelihood, impact
	{"NIST SP 800-30 G-5", 5, []string{"00111", "01122", "11223", "12234", "12344"}}, // initiation, adverse impact
	{"OWASP Risk Rating", 5, []string{"012", "123", "234"}},                          // likelihood, impact
	{"product 5x5, 1-4/5-9/10-14/15-25", 4, []string{"00001", "00112", "01123", "01233", "12333"}},
}
