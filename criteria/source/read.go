package source

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// ValidID tells whether s is an id: a letter or digit, then letters, digits,
// ., _ and -, at most 64 of them.
func ValidID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || c != '.' && c != '_' && c != '-') {
			return false
		}
	}
	return true
}

// StringOf reads a text.
func (r *Reporter) StringOf(n *Node) string {
	switch n.Kind() {
	case String:
		return n.text
	case Int, Float, Bool:
		r.Report(n, WrongType, "wanted is a string, not %s; put it in quotes: %q", article(n.kind), Clip(n.text))
	case Null:
		r.Report(n, WrongType, "is empty; wanted is a string")
	default:
		r.Report(n, WrongType, "wanted is a string, not %s", article(n.Kind()))
	}
	return ""
}

// ScalarOf reads the text of any scalar but null.
func (r *Reporter) ScalarOf(n *Node) string {
	switch n.Kind() {
	case String, Int, Float, Bool:
		return n.text
	case Null:
		r.Report(n, WrongType, "is empty")
	default:
		r.Report(n, WrongType, "wanted is a single value, not %s", article(n.Kind()))
	}
	return ""
}

// BoolOf reads a bool.
func (r *Reporter) BoolOf(n *Node) bool {
	if n.Kind() != Bool {
		r.Report(n, WrongType, "wanted is true or false, not %s", describe(n))
		return false
	}
	return n.text == "true"
}

// IntOf reads an integer of 64 bits.
func (r *Reporter) IntOf(n *Node) int64 {
	if n.Kind() != Int {
		r.Report(n, WrongType, "wanted is an integer, not %s", describe(n))
		return 0
	}
	i, err := strconv.ParseInt(strings.TrimPrefix(n.text, "+"), 10, 64)
	if err != nil {
		r.Report(n, BadValue, "%s does not fit into 64 bits", Clip(n.text))
		return 0
	}
	return i
}

// IDOf reads an id.
func (r *Reporter) IDOf(n *Node) string {
	s := r.StringOf(n)
	if n.Kind() == String && !ValidID(s) {
		r.Report(n, BadValue, "%q is no id: letters, digits, ., _ and -, beginning with a letter or digit, at most 64", Clip(s))
		return ""
	}
	return s
}

// StringsOf reads a list of texts.
func (r *Reporter) StringsOf(n *Node) []string {
	if n.Kind() != List {
		r.Report(n, WrongType, "wanted is a list of strings, not %s", describe(n))
		return nil
	}
	out := make([]string, 0, len(n.items))
	for _, item := range n.items {
		out = append(out, r.StringOf(item))
	}
	return out
}

// Numbers are bounded, so that nobody can make us compute with millions of
// digits.
const (
	maxNumberLength = 40
	maxExponent     = 308
)

// DecimalOf reads a number exactly as it is written; nil if it is none.
func (r *Reporter) DecimalOf(n *Node) *big.Rat {
	if k := n.Kind(); k != Int && k != Float {
		r.Report(n, WrongType, "wanted is a number, not %s", describe(n))
		return nil
	}
	if strings.HasSuffix(n.text, "inf") || strings.HasSuffix(n.text, "nan") {
		r.Report(n, BadValue, "the number must be finite")
		return nil
	}
	if len(n.text) > maxNumberLength {
		r.Report(n, Limit, "the number has %d characters, at most %d are allowed", len(n.text), maxNumberLength)
		return nil
	}
	if i := strings.IndexAny(n.text, "eE"); i >= 0 {
		if e, err := strconv.Atoi(n.text[i+1:]); err != nil || e > maxExponent || e < -maxExponent {
			r.Report(n, Limit, "the exponent must be from -%d to %d", maxExponent, maxExponent)
			return nil
		}
	}
	x, ok := new(big.Rat).SetString(strings.TrimPrefix(n.text, "+"))
	if !ok {
		r.Report(n, BadValue, "%q is no number", Clip(n.text))
		return nil
	}
	return x
}

// TimeOf reads a point in time.
func (r *Reporter) TimeOf(n *Node) time.Time {
	if n.Kind() != String {
		r.Report(n, WrongType, "wanted is a date or a time, not %s", describe(n))
		return time.Time{}
	}
	t, err := ParseTime(n.text)
	if err != nil {
		r.Report(n, BadValue, "%q is no point in time: write 2026-02-01 or 2026-02-01T09:00:00Z", Clip(n.text))
	}
	return t
}

// DurationOf reads a length of time.
func (r *Reporter) DurationOf(n *Node) time.Duration {
	if n.Kind() != String {
		r.Report(n, WrongType, "wanted is a duration such as 90d, not %s", describe(n))
		return 0
	}
	d, err := ParseDuration(n.text)
	if err != nil {
		r.Report(n, BadValue, "%q is no duration: write 90d, 12h or 1d12h", Clip(n.text))
	}
	return d
}

// describe names what a node is, for messages.
func describe(n *Node) string {
	switch n.Kind() {
	case String:
		return fmt.Sprintf("the string %q", Clip(n.text))
	case Int, Float, Bool:
		return article(n.kind) + " (" + Clip(n.text) + ")"
	}
	return article(n.Kind())
}

func article(k Kind) string {
	switch k {
	case Int:
		return "an integer"
	case Null, Invalid:
		return "nothing"
	}
	return "a " + k.String()
}
