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
	typ   Type
	num   uint64 // Bool, Int, Double, Duration; Rating: indexes of the lowest and highest level possible
	scale *Scale // Rating
	box   *held  // String, Strings, Timestamp
}

// held holds what does not fit into a word, with the engine's form of it.
type held struct {
	text  string
	texts []string
	time  time.Time
	boxed engine.Const
}

// Level makes a rating: one level of a scale, by its index.
func (s *Scale) Level(index int) Value { return s.Range(index, index) }

// Range makes an uncertain rating: any level from low to high. Indexes outside
// the scale give the zero Value.
func (s *Scale) Range(low, high int) Value {
	if low < 0 || high < low || high >= len(s.Levels) {
		return Value{}
	}
	return Value{typ: Rating, num: uint64(low)<<32 | uint64(high), scale: s}
}

func (v Value) lo() int32 { return int32(v.num >> 32) }

func (v Value) hi() int32 { return int32(v.num) }

// BoolValue makes a bool.
func BoolValue(b bool) Value {
	if b {
		return Value{typ: Bool, num: 1}
	}
	return Value{typ: Bool}
}

// IntValue makes an int.
func IntValue(i int64) Value { return Value{typ: Int, num: uint64(i)} }

// StringValue makes a text.
func StringValue(s string) Value {
	return Value{typ: String, box: &held{text: s, boxed: engine.StringConst(s)}}
}

// StringsValue makes a list of texts; the slice is copied.
func StringsValue(s ...string) Value {
	s = slices.Clone(s)
	return Value{typ: Strings, box: &held{texts: s, boxed: engine.StringsConst(s)}}
}

// TimestampValue makes a point in time.
func TimestampValue(t time.Time) Value {
	t = t.UTC().Round(0)
	return Value{typ: Timestamp, box: &held{time: t, boxed: engine.TimestampConst(t)}}
}

// DurationValue makes a length of time.
func DurationValue(d time.Duration) Value { return Value{typ: Duration, num: uint64(d)} }

// boxed gives the engine's form of a value that is no rating.
func (v Value) boxed() engine.Const {
	switch v.typ {
	case Bool:
		return engine.BoolConst(v.num == 1)
	case Int:
		return engine.IntConst(int64(v.num))
	case Double:
		return engine.DoubleConst(v.float())
	case Duration:
		return engine.DurationConst(time.Duration(v.num))
	case String, Strings, Timestamp:
		return v.box.boxed
	}
	return engine.Const{}
}

// Type returns the value's type; 0 if it is not known.
func (v Value) Type() Type { return v.typ }

// Known tells whether there is a value.
func (v Value) Known() bool { return v.typ != 0 }

// Exact tells whether there is one value, not a range of several levels.
func (v Value) Exact() bool { return v.typ != 0 && (v.typ != Rating || v.lo() == v.hi()) }

// Levels returns the indexes of the lowest and the highest level of a rating.
func (v Value) Levels() (low, high int) { return int(v.lo()), int(v.hi()) }

// row gives the level of an exact rating or bool, -1 for every other value.
func (v Value) row() int32 {
	switch {
	case v.typ == Rating && v.lo() == v.hi():
		return v.lo()
	case v.typ == Bool:
		return int32(v.num)
	}
	return -1
}

// Scale returns the scale of a rating, otherwise nil.
func (v Value) Scale() *Scale { return v.scale }

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
func (v Value) Text() string {
	if v.typ != String {
		return ""
	}
	return v.box.text
}

// Texts returns a copy of a list of texts.
func (v Value) Texts() []string { return slices.Clone(v.texts()) }

func (v Value) texts() []string {
	if v.typ != Strings {
		return nil
	}
	return v.box.texts
}

// Time returns the value of a timestamp.
func (v Value) Time() time.Time {
	if v.typ != Timestamp {
		return time.Time{}
	}
	return v.box.time
}

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
	case v.typ == Rating && v.lo() == v.hi():
		return new(big.Rat).Set(v.Scale().Levels[v.lo()].Value)
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
		if v.lo() == v.hi() {
			return ls[v.lo()].ID
		}
		return ls[v.lo()].ID + ".." + ls[v.hi()].ID
	case Bool:
		return strconv.FormatBool(v.num == 1)
	case Int:
		return strconv.FormatInt(int64(v.num), 10)
	case Double:
		return formatDouble(v.float())
	case String:
		return v.Text()
	case Strings:
		return strings.Join(v.texts(), ",")
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
		return a.Levels[v.lo()].ID == b.Levels[w.lo()].ID && a.Levels[v.hi()].ID == b.Levels[w.hi()].ID
	case String:
		return v.Text() == w.Text()
	case Strings:
		return slices.Equal(v.texts(), w.texts())
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
		if v.lo() != w.lo() {
			return cmpInt(int64(v.lo()), int64(w.lo()))
		}
		return cmpInt(int64(v.hi()), int64(w.hi()))
	case String:
		return strings.Compare(v.Text(), w.Text())
	case Strings:
		return slices.Compare(v.texts(), w.texts())
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
