package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
)

// rating is an axis of bands: an input, or a derived value that stands for
// several inputs on its scale.
type rating struct {
	name    string
	scale   *criteria.Scale
	axis    int // in the band domain; -1 for a derived value
	derived int // -1 for an input
}

// plane is a matrix of bands under one combination of the attributes that the
// bands depend on.
type plane struct {
	*matrix
	attributes []Coordinate
	table      *criteria.Table // whose cells these are; nil if inputs were tried
	cell       func(i int) int // cell of the band domain; nil for a table
}

// where says under which attributes, "" if bands depend on none.
func (p *plane) where() string {
	var parts []string
	for _, a := range p.attributes {
		parts = append(parts, a.Name+" is "+a.Value)
	}
	if len(parts) == 0 {
		return ""
	}
	return " where " + strings.Join(parts, " and ")
}

// example says where the smallest of what was counted over all planes is.
func (p *plane) example() string {
	if w := p.where(); w != "" {
		return ", for instance" + w
	}
	return ""
}

// banding is what the criteria say about bands: a plane for each combination
// of attributes. Ratings that never change the band have no axis.
type banding struct {
	doc     *criteria.Document
	from    *domain // nil for a table
	ratings []rating
	planes  []plane
	colors  colors // over all planes
	matters []bool // by axis of the band domain: whether it makes a difference
}

// witness describes a cell of a plane.
func (b *banding) witness(p *plane, i int) Witness {
	var w Witness
	if p.table != nil {
		w.Outcome = b.doc.Bands[p.band[i]].ID
	} else {
		w.Outcome = b.from.bandAt(p.cell(i))
	}
	for k := range b.ratings {
		w.Cell = append(w.Cell, Coordinate{b.ratings[k].name, b.ratings[k].scale.Levels[p.at(i, k)].ID})
	}
	w.Cell = append(w.Cell, p.attributes...)
	return w
}

func (b *banding) witnesses(p *plane, cells ...int) []Witness {
	var out []Witness
	for _, i := range cells {
		if i >= 0 {
			out = append(out, b.witness(p, i))
		}
	}
	return out
}

// sum adds the tallies of all planes; the smallest cells are those of the
// first plane that shows something.
func (b *banding) sum(f func(p *plane) tally) (t tally, p *plane) {
	t = newTally()
	for k := range b.planes {
		x := f(&b.planes[k])
		if x.first >= 0 && p == nil {
			p, t.first, t.other = &b.planes[k], x.first, x.other
		}
		t.count += x.count
		t.of += x.of
	}
	return t, p
}

// newBanding makes the planes of an exhaustive domain.
func newBanding(from *domain, ends *pace) *banding {
	b := &banding{doc: from.c.Document(), from: from, colors: none}
	b.matters = from.matters(func(i, j int) bool { return from.band[i] == from.band[j] })
	var dims []int
	var ratings, attributes []int
	for k, does := range b.matters {
		switch a := &from.axes[k]; {
		case !does:
		case k < from.ratings:
			b.ratings = append(b.ratings, rating{name: a.name, scale: a.input.Scale, axis: k, derived: -1})
			ratings, dims = append(ratings, k), append(dims, a.levels)
		default:
			attributes = append(attributes, k)
		}
	}
	bases := from.combinations(attributes)
	cells := from.combinations(ratings)
	for _, base := range bases {
		p := plane{cell: func(i int) int { return base + cells[i] }}
		for _, k := range attributes {
			a := &from.axes[k]
			p.attributes = append(p.attributes, Coordinate{a.name, a.value(base / a.stride % a.levels)})
		}
		bands := from.band
		if len(cells) != len(bands) {
			bands = make([]int16, len(cells))
			for i, c := range cells {
				bands[i] = from.band[base+c]
			}
		}
		p.matrix = newMatrix(dims, bands)
		p.pace = ends
		b.planes = append(b.planes, p)
		b.colors = p.matrix.colors(b.colors)
	}
	return b
}

// combinations lists the cells of an exhaustive domain in which every axis but
// those given is at its first level.
func (d *domain) combinations(axes []int) []int {
	out := []int{0}
	for _, k := range axes {
		a := &d.axes[k]
		next := make([]int, 0, len(out)*a.levels)
		for _, base := range out {
			for l := range a.levels {
				next = append(next, base+l*a.stride)
			}
		}
		out = next
	}
	return out
}

// matters tells for each axis of an exhaustive domain whether it makes a
// difference anywhere: same(i, j) says that two cells are alike.
func (d *domain) matters(same func(i, j int) bool) []bool {
	out := make([]bool, len(d.axes))
	for k := range d.axes {
		a := &d.axes[k]
		for i := 0; i < d.n && !out[k]; i++ {
			out[k] = i/a.stride%a.levels < a.levels-1 && !same(i, i+a.stride)
		}
	}
	return out
}

// bandAt names the band of a cell, or why there is none.
func (d *domain) bandAt(i int) string {
	if d.band[i] >= 0 {
		return d.c.Document().Bands[d.band[i]].ID
	}
	return d.say(i)
}

// bandDomain is the domain of the inputs and conditions that level and band
// read: with many attributes in the acceptance rules it is far smaller than
// the whole one, and exhaustive where that is not.
func (l *linter) bandDomain() *domain {
	if l.bandsFrom == nil {
		l.bandsFrom = l.newBandDomain()
	}
	return l.bandsFrom
}

func (l *linter) newBandDomain() *domain {
	d := l.domain
	b := &domain{c: d.c, scope: d.scope, truth: d.truth, seed: d.seed, failure: map[int]*criteria.Failure{}}
	if d.scope == nil {
		return b
	}
	reads := l.criteria.BandReads()
	total := int64(1)
	var at []int // axes of d
	for k := range d.axes {
		a := d.axes[k]
		if a.input != nil && !slices.Contains(reads, a.input.Index()) || a.input == nil && !l.belowBand(a.cond) {
			continue
		}
		b.axes, at = append(b.axes, a), append(at, k)
		if a.ordered() {
			b.ratings++
		}
		if total *= int64(a.levels); total > l.opts.MaxCells {
			total = l.opts.MaxCells + 1
		}
	}
	if len(b.axes) == len(d.axes) {
		return d
	}
	stride := 1
	for k := len(b.axes) - 1; k >= 0; k-- {
		b.axes[k].stride = stride
		stride *= b.axes[k].levels
	}
	b.total = total
	switch {
	case total > l.opts.MaxCells:
		return d // a sample, and nothing better is to be had
	case d.exhaustive:
		b.exhaustive = true
		b.project(d, at)
	default:
		b.exhaustive = true
		l.rest()
		clear(d.truth)
		if err := b.fill(l.ctx, int(total), nil); err != nil {
			b.exhaustive, b.n = false, 0 // the context has ended, so Lint will say so
		}
	}
	return b
}

// belowBand tells whether a condition is part of the level, the band or a
// derived value.
func (l *linter) belowBand(condition int) bool {
	e := l.domain.scope.Conditions()[condition].Expr
	if e == l.doc.Level || e == l.doc.Band {
		return true
	}
	return slices.ContainsFunc(l.doc.Derive, func(v criteria.Derived) bool { return v.Expr == e })
}

// project copies what belongs to bands from a domain with more axes.
func (d *domain) project(from *domain, at []int) {
	cells := from.combinations(at)
	d.n = len(cells)
	d.band, d.rule, d.decision = make([]int16, d.n), make([]int16, d.n), make([]criteria.Decision, d.n)
	d.level, d.levelInt = make([]float64, d.n), make([]int64, d.n)
	for i, c := range cells {
		d.band[i], d.rule[i], d.decision[i] = from.band[c], from.rule[c], from.decision[c]
		d.level[i], d.levelInt[i] = from.level[c], from.levelInt[c]
		if f := from.failure[c]; f != nil && d.band[i] < 0 {
			d.failure[i] = f
		}
	}
}

// banding makes the planes. Where not every cell was tried but the band is
// looked up in a table, the table's cells take their place. It is nil if there
// is no such table either.
func (l *linter) banding() *banding {
	if l.bands != nil {
		return l.bands
	}
	ends := &pace{ctx: l.ctx}
	if d := l.bandDomain(); d.exhaustive && d.n > 0 {
		l.bands = newBanding(d, ends)
	} else if t, args := l.bandTable(); t != nil {
		l.bands = l.tableBanding(t, args, ends)
	}
	return l.bands
}

func (l *linter) tableBanding(t *criteria.Table, args []string, ends *pace) *banding {
	b := &banding{doc: l.doc, colors: none}
	var dims []int
	for k, s := range t.Axes {
		b.ratings = append(b.ratings, rating{name: args[k], scale: s, axis: -1, derived: -1})
		dims = append(dims, len(s.Levels))
	}
	bands := make([]int16, len(t.Cells))
	for i, c := range t.Cells {
		bands[i] = int16(c)
	}
	p := plane{matrix: newMatrix(dims, bands), table: t}
	p.pace = ends
	b.planes, b.colors = []plane{p}, p.colors(none)
	return b
}

// note tells what a report that is not exhaustive rests on.
func (l *linter) note() string {
	d, b := l.domain, l.bandDomain()
	switch {
	case d.exhaustive, d.scope == nil && l.banding() == nil:
		return d.note
	case b.exhaustive:
		return d.note + fmt.Sprintf("; the bands depend on %d cells alone, and all of these were tried", b.n)
	}
	if t, _ := l.bandTable(); t != nil {
		return d.note + fmt.Sprintf("; L07 and L10 to L17 look at the cells of table %s instead; L04, L05, L08 and L18 need every cell of the bands and were left out", t.ID)
	}
	return d.note + "; L04, L05, L07, L08, L10 to L16 and L18 need every cell of the bands and were left out"
}
