package soa

import (
	"cmp"
	"slices"
	"strings"
)

// enumerate joins two or more words for a message: a, b or c.
func enumerate(words []string) string {
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// compareIDs orders ids as people do: A.5.2 comes before A.5.10.
func compareIDs(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		if digit(x[0]) && digit(y[0]) {
			m, n := number(x), number(y)
			if c := cmp.Or(cmp.Compare(len(m), len(n)), cmp.Compare(m, n)); c != 0 {
				return c
			}
			x, y = strings.TrimLeft(x, "0")[len(m):], strings.TrimLeft(y, "0")[len(n):]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(a, b)) // 01 and 1 are equal numbers, not equal ids
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// number returns the digits that s begins with, without leading zeros.
func number(s string) string {
	s = strings.TrimLeft(s, "0")
	for i := range len(s) {
		if !digit(s[i]) {
			return s[:i]
		}
	}
	return s
}

// set sorts ids and removes what is there twice.
func set(ids []string) []string {
	slices.SortFunc(ids, compareIDs)
	return slices.Compact(ids)
}
