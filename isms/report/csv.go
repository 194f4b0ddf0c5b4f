package report

import (
	"bytes"
	"encoding/csv"
	"strings"
	"time"
)

// table is a table of CSV that grows row by row.
type table struct {
	b bytes.Buffer
	w *csv.Writer
}

func newTable(header ...string) *table {
	t := &table{}
	t.w = csv.NewWriter(&t.b)
	t.row(header...)
	return t
}

// row appends a row. Writing to memory does not fail.
func (t *table) row(cells ...string) {
	for i, c := range cells {
		cells[i] = tame(c)
	}
	_ = t.w.Write(cells)
}

func (t *table) bytes() []byte {
	t.w.Flush()
	return t.b.Bytes()
}

// tame keeps a spreadsheet from taking a text for a formula.
func tame(s string) string {
	s = strings.ReplaceAll(s, "\x00", "\uFFFD")
	if s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0 {
		return "'" + s
	}
	return s
}

// stamp writes a time for a machine.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// joined puts a list into one cell.
func joined(list []string) string { return strings.Join(list, "; ") }
