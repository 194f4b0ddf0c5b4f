package oscal

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

func validUUID(s string) bool {
	_, ok := ParseUUID(s)
	return ok
}

// validToken tells whether s is a token of OSCAL.
func validToken(s string) bool {
	for i, c := range s {
		if c != '_' && !unicode.IsLetter(c) && (i == 0 || !unicode.IsNumber(c) && c != '.' && c != '-') {
			return false
		}
	}
	return s != "" && len(s) <= MaxTokenBytes
}

// parseTime reads a time with a time zone; it is zero if there is none.
func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(s))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

func number(i int) string { return strconv.Itoa(i) }
