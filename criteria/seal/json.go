package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrJSON is the error of a text that has no canonical form.
var ErrJSON = errors.New("no canonical JSON")

// MaxDepth is how deep arrays and objects may be nested for [Canonical].
const MaxDepth = 128

// AppendString appends s to b as a JSON string in the form of RFC 8785:
// quotes, backslashes and the control characters below U+0020 are escaped, as
// short as possible, and nothing else is.
//
// The string should be valid UTF-8. Every byte that is not becomes U+FFFD, so
// that different strings could get the same text: where a digest is made of
// it, check the string first.
func AppendString(b []byte, s string) []byte {
	if simple(s) {
		b = append(b, '"')
		b = append(b, s...)
		return append(b, '"')
	}
	// The error says no more than that the string was not valid UTF-8.
	b, _ = jsontext.AppendQuote(b, s)
	return b
}

// simple tells whether a string is written as it is: most are.
func simple(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// Canonical returns the canonical form of a JSON text after RFC 8785: without
// spaces, members sorted by their names in UTF-16, strings and numbers in
// their shortest form. The form of a canonical text is the text itself. The
// text v is left as it is.
//
// As in the RFC, a number is an IEEE 754 double: a number with more digits is
// rounded, such as an integer beyond 2^53.
//
// Names that occur twice in an object, invalid UTF-8, lone surrogates, numbers
// beyond the range of a double, anything behind the value and nesting deeper
// than [MaxDepth] are an [ErrJSON].
func Canonical(v []byte) ([]byte, error) {
	if err := checkJSON(v); err != nil {
		return nil, fmt.Errorf("seal: %w: %w", ErrJSON, err)
	}
	c := jsontext.Value(bytes.Clone(v))
	if err := c.Canonicalize(); err != nil {
		return nil, fmt.Errorf("seal: %w: %w", ErrJSON, err)
	}
	return c, nil
}

// checkJSON refuses what jsontext would accept: sorting members moves the
// bytes of every level once more, so depth must be bounded, and numbers too
// large would become the largest double.
func checkJSON(v []byte) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(v)) // which reads v in place
	for {
		t, err := d.ReadToken()
		if err == io.EOF {
			return nil // none or several values are left to Canonicalize
		}
		if err != nil {
			return err
		}
		if d.StackDepth() > MaxDepth {
			return fmt.Errorf("nested deeper than %d at byte %d", MaxDepth, d.InputOffset())
		}
		if t.Kind() == '0' {
			if _, err := strconv.ParseFloat(t.String(), 64); err != nil {
				return fmt.Errorf("number out of range at byte %d", d.InputOffset())
			}
		}
	}
}
