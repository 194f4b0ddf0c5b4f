package analysis

import (
	"fmt"

	"github.com/ismskit/ismskit/criteria"
)

// together counts for each two rules the cells in which the conditions of both
// hold, whichever of them decides.
type together struct {
	rules int
	cells []int64 // of earlier*rules + later
	first []int   // smallest cell
	// ahead counts the cells in which the later rule's condition holds and the
	// earlier one is the first that does.
	ahead []int64
	holds []int64 // by rule: cells in which its condition holds behind another
	cell  []int   // by rule: the smallest of them
}

// rulesTogether is L20 and L21: what rules are worth beside each other. Cells
// in which an expression fails belong to no rule.
func rulesTogether(l *linter) {
	d := l.domain
	if d.n == 0 {
		return
	}
	decides := make([]int64, len(l.doc.Acceptance))
	for _, r := range d.rule {
		if r >= 0 {
			decides[r]++
		}
	}
	t := l.together(decides)
	if l.ctx.Err() != nil {
		return
	}
	l.dead(decides, t)
	l.overlapping(t)
}

// together evaluates rules by themselves where that can tell something: behind
// the deciding rule, unless that is the last one that is not the catch-all.
func (l *linter) together(decides []int64) *together {
	n := len(l.doc.Acceptance)
	t := &together{rules: n, cells: make([]int64, n*n), first: make([]int, n*n), ahead: make([]int64, n*n), holds: make([]int64, n), cell: make([]int, n)}
	if !l.needsTogether(decides) {
		return t
	}
	d := l.domain
	cell := make([]uint8, len(d.axes))
	var truth []criteria.Truth
	var holding []int
	for i := range d.n {
		if i%256 == 0 && l.ctx.Err() != nil {
			return t
		}
		r := int(d.rule[i])
		if r < 0 || r >= n-2 {
			continue
		}
		d.digits(i, cell)
		d.evaluate(cell)
		truth = d.scope.Rules(truth)
		holding = append(holding[:0], r)
		for j := r + 1; j < n-1; j++ {
			if truth[j] != criteria.Holds {
				continue
			}
			if t.holds[j]++; t.holds[j] == 1 {
				t.cell[j] = i
			}
			t.ahead[r*n+j]++
			for _, h := range holding {
				if t.cells[h*n+j]++; t.cells[h*n+j] == 1 {
					t.first[h*n+j] = i
				}
			}
			holding = append(holding, j)
		}
	}
	return t
}

// needsTogether tells whether there is a rule without a cell, or two with
// different outcomes, before the catch-all.
func (l *linter) needsTogether(decides []int64) bool {
	rules := l.doc.Acceptance
	for i := range len(rules) - 1 {
		if decides[i] == 0 || rules[i].Outcome != rules[0].Outcome {
			return true
		}
	}
	return false
}

// dead is L20: a rule that is never the first whose condition holds.
func (l *linter) dead(decides []int64, t *together) {
	d := l.domain
	severity := Error
	if !d.exhaustive {
		severity = Warning // a cell outside the sample may be the rule's
	}
	for j := range l.doc.Acceptance {
		rule := &l.doc.Acceptance[j]
		switch last := j == t.rules-1; {
		case decides[j] > 0:
		case last:
			l.add("L20", Info, rule.Node(), Finding{Of: int64(d.n)},
				"rule %q is never needed%s: the rules above it decide every cell; it remains as a safeguard", rule.ID, l.inSample())
		case t.holds[j] == 0:
			l.add("L20", severity, rule.When.Node(), Finding{Of: int64(d.n)},
				"rule %q never applies: its condition holds in none of %s%s", rule.ID, amount(int64(d.n), "cell"), l.inSample())
		default:
			var by []string
			for i := range j {
				if c := t.ahead[i*t.rules+j]; c > 0 {
					by = append(by, fmt.Sprintf("%q (%s)", l.doc.Acceptance[i].ID, amount(c, "cell")))
				}
			}
			w := d.witness(t.cell[j])
			w.Outcome += ", by rule " + l.doc.Acceptance[d.rule[t.cell[j]]].ID
			l.add("L20", severity, rule.Node(), Finding{Witness: []Witness{w}, Count: t.holds[j], Of: int64(d.n)},
				"rule %q never decides%s: wherever its condition holds, a rule above it decides first: %s", rule.ID, l.inSample(), listed(by))
		}
	}
}

// overlapping is L21: conditions that hold in the same cells, for different
// outcomes. The catch-all overlaps with every rule by design.
func (l *linter) overlapping(t *together) {
	for j := range t.rules - 1 {
		rule := &l.doc.Acceptance[j]
		var with []string
		f := Finding{Of: int64(l.domain.n)}
		at := -1
		for i := range j {
			other, k := &l.doc.Acceptance[i], i*t.rules+j
			if t.cells[k] == 0 || other.Outcome == rule.Outcome {
				continue
			}
			with = append(with, fmt.Sprintf("%q (%s, %s)", other.ID, other.Outcome, amount(t.cells[k], "cell")))
			f.Count += t.cells[k]
			if at < 0 || t.first[k] < at {
				at = t.first[k]
			}
		}
		if at < 0 {
			continue
		}
		if len(with) > 1 {
			f.Of = 0 // a cell may count for several rules
		}
		w := l.domain.witness(at)
		w.Outcome += ", by rule " + l.doc.Acceptance[l.domain.rule[at]].ID
		f.Witness = []Witness{w}
		l.add("L21", Info, rule.When.Node(), f,
			"the condition of rule %q (%s) holds in the same cells as that of %s; the first that holds decides, so their order matters", rule.ID, rule.Outcome, listed(with))
	}
}
