package analysis

// skipping is L09: one step of a rating leads to the next band at most.
func skipping(l *linter) {
	b := l.banding()
	var t tally
	var p *plane
	if b != nil {
		t, p = b.sum(func(p *plane) tally { return p.skips() })
	}
	if p == nil && (b == nil || b.from == nil) {
		l.sampleSteps(func(lower, upper int16) bool { return upper-lower >= 2 }, func(lower, upper Witness, axis string, count, of int64, at int) {
			l.add("L09", Warning, l.placeAt(l.bandDomain(), at), Finding{Witness: []Witness{lower, upper}, Count: count, Of: of},
				"one level more of %s leads from band %q to %q and leaps over a band; so do %d of %d steps that were sampled", axis, lower.Outcome, upper.Outcome, count, of)
		})
	}
	if p == nil {
		return
	}
	from, to := p.band[t.first], p.band[t.other]
	l.add("L09", Warning, l.place(p, t.other), Finding{Witness: b.witnesses(p, t.first, t.other), Count: t.count, Of: t.of},
		"one level more of %s leads from band %q to %q and leaps over %q; so do %d of %s by one level%s",
		b.stepped(p, t), l.bandName(from), l.bandName(to), l.bandName(from+1), t.count, amount(t.of, "step"), p.example())
}
