package analysis

// repeated is the number of cells up to which each one is evaluated twice.
const repeated = 10_000

// determinism is L02: evaluating a cell again gives the same. The dialect
// leaves no room for anything else, since it has no clock, no randomness and
// no walk through a map, so this check watches over the engine: in a scope of
// its own it evaluates cells a second time, last to first, all of them up to
// 10,000 and otherwise 10,000 spread evenly. The report says how many.
func determinism(l *linter) {
	d := l.domain
	scope, ok := l.criteria.Scope()
	if !ok || d.n == 0 {
		return
	}
	again := &domain{c: d.c, axes: d.axes, scope: scope, truth: make([]bool, len(d.truth))}
	n := min(d.n, repeated)
	cell := make([]uint8, len(d.axes))
	count, first := int64(0), -1
	for k := n - 1; k >= 0; k-- {
		if k%256 == 0 && l.ctx.Err() != nil {
			return
		}
		i := int(int64(k) * int64(d.n) / int64(n))
		d.digits(i, cell)
		o := again.evaluate(cell)
		f := d.failure[i]
		same := int16(o.Band) == d.band[i] && int16(o.Rule) == d.rule[i] && o.Decision == d.decision[i] &&
			(f == nil) == (o.Failure == nil) && (f == nil || f.Code == o.Failure.Code && f.Path == o.Failure.Path)
		if !same {
			count++
			first = i
		}
	}
	l.repeated = int64(n)
	if count > 0 {
		l.add("L02", Error, l.doc.Node(), Finding{Witness: []Witness{d.witness(first)}, Count: count, Of: int64(n)},
			"evaluated a second time, %d of %s gave another result; assessments under such criteria cannot be repeated", count, amount(int64(n), "cell"))
	}
}
