package analysis

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// weak counts the pairs of a red and a green cell in which the green one may
// be riskier than the red one: the red cell's least quantity does not exceed
// the green cell's greatest.
func (m *matrix) weak(r *reading, c colors) tally {
	t := newTally()
	if c.one() {
		return t
	}
	var greens []int64
	reds := int64(0)
	for i, b := range m.band {
		switch b {
		case c.green:
			greens = append(greens, r.upper[i])
		case c.red:
			reds++
		}
	}
	t.of = reds * int64(len(greens))
	slices.SortFunc(greens, func(a, b int64) int {
		m.step()
		return cmp.Compare(a, b)
	})
	for i, b := range m.band {
		m.step()
		if b != c.red {
			continue
		}
		below, _ := slices.BinarySearch(greens, r.lower[i])
		n := int64(len(greens) - below)
		if t.count += n; n > 0 && t.first < 0 {
			t.first = i
		}
	}
	for i, b := range m.band {
		if t.first >= 0 && b == c.green && r.upper[i] >= r.lower[t.first] {
			t.other = i
			break
		}
	}
	return t
}

// contour counts the cells whose color does not follow the contours of equal
// risk: those that are not red but reach as high as some red cell, those that
// are not green but begin as low as some green cell, and those in the middle
// that neither stand between a green and a red cell nor overlap both.
func (m *matrix) contour(r *reading, c colors) (up, down, astray tally) {
	up, down, astray = newTally(), newTally(), newTally()
	if c.one() {
		return up, down, astray
	}
	var redUpper, redLower, greenUpper, greenLower int64
	red, green := false, false
	for i, b := range m.band {
		m.step()
		switch b {
		case c.red:
			if !red || r.upper[i] < redUpper {
				redUpper = r.upper[i]
			}
			if !red || r.lower[i] < redLower {
				redLower = r.lower[i]
			}
			red = true
		case c.green:
			if !green || r.upper[i] > greenUpper {
				greenUpper = r.upper[i]
			}
			if !green || r.lower[i] > greenLower {
				greenLower = r.lower[i]
			}
			green = true
		}
	}
	above, below := m.reach(c.red, -1), m.reach(c.green, 1)
	for i, b := range m.band {
		if b < 0 {
			continue
		}
		up.of, down.of, astray.of = up.of+1, down.of+1, astray.of+1
		if b != c.red && red && r.upper[i] >= redUpper {
			up.add(i, -1)
		}
		if b != c.green && green && r.lower[i] <= greenLower {
			down.add(i, -1)
		}
		if b == c.red || b == c.green {
			continue
		}
		overlaps := red && green && r.upper[i] > redLower && r.lower[i] < greenUpper
		if !overlaps && !(above[i] && below[i]) {
			astray.add(i, -1)
		}
	}
	return up, down, astray
}

// reach tells for each cell whether a cell of the band lies below it on every
// axis (dir 1) or above it on every axis (dir -1), or is the cell itself.
func (m *matrix) reach(band int16, dir int) []bool {
	out := make([]bool, len(m.band))
	for j := range m.band {
		m.step()
		i := j
		if dir < 0 {
			i = len(m.band) - 1 - j
		}
		out[i] = m.band[i] == band
		for k := range m.dims {
			if l := m.at(i, k) - dir; l >= 0 && l < m.dims[k] {
				out[i] = out[i] || out[i-dir*m.stride[k]]
			}
		}
	}
	return out
}

// twins counts the pairs of cells that stand for the same interval of risk,
// and among them those with different bands.
func (m *matrix) twins(r *reading) tally {
	t := newTally()
	cells := make([]int, 0, len(m.band))
	for i, b := range m.band {
		if b >= 0 {
			cells = append(cells, i)
		}
	}
	slices.SortFunc(cells, func(a, b int) int {
		m.step()
		return cmp.Or(cmp.Compare(r.lower[a], r.lower[b]), cmp.Compare(r.upper[a], r.upper[b]), cmp.Compare(a, b))
	})
	for len(cells) > 0 {
		m.step()
		n := 1
		for n < len(cells) && r.lower[cells[n]] == r.lower[cells[0]] && r.upper[cells[n]] == r.upper[cells[0]] {
			n++
		}
		group := cells[:n]
		cells = cells[n:]
		if n == 1 {
			continue
		}
		t.of += pairs(n)
		count := pairs(n)
		bands := map[int16]int{}
		for _, i := range group {
			bands[m.band[i]]++
		}
		for _, k := range bands { // the order does not matter for a sum
			count -= pairs(k)
		}
		if count == 0 {
			continue
		}
		other := group[slices.IndexFunc(group, func(i int) bool { return m.band[i] != m.band[group[0]] })]
		before := t.count
		t.add(group[0], other)
		t.count = before + count
	}
	return t
}

func pairs(n int) int64 { return int64(n) * int64(n-1) / 2 }

// quantities is the reading of the planes of coxBanding, and how to say it.
type quantities struct {
	*banding
	reading   *reading
	intervals [][]interval
	how       string
}

// quantities reads the matrix, nil if there is none or if fewer than two bands
// occur.
func (l *linter) quantities() *quantities {
	b := l.coxBanding()
	if b == nil || len(b.ratings) == 0 || b.colors.one() {
		return nil
	}
	if l.reads != nil {
		return l.reads
	}
	q := &quantities{banding: b}
	var stated, equal []string
	for _, r := range b.ratings {
		levels := declared(r.scale)
		if levels == nil {
			levels = equalWidth(len(r.scale.Levels))
			equal = append(equal, r.name)
		} else {
			stated = append(stated, r.name)
		}
		q.intervals = append(q.intervals, levels)
	}
	var how []string
	if len(stated) > 0 {
		how = append(how, listed(stated)+" by the declared ranges")
	}
	if len(equal) > 0 {
		how = append(how, listed(equal)+" in steps of equal width")
	}
	q.how = "taking " + strings.Join(how, " and ")
	if len(b.ratings) > 1 {
		q.how += ", and multiplying them"
	}
	q.reading = newReading(b.planes[0].matrix, q.intervals)
	l.reads = q
	return q
}

// span says which quantities a cell stands for.
func (q *quantities) span(i int) string {
	return fmt.Sprintf("%s to %s", decimal(q.reading.value(q.reading.lower[i])), decimal(q.reading.value(q.reading.upper[i])))
}

// decimal writes a quantity with at most four significant digits.
func decimal(x *big.Rat) string {
	if x.IsInt() {
		return x.Num().String()
	}
	f, _ := x.Float64()
	return fmt.Sprintf("%.4g", f)
}

// weakConsistency is L11: every red risk is greater than every green one.
func weakConsistency(l *linter) {
	q := l.quantities()
	if q == nil {
		return
	}
	t, p := q.sum(func(p *plane) tally { return p.weak(q.reading, q.colors) })
	if p == nil {
		return
	}
	l.add("L11", Warning, l.place(p, t.first), Finding{Witness: q.witnesses(p, t.first, t.other), Count: t.count, Of: t.of},
		"%s, a risk in the lowest band %q can be as great as one in the highest band %q: for instance %s here, %s there; so it is in %d of %d pairs of such cells%s",
		q.how, l.bandName(q.colors.green), l.bandName(q.colors.red), q.span(t.other), q.span(t.first), t.count, t.of, p.example())
}

// contours is L12: bands follow the contours of equal risk.
func contours(l *linter) {
	q := l.quantities()
	if q == nil {
		return
	}
	green, red := l.bandName(q.colors.green), l.bandName(q.colors.red)
	for kind, say := range []string{
		fmt.Sprintf("cells outside the highest band %q reach as high as some cell in it", red),
		fmt.Sprintf("cells outside the lowest band %q begin as low as some cell in it", green),
		fmt.Sprintf("cells in the middle neither lie between %q and %q nor overlap both", green, red),
	} {
		t, p := q.sum(func(p *plane) tally {
			up, down, astray := p.contour(q.reading, q.colors)
			return [...]tally{up, down, astray}[kind]
		})
		if p != nil {
			l.add("L12", Info, l.place(p, t.first), Finding{Witness: q.witnesses(p, t.first), Count: t.count, Of: t.of},
				"%s, %s: %d of %d, for instance this one, which stands for %s%s", q.how, say, t.count, t.of, q.span(t.first), p.where())
		}
	}
}

// equalRisks is L13: cells that stand for the same risks have the same band,
// unless the criteria weigh one axis more throughout (L14).
func equalRisks(l *linter) {
	q := l.quantities()
	if q == nil {
		return
	}
	t, p := q.sum(func(p *plane) tally { return p.twins(q.reading) })
	if p == nil {
		return
	}
	severity, why := Warning, "and no risk attitude explains it"
	if a := q.attitude(); a != nil && a.heavier >= 0 {
		severity, why = Info, fmt.Sprintf("as the criteria weigh %s more than %s throughout", q.ratings[a.heavier].name, q.ratings[1-a.heavier].name)
	}
	l.add("L13", severity, l.place(p, t.first), Finding{Witness: q.witnesses(p, t.first, t.other), Count: t.count, Of: t.of},
		"%s, %d of %d pairs of cells that stand for the same risks are in different bands, for instance both of %s%s, %s",
		q.how, t.count, t.of, q.span(t.first), p.where(), why)
}
