package criteria

import "github.com/ismskit/ismskit/criteria/internal/engine"

// Truth is what the condition of a rule comes to, taken by itself. The zero
// Truth is invalid.
type Truth uint8

// The truths.
const (
	Fails   Truth = iota + 1 // the condition is false
	Holds                    // the condition is true
	Open                     // it depends on what is not known
	Invalid                  // it could not be computed, or what it needs could not
)

var truthNames = [...]string{"", "fails", "holds", "open", "invalid"}

// String returns the name of the truth.
func (t Truth) String() string {
	if int(t) < len(truthNames) {
		return truthNames[t]
	}
	return ""
}

// Rules tells of each acceptance rule whether its condition holds by itself,
// whatever the rules before it say, for the inputs and conditions of the last
// Evaluate. It appends to dst[:0] and returns the result.
func (s *Scope) Rules(dst []Truth) []Truth {
	p := &s.state.pass
	if !s.settled { // trying levels has left other values behind
		s.state.bind(s.in)
		s.state.run(p)
		s.settled = true
	}
	dst = dst[:0]
	computed := p.failure == nil || p.band >= 0 || p.bandOpen // otherwise there is no band to decide upon
	for i, rule := range s.c.rules {
		switch decided := p.failure == nil && len(p.open) == 0 && p.rule >= 0; {
		case !computed:
			dst = append(dst, Invalid)
		case decided && i < p.rule:
			dst = append(dst, Fails)
		case decided && i == p.rule:
			dst = append(dst, Holds)
		default:
			dst = append(dst, truthOf(rule.Eval(s.state.vars)))
		}
	}
	return dst
}

func truthOf(r engine.Result) Truth {
	switch {
	case r.Failure() != nil:
		return Invalid
	case r.Unknown():
		return Open
	case r.Bool():
		return Holds
	}
	return Fails
}
