package analysis

import (
	"math"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// combination is a number that an expression makes of several inputs, at every
// combination of their levels; the first input varies slowest.
type combination struct {
	inputs []int // of the document: ratings first, then bools
	dims   []int
	values []float64 // NaN where there is none
}

// combinationOf tabulates a number over the inputs that it reads. Conditions
// count as false. ok is false if it reads inputs without levels, or if there
// are too many combinations.
func (l *linter) combinationOf(reads []int, take func(o *criteria.Outcome) criteria.Value) (c combination, ok bool) {
	if l.domain.scope == nil {
		return c, false
	}
	size := int64(1)
	for _, want := range []criteria.Type{criteria.Rating, criteria.Bool} {
		for _, i := range reads {
			in := &l.doc.Inputs[i]
			if in.Type != want {
				continue
			}
			n := 2
			if want == criteria.Rating {
				n = len(in.Scale.Levels)
			}
			c.inputs, c.dims = append(c.inputs, i), append(c.dims, n)
			if size *= int64(n); size > l.opts.MaxCells {
				return c, false
			}
		}
	}
	if len(c.inputs) != len(reads) {
		return c, false
	}
	l.rest()
	c.values = make([]float64, size)
	for i := range c.values {
		if i%256 == 0 && l.ctx.Err() != nil {
			return c, false
		}
		for k, rest := len(c.dims)-1, i; k >= 0; k-- {
			l.set(c.inputs[k], rest%c.dims[k])
			rest /= c.dims[k]
		}
		switch v := take(l.domain.scope.Evaluate(nil)); v.Type() {
		case criteria.Int:
			c.values[i] = float64(v.Int())
		case criteria.Double:
			c.values[i] = v.Double()
		default:
			c.values[i] = math.NaN()
		}
	}
	return c, true
}

// rest puts every input that has levels at its first one.
func (l *linter) rest() {
	for i := range l.doc.Inputs {
		if t := l.doc.Inputs[i].Type; t == criteria.Rating || t == criteria.Bool {
			l.set(i, 0)
		}
	}
}

// set puts an input at a level.
func (l *linter) set(input, level int) {
	in := &l.doc.Inputs[input]
	v := criteria.BoolValue(level == 1)
	if in.Type == criteria.Rating {
		v = in.Scale.Level(level)
	}
	_ = l.domain.scope.Inputs().SetAt(input, v) // a level of its own scale
}

// levelValue gives the number that a level stands for in expressions.
func levelValue(s *criteria.Scale, level int) float64 {
	f, _ := s.Levels[level].Value.Float64()
	return f
}

// coxBanding is the banding that quantities are read into: inputs that the
// bands see only through one derived value on a scale, such as the greatest of
// several consequences, are replaced by that value. Its level stands for a
// quantity, the product of the inputs' levels does not.
func (l *linter) coxBanding() *banding {
	b := l.banding()
	if l.cox != nil || b == nil {
		return l.cox
	}
	l.cox = b
	for i := len(l.doc.Derive) - 1; i >= 0 && b.from != nil; i-- {
		if next := l.reduce(l.cox, i); next != nil {
			l.cox = next
		}
	}
	return l.cox
}

// reduce replaces inputs by derived value i, nil if the bands need more.
func (l *linter) reduce(b *banding, i int) *banding {
	var group []int // axes of b
	reads := l.criteria.DerivedReads(i)
	for k := range b.ratings {
		if r := &b.ratings[k]; r.derived < 0 && slices.Contains(reads, b.from.axes[r.axis].input.Index()) {
			group = append(group, k)
		}
	}
	if len(group) < 2 || slices.ContainsFunc(reads, func(in int) bool { return l.doc.Inputs[in].Type != criteria.Rating }) {
		return nil
	}
	c, ok := l.combinationOf(reads, func(o *criteria.Outcome) criteria.Value { return o.Derived[i] })
	if !ok {
		return nil
	}
	scale, levels := l.scaleOf(b, group, c.values)
	if scale == nil {
		return nil
	}
	// level of the derived value by cell of the group; what it reads beside
	// the group never changes a band, and stays at its first level
	var weights []int // of b's axes in c.values
	for k := range b.ratings {
		w := 0
		if slices.Contains(group, k) {
			at := slices.Index(c.inputs, b.from.axes[b.ratings[k].axis].input.Index())
			w = 1
			for _, n := range c.dims[at+1:] {
				w *= n
			}
		}
		weights = append(weights, w)
	}
	out := &banding{doc: b.doc, from: b.from, colors: b.colors, matters: b.matters}
	var dims, keep []int
	for k, r := range b.ratings {
		switch {
		case k == group[0]:
			out.ratings = append(out.ratings, rating{name: l.doc.Derive[i].ID, scale: scale, axis: -1, derived: i})
			dims, keep = append(dims, len(scale.Levels)), append(keep, -1)
		case !slices.Contains(group, k):
			out.ratings, dims, keep = append(out.ratings, r), append(dims, b.planes[0].dims[k]), append(keep, k)
		}
	}
	for k := range b.planes {
		old := &b.planes[k]
		p := plane{attributes: old.attributes}
		n := 1
		for _, d := range dims {
			n *= d
		}
		p.matrix = newMatrix(dims, make([]int16, n))
		p.pace = old.pace
		first := make([]int, n)
		for c := range first {
			first[c] = -1
		}
		for c, band := range old.band {
			group, to := 0, 0
			for k, w := range weights {
				group += w * old.at(c, k)
			}
			for j, k := range keep {
				l := levels[group]
				if k >= 0 {
					l = old.at(c, k)
				}
				to += l * p.stride[j]
			}
			switch {
			case first[to] < 0:
				first[to], p.band[to] = c, band
			case p.band[to] != band:
				return nil
			}
		}
		if slices.Contains(first, -1) {
			return nil
		}
		p.cell = func(c int) int { return old.cell(first[c]) }
		out.planes = append(out.planes, p)
	}
	return out
}

// scaleOf finds the scale of which values are levels, each of them somewhere,
// and gives the level of each value. A scale of the inputs comes first.
func (l *linter) scaleOf(b *banding, group []int, values []float64) (*criteria.Scale, []int) {
	var scales []*criteria.Scale
	for _, k := range group {
		scales = append(scales, b.ratings[k].scale)
	}
	for i := range l.doc.Scales {
		scales = append(scales, &l.doc.Scales[i])
	}
	for _, s := range scales {
		at := make(map[float64]int, len(s.Levels))
		for k := range s.Levels {
			at[levelValue(s, k)] = k
		}
		levels, seen := make([]int, len(values)), make([]bool, len(s.Levels))
		fits := true
		for i, v := range values {
			k, ok := at[v]
			if !ok {
				fits = false
				break
			}
			levels[i], seen[k] = k, true
		}
		if fits && !slices.Contains(seen, false) {
			return s, levels
		}
	}
	return nil, nil
}
