package analysis

// attitude tells which axis of a square matrix weighs more.
type attitude struct {
	counts  [2]tally // by axis: pairs in which its higher level gives the higher band
	planes  [2]*plane
	heavier int // the axis that weighs more throughout; -1 if none or both do
}

// attitude counts over all planes, nil if there are not two axes of one size.
func (b *banding) attitude() *attitude {
	if len(b.ratings) != 2 || b.planes[0].dims[0] != b.planes[0].dims[1] {
		return nil
	}
	a := &attitude{heavier: -1}
	for axis := range 2 {
		a.counts[axis], a.planes[axis] = b.sum(func(p *plane) tally {
			second, first := p.matrix.attitude()
			return [2]tally{first, second}[axis]
		})
	}
	switch first, second := a.counts[0].count > 0, a.counts[1].count > 0; {
	case first && !second:
		a.heavier = 0
	case second && !first:
		a.heavier = 1
	}
	return a
}

// riskAttitude is L14: whether a matrix weighs one axis more than the other,
// and whether it does so throughout.
func riskAttitude(l *linter) {
	b := l.coxBanding()
	if b == nil {
		return
	}
	a := b.attitude()
	if a == nil || a.counts[0].count+a.counts[1].count == 0 {
		return
	}
	if k := a.heavier; k >= 0 {
		t := a.counts[k]
		l.add("L14", Info, l.bandNode(), Finding{Witness: b.witnesses(a.planes[k], t.first, t.other), Count: t.count, Of: t.of},
			"the bands weigh %s more than %s: in %d of %d mirrored pairs of cells the one with the higher %s has the higher band, in none the other",
			b.ratings[k].name, b.ratings[1-k].name, t.count, t.of, b.ratings[k].name)
		return
	}
	first, second := a.counts[0], a.counts[1]
	w := append(b.witnesses(a.planes[0], first.first, first.other), b.witnesses(a.planes[1], second.first, second.other)...)
	l.add("L14", Warning, l.bandNode(), Finding{Witness: w, Count: first.count + second.count, Of: first.of},
		"the bands contradict themselves about what weighs more: in %d of %d mirrored pairs of cells it is %s, in %d it is %s",
		first.count, first.of, b.ratings[0].name, second.count, b.ratings[1].name)
}
