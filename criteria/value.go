package criteria

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/ismskit/ismskit/criteria/source"
)

// Type is the type of an input or of a value.
type Type uint8

// The types. The zero Type is invalid.
const (
	Rating    Type = iota + 1 // a level of a scale, or a range of levels
	Bool                      // true or false
	Int                       // 64-bit integer
	Double                    // finite IEEE 754 double
	String                    // text
	Strings                   // list of texts
	Timestamp                 // point in time, in UTC
	Duration                  // length of time
)

var typeNames = [...]string{"", "scale", "bool", "int", "double", "string", "list(string)", "timestamp", "duration"}

// String returns the name that documents use.
func (t Type) String() string {
	if int(t) < len(typeNames) {
		return typeNames[t]
	}
	return ""
}

// A Value is a value of an input, a parameter or an expression. The zero
// Value stands for what is not known. Values are immutable.
type Value struct {
	typ    Type
	lo, hi int32        // Rating: indexes of the lowest and highest level possible
	num    uint64       // Bool, Int, Double, Timestamp (nanoseconds are in ref), Duration
	ref    any          // String: string; Strings: []string; Timestamp: time.Time; Rating: *Scale
	boxed  engine.Const // the engine's form
}

// Level makes a rating: one level of a scale, by its index.
func (s *Scale) Level(index int) Value { return s.Range(index, index) }

// Range makes an uncertain rating: any level from low to high. Indexes outside
// the scale give the zero Value.
func (s *Scale) Range(low, high int) Value {
	if low < 0 || high < low || high >= len(s.Levels) {
		return Value{}
	}
	return Value{typ: Rating, lo: int32(low), hi: int32(high), ref: s}
}

// BoolValue makes a bool.
func BoolValue(b bool) Value {
	v := Value{typ: Bool, boxed: engine.BoolConst(b)}
	if b {
		v.num = 1
	}
	return v
}

// IntValue makes an int.
func IntValue(i int64) Value { return Value{typ: Int, num: uint64(i), boxed: engine.IntConst(i)} }

// StringValue makes a text.
func StringValue(s string) Value { return Value{typ: String, ref: s, boxed: engine.StringConst(s)} }

// StringsValue makes a list of texts; the slice is copied.
func StringsValue(s ...string) Value {
	s = slices.Clone(s)
	return Value{typ: Strings, ref: s, boxed: engine.StringsConst(s)}
}

// TimestampValue makes a point in time.
func TimestampValue(t time.Time) Value {
	t = t.UTC().Round(0)
	return Value{typ: Timestamp, ref: t, boxed: engine.TimestampConst(t)}
}

// DurationValue makes a length of time.
func DurationValue(d time.Duration) Value {
	return Value{typ: Duration, num: uint64(d), boxed: engine.DurationConst(d)}
}

// Type returns the value's type; 0 if it is not known.
func (v Value) Type() Type { return v.typ }

// Known tells whether there is a value.
func (v Value) Known() bool { return v.typ != 0 }

// Exact tells whether there is one value, not a range of several levels.
func (v Value) Exact() bool { return v.typ != 0 && (v.typ != Rating || v.lo == v.hi) }

// Levels returns the indexes of the lowest and the highest level of a rating.
func (v Value) Levels() (low, high int) { return int(v.lo), int(v.hi) }

// row gives the level of an exact rating or bool, -1 for every other value.
func (v Value) row() int32 {
	switch {
	case v.typ == Rating && v.lo == v.hi:
		return v.lo
	case v.typ == Bool:
		return int32(v.num)
	}
	return -1
}

// Scale returns the scale of a rating, otherwise nil.
func (v Value) Scale() *Scale { s, _ := v.ref.(*Scale); return s }

// Bool returns the value of a bool.
func (v Value) Bool() bool { return v.typ == Bool && v.num == 1 }

// Int returns the value of an int.
func (v Value) Int() int64 {
	if v.typ != Int {
		return 0
	}
	return int64(v.num)
}

// Text returns the value of a text.
func (v Value) Text() string { s, _ := v.ref.(string); return s }

// Texts returns a copy of a list of texts.
func (v Value) Texts() []string { s, _ := v.ref.([]string); return slices.Clone(s) }

// Time returns the value of a timestamp.
func (v Value) Time() time.Time { t, _ := v.ref.(time.Time); return t }

// Duration returns the value of a duration.
func (v Value) Duration() time.Duration {
	if v.typ != Duration {
		return 0
	}
	return time.Duration(v.num)
}

// Rat returns the exact value of an int, a double or an exact rating, and nil
// for every other value.
func (v Value) Rat() *big.Rat {
	switch {
	case v.typ == Int:
		return new(big.Rat).SetInt64(int64(v.num))
	case v.typ == Double:
		return new(big.Rat).SetFloat64(v.float())
	case v.typ == Rating && v.lo == v.hi:
		return new(big.Rat).Set(v.Scale().Levels[v.lo].Value)
	}
	return nil
}

// String returns the value as records hold it: a level's id (or two, low..high),
// a shortest decimal that gives the number back, a text, RFC 3339 in UTC, a
// duration such as 36h; "" if there is no value. Lists are joined by commas,
// for people; records hold them as lists.
func (v Value) String() string {
	switch v.typ {
	case Rating:
		ls := v.Scale().Levels
		if v.lo == v.hi {
			return ls[v.lo].ID
		}
		return ls[v.lo].ID + ".." + ls[v.hi].ID
	case Bool:
		return strconv.FormatBool(v.num == 1)
	case Int:
		return strconv.FormatInt(int64(v.num), 10)
	case Double:
		return formatDouble(v.float())
	case String:
		return v.Text()
	case Strings:
		return strings.Join(v.ref.([]string), ",")
	case Timestamp:
		return v.Time().Format(time.RFC3339Nano)
	case Duration:
		return source.FormatDuration(time.Duration(v.num))
	}
	return ""
}

// Equal tells whether two values are the same. Ratings are compared by the
// ids of their levels, so that they can be compared over two documents.
func (v Value) Equal(w Value) bool {
	if v.typ != w.typ {
		return false
	}
	switch v.typ {
	case Rating:
		a, b := v.Scale(), w.Scale()
		return a.Levels[v.lo].ID == b.Levels[w.lo].ID && a.Levels[v.hi].ID == b.Levels[w.hi].ID
	case String:
		return v.Text() == w.Text()
	case Strings:
		return slices.Equal(v.ref.([]string), w.ref.([]string))
	case Timestamp:
		return v.Time().Equal(w.Time())
	}
	return v.num == w.num
}

// Compare orders two values of one type, or two numbers, exactly: -1, 0 or 1.
// A value that is not known comes before every other one.
func (v Value) Compare(w Value) int {
	if !v.Known() || !w.Known() {
		return b2i(v.Known()) - b2i(w.Known())
	}
	if v.typ != w.typ || v.typ == Double {
		if a, b := v.Rat(), w.Rat(); a != nil && b != nil {
			return a.Cmp(b)
		}
		return int(v.typ) - int(w.typ)
	}
	switch v.typ {
	case Rating:
		if v.lo != w.lo {
			return cmpInt(int64(v.lo), int64(w.lo))
		}
		return cmpInt(int64(v.hi), int64(w.hi))
	case String:
		return strings.Compare(v.Text(), w.Text())
	case Strings:
		return slices.Compare(v.ref.([]string), w.ref.([]string))
	case Timestamp:
		return v.Time().Compare(w.Time())
	}
	return cmpInt(int64(v.num), int64(w.num))
}

func cmpInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
