package analysis

import (
	"math/big"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// interval is what a level stands for.
type interval struct{ low, high *big.Rat }

// reading is the quantitative reading of a matrix: a level stands for an
// interval, a cell for the products of its levels' values. Corners of cells
// are kept as keys, whole numbers that compare as the corners do.
type reading struct {
	lower, upper []int64 // keys of the least and greatest product of each cell

	low, high [][]*big.Int // per axis and level, over the axis's denominator
	den       *big.Int     // product of the denominators
	ranked    []*big.Int   // numerator of each key; nil if a key is its numerator
}

// equalWidth gives level i of m the interval from i/m to (i+1)/m.
func equalWidth(m int) []interval {
	out := make([]interval, m)
	for i := range out {
		out[i] = interval{big.NewRat(int64(i), int64(m)), big.NewRat(int64(i+1), int64(m))}
	}
	return out
}

// declared gives the ranges of a scale's levels, nil if some have none, or if
// they do not rise from level to level, or if one lies below zero, where a
// product is no longer monotone.
func declared(s *criteria.Scale) []interval {
	out := make([]interval, len(s.Levels))
	for i := range s.Levels {
		l := &s.Levels[i]
		switch {
		case l.Low == nil || l.High == nil || l.Low.Sign() < 0 || l.Low.Cmp(l.High) > 0:
			return nil
		case i > 0 && (l.Low.Cmp(out[i-1].low) < 0 || l.High.Cmp(out[i-1].high) < 0):
			return nil
		}
		out[i] = interval{l.Low, l.High}
	}
	return out
}

// newReading reads a matrix by the intervals of each axis.
func newReading(m *matrix, axes [][]interval) *reading {
	r := &reading{den: big.NewInt(1)}
	bits := 0
	for _, levels := range axes {
		den := big.NewInt(1)
		for _, l := range levels {
			lcm(den, l.low.Denom())
			lcm(den, l.high.Denom())
		}
		var low, high []*big.Int
		width := 0
		for _, l := range levels {
			low, high = append(low, over(l.low, den)), append(high, over(l.high, den))
			width = max(width, high[len(high)-1].BitLen())
		}
		bits += width
		r.low, r.high, r.den = append(r.low, low), append(r.high, high), r.den.Mul(r.den, den)
	}
	if bits < 63 {
		r.lower, r.upper = products(m, r.low), products(m, r.high)
		return r
	}
	r.rank(m)
	return r
}

func lcm(a, b *big.Int) {
	g := new(big.Int).GCD(nil, nil, a, b)
	a.Mul(a, new(big.Int).Quo(b, g))
}

// over gives the numerator of x over a denominator that x's divides.
func over(x *big.Rat, den *big.Int) *big.Int {
	return new(big.Int).Mul(x.Num(), new(big.Int).Quo(den, x.Denom()))
}

// products gives the product of each cell, which fits.
func products(m *matrix, axes [][]*big.Int) []int64 {
	out := make([]int64, len(m.band))
	for i := range out {
		out[i] = 1
	}
	for k, levels := range axes {
		for i := range out {
			m.step()
			out[i] *= levels[m.at(i, k)].Int64()
		}
	}
	return out
}

// rank numbers the distinct corners in order.
func (r *reading) rank(m *matrix) {
	corner := func(axes [][]*big.Int, i int) *big.Int {
		m.step()
		p := big.NewInt(1)
		for k, levels := range axes {
			p.Mul(p, levels[m.at(i, k)])
		}
		return p
	}
	n := len(m.band)
	all := make([]*big.Int, 2*n)
	for i := range n {
		all[i], all[n+i] = corner(r.low, i), corner(r.high, i)
	}
	r.ranked = slices.Clone(all)
	slices.SortFunc(r.ranked, func(a, b *big.Int) int {
		m.step()
		return a.Cmp(b)
	})
	r.ranked = slices.CompactFunc(r.ranked, func(a, b *big.Int) bool { return a.Cmp(b) == 0 })
	keys := make([]int64, 2*n)
	for i, p := range all {
		m.step()
		at, _ := slices.BinarySearchFunc(r.ranked, p, (*big.Int).Cmp)
		keys[i] = int64(at)
	}
	r.lower, r.upper = keys[:n], keys[n:]
}

// value gives the exact quantity of a key.
func (r *reading) value(key int64) *big.Rat {
	if r.ranked != nil {
		return new(big.Rat).SetFrac(r.ranked[key], r.den)
	}
	return new(big.Rat).SetFrac(big.NewInt(key), r.den)
}
