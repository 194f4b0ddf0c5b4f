package oscal

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/ismskit/ismskit/criteria/source"
)

var bom = []byte("\xef\xbb\xbf")

// checkJSON reports what is wrong with the JSON of a document as a whole: its
// size, its nesting, its syntax, names that occur twice and invalid UTF-8. Only
// then are values cut out of it by the functions below, which trust it.
func checkJSON(r *source.Reporter, t *source.Text, data []byte) bool {
	if len(data) > MaxBytes {
		r.Add(source.Diagnostic{File: t.File(), Pos: source.Pos{Line: 1, Col: 1}, Code: source.Limit,
			Message: "the document has " + number(len(data)) + " bytes, at most " + number(MaxBytes) + " are allowed"})
		return false
	}
	base := len(data) - len(bytes.TrimPrefix(data, bom))
	body := data[base:]
	if i := skipSpace(body, 0); i == len(body) {
		r.ReportIn(t, 0, "", source.Empty, "", "the document is empty")
		return false
	}
	if at, why := tooLarge(body); why != "" {
		r.ReportIn(t, base+at, "", source.Limit, "", "%s", why)
		return false
	}
	// A buffer is read in place; the text is neither copied nor kept.
	dec := jsontext.NewDecoder(bytes.NewBuffer(body))
	err := dec.SkipValue()
	if err == nil {
		at := skipSpace(body, int(dec.InputOffset()))
		if at < len(body) {
			r.ReportIn(t, base+at, "", source.Syntax, "", "there is more after the end of the value")
			return false
		}
		return true
	}
	reportJSON(r, t, base, int(dec.InputOffset()), err)
	return false
}

func reportJSON(r *source.Reporter, t *source.Text, base, at int, err error) {
	code, msg, where := source.Syntax, "is no JSON", ""
	var e *jsontext.SyntacticError
	switch {
	case errors.As(err, &e):
		at, where = int(e.ByteOffset), pathOf(e.JSONPointer)
		switch cause := strings.TrimPrefix(e.Err.Error(), "jsontext: "); {
		case errors.Is(err, jsontext.ErrDuplicateName):
			code, msg = source.DuplicateKey, "the key is there already"
		case strings.Contains(cause, "UTF-8"):
			code, msg = source.Encoding, "the text is not valid UTF-8"
		case errors.Is(err, io.ErrUnexpectedEOF):
			msg += ": it ends too early"
		default:
			msg += ": " + source.Clip(cause)
		}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		msg += ": it ends too early"
	}
	r.ReportIn(t, base+at, where, code, "", "%s", msg)
}

// pathOf turns a pointer into the form in which diagnostics name values. A
// number may be a name as well, but hardly ever is.
func pathOf(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			b.WriteString("[" + source.Clip(token) + "]")
			continue
		case b.Len() > 0:
			b.WriteByte('.')
		}
		b.WriteString(source.Clip(token))
	}
	return b.String()
}

// tooLarge returns where a document is nested too deep, or an object has too
// many members: JSON is checked only after that, because to find names that
// occur twice takes memory for each. It returns "" if neither is so.
func tooLarge(data []byte) (at int, why string) {
	var members [MaxDepth + 1]int
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = skipString(data, i) - 1
		case '{', '[':
			if depth++; depth > MaxDepth {
				return i, "nested more than " + number(MaxDepth) + " levels deep"
			}
			members[depth] = 0
		case '}', ']':
			depth = max(depth-1, 0)
		case ':':
			if members[depth]++; members[depth] > MaxMembers {
				return i, "an object has more than " + number(MaxMembers) + " members"
			}
		}
	}
	return 0, ""
}

func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// skipString returns the offset behind the string that begins at i.
func skipString(data []byte, i int) int {
	for i++; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

// skipValue returns the offset behind the value that begins at i.
func skipValue(data []byte, i int) int {
	depth := 0
	for i < len(data) {
		switch data[i] {
		case '"':
			i = skipString(data, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ' ', '\n', '\r', '\t', ',', ':':
			i++
			continue
		default:
			for i < len(data) && !endsLiteral(data[i]) {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
	return i
}

func endsLiteral(c byte) bool {
	switch c {
	case ' ', '\n', '\r', '\t', ',', ':', ']', '}':
		return true
	}
	return false
}

// A field is a member of an object: a name, and a value that stands at an
// offset of the document.
type field struct {
	name  []byte
	at    int // of the value
	value []byte
	used  bool
}

// appendFields cuts an object, which begins at an offset, into its members.
func appendFields(list []field, object []byte, offset int) []field {
	for i := skipSpace(object, 1); i < len(object) && object[i] == '"'; {
		end := skipString(object, i)
		name := unquoted(object[i:end])
		i = skipSpace(object, skipSpace(object, end)+1) // behind the colon
		end = skipValue(object, i)
		list = append(list, field{name: name, at: offset + i, value: object[i:end]})
		i = skipSpace(object, end)
		if i < len(object) && object[i] == ',' {
			i = skipSpace(object, i+1)
		}
	}
	return list
}

// items ranges over the items of an array that begins at an offset.
func items(array []byte, offset int, yield func(item []byte, at int) bool) {
	for i := skipSpace(array, 1); i < len(array) && array[i] != ']'; {
		end := skipValue(array, i)
		if !yield(array[i:end], offset+i) {
			return
		}
		i = skipSpace(array, end)
		if i < len(array) && array[i] == ',' {
			i = skipSpace(array, i+1)
		}
	}
}

// unquoted returns what a string holds, which may be a part of s.
func unquoted(s []byte) []byte {
	if bytes.IndexByte(s, '\\') < 0 {
		return s[1 : len(s)-1]
	}
	text, _ := jsontext.AppendUnquote(nil, s) // it was checked
	return text
}

// kindOf names what a value is, for messages.
func kindOf(value []byte) string {
	switch value[0] {
	case '{':
		return "a map"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case 't', 'f':
		return "a bool"
	case 'n':
		return "nothing"
	}
	return "a number"
}
