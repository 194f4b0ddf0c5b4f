package conformity

import (
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// writer appends the members of a JSON object. What is empty is left out.
type writer struct{ b []byte }

func (w *writer) key(name string) {
	if n := len(w.b); w.b[n-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(seal.AppendString(w.b, name), ':')
}

func (w *writer) text(name, s string) {
	if s != "" {
		w.key(name)
		w.b = seal.AppendString(w.b, s)
	}
}

func (w *writer) number(name string, n int) {
	w.key(name)
	w.b = strconv.AppendInt(w.b, int64(n), 10)
}

func (w *writer) texts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	w.key(name)
	w.b = append(w.b, '[')
	for i, s := range list {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = seal.AppendString(w.b, s)
	}
	w.b = append(w.b, ']')
}

// list appends a list of objects, one a line.
func (w *writer) list(name string, n int, each func(w *writer, i int)) {
	w.key(name)
	w.b = append(w.b, '[')
	for i := range n {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = append(w.b, '\n', '{')
		each(w, i)
		w.b = append(w.b, '}')
	}
	w.b = append(w.b, ']')
}

func (w *writer) time(name string, t time.Time) {
	if !t.IsZero() {
		w.text(name, t.UTC().Format(time.RFC3339Nano))
	}
}

func (w *writer) position(name string, p isms.Position) { w.text(name, p.String()) }

func positionOf(n *source.Node) isms.Position {
	p := n.Pos()
	return isms.Position{File: n.File(), Line: p.Line, Col: p.Col}
}

// at gives the place of the value of a key; a key that is not there stands
// where its object begins.
func at(n *source.Node, key string) isms.Position {
	if v := n.Get(key); v != nil {
		n = v
	}
	return positionOf(n)
}
