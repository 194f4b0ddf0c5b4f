package analysis

// reachability is L05: every declared band occurs.
func reachability(l *linter) {
	d := l.bandDomain()
	if !d.exhaustive || d.n == 0 {
		return
	}
	seen := make([]bool, len(l.doc.Bands))
	for _, b := range d.band {
		if b >= 0 {
			seen[b] = true
		}
	}
	for i, s := range seen {
		if !s {
			l.add("L05", Warning, l.doc.Bands[i].Node(), Finding{Count: 1, Of: int64(len(seen))},
				"no combination of inputs leads to band %q (%s, every one tried)", l.doc.Bands[i].ID, amount(int64(d.n), "cell"))
		}
	}
}
