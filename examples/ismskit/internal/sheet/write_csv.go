package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// WriteCSV writes a table as CSV (RFC 4180, with commas, in UTF-8). Cells that a
// spreadsheet would take for a formula begin with an apostrophe.
func (t *Table) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	cells := make([]string, len(t.Columns))
	for i, name := range t.Columns {
		cells[i] = harmless(name)
	}
	if err := c.Write(cells); err != nil {
		return err
	}
	for _, row := range t.Rows {
		for i, v := range row {
			cells[i] = harmless(v.text)
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// dangerous begins what spreadsheets take for a formula, or hand on to one that
// does.
const dangerous = "=+-@\t\r\x00"

// harmless puts an apostrophe before a text that begins with one of these, or
// with apostrophes and then one of these, so that taking one away gives the text
// back.
func harmless(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.IndexByte(dangerous, rest[0]) >= 0 {
		return "'" + s
	}
	return s
}

// original takes the apostrophe away again.
func original(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != s && rest != "" && strings.IndexByte(dangerous, rest[0]) >= 0 {
		return s[1:]
	}
	return s
}
