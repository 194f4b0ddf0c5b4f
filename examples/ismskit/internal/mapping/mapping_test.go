package mapping_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/mapping"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/risk"
)

// TestCells reads cells as people type them.
func TestCells(t *testing.T) {
	for name, test := range map[string]struct{ column, cell, want string }{
		"plain number":  {"", "3", "3"},
		"plain text":    {"", "high", `"high"`},
		"plain bool":    {"", "TRUE", "true"},
		"range":         {"", "low..high", `["low","high"]`},
		"thousands":     {"as: number", "12'345.50", "12345.5"},
		"percent":       {"as: percent", "12.5 %", "0.125"},
		"fraction":      {"as: percent", "0.125", "0.125"},
		"euro":          {"as: money, currency: EUR", "€ 1.6K", "1600"},
		"code":          {"as: money, currency: EUR", "2 Mio. EUR", "2000000"},
		"other":         {"as: money, currency: EUR", "$ 5", ""},
		"date":          {"as: date", "15.03.2026", `"2026-03-15T00:00:00Z"`},
		"two ways":      {"as: date", "3/4/2026", ""},
		"yes":           {"as: bool", "x", "true"},
		"no":            {"as: bool", "Nein", "false"},
		"perhaps":       {"as: bool", "perhaps", ""},
		"list":          {"as: list, separator: /", "a / b", `["a","b"]`},
		"text":          {"as: text", "007", `"007"`},
		"value":         {"values: {Very High: vh}", " very high ", `"vh"`},
		"no value":      {"values: {Very High: vh}", "low", ""},
		"shown error":   {"", "#N/A", ""},
		"no number":     {"as: number", "1e999999", ""},
		"formula's own": {"as: number", "'-5", "-5"},
	} {
		comma := ""
		if test.column != "" {
			comma = ", "
		}
		m, err := mapping.Parse("m.yaml", []byte("format: ismskit.mapping/v1\nregister: {id: r}\ncolumns: {id: {to: id}, v: {to: inputs.v"+comma+test.column+"}}\n"))
		require.NoError(t, err, name)
		book := &sheet.Book{Sheets: []sheet.Sheet{{Rows: []sheet.Row{{Number: 1, Cells: []string{"ID", "V"}}, {Number: 2, Cells: []string{"R-1", test.cell}}}}}}
		result, err := m.Apply("x.csv", book)
		require.NoError(t, err, name)
		stated := result.Register.Risks[0].Inputs
		if test.want == "" {
			require.Empty(t, stated, name)
			require.Len(t, result.LeftOut, 1, name)
			continue
		}
		require.Empty(t, result.LeftOut, name)
		require.Equal(t, test.want, string(stated[0].Value.AppendJSON(nil)), name)
	}
}

func TestTargets(t *testing.T) {
	for target, ok := range map[string]bool{
		"id": true, "claimed.level": true, "current.likelihood": true, "inputs._x1": true, "rationale.a": true, "rationale.residual.a": true, "cia": true,
		"": false, "level": false, "claimed.when": false, "gross.likelihood": false, "current.": false, "current.1a": false, "inputs.a-b": false, "inputs._a.b": false,
		"rationale.gross.a": false, "current.a.b": false,
	} {
		_, got := mapping.ParseTarget(target)
		require.Equal(t, ok, got, target)
	}
}

// FuzzApply reads any mapping and any CSV: what comes of it is a register, or an
// error with a place.
func FuzzApply(f *testing.F) {
	f.Add([]byte("format: ismskit.mapping/v1\nregister: {id: r}\ncolumns: {id: {to: id}, l: {to: current.likelihood, values: {a: b, c: [d, e]}}}\n"), []byte("id,l\nR 1,a\n"))
	f.Add([]byte("format: ismskit.mapping/v1\nregister: {id: r}\nnumber: R-\nheader: 2\ndecimal: ','\ncolumns: {m: {to: inputs.m, as: money}, c: {to: cia}}\n"), []byte("\nm;c\n1,5 Mio. €;confidentiality\n"))
	f.Fuzz(func(t *testing.T, text, data []byte) {
		var e *source.Error
		m, err := mapping.Parse("m.yaml", text)
		if err != nil {
			require.ErrorAs(t, err, &e)
			return
		}
		book, err := sheet.ReadCSV("x.csv", data)
		if err != nil {
			return
		}
		result, err := m.Apply("x.csv", book)
		if err != nil {
			require.ErrorAs(t, err, &e)
			return
		}
		_, err = risk.ParseRegister("made", result.Register.Bytes())
		require.NoError(t, err)
	})
}
