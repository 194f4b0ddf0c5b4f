package source

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// Kind is the kind of a node. The zero Kind is that of no node.
type Kind uint8

// The kinds.
const (
	Invalid Kind = iota
	Map
	List
	String
	Int   // decimal digits
	Float // a decimal with a fraction or an exponent, or .inf and .nan
	Bool
	Null
)

var kindNames = [...]string{"nothing", "map", "list", "string", "integer", "number", "bool", "null"}

// String returns the name that messages use.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[Invalid]
}

// A Node is a value of a document. It is immutable, and all methods of a nil
// *Node return zero values.
type Node struct {
	doc    *document
	kind   Kind
	style  style
	offset int // of the value's first byte in the document; JSON only
	at     Pos // where the value begins; YAML only
	parent *Node
	key    string // in a map
	index  int    // in a list
	text   string
	items  []*Node
	fields []Field
	byKey  map[string]int // only of large maps
}

// A Field is an entry of a map.
type Field struct {
	Key   string
	Value *Node

	key *Node // the key as a place
}

// KeyPos returns where the key begins.
func (f Field) KeyPos() Pos { return f.key.Pos() }

// style is the way a scalar is written.
type style uint8

const (
	plain style = iota
	singleQuoted
	doubleQuoted
	block // literal or folded
)

// Kind returns the kind of the node.
func (n *Node) Kind() Kind {
	if n == nil {
		return Invalid
	}
	return n.kind
}

// Pos returns where the node begins.
func (n *Node) Pos() Pos {
	if n == nil {
		return Pos{}
	}
	if n.at.Line > 0 {
		return n.at
	}
	return n.doc.pos(n.offset)
}

// start gives the offset of the value's first byte. Positions are turned into
// offsets and back only when something is reported: on a long line that takes
// time.
func (n *Node) start() int {
	if n.at.Line > 0 {
		return n.doc.offset(n.at)
	}
	return n.offset
}

// File returns the name of the document.
func (n *Node) File() string {
	if n == nil {
		return ""
	}
	return n.doc.file
}

// Text returns the decoded text of a scalar.
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	return n.text
}

// Path returns the place of the node in the document, such as
// scales[0].levels[2].value; "" for the root.
func (n *Node) Path() string {
	if n == nil || n.parent == nil {
		return ""
	}
	return string(n.appendPath(nil))
}

func (n *Node) appendPath(b []byte) []byte {
	if n.parent == nil {
		return b
	}
	b = n.parent.appendPath(b)
	if n.parent.kind == List {
		return appendIndex(b, n.index)
	}
	if len(b) > 0 {
		b = append(b, '.')
	}
	return append(b, Clip(n.key)...)
}

// Len returns the number of items or fields.
func (n *Node) Len() int {
	if n == nil {
		return 0
	}
	return len(n.items) + len(n.fields)
}

// Items returns the items of a list. They must not be changed.
func (n *Node) Items() []*Node {
	if n == nil {
		return nil
	}
	return n.items
}

// Fields returns the entries of a map, in order of the document. They must not
// be changed.
func (n *Node) Fields() []Field {
	if n == nil {
		return nil
	}
	return n.fields
}

// Get returns the value of a key, nil if there is none.
func (n *Node) Get(key string) *Node {
	if n == nil {
		return nil
	}
	if i := n.find(key); i >= 0 {
		return n.fields[i].Value
	}
	return nil
}

// smallMap is the number of fields up to which a walk is as good as an index.
const smallMap = 16

func (n *Node) find(key string) int {
	if n.byKey != nil {
		if i, ok := n.byKey[key]; ok {
			return i
		}
		return -1
	}
	for i := range n.fields {
		if n.fields[i].Key == key {
			return i
		}
	}
	return -1
}

// put adds a field, unless the key is there already.
func (n *Node) put(key *Node, v *Node) bool {
	if n.find(key.key) >= 0 {
		return false
	}
	n.fields = append(n.fields, Field{key.key, v, key})
	switch {
	case n.byKey != nil:
		n.byKey[key.key] = len(n.fields) - 1
	case len(n.fields) > smallMap:
		n.byKey = make(map[string]int, 4*smallMap)
		for i := range n.fields {
			n.byKey[n.fields[i].Key] = i
		}
	}
	return true
}

// document is the text that nodes point into.
type document struct {
	file  string
	data  []byte
	first int   // number of the first line
	lines []int // offsets of the lines
}

func newDocument(file string, first int, data []byte) *document {
	d := &document{file: file, data: data, first: first, lines: []int{0}}
	for i := 0; ; {
		j := bytes.IndexByte(data[i:], '\n')
		if j < 0 {
			return d
		}
		i += j + 1
		d.lines = append(d.lines, i)
	}
}

// pos turns an offset into a position.
func (d *document) pos(offset int) Pos {
	offset = min(max(offset, 0), len(d.data))
	i := sort.SearchInts(d.lines, offset+1) - 1
	col := utf8.RuneCount(d.data[d.lines[i]:offset]) + 1
	if i == 0 && bytes.HasPrefix(d.data, bom) && offset >= len(bom) {
		col-- // a byte order mark takes no column
	}
	return Pos{Line: d.first + i, Col: col}
}

// offset turns a position into an offset.
func (d *document) offset(p Pos) int {
	i := p.Line - d.first
	if i < 0 {
		return 0
	}
	if i >= len(d.lines) {
		return len(d.data)
	}
	at := d.lines[i]
	if i == 0 && bytes.HasPrefix(d.data, bom) {
		at += len(bom)
	}
	for range p.Col - 1 {
		if at >= len(d.data) || d.data[at] == '\n' {
			break
		}
		_, w := utf8.DecodeRune(d.data[at:])
		at += w
	}
	return at
}

// around returns the part of a line that is near a position, and the column
// (from 1) that the position has in it. Lines may have megabytes.
func (d *document) around(p Pos) (text string, col int) {
	const most = 4 * excerptWidth * utf8.UTFMax
	i := p.Line - d.first
	if i < 0 || i >= len(d.lines) {
		return "", 1
	}
	from, end := d.lines[i], len(d.data)
	if i+1 < len(d.lines) {
		end = d.lines[i+1]
	}
	if i == 0 && bytes.HasPrefix(d.data, bom) {
		from += len(bom)
	}
	at := d.offset(p)
	if at-from > most {
		for from = at - most; !utf8.RuneStart(d.data[from]); from++ {
		}
	}
	end = min(end, at+most)
	return string(bytes.TrimRight(d.data[from:end], "\r\n")), utf8.RuneCount(d.data[from:at]) + 1
}

var bom = []byte("\xef\xbb\xbf")
