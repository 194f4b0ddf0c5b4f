package chart

import (
	"fmt"
	"strconv"
	"strings"
)

// Measures of the picture, in pixels.
const (
	cellHeight = 84
	margin     = 20
	dotRadius  = 11
	dotStep    = 26
	legendRow  = 20
	mostLegend = 60 // entries of the legend; more make no picture any more
)

// layout is where things stand.
type layout struct {
	cellWidth   int
	left, top   int // of the grid
	gridW       int
	gridH       int
	legendTop   int
	legendCols  int
	legendWidth int
	width       int
	height      int
	labels      []string // of the rows
}

func (m *HeatMap) layout() layout {
	rows, columns := len(m.Cells), len(m.Cells[0])
	l := layout{cellWidth: 124}
	if columns > 8 {
		l.cellWidth = 92
	}
	label := 0
	for _, lv := range m.Rows.Scale.Levels {
		s := fit(levelTitle(lv), 13, 180)
		l.labels = append(l.labels, s)
		label = max(label, width(s, 13))
	}
	l.left = margin + 24 + label + 12
	l.top = margin + 34 + 18*len(m.subtitle())
	l.gridW, l.gridH = columns*l.cellWidth, rows*cellHeight
	l.width = max(l.left+l.gridW+margin, 560)
	l.legendTop = l.top + l.gridH + 78
	y := l.legendTop + m.bandRows(l.width)*legendRow
	if n := min(len(m.Dots), mostLegend); n > 0 {
		l.legendWidth = 300
		l.legendCols = max(1, (l.width-2*margin)/l.legendWidth)
		l.legendWidth = (l.width - 2*margin) / l.legendCols
		l.legendTop = y + 30
		y = l.legendTop + (n+l.legendCols-1)/l.legendCols*legendRow
		if len(m.Dots) > mostLegend {
			y += legendRow
		}
	}
	l.height = y + margin
	return l
}

// subtitle says what the picture does not show by itself.
func (m *HeatMap) subtitle() []string {
	var out []string
	if v := m.criteria.Document().Version; v != "" {
		out = append(out, "Criteria "+m.criteria.Document().ID+", version "+v)
	}
	if m.Worst {
		out = append(out, "Other inputs at their worst: each cell shows the highest band that it may have.")
	}
	return out
}

// bandRows counts the lines of the legend of bands.
func (m *HeatMap) bandRows(total int) int {
	x, rows := margin, 1
	for _, b := range m.Bands {
		w := 22 + width(fit(bandTitle(b), 13, 200), 13) + 22
		if x > margin && x+w > total-margin {
			x, rows = margin, rows+1
		}
		x += w
	}
	return rows
}

// SVG draws the map.
func (m *HeatMap) SVG() []byte {
	l := m.layout()
	var c canvas
	c.open(l.width, l.height, m.prefix, m.Title, m.describe())
	c.text(margin, margin+18, 20, black, "start", ` font-weight="600"`, fit(m.Title, 20, l.width-2*margin))
	for i, s := range m.subtitle() {
		c.text(margin, margin+42+18*i, 13, rgb{0x44, 0x44, 0x44}, "start", "", fit(s, 13, l.width-2*margin))
	}
	for r := range m.Cells {
		y := l.top + (len(m.Cells)-1-r)*cellHeight
		c.text(l.left-12, y+cellHeight/2+5, 13, black, "end", "", l.labels[r])
		for k := range m.Cells[r] {
			m.drawCell(&c, l.left+k*l.cellWidth, y, l.cellWidth, m.Cells[r][k], m.at(r, k))
		}
	}
	for k, lv := range m.Columns.Scale.Levels {
		for i, s := range wrap(levelTitle(lv), 13, l.cellWidth-8, 2) {
			c.text(l.left+k*l.cellWidth+l.cellWidth/2, l.top+l.gridH+20+16*i, 13, black, "middle", "", s)
		}
	}
	c.text(l.left+l.gridW/2, l.top+l.gridH+58, 14, black, "middle", ` font-weight="600"`, fit(inputTitle(m.Columns), 14, l.gridW)+" →")
	x, y := margin+12, l.top+l.gridH/2
	c.text(x, y, 14, black, "middle", fmt.Sprintf(` font-weight="600" transform="rotate(-90 %d %d)"`, x, y), fit(inputTitle(m.Rows), 14, l.gridH)+" →")
	m.drawBands(&c, l)
	m.drawLegend(&c, l)
	return c.bytes()
}

func (m *HeatMap) drawCell(c *canvas, x, y, w int, cell Cell, dots []Dot) {
	fill := m.bandColor(cell.Band)
	c.rect(x, y, w, cellHeight, fill, ` stroke="#ffffff" stroke-width="2"`)
	c.text(x+8, y+18, 12, ink(fill), "start", "", fit(m.bandName(cell), 12, w-16))
	across := (w - 8) / dotStep
	room := 2 * across
	show := len(dots)
	if show > room {
		show = room - 2 // the last two places are for the number of the others
	}
	for i, d := range dots[:show] {
		cx := x + 4 + dotStep/2 + i%across*dotStep
		c.dot(cx, y+38+i/across*dotStep, dotRadius, strconv.Itoa(d.Number))
	}
	if rest := len(dots) - show; rest > 0 {
		s := "+" + strconv.Itoa(rest)
		cx := x + 4 + (across-2)*dotStep
		c.b.WriteString(`<rect x="` + strconv.Itoa(cx+2) + `" y="` + strconv.Itoa(y+38+dotStep-dotRadius) + `" width="` + strconv.Itoa(2*dotStep-4) + `" height="22" rx="11" fill="#141414"/>` + "\n")
		c.text(cx+dotStep, y+38+dotStep+4, 11, white, "middle", "", s)
	}
}

func (m *HeatMap) drawBands(c *canvas, l layout) {
	x, y := margin, l.top+l.gridH+78
	for i, b := range m.Bands {
		s := fit(bandTitle(b), 13, 200)
		w := 22 + width(s, 13) + 22
		if x > margin && x+w > l.width-margin {
			x, y = margin, y+legendRow
		}
		c.rect(x, y, 16, 14, m.bandColor(i), ` stroke="#666666"`)
		c.text(x+22, y+12, 13, black, "start", "", s)
		x += w
	}
}

func (m *HeatMap) drawLegend(c *canvas, l layout) {
	n := min(len(m.Dots), mostLegend)
	if n == 0 {
		return
	}
	rows := (n + l.legendCols - 1) / l.legendCols
	for i, d := range m.Dots[:n] {
		x, y := margin+i/rows*l.legendWidth, l.legendTop+i%rows*legendRow
		c.text(x+26, y, 12, black, "end", ` font-weight="600"`, strconv.Itoa(d.Number))
		label := d.ID
		if d.Title != "" {
			label += "  " + d.Title
		}
		c.text(x+34, y, 12, black, "start", "", fit(label, 12, l.legendWidth-44))
	}
	if rest := len(m.Dots) - n; rest > 0 {
		c.text(margin+34, l.legendTop+rows*legendRow, 12, black, "start", "", "and "+strconv.Itoa(rest)+" more risks")
	}
}

// describe says in words what the picture shows.
func (m *HeatMap) describe() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Heat map of %s (upwards, %d levels) by %s (to the right, %d levels). ", inputTitle(m.Rows), len(m.Cells), inputTitle(m.Columns), len(m.Cells[0]))
	for r := len(m.Cells) - 1; r >= 0; r-- {
		names := make([]string, len(m.Cells[r]))
		for k := range m.Cells[r] {
			names[k] = m.bandName(m.Cells[r][k])
		}
		fmt.Fprintf(&b, "%s: %s. ", levelTitle(m.Rows.Scale.Levels[r]), strings.Join(names, ", "))
	}
	if m.Worst {
		b.WriteString("Other inputs are taken at their worst. ")
	}
	fmt.Fprintf(&b, "%d risks.", len(m.Dots))
	return b.String()
}
