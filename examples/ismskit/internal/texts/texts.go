// Package texts makes of what people have written elsewhere what documents can
// hold: texts without control characters, ids, and names for expressions.
package texts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/ismskit/ismskit/criteria/source"
)

// reserved are words that no name may be, in expressions or in YAML.
const reserved = " true false null in as break const continue else for function if import let loop package namespace return var void while yes no on off y n "

// Identifier makes a name for expressions of a text: letters without their marks,
// digits and underscores; "" if nothing is left of it.
func Identifier(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	name := strings.Trim(b.String(), "_")
	if len(name) > 60 {
		name = strings.Trim(name[:60], "_")
	}
	switch {
	case name == "":
		return ""
	case name[0] >= '0' && name[0] <= '9', strings.Contains(reserved, " "+name+" "):
		return "l_" + name
	}
	return name
}

// written are letters that are more than a letter with a mark, as they are written
// where there are none of them.
const written = "ä ae ö oe ü ue Ä Ae Ö Oe Ü Ue ß ss æ ae Æ Ae ø oe Ø Oe œ oe Œ Oe å aa Å Aa ł l Ł L đ d Đ D"

// ID makes an id of a text: letters without their marks, so that names that differ
// in them stay apart where that is the custom (Müller, Möller); what no id can have
// becomes a hyphen. What is longer than an id is cut; "" if nothing is left of it.
func ID(s string) string {
	s = norm.NFKD.String(strings.NewReplacer(strings.Fields(written)...).Replace(norm.NFC.String(s)))
	var b strings.Builder
	for _, r := range s {
		switch {
		case source.ValidID("a" + string(r)):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String(), "-._")
	return strings.TrimRight(id[:min(len(id), 64)], "-._")
}

// Digest makes an id of what has none: of several texts, the same of the same ones.
func Digest(parts ...string) string {
	sum := sha256.New()
	for _, s := range parts {
		fmt.Fprintf(sum, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(sum.Sum(nil)[:5])
}

// Line makes one line of a text.
func Line(s string) string { return strings.Join(strings.Fields(s), " ") }

// Clean makes a text of one or several lines in UTF-8, without control and format
// characters, and without blanks at its ends.
func Clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	if source.Clean([]byte(s)) {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u00a0' || r == '\r':
			return ' '
		case !source.Clean([]byte(string(r))):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// Cut cuts a text to at most n bytes, between characters.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
