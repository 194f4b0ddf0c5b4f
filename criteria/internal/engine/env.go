package engine

import (
	"fmt"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types/ref"
)

// Var declares a variable.
type Var struct {
	Name  string
	Kind  Kind
	Scale string // the scale whose values it takes, "" if none
	Shape Shape  // of a rule's variable, in place of Kind
}

func (v Var) celType() *cel.Type {
	if v.Shape.Kind != Invalid {
		return v.Shape.celType()
	}
	return v.Kind.celType()
}

// NamedConst declares a qualified constant such as impact.severe.
type NamedConst struct {
	Group, Name string
	Scale       string // the scale it is a level of, "" if none
	Value       Const
}

// Env is the set of names that the expressions of one document may use. It is
// immutable and safe for concurrent use.
type Env struct {
	cel      *cel.Env
	vars     []Var
	index    map[string]int
	unknowns []ref.Val // what variables are that have no value
	consts   map[string]NamedConst
	groups   map[string][]string // group -> names of its constants, in order
	tables   map[string]*Table
	later    map[string]bool // names that are declared further down in the document
	dialect  *dialect
	schema   *Schema // the model of rules; nil in criteria

	aggregators []Aggregator

	released *sync.Pool // of *Vars
}

// NewEnv makes an environment. later names what the document declares further
// down, so that an expression that uses it is told so. The caller has checked
// that names are identifiers, unreserved and unique.
func NewEnv(vars []Var, consts []NamedConst, tables []*Table, later []string) (*Env, error) {
	b, err := base()
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	e := &Env{
		consts: make(map[string]NamedConst, len(consts)),
		groups: map[string][]string{},
		tables: make(map[string]*Table, len(tables)),
		later:  make(map[string]bool, len(later)),

		dialect: dialectV1(),
	}
	for _, n := range later {
		e.later[n] = true
	}
	opts := make([]cel.EnvOption, 0, len(vars)+len(consts)+len(tables))
	for _, c := range consts {
		full := c.Group + "." + c.Name
		e.consts[full] = c
		e.groups[c.Group] = append(e.groups[c.Group], c.Name)
		opts = append(opts, cel.Constant(full, c.Value.kind.celType(), c.Value.val))
	}
	for _, t := range tables {
		e.tables[t.Name] = t
		opts = append(opts, t.option())
	}
	e.cel = b
	return e.extend(vars, opts)
}

// Len counts the variables.
func (e *Env) Len() int { return len(e.vars) }

// With returns an environment that has further variables, declared by now.
func (e *Env) With(vars ...Var) (*Env, error) { return e.extend(vars, nil) }

func (e *Env) extend(vars []Var, opts []cel.EnvOption) (*Env, error) {
	x := *e
	x.released = new(sync.Pool)
	x.vars = append(e.vars[:len(e.vars):len(e.vars)], vars...)
	x.index = make(map[string]int, len(x.vars))
	x.unknowns = make([]ref.Val, len(x.vars))
	for i, v := range x.vars {
		x.index[v.Name] = i
		x.unknowns[i] = newUnknown(i, v.Name)
		if i >= len(e.vars) {
			opts = append(opts, cel.Variable(v.Name, v.celType()))
		}
	}
	var err error
	if x.cel, err = e.cel.Extend(opts...); err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	return &x, nil
}

// ValidIdentifier tells whether s can be a name in an expression: an
// identifier of at most 64 bytes.
func ValidIdentifier(s string) bool {
	if s == "" || len(s) > 64 || strings.IndexByte("0123456789", s[0]) >= 0 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
