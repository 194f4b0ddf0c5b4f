package analysis

// betweenness is L10: on the way from the lowest to the highest band every
// step passes a band in the middle.
func betweenness(l *linter) {
	b := l.coxBanding()
	if b == nil || len(l.doc.Bands) < 3 || b.colors.one() {
		return
	}
	green, red := l.bandName(b.colors.green), l.bandName(b.colors.red)
	if t, p := b.sum(func(p *plane) tally { return p.edges(b.colors) }); p != nil {
		l.add("L10", Error, l.place(p, t.other), Finding{Witness: b.witnesses(p, t.first, t.other), Count: t.count, Of: t.of},
			"one step on one axis leads from the lowest band %q straight to the highest band %q, without a band in between; so do %d of %d steps%s",
			green, red, t.count, t.of, p.example())
	}
	if t, p := b.sum(func(p *plane) tally { return p.corners(b.colors) }); p != nil {
		l.add("L10", Warning, l.place(p, t.other), Finding{Witness: b.witnesses(p, t.first, t.other), Count: t.count, Of: t.of},
			"cells of the lowest band %q and the highest band %q touch at a corner: one step on every axis at once leads from one to the other, and so do %d of %d such steps%s",
			green, red, t.count, t.of, p.example())
	}
}
