package cli

import (
	"io"
	"strings"

	"golang.org/x/text/width"
)

// A table is printed with its columns aligned. On a terminal the widest columns
// are cut until a row fits a line.
type table struct {
	head []string
	rows [][]cell
}

// A cell is a text and how it is painted, which does not count for its width.
type cell struct {
	text  string
	paint func(string) string
}

func plain(texts ...string) []cell {
	row := make([]cell, len(texts))
	for i, s := range texts {
		row[i].text = s
	}
	return row
}

func newTable(head ...string) *table { return &table{head: head} }

func (b *table) add(cells ...cell)       { b.rows = append(b.rows, cells) }
func (b *table) addText(texts ...string) { b.rows = append(b.rows, plain(texts...)) }

const gap = 2

// print writes the table in at most most columns; 0 means any number.
func (b *table) print(w io.Writer, s style, most int) error {
	widths := make([]int, len(b.head))
	for i, h := range b.head {
		widths[i] = columns(h)
	}
	for _, row := range b.rows {
		for i := range row {
			row[i].text = visible(row[i].text)
			widths[i] = max(widths[i], columns(row[i].text))
		}
	}
	if most > 0 {
		shrink(widths, b.head, most)
	}
	var out strings.Builder
	line := func(row []cell) {
		pending := 0 // blanks are written only in front of text
		for i, c := range row {
			text := cut(c.text, widths[i])
			n := columns(text)
			if text != "" {
				out.WriteString(strings.Repeat(" ", pending))
				pending = 0
			}
			if c.paint != nil {
				text = c.paint(text)
			}
			out.WriteString(text)
			pending += widths[i] - n + gap
		}
		out.WriteByte('\n')
	}
	head := plain(b.head...)
	for i := range head {
		head[i].paint = s.bold
	}
	line(head)
	for _, row := range b.rows {
		line(row)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// shrink takes columns away from the widest until a row fits; no column gets
// narrower than its head, or than four letters.
func shrink(widths []int, head []string, most int) {
	for {
		total, widest := -gap, -1
		for i, n := range widths {
			total += n + gap
			if n > max(columns(head[i]), 4) && (widest < 0 || n > widths[widest]) {
				widest = i
			}
		}
		if total <= most || widest < 0 {
			return
		}
		widths[widest]--
	}
}

// columns counts the columns that a text takes on a terminal.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cut shortens a text to n columns.
func cut(s string, n int) string {
	if columns(s) <= n {
		return s
	}
	used := 0
	for i, r := range s {
		if used += runeColumns(r); used >= n {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// or gives the first text that is not empty.
func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
