package cli

import (
	"io"
	"strings"

	"golang.org/x/text/width"
)

// A table is printed with its columns aligned. On a terminal that is too narrow
// its cells are folded, or, if that is not enough, rows and columns change places;
// only what fits in neither way is cut.
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
	for _, row := range b.rows {
		for i := range row {
			row[i].text = visible(row[i].text)
		}
	}
	widths := b.widths(columns)
	if most > 0 && total(widths) > most {
		least := b.widths(longestPiece)
		turned := b.turned(s)
		switch {
		case total(least) <= most:
		case len(b.rows) > 0 && total(turned.widths(longestPiece)) <= most:
			b = turned
			widths, least = b.widths(columns), b.widths(longestPiece)
		default: // words are cut: to eight letters, and if that is not enough to six
			for letters := 8; letters >= 6 && total(least) > most; letters -= 2 {
				for i := range least {
					least[i] = min(least[i], letters)
				}
			}
		}
		shrink(widths, least, most)
	}
	var out strings.Builder
	head := plain(b.head...)
	for i := range head {
		head[i].paint = s.bold
	}
	writeRow(&out, head, widths)
	for _, row := range b.rows {
		writeRow(&out, row, widths)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// writeRow writes a row in as many lines as its cells take.
func writeRow(out *strings.Builder, row []cell, widths []int) {
	parts, height := make([][]string, len(row)), 1
	for i, c := range row {
		parts[i] = fold(c.text, widths[i])
		height = max(height, len(parts[i]))
	}
	for n := range height {
		pending := 0 // blanks are written only in front of text
		for i, c := range row {
			text := ""
			if n < len(parts[i]) {
				text = parts[i][n]
			}
			used := columns(text)
			if text != "" {
				out.WriteString(strings.Repeat(" ", pending))
				pending = 0
			}
			if c.paint != nil {
				text = c.paint(text)
			}
			out.WriteString(text)
			pending += widths[i] - used + gap
		}
		out.WriteByte('\n')
	}
}

// widths measures each column by its head and its cells.
func (b *table) widths(measure func(string) int) []int {
	widths := make([]int, len(b.head))
	for i, h := range b.head {
		widths[i] = measure(h)
	}
	for _, row := range b.rows {
		for i := range row {
			widths[i] = max(widths[i], measure(row[i].text))
		}
	}
	return widths
}

// total is the width of a row.
func total(widths []int) int {
	n := -gap
	for _, width := range widths {
		n += width + gap
	}
	return n
}

// turned is the table with a column for each row: the first cells are its head.
func (b *table) turned(s style) *table {
	t := &table{head: b.head[:1:1]}
	for _, row := range b.rows {
		t.head = append(t.head, row[0].text)
	}
	for i := 1; i < len(b.head); i++ {
		line := []cell{{b.head[i], s.bold}}
		for _, row := range b.rows {
			c := cell{}
			if i < len(row) {
				c = row[i]
			}
			line = append(line, c)
		}
		t.rows = append(t.rows, line)
	}
	return t
}

// shrink takes columns away from the widest until a row fits; none gets narrower
// than its least.
func shrink(widths, least []int, most int) {
	for total(widths) > most {
		widest := -1
		for i, n := range widths {
			if n > least[i] && (widest < 0 || n > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
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

// or gives the first text that is not empty.
func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
