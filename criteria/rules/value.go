package rules

import (
	"fmt"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// Kind is the kind of a value.
type Kind uint8

// The kinds of values that a schema may declare. The zero Kind is invalid.
const (
	KindBool     Kind = iota + 1
	KindInt           // 64 bits, signed
	KindNumber        // IEEE 754 double
	KindText          // Unicode
	KindTime          // a point in time, in UTC, to the nanosecond
	KindDuration      // to the nanosecond
	KindObject        // of a type of the schema
)

// Kinds that a value may have besides.
const (
	KindList    Kind = iota + 100
	KindNone         // stated to be none
	KindUnknown      // not given
)

var kinds = [...]struct {
	kind   Kind
	engine engine.Kind
	name   string
}{
	{KindBool, engine.Bool, "bool"}, {KindInt, engine.Int, "int"}, {KindNumber, engine.Double, "double"}, {KindText, engine.String, "string"},
	{KindTime, engine.Timestamp, "timestamp"}, {KindDuration, engine.Duration, "duration"}, {KindObject, engine.Object, "object"},
	{KindList, engine.List, "list"}, {KindNone, engine.Null, "none"}, {KindUnknown, engine.Missing, "unknown"},
}

// String gives the name that the dialect uses.
func (k Kind) String() string {
	for _, x := range kinds {
		if x.kind == k {
			return x.name
		}
	}
	return "invalid"
}

func (k Kind) engine() engine.Kind {
	for _, x := range kinds {
		if x.kind == k {
			return x.engine
		}
	}
	return engine.Invalid
}

// Value is a value of the model. The zero Value is unknown.
type Value struct{ c engine.Const }

// Object is an entity of the model. Its methods give the same each time, and
// are called from as many goroutines as evaluate rules over it.
type Object interface {
	// Type is the name of its type in the schema.
	Type() string
	// Path names it in the caller's documents, such as documents[D-1]. That of
	// a field which is not given follows from it: documents[D-1].approvedBy.
	Path() string
	// Field gives the value of a field of its type. A value of another kind than
	// declared is the failure [Model].
	Field(name string) Value
}

// Bool makes a truth value.
func Bool(b bool) Value { return Value{engine.BoolConst(b)} }

// Int makes a whole number.
func Int(i int64) Value { return Value{engine.IntConst(i)} }

// Number makes a double.
func Number(f float64) Value { return Value{engine.DoubleConst(f)} }

// Text makes a text.
func Text(s string) Value { return Value{engine.StringConst(s)} }

// Time makes a point in time.
func Time(t time.Time) Value { return Value{engine.TimestampConst(t)} }

// Duration makes a length of time.
func Duration(d time.Duration) Value { return Value{engine.DurationConst(d)} }

// None is what is stated not to be there.
func None() Value { return Value{engine.NullConst()} }

// Unknown is what is not given, with the paths of what it follows from: mostly
// one, its own. A field without a path, or the zero Value, gets that of its
// object and its name.
func Unknown(paths ...string) Value { return Value{engine.MissingConst(paths...)} }

// Of makes a value of an object. A caller with many rules keeps it.
func Of(o Object) Value { return Value{engine.ObjectConst(entity{o})} }

// Get reads a field of an object as a rule does: one that is not given is
// unknown under its own path. Functions of a schema use it.
func Get(o Object, field string) Value {
	v := o.Field(field)
	if v.c.Kind() == engine.Invalid || v.c.Kind() == engine.Missing && v.c == engine.MissingConst("") {
		return Unknown(o.Path() + "." + field)
	}
	return v
}

// List makes a list.
func List(items ...Value) Value { return ListFunc(len(items), func(i int) Value { return items[i] }) }

// ListFunc makes a list of n elements, which are asked for once, in order, when
// the list is first used.
func ListFunc(n int, at func(i int) Value) Value {
	return Value{engine.ListConst(n, func(i int) engine.Const { return at(i).c })}
}

// entity is an object in the engine's words.
type entity struct{ Object }

func (e entity) Field(name string) engine.Const { return e.Object.Field(name).c }

// Kind gives the kind of the value, KindUnknown for the zero Value.
func (v Value) Kind() Kind {
	for _, x := range kinds {
		if x.engine == v.c.Kind() {
			return x.kind
		}
	}
	return KindUnknown
}

// Known tells whether the value is given; none is given, too.
func (v Value) Known() bool { return v.Kind() != KindUnknown }

// IsNone tells whether the value is stated to be none.
func (v Value) IsNone() bool { return v.c.Kind() == engine.Null }

// Bool gives a truth value, false for other kinds.
func (v Value) Bool() bool { return v.c.Result().Bool() }

// Int gives a whole number, 0 for other kinds.
func (v Value) Int() int64 { return v.c.Result().Int() }

// Number gives a double, 0 for other kinds.
func (v Value) Number() float64 { return v.c.Result().Double() }

// Text gives a text, "" for other kinds.
func (v Value) Text() string { return v.c.Result().String() }

// Time gives a point in time in UTC, the zero time for other kinds.
func (v Value) Time() time.Time { return v.c.Result().Time() }

// Duration gives a length of time, 0 for other kinds.
func (v Value) Duration() time.Duration { return v.c.Result().Duration() }

// Object gives the caller's object, nil for other kinds.
func (v Value) Object() Object {
	if e, ok := v.c.Entity().(entity); ok {
		return e.Object
	}
	return nil
}

// Len gives the number of elements of a list, 0 for other kinds.
func (v Value) Len() int { return v.c.Len() }

// At gives the element i of a list; i is at least 0 and less than Len.
func (v Value) At(i int) Value { return Value{v.c.At(i)} }

// Paths lists the attributes that an unknown value stands for, sorted, at most
// [MaxMissing]; nil for other kinds.
func (v Value) Paths() []string {
	if v.Known() {
		return nil
	}
	paths, _ := v.c.Result().Missing()
	return paths
}

// String shows the value to a reader; it is no expression.
func (v Value) String() string {
	switch v.Kind() {
	case KindBool:
		return fmt.Sprint(v.Bool())
	case KindInt:
		return fmt.Sprint(v.Int())
	case KindNumber:
		return fmt.Sprint(v.Number())
	case KindText:
		return v.Text()
	case KindTime:
		return v.Time().Format(time.RFC3339Nano)
	case KindDuration:
		return v.Duration().String()
	case KindObject:
		return v.Object().Path()
	case KindList:
		return fmt.Sprintf("list of %d", v.Len())
	}
	return v.Kind().String()
}
