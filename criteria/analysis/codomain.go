package analysis

import "github.com/ismskit/ismskit/criteria"

// codomain is L03: what the band's expression gives is the rank of a band.
// Tables cannot break this, as their cells are checked when they are read.
func codomain(l *linter) {
	d := l.domain
	for _, g := range d.failureGroups() {
		if g.code == criteria.FailBandOutside {
			l.add("L03", Error, l.node(g.path), Finding{Witness: []Witness{d.witness(g.first)}, Count: g.count, Of: int64(d.n)},
				"the expression gives a rank that is that of no band in %d of %s%s: there are %s, with ranks from 0 to %d",
				g.count, amount(int64(d.n), "cell"), d.sampled(), amount(int64(len(l.doc.Bands)), "band"), len(l.doc.Bands)-1)
		}
	}
}
