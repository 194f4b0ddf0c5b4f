package isms

import (
	"unicode"
	"unicode/utf16"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// appendText writes a text as JSON. Control and format characters, which a
// document may hold as escapes only, are written as escapes.
func appendText(b []byte, s string) []byte {
	if source.Clean([]byte(s)) {
		return seal.AppendString(b, s)
	}
	b = append(b, '"')
	for _, r := range s {
		if r < ' ' || !unicode.In(r, unicode.Cc, unicode.Cf) {
			q := seal.AppendString(nil, string(r))
			b = append(b, q[1:len(q)-1]...)
			continue
		}
		for _, u := range utf16.Encode([]rune{r}) {
			const hex = "0123456789abcdef"
			b = append(b, '\\', 'u', hex[u>>12], hex[u>>8&15], hex[u>>4&15], hex[u&15])
		}
	}
	return append(b, '"')
}
