package conformity

import (
	"math/big"
	"strings"
	"sync"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
)

// A method is a measure's expression over its declared inputs.
type method struct {
	rule   *rules.Rule // nil if the expression is wrong
	inputs []*isms.MeasureInput
}

// empty is a schema without types, for methods: they compute with numbers only.
var empty = sync.OnceValues(func() (*rules.Schema, error) { return rules.NewSchema(nil, nil) })

func compileMethod(m *isms.Measure) *method {
	x := &method{inputs: m.Inputs.Or(nil)}
	vars := make([]rules.Var, len(x.inputs))
	for i, in := range x.inputs {
		vars[i] = rules.Var{Name: in.Name.Or(""), Kind: rules.KindNumber, List: in.Many.Or(false)}
	}
	s, err := empty()
	if err != nil {
		return x
	}
	scope, err := s.Scope(vars...)
	if err != nil {
		return x
	}
	x.rule, _ = scope.Compile(m.Method.Or(""), rules.KindNumber, rules.KindInt)
	return x
}

// reproduce computes a result again by the method in force.
func reproduce(args []rules.Value) rules.Value {
	o, r := the(args[0]), the(args[1])
	m, _ := o.entity.(*isms.Measure)
	res, _ := r.entity.(*isms.MeasureResult)
	if open := missingOf(o, r); open != nil {
		return rules.Unknown(open...)
	}
	stored, measured := res.Value.Get()
	if !measured {
		return rules.None()
	}
	got, _ := o.world.methods.LoadOrStore(m, sync.OnceValue(func() *method { return compileMethod(m) }))
	x := got.(func() *method)()
	if x.rule == nil {
		return rules.None()
	}
	values := make([]rules.Value, len(x.inputs))
	for i, in := range x.inputs {
		v := inputValue(res, in.Name.Or(""), in.Many.Or(false))
		if !v.Known() {
			return rules.None()
		}
		values[i] = v
	}
	out := x.rule.Eval(values...)
	if out.Failure() != nil || out.Unknown() {
		return rules.None()
	}
	exact := new(big.Rat)
	if v := out.Value(); v.Kind() == rules.KindInt {
		exact.SetInt64(v.Int())
	} else if exact.SetFloat64(v.Number()) == nil {
		return rules.None()
	}
	rounded, err := isms.ParseDecimal(exact.FloatString(decimals(stored)))
	if err != nil {
		return rules.None()
	}
	return numberOf(rounded)
}

// missingOf lists what must be given before a result can be computed again.
func missingOf(o, r *object) []string {
	var open []string
	for _, f := range []struct {
		of   *object
		name string
	}{{o, "method"}, {o, "inputs"}, {r, "value"}, {r, "inputs"}} {
		open = openIn(f.of.Field(f.name), f.of.fieldPath(f.name), open)
	}
	list := open[:0]
	for _, path := range open {
		// What an input is called and counts is no part of the computation.
		if !strings.HasSuffix(path, ".title") && !strings.HasSuffix(path, ".unit") {
			list = append(list, path)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

func inputValue(res *isms.MeasureResult, name string, many bool) rules.Value {
	for _, in := range res.Inputs.Or(nil) {
		if in.Name.Or("") != name {
			continue
		}
		if many {
			if list, ok := in.Values.Get(); ok {
				return valueOf(list)
			}
			continue
		}
		if d, ok := in.Value.Get(); ok {
			return numberOf(d)
		}
	}
	return rules.Value{}
}

func decimals(d isms.Decimal) int {
	_, fraction, _ := strings.Cut(d.String(), ".")
	return len(fraction)
}
