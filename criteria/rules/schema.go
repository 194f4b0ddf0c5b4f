package rules

import (
	"fmt"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// Dialect is the name and version of the dialect.
const Dialect = engine.DialectRules

// Limits of the dialect; DIALECT.md lists all.
const (
	MaxMissing        = engine.MaxMissing        // paths of unknown attributes that a result lists
	MaxMissingCounted = engine.MaxMissingCounted // paths that it counts
)

// A Field is an attribute of a type.
type Field struct {
	Name     string // an identifier
	Kind     Kind
	Of       string // the type's name, of KindObject
	List     bool   // a list of such values
	Nullable bool   // may be none; a time, a duration and an object always may
	Doc      string // for the reader of a schema
}

// A Type is a type of objects.
type Type struct {
	Name   string // an identifier
	Doc    string
	Fields []Field
}

// A Param is the argument or the result of a function. None is passed to an
// argument that is Nullable, and is the failure [NoneValue] for others.
type Param struct {
	Kind     Kind
	Of       string
	List     bool
	Nullable bool
}

// A Function is a function of the caller's that rules may call. It is pure and
// total, and safe for concurrent use.
//
// Call gets one value of the declared kind for each parameter. Unless Partial is
// set, it is not called, and the result is unknown, where an argument, or an
// element of one that is a list, is unknown; fields of objects may be. It says
// what it could not learn by an unknown result: that of the field it read. To be
// sound, a result that it does give must not depend on what was unknown.
type Function struct {
	Name    string
	Doc     string
	Params  []Param
	Result  Param
	Partial bool
	Cost    uint64   // units of the limit of cost of one call, 0 for 1
	Reads   []string // fields that it reads, as "type.field", for [Rule.Reads]
	Call    func(args []Value) Value
}

// A Schema is a model and its functions. It is immutable.
type Schema struct {
	engine    *engine.Schema
	types     []Type
	functions []Function
}

// NewSchema makes a schema. The error joins all that is wrong: names that are
// no identifiers, reserved or taken, and types that nothing declares. What was
// passed must not change afterwards.
func NewSchema(types []Type, functions []Function) (*Schema, error) {
	objects := make([]engine.ObjectType, len(types))
	for i, t := range types {
		objects[i].Name = t.Name
		for _, f := range t.Fields {
			objects[i].Fields = append(objects[i].Fields, engine.Field{Name: f.Name, Shape: shape(f.Kind, f.Of, f.List, f.Nullable)})
		}
	}
	host := make([]engine.HostFunction, len(functions))
	for i, f := range functions {
		host[i] = engine.HostFunction{Name: f.Name, Result: f.Result.shape(), Partial: f.Partial, Cost: f.Cost, Reads: f.Reads}
		for _, p := range f.Params {
			host[i].Params = append(host[i].Params, p.shape())
		}
		if f.Call == nil {
			continue
		}
		host[i].Call = func(args []engine.Const) engine.Const {
			values := make([]Value, len(args))
			for i, a := range args {
				values[i] = Value{a}
			}
			return f.Call(values).c
		}
	}
	e, err := engine.NewSchema(objects, host)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	return &Schema{e, types, functions}, nil
}

// Types gives the types in order of declaration; do not change them.
func (s *Schema) Types() []Type { return s.types }

// Functions gives the functions in order of declaration; do not change them.
func (s *Schema) Functions() []Function { return s.functions }

func shape(k Kind, of string, list, nullable bool) engine.Shape {
	return engine.Shape{Kind: k.engine(), Of: of, List: list, Nullable: nullable}
}

func (p Param) shape() engine.Shape { return shape(p.Kind, p.Of, p.List, p.Nullable) }

// A Var is a variable of a rule.
type Var struct {
	Name     string // an identifier that is not reserved
	Kind     Kind
	Of       string
	List     bool
	Nullable bool
}

// A Scope is what some rules may name: the schema and variables. It is
// immutable; rules with the same variables share one.
type Scope struct {
	env  *engine.Env
	vars []Var
}

// Scope declares the variables of rules, in the order in which [Rule.Eval]
// takes their values.
func (s *Schema) Scope(vars ...Var) (*Scope, error) {
	declared := make([]engine.Var, len(vars))
	for i, v := range vars {
		declared[i] = engine.Var{Name: v.Name, Shape: shape(v.Kind, v.Of, v.List, v.Nullable)}
	}
	e, err := s.engine.NewEnv(declared)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	return &Scope{e, vars}, nil
}
