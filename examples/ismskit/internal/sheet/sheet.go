// Package sheet reads spreadsheets, CSV and XLSX, into rows of texts, and writes
// tables of typed values as CSV, XLSX and Markdown.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
)

// Limits of a spreadsheet. What is larger is refused.
const (
	MaxBytes = 64 << 20
	MaxRows  = 200_000    // rows of all sheets; larger registers are streamed by assess
	MaxCells = 1_000      // cells of a row
	MaxTotal = 10_000_000 // cells of all rows
	MaxText  = 32_767     // characters of a cell, as spreadsheets have it
)

// A Sheet is a table of texts. A cell that is not there is "".
type Sheet struct {
	Name string // "" for CSV
	Rows []Row
}

// A Row is a row of a sheet.
type Row struct {
	Number int // from 1, as spreadsheets count
	Cells  []string
}

// Book is what a file holds.
type Book struct {
	Sheets []Sheet
	Notes  []string // what was ignored, such as macros

	zero        time.Time // day 0 of a workbook's dates; of CSV the zero time
	rows, cells int
}

// fail makes a diagnostic of a file.
func fail(name string, row int, code source.Code, format string, args ...any) error {
	var r source.Reporter
	r.Add(source.Diagnostic{File: name, Pos: source.Pos{Line: row}, Code: code, Message: fmt.Sprintf(format, args...)})
	return r.Err()
}

// ReadCSV reads CSV with commas, semicolons or tabs, in UTF-8. An apostrophe
// before what a spreadsheet would take for a formula is taken away.
func ReadCSV(name string, data []byte) (*Book, error) {
	if len(data) > MaxBytes {
		return nil, fail(name, 0, source.Limit, "the file has more than %d MiB; a larger register is read by assess as it is", MaxBytes>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fail(name, 1, source.Empty, "the file is empty")
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	r.Comma = separator(data)
	book, s := &Book{}, &Sheet{}
	for {
		cells, err := r.Read()
		var parse *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			book.Sheets = []Sheet{*s}
			return book, nil
		case errors.As(err, &parse):
			return nil, fail(name, parse.Line, source.Syntax, "is no CSV: %s", parse.Err)
		case err != nil:
			return nil, err
		}
		for i := range cells {
			cells[i] = original(cells[i])
		}
		line, _ := r.FieldPos(0)
		if err := book.add(name, s, line, cells); err != nil {
			return nil, err
		}
	}
}

// separator is the one that the first line has most of.
func separator(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, count := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := strings.Count(string(first), string(c)); n > count {
			best, count = c, n
		}
	}
	return best
}

// add adds a row to a sheet, within the limits. Texts are made fit for a document:
// control and format characters are no part of them.
func (b *Book) add(at string, s *Sheet, number int, cells []string) error {
	if len(s.Rows) >= MaxRows-b.rows {
		return fail(at, number, source.Limit, "more than %d rows; a larger register is read by assess as CSV or NDJSON", MaxRows)
	}
	if len(cells) > MaxCells {
		return fail(at, number, source.Limit, "the row has %d cells, at most %d are allowed", len(cells), MaxCells)
	}
	if b.cells += len(cells); b.cells > MaxTotal {
		return fail(at, number, source.Limit, "more than %d cells; a larger register is read by assess as CSV or NDJSON", MaxTotal)
	}
	row := Row{Number: number, Cells: make([]string, len(cells))}
	for i, c := range cells {
		if len(c) > 4*MaxText {
			return fail(at, number, source.Limit, "a cell has more than %d characters", MaxText)
		}
		row.Cells[i] = texts.Clean(c)
	}
	s.Rows = append(s.Rows, row)
	return nil
}
