package source

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// A Text is a document as bytes in which places are offsets. It is for readers
// of documents that are too large for nodes. It keeps data, which must not be
// changed, and is not safe for concurrent use.
type Text struct {
	file string
	data []byte

	// The last place that was asked for: errors come in order, and counting
	// from the start each time would take long on a line of many megabytes.
	offset int
	pos    Pos
}

// NewText returns the document of that name.
func NewText(file string, data []byte) *Text {
	return &Text{file: file, data: data, pos: Pos{1, 1}}
}

// File returns the name of the document.
func (t *Text) File() string { return t.file }

// Pos returns the place of the byte at an offset.
func (t *Text) Pos(offset int) Pos {
	offset = min(max(offset, 0), len(t.data))
	if offset < t.offset {
		t.offset, t.pos = 0, Pos{1, 1}
	}
	between := t.data[t.offset:offset]
	if i := bytes.LastIndexByte(between, '\n'); i >= 0 {
		t.pos = Pos{t.pos.Line + bytes.Count(between, []byte{'\n'}), 1}
		between = between[i+1:]
	}
	if t.pos == (Pos{1, 1}) {
		between = bytes.TrimPrefix(between, bom) // takes no column
	}
	t.offset, t.pos.Col = offset, t.pos.Col+utf8.RuneCount(between)
	return t.pos
}

// around returns the part of the line that is near an offset, and the column
// (from 1) that the offset has in it.
func (t *Text) around(offset int) (line string, col int) {
	const most = 4 * excerptWidth * utf8.UTFMax
	offset = min(max(offset, 0), len(t.data))
	from := max(0, offset-most)
	if i := bytes.LastIndexByte(t.data[from:offset], '\n'); i >= 0 {
		from += i + 1
	} else {
		for from > 0 && from < offset && !utf8.RuneStart(t.data[from]) {
			from++
		}
	}
	if from == 0 && offset >= len(bom) && bytes.HasPrefix(t.data, bom) {
		from = len(bom)
	}
	end := min(len(t.data), offset+most)
	if i := bytes.IndexByte(t.data[offset:end], '\n'); i >= 0 {
		end = offset + i
	}
	return string(bytes.TrimRight(t.data[from:end], "\r\n")), utf8.RuneCount(t.data[from:offset]) + 1
}

// ReportIn reports something at an offset of a text. The path names the value,
// see Diagnostic.
func (r *Reporter) ReportIn(t *Text, offset int, path string, code Code, nearest, format string, args ...any) {
	if r.full() {
		return
	}
	d := Diagnostic{File: t.file, Pos: t.Pos(offset), Path: path, Code: code, Nearest: nearest, Message: fmt.Sprintf(format, args...)}
	d.Excerpt, d.Caret = excerpt(t.around(offset))
	r.Add(d)
}
