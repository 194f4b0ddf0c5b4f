package source

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// looksLikeJSON tells which of the two a document is.
func looksLikeJSON(file string, data []byte) bool {
	if strings.HasSuffix(file, ".json") {
		return true
	}
	t := bytes.TrimLeft(bytes.TrimPrefix(data, bom), " \t\r\n")
	return len(t) > 1 && t[0] == '{' && strings.IndexByte("\"} \t\r\n", t[1]) >= 0 && jsontext.Value(t).IsValid()
}

// ParseJSON reads a JSON document. The error is an *Error.
func ParseJSON(file string, data []byte, lim Limits) (*Node, error) {
	return ParseJSONAt(file, 1, data, lim)
}

// ParseJSONAt reads a JSON document that begins at a line of a file, as one
// line of NDJSON does. The error is an *Error.
func ParseJSONAt(file string, line int, data []byte, lim Limits) (*Node, error) {
	lim = lim.withDefaults()
	d, err := open(file, line, data, lim)
	if err != nil {
		return nil, err
	}
	body := bytes.TrimPrefix(data, bom)
	w := &jsonWalk{doc: d, lim: lim, base: len(data) - len(body), data: body,
		dec: jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true))} // reported by name below
	n := w.value(nil, "", 0, 1)
	if !w.stopped {
		at := w.next()
		if _, err := w.dec.ReadToken(); !errors.Is(err, io.EOF) {
			w.r.addAt(d, at, Syntax, "there is more after the end of the value")
		}
	}
	if err := w.r.Err(); err != nil {
		return nil, err
	}
	return n, nil
}

type jsonWalk struct {
	doc     *document
	lim     Limits
	r       Reporter
	dec     *jsontext.Decoder
	data    []byte
	base    int // of data in the document
	nodes   int
	stopped bool // after a syntax error nothing more can be read
}

// next gives the offset in the document of the token that comes next.
func (w *jsonWalk) next() int {
	i := int(w.dec.InputOffset())
	for i < len(w.data) && strings.IndexByte(" \t\r\n,:", w.data[i]) >= 0 {
		i++
	}
	return w.base + i
}

func (w *jsonWalk) fail(err error) {
	w.stopped = true
	at := w.next()
	var e *jsontext.SyntacticError
	msg := "is no JSON"
	switch {
	case errors.As(err, &e):
		at = w.base + int(e.ByteOffset)
		msg += ": " + Clip(strings.TrimPrefix(e.Err.Error(), "jsontext: "))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		msg += ": it ends too early"
	}
	w.r.addAt(w.doc, at, Syntax, msg)
}

func (w *jsonWalk) limit(n *Node, depth int) bool {
	w.nodes++
	switch {
	case depth > w.lim.Depth:
		w.r.Report(n, Limit, "nested more than %d levels deep", w.lim.Depth)
	case w.nodes > w.lim.Nodes:
		w.r.Report(n, Limit, "the document has more than %d values", w.lim.Nodes)
	case w.r.Len() < keep:
		return false
	}
	w.stopped = true
	return true
}

func (w *jsonWalk) value(parent *Node, key string, index, depth int) *Node {
	n := &Node{doc: w.doc, parent: parent, key: key, index: index, offset: w.next()}
	if w.limit(n, depth) {
		return n
	}
	t, err := w.dec.ReadToken()
	if err != nil {
		w.fail(err)
		return n
	}
	switch t.Kind() {
	case '{':
		n.kind = Map
		w.object(n, depth)
	case '[':
		n.kind = List
		for w.dec.PeekKind() != ']' {
			item := w.value(n, "", len(n.items), depth+1)
			if w.stopped {
				return n
			}
			n.items = append(n.items, item)
		}
		w.end()
	case '"':
		n.kind, n.style, n.text = String, doubleQuoted, t.String()
	case '0':
		n.text = t.String()
		n.kind = numberKind(n.text)
	case 't', 'f':
		n.kind, n.text = Bool, t.String()
	default:
		n.kind, n.text = Null, "null"
	}
	return n
}

func (w *jsonWalk) end() {
	if _, err := w.dec.ReadToken(); err != nil {
		w.fail(err)
	}
}

func (w *jsonWalk) object(n *Node, depth int) {
	for w.dec.PeekKind() != '}' {
		at := &Node{doc: w.doc, parent: n, offset: w.next()}
		name, err := w.dec.ReadToken()
		if err != nil {
			w.fail(err)
			return
		}
		at.key = name.String()
		if w.limit(at, depth) {
			return
		}
		v := w.value(n, at.key, 0, depth+1)
		if w.stopped {
			return
		}
		if !n.put(at, v) {
			w.r.Report(at, DuplicateKey, "the key %q is already at line %d", Clip(at.key), n.fields[n.find(at.key)].KeyPos().Line)
		}
	}
	w.end()
}
