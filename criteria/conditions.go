package criteria

import (
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// A Condition is a boolean part of an expression that depends on a text, a
// list, a number or a time, so that it cannot be gone through level by level.
type Condition struct {
	Text   string     // as it is written
	Expr   Expression // the expression that it is part of
	Offset int        // code points from the start of the expression
}

// A Scope evaluates criteria over their whole domain: every combination of
// levels, and every combination of truth of the conditions. It serves one
// goroutine at a time.
type Scope struct {
	c          *Criteria
	conditions []Condition
	state      *state
	first      int // variable of the first condition
	in         *Inputs
	settled    bool // the variables hold what the last Evaluate was about
}

// Scope makes a scope. ok is false if a value that is no bool depends on an
// input without levels: such criteria have no finite domain.
func (c *Criteria) Scope() (s *Scope, ok bool) {
	copied := *c // the programs are replaced, everything else is shared
	s = &Scope{c: &copied, first: c.bandVar + 1, in: c.NewInputs()}
	var vars []engine.Var
	computed := c.derivedVar(0)
	take := func(p *engine.Program, e Expression) *engine.Program {
		base := len(vars)
		skeleton, parts, split := p.Skeleton(c.finiteVar, computed, func(i int) string { return conditionName(base + i) })
		if !split {
			ok = false
			return p
		}
		for i, part := range parts {
			vars = append(vars, engine.Var{Name: conditionName(base + i), Kind: engine.Bool})
			s.conditions = append(s.conditions, Condition{Text: part.Text, Expr: e, Offset: part.Start})
		}
		return skeleton
	}
	ok = true
	copied.derive, copied.rules = nil, nil
	for i, p := range c.derive {
		copied.derive = append(copied.derive, take(p, c.doc.Derive[i].Expr))
	}
	if c.level != nil {
		copied.level = take(c.level, c.doc.Level)
	}
	if c.band != nil {
		copied.band = take(c.band, c.doc.Band)
	}
	for i, p := range c.rules {
		copied.rules = append(copied.rules, take(p, c.doc.Acceptance[i].When))
	}
	if !ok {
		return nil, false
	}
	env, err := c.env.With(vars...)
	if err != nil {
		return nil, false
	}
	copied.env = env
	s.state = copied.newState()
	s.state.setAsOf(time.Unix(0, 0)) // only conditions read it
	return s, true
}

func conditionName(i int) string { return "@condition" + strconv.Itoa(i) }

// finiteVar tells whether the values of a variable can be gone through.
// Derived values, the level and the band follow from those that can.
func (c *Criteria) finiteVar(v int) bool {
	switch {
	case v == asOfVar:
		return false
	case v < c.derivedVar(0):
		return c.doc.Inputs[v-inputVar(0)].finite()
	}
	return true
}

// Conditions lists the conditions, in the order of the document.
func (s *Scope) Conditions() []Condition { return s.conditions }

// Inputs returns the inputs that Evaluate uses.
func (s *Scope) Inputs() *Inputs { return s.in }

// Evaluate gives the outcome of the inputs if the conditions are true as
// stated. Inputs that are missing or ranges are treated as Criteria.Evaluate
// treats them.
func (s *Scope) Evaluate(truth []bool) *Outcome {
	out := new(Outcome)
	s.EvaluateInto(out, truth)
	return out
}

// EvaluateInto is Evaluate that reuses the memory of out.
func (s *Scope) EvaluateInto(out *Outcome, truth []bool) {
	for i := range s.conditions {
		s.state.vars.Set(s.first+i, engine.BoolConst(i < len(truth) && truth[i]))
	}
	certain := s.state.bind(s.in)
	s.state.run(&s.state.pass)
	if s.settled = certain || s.state.pass.blame.empty(); s.settled {
		s.c.outcome(out, s.in, &s.state.pass)
	} else {
		s.c.uncertain(out, s.in, s.state)
	}
}
