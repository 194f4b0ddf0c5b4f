package page

import "strings"

// mostRich is the number of risks up to which each value and each flip of a risk
// is an element of its own. Beyond, they are lines of one text: a browser needs
// seconds for a million elements, and next to nothing for text.
const mostRich = 1000

// isolated keeps the direction of a text from reaching what stands around it, as
// the element bdi does.
func isolated(s string) string {
	return "\u2068" + strings.Map(func(r rune) rune {
		if r == '\n' || r >= '\u2066' && r <= '\u2069' {
			return ' '
		}
		return r
	}, s) + "\u2069"
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
			steps[k] = isolated(s.Input) + " " + isolated(s.From) + " → " + isolated(s.To)
		}
		lines[i] = strings.Join(steps, " and ") + ": " + isolated(f.To)
	}
	return strings.Join(lines, "\n")
}
