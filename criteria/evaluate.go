package criteria

import (
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// Evaluate applies the criteria to inputs as of a time. The result depends on
// nothing else. The inputs must come from this Criteria's NewInputs.
func (c *Criteria) Evaluate(in *Inputs, asOf time.Time) Outcome {
	var out Outcome
	c.EvaluateInto(&out, in, asOf)
	return out
}

// EvaluateInto is Evaluate that reuses the memory of out.
func (c *Criteria) EvaluateInto(out *Outcome, in *Inputs, asOf time.Time) {
	derived, order := out.Derived[:0], out.Order[:0]
	*out = *c.EvaluateShared(in, asOf)
	out.Derived, out.Order = append(derived, out.Derived...), append(order, out.Order...)
}

// EvaluateShared is Evaluate without a copy: equal inputs may give the same
// outcome, which must not be changed. It is the fastest way, and where the
// decision table holds the row already it allocates nothing.
func (c *Criteria) EvaluateShared(in *Inputs, asOf time.Time) *Outcome {
	if in.c != c {
		return &Outcome{Band: -1, Rule: -1, Decision: Undetermined,
			Failure: &Failure{Code: FailEvaluation, Path: "inputs", Detail: "the inputs belong to other criteria"}}
	}
	row, o := c.lookup(in, asOf)
	if o == nil {
		o = c.evaluate(in, asOf)
		if row >= 0 && o.Uncertain == nil {
			c.table.rows[row].Store(o)
		}
	}
	return o
}

// evaluate asks the engine.
func (c *Criteria) evaluate(in *Inputs, asOf time.Time) *Outcome {
	s := c.states.Get().(*state)
	defer c.states.Put(s)
	s.setAsOf(asOf)
	certain := s.bind(in)
	s.run(&s.pass)
	out := new(Outcome)
	if certain || s.pass.blame.empty() {
		// One piece of memory for both lists.
		n := len(c.derive)
		values := make([]Value, n+len(c.order))
		out.Derived, out.Order = values[:0:n], values[n:n]
		c.outcome(out, in, &s.pass)
	} else {
		c.uncertain(out, in, s)
	}
	return out
}

// state is the working memory of one evaluation.
type state struct {
	c    *Criteria
	vars *engine.Vars
	asOf time.Time
	pass pass
	box  box
}

func (c *Criteria) newState() *state {
	return &state{c: c, vars: c.env.NewVars(), pass: newPass(c)}
}

func (s *state) setAsOf(t time.Time) {
	if !s.asOf.Equal(t) || s.asOf.IsZero() {
		s.asOf = t
		s.vars.Set(asOfVar, engine.TimestampConst(t))
	}
}

// bind sets the variables of the inputs and tells whether all have one value.
func (s *state) bind(in *Inputs) bool {
	certain := true
	for i := range in.values {
		v := &in.values[i]
		if v.typ == 0 {
			v = &s.c.doc.Inputs[i].Default
		}
		switch {
		case v.typ == Rating && v.lo() == v.hi():
			s.vars.Set(inputVar(i), s.c.scaled[i][v.lo()])
		case v.typ == 0 || v.typ == Rating:
			s.vars.SetUnknown(inputVar(i))
			certain = false
		default:
			s.vars.Set(inputVar(i), v.boxed())
		}
	}
	return certain
}

// pass holds what one run through all expressions gave.
type pass struct {
	derived  []engine.Result
	level    engine.Result
	band     int   // -1 if not known
	bandOpen bool  // the band depends on unknown inputs
	rule     int   // deciding rule, -1 if not known
	open     []int // rules that may decide, in order, if rule is -1
	failure  *Failure
	blame    inputSet // inputs that something depends on
}

func newPass(c *Criteria) pass { return pass{derived: make([]engine.Result, len(c.doc.Derive))} }

// run evaluates every expression once, in order. A failure ends it.
func (s *state) run(p *pass) {
	c := s.c
	clear(p.derived)
	*p = pass{derived: p.derived, band: -1, rule: -1, open: p.open[:0]}
	for i, d := range c.derive {
		r := d.Eval(s.vars)
		p.derived[i] = r
		if s.failed(p, r, "derive", i, "expr") {
			return
		}
		s.vars.SetResult(c.derivedVar(i), r)
	}
	if c.level != nil {
		p.level = c.level.Eval(s.vars)
		if s.failed(p, p.level, "level", -1, "") {
			return
		}
		s.vars.SetResult(c.levelVar, p.level)
	}
	if !s.findBand(p) {
		return
	}
	s.decide(p)
}

func (s *state) failed(p *pass, r engine.Result, list string, i int, key string) bool {
	if f := r.Failure(); f != nil {
		path := list
		if i >= 0 {
			path = list + "[" + strconv.Itoa(i) + "]." + key
		}
		p.failure = &Failure{Code: string(f.Code), Path: path, Detail: f.Detail}
		return true
	}
	if r.Unknown() {
		r.Blame(func(v int) { p.blame.add(v - inputVar(0)) })
	}
	return false
}

func (s *state) findBand(p *pass) bool {
	c := s.c
	r := p.level
	if c.band != nil {
		r = c.band.Eval(s.vars)
		if s.failed(p, r, "band", -1, "") {
			return false
		}
	}
	if r.Unknown() {
		p.bandOpen = true
		s.vars.SetResult(c.bandVar, r)
		return true
	}
	if c.band != nil {
		if i := r.Int(); i < 0 || i >= int64(len(c.bandConst)) {
			p.failure = &Failure{Code: FailBandOutside, Path: "band", Detail: "the rank " + strconv.FormatInt(i, 10) + " is that of no band"}
			return false
		}
		p.band = int(r.Int())
	} else {
		p.band = c.bandOf(r)
	}
	s.vars.Set(c.bandVar, c.bandConst[p.band])
	return true
}

func (c *Criteria) bandOf(r engine.Result) int {
	if c.level.Kind() == engine.Int {
		v := r.Int()
		for i := c.below; i < len(c.ints); i++ {
			if v <= c.ints[i] {
				return i
			}
		}
		return len(c.ints)
	}
	v := r.Double()
	for i, end := range c.doubles {
		if v <= end {
			return i
		}
	}
	return len(c.doubles)
}

// decide finds the first rule that applies. A rule that depends on unknown
// inputs may be the one, and so may those after it up to the first that
// certainly applies.
func (s *state) decide(p *pass) {
	for i, rule := range s.c.rules {
		r := rule.Eval(s.vars)
		if s.failed(p, r, "acceptance", i, "when") {
			return
		}
		switch {
		case r.Unknown():
			p.open = append(p.open, i)
		case r.Bool():
			if len(p.open) == 0 {
				p.rule = i
			} else {
				p.open = append(p.open, i)
			}
			return
		}
	}
}

// outcome copies the result of a run that depends on nothing unknown.
func (c *Criteria) outcome(out *Outcome, in *Inputs, p *pass) {
	*out = Outcome{Band: p.band, Rule: p.rule, Decision: Undetermined, Derived: out.Derived[:0], Order: out.Order[:0], Failure: p.failure}
	if c.level != nil {
		out.Level = valueOf(c.level.Kind(), p.level)
	}
	for i, d := range c.derive {
		out.Derived = append(out.Derived, valueOf(d.Kind(), p.derived[i]))
	}
	if p.rule >= 0 {
		out.Decision = c.doc.Acceptance[p.rule].Outcome
	}
	c.orderValues(out, in)
}

// orderValues collects the values of the order keys.
func (c *Criteria) orderValues(out *Outcome, in *Inputs) {
	for _, v := range c.order {
		var k Value
		switch first := c.derivedVar(0); {
		case v == c.bandVar:
			if out.Band >= 0 {
				k = IntValue(int64(out.Band))
			}
		case v == c.levelVar:
			k = out.Level
		case v >= first:
			k = out.Derived[v-first]
		default:
			if k = in.Effective(v - inputVar(0)); !k.Exact() {
				k = Value{}
			}
		}
		out.Order = append(out.Order, k)
	}
}

// valueOf takes a value out of the engine.
func valueOf(k engine.Kind, r engine.Result) Value {
	if !r.Known() {
		return Value{}
	}
	switch k {
	case engine.Bool:
		return BoolValue(r.Bool())
	case engine.Int:
		return IntValue(r.Int())
	case engine.Double:
		return DoubleValue(r.Double())
	case engine.String:
		return StringValue(r.String())
	case engine.Strings:
		return StringsValue(r.Strings()...)
	case engine.Timestamp:
		return TimestampValue(r.Time())
	case engine.Duration:
		return DurationValue(r.Duration())
	}
	return Value{}
}

// inputSet is a set of inputs; MaxInputs bounds it.
type inputSet [MaxInputs / 64]uint64

func (s *inputSet) add(i int) {
	if i >= 0 && i < MaxInputs {
		s[i/64] |= 1 << (i % 64)
	}
}

func (s *inputSet) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s *inputSet) empty() bool { return *s == inputSet{} }

func (s *inputSet) union(t inputSet) {
	for i := range s {
		s[i] |= t[i]
	}
}
