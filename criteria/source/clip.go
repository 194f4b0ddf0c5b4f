package source

import (
	"strconv"
	"unicode/utf8"
)

// Clip shortens a text for a message: hostile ones must not fill it. At most 64
// bytes stay, and an ellipsis shows that there was more.
func Clip(s string) string {
	const most = 64
	if len(s) <= most {
		return s
	}
	n := most
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}

func appendIndex(b []byte, i int) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(i), 10)
	return append(b, ']')
}
