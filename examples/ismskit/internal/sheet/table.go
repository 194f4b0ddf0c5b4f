package sheet

import (
	"math/big"
	"strings"
	"time"
)

// A Table is what is written: a header and rows of values.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]Value
}

// A Value is a cell with its type. The zero Value is an empty cell.
type Value struct {
	kind valueKind
	text string
	at   time.Time
}

type valueKind uint8

const (
	textValue valueKind = iota + 1
	numberValue
	dateValue
	boolValue
)

// Text makes a cell that holds a text, whatever it looks like.
func Text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: textValue, text: s}
}

// Number makes a cell that holds a decimal number, written as Go writes it.
func Number(decimal string) Value {
	if decimal == "" {
		return Value{}
	}
	return Value{kind: numberValue, text: decimal}
}

// Rat makes a cell that holds a number; one that is no finite decimal is a text.
func Rat(r *big.Rat) Value {
	digits, exact := r.FloatPrec()
	if !exact {
		return Text(r.RatString())
	}
	return Number(r.FloatString(digits))
}

// Date makes a cell that holds a point in time, in UTC; the zero time is an empty
// one.
func Date(t time.Time) Value {
	if t.IsZero() {
		return Value{}
	}
	t = t.UTC()
	text := t.Format(time.RFC3339Nano)
	if t.Equal(t.Truncate(24 * time.Hour)) {
		text = t.Format(time.DateOnly)
	}
	return Value{kind: dateValue, text: text, at: t}
}

// Bool makes a cell that holds true or false.
func Bool(b bool) Value {
	v := Value{kind: boolValue, text: "false"}
	if b {
		v.text = "true"
	}
	return v
}

// ListSeparator stands between the entries of a list.
const ListSeparator = ";"

// List makes a cell that holds the entries of a list as one text.
func List(items []string) Value { return Text(strings.Join(items, ListSeparator+" ")) }
