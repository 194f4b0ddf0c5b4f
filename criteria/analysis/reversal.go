package analysis

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
)

// maxPoints bounds the points of the grid for the probability of a reversal.
const maxPoints = 1 << 20

// point is the middle of a part of a cell: its quantity, its share of the
// whole area, and the cell's band.
type point struct {
	risk, weight float64
	band         int16
}

// reversal gives the probability that of two points drawn at random, of which
// the first is in a lower band than the second, the first has the greater
// quantity. Each cell is divided into grid parts on every axis, and each part
// stands as its middle. ok is false if there are no such pairs.
func (m *matrix) reversal(r *reading, grid int) (p float64, ok bool) {
	points := m.points(r, grid)
	slices.SortFunc(points, func(a, b point) int {
		m.step()
		return cmp.Compare(a.risk, b.risk)
	})
	bands := int16(0)
	for _, b := range m.band {
		bands = max(bands, b+1)
	}
	above := make([]float64, bands) // weight of the points so far in bands above b
	total := make([]float64, bands)
	var reversed float64
	for len(points) > 0 {
		n := 1
		for n < len(points) && points[n].risk == points[0].risk {
			n++
		}
		for _, x := range points[:n] {
			reversed += float64(x.weight * above[x.band])
		}
		for _, x := range points[:n] {
			m.step()
			total[x.band] += x.weight
			for b := range x.band {
				above[b] += x.weight
			}
		}
		points = points[n:]
	}
	var all float64
	for b, w := range total {
		all += float64(w * above[b])
	}
	if all == 0 {
		return 0, false
	}
	return reversed / all, true
}

// points makes the middles. Quantities are whole numbers, exact up to 2^53.
func (m *matrix) points(r *reading, grid int) []point {
	// per axis and level: numerators of the middles over 2 * grid * the
	// denominator, and the level's share of the axis
	middles, shares := make([][][]float64, len(m.dims)), make([][]float64, len(m.dims))
	parts := 1
	for k := range m.dims {
		parts *= grid
		first, same := new(big.Int).Sub(r.high[k][0], r.low[k][0]), true
		for l := range m.dims[k] {
			width := new(big.Int).Sub(r.high[k][l], r.low[k][l])
			same = same && width.Cmp(first) == 0
			w, _ := new(big.Float).SetInt(width).Float64()
			shares[k] = append(shares[k], w)
			var at []float64
			for j := range grid {
				x := new(big.Int).Mul(r.low[k][l], big.NewInt(int64(2*grid)))
				x.Add(x, new(big.Int).Mul(width, big.NewInt(int64(2*j+1))))
				f, _ := new(big.Float).SetInt(x).Float64()
				at = append(at, f)
			}
			middles[k] = append(middles[k], at)
		}
		if same {
			for l := range shares[k] {
				shares[k][l] = 1 // keeps sums exact
			}
		}
	}
	out := make([]point, 0, len(m.band)*parts)
	for i, b := range m.band {
		m.step()
		if b < 0 {
			continue
		}
		from := len(out)
		out = append(out, point{1, 1, b})
		for k := range m.dims {
			l := m.at(i, k)
			n := len(out)
			for j := from; j < n; j++ {
				x := out[j]
				for g, f := range middles[k][l] {
					y := point{x.risk * f, x.weight * shares[k][l], b}
					if g == 0 {
						out[j] = y
					} else {
						out = append(out, y)
					}
				}
			}
		}
	}
	return out
}

// fits tells whether a grid has few enough points.
func (m *matrix) fits(grid int) bool {
	n := len(m.band)
	for range m.dims {
		if n *= grid; n > maxPoints {
			return false
		}
	}
	return true
}

// gridFor chooses the grid: 8 parts of a cell on each axis, fewer where there
// would be too many points.
func (m *matrix) gridFor() int {
	for _, g := range []int{8, 4, 2} {
		if m.fits(g) {
			return g
		}
	}
	return 1
}

// precision says how exact the probability p is that a grid gave. Halving the
// parts takes away about two thirds of the error, so one and a half times the
// change, rounded up, is a bound; it is at least 0.003.
func (m *matrix) precision(r *reading, grid int, p float64) string {
	if !m.fits(2 * grid) {
		return "too coarse to state an error"
	}
	finer, _ := m.reversal(r, 2*grid)
	thousandths := max(3, math.Ceil(1500*math.Abs(finer-p)))
	return fmt.Sprintf("exact to %.3f", thousandths/1000)
}

// reversals is L15: how often the bands put two risks in the wrong order.
func reversals(l *linter) {
	q := l.quantities()
	if q == nil {
		return
	}
	grid := q.planes[0].gridFor()
	worst, at := 0.0, -1
	for k := range q.planes {
		if l.ctx.Err() != nil {
			return
		}
		if p, ok := q.planes[k].reversal(q.reading, grid); ok && p > worst {
			worst, at = p, k
		}
	}
	if at < 0 {
		return
	}
	p := &q.planes[at]
	l.add("L15", Info, l.bandNode(), Finding{},
		"%s, the bands put two risks in the wrong order with probability %.3f%s: of two drawn at random from different bands, the one in the lower band is the greater (%d parts of each cell on each axis, %s)",
		q.how, worst, p.where(), grid, p.precision(q.reading, grid, worst))
}
