package chart

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Text draws the map for a terminal: the highest row on top, in each cell the
// band and the number of risks.
func (m *HeatMap) Text() string {
	columns := len(m.Cells[0])
	widths := make([]int, columns+1)
	table := make([][]string, 0, len(m.Cells)+1)
	for r := len(m.Cells) - 1; r >= 0; r-- {
		row := []string{cut(levelTitle(m.Rows.Scale.Levels[r]), 24)}
		for k := range m.Cells[r] {
			s := cut(m.bandName(m.Cells[r][k]), 16)
			if n := len(m.at(r, k)); n > 0 {
				s += " (" + strconv.Itoa(n) + ")"
			}
			row = append(row, s)
		}
		table = append(table, row)
	}
	foot := []string{""}
	for _, l := range m.Columns.Scale.Levels {
		foot = append(foot, cut(levelTitle(l), 16))
	}
	table = append(table, foot)
	for _, row := range table {
		for i, s := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(s))
		}
	}
	var b strings.Builder
	b.WriteString(harmless(inputTitle(m.Rows)) + " (upwards) by " + harmless(inputTitle(m.Columns)) + "\n")
	if m.Worst {
		b.WriteString("other inputs at their worst\n")
	}
	for i, row := range table {
		if i == len(table)-1 {
			b.WriteString(strings.Repeat(" ", widths[0]) + " +" + strings.Repeat("-", sum(widths[1:])+3*columns-1) + "\n")
		}
		line := pad(row[0], widths[0])
		if i < len(table)-1 {
			line += " |"
		} else {
			line += "  "
		}
		for k := 1; k <= columns; k++ {
			line += " " + pad(row[k], widths[k]) + "  "
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

func sum(list []int) int {
	n := 0
	for _, x := range list {
		n += x
	}
	return n
}

func pad(s string, w int) string {
	return s + strings.Repeat(" ", max(0, w-utf8.RuneCountInString(s)))
}

func cut(s string, most int) string {
	s = harmless(s)
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// harmless replaces what could rewrite a terminal.
func harmless(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || isFormat(r) {
			r = '\uFFFD'
		}
		b.WriteRune(r)
	}
	return b.String()
}
