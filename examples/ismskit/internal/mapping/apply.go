package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/risk"
)

// A Result is a register and what became of the spreadsheet.
type Result struct {
	Register *risk.Register
	// Statements and Claims count what was taken; Renamed the ids that had to be
	// written in another way, the first of which was FirstRenamed.
	Statements, Claims, Renamed int
	FirstRenamed                string
	LeftOut                     []Left
	Notes                       []string
}

// Left is something that was left out: a cell, a row, or a whole column, which
// nobody asked for.
type Left struct {
	What, Why string
	Column    bool
}

// Apply makes a register of a book. The error is a *source.Error: the mapping and
// the book do not fit.
func (m *Mapping) Apply(name string, book *sheet.Book) (*Result, error) {
	a := &applier{mapping: m, book: book, seen: map[string]string{}, result: &Result{Register: &risk.Register{ID: m.ID, Title: m.Title}}}
	a.result.Notes = slices.Clone(book.Notes)
	for i := range book.Sheets {
		if err := a.sheet(name, &book.Sheets[i], len(book.Sheets) > 1); err != nil {
			return nil, err
		}
	}
	if len(a.result.Register.Risks) == 0 {
		return nil, failure(name, 0, source.Empty, "no row became a risk%s", a.why())
	}
	return a.result, nil
}

type applier struct {
	mapping *Mapping
	book    *sheet.Book
	rows    int               // that are not empty
	seen    map[string]string // where an id was first
	result  *Result
}

// why gives the first reason for what was left out.
func (a *applier) why() string {
	if len(a.result.LeftOut) == 0 {
		return ""
	}
	return ": " + a.result.LeftOut[0].What + ": " + a.result.LeftOut[0].Why
}

func failure(name string, row int, code source.Code, format string, args ...any) error {
	var r source.Reporter
	r.Add(source.Diagnostic{File: name, Pos: source.Pos{Line: row}, Code: code, Message: fmt.Sprintf(format, args...)})
	return r.Err()
}

func (a *applier) leave(what, format string, args ...any) {
	a.result.LeftOut = append(a.result.LeftOut, Left{What: what, Why: fmt.Sprintf(format, args...)})
}

func (a *applier) leaveColumn(place, header, why string) {
	a.result.LeftOut = append(a.result.LeftOut, Left{What: place + "column " + source.Clip(header), Why: why, Column: true})
}

func (a *applier) sheet(name string, s *sheet.Sheet, several bool) error {
	place := ""
	if several {
		name += " (" + s.Name + ")"
		place = s.Name + " "
	}
	head, rows := header(s, a.mapping.Header)
	if head == nil {
		return failure(name, a.mapping.Header, source.Empty, "there is no header in row %d", a.mapping.Header)
	}
	at, err := a.columns(name, place, head)
	if err != nil {
		return err
	}
	for i := range rows {
		where := fmt.Sprintf("%srow %d", place, rows[i].Number)
		if n := len(head.Cells); len(rows[i].Cells) > n && strings.Join(rows[i].Cells[n:], "") != "" {
			a.leave(where+", what is behind its cell "+strconv.Itoa(n), "the header has %d columns; is a cell in the row that belongs to two columns?", n)
		}
		a.row(where, &rows[i], at)
	}
	return nil
}

// header finds the header's row and the rows below it.
func header(s *sheet.Sheet, number int) (head *sheet.Row, rows []sheet.Row) {
	for i := range s.Rows {
		if s.Rows[i].Number >= number {
			if s.Rows[i].Number > number || strings.Join(s.Rows[i].Cells, "") == "" {
				return nil, nil
			}
			return &s.Rows[i], s.Rows[i+1:]
		}
	}
	return nil, nil
}

// columns finds the columns of the mapping by their headers: the position of
// each, -1 for one that is ignored.
func (a *applier) columns(name, place string, head *sheet.Row) ([]int, error) {
	var errs source.Reporter
	var headers []string
	for _, h := range head.Cells {
		headers = append(headers, fold(strings.Join(strings.Fields(h), " ")))
	}
	at := make([]int, len(a.mapping.Columns))
	mapped := make([]bool, len(headers))
	for i := range a.mapping.Columns {
		c := &a.mapping.Columns[i]
		want := fold(strings.Join(strings.Fields(c.Header), " "))
		at[i] = slices.Index(headers, want)
		switch {
		case at[i] < 0 && c.Ignore:
		case at[i] < 0:
			near := source.Nearest(want, headers)
			if i := slices.Index(headers, near); i >= 0 {
				near = head.Cells[i] // as it is written
			}
			errs.ReportNear(c.node, source.UnknownName, near, "%s has no column %q in row %d", name, source.Clip(c.Header), head.Number)
		case slices.Contains(headers[at[i]+1:], want):
			errs.Report(c.node, source.DuplicateKey, "%s has the column %q more than once", name, source.Clip(c.Header))
		default:
			mapped[at[i]] = true
		}
		if c.Ignore {
			at[i] = -1
		}
	}
	for i, h := range head.Cells {
		if !mapped[i] && h != "" {
			a.leaveColumn(place, h, "the mapping does not name it")
		}
	}
	for i := range a.mapping.Columns {
		if c := &a.mapping.Columns[i]; c.Ignore && slices.Contains(headers, fold(c.Header)) {
			a.leaveColumn(place, c.Header, "the mapping says so")
		}
	}
	return at, errs.Err()
}

func (a *applier) row(where string, row *sheet.Row, at []int) {
	if strings.Join(row.Cells, "") == "" {
		return
	}
	a.rows++
	r := &risk.Risk{}
	for i := range a.mapping.Columns {
		cell := ""
		if at[i] >= 0 && at[i] < len(row.Cells) {
			cell = row.Cells[at[i]]
		}
		if cell == "" {
			continue
		}
		c := &a.mapping.Columns[i]
		if strings.HasPrefix(cell, "#") && slices.Contains(sheetErrors, cell) {
			a.leave(where+", "+c.Header, "the cell shows the error %s", cell)
			continue
		}
		if err := a.cell(r, c, cell); err != nil {
			a.leave(where+", "+c.Header, "%s", err)
		}
	}
	switch {
	case r.ID == "" && a.mapping.Number != "":
		r.ID = fmt.Sprintf("%s%d", a.mapping.Number, a.rows)
	case r.ID == "":
		a.leave(where, "it has no id")
		return
	}
	if first, dup := a.seen[r.ID]; dup {
		a.leave(where, "the risk %s is already in %s", r.ID, first)
		return
	}
	a.seen[r.ID] = where
	if c := r.Claimed; c != nil && c.Level == nil && c.Band == "" {
		r.Claimed = nil // a stage alone claims nothing
	}
	if r.Claimed != nil {
		a.result.Claims++
	}
	a.result.Register.Risks = append(a.result.Register.Risks, r)
}

// sheetErrors are what spreadsheets show instead of a value.
var sheetErrors = []string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}

func (a *applier) cell(r *risk.Risk, c *Column, cell string) error {
	if len(cell) > risk.MaxTextBytes {
		return fmt.Errorf("the text has %d bytes, at most %d are allowed", len(cell), risk.MaxTextBytes)
	}
	switch c.Target.Kind {
	case ToField:
		return a.field(r, c, cell)
	case ToList:
		return a.list(r, c, cell)
	case ToClaim:
		return a.claim(r, c, cell)
	case ToRationale:
		r.Rationale = append(r.Rationale, risk.Rationale{Stage: c.Target.Stage, Input: c.Target.Input, Text: cell})
		return nil
	}
	v, err := a.mapping.state(c, cell, a.book)
	if err != nil {
		return err
	}
	if v.Given() {
		r.State(c.Target.Stage, c.Target.Input, v)
		a.result.Statements++
	}
	return nil
}
