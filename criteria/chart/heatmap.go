package chart

import (
	"context"
	"fmt"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// Options adjusts a heat map. The zero value is useful.
type Options struct {
	// Fixed states the other inputs. Those that it leaves open, or all of them
	// if it is nil, are taken at their worst: a cell shows the highest band
	// that it may have.
	Fixed *criteria.Inputs
	AsOf  time.Time // for criteria that look at the time

	Title  string // default: the title of the criteria
	Prefix string // of ids in the SVG, where a page holds several pictures
}

// A HeatMap shows the band of every combination of two inputs.
type HeatMap struct {
	Title         string
	Rows, Columns *criteria.Input // ratings; Rows go upwards
	Bands         []criteria.Band
	Cells         [][]Cell // lowest row first, lowest column first
	Worst         bool     // some cells depend on other inputs and show the worst case
	Dots          []Dot

	criteria *criteria.Criteria
	prefix   string
}

// A Cell is what the criteria say about a combination.
type Cell struct {
	Band     int               // rank, -1 if the criteria fail there
	Decision criteria.Decision // Undetermined if it depends on other inputs
}

// A Dot is a risk.
type Dot struct {
	Number      int // from 1
	ID, Title   string
	Row, Column int
}

// MaxDots bounds the risks of a map.
const MaxDots = 10_000

// NewHeatMap evaluates every combination of two inputs, which must be ratings.
// Names that are none match source.UnknownName; the only other error is the
// context's.
func NewHeatMap(ctx context.Context, c *criteria.Criteria, rows, columns string, opts Options) (*HeatMap, error) {
	m := &HeatMap{Title: opts.Title, Bands: c.Document().Bands, criteria: c, prefix: opts.Prefix}
	if m.Title == "" {
		if m.Title = c.Document().Title; m.Title == "" {
			m.Title = c.Document().ID
		}
	}
	var err error
	if m.Rows, err = rating(c, rows); err != nil {
		return nil, err
	}
	if m.Columns, err = rating(c, columns); err != nil {
		return nil, err
	}
	if m.Rows == m.Columns {
		return nil, fmt.Errorf("chart: rows and columns are both %q", rows)
	}
	in := c.NewInputs()
	for i := range c.Document().Inputs {
		if opts.Fixed != nil {
			if err := in.SetAt(i, opts.Fixed.Value(i)); err != nil {
				return nil, err
			}
		}
	}
	for r := range m.Rows.Scale.Levels {
		var row []Cell
		for k := range m.Columns.Scale.Levels {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			_ = in.SetAt(m.Rows.Index(), m.Rows.Scale.Level(r)) // levels of their own scales
			_ = in.SetAt(m.Columns.Index(), m.Columns.Scale.Level(k))
			row = append(row, m.cell(c.EvaluateShared(in, opts.AsOf)))
		}
		m.Cells = append(m.Cells, row)
	}
	return m, nil
}

func rating(c *criteria.Criteria, id string) (*criteria.Input, error) {
	in := c.Input(id)
	if in != nil && in.Type == criteria.Rating {
		return in, nil
	}
	var ratings []string
	for i := range c.Document().Inputs {
		if x := &c.Document().Inputs[i]; x.Type == criteria.Rating {
			ratings = append(ratings, x.ID)
		}
	}
	near := ""
	if s := source.Nearest(id, ratings); s != "" {
		near = fmt.Sprintf(" (did you mean %q?)", s)
	}
	return nil, fmt.Errorf("chart: %w: the criteria have no rating %q%s", source.UnknownName, id, near)
}

// MainInputs proposes two ratings for a map: the first two that the criteria
// read. ok is false if there are fewer.
func MainInputs(c *criteria.Criteria) (rows, columns string, ok bool) {
	var ids []string
	for i := range c.Document().Inputs {
		if in := &c.Document().Inputs[i]; in.Type == criteria.Rating && c.Reads(i) {
			ids = append(ids, in.ID)
		}
	}
	if len(ids) < 2 {
		return "", "", false
	}
	return ids[0], ids[1], true
}

func (m *HeatMap) cell(o *criteria.Outcome) Cell {
	x := Cell{Band: o.Band, Decision: o.Decision}
	if u := o.Uncertain; u != nil && o.Band < 0 && len(u.Bands) > 0 {
		x.Band, m.Worst = u.Bands[len(u.Bands)-1], true
	}
	return x
}

// Place adds a risk to the map; false if one of the two inputs is not known
// exactly, or if there are MaxDots already. Titles may be hostile text.
func (m *HeatMap) Place(id, title string, in *criteria.Inputs) bool {
	r, c := in.Effective(m.Rows.Index()), in.Effective(m.Columns.Index())
	if !r.Exact() || !c.Exact() || r.Scale() != m.Rows.Scale || c.Scale() != m.Columns.Scale || len(m.Dots) >= MaxDots {
		return false
	}
	row, _ := r.Levels()
	column, _ := c.Levels()
	m.Dots = append(m.Dots, Dot{len(m.Dots) + 1, id, title, row, column})
	return true
}

// at lists the dots of a cell.
func (m *HeatMap) at(row, column int) []Dot {
	var out []Dot
	for _, d := range m.Dots {
		if d.Row == row && d.Column == column {
			out = append(out, d)
		}
	}
	return out
}

// bandName names the band of a cell.
func (m *HeatMap) bandName(x Cell) string {
	if x.Band < 0 {
		return "no band"
	}
	return bandTitle(m.Bands[x.Band])
}

func bandTitle(b criteria.Band) string {
	if b.Title != "" {
		return b.Title
	}
	return b.ID
}

func inputTitle(in *criteria.Input) string {
	switch {
	case in.Title != "":
		return in.Title
	case in.Scale != nil && in.Scale.Title != "" && in.Scale.ID == in.ID:
		return in.Scale.Title
	}
	return in.ID
}

func levelTitle(l criteria.Level) string {
	if l.Title != "" {
		return l.Title
	}
	return l.ID
}
