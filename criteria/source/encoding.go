package source

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// forbidden tells whether a character must not stand in a document: control
// and format characters can make a text show something else than it holds.
func forbidden(r rune) bool {
	return r != '\t' && r != '\n' && r != '\r' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r))
}

// checkEncoding reports invalid UTF-8 and forbidden characters.
func checkEncoding(d *document, r *Reporter) {
	data := bytes.TrimPrefix(d.data, bom)
	base := len(d.data) - len(data)
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\t' {
			i++
			continue
		}
		x, w := utf8.DecodeRune(data[i:])
		switch {
		case x == utf8.RuneError && w <= 1:
			r.addAt(d, base+i, Encoding, "the text is not valid UTF-8")
		case c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			r.addAt(d, base+i, Encoding, "a carriage return without a line feed")
		case forbidden(x):
			r.addAt(d, base+i, Encoding, fmt.Sprintf("control or format character U+%04X; write it as an escape in a quoted string", x))
		}
		if r.Len() > MaxDiagnostics {
			return
		}
		i += w
	}
}

// Limits bounds a document. A zero field means the default.
type Limits struct {
	Bytes int // default 4 MiB
	Depth int // of nesting; default 32
	Nodes int // values and keys; default 150,000
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 4 << 20
	}
	if l.Depth <= 0 {
		l.Depth = 32
	}
	if l.Nodes <= 0 {
		l.Nodes = 150_000
	}
	return l
}

// open makes the document, or tells why it cannot be read at all.
func open(file string, first int, data []byte, lim Limits) (*document, error) {
	var r Reporter
	if len(data) > lim.Bytes {
		r.Add(Diagnostic{File: file, Pos: Pos{first, 1}, Code: Limit,
			Message: fmt.Sprintf("the document has %d bytes, at most %d are allowed", len(data), lim.Bytes)})
		return nil, r.Err()
	}
	d := newDocument(file, first, data)
	checkEncoding(d, &r)
	if err := r.Err(); err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(data, bom))) == 0 {
		r.Add(Diagnostic{File: file, Pos: Pos{first, 1}, Code: Empty, Message: "the document is empty"})
		return nil, r.Err()
	}
	return d, nil
}

// Parse reads a document: JSON if the name ends in .json or the data is a JSON
// object, otherwise YAML. The error is an *Error.
func Parse(file string, data []byte, lim Limits) (*Node, error) {
	if looksLikeJSON(file, data) {
		return ParseJSON(file, data, lim)
	}
	return ParseYAML(file, data, lim)
}

// Clean tells whether data is valid UTF-8 without control and format
// characters, as documents must be.
func Clean(data []byte) bool {
	for i := 0; i < len(data); {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\t' {
			i++
			continue
		}
		r, w := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && w <= 1 || forbidden(r) || c == '\r' {
			return false
		}
		i += w
	}
	return true
}
