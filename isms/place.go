package isms

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// A Position is a place in a file. The zero Position is no place: what was made
// in Go stands in no file.
type Position struct {
	File      string
	Line, Col int // from 1; 0 if only the file is known
}

// String returns file:line:col.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

func (p Position) compare(q Position) int {
	if c := strings.Compare(p.File, q.File); c != 0 {
		return c
	}
	if p.Line != q.Line {
		return p.Line - q.Line
	}
	return p.Col - q.Col
}

func positionOf(n *source.Node) Position {
	p := n.Pos()
	return Position{File: n.File(), Line: p.Line, Col: p.Col}
}

// Place is where an entity stands in its file. Every entity embeds one.
type Place struct {
	node *source.Node
	more []*source.Node // of an object that is spread over several files
}

// Node returns the entity's place in the document, nil if it was made in Go.
func (p Place) Node() *source.Node { return p.node }

// Position returns where the entity begins.
func (p Place) Position() Position { return positionOf(p.node) }

// Where returns where the value of a key stands. A key that is not there stands
// where the entity begins: that is where it is missing.
func (p Place) Where(key string) Position { return positionOf(p.nodeAt(key)) }

func (p Place) nodeAt(key string) *source.Node {
	if n := p.node.Get(key); n != nil {
		return n
	}
	for _, m := range p.more {
		if n := m.Get(key); n != nil {
			return n
		}
	}
	return p.node
}

func (p Place) place() Place { return p }

func (p *Place) put(n *source.Node) { p.node = n }

func (p *Place) join(q Place) { p.more = append(append(p.more, q.node), q.more...) }

// An Entity is a pointer to any object of the model: to a System, a Document,
// or one of its distributions. Only types of this package are.
type Entity interface {
	Node() *source.Node
	Position() Position
	Where(key string) Position
	place() Place
}
