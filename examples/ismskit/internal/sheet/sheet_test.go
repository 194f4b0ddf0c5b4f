package sheet_test

import (
	"bytes"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
)

// TestValues writes each kind of value in each form.
func TestValues(t *testing.T) {
	day := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		value    sheet.Value
		csv, raw string // as CSV, and as a workbook holds it
		kind     excelize.CellType
	}{
		"text":          {sheet.Text("=1"), "'=1", "=1", excelize.CellTypeInlineString},
		"apostrophe":    {sheet.Text("'-1"), "''-1", "'-1", excelize.CellTypeInlineString},
		"harmless":      {sheet.Text("'tis"), "'tis", "'tis", excelize.CellTypeInlineString},
		"number":        {sheet.Number("-2.5"), "'-2.5", "-2.5", excelize.CellTypeUnset},
		"rational":      {sheet.Rat(big.NewRat(1, 8)), "0.125", "0.125", excelize.CellTypeUnset},
		"no decimal":    {sheet.Rat(big.NewRat(1, 3)), "1/3", "1/3", excelize.CellTypeInlineString},
		"long number":   {sheet.Number("0.1234567890123456789"), "0.1234567890123456789", "0.1234567890123456789", excelize.CellTypeInlineString},
		"trailing zero": {sheet.Number("1.50"), "1.50", "1.50", excelize.CellTypeInlineString},
		"day":           {sheet.Date(day), "2026-02-01", "46054", excelize.CellTypeUnset},
		"time":          {sheet.Date(day.Add(time.Hour)), "2026-02-01T01:00:00Z", "2026-02-01T01:00:00Z", excelize.CellTypeInlineString},
		"early":         {sheet.Date(time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC)), "1890-01-01", "1890-01-01", excelize.CellTypeInlineString},
		"bool":          {sheet.Bool(true), "true", "1", excelize.CellTypeBool},
		"list":          {sheet.List([]string{"a", "b"}), "a; b", "a; b", excelize.CellTypeInlineString},
		"nothing":       {sheet.Text(""), "", "", excelize.CellTypeUnset},
	} {
		table := &sheet.Table{Name: "t", Columns: []string{"id", "v"}, Rows: [][]sheet.Value{{sheet.Text("R"), test.value}}}
		var b bytes.Buffer
		require.NoError(t, table.WriteCSV(&b))
		require.Equal(t, "id,v\nR,"+test.csv+"\n", b.String(), name)
		b.Reset()
		require.NoError(t, sheet.WriteXLSX(&b, table))
		f, err := excelize.OpenReader(&b, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		raw, err := f.GetCellValue("t", "B2")
		require.NoError(t, err)
		require.Equal(t, test.raw, raw, name)
		kind, err := f.GetCellType("t", "B2")
		require.NoError(t, err)
		require.Equal(t, test.kind, kind, name)
	}
}

// TestCSVLimits is just inside and just outside of the limits.
func TestCSVLimits(t *testing.T) {
	read := func(text string) error {
		_, err := sheet.ReadCSV("x.csv", []byte(text))
		return err
	}
	for _, test := range []struct {
		inside, outside string
		message         string
	}{
		{strings.Repeat("a,", sheet.MaxCells-1), strings.Repeat("a,", sheet.MaxCells), "the row has 1001 cells, at most 1000 are allowed"},
		{strings.Repeat("a", 4*sheet.MaxText), strings.Repeat("a", 4*sheet.MaxText+1), "a cell has more than 32767 characters"},
		{strings.Repeat("a\n", sheet.MaxRows), strings.Repeat("a\n", sheet.MaxRows+1), "more than 200000 rows"},
	} {
		require.NoError(t, read(test.inside))
		require.ErrorContains(t, read(test.outside), test.message)
	}
	require.ErrorContains(t, read(""), "the file is empty")
	_, err := sheet.ReadCSV("x.csv", make([]byte, sheet.MaxBytes+1))
	require.ErrorContains(t, err, "more than 64 MiB")
}

// FuzzCSV reads any bytes, and reads back what it writes.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"id,title\nR-1,\"a\nb\"\n", "a;b\n=1;'=1\n", "\xef\xbb\xbfa\tb\n", "\"", "a\x00\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := sheet.ReadCSV("x.csv", data)
		if err != nil {
			var e *source.Error
			require.ErrorAs(t, err, &e)
		} else {
			require.Len(t, book.Sheets, 1)
		}
		text := texts.Clean(string(data))
		if text == "" || len(text) > sheet.MaxText {
			return
		}
		var b bytes.Buffer
		require.NoError(t, (&sheet.Table{Columns: []string{"a", "b"}, Rows: [][]sheet.Value{{sheet.Text("x"), sheet.Text(text)}}}).WriteCSV(&b))
		book, err = sheet.ReadCSV("x.csv", b.Bytes())
		require.NoError(t, err)
		require.Equal(t, text, book.Sheets[0].Rows[1].Cells[1])
	})
}

func FuzzXLSX(f *testing.F) {
	var b bytes.Buffer
	require.NoError(f, sheet.WriteXLSX(&b, &sheet.Table{Name: "a", Columns: []string{"id"}, Rows: [][]sheet.Value{{sheet.Text("R-1")}, {sheet.Bool(true)}}}))
	f.Add(b.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		_, err := sheet.ReadXLSX("x.xlsx", data, nil)
		if err != nil {
			var e *source.Error
			require.ErrorAs(t, err, &e)
		}
	})
}
