package sheet

import (
	"bufio"
	"io"
	"strings"
)

// WriteMarkdown writes tables as Markdown, each under a heading. Texts are
// escaped: none of them becomes a link, a picture or HTML.
func WriteMarkdown(w io.Writer, title string, tables ...*Table) error {
	b := bufio.NewWriter(w)
	b.WriteString("# " + escape(title) + "\n")
	for _, t := range tables {
		if len(tables) > 1 {
			b.WriteString("\n## " + escape(t.Name) + "\n")
		}
		b.WriteByte('\n')
		for _, name := range t.Columns {
			b.WriteString("| " + escape(name) + " ")
		}
		b.WriteString("|\n")
		for i := range t.Columns {
			if t.numeric(i) {
				b.WriteString("| --: ")
			} else {
				b.WriteString("| --- ")
			}
		}
		b.WriteString("|\n")
		for _, row := range t.Rows {
			for _, v := range row {
				b.WriteString("| " + escape(v.text) + " ")
			}
			b.WriteString("|\n")
		}
	}
	return b.Flush()
}

// numeric tells whether a column holds numbers alone.
func (t *Table) numeric(i int) bool {
	some := false
	for _, row := range t.Rows {
		switch row[i].kind {
		case numberValue:
			some = true
		case 0:
		default:
			return false
		}
	}
	return some
}

var escapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`, "#", `\#`, "!", `\!`, "$", `\$`,
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "://", "&#58;//", "@", "&#64;", "www.", "www&#46;", "\n", "<br>")

// escape makes a text stand for itself in a table. Addresses are not made links
// of.
func escape(s string) string { return escapes.Replace(s) }
