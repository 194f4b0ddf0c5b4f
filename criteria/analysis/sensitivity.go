package analysis

import (
	"context"
	"time"

	"github.com/ismskit/ismskit/criteria"
)

// A Sensitivity tells what it takes to change the outcome of one risk.
type Sensitivity struct {
	Outcome criteria.Outcome

	// Flips are the smallest changes that give another decision, and those
	// that give another band: all changes of one step, or if there is none
	// then all of two steps. A step moves a rating to the next level or turns
	// a bool round.
	DecisionFlips, BandFlips []Flip

	// Idle lists the inputs that make no difference to band and decision,
	// whatever their level, while the others stay as they are.
	Idle []string

	// Swings tells for each input between which outcomes it can move the
	// risk while the others stay as they are; the widest first.
	Swings []Swing

	// Questions lists what is not known, the most informative first.
	Questions []criteria.Question
}

// A Flip is a change of inputs and what comes of it.
type Flip struct {
	Steps   []Step // one or two, in order of the inputs
	Outcome Verdict
}

// A Step is an input that is moved.
type Step struct{ Input, From, To string }

// A Swing is what one input can do alone.
type Swing struct {
	Input     string
	Low, High Swung // at the levels that give the lowest and highest level of risk (or band)
	Width     int   // bands between the two
}

// Swung is an outcome at one level of an input.
type Swung struct {
	At       string // level of the input
	Level    criteria.Value
	Band     string
	Decision string

	rank int
}

// Sense examines one risk. Inputs that are missing or ranges stay so. It
// returns an error only if the context ends.
func Sense(ctx context.Context, c *criteria.Criteria, in *criteria.Inputs, asOf time.Time) (*Sensitivity, error) {
	p := &probe{ctx: ctx, c: c, in: c.NewInputs(), asOf: asOf}
	for i := range c.Document().Inputs {
		_ = p.in.SetAt(i, in.Value(i)) // it fits: it comes from inputs of the same criteria
	}
	s := &Sensitivity{Outcome: c.Evaluate(p.in, asOf)}
	if u := s.Outcome.Uncertain; u != nil {
		s.Questions = u.Questions
	}
	p.base = verdict(c, &s.Outcome)
	var steps []move
	for i := range c.Document().Inputs {
		steps = append(steps, p.steps(i)...)
	}
	for _, m := range steps {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		p.try(s, m)
	}
	if err := p.pairs(s, steps); err != nil {
		return nil, err
	}
	for i := range c.Document().Inputs {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		p.swing(s, i)
	}
	sortSwings(s.Swings)
	return s, nil
}

type probe struct {
	ctx  context.Context
	c    *criteria.Criteria
	in   *criteria.Inputs
	asOf time.Time
	base Verdict
}

// move is a step: an input to a level, and how far that is.
type move struct{ input, level, size int }

// level gives the level of an input that has one, and how many there are.
func (p *probe) level(i int) (at, levels int) {
	v := p.in.Effective(i)
	switch {
	case v.Type() == criteria.Rating && v.Exact():
		at, _ = v.Levels()
		return at, len(v.Scale().Levels)
	case v.Type() == criteria.Bool:
		if v.Bool() {
			at = 1
		}
		return at, 2
	}
	return 0, 0
}

func (p *probe) steps(i int) []move {
	at, n := p.level(i)
	var out []move
	for _, d := range []int{-1, 1, -2, 2} {
		if l := at + d; n > 0 && l >= 0 && l < n {
			out = append(out, move{i, l, max(d, -d)})
		}
	}
	return out
}

func (p *probe) value(m move) criteria.Value {
	in := &p.c.Document().Inputs[m.input]
	if in.Type == criteria.Bool {
		return criteria.BoolValue(m.level == 1)
	}
	return in.Scale.Level(m.level)
}

// with evaluates with some inputs moved.
func (p *probe) with(moves ...move) *criteria.Outcome {
	saved := make([]criteria.Value, len(moves))
	for k, m := range moves {
		saved[k] = p.in.Value(m.input)
		_ = p.in.SetAt(m.input, p.value(m)) // a level of its own scale
	}
	o := p.c.EvaluateShared(p.in, p.asOf)
	for k := len(moves) - 1; k >= 0; k-- {
		_ = p.in.SetAt(moves[k].input, saved[k])
	}
	return o
}

func (p *probe) flip(moves ...move) Flip {
	f := Flip{Outcome: verdict(p.c, p.with(moves...))}
	for _, m := range moves {
		id := p.c.Document().Inputs[m.input].ID
		f.Steps = append(f.Steps, Step{id, p.in.Effective(m.input).String(), p.value(m).String()})
	}
	return f
}

// try records a single step of size one.
func (p *probe) try(s *Sensitivity, m move) {
	if m.size == 1 {
		s.record(p, p.flip(m), &s.DecisionFlips, &s.BandFlips)
	}
}

func (s *Sensitivity) record(p *probe, f Flip, decisions, bands *[]Flip) {
	if f.Outcome.Decision != p.base.Decision {
		*decisions = append(*decisions, f)
	}
	if f.Outcome.Band != p.base.Band {
		*bands = append(*bands, f)
	}
}

// pairs tries two steps where one step flips nothing.
func (p *probe) pairs(s *Sensitivity, steps []move) error {
	needDecision, needBand := len(s.DecisionFlips) == 0, len(s.BandFlips) == 0
	if !needDecision && !needBand {
		return nil
	}
	var decisions, bands []Flip
	for i, m := range steps {
		if m.size == 2 {
			s.record(p, p.flip(m), &decisions, &bands)
			continue
		}
		for _, n := range steps[i+1:] {
			if p.ctx.Err() != nil {
				return context.Cause(p.ctx)
			}
			if n.input != m.input && n.size == 1 {
				s.record(p, p.flip(m, n), &decisions, &bands)
			}
		}
	}
	if needDecision {
		s.DecisionFlips = decisions
	}
	if needBand {
		s.BandFlips = bands
	}
	return nil
}

// swing moves one input over its whole scale.
func (p *probe) swing(s *Sensitivity, i int) {
	_, n := p.level(i)
	if n == 0 {
		return
	}
	id := p.c.Document().Inputs[i].ID
	var sw Swing
	idle := true
	for l := range n {
		m := move{input: i, level: l}
		o := p.with(m)
		v := verdict(p.c, o)
		idle = idle && v.Band == p.base.Band && v.Decision == p.base.Decision
		at := Swung{At: p.value(m).String(), Level: o.Level, Band: v.Band, Decision: v.Decision, rank: o.Band}
		if l == 0 || lower(at, sw.Low) {
			sw.Low = at
		}
		if l == 0 || lower(sw.High, at) {
			sw.High = at
		}
	}
	if idle {
		s.Idle = append(s.Idle, id)
	}
	sw.Input = id
	if sw.Low.rank >= 0 {
		sw.Width = sw.High.rank - sw.Low.rank
	}
	s.Swings = append(s.Swings, sw)
}

func lower(a, b Swung) bool {
	if a.Level.Known() && b.Level.Known() {
		return a.Level.Compare(b.Level) < 0
	}
	return a.rank < b.rank
}
