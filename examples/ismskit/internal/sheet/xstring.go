package sheet

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// escapeLength is the length of what stands in a workbook for a character that
// XML cannot hold, such as _x000D_ (ECMA-376, 22.9.2.19).
const escapeLength = len("_x000D_")

// escaped tells the character that s begins with, written so.
func escaped(s string) (rune, bool) {
	if len(s) < escapeLength || s[:2] != "_x" || s[escapeLength-1] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:escapeLength-1], 16, 16)
	return rune(n), err == nil
}

// unescape gives the characters of a text that are written so.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for s != "" {
		if r, ok := escaped(s); ok {
			b.WriteRune(r)
			s = s[escapeLength:]
			continue
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}

// writeEscaped writes a text as XML, such that unescape gives it back.
func writeEscaped(b *bytes.Buffer, s string) {
	plain := 0 // from here on nothing is to be written so
	for i, r := range s {
		_, looks := escaped(s[i:])
		control := r < ' ' && r != '\t' && r != '\n'
		if !looks && !control {
			continue
		}
		_ = xml.EscapeText(b, []byte(s[plain:i])) // a buffer takes all
		fmt.Fprintf(b, "_x%04X_", r)              // of what looks so, its first character: _x005F_
		plain = i + 1
	}
	_ = xml.EscapeText(b, []byte(s[plain:]))
}
