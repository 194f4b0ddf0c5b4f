package sheet

import (
	"bufio"
	"io"
	"slices"
	"strings"
)

// WriteMarkdown writes tables as Markdown, each under a heading, without columns
// in which nothing stands. Texts are escaped: none of them becomes a link, a
// picture or HTML.
func WriteMarkdown(w io.Writer, title string, tables ...*Table) error {
	b := bufio.NewWriter(w)
	b.WriteString("# " + escape(title) + "\n")
	for _, t := range tables {
		if len(tables) > 1 {
			b.WriteString("\n## " + escape(t.Name) + "\n")
		}
		b.WriteByte('\n')
		columns := t.stated()
		for _, i := range columns {
			b.WriteString("| " + escape(t.Columns[i]) + " ")
		}
		b.WriteString("|\n")
		for _, i := range columns {
			if t.numeric(i) {
				b.WriteString("| --: ")
			} else {
				b.WriteString("| --- ")
			}
		}
		b.WriteString("|\n")
		for _, row := range t.Rows {
			for _, i := range columns {
				b.WriteString("| " + escape(row[i].text) + " ")
			}
			b.WriteString("|\n")
		}
	}
	return b.Flush()
}

// stated lists the columns in which something stands, and the first one.
func (t *Table) stated() []int {
	var columns []int
	for i := range t.Columns {
		if i == 0 || slices.ContainsFunc(t.Rows, func(row []Value) bool { return row[i].kind != 0 }) {
			columns = append(columns, i)
		}
	}
	return columns
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
