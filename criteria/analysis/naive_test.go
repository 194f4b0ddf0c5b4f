package analysis_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// naive computes what the definitions say, cell by cell and pair by pair.
type naive struct {
	dims []int
	ends [][]*big.Rat
	band []int16
}

func (n *naive) levels(i int) []int {
	out := make([]int, len(n.dims))
	for k := len(n.dims) - 1; k >= 0; k-- {
		out[k] = i % n.dims[k]
		i /= n.dims[k]
	}
	return out
}

func (n *naive) corner(i, up int) *big.Rat {
	r := big.NewRat(1, 1)
	for k, l := range n.levels(i) {
		r.Mul(r, n.ends[k][l+up])
	}
	return r
}

// below tells whether cell i lies below cell j on every axis, or is it.
func (n *naive) below(i, j int) bool {
	a, b := n.levels(i), n.levels(j)
	for k := range a {
		if a[k] > b[k] {
			return false
		}
	}
	return true
}

func (n *naive) facts() (weak, weakOf, up, down, astray, twins int64) {
	green, red := int16(100), int16(-1)
	for _, b := range n.band {
		if b >= 0 {
			green, red = min(green, b), max(red, b)
		}
	}
	for d, band := range n.band {
		if band < 0 {
			continue
		}
		isUp, isDown, above, under, overRed, overGreen := false, false, false, false, false, false
		for c, other := range n.band {
			if c > d && other >= 0 && n.corner(c, 0).Cmp(n.corner(d, 0)) == 0 && n.corner(c, 1).Cmp(n.corner(d, 1)) == 0 && other != band {
				twins++
			}
			if green == red {
				continue
			}
			if band == red && other == green {
				weakOf++
				if n.corner(d, 0).Cmp(n.corner(c, 1)) <= 0 {
					weak++
				}
			}
			if other == red {
				isUp = isUp || band != red && n.corner(d, 1).Cmp(n.corner(c, 1)) >= 0
				above = above || n.below(d, c)
				overRed = overRed || n.corner(d, 1).Cmp(n.corner(c, 0)) > 0
			}
			if other == green {
				isDown = isDown || band != green && n.corner(d, 0).Cmp(n.corner(c, 0)) <= 0
				under = under || n.below(c, d)
				overGreen = overGreen || n.corner(d, 0).Cmp(n.corner(c, 1)) < 0
			}
		}
		if isUp {
			up++
		}
		if isDown {
			down++
		}
		if green != red && band != green && band != red && !(above && under) && !(overRed && overGreen) {
			astray++
		}
	}
	return weak, weakOf, up, down, astray, twins
}

// TestAgainstDefinitions compares 2,000 random matrices, monotone or not, with
// holes, of one to three axes and with ranges of any width.
func TestAgainstDefinitions(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 11))
	for range 2000 {
		n := naive{}
		cells := 1
		for range 1 + rng.IntN(3) {
			d := 1 + rng.IntN(4)
			ends := []*big.Rat{big.NewRat(int64(rng.IntN(2)), 3)}
			for range d {
				ends = append(ends, new(big.Rat).Add(ends[len(ends)-1], big.NewRat(int64(rng.IntN(3)), int64(1+rng.IntN(3)))))
			}
			n.dims, n.ends = append(n.dims, d), append(n.ends, ends)
			cells *= d
		}
		g := analysis.NewGridOf(n.ends...)
		monotone := rng.IntN(2) == 0
		for i := range cells {
			b := rng.IntN(4)
			if monotone {
				b = 0
				for k, l := range n.levels(i) {
					b += l * (k + 1)
				}
				b /= 2
			}
			if rng.IntN(20) == 0 {
				b = -1
			}
			g.Band()[i] = int16(b)
		}
		n.band = g.Band()
		var want, got [6]int64
		want[0], want[1], want[2], want[3], want[4], want[5] = n.facts()
		f := g.Facts()
		got = [6]int64{f.Weak, f.WeakOf, f.Up, f.Down, f.Astray, f.Twins}
		require.Equal(t, want, got, "%v %v %v", n.dims, n.ends, n.band)
	}
}
