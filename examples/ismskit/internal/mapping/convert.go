package mapping

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
)

// number reads a number as people type it: with a decimal mark, and with marks
// between thousands.
func (m *Mapping) number(s string) (*big.Rat, error) {
	text := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "", "−", "-").Replace(s)
	if m.Decimal == "," {
		text = strings.ReplaceAll(strings.ReplaceAll(text, ".", ""), ",", ".")
	} else {
		text = strings.ReplaceAll(text, ",", "")
	}
	if len(text) == 0 || len(text) > 40 || strings.Trim(text, "0123456789+-.eE") != "" {
		return nil, fmt.Errorf("%q is no number", source.Clip(s))
	}
	if _, exponent, ok := strings.Cut(strings.ToLower(text), "e"); ok && len(strings.TrimLeft(exponent, "+-0")) > 2 {
		return nil, fmt.Errorf("%q is no number of reasonable size", source.Clip(s))
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%q is no number", source.Clip(s))
	}
	return r, nil
}

func (m *Mapping) percent(s string) (*big.Rat, error) {
	text, isPercent := strings.CutSuffix(strings.TrimSpace(s), "%")
	r, err := m.number(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("%q is no percentage", source.Clip(s))
	}
	if isPercent {
		r.Quo(r, big.NewRat(100, 1))
	}
	return r, nil
}

// symbols are signs of currencies; the first that occurs counts.
var symbols = []struct{ sign, code string }{{"€", "EUR"}, {"$", "USD"}, {"£", "GBP"}, {"¥", "JPY"}}

// magnitudes are what people write behind amounts, the longer first.
var magnitudes = []struct {
	suffix string
	factor int64
}{{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"tsd.", 1e3}, {"tsd", 1e3}, {"mio.", 1e6}, {"mio", 1e6}, {"mrd.", 1e9}, {"mrd", 1e9},
	{"mn", 1e6}, {"bn", 1e9}, {"k", 1e3}, {"m", 1e6}, {"b", 1e9}}

// money reads an amount. Its currency must be the column's, where it is written.
func (m *Mapping) money(s, currency string) (*big.Rat, error) {
	text := strings.TrimSpace(s)
	found := ""
	for _, symbol := range symbols {
		if strings.Contains(text, symbol.sign) {
			found, text = symbol.code, strings.Replace(text, symbol.sign, "", 1)
			break
		}
	}
	if found == "" {
		for _, part := range strings.Fields(text) {
			if code := strings.ToUpper(part); len(part) == 3 && part == code && strings.Trim(part, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
				found, text = code, strings.Replace(text, part, "", 1)
				break
			}
		}
	}
	if found != "" && currency != "" && found != currency {
		return nil, fmt.Errorf("%q is an amount in %s, not in %s", source.Clip(s), found, currency)
	}
	lower, factor := strings.ToLower(strings.TrimSpace(text)), int64(1)
	for _, x := range magnitudes {
		if rest, ok := strings.CutSuffix(lower, x.suffix); ok {
			lower, factor = strings.TrimSpace(rest), x.factor
			break
		}
	}
	r, err := m.number(lower)
	if err != nil {
		return nil, fmt.Errorf("%q is no amount", source.Clip(s))
	}
	return r.Mul(r, big.NewRat(factor, 1)), nil
}

// dateLayouts are the dates that cannot be mistaken for others.
var dateLayouts = []string{"2006-01-02", "2006/01/02", "02.01.2006", "2.1.2006", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006"}

var errDate = errors.New("is no date that can be read in one way only, such as 2026-03-01")

// date reads a date. In a workbook it is a number of days.
func date(s string, book *sheet.Book) (time.Time, error) {
	if t, ok := book.Date(s); ok {
		return t, nil
	}
	if t, err := source.ParseTime(s); err == nil {
		return t, nil
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1 {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q %w", source.Clip(s), errDate)
}

var (
	trueWords  = []string{"true", "yes", "y", "x", "1", "ja", "oui", "wahr"}
	falseWords = []string{"false", "no", "n", "0", "nein", "non", "falsch"}
)

func boolean(s string) (bool, error) {
	switch f := fold(s); {
	case slices.Contains(trueWords, f):
		return true, nil
	case slices.Contains(falseWords, f):
		return false, nil
	}
	return false, fmt.Errorf("%q is neither yes nor no", source.Clip(s))
}

// split gives the entries of a list.
func split(s, separator string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(strings.ReplaceAll(s, separator, "\n"), func(r rune) bool { return r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// state gives a cell its meaning as a statement.
func (m *Mapping) state(c *Column, cell string, book *sheet.Book) (criteria.Stated, error) {
	if c.Values != nil {
		v, ok := c.Values[fold(cell)]
		if !ok {
			return criteria.Stated{}, fmt.Errorf("%q is not in the table of values", source.Clip(cell))
		}
		return v, nil
	}
	switch c.As {
	case "text":
		return criteria.StateText(cell), nil
	case "number", "percent", "money":
		r, err := m.amount(c, cell)
		if err != nil {
			return criteria.Stated{}, err
		}
		return stateNumber(r)
	case "date":
		t, err := date(cell, book)
		if err != nil {
			return criteria.Stated{}, err
		}
		return criteria.StateText(t.Format(time.RFC3339)), nil
	case "bool":
		b, err := boolean(cell)
		return criteria.StateBool(b), err
	case "list":
		var items []criteria.Stated
		for _, s := range split(cell, c.Separator) {
			items = append(items, criteria.StateText(s))
		}
		return criteria.StateList(items...), nil
	}
	if low, high, ok := strings.Cut(cell, ".."); ok {
		return criteria.StateList(m.plain(strings.TrimSpace(low)), m.plain(strings.TrimSpace(high))), nil
	}
	return m.plain(cell), nil
}

func (m *Mapping) amount(c *Column, cell string) (*big.Rat, error) {
	switch c.As {
	case "percent":
		return m.percent(cell)
	case "money":
		return m.money(cell, c.Currency)
	}
	return m.number(cell)
}

// plain takes a cell that looks like a number for one, and true and false for
// what they say.
func (m *Mapping) plain(cell string) criteria.Stated {
	if lower := strings.ToLower(cell); lower == "true" || lower == "false" {
		return criteria.StateBool(lower == "true")
	}
	if r, err := m.number(cell); err == nil {
		if s, err := stateNumber(r); err == nil {
			return s
		}
	}
	return criteria.StateText(cell)
}

func stateNumber(r *big.Rat) (criteria.Stated, error) {
	if r.IsInt() && r.Num().IsInt64() {
		return criteria.StateInt(r.Num().Int64()), nil
	}
	if s := criteria.StateDecimal(r); s.Given() {
		return s, nil
	}
	return criteria.Stated{}, fmt.Errorf("%s is no finite decimal", r.RatString())
}
