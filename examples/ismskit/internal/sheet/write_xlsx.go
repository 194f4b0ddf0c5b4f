package sheet

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// ErrTooLarge is the error of a table that no sheet of a workbook can hold.
var ErrTooLarge = errors.New("sheet: more than a sheet of a workbook can hold")

// WriteXLSX writes tables as the sheets of a workbook: texts, numbers, dates and
// bools as what they are, with a header that stays in view.
func WriteXLSX(w io.Writer, tables ...*Table) error {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f)
	if err != nil {
		return err
	}
	for i, t := range tables {
		if i == 0 {
			err = f.SetSheetName("Sheet1", t.Name)
		} else {
			_, err = f.NewSheet(t.Name)
		}
		if err != nil {
			return err
		}
		if err := t.write(f, styles); err != nil {
			return err
		}
	}
	return f.Write(w)
}

type styles struct{ head, text, day int }

func newStyles(f *excelize.File) (s styles, err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	if s.head, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top}); err != nil {
		return s, err
	}
	if s.text, err = f.NewStyle(&excelize.Style{Alignment: top}); err != nil {
		return s, err
	}
	day := "yyyy-mm-dd"
	s.day, err = f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}, CustomNumFmt: &day})
	return s, err
}

func (t *Table) write(f *excelize.File, s styles) error {
	if len(t.Rows)+1 > excelize.TotalRows || len(t.Columns) > excelize.MaxColumns {
		return fmt.Errorf("%w: %d rows, %d columns", ErrTooLarge, len(t.Rows), len(t.Columns))
	}
	w, err := f.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	for i, width := range t.widths() {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	cells := make([]any, len(t.Columns))
	for i, name := range t.Columns {
		cells[i] = excelize.Cell{StyleID: s.head, Value: name}
	}
	if err := w.SetRow("A1", cells); err != nil {
		return err
	}
	for n, row := range t.Rows {
		for i, v := range row {
			if cells[i], err = v.cell(s); err != nil {
				return fmt.Errorf("%w: row %d, %s", err, n+2, t.Columns[i])
			}
		}
		if err := w.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// cell gives a value the type of a cell. A number that a workbook would round,
// and a time that it would, stay texts.
func (v Value) cell(s styles) (any, error) {
	if utf8.RuneCountInString(v.text) > MaxText {
		return nil, fmt.Errorf("%w: a text of more than %d characters", ErrTooLarge, MaxText)
	}
	switch v.kind {
	case textValue:
		return excelize.Cell{StyleID: s.text, Value: v.text}, nil
	case boolValue:
		return v.text == "true", nil
	case numberValue:
		if f, err := strconv.ParseFloat(v.text, 64); err == nil && strconv.FormatFloat(f, 'f', -1, 64) == v.text && len(strings.Trim(v.text, "-.")) <= 15 {
			return f, nil
		}
		return v.text, nil
	case dateValue:
		if v.at.Equal(v.at.Truncate(24*time.Hour)) && v.at.Year() > 1900 {
			return excelize.Cell{StyleID: s.day, Value: v.at}, nil
		}
		return v.text, nil
	}
	return nil, nil
}

// widths makes columns as wide as their texts, within reason.
func (t *Table) widths() []float64 {
	widths := make([]float64, len(t.Columns))
	for i, name := range t.Columns {
		widths[i] = float64(max(utf8.RuneCountInString(name)+2, 8))
	}
	for _, row := range t.Rows {
		for i, v := range row {
			widths[i] = max(widths[i], float64(min(utf8.RuneCountInString(v.text)+2, 50)))
		}
	}
	return widths
}
