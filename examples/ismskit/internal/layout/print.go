package layout

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// lineWidth is what fits a line.
const lineWidth = 110

// printer writes YAML: block style, and flow style for what is small.
type printer struct {
	b      strings.Builder
	blank  bool            // a blank line is due, which keeps the comment above it where it is
	margin map[string]bool // comments that stay at the margin
}

func (p *printer) line(indent int, text string) {
	if p.blank {
		p.b.WriteByte('\n')
		p.blank = false
	}
	p.b.WriteString(strings.Repeat(" ", indent) + text + "\n")
}

func (p *printer) comment(indent int, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case p.margin[line]:
			p.line(0, line)
		default:
			p.line(indent, line)
		}
	}
}

// atMargin lists the comments that stand at the margin and are no sentences, such
// as keys that are commented out: they are in their place once the # is gone.
func atMargin(text string) map[string]bool {
	found := map[string]bool{}
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "#"); ok && (!strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "  ")) {
			found[strings.TrimSpace(line)] = true
		}
	}
	return found
}

// foot writes a comment that stands below what it is about.
func (p *printer) foot(indent int, text string) {
	if text != "" {
		p.comment(indent, text)
		p.blank = !p.margin[lastLine(text)] // which YAML takes for the end of the list
	}
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}

func (p *printer) document(n *yaml.Node) {
	if n.HeadComment != "" {
		p.comment(0, n.HeadComment)
		p.blank = true
	}
	root := n.Content[0]
	p.comment(0, root.HeadComment)
	if root.Kind == yaml.MappingNode {
		p.sections(root)
	} else {
		p.value(0, "", root, "")
	}
	p.foot(0, root.FootComment)
	p.foot(0, n.FootComment)
	p.blank = false
}

// sections writes the keys of the root, with blank lines around what is longer
// than a line.
func (p *printer) sections(root *yaml.Node) {
	tall := false
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		before := p.b.Len()
		was := tall
		one := &printer{margin: p.margin}
		one.entry(0, key, value, "")
		text := one.b.String()
		tall = rows(text) > 1
		if before > 0 && (tall || was) {
			p.blank = true
		}
		if p.blank {
			p.b.WriteByte('\n')
		}
		p.b.WriteString(text)
		p.blank = one.blank
	}
}

// rows counts the lines of a text that are no comments.
func rows(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			n++
		}
	}
	return n
}

// entry writes a key and its value. lead is the "- " of the list item that the
// entry begins.
func (p *printer) entry(indent int, key, value *yaml.Node, lead string) {
	p.comment(indent, key.HeadComment)
	p.comment(indent, value.HeadComment)
	head := strings.Repeat(" ", indent) + lead
	p.value(indent+len(lead), head+scalar(key, false)+":", value, key.LineComment)
	p.foot(indent+len(lead), value.FootComment)
	p.foot(indent+len(lead), key.FootComment)
}

// value writes what follows head on a line, or on the lines below it. The head
// carries its own indentation.
func (p *printer) value(indent int, head string, n *yaml.Node, comment string) {
	note := joinComments(comment, n.LineComment)
	space := " "
	if head == "" || strings.HasSuffix(head, "- ") {
		space = ""
	}
	switch {
	case n.Kind == yaml.ScalarNode:
		p.scalarLine(indent, head+space, n, note)
	case flowable(n) && fits(head+space+flow(n)+note, n):
		p.line(0, head+space+flow(n)+note)
	case n.Kind == yaml.SequenceNode:
		if strings.TrimRight(head, " ") != "" {
			p.line(0, strings.TrimRight(head, " ")+note)
		}
		at := indent
		if head != "" {
			at += 2
		}
		for _, item := range n.Content {
			p.item(at, item)
		}
	default:
		if head != "" {
			p.line(0, head+note)
			indent += 2
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			p.entry(indent, n.Content[i], n.Content[i+1], "")
		}
	}
}

// item writes an item of a list.
func (p *printer) item(indent int, n *yaml.Node) {
	p.comment(indent, n.HeadComment)
	head := strings.Repeat(" ", indent) + "- "
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) > 0 && !(flowable(n) && n.Style&yaml.FlowStyle != 0 && fits(head+flow(n)+joinComments("", n.LineComment), n)):
		// The comment of a map in flow style that does not fit stands above it.
		p.comment(indent, n.LineComment)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i == 0 {
				p.entry(indent, n.Content[0], n.Content[1], "- ")
			} else {
				p.entry(indent+2, n.Content[i], n.Content[i+1], "")
			}
		}
	case n.Kind == yaml.SequenceNode && !flowable(n):
		p.line(0, strings.TrimRight(head, " ")+joinComments("", n.LineComment))
		for _, x := range n.Content {
			p.item(indent+2, x)
		}
	default:
		p.value(indent, head, n, "")
	}
	p.foot(indent, n.FootComment)
}

func joinComments(a, b string) string {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	switch {
	case a == "" && b == "":
		return ""
	case a == "":
		return " " + b
	case b == "":
		return " " + a
	}
	return " " + a + " " + b
}

func fits(line string, n *yaml.Node) bool {
	return utf8.RuneCountInString(line) <= lineWidth || len(n.Content) == 0
}

// flowable tells whether a list or a map may stand on one line: it holds scalars
// and lists of scalars, and no comment.
func flowable(n *yaml.Node) bool {
	for i, c := range n.Content {
		if c.HeadComment != "" || c.LineComment != "" || c.FootComment != "" {
			return false
		}
		switch c.Kind {
		case yaml.ScalarNode:
			if strings.Contains(c.Value, "\n") {
				return false
			}
		case yaml.SequenceNode:
			if n.Kind == yaml.SequenceNode || i%2 == 0 {
				return false // a list of lists is a matrix: a row a line
			}
			for _, x := range c.Content {
				if x.Kind != yaml.ScalarNode {
					return false
				}
			}
			if !flowable(c) {
				return false
			}
		default:
			return false
		}
	}
	return n.Kind != yaml.ScalarNode
}

func flow(n *yaml.Node) string {
	var b strings.Builder
	switch n.Kind {
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, c := range n.Content {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(flow(c))
		}
		b.WriteByte(']')
	case yaml.MappingNode:
		b.WriteByte('{')
		for i := 0; i+1 < len(n.Content); i += 2 {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(scalar(n.Content[i], true) + ": " + flow(n.Content[i+1]))
		}
		b.WriteByte('}')
	default:
		return scalar(n, true)
	}
	return b.String()
}
