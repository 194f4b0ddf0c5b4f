package source

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
)

// ParseYAML reads a document in the subset of YAML that the package describes.
// The error is an *Error.
func ParseYAML(file string, data []byte, lim Limits) (*Node, error) {
	lim = lim.withDefaults()
	d, err := open(file, 1, data, lim)
	if err != nil {
		return nil, err
	}
	w := &yamlWalk{doc: d, lim: lim}
	if w.tooMuch() {
		return nil, w.r.Err()
	}
	if root := w.load(); root != nil {
		n := w.node(root, nil, "", 0, 1)
		if err := w.r.Err(); err == nil {
			return n, nil
		}
	}
	return nil, w.r.Err()
}

type yamlWalk struct {
	doc   *document
	lim   Limits
	r     Reporter
	nodes int
}

// tooMuch refuses what would cost the library far more than the text is long:
// it makes kilobytes of every value, before the walk could count them.
func (w *yamlWalk) tooMuch() bool {
	const mostMarks = 1000 // of anchors, aliases and tags, all of which the walk refuses
	parts, marks := 0, 0
	data := w.doc.data
	for i, c := range data {
		switch c {
		case ',', '\n', '[', '{':
			parts++
		case '&', '*', '!':
			if (i == 0 || strings.IndexByte(" \t\n[{,-?:", data[i-1]) >= 0) && i+1 < len(data) && data[i+1] > ' ' {
				marks++
			}
		}
		if parts > w.lim.Nodes+w.lim.Nodes/2 {
			w.r.addAt(w.doc, i, Limit, fmt.Sprintf("the document has more than %d values", w.lim.Nodes))
			return true
		}
		if marks > mostMarks {
			w.r.addAt(w.doc, i, Syntax, "anchors, aliases and tags are not allowed")
			return true
		}
	}
	return false
}

// load has the library read the text into nodes, which resolves nothing.
func (w *yamlWalk) load() (root *yaml.Node) {
	defer func() {
		if p := recover(); p != nil { // a fault of the library is the document's error here
			root = nil
			w.r.addAt(w.doc, 0, Syntax, "is no YAML that can be read")
		}
	}()
	loader, err := yaml.NewLoader(strings.NewReader(string(w.doc.data)), yaml.WithPlugin(depth(w.lim.Depth)))
	if err != nil {
		w.r.addAt(w.doc, 0, Syntax, "is no YAML that can be read")
		return nil
	}
	var first, second yaml.Node
	if err := loader.Load(&first); err != nil {
		w.fail(err)
		return nil
	}
	if err := loader.Load(&second); err == nil {
		w.r.reportAtDocument(w.doc, Pos{second.Line, second.Column}, Syntax, "a second document begins here; one is allowed")
		return nil
	}
	if first.Kind != yaml.DocumentNode || len(first.Content) == 0 {
		w.r.Add(Diagnostic{File: w.doc.file, Pos: Pos{1, 1}, Code: Empty, Message: "the document is empty"})
		return nil
	}
	return first.Content[0]
}

// depth stops the library well before deep nesting costs it anything; the walk
// then refuses what is too deep, with the exact place.
type depth int

var errDepth = errors.New("nested too deeply")

// CheckDepth implements the library's limits.
func (d depth) CheckDepth(n int, _ *yaml.DepthContext) error {
	if n > int(d)+100 {
		return errDepth
	}
	return nil
}

// CheckAlias implements the library's limits; the walk refuses every alias.
func (d depth) CheckAlias(int, int) error { return nil }

// fail gives an error of the library its place.
func (w *yamlWalk) fail(err error) {
	if errors.Is(err, io.EOF) {
		w.r.reportAtDocument(w.doc, Pos{1, 1}, Empty, "the document holds nothing but comments")
		return
	}
	var e *yaml.LoadError
	p := Pos{1, 1}
	msg := "is no YAML"
	if errors.As(err, &e) {
		if e.Mark.Line > 0 {
			p = Pos{e.Mark.Line, max(1, e.Mark.Column)}
		}
		if strings.Contains(e.Message, "cannot start any token") && w.tabbed(p.Line) {
			msg += ": a tab indents this line; YAML takes blanks alone"
		} else {
			msg += ": " + Clip(e.Message)
		}
	}
	if errors.Is(err, errDepth) || e != nil && strings.Contains(e.Message, errDepth.Error()) {
		w.r.reportAtDocument(w.doc, p, Limit, fmt.Sprintf("nested more than %d levels deep", w.lim.Depth))
		return
	}
	w.r.reportAtDocument(w.doc, p, Syntax, msg)
}

// tabbed tells whether a line is indented with a tab, of which the library only
// says that it begins no token.
func (w *yamlWalk) tabbed(line int) bool {
	n := 1
	for text := range strings.Lines(string(w.doc.data)) {
		if n == line {
			return strings.HasPrefix(strings.TrimLeft(text, " "), "\t")
		}
		n++
	}
	return false
}

// node copies a node of the library and refuses what the subset leaves out.
func (w *yamlWalk) node(y *yaml.Node, parent *Node, key string, index, depth int) *Node {
	n := &Node{doc: w.doc, parent: parent, key: key, index: index, at: Pos{y.Line, y.Column}}
	w.nodes++
	switch {
	case w.nodes > w.lim.Nodes:
		if w.nodes == w.lim.Nodes+1 {
			w.r.Report(n, Limit, "the document has more than %d values", w.lim.Nodes)
		}
		return n
	case depth > w.lim.Depth:
		w.r.Report(n, Limit, "nested more than %d levels deep", w.lim.Depth)
		return n
	case y.Anchor != "":
		w.r.Report(n, Syntax, "anchors (&%s) are not allowed; write the value out", Clip(y.Anchor))
	case y.Style&yaml.TaggedStyle != 0:
		w.r.Report(n, Syntax, "tags (%s) are not allowed", Clip(y.Tag))
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.kind = Map
		w.mapping(y, n, depth)
	case yaml.SequenceNode:
		n.kind = List
		n.items = make([]*Node, 0, len(y.Content))
		for i, c := range y.Content {
			n.items = append(n.items, w.node(c, n, "", i, depth+1))
		}
	case yaml.ScalarNode:
		n.text = y.Value
		w.scalar(y, n)
	case yaml.AliasNode:
		w.r.Report(n, Syntax, "aliases (*%s) are not allowed; write the value out", Clip(y.Value))
	}
	return n
}

func (w *yamlWalk) mapping(y *yaml.Node, n *Node, depth int) {
	for i := 0; i+1 < len(y.Content) && w.nodes <= w.lim.Nodes && w.r.Len() < keep; i += 2 {
		k := y.Content[i]
		w.nodes++
		at := &Node{doc: w.doc, parent: n, key: k.Value, at: Pos{k.Line, k.Column}}
		switch {
		case k.Kind != yaml.ScalarNode || k.Anchor != "" || k.Style&(yaml.TaggedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0:
			at.key = "?"
			w.r.Report(at, Syntax, "a key must be a plain or quoted text")
			continue
		case k.Value == "<<" && k.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0:
			w.r.Report(at, Syntax, "merge keys (<<) are not allowed; write the entries out")
			continue
		}
		v := w.node(y.Content[i+1], n, k.Value, 0, depth+1)
		if !n.put(at, v) {
			w.r.Report(at, DuplicateKey, "the key %q is already at line %d", Clip(k.Value), n.fields[n.find(k.Value)].KeyPos().Line)
		}
	}
}

func (w *yamlWalk) scalar(y *yaml.Node, n *Node) {
	switch {
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.kind, n.style = String, singleQuoted
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.kind, n.style = String, doubleQuoted
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.kind, n.style = String, block
	default:
		n.kind = plainKind(y.Value)
	}
}
