package source

import (
	"fmt"
	"strconv"
	"strings"
)

// Pos is a place in a file. Lines and columns count from 1; columns count
// Unicode code points. The zero Pos is no place.
type Pos struct{ Line, Col int }

// Code is the stable code of a diagnostic. It is an error, so that
// errors.Is(err, source.UnknownKey) finds it in an *Error.
type Code string

// Error returns the code.
func (c Code) Error() string { return string(c) }

// The codes of this package. Other packages add their own.
const (
	Syntax       Code = "syntax"        // no YAML, JSON or CSV
	Encoding     Code = "encoding"      // not UTF-8, or a character that must not occur
	UnknownKey   Code = "unknown_key"   // a key that means nothing here
	DuplicateKey Code = "duplicate_key" // a key that is there already
	MissingKey   Code = "missing_key"   // a key that is needed
	WrongType    Code = "wrong_type"    // a value of another type
	BadValue     Code = "bad_value"     // a value of the right type that cannot be
	DuplicateID  Code = "duplicate_id"  // an id that something else has
	UnknownName  Code = "unknown_name"  // a name that nothing has
	Limit        Code = "limit"         // larger than allowed
	Empty        Code = "empty"         // nothing there
)

// MaxDiagnostics bounds the diagnostics of one Error.
const MaxDiagnostics = 50

// A Diagnostic is one thing wrong with a document.
type Diagnostic struct {
	File    string
	Pos     Pos
	Path    string // of the value, such as scales[0].levels[2].value; "" for the whole document
	Code    Code
	Message string
	Nearest string // nearest valid key or name, "" if none is near
	Excerpt string // the line, cut to about 120 columns around the position
	Caret   int    // column of the position in Excerpt, from 0
}

// String gives the diagnostic in one line: file:line:col: path: message.
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.File != "" {
		b.WriteString(visible(d.File))
		b.WriteByte(':')
	}
	if d.Pos.Line > 0 {
		fmt.Fprintf(&b, "%d:", d.Pos.Line)
		if d.Pos.Col > 0 {
			fmt.Fprintf(&b, "%d:", d.Pos.Col)
		}
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	if d.Path != "" {
		b.WriteString(visible(d.Path) + ": ")
	}
	b.WriteString(visible(d.Message))
	if d.Nearest != "" {
		fmt.Fprintf(&b, " (did you mean %q?)", d.Nearest)
	}
	return b.String()
}

// Error holds what is wrong with a document, in order of position.
type Error struct {
	Diagnostics []Diagnostic
	More        int // diagnostics beyond MaxDiagnostics, which were left out
}

// Error gives every diagnostic, with the line it is about and a caret.
func (e *Error) Error() string {
	var b strings.Builder
	for i, d := range e.Diagnostics {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.String())
		if d.Excerpt != "" {
			n := strconv.Itoa(d.Pos.Line)
			fmt.Fprintf(&b, "\n  %5s | %s\n  %5s | %s^", n, d.Excerpt, "", strings.Repeat(" ", d.Caret))
		}
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\nand %d more", e.More)
	}
	return b.String()
}

// Is tells whether target is the Code of one of the diagnostics.
func (e *Error) Is(target error) bool {
	c, ok := target.(Code)
	if !ok {
		return false
	}
	for i := range e.Diagnostics {
		if e.Diagnostics[i].Code == c {
			return true
		}
	}
	return false
}

// visible replaces control and format characters, which could rewrite what a
// terminal shows.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case forbidden(r) || r == '\n' || r == '\r':
			return '\uFFFD'
		}
		return r
	}, s)
}

const excerptWidth = 120

// excerpt cuts a line around a column (from 1) and gives the caret's column
// (from 0).
func excerpt(line string, col int) (text string, caret int) {
	runes := []rune(visible(strings.ToValidUTF8(line, "\uFFFD")))
	caret = min(max(col-1, 0), len(runes))
	if len(runes) <= excerptWidth {
		return string(runes), caret
	}
	from := min(max(caret-excerptWidth/2, 0), len(runes)-excerptWidth)
	cut, lead := runes[from:from+excerptWidth], ""
	if from > 0 {
		lead = "..."
	}
	text = lead + string(cut)
	if from+excerptWidth < len(runes) {
		text += "..."
	}
	return text, caret - from + len(lead)
}
