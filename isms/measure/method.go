package measure

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// A Method says how a measure's value follows from its inputs.
type Method struct {
	Text    string // the expression
	Version string
	Inputs  []*isms.MeasureInput // what it computes with
}

// Digest returns the digest that results of the method carry. It is of the
// text alone: see isms.DigestMethod.
func (m Method) Digest() seal.Digest { return isms.DigestMethod(m.Text) }

// CodeMethod is the code of a method that does not compile; the reason is in
// the message, and the code of criteria/rules before it.
const CodeMethod source.Code = "method"

// Check tells whether the method of a measure compiles. The error is a
// *source.Error with every mistake at its place inside the expression. Where
// the method or its inputs are not given there is nothing to say.
func Check(m *isms.Measure) error {
	p := prepare(m, "measures["+m.ID+"]")
	if p.missing != nil || p.rule != nil {
		return nil
	}
	var r source.Reporter
	n, at := m.Node(), m.Node().Pos()
	if v := n.Get("method"); v != nil {
		n, at = v, v.Pos()
	}
	for _, i := range p.issues {
		if v := m.Node().Get("method"); v != nil {
			at = v.At(i.Offset)
		}
		r.ReportAtNear(n, at, CodeMethod, i.Nearest, "%s", fmt.Sprintf("measure %s: %s: %s", m.ID, i.Code, i.Message))
	}
	return r.Err()
}

// empty is a schema without types: methods compute with numbers only.
var empty = sync.OnceValues(func() (*rules.Schema, error) { return rules.NewSchema(nil, nil) })

// compile gives the rule of a method or, in order of their place, what is wrong.
func compile(m Method) (*rules.Rule, []rules.Issue) {
	vars := make([]rules.Var, len(m.Inputs))
	for i, in := range m.Inputs {
		vars[i] = rules.Var{Name: in.Name.Or(""), Kind: rules.KindNumber, List: in.Many.Or(false)}
	}
	s, err := empty()
	if err == nil {
		var scope *rules.Scope
		if scope, err = s.Scope(vars...); err == nil {
			return scope.Compile(m.Text, rules.KindNumber, rules.KindInt)
		}
	}
	return nil, []rules.Issue{{Code: rules.UnknownName, Message: err.Error()}}
}

// prepared is the method of a measure, ready to compute.
type prepared struct {
	Method
	missing []string    // what must be given before it can be
	rule    *rules.Rule // nil if something is missing or wrong
	issues  []rules.Issue
}

func prepare(m *isms.Measure, path string) *prepared {
	p := &prepared{}
	need := func(known bool, name string) {
		if !known {
			p.missing = append(p.missing, path+"."+name)
		}
	}
	need(m.Method.Known(), "method")
	need(m.Inputs.Known(), "inputs")
	for i, in := range m.Inputs.Or(nil) {
		at := "inputs[" + strconv.Itoa(i) + "]."
		need(in.Name.Known(), at+"name")
		need(in.Many.Known(), at+"many")
	}
	p.Method = Method{m.Method.Or(""), m.MethodVersion.Or(""), m.Inputs.Or(nil)}
	if p.missing == nil {
		p.rule, p.issues = compile(p.Method)
	}
	return p
}

// inputsOf gives the numbers that a result was computed from, in the order in
// which the method declares them. An input that is stated not to be there fails.
func (p *prepared) inputsOf(r *isms.MeasureResult, path string) (values []rules.Value, missing []string, code rules.Code) {
	given, known := r.Inputs.Get()
	if !known {
		return nil, []string{path + ".inputs"}, ""
	}
	byName := make(map[string]int, len(given))
	for i, in := range given {
		name, known := in.Name.Get()
		if !known {
			// It may turn out to be any of them.
			missing = append(missing, path+".inputs["+strconv.Itoa(i)+"].name")
			continue
		}
		if _, twice := byName[name]; twice {
			code = rules.NoKey // which of them was measured cannot be told
		}
		byName[name] = i
	}
	for _, want := range p.Inputs {
		i, ok := byName[want.Name.Or("")]
		if !ok {
			if missing == nil {
				code = rules.NoKey
			}
			values = append(values, rules.Value{})
			continue
		}
		v, key := numbers(given[i], want.Many.Or(false))
		if !v.Known() {
			v = rules.Unknown(path + ".inputs[" + strconv.Itoa(i) + "]." + key)
		}
		if v.IsNone() {
			code = rules.NoneValue
		}
		values = append(values, v)
	}
	return values, missing, code
}

// numbers gives what an input was measured to be, and the key it stands under.
func numbers(in *isms.MeasuredInput, many bool) (rules.Value, string) {
	if many {
		if list, ok := in.Values.Get(); ok {
			return rules.ListFunc(len(list), func(i int) rules.Value { return rules.Number(double(list[i])) }), "values"
		}
		return rules.Value{}, "values"
	}
	switch d, ok := in.Value.Get(); {
	case ok:
		return rules.Number(double(d)), "value"
	case in.Value.IsNone():
		return rules.None(), "value"
	}
	return rules.Value{}, "value"
}

// double gives the double that is nearest to a decimal.
func double(d isms.Decimal) float64 {
	f, _ := d.Rat().Float64()
	return f
}

// decimals counts the digits behind the point.
func decimals(d isms.Decimal) int {
	_, fraction, _ := strings.Cut(d.String(), ".")
	return len(fraction)
}
