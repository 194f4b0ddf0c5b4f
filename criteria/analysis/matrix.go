package analysis

// matrix holds the bands of a grid: one axis for each rating, lowest level
// first; the first axis varies slowest, so that cells ascend lexicographically.
type matrix struct {
	dims   []int
	stride []int
	band   []int16 // -1 where there is none
	*pace          // of long loops; nil if they need not end early
}

func newMatrix(dims []int, band []int16) *matrix {
	m := &matrix{dims: dims, stride: make([]int, len(dims)), band: band}
	n := 1
	for k := len(dims) - 1; k >= 0; k-- {
		m.stride[k] = n
		n *= dims[k]
	}
	return m
}

// at gives the level of cell i on axis k.
func (m *matrix) at(i, k int) int { return i / m.stride[k] % m.dims[k] }

// top tells whether cell i lies at the upper end of axis k.
func (m *matrix) top(i, k int) bool { return m.at(i, k) == m.dims[k]-1 }

// colors are the lowest and the highest band that occur: green and red. Both
// are -1 where no cell has a band.
type colors struct{ green, red int16 }

func (c colors) one() bool { return c.green == c.red }

func (m *matrix) colors(c colors) colors {
	for _, b := range m.band {
		if b < 0 {
			continue
		}
		if c.green < 0 || b < c.green {
			c.green = b
		}
		c.red = max(c.red, b)
	}
	return c
}

// none is where colors starts from.
var none = colors{-1, -1}

// tally counts cells, or pairs of cells, that show something, and remembers
// the smallest.
type tally struct {
	count, of    int64
	first, other int // cells; other is -1 where one cell shows it
}

func newTally() tally { return tally{first: -1, other: -1} }

func (t *tally) add(first, other int) {
	t.count++
	if t.first < 0 || first < t.first || first == t.first && other < t.other {
		t.first, t.other = first, other
	}
}

// steps goes through the pairs of neighbouring cells that both have a band and
// differ by one step of one axis: the lower one is shown with the upper one
// where the step up is of interest.
func (m *matrix) steps(shows func(lower, upper int16) bool) tally {
	t := newTally()
	for i, b := range m.band {
		m.step()
		if b < 0 {
			continue
		}
		for k := len(m.dims) - 1; k >= 0; k-- { // the last axis leads to the nearest cell
			if m.top(i, k) {
				continue
			}
			up := m.band[i+m.stride[k]]
			if up < 0 {
				continue
			}
			t.of++
			if shows(b, up) {
				t.add(i, i+m.stride[k])
			}
		}
	}
	return t
}

// inversions counts the steps up that lower the band.
func (m *matrix) inversions() tally {
	return m.steps(func(lower, upper int16) bool { return lower > upper })
}

// skips counts the steps up that leap over a band.
func (m *matrix) skips() tally {
	return m.steps(func(lower, upper int16) bool { return upper-lower >= 2 })
}

// edges counts the steps up that lead from green to red.
func (m *matrix) edges(c colors) tally {
	return m.steps(func(lower, upper int16) bool { return lower == c.green && upper == c.red })
}

// corners counts the cells from which one step up on every axis at once leads
// from green to red.
func (m *matrix) corners(c colors) tally {
	t := newTally()
	if len(m.dims) < 2 {
		return t // with one axis that is an edge
	}
	all := 0
	for _, s := range m.stride {
		all += s
	}
cells:
	for i, b := range m.band {
		m.step()
		for k := range m.dims {
			if m.top(i, k) {
				continue cells
			}
		}
		if b < 0 || m.band[i+all] < 0 {
			continue
		}
		t.of++
		if b == c.green && m.band[i+all] == c.red {
			t.add(i, i+all)
		}
	}
	return t
}

// redundant tells for each step of axis k whether the two levels never make a
// difference: same(i, j) says that cells i and j are alike.
func (m *matrix) redundant(k int, same func(i, j int) bool) []bool {
	out := make([]bool, m.dims[k]-1)
	for l := range out {
		out[l] = true
	}
	for i := range m.band {
		m.step()
		if l := m.at(i, k); l < len(out) && out[l] && !same(i, i+m.stride[k]) {
			out[l] = false
		}
	}
	return out
}

// attitude counts the pairs of levels l < i for which a square matrix gives
// (l, i) the higher band, and those for which it gives (i, l) the higher one.
func (m *matrix) attitude() (second, first tally) {
	second, first = newTally(), newTally()
	n := m.dims[0]
	for l := range n {
		for i := l + 1; i < n; i++ {
			a, b := l*n+i, i*n+l
			if m.band[a] < 0 || m.band[b] < 0 {
				continue
			}
			second.of++
			first.of++
			if m.band[a] > m.band[b] {
				second.add(a, b)
			}
			if m.band[a] < m.band[b] {
				first.add(a, b)
			}
		}
	}
	return second, first
}
