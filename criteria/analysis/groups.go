package analysis

import (
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// accepts tells whether a risk is carried as it is, for the time being at
// least.
func accepts(d criteria.Decision) bool {
	return d == criteria.Accept || d == criteria.AcceptConditionally
}

// helpful tells whether more of an axis is better: its scale says how well
// something works.
func (a *axis) helpful() bool { return a.ordered() && a.input.Scale.Kind == "effectiveness" }

// worst is the level at which an axis is worst.
func (a *axis) worst() int {
	if a.helpful() {
		return 0
	}
	return a.levels - 1
}

// riskAxes divides the axes: those along which risk is measured are the
// ratings that the bands depend on. All others are attributes, which have to
// be equal where two cells are compared.
func (l *linter) riskAxes() (risk, attributes []int) {
	reads := l.criteria.BandReads()
	d := l.domain
	for k := range d.axes {
		if k < d.ratings && slices.Contains(reads, d.axes[k].input.Index()) {
			risk = append(risk, k)
		} else {
			attributes = append(attributes, k)
		}
	}
	return risk, attributes
}

// groups calls f with the cells that agree in every attribute, ascending, one
// group after the other. f must not keep them.
func (l *linter) groups(f func(cells []int)) {
	d := l.domain
	risk, attributes := l.riskAxes()
	if !d.exhaustive {
		l.sampledGroups(attributes, f)
		return
	}
	inner := d.combinations(risk)
	cells := make([]int, len(inner))
	for i, base := range d.combinations(attributes) {
		if i%64 == 0 && l.ctx.Err() != nil {
			return
		}
		for k, c := range inner {
			cells[k] = base + c
		}
		f(cells)
	}
}

// sampledGroups are in order of their first cells in the sample.
func (l *linter) sampledGroups(attributes []int, f func(cells []int)) {
	d := l.domain
	at := map[string]int{}
	var groups [][]int
	key := make([]byte, len(attributes))
	for i := range d.n {
		for k, a := range attributes {
			key[k] = d.cells[i][a]
		}
		g, seen := at[string(key)]
		if !seen {
			g = len(groups)
			at[string(key)] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	for i, g := range groups {
		if i%64 == 0 && l.ctx.Err() != nil {
			return
		}
		f(g)
	}
}

// step is a pair of cells that differ by one level of one rating.
type step struct {
	cell  int // of the lower one
	axis  int
	bands [2]int // lower, upper; -1 where there is none
	says  [2]criteria.Decision
}

// steps goes through the pairs of neighbouring cells, those of the first cells
// only where not every cell was tried.
func (l *linter) steps(f func(s *step)) {
	d := l.domain
	var s step
	if d.exhaustive {
		d.covers(func(lower, upper, axis int) bool {
			s = step{lower, axis, [2]int{int(d.band[lower]), int(d.band[upper])}, [2]criteria.Decision{d.decision[lower], d.decision[upper]}}
			f(&s)
			return lower%4096 != 0 || l.ctx.Err() == nil
		})
		return
	}
	cell := make([]uint8, len(d.axes))
	for i := range min(d.n, sampledSteps) {
		if i%64 == 0 && l.ctx.Err() != nil {
			return
		}
		for k := range d.ratings {
			if d.digits(i, cell); int(cell[k]) == d.axes[k].levels-1 {
				continue
			}
			cell[k]++
			o := d.evaluate(cell)
			s = step{i, k, [2]int{int(d.band[i]), o.Band}, [2]criteria.Decision{d.decision[i], o.Decision}}
			f(&s)
		}
	}
}

// witnesses describes the two cells of a step.
func (l *linter) witnesses(s *step) []Witness {
	d := l.domain
	if d.exhaustive {
		return []Witness{d.witness(s.cell), d.witness(s.cell + d.axes[s.axis].stride)}
	}
	cell := make([]uint8, len(d.axes))
	d.digits(s.cell, cell)
	cell[s.axis]++
	return []Witness{d.witness(s.cell), d.describe(cell, d.evaluate(cell))}
}

// describe is witness for a cell that need not be one of those tried.
func (d *domain) describe(cell []uint8, o *criteria.Outcome) Witness {
	w := Witness{Outcome: o.Decision.String()}
	switch {
	case o.Failure != nil:
		w.Outcome = o.Failure.Path + ": " + o.Failure.Code
	case o.Band >= 0:
		w.Outcome = d.c.Document().Bands[o.Band].ID + ", " + w.Outcome
	}
	for k := range d.axes {
		w.Cell = append(w.Cell, Coordinate{d.axes[k].name, d.axes[k].value(int(cell[k]))})
	}
	return w
}

// before puts steps in order: by the lower cell, then by the upper one.
func (s *step) before(t *step) bool {
	return s.cell < t.cell || s.cell == t.cell && s.axis > t.axis
}
