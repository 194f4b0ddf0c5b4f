package source

import "strings"

// Nearest returns the valid name that name is probably a misspelling of, ""
// if none is near: at most one edit for each three characters (at most four),
// where exchanging two neighbours is one edit and upper and lower case are the
// same. Among equally near names the first is taken.
func Nearest(name string, valid []string) string {
	if name == "" || len(name) > 64 {
		return ""
	}
	best, least := "", min(len(name)/3, 4)+1
	for _, v := range valid {
		if v == name || v == "" || len(v) > 64 || len(v)-len(name) >= least || len(name)-len(v) >= least {
			continue
		}
		if d := distance(strings.ToLower(name), strings.ToLower(v)); d < least {
			best, least = v, d
		}
	}
	return best
}

// distance is the edit distance with transpositions of neighbours, over bytes.
func distance(a, b string) int {
	var rows [3][65]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twice := &rows[i%3], &rows[(i-1)%3], &rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], twice[j-2]+1)
			}
		}
	}
	return rows[len(a)%3][len(b)]
}
