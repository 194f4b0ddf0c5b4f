package analysis

import (
	"fmt"
	"math"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// masked tells what a combination makes of vectors that hold the top level.
type masked struct {
	vectors int64 // that hold the top level
	hidden  int64 // of those, that come out two levels or more below it
	loss    int   // levels lost at worst
	worst   int   // first such vector, index of values
}

// masking is L19: one category at its worst must not vanish in an average of
// all. It looks at every derived value, and at the level of risk, that is a
// mean in the widest sense: never below the least nor above the greatest of
// the ratings that it is made of. Chances that must come together are no
// categories, so scales of kind likelihood are left alone, and so is a level
// of risk unless all of its ratings are consequences.
func masking(l *linter) {
	for i := range l.doc.Derive {
		l.mask(l.criteria.DerivedReads(i), l.doc.Derive[i].Expr, l.doc.Derive[i].ID, false,
			func(o *criteria.Outcome) criteria.Value { return o.Derived[i] })
	}
	if !l.doc.Level.Empty() {
		l.mask(l.criteria.LevelReads(), l.doc.Level, "the level of risk", true, func(o *criteria.Outcome) criteria.Value { return o.Level })
	}
}

func (l *linter) mask(reads []int, e criteria.Expression, name string, stated bool, take func(*criteria.Outcome) criteria.Value) {
	ratings, hint := 0, ""
	for _, i := range reads {
		if in := &l.doc.Inputs[i]; in.Type == criteria.Rating {
			ratings++
			switch kind := in.Scale.Kind; {
			case kind == "likelihood", stated && kind != "consequence":
				return
			case kind != "consequence":
				hint = "; if these are chances, say so by the kind of their scales"
			}
		}
	}
	if ratings < 2 {
		return
	}
	c, ok := l.combinationOf(reads, take)
	if !ok {
		return
	}
	m, ok := c.masked(l.doc, ratings)
	if !ok || m.hidden == 0 {
		return
	}
	w := Witness{Outcome: fmt.Sprintf("%s %s", name, criteria.DoubleValue(c.values[m.worst]))}
	for k, rest := len(c.dims)-1, m.worst; k >= 0; k-- {
		in := &l.doc.Inputs[c.inputs[k]]
		v := [2]string{"false", "true"}[min(rest%c.dims[k], 1)]
		if in.Type == criteria.Rating {
			v = in.Scale.Levels[rest%c.dims[k]].ID
		}
		w.Cell = append([]Coordinate{{in.ID, v}}, w.Cell...)
		rest /= c.dims[k]
	}
	l.add("L19", Warning, e.Node(), Finding{Witness: []Witness{w}, Count: m.hidden, Of: m.vectors},
		"%s hides the worst of what it combines: of %d combinations that hold a top level, %d come out two levels or more below it, at worst %d levels%s",
		name, m.vectors, m.hidden, m.loss, hint)
}

// masked looks at every vector of ratings and bools. ok is false if the values
// are no mean of the ratings, the first so many inputs, or if the ratings do
// not end at one top.
func (c *combination) masked(doc *criteria.Document, ratings int) (m masked, ok bool) {
	levels := make([][]float64, ratings)
	var longest []float64
	for k := range ratings {
		s := doc.Inputs[c.inputs[k]].Scale
		for l := range s.Levels {
			levels[k] = append(levels[k], levelValue(s, l))
		}
		if len(levels[k]) > len(longest) {
			longest = levels[k]
		}
		if levels[k][len(levels[k])-1] != levels[0][len(levels[0])-1] {
			return m, false
		}
	}
	top := longest[len(longest)-1]
	slack := 1e-9 * math.Abs(top) // means of doubles are rounded
	at := make([]int, len(c.dims))
	m.worst = -1
	for i, v := range c.values {
		for k, rest := len(c.dims)-1, i; k >= 0; k-- {
			at[k] = rest % c.dims[k]
			rest /= c.dims[k]
		}
		least, greatest := math.Inf(1), math.Inf(-1)
		for k := range ratings {
			x := levels[k][at[k]]
			least, greatest = min(least, x), max(greatest, x)
		}
		if !(v >= least-slack && v <= greatest+slack) { // neither if it is NaN
			return m, false
		}
		if greatest < top {
			continue
		}
		m.vectors++
		reached, _ := slices.BinarySearch(longest, v-slack) // the lowest level that is not below the value
		loss := len(longest) - 1 - reached
		if loss >= 2 {
			m.hidden++
		}
		if loss > m.loss {
			m.loss, m.worst = loss, i
		}
	}
	return m, true
}
