package analysis

import (
	"fmt"
	"math/bits"

	"github.com/ismskit/ismskit/criteria"
)

// acceptanceMonotonic is L22: a risk that is accepted stays so when a rating
// falls. Comparing neighbours is enough, the rest follows.
func acceptanceMonotonic(l *linter) {
	d := l.domain
	risk, _ := l.riskAxes()
	measured := make([]bool, len(d.axes))
	for _, k := range risk {
		measured[k] = true
	}
	var refused, bound, of = step{cell: -1}, step{cell: -1}, int64(0)
	var refusals, bounds int64
	l.steps(func(s *step) {
		if !measured[s.axis] || s.says[0] <= criteria.Undetermined || s.says[1] <= criteria.Undetermined {
			return
		}
		of++
		better, worse := s.says[0], s.says[1]
		if d.axes[s.axis].helpful() {
			better, worse = worse, better
		}
		switch {
		case accepts(worse) && !accepts(better):
			if refusals++; refused.cell < 0 || s.before(&refused) {
				refused = *s
			}
		case worse == criteria.Accept && better == criteria.AcceptConditionally:
			if bounds++; bound.cell < 0 || s.before(&bound) {
				bound = *s
			}
		}
	})
	report := func(severity Severity, s *step, count int64, what string) {
		a := &d.axes[s.axis]
		says, change := s.says, "raising"
		if a.helpful() {
			says[0], says[1], change = says[1], says[0], "lowering"
		}
		l.add("L22", severity, l.doc.Node().Get("acceptance"), Finding{Witness: l.witnesses(s), Count: count, Of: of},
			"%s %s turns %s into %s: %s%s", change, a.name, says[0], says[1], what, l.inSample())
	}
	if refusals > 0 {
		report(Error, &refused, refusals, "a greater risk is accepted where a smaller one is not")
	}
	if bounds > 0 {
		report(Warning, &bound, bounds, "a greater risk is accepted without the conditions of a smaller one")
	}
}

// bandDecisions counts the decisions within one band and one group.
type bandDecisions struct {
	cells [criteria.Avoid + 1]int64
	first [criteria.Avoid + 1]int
}

// mixed is what L23 finds about one band.
type mixed struct {
	cells      [criteria.Avoid + 1]int64
	pairs      int64
	cell, with int // smallest pair, cell -1 if there is none
}

// acceptanceWithinBand is L23: cells of one band that differ in nothing but
// the ratings, and yet in their outcome.
func acceptanceWithinBand(l *linter) {
	d := l.domain
	if d.n == 0 {
		return
	}
	bands := make([]bandDecisions, len(l.doc.Bands))
	found := make([]mixed, len(l.doc.Bands))
	pairs := make([]int64, len(l.doc.Bands)) // of one band, whatever the decision
	for b := range found {
		found[b].cell = -1
	}
	var touched []int
	l.groups(func(cells []int) {
		touched = touched[:0]
		for _, i := range cells {
			b, says := int(d.band[i]), d.decision[i]
			if b < 0 || says <= criteria.Undetermined {
				continue
			}
			g := &bands[b]
			if g.cells == (bandDecisions{}).cells {
				touched = append(touched, b)
			}
			if g.cells[says]++; g.cells[says] == 1 {
				g.first[says] = i
			}
		}
		for _, b := range touched {
			pairs[b] += found[b].add(&bands[b])
			bands[b] = bandDecisions{}
		}
	})
	for b := range found {
		m := &found[b]
		if m.cell < 0 {
			continue
		}
		var each []string
		for says, n := range m.cells {
			if n > 0 {
				each = append(each, fmt.Sprintf("%s in %s", criteria.Decision(says), amount(n, "cell")))
			}
		}
		band := &l.doc.Bands[b]
		l.add("L23", Warning, band.Node(), Finding{Witness: []Witness{d.witness(m.cell), d.witness(m.with)}, Count: m.pairs, Of: pairs[b]},
			"band %q does not settle the outcome, although nothing but the ratings differs: %s%s", band.ID, listed(each), l.inSample())
	}
}

// add takes the cells of one group in and returns how many pairs they make.
func (m *mixed) add(g *bandDecisions) (pairs int64) {
	n, same, first := int64(0), int64(0), -1
	for says, c := range g.cells {
		n += c
		same += c * (c - 1) / 2
		if c > 0 && (first < 0 || g.first[says] < first) {
			first = g.first[says]
		}
	}
	pairs = n * (n - 1) / 2
	if same == pairs {
		return pairs
	}
	m.pairs += pairs - same
	with := -1
	for says, c := range g.cells {
		m.cells[says] += c
		if at := g.first[says]; c > 0 && at != first && (with < 0 || at < with) {
			with = at
		}
	}
	if m.cell < 0 || first < m.cell {
		m.cell, m.with = first, with
	}
	return pairs
}

// acceptanceTrivial is L24: rules that accept everything, or nothing, or the
// worst that can be.
func acceptanceTrivial(l *linter) {
	d := l.domain
	if d.n == 0 {
		return
	}
	var accepted, decided int64
	for _, says := range d.decision {
		if says > criteria.Undetermined {
			decided++
		}
		if accepts(says) {
			accepted++
		}
	}
	severity := Error
	if !d.exhaustive {
		severity = Warning
	}
	node := l.doc.Node().Get("acceptance")
	switch {
	case decided == 0:
	case accepted == 0:
		l.add("L24", severity, node, Finding{Witness: []Witness{d.witness(0)}, Count: decided, Of: int64(d.n)},
			"nothing is ever accepted%s, not even the smallest risk: the criteria distinguish nothing", l.inSample())
	case accepted == decided:
		l.add("L24", severity, node, Finding{Witness: []Witness{d.witness(d.n - 1)}, Count: accepted, Of: int64(d.n)},
			"everything is accepted%s, even the greatest risk: the criteria distinguish nothing", l.inSample())
	default:
		l.worstCorner()
	}
}

// worstCorner looks at the cells in which every rating is at its worst, one
// for each combination of attributes.
func (l *linter) worstCorner() {
	d := l.domain
	risk, _ := l.riskAxes()
	if len(risk) == 0 {
		return
	}
	cell := make([]uint8, len(d.axes))
	var f Finding
	f.Of = 0
	rule := -1
	l.groups(func(cells []int) {
		if !d.exhaustive && bits.Len64(uint64(f.Of)) > 13 {
			return // enough of the sample
		}
		d.digits(cells[0], cell)
		for _, k := range risk {
			cell[k] = uint8(d.axes[k].worst())
		}
		o := d.evaluate(cell)
		f.Of++
		if o.Decision != criteria.Accept {
			return
		}
		if f.Count++; f.Count == 1 {
			f.Witness, rule = []Witness{d.describe(cell, o)}, o.Rule
		}
	})
	if f.Count == 0 {
		return
	}
	severity, where := Error, ""
	if f.Count < f.Of {
		severity, where = Warning, ", under some of the attributes"
	}
	l.add("L24", severity, l.doc.Acceptance[rule].Node(), f,
		"rule %q accepts the greatest risk there is%s, without conditions%s", l.doc.Acceptance[rule].ID, where, l.inSample())
}
