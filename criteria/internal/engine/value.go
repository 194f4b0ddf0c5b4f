package engine

import (
	"math"
	"slices"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// Const is a value in the engine's own form, made once and used in many runs.
// The zero Const is no value.
type Const struct {
	kind Kind
	val  ref.Val
}

// Kind gives the type of the value.
func (c Const) Kind() Kind { return c.kind }

// BoolConst makes a bool.
func BoolConst(b bool) Const { return Const{Bool, types.Bool(b)} }

// IntConst makes an int.
func IntConst(i int64) Const { return Const{Int, types.Int(i)} }

// DoubleConst makes a double.
func DoubleConst(f float64) Const { return Const{Double, types.Double(f)} }

// StringConst makes a string.
func StringConst(s string) Const { return Const{String, types.String(s)} }

// TimestampConst makes a timestamp, in UTC.
func TimestampConst(t time.Time) Const { return Const{Timestamp, types.Timestamp{Time: t.UTC()}} }

// DurationConst makes a duration.
func DurationConst(d time.Duration) Const { return Const{Duration, types.Duration{Duration: d}} }

// StringsConst makes a list of strings. The slice must not change afterwards.
func StringsConst(s []string) Const {
	return Const{Strings, types.NewStringList(types.DefaultTypeAdapter, s)}
}

// Result is what one run gives: a value, or the variables on whose unknown
// values it depends, or a failure.
type Result struct {
	val     ref.Val
	unknown *types.Unknown
	failure *Failure
}

// Known tells whether the run gave a value.
func (r Result) Known() bool { return r.unknown == nil && r.failure == nil && r.val != nil }

// Failure gives the error of the run, or nil.
func (r Result) Failure() *Failure { return r.failure }

// Unknown tells whether the value depends on unknown variables.
func (r Result) Unknown() bool { return r.unknown != nil }

// Blame calls f with the index of each variable whose unknown value the
// result depends on, in ascending order.
func (r Result) Blame(f func(variable int)) {
	if r.unknown == nil {
		return
	}
	for _, id := range slices.Sorted(slices.Values(r.unknown.IDs())) { // the engine gives them in any order
		f(int(id) - unknownBase)
	}
}

// Bool gives the value of a bool.
func (r Result) Bool() bool { b, _ := r.val.(types.Bool); return bool(b) }

// Int gives the value of an int.
func (r Result) Int() int64 { i, _ := r.val.(types.Int); return int64(i) }

// Double gives the value of a double.
func (r Result) Double() float64 { d, _ := r.val.(types.Double); return float64(d) }

// String gives the value of a string.
func (r Result) String() string { s, _ := r.val.(types.String); return string(s) }

// Time gives the value of a timestamp.
func (r Result) Time() time.Time { t, _ := r.val.(types.Timestamp); return t.Time }

// Duration gives the value of a duration.
func (r Result) Duration() time.Duration { d, _ := r.val.(types.Duration); return d.Duration }

// Strings gives the value of a list of strings.
func (r Result) Strings() []string {
	l, ok := r.val.(traits.Lister)
	if !ok {
		return nil
	}
	n, _ := l.Size().(types.Int)
	out := make([]string, 0, int(n))
	for i := range int64(n) {
		s, _ := l.Get(types.Int(i)).(types.String)
		out = append(out, string(s))
	}
	return slices.Clip(out)
}

// finite turns a double that is no number into a failure: nothing of what
// follows from it could be compared or sealed.
func finite(v ref.Val) *Failure {
	if d, ok := v.(types.Double); ok && (math.IsNaN(float64(d)) || math.IsInf(float64(d), 0)) {
		return &Failure{Code: CodeNonFinite, Detail: "the value is not a finite number"}
	}
	return nil
}
