package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/ismskit/ismskit/criteria/source"
)

// Guards against archives that unpack to more than anybody would type.
const (
	maxEntries  = 10_000
	maxUnpacked = 512 << 20
	maxRatio    = 200 // of what unpacks to more than 1 MiB
)

// ReadXLSX reads the sheets of a workbook that are named, in that order, or the
// first one. Of formulas it takes the values that the workbook holds. Macros and
// links to other workbooks are never followed.
func ReadXLSX(name string, data []byte, sheets []string) (*Book, error) {
	book := &Book{Raw: true}
	if err := book.inspect(name, data); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: 32 << 20})
	if err != nil {
		return nil, fail(name, 0, source.Syntax, "is no workbook: %s", err)
	}
	defer f.Close()
	names := f.GetSheetList()
	if len(sheets) == 0 && len(names) > 0 {
		sheets = names[:1]
		if len(names) > 1 {
			book.Notes = append(book.Notes, fmt.Sprintf("the sheet %q was read; there are also %s", names[0], strings.Join(quoteAll(names[1:]), ", ")))
		}
	}
	rows := 0
	for _, want := range sheets {
		if i, err := f.GetSheetIndex(want); err != nil || i < 0 {
			return nil, fail(name, 0, source.UnknownName, "there is no sheet %q; there are %s", source.Clip(want), strings.Join(quoteAll(names), ", "))
		}
		s, err := readSheet(name, f, want, MaxRows-rows)
		if err != nil {
			return nil, err
		}
		rows += len(s.Rows)
		book.Sheets = append(book.Sheets, *s)
	}
	return book, nil
}

func quoteAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = fmt.Sprintf("%q", source.Clip(n))
	}
	return out
}

// inspect looks at the archive before anything of it is unpacked.
func (b *Book) inspect(name string, data []byte) error {
	switch {
	case len(data) > MaxBytes:
		return fail(name, 0, source.Limit, "the file has more than %d MiB", MaxBytes>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return fail(name, 0, source.Empty, "the file is empty")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return fail(name, 0, source.Syntax, "the workbook is protected by a password, or of the format before 2007 (.xls); save it as .xlsx without one")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fail(name, 0, source.Syntax, "is no workbook (.xlsx): %s", err)
	}
	if len(z.File) > maxEntries {
		return fail(name, 0, source.Limit, "the archive has %d files, at most %d are allowed", len(z.File), maxEntries)
	}
	var unpacked uint64
	macros, links := false, false
	for _, f := range z.File {
		unpacked += f.UncompressedSize64
		if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
			return fail(name, 0, source.Limit, "%q unpacks to more than %d times its size", source.Clip(f.Name), maxRatio)
		}
		macros = macros || strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin")
		links = links || strings.HasPrefix(strings.ToLower(f.Name), "xl/externallinks/")
	}
	if unpacked > maxUnpacked {
		return fail(name, 0, source.Limit, "the archive unpacks to more than %d MiB", maxUnpacked>>20)
	}
	if macros {
		b.Notes = append(b.Notes, "the workbook has macros; they were ignored")
	}
	if links {
		b.Notes = append(b.Notes, "the workbook has links to other workbooks; they were not followed, and the values that it holds were taken")
	}
	return nil
}

func readSheet(name string, f *excelize.File, sheet string, most int) (*Sheet, error) {
	at := name + " (" + sheet + ")"
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, fail(at, 0, source.Syntax, "cannot be read: %s", err)
	}
	defer rows.Close()
	s := &Sheet{Name: sheet}
	for number := 1; rows.Next(); number++ {
		if number > most {
			return nil, fail(at, number, source.Limit, "more than %d rows; a larger register is read by assess as CSV or NDJSON", MaxRows)
		}
		cells, err := rows.Columns()
		if err != nil {
			return nil, fail(at, number, source.Syntax, "cannot be read: %s", err)
		}
		if err := s.add(at, number, cells); err != nil {
			return nil, err
		}
	}
	if err := rows.Error(); err != nil {
		return nil, fail(at, 0, source.Syntax, "cannot be read: %s", err)
	}
	return s, s.merge(at, f)
}

// merge gives every cell of a merged area the value of the area.
func (s *Sheet) merge(at string, f *excelize.File) error {
	merged, err := f.GetMergeCells(s.Name)
	if err != nil {
		return fail(at, 0, source.Syntax, "cannot be read: %s", err)
	}
	filled := 0
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil {
			return fail(at, 0, source.Syntax, "a merged area cannot be read")
		}
		value := ""
		if top <= len(s.Rows) && left <= len(s.Rows[top-1].Cells) {
			value = s.Rows[top-1].Cells[left-1]
		}
		for y := top; y <= min(bottom, len(s.Rows)); y++ {
			row := &s.Rows[y-1]
			for x := left; x <= min(right, MaxCells); x++ {
				if filled++; filled > 4*MaxRows {
					return fail(at, y, source.Limit, "the merged areas have more than %d cells", 4*MaxRows)
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
