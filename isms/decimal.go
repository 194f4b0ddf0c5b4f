package isms

import (
	"errors"
	"math/big"
	"strings"
)

// MaxDecimalLength bounds the characters of a decimal, written without an
// exponent.
const MaxDecimalLength = 40

// ErrDecimal is returned for what is no decimal.
var ErrDecimal = errors.New("isms: no decimal")

// A Decimal is an exact decimal number. Two decimals are equal if they are the
// same number. The zero Decimal is 0.
type Decimal struct{ text string }

// ParseDecimal reads a decimal such as -12.50, with at most MaxDecimalLength
// characters and no exponent.
func ParseDecimal(s string) (Decimal, error) {
	if len(s) > MaxDecimalLength || strings.Trim(s, "+-.0123456789") != "" {
		return Decimal{}, ErrDecimal
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Decimal{}, ErrDecimal
	}
	d, ok := decimalOf(r)
	if !ok {
		return Decimal{}, ErrDecimal
	}
	return d, nil
}

// decimalOf gives the canonical form; ok is false if it is too long, or no
// finite decimal.
func decimalOf(r *big.Rat) (d Decimal, ok bool) {
	if r.Sign() == 0 {
		return Decimal{}, true
	}
	n, exact := r.FloatPrec()
	if !exact {
		return Decimal{}, false
	}
	text := r.FloatString(n)
	return Decimal{text}, len(text) <= MaxDecimalLength
}

// Rat returns the number.
func (d Decimal) Rat() *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// String returns the number without an exponent and without zeros at the end.
func (d Decimal) String() string {
	if d.text == "" {
		return "0"
	}
	return d.text
}
