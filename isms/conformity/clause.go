package conformity

import (
	"cmp"
	"strings"
)

// CompareClauses orders clauses as a reader does: 9.2 before 10.1, 4.2 before
// 4.2 a.
func CompareClauses(a, b string) int { return compareNumbered(a, b) }

// compareNumbered compares texts in which numbers count by their value.
func compareNumbered(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		m, n := digits(x), digits(y)
		if m > 0 && n > 0 {
			p, q := strings.TrimLeft(x[:m], "0"), strings.TrimLeft(y[:n], "0")
			if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
				return c
			}
			x, y = x[m:], y[n:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// Within tells whether a clause is another one or a part of it: 9.2.2 a is
// within 9.2.2, 9.2 and 9.
func Within(clause, wider string) bool {
	rest, ok := strings.CutPrefix(clause, wider)
	return ok && wider != "" && (rest == "" || rest[0] == '.' || rest[0] == ' ')
}

// number gives the number of a clause without the letters behind it, and these.
func number(clause string) (num, letters string) {
	i := strings.IndexByte(clause, ' ')
	if i < 0 {
		return clause, ""
	}
	return clause[:i], clause[i+1:]
}
