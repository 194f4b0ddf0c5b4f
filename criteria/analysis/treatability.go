package analysis

// treatability is L27: levels of a rating at which nothing can be accepted,
// whatever all other inputs are. Where controls cannot change that rating, such
// a risk can only be avoided or shared.
func treatability(l *linter) {
	d := l.domain
	risk, _ := l.riskAxes()
	acceptable := make([][]bool, len(d.axes))
	for _, k := range risk {
		acceptable[k] = make([]bool, d.axes[k].levels)
	}
	any := false
	cell := make([]uint8, len(d.axes))
	for i := range d.n {
		if i%4096 == 0 && l.ctx.Err() != nil {
			return
		}
		if !accepts(d.decision[i]) {
			continue
		}
		any = true
		d.digits(i, cell)
		for _, k := range risk {
			acceptable[k][cell[k]] = true
		}
	}
	if !any {
		return // L24 says so
	}
	for _, k := range risk {
		a := &d.axes[k]
		var levels []string
		f := Finding{Of: int64(a.levels)}
		for level, ok := range acceptable[k] {
			if !ok {
				levels = append(levels, a.value(level))
				f.Witness = append(f.Witness, Witness{Cell: []Coordinate{{a.name, a.value(level)}}, Outcome: "never accepted"})
			}
		}
		if f.Count = int64(len(levels)); f.Count > 0 {
			l.add("L27", Info, a.input.Node(), f,
				"with %s at %s nothing is acceptable%s, whatever the other inputs: if no control changes it, such a risk can only be avoided or shared", a.name, listed(levels), l.inSample())
		}
	}
}

// localSensitivity is L28: how often one step of one rating changes the band,
// and how often it changes the decision.
func localSensitivity(l *linter) {
	l.bandSensitivity()
	d := l.domain
	first, changes, of := step{cell: -1}, int64(0), int64(0)
	l.steps(func(s *step) {
		of++
		if s.says[0] == s.says[1] {
			return
		}
		if changes++; first.cell < 0 || s.before(&first) {
			first = *s
		}
	})
	if changes > 0 {
		l.add("L28", Info, l.doc.Node().Get("acceptance"), Finding{Witness: l.witnesses(&first), Count: changes, Of: of},
			"of %s by one level%s, %d change the decision, such as %s from %q to %q", amount(of, "step"), l.inSample(), changes,
			d.axes[first.axis].name, first.says[0], first.says[1])
	}
}

// bandSensitivity asks the domain of what the bands depend on, in which no
// other attribute multiplies the steps.
func (l *linter) bandSensitivity() {
	d := l.bandDomain()
	t, axis := newTally(), 0
	d.covers(func(lower, upper, k int) bool {
		if d.band[lower] < 0 || d.band[upper] < 0 {
			return true
		}
		if t.of++; d.band[lower] != d.band[upper] {
			if t.add(lower, upper); t.first == lower && t.other == upper {
				axis = k
			}
		}
		return lower%4096 != 0 || l.ctx.Err() == nil
	})
	if t.count > 0 {
		l.add("L28", Info, l.bandNode(), Finding{Witness: []Witness{d.witness(t.first), d.witness(t.other)}, Count: t.count, Of: t.of},
			"of %s by one level, %d change the band, such as %s from %q to %q", amount(t.of, "step"), t.count,
			d.axes[axis].name, l.bandName(d.band[t.first]), l.bandName(d.band[t.other]))
	}
}
