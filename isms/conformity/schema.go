package conformity

import (
	"fmt"
	"slices"
	"sync"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
)

// A shape is a type of the model that rules see, with the places of its fields.
type shape struct {
	rules.Type
	index map[string]int
	entry *isms.Type // nil for what is no type of package isms
	// own counts the fields that come from the documents; those behind them are
	// computed.
	own int
}

// model describes what rules see: the types of package isms with computed
// fields, those of risks, plans and statements, and the functions. It is made
// once and does not change.
var model = sync.OnceValue(func() *schema {
	s := &schema{shapes: map[string]*shape{}}
	for _, t := range isms.Types() {
		s.add(fromISMS(t))
	}
	for name, fields := range computedFields() {
		x := s.shapes[name]
		x.Fields = append(x.Fields, fields...)
	}
	for _, t := range otherTypes() {
		s.add(&shape{Type: t})
	}
	types := make([]rules.Type, len(s.order))
	for i, x := range s.order {
		x.index = map[string]int{}
		for j, f := range x.Fields {
			x.index[f.Name] = j
		}
		types[i] = x.Type
		s.names = append(s.names, x.Name)
	}
	var err error
	if s.rules, err = rules.NewSchema(types, functions()); err != nil {
		panic(fmt.Sprintf("conformity: %v", err))
	}
	slices.Sort(s.names)
	s.subjects = slices.DeleteFunc(slices.Clone(s.names), func(n string) bool { return slices.Contains(resultTypes, n) })
	return s
})

type schema struct {
	rules    *rules.Schema
	shapes   map[string]*shape
	order    []*shape
	names    []string
	subjects []string
}

func (s *schema) add(x *shape) {
	if s.shapes[x.Name] != nil {
		panic("conformity: the type " + x.Name + " is declared twice")
	}
	s.shapes[x.Name] = x
	s.order = append(s.order, x)
}

// resultTypes are types of what is computed: no rule is for each of them.
var resultTypes = []string{"comparison", "lintFinding", "outcome", "profile", "result", "used"}

// Subjects lists the types that a rule may be for, by name. The subject is a
// variable of that name.
func Subjects() []string { return slices.Clone(model().subjects) }

// Schema returns what rules see: types, fields and functions.
func Schema() *rules.Schema { return model().rules }

var kindOf = map[isms.Kind]rules.Kind{
	isms.KindText: rules.KindText, isms.KindID: rules.KindText, isms.KindWord: rules.KindText, isms.KindReference: rules.KindText,
	isms.KindDigest: rules.KindText, isms.KindBool: rules.KindBool, isms.KindInt: rules.KindInt, isms.KindDecimal: rules.KindNumber,
	isms.KindTime: rules.KindTime, isms.KindDuration: rules.KindDuration, isms.KindObject: rules.KindObject,
}

func fromISMS(t *isms.Type) *shape {
	x := &shape{Type: rules.Type{Name: t.Name, Doc: t.Doc}, entry: t, own: len(t.Fields)}
	for _, f := range t.Fields {
		g := rules.Field{Name: f.Name, Kind: kindOf[f.Kind], List: f.List, Nullable: f.Nullable, Doc: f.Doc}
		if f.Type != nil {
			g.Of = f.Type.Name
		}
		x.Fields = append(x.Fields, g)
	}
	return x
}

// variables are what every rule may name; a rule for a type has a variable of
// its name besides. The order is that of their values.
func variables(forEach string) []rules.Var {
	vars := []rules.Var{
		{Name: "asOf", Kind: rules.KindTime},
		{Name: "isms", Kind: rules.KindObject, Of: "isms"},
		{Name: "criteria", Kind: rules.KindObject, Of: "criteria"},
		{Name: "profile", Kind: rules.KindObject, Of: "profile"},
	}
	if forEach != "isms" && forEach != "criteria" {
		vars = append(vars, rules.Var{Name: forEach, Kind: rules.KindObject, Of: forEach})
	}
	return vars
}
