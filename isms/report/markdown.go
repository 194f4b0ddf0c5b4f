package report

import (
	"fmt"
	"strings"
	"unicode"
)

// page is a page of Markdown that grows. Texts are escaped by md before they
// are put in; formats are this package's own.
type page struct{ b strings.Builder }

func (p *page) bytes() []byte { return []byte(strings.TrimRight(p.b.String(), "\n") + "\n") }

func (p *page) title(text string) { p.printf("# %s\n\n", text) }
func (p *page) part(text string)  { p.printf("## %s\n\n", text) }
func (p *page) sub(text string)   { p.printf("### %s\n\n", text) }

// para writes a paragraph.
func (p *page) para(format string, args ...any) { p.printf(format+"\n\n", args...) }

// item writes an entry of a list; end ends the list.
func (p *page) item(format string, args ...any) { p.printf("- "+format+"\n", args...) }
func (p *page) more(format string, args ...any) { p.printf("  - "+format+"\n", args...) }
func (p *page) end()                            { p.b.WriteByte('\n') }

func (p *page) printf(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

// rows writes a table. Cells are Markdown already; columns of which the heading
// ends in # are numbers, set to the right.
func (p *page) rows(header []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	rule := make([]string, len(header))
	for i, h := range header {
		rule[i] = "---"
		if s, ok := strings.CutSuffix(h, "#"); ok {
			header[i], rule[i] = s, "--:"
		}
	}
	p.printf("| %s |\n|%s|\n", strings.Join(header, " | "), strings.Join(rule, "|"))
	for _, r := range rows {
		p.printf("| %s |\n", strings.Join(r, " | "))
	}
	p.end()
}

// head writes what every report begins with.
func (p *page) head(title string, h Head, more ...string) {
	p.title(title)
	name := h.Organisation
	if name == "" {
		name = "not stated"
	}
	p.item("Organisation: %s", md(name))
	p.item("As of: %s", day(h.AsOf))
	if h.Profile != "" {
		p.item("Profile: %s", md(profileTitle(h.Profile)))
	}
	p.item("Management system: %s, `%s`", md(or(h.System, "without an id")), h.SystemDigest)
	for _, m := range more {
		p.item("%s", m)
	}
	p.end()
}

// md makes a text harmless inside a line or a cell of Markdown: nothing in it is
// markup, HTML, the end of a cell or of the line. What looks right without a
// backslash has none, since pages are also read as they are.
func md(text string) string {
	s := []rune(strings.TrimSpace(text))
	var b strings.Builder
	b.Grow(len(text))
	at := func(i int) rune {
		if i < 0 || i >= len(s) {
			return ' '
		}
		return s[i]
	}
	digits := 0 // at the beginning
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	for i, r := range s {
		before, next := at(i-1), at(i+1)
		switch {
		case blank(r):
			if !blank(before) {
				b.WriteByte(' ')
			}
		case hidden(r):
			b.WriteRune('\uFFFD')
		case r == '<':
			b.WriteString("&lt;")
		case r == '&' && (next == '#' || unicode.IsLetter(next)):
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*|[]", r), r == '~' && (before == '~' || next == '~'),
			r == '_' && !(wordRune(before) && wordRune(next)),
			i == 0 && (r == '#' || r == '>' || strings.ContainsRune("-+=", r) && !unicode.IsDigit(next)),
			i > 0 && i == digits && (r == '.' || r == ')') && blank(next): // the number of a list
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func blank(r rune) bool { return strings.ContainsRune(" \n\r\t\u2028\u2029", r) }

// hidden tells of runes that could rewrite a terminal, or hide what is there.
func hidden(r rune) bool {
	return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// code shows a path or an id as it is written.
func code(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '`':
			return '\''
		case r == '|':
			return '¦'
		case hidden(r) || blank(r) && r != ' ':
			return '\uFFFD'
		}
		return r
	}, s)
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
