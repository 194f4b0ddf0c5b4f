package analysis

import (
	"context"
	"math/big"

	"github.com/ismskit/ismskit/criteria"
)

// Grid is a matrix of bands with steps of equal width, for the enumeration of
// all colorings of a size.
type Grid struct {
	m *matrix
	r *reading
}

// NewGridOf makes a grid whose levels stand for the intervals between
// neighbouring ends, one list an axis.
func NewGridOf(ends ...[]*big.Rat) *Grid {
	n := 1
	var axes [][]interval
	var dims []int
	for _, e := range ends {
		var levels []interval
		for i := range len(e) - 1 {
			levels = append(levels, interval{e[i], e[i+1]})
		}
		n *= len(levels)
		axes, dims = append(axes, levels), append(dims, len(levels))
	}
	m := newMatrix(dims, make([]int16, n))
	return &Grid{m, newReading(m, axes)}
}

// NewGrid makes a grid whose cells are all 0.
func NewGrid(dims ...int) *Grid {
	n := 1
	var axes [][]interval
	for _, d := range dims {
		n *= d
		axes = append(axes, equalWidth(d))
	}
	m := newMatrix(dims, make([]int16, n))
	return &Grid{m, newReading(m, axes)}
}

// Band returns the cells, to be filled in.
func (g *Grid) Band() []int16 { return g.m.band }

// Cox tells whether the bands pass the strict form of L10, L11 and L12.
func (g *Grid) Cox() bool {
	c := g.m.colors(none)
	if g.m.edges(c).count > 0 || g.m.corners(c).count > 0 || g.m.weak(g.r, c).count > 0 {
		return false
	}
	up, down, astray := g.m.contour(g.r, c)
	return up.count == 0 && down.count == 0 && astray.count == 0
}

// Facts are the columns of the table of published matrices.
type Facts struct {
	Inversions, Skips, Edges, Corners int64
	Weak, WeakOf                      int64
	Up, Down, Astray, Twins           int64
	SecondHeavier, FirstHeavier       int64
	Redundant                         [][2]int // axis, lower level
	Tie, Reversal                     float64
	Flips, Steps                      int64
}

// Facts computes them.
func (g *Grid) Facts() Facts {
	m, c := g.m, g.m.colors(none)
	weak := m.weak(g.r, c)
	up, down, astray := m.contour(g.r, c)
	second, first := newTally(), newTally()
	if len(m.dims) == 2 && m.dims[0] == m.dims[1] {
		second, first = m.attitude()
	}
	f := Facts{Inversions: m.inversions().count, Skips: m.skips().count, Edges: m.edges(c).count, Corners: m.corners(c).count,
		Weak: weak.count, WeakOf: weak.of, Up: up.count, Down: down.count, Astray: astray.count, Twins: m.twins(g.r).count,
		SecondHeavier: second.count, FirstHeavier: first.count}
	for k := range m.dims {
		for l, same := range m.redundant(k, func(i, j int) bool { return m.band[i] == m.band[j] }) {
			if same {
				f.Redundant = append(f.Redundant, [2]int{k, l})
			}
		}
	}
	f.Tie, _ = ties(m.extents(g.r)).Float64()
	f.Reversal, _ = m.reversal(g.r, 8)
	flips := m.steps(func(lower, upper int16) bool { return lower != upper })
	f.Flips, f.Steps = flips.count, flips.of
	return f
}

// CompareScores exposes the counting of L18.
func CompareScores(x, y []float64) (pairs, flips, ties int64, first, other int) {
	s := compareScores(x, y)
	return s.pairs, s.flips, s.ties, s.first, s.other
}

// Disturb changes what the first evaluation of a cell gave and runs L02.
func Disturb(c *criteria.Criteria, cell int) []Finding {
	d, err := newDomain(context.Background(), c, Options{MaxCells: MaxCells, Seed: 1, Sample: 1})
	if err != nil {
		panic(err)
	}
	d.band[cell]++
	l := &linter{ctx: context.Background(), criteria: c, doc: c.Document(), domain: d}
	determinism(l)
	return l.findings
}

// Precision says how exact Reversal is on a grid.
func (g *Grid) Precision(grid int) string { return g.m.precision(g.r, grid, g.Reversal(grid)) }

// Reversal computes L15 on a grid.
func (g *Grid) Reversal(grid int) float64 {
	p, _ := g.m.reversal(g.r, grid)
	return p
}
