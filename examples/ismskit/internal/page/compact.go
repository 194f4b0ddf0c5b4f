package page

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// mostRich is the number of risks up to which each is an element details, and
// each value and flip of it an element of its own. Beyond, a browser would need
// seconds to open the page: each details brings a style sheet and a tree of its
// own. There a link opens a risk, and values and flips are lines of one text.
const mostRich = 1000

// isolated gives a text in one line whose direction does not reach what stands
// around it, as the element bdi does. Few texts need that, and the characters for
// it make a page of many risks longer and slower to read.
func isolated(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r >= '\u2066' && r <= '\u2069' {
			return ' '
		}
		return r
	}, s)
	if strings.ContainsFunc(s, turns) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

// turns says whether a character is written from the right, or makes others so.
func turns(r rune) bool {
	if r < '\u0590' {
		return false
	}
	p, _ := bidi.LookupRune(r)
	switch p.Class() {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	}
	return false
}

// FactLine gives the facts in one text.
func (v *riskView) FactLine() string {
	parts := make([]string, len(v.Facts))
	for i, f := range v.Facts {
		parts[i] = f.Name + ": " + isolated(f.Value)
	}
	return strings.Join(parts, "; ")
}

// ValueLines gives a line for each value.
func (v *riskView) ValueLines() string {
	lines := make([]string, len(v.Values))
	for i, x := range v.Values {
		lines[i] = isolated(x.Name) + ": " + isolated(x.Value)
		if x.From != "" {
			lines[i] += " " + x.From
		}
		if x.Why != "" {
			lines[i] += " (" + isolated(x.Why) + ")"
		}
	}
	return strings.Join(lines, "\n")
}

// FlipLines gives a line for each flip.
func (v *riskView) FlipLines() string {
	lines := make([]string, len(v.Flips))
	for i, f := range v.Flips {
		steps := make([]string, len(f.Steps))
		for k, s := range f.Steps {
			steps[k] = isolated(s.Input) + " from " + isolated(s.From) + " to " + isolated(s.To)
		}
		lines[i] = strings.Join(steps, " and ") + ": " + isolated(f.To)
	}
	return strings.Join(lines, "\n")
}
