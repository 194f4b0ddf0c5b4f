package criteria

import (
	"encoding/binary"
	"slices"
)

// distribution is how the risks of a unit are spread over the bands, as far as
// a limit looks at it: two that it cannot tell apart are one.
type distribution struct {
	counts  []int // risks in each band that the limit counts
	largest int   // rank of the largest band, -1 without a risk; always -1 if the limit does not read it
}

// maxSteps bounds how many ways of spreading risks are gone through, of which
// many lead to one distribution.
const maxSteps = 16 * MaxCells

// known gives the distribution of the risks whose bands are known.
func (t *trial) known() distribution {
	d := distribution{counts: make([]int, len(t.reads.Bands)), largest: -1}
	if t.unit.Counts == nil {
		return d
	}
	for i, b := range t.reads.Bands {
		d.counts[i] = t.unit.Counts[b]
	}
	if t.reads.Largest {
		for b, n := range t.unit.Counts {
			if n > 0 {
				d.largest = b
			}
		}
	}
	return d
}

// cases lists every distribution that the unit can have, in a fixed order.
// Risks with the same possible bands are alike, so that they are spread as
// a number, not one by one. It gives up beyond MaxCells distributions, or
// maxSteps on the way to them.
func (t *trial) cases() (all []distribution, complete bool) {
	all = []distribution{t.base}
	steps := 0
	for _, g := range t.groups() {
		var next []distribution
		seen := map[string]bool{}
		s := t.newSpreader(g.Bands, &steps)
		s.emit = func(d distribution) {
			if k := d.key(); !seen[k] {
				seen[k] = true
				next = append(next, distribution{counts: slices.Clone(d.counts), largest: d.largest})
			}
		}
		for _, s.from = range all {
			if !s.spread(0, g.Risks) || len(next) > MaxCells {
				return nil, false
			}
		}
		all = next
	}
	slices.SortFunc(all, func(a, b distribution) int {
		if c := slices.Compare(a.counts, b.counts); c != 0 {
			return c
		}
		return cmpInt(int64(a.largest), int64(b.largest))
	})
	return all, true
}

// groups joins the open risks that have the same possible bands, in the order
// of these.
func (t *trial) groups() []OpenBand {
	var out []OpenBand
	for _, o := range t.unit.Open {
		if o.Risks == 0 {
			continue
		}
		g := OpenBand{Bands: t.c.possible(o), Risks: o.Risks}
		at, found := slices.BinarySearchFunc(out, g, func(a, b OpenBand) int { return slices.Compare(a.Bands, b.Bands) })
		if found {
			out[at].Risks += g.Risks
		} else {
			out = slices.Insert(out, at, g)
		}
	}
	return out
}

// spreader spreads risks over bands: first over those that are counted, what is
// left over the others, of which only the largest makes a difference.
type spreader struct {
	*trial
	counted []int // positions in the bands that the limit counts
	rest    []int // ranks of the others: all where the largest band is read, otherwise one
	steps   *int
	from    distribution
	emit    func(distribution)
}

func (t *trial) newSpreader(bands []int, steps *int) *spreader {
	s := &spreader{trial: t, steps: steps}
	for _, b := range bands {
		if at, counted := slices.BinarySearch(t.reads.Bands, b); counted {
			s.counted = append(s.counted, at)
		} else if t.reads.Largest || s.rest == nil {
			s.rest = append(s.rest, b)
		}
	}
	return s
}

// spread puts left risks into the counted bands from the k-th on.
func (s *spreader) spread(k, left int) bool {
	if k == len(s.counted) {
		return s.spreadRest(left)
	}
	least := 0
	if k == len(s.counted)-1 && s.rest == nil {
		least = left // there is no other place for them
	}
	d, at := &s.from, s.counted[k]
	count, largest := d.counts[at], d.largest
	for n := least; n <= left; n++ {
		d.counts[at] = count + n
		if n > 0 {
			s.raise(d, s.reads.Bands[at])
		}
		if !s.spread(k+1, left-n) {
			return false
		}
	}
	d.counts[at], d.largest = count, largest
	return true
}

func (s *spreader) spreadRest(left int) bool {
	if left == 0 {
		return s.step(s.from)
	}
	for _, b := range s.rest {
		d := s.from
		s.raise(&d, b)
		if !s.step(d) {
			return false
		}
	}
	return true
}

func (s *spreader) raise(d *distribution, band int) {
	if s.reads.Largest {
		d.largest = max(d.largest, band)
	}
}

func (s *spreader) step(d distribution) bool {
	s.emit(d)
	*s.steps++
	return *s.steps <= maxSteps
}

// key makes distributions comparable.
func (d *distribution) key() string {
	b := binary.AppendVarint(nil, int64(d.largest))
	for _, n := range d.counts {
		b = binary.AppendVarint(b, int64(n))
	}
	return string(b)
}
