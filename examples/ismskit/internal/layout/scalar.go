package layout

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/ismskit/ismskit/criteria/seal"
)

// simple is a text that needs no quotes wherever it stands.
var simple = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./%+-]*( [A-Za-z0-9_./%+(-][A-Za-z0-9_./%+)-]*)*$`)
})

// words mean something else in some YAML, so they keep their quotes.
var words = []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}

func isSimple(s string) bool {
	return simple().MatchString(s) && !slices.Contains(words, strings.ToLower(s))
}

// scalar writes a scalar on one line.
func scalar(n *yaml.Node, inFlow bool) string {
	quoted := n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	switch {
	case isSimple(n.Value):
		return n.Value
	case quoted || strings.Contains(n.Value, "\n"), inFlow && strings.ContainsAny(n.Value, ",[]{}"):
		return quote(n.Value)
	}
	return n.Value // it was plain, and stays so: its type hangs on that
}

// quote writes a text in double quotes. JSON's escapes are a subset of YAML's.
func quote(s string) string { return string(seal.AppendString(nil, s)) }

// scalarLine writes a scalar after head: texts of several lines as a block.
func (p *printer) scalarLine(indent int, head string, n *yaml.Node, note string) {
	text := n.Value
	block := n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 || strings.Contains(text, "\n")
	body := strings.TrimRight(text, "\n")
	if !block || !strings.Contains(text, "\n") && n.Style&yaml.FoldedStyle == 0 || body == "" || !blockable(body) {
		p.line(0, head+scalar(n, false)+note)
		return
	}
	mark := "|"
	lines := strings.Split(body, "\n")
	if n.Style&yaml.FoldedStyle != 0 && len(lines) == 1 && !strings.Contains(body, "  ") {
		mark, lines = ">", wrap(body, lineWidth-30)
	}
	switch strings.Count(text[len(body):], "\n") {
	case 0:
		mark += "-"
	case 1:
	default:
		p.line(0, head+quote(text)+note) // trailing blank lines are no layout
		return
	}
	p.line(0, head+mark+note)
	for _, line := range lines {
		if line == "" {
			p.b.WriteByte('\n')
		} else {
			p.line(indent+2, line)
		}
	}
}

// blockable tells whether a text can stand in a block as it is.
func blockable(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if line != strings.TrimRight(line, " \t") || strings.HasPrefix(line, "\t") {
			return false
		}
	}
	return !strings.HasPrefix(s, " ") && !strings.HasPrefix(s, "\n")
}

func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(s, " ") {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
