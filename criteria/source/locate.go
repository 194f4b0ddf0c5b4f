package source

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// At returns the place in the file of code point i of the node's Text,
// counted from 0; beyond the end it is the place after the last one. It is
// right for every way of writing a scalar: plain and quoted, over one line or
// several, with escapes, and in literal and folded blocks.
func (n *Node) At(i int) Pos {
	if n == nil {
		return Pos{}
	}
	c := n.cursor()
	for range i {
		if len(c.text) == 0 {
			break
		}
		c.next()
	}
	return n.doc.pos(c.place())
}

// cursor walks through a decoded text and the document at once.
type cursor struct {
	data  []byte
	at    int    // in data
	text  string // what is left of the decoded text
	style style
}

func (n *Node) cursor() *cursor {
	c := &cursor{data: n.doc.data, at: n.start(), text: n.text, style: n.style}
	switch n.style {
	case singleQuoted, doubleQuoted:
		c.at++
	case block:
		c.toContent()
	}
	return c
}

// toContent moves from the header of a block scalar to its first line.
func (c *cursor) toContent() {
	if i := bytes.IndexByte(c.data[c.at:], '\n'); i >= 0 {
		c.at += i + 1
		c.skipIndent()
	}
}

// place is where the next code point of the text stands.
func (c *cursor) place() int {
	if len(c.text) > 0 {
		r, _ := utf8.DecodeRuneInString(c.text)
		c.sync(r)
	}
	return c.at
}

// sync passes over line ends and indentation that stand for nothing.
func (c *cursor) sync(r rune) {
	for c.atEnd() && r != ' ' && r != '\n' {
		if !c.nextLine() {
			return
		}
	}
}

// atEnd tells whether only blanks are left of the line.
func (c *cursor) atEnd() bool {
	i := c.at
	if c.style != block {
		for i < len(c.data) && (c.data[i] == ' ' || c.data[i] == '\t') {
			i++
		}
	}
	if i < len(c.data) && c.data[i] == '\r' {
		i++
	}
	return i >= len(c.data) || c.data[i] == '\n'
}

func (c *cursor) nextLine() bool {
	i := bytes.IndexByte(c.data[c.at:], '\n')
	if i < 0 {
		return false
	}
	c.at += i + 1
	c.skipIndent()
	return true
}

// skipIndent passes over the blanks at the beginning of a line. In a block a
// line may begin with blanks of its own: they are those that the text has.
func (c *cursor) skipIndent() {
	from := c.at
	for c.at < len(c.data) && (c.data[c.at] == ' ' || c.data[c.at] == '\t' && c.style != block) {
		c.at++
	}
	if c.style != block {
		return
	}
	rest := c.text
	for len(rest) > 0 && rest[0] == '\n' {
		rest = rest[1:]
	}
	if len(rest) == len(c.text) {
		for len(rest) > 0 && rest[0] == ' ' && c.at > from {
			rest = rest[1:]
			c.at--
		}
	}
}

// next passes over one code point of the text.
func (c *cursor) next() {
	r, w := utf8.DecodeRuneInString(c.text)
	c.sync(r)
	c.text = c.text[w:]
	switch {
	case c.style == doubleQuoted && c.at < len(c.data) && c.data[c.at] == '\\':
		c.escape(r)
	case c.atEnd() && (r == '\n' || c.style != block && r == ' ' && !c.blankHere()):
		c.nextLine()
	case c.style == block && r == ' ' && c.atEnd():
		c.nextLine()
	case c.style == singleQuoted && r == '\'':
		c.at += 2
	default:
		_, w = utf8.DecodeRune(c.data[min(c.at, len(c.data)):])
		c.at += w
	}
}

// blankHere tells whether a blank that ends a quoted line belongs to the text:
// only just before the closing quotation mark.
func (c *cursor) blankHere() bool {
	i := c.at
	for i < len(c.data) && (c.data[i] == ' ' || c.data[i] == '\t') {
		i++
	}
	return i < len(c.data) && c.data[i] != '\n' && c.data[i] != '\r'
}

// escape passes over the escape sequence that stands for r, and over escaped
// line ends before it, which stand for nothing.
func (c *cursor) escape(r rune) {
	for c.at+1 < len(c.data) && c.data[c.at] == '\\' && (c.data[c.at+1] == '\n' || c.data[c.at+1] == '\r') {
		if !c.nextLine() {
			return
		}
	}
	if c.at+1 >= len(c.data) || c.data[c.at] != '\\' {
		_, w := utf8.DecodeRune(c.data[c.at:])
		c.at += w
		return
	}
	length := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c.data[c.at+1]]
	if length == 4 && r > 0xffff {
		length = 10 // a pair of surrogates: \uXXXX\uXXXX
		if v, err := strconv.ParseUint(string(c.data[min(c.at+2, len(c.data)):min(c.at+6, len(c.data))]), 16, 32); err != nil || v < 0xd800 || v > 0xdbff {
			length = 4
		}
	}
	c.at = min(c.at+2+length, len(c.data))
}
