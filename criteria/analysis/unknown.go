package analysis

import (
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// unknownCells bounds the cells in which an input without a default is left
// out: evaluation decides by the same enumeration, so that nothing should be
// found.
const unknownCells = 4096

// unknowns is L32: where an input is missing that could change the outcome,
// the verdict must be undetermined. What makes it otherwise is a default.
func unknowns(l *linter) {
	d := l.domain
	if d.n == 0 {
		return
	}
	for k := range d.axes {
		a := &d.axes[k]
		if a.input == nil {
			continue
		}
		if v := a.input.Default; v.Exact() {
			level, _ := v.Levels()
			if v.Type() == criteria.Bool && v.Bool() {
				level = 1
			}
			l.defaulted(k, level)
		} else if !v.Known() {
			l.missing(k)
		}
		if l.ctx.Err() != nil {
			return
		}
	}
}

// along calls f with what is said at every level of axis k: once for each
// combination of the other axes, or for at most so many of them.
func (l *linter) along(k, most int, f func(cell []uint8, says []verdictAt)) {
	d := l.domain
	a := &d.axes[k]
	cell := make([]uint8, len(d.axes))
	says := make([]verdictAt, a.levels)
	if !d.exhaustive {
		for i := range min(d.n, most) {
			if i%64 == 0 && l.ctx.Err() != nil {
				return
			}
			d.digits(i, cell)
			for level := range says {
				cell[k] = uint8(level)
				o := d.evaluate(cell)
				says[level] = verdictAt{int16(o.Band), o.Decision}
			}
			f(cell, says)
		}
		return
	}
	lines := d.n / a.levels
	every := max(1, lines/max(1, most))
	for line := 0; line < lines; line += every {
		if line/every%64 == 0 && l.ctx.Err() != nil {
			return
		}
		first := line/a.stride*a.stride*a.levels + line%a.stride // the line's cell at the first level
		for level := range says {
			i := first + level*a.stride
			says[level] = verdictAt{d.band[i], d.decision[i]}
		}
		d.digits(first, cell)
		f(cell, says)
	}
}

type verdictAt struct {
	band     int16
	decision criteria.Decision
}

// worse tells whether v may be worse news than w.
func (v verdictAt) worse(w verdictAt) bool {
	return v.band > w.band && w.band >= 0 || v.decision > w.decision && w.decision > criteria.Undetermined
}

// defaulted looks at an input with a default, which stands in where nothing is
// stated.
func (l *linter) defaulted(k, level int) {
	d := l.domain
	a := &d.axes[k]
	most := d.n
	if !d.exhaustive {
		most = sampledSteps
	}
	var better, other, of int64
	var witnesses []Witness
	l.along(k, most, func(cell []uint8, says []verdictAt) {
		of++
		if !slices.ContainsFunc(says, func(v verdictAt) bool { return v != says[level] }) {
			return
		}
		other++
		worse := -1
		for i, v := range says {
			if v.worse(says[level]) && (worse < 0 || v.worse(says[worse])) {
				worse = i
			}
		}
		if worse < 0 {
			return
		}
		if better++; better == 1 {
			for _, i := range []int{level, worse} {
				cell[k] = uint8(i)
				witnesses = append(witnesses, d.describe(cell, d.evaluate(cell)))
			}
			witnesses[0].Cell[k].Value = "missing, so " + witnesses[0].Cell[k].Value
		}
	})
	severity := Error
	if !a.ordered() {
		severity = Info // an attribute may well be presumed
	}
	switch node := part(a.input.Node(), "default"); {
	case better > 0:
		l.add("L32", severity, node, Finding{Witness: witnesses, Count: better, Of: of},
			"a missing %s counts as %q, so the verdict is decided although it may be worse: missing data must leave it undetermined", a.name, a.value(level))
	case other > 0:
		l.add("L32", Info, node, Finding{Count: other, Of: of},
			"a missing %s counts as %q, which gives the worst verdict there is: missing data are never better than the truth, but they are decided", a.name, a.value(level))
	}
}

// missing leaves an input out and looks whether the verdict is still decided,
// although it is not the same at all its levels.
func (l *linter) missing(k int) {
	d := l.domain
	a := &d.axes[k]
	most := max(1, unknownCells/len(d.axes))
	var count, of int64
	var witness []Witness
	l.along(k, most, func(cell []uint8, says []verdictAt) {
		of++
		cell[k] = 0
		d.set(cell)
		_ = d.scope.Inputs().SetAt(a.input.Index(), criteria.Value{})
		o := &d.out
		d.scope.EvaluateInto(o, d.truth)
		wrong := slices.ContainsFunc(says, func(v verdictAt) bool {
			return o.Band >= 0 && v.band != int16(o.Band) || o.Decision != criteria.Undetermined && v.decision != o.Decision
		})
		if !wrong {
			return
		}
		if count++; count == 1 {
			w := d.describe(cell, o)
			w.Cell[k].Value = "missing"
			witness = []Witness{w}
		}
	})
	if count > 0 {
		l.add("L32", Error, a.input.Node(), Finding{Witness: witness, Count: count, Of: of},
			"without %s the verdict is decided, although it is not the same at all its levels", a.name)
	}
}
