package criteria

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// Stated is a value as somebody stated it, before criteria say what it means:
// the text likely, the number 2, or the range [likely, certain]. The zero
// Stated is nothing. It is immutable.
type Stated struct {
	kind  statedKind
	text  string // String and Number: the text, a number as a canonical decimal
	items []Stated
}

type statedKind uint8

const (
	statedText statedKind = iota + 1
	statedInt
	statedDecimal
	statedTrue
	statedFalse
	statedList
)

// StateText states a text: a level's id, or a value of type string, timestamp
// or duration.
func StateText(s string) Stated { return Stated{kind: statedText, text: s} }

// StateInt states a whole number.
func StateInt(i int64) Stated { return Stated{kind: statedInt, text: strconv.FormatInt(i, 10)} }

// StateBool states true or false.
func StateBool(b bool) Stated {
	if b {
		return Stated{kind: statedTrue}
	}
	return Stated{kind: statedFalse}
}

// StateDecimal states a number exactly. Only numbers that are finite decimals
// can be stated; any other gives the zero Stated.
func StateDecimal(r *big.Rat) Stated {
	if _, exact := r.FloatPrec(); !exact {
		return Stated{}
	}
	return Stated{kind: statedDecimal, text: formatRat(r)}
}

// StateList states a list: a range of ratings, or a list of texts.
func StateList(items ...Stated) Stated { return Stated{kind: statedList, items: items} }

// StateRange states that a rating is any level from low to high.
func StateRange(low, high string) Stated { return StateList(StateText(low), StateText(high)) }

// Given tells whether anything is stated.
func (s Stated) Given() bool { return s.kind != 0 }

// Equal tells whether the same is stated in the same way.
func (s Stated) Equal(t Stated) bool {
	if s.kind != t.kind || s.text != t.text || len(s.items) != len(t.items) {
		return false
	}
	for i := range s.items {
		if !s.items[i].Equal(t.items[i]) {
			return false
		}
	}
	return true
}

// AppendJSON appends what is stated as JSON.
func (s Stated) AppendJSON(b []byte) []byte {
	switch s.kind {
	case statedText:
		return seal.AppendString(b, s.text)
	case statedInt, statedDecimal:
		return append(b, s.text...)
	case statedTrue:
		return append(b, "true"...)
	case statedFalse:
		return append(b, "false"...)
	case statedList:
		b = append(b, '[')
		for i, item := range s.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = item.AppendJSON(b)
		}
		return append(b, ']')
	}
	return append(b, "null"...)
}

// ReadStated reads a value from a node. What cannot be a value is reported.
func ReadStated(r *source.Reporter, n *source.Node) Stated {
	switch n.Kind() {
	case source.String:
		if len(n.Text()) > MaxTextBytes {
			r.Report(n, source.Limit, "the text has %d bytes, at most %d are allowed", len(n.Text()), MaxTextBytes)
			return Stated{}
		}
		return StateText(n.Text())
	case source.Bool:
		return StateBool(n.Text() == "true")
	case source.Int, source.Float:
		d := r.DecimalOf(n)
		if d == nil {
			return Stated{}
		}
		if n.Kind() == source.Int {
			return Stated{kind: statedInt, text: formatRat(d)}
		}
		return StateDecimal(d)
	case source.List:
		if n.Len() > MaxListItems {
			r.Report(n, source.Limit, "the list has %d items, at most %d are allowed", n.Len(), MaxListItems)
			return Stated{}
		}
		items := make([]Stated, 0, n.Len())
		for _, item := range n.Items() {
			if item.Kind() == source.List {
				r.Report(item, source.WrongType, "a value may be a list, but not a list of lists")
				return Stated{}
			}
			s := ReadStated(r, item)
			if !s.Given() {
				return Stated{}
			}
			items = append(items, s)
		}
		return StateList(items...)
	case source.Null:
		r.Report(n, source.WrongType, "is empty; leave the key out for what is not known")
	default:
		r.Report(n, source.WrongType, "a value is a text, a number, a bool or a list, not %s", article(n.Kind()))
	}
	return Stated{}
}

// describe names what is stated, for messages.
func (s Stated) describe() string {
	switch s.kind {
	case statedText:
		return "a text"
	case statedInt:
		return "a whole number"
	case statedDecimal:
		return "a decimal"
	case statedTrue, statedFalse:
		return "a bool"
	case statedList:
		return "a list"
	}
	return "nothing"
}

// rat gives the number that is stated, or nil.
func (s Stated) rat() *big.Rat {
	if s.kind != statedInt && s.kind != statedDecimal {
		return nil
	}
	r, _ := new(big.Rat).SetString(s.text)
	return r
}

// String gives the value as a person would write it.
func (s Stated) String() string {
	if s.kind == statedText {
		return s.text
	}
	if s.kind != statedList {
		return string(s.AppendJSON(nil))
	}
	parts := make([]string, len(s.items))
	for i := range s.items {
		parts[i] = s.items[i].String()
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// Texts gives the items of a list of texts, or the one text; ok is false if
// something else is stated.
func (s Stated) Texts() (texts []string, ok bool) {
	if s.kind == statedText {
		return []string{s.text}, true
	}
	for _, item := range s.items {
		if item.kind != statedText {
			return nil, false
		}
		texts = append(texts, item.text)
	}
	return texts, s.kind == statedList
}
