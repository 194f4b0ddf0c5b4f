package analysis

import (
	"embed"
	"fmt"
	"strings"
)

// pages holds one page for each code: a heading with the code and the title, a
// line with the severity, and the text.
//
//go:embed explain/L??.md
var pages embed.FS

// An Explanation tells what a code means, for the people who write criteria.
type Explanation struct {
	Code     string // L01 to L32
	Title    string
	Severity string // in words: some checks know more than one
	Text     string // Markdown: what, why, an example, how to mend it, sources
}

// codeCount is the number of checks.
const codeCount = 32

// Codes lists the codes of all checks, in order. L31 is what Compare does, all
// others may come from Lint.
func Codes() []string {
	out := make([]string, codeCount)
	for i := range out {
		out[i] = fmt.Sprintf("L%02d", i+1)
	}
	return out
}

// Explain gives the page about a code; ok is false if there is no such code.
func Explain(code string) (e Explanation, ok bool) {
	if len(code) != 3 {
		return Explanation{}, false
	}
	data, err := pages.ReadFile("explain/" + code + ".md")
	if err != nil {
		return Explanation{}, false
	}
	heading, rest, _ := strings.Cut(string(data), "\n")
	severity, text, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n")
	return Explanation{
		Code:     code,
		Title:    strings.TrimPrefix(heading, "# "+code+" "),
		Severity: strings.TrimPrefix(severity, "Severity: "),
		Text:     strings.TrimLeft(text, "\n"),
	}, true
}
