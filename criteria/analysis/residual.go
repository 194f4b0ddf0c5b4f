package analysis

import "slices"

// residual is L29: what controls are said to do fits the scales, and lowering
// a rating never makes matters worse. Without Options.Effects there is nothing
// to check.
func residual(l *linter) {
	total := map[string]int{}
	var inputs []string
	for _, e := range l.opts.Effects {
		k := slices.IndexFunc(l.domain.axes, func(a axis) bool { return a.name == e.Input && a.ordered() })
		in := l.criteria.Input(e.Input)
		node := l.doc.Node().Get("inputs")
		if in != nil {
			node = in.Node()
		}
		switch {
		case in == nil || in.Scale == nil:
			l.add("L29", Error, node, Finding{}, "controls are said to lower %q, which is no rating of these criteria", e.Input)
		case e.MaxReduction < 0:
			l.add("L29", Error, node, Finding{}, "controls are said to lower %s by %d levels, that is to raise it", e.Input, e.MaxReduction)
		case k < 0 && e.MaxReduction > 0:
			l.add("L29", Info, node, Finding{}, "controls lower %s, which nothing depends on", e.Input)
		}
		if in == nil || in.Scale == nil || e.MaxReduction <= 0 {
			continue
		}
		if _, seen := total[e.Input]; !seen {
			inputs = append(inputs, e.Input)
		}
		// a sum beyond every scale need not grow any further
		total[e.Input] = min(total[e.Input]+min(e.MaxReduction, 1000), 1000)
	}
	for _, id := range inputs {
		in := l.criteria.Input(id)
		if n := len(in.Scale.Levels); total[id] >= n {
			l.add("L29", Error, in.Node(), Finding{Count: int64(total[id])},
				"the controls together lower %s by up to %d levels, but from its highest level %q to its lowest there are only %d", id, total[id], in.Scale.Levels[n-1].ID, n-1)
		}
	}
	if len(inputs) > 0 {
		l.worseByControls(inputs)
	}
}

// worseByControls finds the steps down that raise the band or take an
// acceptance away.
func (l *linter) worseByControls(inputs []string) {
	d := l.domain
	type worse struct {
		first     step
		count, of int64
	}
	found := make([]worse, len(d.axes))
	for k := range found {
		found[k].first.cell = -1
	}
	l.steps(func(s *step) {
		if s.bands[0] < 0 || s.bands[1] < 0 || !slices.Contains(inputs, d.axes[s.axis].name) {
			return
		}
		w := &found[s.axis]
		if w.of++; s.bands[0] > s.bands[1] || accepts(s.says[1]) && !accepts(s.says[0]) {
			if w.count++; w.first.cell < 0 || s.before(&w.first) {
				w.first = *s
			}
		}
	})
	for k := range found {
		w := &found[k]
		if w.count == 0 {
			continue
		}
		witnesses := l.witnesses(&w.first)
		slices.Reverse(witnesses) // the risk first, then what the control makes of it
		l.add("L29", Error, d.axes[k].input.Node(), Finding{Witness: witnesses, Count: w.count, Of: w.of},
			"a control that lowers %s can make matters worse%s: %q becomes %q", d.axes[k].name, l.inSample(), witnesses[0].Outcome, witnesses[1].Outcome)
	}
}
