package chart

import (
	"strconv"
	"strings"
	"unicode"
)

// canvas writes SVG with whole numbers only.
type canvas struct{ b strings.Builder }

const font = `font-family="system-ui,Segoe UI,Helvetica,Arial,sans-serif"`

// open begins a picture with its title and description.
func (c *canvas) open(width, height int, prefix, title, desc string) {
	c.b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) +
		`" viewBox="0 0 ` + strconv.Itoa(width) + ` ` + strconv.Itoa(height) + `" role="img" aria-labelledby="` + escape(prefix) + `t ` + escape(prefix) + `d" ` + font + ">\n")
	c.b.WriteString(`<title id="` + escape(prefix) + `t">` + escape(title) + "</title>\n")
	c.b.WriteString(`<desc id="` + escape(prefix) + `d">` + escape(desc) + "</desc>\n")
	c.rect(0, 0, width, height, white, "")
}

func (c *canvas) bytes() []byte {
	c.b.WriteString("</svg>\n")
	return []byte(c.b.String())
}

func (c *canvas) rect(x, y, w, h int, fill rgb, extra string) {
	c.b.WriteString(`<rect x="` + strconv.Itoa(x) + `" y="` + strconv.Itoa(y) + `" width="` + strconv.Itoa(w) + `" height="` + strconv.Itoa(h) + `" fill="` + fill.String() + `"` + extra + "/>\n")
}

func (c *canvas) line(x1, y1, x2, y2 int, stroke string) {
	c.b.WriteString(`<line x1="` + strconv.Itoa(x1) + `" y1="` + strconv.Itoa(y1) + `" x2="` + strconv.Itoa(x2) + `" y2="` + strconv.Itoa(y2) + `" stroke="` + stroke + "\"/>\n")
}

// text writes one line; anchor is start, middle or end.
func (c *canvas) text(x, y, size int, fill rgb, anchor, extra, s string) {
	c.b.WriteString(`<text x="` + strconv.Itoa(x) + `" y="` + strconv.Itoa(y) + `" font-size="` + strconv.Itoa(size) + `" fill="` + fill.String() + `" text-anchor="` + anchor + `"` + extra + ">" + escape(s) + "</text>\n")
}

// dot draws a numbered dot.
func (c *canvas) dot(x, y, r int, s string) {
	c.b.WriteString(`<circle cx="` + strconv.Itoa(x) + `" cy="` + strconv.Itoa(y) + `" r="` + strconv.Itoa(r) + `" fill="#ffffff" stroke="#141414"/>` + "\n")
	c.text(x, y+4, 11, black, "middle", "", s)
}

// escape makes a text harmless in XML: markup is escaped, control and format
// characters, which could rewrite what is shown, are replaced.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&#39;")
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == 0xfffe || r == 0xffff:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// width estimates the width of a text in pixels, generously: there are no
// fonts here to measure with.
func width(s string, size int) int {
	w := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1f000):
			w += 100
		case unicode.IsUpper(r) || r == 'm' || r == 'w' || r == '%' || r == '&':
			w += 72
		case strings.ContainsRune("iljtf.,:;|'!()[] ", r):
			w += 34
		default:
			w += 57
		}
	}
	return (w*size + 99) / 100
}

// fit cuts a text to a width.
func fit(s string, size, most int) string {
	if width(s, size) <= most {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && width(string(runes)+"…", size) > most {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ") + "…"
}

// wrap breaks a text into lines of a width, at most n, the last one cut.
func wrap(s string, size, most, n int) []string {
	var lines []string
	line := ""
	words := strings.Fields(s)
	for i, w := range words {
		next := w
		if line != "" {
			next = line + " " + w
		}
		if line == "" || width(next, size) <= most {
			line = next
			continue
		}
		if len(lines) == n-1 {
			return append(lines, fit(strings.Join(append([]string{line}, words[i:]...), " "), size, most))
		}
		lines = append(lines, fit(line, size, most))
		line = w
	}
	if line != "" {
		lines = append(lines, fit(line, size, most))
	}
	return lines
}

func isFormat(r rune) bool { return unicode.Is(unicode.Cf, r) }
