package analysis

// cornerSanity is L17: with every rating at its lowest the band is the lowest
// one, with every rating at its highest the highest.
func cornerSanity(l *linter) {
	b := l.banding()
	if b == nil {
		l.sampledCorners()
		return
	}
	if len(b.ratings) == 0 {
		return
	}
	n := len(b.planes[0].band)
	for _, c := range []struct {
		cell int
		want int16
		word string
	}{{0, 0, "lowest"}, {n - 1, int16(len(l.doc.Bands) - 1), "highest"}} {
		t, p := b.sum(func(p *plane) tally {
			t := newTally()
			if t.of = 1; p.band[c.cell] >= 0 && p.band[c.cell] != c.want {
				t.add(c.cell, -1)
			}
			return t
		})
		if p != nil {
			l.add("L17", Warning, l.place(p, c.cell), Finding{Witness: b.witnesses(p, c.cell), Count: t.count, Of: t.of},
				"with every rating at its %s level the band is %q, not the %s band %q%s", c.word, l.bandName(p.band[c.cell]), c.word, l.bandName(c.want), p.where())
		}
	}
}

// sampledCorners looks at the two corners of a domain that is too large, with
// every attribute false.
func (l *linter) sampledCorners() {
	d := l.bandDomain()
	if d.scope == nil || d.ratings == 0 {
		return
	}
	l.rest()
	cell := make([]uint8, len(d.axes))
	for corner, word := range []string{"lowest", "highest"} {
		w := Witness{}
		for k := range d.axes {
			if cell[k] = 0; corner == 1 && k < d.ratings {
				cell[k] = uint8(d.axes[k].levels - 1)
			}
			w.Cell = append(w.Cell, Coordinate{d.axes[k].name, d.axes[k].value(int(cell[k]))})
		}
		want := int16(corner * (len(l.doc.Bands) - 1))
		if band := int16(d.evaluate(cell).Band); band >= 0 && band != want {
			w.Outcome = l.bandName(band)
			l.add("L17", Warning, l.bandNode(), Finding{Witness: []Witness{w}, Count: 1, Of: 1},
				"with every rating at its %s level the band is %q, not the %s band %q", word, w.Outcome, word, l.bandName(want))
		}
	}
}
