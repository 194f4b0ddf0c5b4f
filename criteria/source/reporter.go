package source

import (
	"cmp"
	"fmt"
	"slices"
)

// A Reporter collects what is wrong with a document. The zero Reporter is
// ready for use.
type Reporter struct {
	diagnostics []Diagnostic
	more        int
}

// keep bounds what is kept; a document's first errors are wanted, and they
// need not come first.
const keep = 4 * MaxDiagnostics

// full counts a diagnostic for which there is no room.
func (r *Reporter) full() bool {
	if len(r.diagnostics) < keep {
		return false
	}
	r.more++
	return true
}

// Add reports a diagnostic that has no node.
func (r *Reporter) Add(d Diagnostic) {
	if r.full() {
		return
	}
	r.diagnostics = append(r.diagnostics, d)
}

// Report reports something about a node.
func (r *Reporter) Report(n *Node, code Code, format string, args ...any) {
	if r.full() {
		return
	}
	r.ReportAtNear(n, n.Pos(), code, "", format, args...)
}

// ReportAt reports something at a place inside a node.
func (r *Reporter) ReportAt(n *Node, pos Pos, code Code, format string, args ...any) {
	r.ReportAtNear(n, pos, code, "", format, args...)
}

// ReportNear is Report that offers the nearest valid name, if it is not "".
func (r *Reporter) ReportNear(n *Node, code Code, nearest, format string, args ...any) {
	r.ReportAtNear(n, n.Pos(), code, nearest, format, args...)
}

// ReportAtNear is ReportAt that offers the nearest valid name.
func (r *Reporter) ReportAtNear(n *Node, pos Pos, code Code, nearest, format string, args ...any) {
	if r.full() {
		return
	}
	d := Diagnostic{File: n.File(), Pos: pos, Path: n.Path(), Code: code, Nearest: nearest, Message: fmt.Sprintf(format, args...)}
	if n != nil {
		d.Excerpt, d.Caret = excerpt(n.doc.around(pos))
	}
	r.Add(d)
}

// reportAtDocument reports something that belongs to no node.
func (r *Reporter) reportAtDocument(d *document, pos Pos, code Code, message string) {
	if r.full() {
		return
	}
	x := Diagnostic{File: d.file, Pos: pos, Code: code, Message: message}
	x.Excerpt, x.Caret = excerpt(d.around(pos))
	r.Add(x)
}

func (r *Reporter) addAt(d *document, offset int, code Code, message string) {
	r.reportAtDocument(d, d.pos(offset), code, message)
}

// Merge adds what another reporter has collected.
func (r *Reporter) Merge(o *Reporter) {
	for _, d := range o.diagnostics {
		r.Add(d)
	}
	r.more += o.more
}

// Include adds the diagnostics of an error.
func (r *Reporter) Include(e *Error) {
	for _, d := range e.Diagnostics {
		r.Add(d)
	}
	r.more += e.More
}

// Len returns the number of diagnostics so far.
func (r *Reporter) Len() int { return len(r.diagnostics) + r.more }

// Err returns nil if nothing was reported, otherwise an *Error with the
// diagnostics in order of position; those at one position keep the order in
// which they were reported.
func (r *Reporter) Err() error {
	if r.Len() == 0 {
		return nil
	}
	list := slices.Clone(r.diagnostics)
	slices.SortStableFunc(list, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	e := &Error{Diagnostics: list, More: r.more}
	if len(list) > MaxDiagnostics {
		e.Diagnostics, e.More = list[:MaxDiagnostics:MaxDiagnostics], r.more+len(list)-MaxDiagnostics
	}
	return e
}
