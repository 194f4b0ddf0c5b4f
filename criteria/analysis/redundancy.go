package analysis

import (
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// redundancy is L07 and L08: every level of a rating makes a difference to the
// band, and so does every rating.
func redundancy(l *linter) {
	l.unread()
	b := l.banding()
	if b == nil {
		return
	}
	for k := range b.ratings {
		l.redundantLevels(b, k)
	}
	if cox := l.coxBanding(); cox != b {
		for k := range cox.ratings {
			if cox.ratings[k].derived >= 0 {
				l.redundantLevels(cox, k)
			}
		}
	}
	if b.from != nil {
		l.irrelevant(b)
	}
}

// redundantLevels reports the levels of one rating, or of a derived value,
// that the bands do not tell apart.
func (l *linter) redundantLevels(b *banding, k int) {
	r := &b.ratings[k]
	same := make([]bool, len(r.scale.Levels)-1)
	for i := range same {
		same[i] = true
	}
	for p := range b.planes {
		bands := b.planes[p].band
		for i, s := range b.planes[p].redundant(k, func(i, j int) bool { return bands[i] == bands[j] }) {
			same[i] = same[i] && s
		}
	}
	for i, s := range same {
		if !s {
			continue
		}
		low, high := &r.scale.Levels[i], &r.scale.Levels[i+1]
		f := Finding{Witness: []Witness{{Cell: []Coordinate{{r.name, low.ID}}}, {Cell: []Coordinate{{r.name, high.ID}}}}, Count: 1, Of: int64(len(same))}
		if r.axis >= 0 && l.decides(b.from.axes[r.axis].input, i) {
			l.add("L07", Info, high.Node(), f, "whether %s is %q or %q never changes the band; only the acceptance rules tell the two apart", r.name, low.ID, high.ID)
		} else {
			l.add("L07", Warning, high.Node(), f, "whether %s is %q or %q never changes the band, whatever the other inputs are", r.name, low.ID, high.ID)
		}
	}
}

// decides tells whether the step up from a level of an input changes a
// decision or the deciding rule anywhere, as far as every cell was tried.
func (l *linter) decides(input *criteria.Input, level int) bool {
	d := l.domain
	k := slices.IndexFunc(d.axes, func(a axis) bool { return a.input == input })
	if k < 0 || !d.exhaustive {
		return false
	}
	a := &d.axes[k]
	for i := range d.n {
		if j := i + a.stride; i/a.stride%a.levels == level && (d.decision[i] != d.decision[j] || d.rule[i] != d.rule[j]) {
			return true
		}
	}
	return false
}

// irrelevant reports ratings and bools that the criteria read and that change
// nothing.
func (l *linter) irrelevant(b *banding) {
	d := l.domain
	for k := range d.axes {
		in, levels := d.axes[k].input, d.axes[k].levels
		if in == nil || levels < 2 {
			continue
		}
		at := slices.IndexFunc(b.from.axes, func(a axis) bool { return a.input == in })
		inOrder := slices.ContainsFunc(l.doc.Order, func(o criteria.OrderKey) bool { return o.Name == in.ID })
		if inOrder || at >= 0 && b.matters[at] || at < 0 && !d.exhaustive {
			continue
		}
		decides := false
		for level := range levels - 1 {
			decides = decides || l.ctx.Err() == nil && l.decides(in, level)
		}
		what := "the band"
		if d.exhaustive {
			what = "the band or the decision"
		}
		f := Finding{Count: 1, Of: int64(len(d.axes))}
		switch {
		case !decides:
			l.add("L08", Warning, in.Node(), f, "%s is read, but none of its %d levels ever changes %s, whatever the other inputs are", in.ID, levels, what)
		case at >= 0:
			l.add("L08", Info, in.Node(), f, "%s is read for the band, but never changes it; only the acceptance rules tell its levels apart", in.ID)
		}
	}
}

// unread reports inputs that no expression and no order key reads.
func (l *linter) unread() {
	for i := range l.doc.Inputs {
		in := &l.doc.Inputs[i]
		if l.criteria.Reads(i) {
			continue
		}
		severity := Info
		if in.Type == criteria.Rating {
			severity = Warning
		}
		l.add("L08", severity, in.Node(), Finding{Count: 1, Of: int64(len(l.doc.Inputs))},
			"no expression reads %s, so stating it never changes anything", in.ID)
	}
}
