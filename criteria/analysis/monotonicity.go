package analysis

// sampledSteps is the number of sampled cells whose neighbours are looked at.
const sampledSteps = 10_000

// monotonicity is L06: a rating that rises never lowers the band. Comparing
// neighbours is enough, the rest follows.
func monotonicity(l *linter) {
	b := l.banding()
	var t tally
	var p *plane
	if b != nil {
		t, p = b.sum(func(p *plane) tally { return p.inversions() })
	}
	if p == nil && (b == nil || b.from == nil) {
		l.sampleSteps(func(lower, upper int16) bool { return lower > upper }, func(lower, upper Witness, axis string, count, of int64, at int) {
			l.add("L06", Error, l.placeAt(l.bandDomain(), at), Finding{Witness: []Witness{lower, upper}, Count: count, Of: of},
				"a higher %s lowers the band from %q to %q while everything else stays; so do %d of %d steps that were sampled", axis, lower.Outcome, upper.Outcome, count, of)
		})
	}
	if p == nil {
		return
	}
	l.add("L06", Error, l.place(p, t.other), Finding{Witness: b.witnesses(p, t.first, t.other), Count: t.count, Of: t.of},
		"a higher %s lowers the band from %q to %q while everything else stays; so do %d of %s by one level%s",
		b.stepped(p, t), l.bandName(p.band[t.first]), l.bandName(p.band[t.other]), t.count, amount(t.of, "step"), p.example())
}

// stepped names the rating in which the two cells of a tally differ.
func (b *banding) stepped(p *plane, t tally) string {
	for k := range b.ratings {
		if p.at(t.first, k) != p.at(t.other, k) {
			return b.ratings[k].name
		}
	}
	return ""
}

// sampleSteps goes up one level from the first sampled cells on each rating.
func (l *linter) sampleSteps(shows func(lower, upper int16) bool, report func(lower, upper Witness, axis string, count, of int64, at int)) {
	d := l.bandDomain()
	if d.scope == nil || d.n == 0 {
		return
	}
	l.rest()
	cell := make([]uint8, len(d.axes))
	var lower, upper Witness
	var axis string
	var count, of int64
	at := 0
	for i := range min(d.n, sampledSteps) {
		if i%64 == 0 && l.ctx.Err() != nil {
			return
		}
		for k := range d.ratings {
			if d.digits(i, cell); d.band[i] < 0 || int(cell[k]) == d.axes[k].levels-1 {
				continue
			}
			cell[k]++
			o := d.evaluate(cell)
			if o.Band < 0 {
				continue
			}
			of++
			if !shows(d.band[i], int16(o.Band)) {
				continue
			}
			if count++; count == 1 {
				at, axis = i, d.axes[k].name
				lower, upper = d.witness(i), d.witness(i)
				upper.Cell[k].Value = d.axes[k].value(int(cell[k]))
				lower.Outcome, upper.Outcome = l.bandName(d.band[i]), l.bandName(int16(o.Band))
			}
		}
	}
	if count > 0 {
		report(lower, upper, axis, count, of, at)
	}
}
