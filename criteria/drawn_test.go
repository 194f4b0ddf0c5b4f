package criteria_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// drawn is a random document over finite inputs: level arithmetic, tables,
// conditionals, acceptance by band, level and bool.
type drawn struct {
	t      *rapid.T
	levels []int    // of each scale
	rated  []int    // scale of each rating
	bools  int      // number of bools
	axes   []int    // scales of the table's axes
	result int      // scale of the table's results, -1 for bands
	names  []string // derived values that can be used already
}

func (d *drawn) n(low, high int) int { return rapid.IntRange(low, high).Draw(d.t, "n") }

func (d *drawn) document() string {
	for range d.n(1, 3) {
		d.levels = append(d.levels, d.n(2, 4))
	}
	for s := range d.levels {
		d.rated = append(d.rated, s)
	}
	if d.n(0, 1) == 1 {
		d.rated = append(d.rated, 0)
	}
	d.bools = d.n(0, 2)
	for range d.n(0, 2) {
		d.axes = append(d.axes, d.n(0, len(d.levels)-1))
	}
	d.result = d.n(-1, len(d.levels)-1)

	s := sheet{bands: "[{id: b0, upTo: 1}, {id: b1, upTo: 4.5}, {id: b2}]", order: "[-level, band, x0]"}
	var scales, inputs, rules []string
	for i, n := range d.levels {
		var levels []string
		value := d.n(-1, 2)
		for l := range n {
			levels = append(levels, fmt.Sprintf("{id: l%d, value: %d}", l, value))
			value += d.n(1, 3)
		}
		scales = append(scales, fmt.Sprintf("{id: s%d, levels: [%s]}", i, strings.Join(levels, ", ")))
	}
	for i, scale := range d.rated {
		inputs = append(inputs, fmt.Sprintf("{id: x%d, scale: s%d}", i, scale))
	}
	for i := range d.bools {
		inputs = append(inputs, fmt.Sprintf("{id: f%d, type: bool}", i))
	}
	s.scales, s.inputs = list(scales), list(inputs)
	if len(d.axes) > 0 {
		var axes []string
		for _, a := range d.axes {
			axes = append(axes, fmt.Sprintf("s%d", a))
		}
		result := "band"
		if d.result >= 0 {
			result = fmt.Sprintf("s%d", d.result)
		}
		s.tables = fmt.Sprintf("[{id: m, axes: %s, result: %s, cells: %s}]", list(axes), result, d.cells(0))
	}
	s.derive = fmt.Sprintf("[{id: one, expr: %q}, {id: two, expr: %q}]", d.number(2), d.condition(1))
	d.names = []string{"one"}
	if d.n(0, 2) == 0 {
		s.bands, s.order = "[{id: b0}, {id: b1}, {id: b2}]", "[-band, one, x0]"
		s.band = fmt.Sprintf("%q", fmt.Sprintf("%s ? band.b%d : %s", d.condition(1), d.n(0, 2), d.band()))
	} else {
		s.level = fmt.Sprintf("%q", d.number(3))
		d.names = append(d.names, "level")
	}
	d.names = append(d.names, "band")
	for i := range d.n(0, 3) {
		outcome := rapid.SampledFrom([]string{"accept", "accept_conditionally", "escalate", "avoid"}).Draw(d.t, "outcome")
		rules = append(rules, fmt.Sprintf("{id: r%d, when: %q, outcome: %s}", i, d.condition(2), outcome))
	}
	s.rules = list(append(rules, "{id: rest, when: true, outcome: treat}"))
	return s.text()
}

func list(items []string) string { return "[" + strings.Join(items, ", ") + "]" }

func (d *drawn) cells(depth int) string {
	if depth == len(d.axes) {
		if d.result < 0 {
			return fmt.Sprintf("b%d", d.n(0, 2))
		}
		return fmt.Sprintf("l%d", d.n(0, d.levels[d.result]-1))
	}
	var items []string
	for range d.levels[d.axes[depth]] {
		items = append(items, d.cells(depth+1))
	}
	return list(items)
}

// band writes the rank of a band, sometimes one that there is not.
func (d *drawn) band() string {
	switch {
	case len(d.axes) > 0 && d.result < 0 && d.n(0, 3) > 0:
		return d.look()
	case d.n(0, 1) == 0:
		return fmt.Sprintf("band.b%d", d.n(0, 2))
	}
	return "one % 3"
}

// look writes a call of the table, sometimes with what is on no axis.
func (d *drawn) look() string {
	var args []string
	for _, a := range d.axes {
		i := slices.Index(d.rated, a)
		switch d.n(0, 5) {
		case 0:
			args = append(args, fmt.Sprintf("s%d.l%d", a, d.n(0, d.levels[a]-1)))
		case 1:
			args = append(args, fmt.Sprintf("x%d + 1", i))
		default:
			args = append(args, fmt.Sprintf("x%d", i))
		}
	}
	return "m(" + strings.Join(args, ", ") + ")"
}

func (d *drawn) number(depth int) string {
	if depth == 0 || d.n(0, 4) == 0 {
		switch d.n(0, 5) {
		case 0:
			return fmt.Sprint(d.n(0, 3))
		case 1:
			s := d.n(0, len(d.levels)-1)
			return fmt.Sprintf("s%d.l%d", s, d.n(0, d.levels[s]-1))
		case 2:
			if len(d.names) > 0 {
				return d.names[d.n(0, len(d.names)-1)]
			}
		case 3:
			if len(d.axes) > 0 {
				return d.look()
			}
		}
		return fmt.Sprintf("x%d", d.n(0, len(d.rated)-1))
	}
	a, b := d.number(depth-1), d.number(depth-1)
	switch d.n(0, 7) {
	case 0:
		return "(" + a + " - " + b + ")"
	case 1:
		return "(" + a + " / " + b + ")"
	case 2, 3:
		return "(" + a + " * " + b + ")"
	case 4:
		return "math.greatest(" + a + ", " + b + ")"
	case 5:
		return "math.least(" + a + ", " + b + ")"
	case 6:
		return "(" + d.condition(depth-1) + " ? " + a + " : " + b + ")"
	}
	return "(" + a + " + " + b + ")"
}

func (d *drawn) condition(depth int) string {
	if depth == 0 || d.n(0, 3) == 0 {
		if d.bools > 0 && d.n(0, 2) == 0 {
			return fmt.Sprintf("f%d", d.n(0, d.bools-1))
		}
		op := rapid.SampledFrom([]string{" < ", " <= ", " > ", " >= ", " == ", " != "}).Draw(d.t, "op")
		return d.number(min(depth, 1)) + op + d.number(0)
	}
	switch d.n(0, 3) {
	case 0:
		return "(" + d.condition(depth-1) + " && " + d.condition(depth-1) + ")"
	case 1:
		return "(" + d.condition(depth-1) + " || " + d.condition(depth-1) + ")"
	case 2:
		return "!(" + d.condition(depth-1) + ")"
	}
	return d.condition(depth - 1)
}
