package cli

import (
	"iter"
	"strings"
)

// fold breaks a text into lines of at most n columns: behind blanks and what
// joins words. A piece that is longer is cut.
func fold(s string, n int) []string {
	if columns(s) <= n {
		return []string{s}
	}
	var lines []string
	line := ""
	for piece := range pieces(s) {
		if line != "" && columns(strings.TrimRight(line+piece, " ")) > n {
			lines = append(lines, cut(strings.TrimRight(line, " "), n))
			line = ""
		}
		line += piece
	}
	return append(lines, cut(strings.TrimRight(line, " "), n))
}

// whole is the width up to which a word is not broken, such as a date or an id.
const whole = 12

// pieces gives the parts of a text between which a line may break.
func pieces(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s != "" {
			start := len(s) - len(strings.TrimLeft(s, " "))
			end := len(s)
			if i := strings.IndexByte(s[start:], ' '); i >= 0 {
				end = start + i
			}
			if i := strings.IndexAny(s[start:end], "_-,/"); i >= 0 && columns(s[start:end]) > whole {
				end = start + i + 1
			}
			for end < len(s) && s[end] == ' ' {
				end++
			}
			if !yield(s[:end]) {
				return
			}
			s = s[end:]
		}
	}
}

// longestPiece is the width below which a text is cut.
func longestPiece(s string) int {
	n := 0
	for piece := range pieces(s) {
		n = max(n, columns(strings.TrimRight(piece, " ")))
	}
	return n
}

// cut shortens a text to n columns.
func cut(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	used := 0
	for i, r := range s {
		if used += runeColumns(r); used >= n {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}
