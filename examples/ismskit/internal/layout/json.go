package layout

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

func appendJSON(b []byte, n *source.Node) ([]byte, error) {
	var err error
	switch n.Kind() {
	case source.Map:
		b = append(b, '{')
		for i, f := range n.Fields() {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(seal.AppendString(b, f.Key), ':')
			if b, err = appendJSON(b, f.Value); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case source.List:
		b = append(b, '[')
		for i, item := range n.Items() {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendJSON(b, item); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case source.String:
		return seal.AppendString(b, n.Text()), nil
	case source.Bool:
		return append(b, n.Text()...), nil
	case source.Int, source.Float:
		return appendNumber(b, n)
	}
	return append(b, "null"...), nil
}

// appendNumber writes a number as JSON spells it, exactly.
func appendNumber(b []byte, n *source.Node) ([]byte, error) {
	var r source.Reporter
	value := r.DecimalOf(n)
	if err := r.Err(); err != nil {
		return nil, err
	}
	text := decimal(value)
	if n.Kind() == source.Float && !strings.Contains(text, ".") {
		text += ".0" // it stays a number with a fraction
	}
	return append(b, text...), nil
}

// decimal writes a finite decimal with the digits that it has.
func decimal(value *big.Rat) string {
	digits, exact := value.FloatPrec()
	if !exact {
		return fmt.Sprint(value) // not reached: it was read from a decimal
	}
	return value.FloatString(digits)
}
