package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// A sheetReader reads the rows of a worksheet.
type sheetReader struct {
	at       string // for diagnostics
	from     *workbook
	book     *Book
	sheet    *Sheet
	row      int // the number of the row read last
	cells    []string
	unmerged []string // areas, such as B4:B5
}

// read adds a sheet of a workbook. Rows after the last value are none.
func (b *Book) read(name string, w *workbook, s worksheet) error {
	r := &sheetReader{at: name + " (" + s.name + ")", from: w, book: b, sheet: &Sheet{Name: s.name}}
	err := w.walk(s.part, func(x *xmlReader, start xml.StartElement) error {
		switch start.Name.Local {
		case "row":
			return r.readRow(x, start)
		case "mergeCell":
			if r.unmerged = append(r.unmerged, attr(start, "", "ref")); len(r.unmerged) > MaxRows {
				return fail(r.at, 0, source.Limit, "more than %d merged areas", MaxRows)
			}
		}
		return nil
	})
	var e *source.Error
	switch {
	case errors.As(err, &e):
		return e
	case beyond(err):
		return fail(r.at, 0, source.Limit, "%s", err)
	case err != nil:
		return fail(r.at, 0, source.Syntax, "cannot be read: %s", err)
	}
	if err := r.merge(); err != nil {
		return err
	}
	b.rows += len(r.sheet.Rows)
	b.Sheets = append(b.Sheets, *r.sheet)
	return nil
}

// readRow reads a row, with the empty ones that the file leaves out before it.
func (r *sheetReader) readRow(x *xmlReader, start xml.StartElement) error {
	number := r.row + 1
	if ref := attr(start, "", "r"); ref != "" {
		n, err := strconv.Atoi(ref)
		if err != nil || n < number {
			return fmt.Errorf("the row %q comes after row %d", source.Clip(ref), r.row)
		}
		number = n
	}
	r.row, r.cells = number, r.cells[:0]
	for column := 0; ; {
		token, err := x.next()
		if err != nil {
			return unfinished(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if column, err = r.readCell(x, token, column); err != nil {
				return err
			}
		case xml.EndElement:
			return r.addRow(number)
		}
	}
}

func (r *sheetReader) addRow(number int) error {
	if len(r.cells) == 0 {
		return nil
	}
	for next := len(r.sheet.Rows) + 1; next < number; next++ {
		if err := r.book.add(r.at, r.sheet, next, nil); err != nil {
			return err
		}
	}
	return r.book.add(r.at, r.sheet, number, r.cells)
}

// readCell reads a cell and tells its column, from 1; last is the column before.
func (r *sheetReader) readCell(x *xmlReader, start xml.StartElement, last int) (int, error) {
	if start.Name.Local != "c" {
		return last, x.skip()
	}
	column := last + 1
	if ref := attr(start, "", "r"); ref != "" {
		var err error
		if column, _, err = position(ref); err != nil {
			return 0, err
		}
	}
	value, err := r.value(x, attr(start, "", "t"))
	if err != nil || value == "" {
		return column, err
	}
	if column > MaxCells {
		return 0, fail(r.at, r.row, source.Limit, "the row has a cell in column %d, at most %d are allowed", column, MaxCells)
	}
	for len(r.cells) < column {
		r.cells = append(r.cells, "")
	}
	r.cells[column-1] = value
	return column, nil
}

// value reads the value of a cell of a type, up to the end of the cell. Of a
// formula it is the one that was computed last.
func (r *sheetReader) value(x *xmlReader, kind string) (string, error) {
	value := ""
	for {
		token, err := x.next()
		if err != nil {
			return "", unfinished(err)
		}
		switch token := token.(type) {
		case xml.EndElement:
			return r.typed(value, kind)
		case xml.StartElement:
			switch token.Name.Local {
			case "v", "is":
				value, err = x.text(token)
			default:
				err = x.skip()
			}
			if err != nil {
				return "", err
			}
		}
	}
}

func (r *sheetReader) typed(value, kind string) (string, error) {
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n >= len(r.from.texts) {
			return "", fmt.Errorf("a cell of row %d refers to the shared text %q, of %d", r.row, source.Clip(value), len(r.from.texts))
		}
		return r.from.texts[n], nil
	case "b":
		return strconv.FormatBool(strings.TrimSpace(value) == "1" || strings.TrimSpace(value) == "true"), nil
	case "inlineStr", "str":
		return value, nil
	}
	return strings.TrimSpace(value), nil
}

// merge gives every cell of a merged area the value of the area.
func (r *sheetReader) merge() error {
	s, filled := r.sheet, 0
	for _, area := range r.unmerged {
		from, to, _ := strings.Cut(area, ":")
		left, top, err := position(from)
		right, bottom, err2 := left, top, error(nil)
		if to != "" {
			right, bottom, err2 = position(to)
		}
		if err := errors.Join(err, err2); err != nil {
			return fail(r.at, 0, source.Syntax, "a merged area cannot be read: %s", err)
		}
		value := ""
		if top <= len(s.Rows) && left <= len(s.Rows[top-1].Cells) {
			value = s.Rows[top-1].Cells[left-1]
		}
		if value == "" {
			continue
		}
		for y := top; y <= min(bottom, len(s.Rows)); y++ {
			row := &s.Rows[y-1]
			for x := left; x <= min(right, MaxCells); x++ {
				if filled++; filled > 4*MaxRows {
					return fail(r.at, y, source.Limit, "the merged areas have more than %d cells", 4*MaxRows)
				}
				for len(row.Cells) < x {
					row.Cells = append(row.Cells, "")
				}
				row.Cells[x-1] = value
			}
		}
	}
	return nil
}

// position reads a reference to a cell, such as AB12, as its column and row, from
// 1.
func position(ref string) (column, row int, err error) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20 // in upper case
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	row, err = strconv.Atoi(ref[i:])
	if err != nil || column < 1 || column > maxColumns || row < 1 || row > maxRows || ref[i] < '0' || ref[i] > '9' {
		return 0, 0, fmt.Errorf("%q is no reference to a cell", source.Clip(ref))
	}
	return column, row, nil
}
