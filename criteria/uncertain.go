package criteria

import (
	"cmp"
	"slices"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// uncertain evaluates inputs of which some are missing or ranges, and on which
// something depends. It branches on one input after the other, and only on
// those that the expressions really ask for: a run in which an input is
// unknown and yet nothing depends on it stands for all its levels at once.
func (c *Criteria) uncertain(out *Outcome, in *Inputs, s *state) {
	b := &s.box
	b.collect(c, s, in)
	b.explore(&s.pass, 0)
	if b.over {
		b.leaves, b.asked = b.leaves[:0], s.pass.blame
		b.leaf(&s.pass)
	}
	s.bind(in)
	b.merge(out)
	c.orderValues(out, in)
}

// box is the set of all combinations that the inputs leave open.
type box struct {
	c  *Criteria
	s  *state
	in *Inputs

	open   []int   // indexes of inputs that may take several levels
	at     []int32 // per open input: level index, or -1 while free
	asked  inputSet
	leaves []leaf
	passes []*pass // by depth of the branch
	runs   int
	over   bool
}

// leaf is the result of one run that no finite input can change.
type leaf struct {
	at      []int32
	level   Value
	derived []Value
	band    int // -1 if not known
	anyBand bool
	rules   []int
	failure *Failure
	blind   bool // depends on missing inputs without levels
	open    bool // no rule certainly decides
}

// span gives the levels that input i may take; n is 0 if it is known or has
// no levels to go through.
func (b *box) span(i int) (low, n int32) {
	v := b.in.Effective(i)
	switch d := &b.c.doc.Inputs[i]; {
	case v.typ == Rating && v.lo() < v.hi():
		return v.lo(), v.hi() - v.lo() + 1
	case v.Known():
		return 0, 0
	case d.Type == Rating:
		return 0, int32(len(d.Scale.Levels))
	case d.Type == Bool:
		return 0, 2
	}
	return 0, 0
}

// collect begins a new box, in the memory of the last one.
func (b *box) collect(c *Criteria, s *state, in *Inputs) {
	*b = box{c: c, s: s, in: in, open: b.open[:0], at: b.at[:0], leaves: b.leaves[:0], passes: b.passes, runs: 1}
	for i := range b.c.doc.Inputs {
		if _, n := b.span(i); n > 0 {
			b.open = append(b.open, i)
			b.at = append(b.at, -1)
		}
	}
}

// explore branches on the first open input that p depends on, in order of the
// document, or keeps p as a leaf.
func (b *box) explore(p *pass, depth int) {
	b.asked.union(p.blame)
	for k, i := range b.open {
		if b.at[k] >= 0 || !p.blame.has(i) {
			continue
		}
		low, n := b.span(i)
		if depth == len(b.passes) {
			next := newPass(b.c)
			b.passes = append(b.passes, &next)
		}
		next := b.passes[depth]
		for l := low; l < low+n && !b.over; l++ {
			if b.runs++; b.runs > MaxCells {
				b.over = true
				break
			}
			b.at[k] = l
			b.s.vars.Set(inputVar(i), b.constant(i, l))
			b.s.run(next)
			b.explore(next, depth+1)
		}
		b.at[k] = -1
		b.s.vars.SetUnknown(inputVar(i))
		return
	}
	b.leaf(p)
}

func (b *box) constant(i int, l int32) engine.Const {
	if b.c.doc.Inputs[i].Type == Bool {
		return engine.BoolConst(l == 1)
	}
	return b.c.scaled[i][l]
}

// leaf adds a leaf, in the memory of one of the last box if there is any.
func (b *box) leaf(p *pass) {
	n := len(b.leaves)
	b.leaves = slices.Grow(b.leaves, 1)[:n+1]
	l := &b.leaves[n]
	*l = leaf{at: append(l.at[:0], b.at...), derived: l.derived[:0], rules: l.rules[:0], band: p.band, anyBand: p.bandOpen, failure: p.failure, blind: !p.blame.empty(), open: p.rule < 0}
	if b.c.level != nil {
		l.level = valueOf(b.c.level.Kind(), p.level)
	}
	for i, d := range b.c.derive {
		l.derived = append(l.derived, valueOf(d.Kind(), p.derived[i]))
	}
	if p.rule >= 0 {
		l.rules = append(l.rules, p.rule)
	} else {
		l.rules = append(l.rules, p.open...)
	}
}

// merge says of all leaves what they have in common and what is possible.
func (b *box) merge(out *Outcome) {
	first := &b.leaves[0]
	*out = Outcome{Band: -1, Rule: -1, Decision: Undetermined, Derived: out.Derived[:0], Order: out.Order[:0], Level: first.level}
	u := &Uncertainty{Complete: !b.over, Low: first.level, High: first.level}
	out.Derived = append(out.Derived, first.derived...)
	sameFailure, levelsKnown, bandsKnown, blind := first.failure != nil, true, true, false
	for i := range b.leaves {
		l := &b.leaves[i]
		u.Complete = u.Complete && !l.blind
		blind = blind || l.blind && l.open
		u.addBands(b.c, l)
		bandsKnown = bandsKnown && (l.band >= 0 || l.anyBand)
		for _, r := range l.rules {
			u.Rules = append(u.Rules, r)
			u.Decisions = append(u.Decisions, b.c.doc.Acceptance[r].Outcome)
		}
		if l.failure != nil {
			u.Failures = append(u.Failures, l.failure.Code)
		}
		if l.failure == nil || first.failure == nil || l.failure.Code != first.failure.Code || l.failure.Path != first.failure.Path || len(l.rules) > 0 {
			sameFailure = false
		}
		if levelsKnown = levelsKnown && l.level.Known(); levelsKnown {
			if l.level.Compare(u.Low) < 0 {
				u.Low = l.level
			}
			if l.level.Compare(u.High) > 0 {
				u.High = l.level
			}
		}
		if !l.level.Equal(out.Level) {
			out.Level = Value{}
		}
		for j := range out.Derived {
			if !l.derived[j].Equal(out.Derived[j]) {
				out.Derived[j] = Value{}
			}
		}
	}
	if !levelsKnown {
		u.Low, u.High = Value{}, Value{}
	}
	u.Bands, u.Rules = sorted(u.Bands), sorted(u.Rules)
	u.Decisions, u.Failures = sorted(u.Decisions), sorted(u.Failures)
	if bandsKnown && len(u.Bands) == 1 {
		out.Band = u.Bands[0]
	}
	switch {
	case sameFailure:
		out.Failure = first.failure
	case len(u.Failures) > 0 || blind:
		// A rule that waits for a text, a list, a number or a time may also
		// fail once that is known, whatever all rules say.
	default:
		if len(u.Rules) == 1 {
			out.Rule = u.Rules[0]
		}
		if len(u.Decisions) == 1 {
			out.Decision = u.Decisions[0]
		}
	}
	if b.settled(out) {
		return
	}
	u.Questions = b.questions()
	out.Uncertain = u
}

// settled tells that the open inputs make no difference to anything.
func (b *box) settled(out *Outcome) bool {
	if out.Failure != nil {
		return true
	}
	for _, d := range out.Derived {
		if !d.Known() {
			return false
		}
	}
	return out.Band >= 0 && out.Rule >= 0 && (b.c.level == nil || out.Level.Known())
}

func (u *Uncertainty) addBands(c *Criteria, l *leaf) {
	switch {
	case l.band >= 0:
		u.Bands = append(u.Bands, l.band)
	case l.anyBand:
		for i := range c.doc.Bands {
			u.Bands = append(u.Bands, i)
		}
	}
}

func sorted[T cmp.Ordered](s []T) []T {
	slices.Sort(s)
	return slices.Compact(s)
}
