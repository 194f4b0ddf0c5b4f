package engine

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Shape is the type of what a rule may name: a field, a variable, the argument
// or the result of a function.
type Shape struct {
	Kind     Kind   // a scalar or Object
	Of       string // the name of the objects' type
	List     bool
	Nullable bool // may be stated to be none; times, durations and objects always may
}

func (s Shape) celType() *cel.Type {
	t := s.Kind.celType()
	if s.Kind == Object {
		t = cel.ObjectType(s.Of)
	}
	if s.List {
		return cel.ListType(t)
	}
	return t
}

// mayBeNone tells whether a value of the shape can be none.
func (s Shape) mayBeNone() bool {
	return s.Nullable || !s.List && (s.Kind == Timestamp || s.Kind == Duration || s.Kind == Object)
}

func (s Shape) String() string { return cel.FormatCELType(s.celType()) }

// fits tells whether a known value has the shape.
func (s Shape) fits(v ref.Val) bool {
	if s.List {
		l, ok := v.(*list)
		return ok && l.fits(s)
	}
	switch v := v.(type) {
	case types.Bool:
		return s.Kind == Bool
	case types.Int:
		return s.Kind == Int
	case types.Double:
		return s.Kind == Double
	case types.String:
		return s.Kind == String
	case types.Timestamp:
		return s.Kind == Timestamp
	case types.Duration:
		return s.Kind == Duration
	case *object:
		return s.Kind == Object && v.Entity.Type() == s.Of
	}
	return false
}

// fits looks at a list of the caller once; a list that a rule has built has
// the type that it was checked for.
func (l *list) fits(s Shape) bool {
	if l.load(); l.fill == nil {
		return true
	}
	return l.kinds&^(1<<s.Kind|1<<Missing) == 0 && !l.mixed && (l.of == "" || l.of == s.Of)
}

// A Field is an attribute of an object type.
type Field struct {
	Name string
	Shape
}

// An ObjectType is a type of the caller's model.
type ObjectType struct {
	Name   string
	Fields []Field
}

// A HostFunction is a function of the caller's: pure, total, and safe for
// concurrent use.
type HostFunction struct {
	Name    string
	Params  []Shape
	Result  Shape
	Partial bool     // takes unknown arguments, too
	Cost    uint64   // units of the limit of cost; 0 means 1
	Reads   []string // fields that it reads of its arguments, as type.field
	Call    func(args []Const) Const
}

// Schema is a model and its functions. It is immutable and safe for concurrent use.
type Schema struct {
	cel       *cel.Env
	types     map[string]*modelType
	functions map[string]*HostFunction
}

type modelType struct {
	fields map[string]Field
	names  []string // in order of declaration
}

// NewSchema checks a model and makes the environment that its rules extend.
func NewSchema(objects []ObjectType, functions []HostFunction) (*Schema, error) {
	s := &Schema{types: map[string]*modelType{}, functions: map[string]*HostFunction{}}
	var wrong []error
	report := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	for _, o := range objects {
		if s.types[o.Name] != nil || !ValidIdentifier(o.Name) {
			report("type %q: is declared twice or no identifier", o.Name)
			continue
		}
		t := &modelType{fields: map[string]Field{}}
		s.types[o.Name] = t
		for _, f := range o.Fields {
			if _, twice := t.fields[f.Name]; twice || !ValidIdentifier(f.Name) || slices.Contains(literalWords, f.Name) {
				report("field %q of %s: is declared twice or no identifier", f.Name, o.Name)
			}
			t.fields[f.Name] = f
			t.names = append(t.names, f.Name)
		}
	}
	for _, o := range objects {
		for _, f := range o.Fields {
			if err := s.checkShape(f.Shape); err != nil {
				report("field %s of %s: %w", f.Name, o.Name, err)
			}
		}
	}
	b, err := ruleBase()
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	taken := map[string]bool{}
	for name, f := range b.Functions() {
		taken[name] = true
		for _, o := range f.OverloadDecls() {
			taken[o.ID()] = true
		}
	}
	reserved := RuleReservedNames()
	opts := []cel.EnvOption{cel.CustomTypeProvider(provider{s}), cel.CustomTypeAdapter(adapter{})}
	for _, f := range functions {
		if s.functions[f.Name] != nil || !ValidIdentifier(f.Name) || slices.Contains(reserved, f.Name) || taken[f.Name] {
			report("function %q: is declared twice, reserved or no identifier", f.Name)
			continue
		}
		s.functions[f.Name] = &f
		for i, p := range append(slices.Clone(f.Params), f.Result) {
			if err := s.checkShape(p); err != nil {
				report("parameter %d or the result of function %s: %w", i+1, f.Name, err)
			}
		}
		if f.Call == nil {
			report("function %s: has no body", f.Name)
		}
		opts = append(opts, f.option())
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	if s.cel, err = b.Extend(opts...); err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	return s, nil
}

// literalWords are lexed before the parser can take them as names of fields.
var literalWords = []string{"in", "true", "false", "null"}

func (s *Schema) checkShape(p Shape) error {
	switch p.Kind {
	case Bool, Int, Double, String, Timestamp, Duration:
		if p.Of != "" {
			return fmt.Errorf("a %s is of no type", p.Kind)
		}
		return nil
	case Object:
		if s.types[p.Of] == nil {
			return fmt.Errorf("unknown type %q", p.Of)
		}
		return nil
	}
	return fmt.Errorf("no kind for a value of a rule: %s", p.Kind)
}

// NewEnv makes the environment of rules that have these variables.
func (s *Schema) NewEnv(vars []Var) (*Env, error) {
	reserved := RuleReservedNames()
	seen := map[string]bool{}
	for _, v := range vars {
		if seen[v.Name] || !ValidIdentifier(v.Name) || slices.Contains(reserved, v.Name) {
			return nil, fmt.Errorf("variable %q: is declared twice, reserved or no identifier", v.Name)
		}
		seen[v.Name] = true
		if err := s.checkShape(v.Shape); err != nil {
			return nil, fmt.Errorf("variable %s: %w", v.Name, err)
		}
	}
	e := &Env{cel: s.cel, schema: s, dialect: ruleDialect()}
	return e.extend(vars, nil)
}

func (s *Schema) programOptions(loops bool) []cel.ProgramOption {
	opts := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if loops {
		opts = append(opts, cel.CostTracking(ruleCost{s.functions}), cel.CostLimit(MaxRuleCost))
	}
	return opts
}

// option declares the function to the engine.
func (f *HostFunction) option() cel.EnvOption {
	args := make([]*cel.Type, len(f.Params))
	for i, p := range f.Params {
		args[i] = p.celType()
	}
	overload := []cel.OverloadOpt{cel.FunctionBinding(f.call)}
	if f.Partial {
		overload = append(overload, cel.OverloadIsNonStrict())
	}
	return cel.Function(f.Name, decls.DisableTypeGuards(true), cel.Overload("@host_"+f.Name, args, f.Result.celType(), overload...))
}

func (f *HostFunction) call(values ...ref.Val) ref.Val {
	args := make([]Const, len(values))
	var vague obstacles
	for i, v := range values {
		switch v := v.(type) {
		case *types.Err:
			return v
		case types.Null:
			if !f.Params[i].Nullable {
				return failing(CodeNone, "an argument of "+f.Name+" is none")
			}
		case *list:
			vague.add(v.vague)
		}
		args[i] = constOf(v)
	}
	if o := vague.value(); o != nil && !f.Partial {
		return o
	}
	c := f.Call(args)
	switch v := c.val.(type) {
	case nil:
		return unknownAt(f.Name + "()")
	case *types.Unknown:
		return v
	case types.Null:
		if f.Result.mayBeNone() {
			return v
		}
	default:
		if f.Result.fits(v) {
			return v
		}
	}
	return failing(CodeModel, "the result of "+f.Name+" is no "+f.Result.String())
}

// provider tells the checker the types of the schema.
type provider struct{ *Schema }

func (provider) EnumValue(name string) ref.Val               { return types.NewErr("no enum %s", name) }
func (provider) FindIdent(string) (ref.Val, bool)            { return nil, false }
func (provider) NewValue(string, map[string]ref.Val) ref.Val { return types.WrapErr(errNoConversion) }

func (p provider) FindStructType(name string) (*types.Type, bool) {
	if p.types[name] == nil {
		return nil, false
	}
	return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
}

func (p provider) FindStructFieldNames(name string) ([]string, bool) {
	t := p.types[name]
	if t == nil {
		return nil, false
	}
	return slices.Sorted(maps.Keys(t.fields)), true
}

func (p provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	t := p.types[name]
	if t == nil {
		return nil, false
	}
	f, ok := t.fields[field]
	if !ok {
		return nil, false
	}
	return &types.FieldType{Type: f.celType(), IsSet: func(any) bool { return true }, GetFrom: f.of(name)}, true
}

// of gives the reader of the field of objects of a type.
func (f Field) of(typeName string) ref.FieldGetter {
	none, nullable := &codeError{CodeNone, "the field " + f.Name + " of an object that is none"}, f.mayBeNone()
	wrong := &codeError{CodeModel, "the field " + typeName + "." + f.Name + " is no " + f.String()}
	return func(target any) (any, error) {
		o, ok := target.(*object)
		if !ok {
			if u, ok := target.(*types.Unknown); ok {
				return u, nil
			}
			return nil, none
		}
		switch v := o.Entity.Field(f.Name).val.(type) {
		case nil:
			return unknownAt(o.Path() + "." + f.Name), nil
		case *types.Unknown:
			return v, nil
		case types.Null:
			if nullable {
				return v, nil
			}
		default:
			if f.fits(v) {
				return v, nil
			}
		}
		return nil, wrong
	}
}

// adapter lets the values of rules pass, which are the engine's already.
type adapter struct{}

func (adapter) NativeToValue(v any) ref.Val {
	if v, ok := v.(ref.Val); ok {
		return v
	}
	return types.DefaultTypeAdapter.NativeToValue(v)
}
