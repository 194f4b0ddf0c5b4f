package analysis_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// product bands the products of 1 to n by the greatest of each band.
func product(n int, upTo ...int) []int16 {
	var out []int16
	for i := 1; i <= n; i++ {
		for j := 1; j <= n; j++ {
			b := 0
			for b < len(upTo) && i*j > upTo[b] {
				b++
			}
			out = append(out, int16(b))
		}
	}
	return out
}

// rows reads a matrix, lowest row first, each digit a band.
func rows(text string) []int16 {
	var out []int16
	for _, r := range strings.ReplaceAll(text, " ", "") {
		out = append(out, int16(r-'0'))
	}
	return out
}

func TestPublishedMatrices(t *testing.T) {
	for _, c := range []struct {
		name                  string
		size                  int
		band                  []int16
		corners, weak, weakOf int64
		up, down, twins       int64
		impact                int64
		redundant             [][2]int
		tie, reversal         string
		reversalValue         float64
		flips, steps          int64
	}{
		{"NIST I-2", 5, rows("00011 01112 01223 01234 01234"), 0, 0, 14, 1, 2, 5, 5, [][2]int{{0, 3}}, "0.24", "", .043, 22, 40},
		{"NIST G-5", 5, rows("00111 01122 11223 12234 12344"), 0, 0, 9, 0, 6, 0, 0, nil, "0.25", "", .020, 22, 40},
		{"OWASP", 3, rows("012 123 234"), 0, 0, 1, 0, 4, 0, 0, nil, "0.23", "", .064, 12, 12},
		{"product 4/9/14", 5, product(5, 4, 9, 14), 0, 0, 48, 0, 2, 0, 0, nil, "0.26", "", .031, 22, 40},
		{"product 3/6/12", 5, product(5, 3, 6, 12), 0, 0, 30, 0, 4, 0, 0, nil, "0.25", "", .026, 20, 40},
		{"product 5/12/19", 5, product(5, 5, 12, 19), 0, 0, 30, 0, 0, 0, 0, nil, "0.32", "", .010, 18, 40},
		{"product 2/4", 3, product(3, 2, 4), 2, 4, 9, 0, 2, 0, 0, nil, "0.33", "", .059, 8, 12},
	} {
		g := analysis.NewGrid(c.size, c.size)
		copy(g.Band(), c.band)
		f := g.Facts()
		require.Zero(t, f.Inversions, "%s: L06", c.name)
		require.Zero(t, f.Skips, "%s: L09", c.name)
		require.Zero(t, f.Edges, "%s: L10 edge", c.name)
		require.Equal(t, c.corners, f.Corners, "%s: L10 corner", c.name)
		require.Equal(t, [2]int64{c.weak, c.weakOf}, [2]int64{f.Weak, f.WeakOf}, "%s: L11", c.name)
		require.Equal(t, [2]int64{c.up, c.down}, [2]int64{f.Up, f.Down}, "%s: L12", c.name)
		require.Equal(t, c.twins, f.Twins, "%s: L13", c.name)
		require.Equal(t, [2]int64{c.impact, 0}, [2]int64{f.SecondHeavier, f.FirstHeavier}, "%s: L14", c.name)
		require.Equal(t, c.redundant, f.Redundant, "%s: L07", c.name)
		require.Equal(t, c.tie, fmt.Sprintf("%.2f", f.Tie), "%s: tie", c.name)
		require.InDelta(t, c.reversalValue, f.Reversal, .003, "%s: reversal", c.name)
		require.Equal(t, fmt.Sprintf("%.3f", c.reversalValue), fmt.Sprintf("%.3f", f.Reversal), "%s: reversal to the digit", c.name)
		require.Equal(t, [2]int64{c.flips, c.steps}, [2]int64{f.Flips, f.Steps}, "%s: L28", c.name)
	}
}

// TestColorings goes through every monotone coloring of a square with green,
// yellow and red, with a green lowest corner, a red highest corner and some
// yellow cell, and counts those that pass L10 to L12.
func TestColorings(t *testing.T) {
	for _, c := range []struct{ n, pass, all int }{{2, 0, 5}, {3, 1, 118}, {4, 6, 1557}, {5, 21, 18651}, {6, 53, 223743}} {
		g := analysis.NewGrid(c.n, c.n)
		band, n := g.Band(), c.n
		all, pass := 0, 0
		var fill func(i, yellow int)
		fill = func(i, yellow int) {
			if i == n*n {
				if band[0] != 0 || band[n*n-1] != 2 || yellow == 0 {
					return
				}
				all++
				if !g.Cox() {
					return
				}
				pass++
				for k := range n { // what follows for every one that passes
					require.Zero(t, band[k], "lowest row")
					require.Zero(t, band[k*n], "lowest column")
					require.Less(t, band[n+k], int16(2), "second row")
					require.Less(t, band[k*n+1], int16(2), "second column")
				}
				return
			}
			least := int16(0)
			if i >= n {
				least = band[i-n]
			}
			if i%n > 0 {
				least = max(least, band[i-1])
			}
			for b := least; b <= 2; b++ {
				band[i] = b
				if b == 1 {
					fill(i+1, yellow+1)
				} else {
					fill(i+1, yellow)
				}
			}
		}
		fill(0, 0)
		require.Equal(t, []int{c.pass, c.all}, []int{pass, all}, "%dx%d", n, n)
	}
}

func TestCompareScores(t *testing.T) {
	score := func(numbers ...float64) []float64 {
		var out []float64
		for _, a := range numbers {
			for _, b := range numbers {
				out = append(out, a*b)
			}
		}
		return out
	}
	base := score(1, 2, 3, 4, 5)
	for _, c := range []struct {
		other       []float64
		flips, ties int64
	}{
		{score(0, 1, 2, 3, 4), 2, 36},
		{score(0, 2, 5, 8, 10), 4, 34},
		{score(1, 2, 4, 8, 16), 4, 22},
		{base, 0, 0},
	} {
		pairs, flips, ties, first, other := analysis.CompareScores(base, c.other)
		require.Equal(t, []int64{300, c.flips, c.ties}, []int64{pairs, flips, ties})
		wantFirst, wantOther, wantFlips, wantTies := -1, -1, int64(0), int64(0)
		for i := range base { // by hand
			for j := i + 1; j < len(base); j++ {
				switch a, b := base[i]-base[j], c.other[i]-c.other[j]; {
				case a*b < 0:
					if wantFlips++; wantFirst < 0 {
						wantFirst, wantOther = i, j
					}
				case (a == 0) != (b == 0):
					wantTies++
				}
			}
		}
		require.Equal(t, []int64{wantFlips, wantTies}, []int64{flips, ties})
		require.Equal(t, []int{wantFirst, wantOther}, []int{first, other})
	}
}

func ends(texts ...string) []*big.Rat {
	var out []*big.Rat
	for _, s := range texts {
		r, _ := new(big.Rat).SetString(s)
		out = append(out, r)
	}
	return out
}

func TestReversalConverges(t *testing.T) {
	equal := func(n int) *analysis.Grid { return analysis.NewGrid(n, n) }
	uneven := func() *analysis.Grid {
		return analysis.NewGridOf(ends("0", "0.1", "0.7", "1"), ends("0", "1000", "50000", "1000000"))
	}
	uneven5 := func() *analysis.Grid {
		return analysis.NewGridOf(ends("0", "0.01", "0.05", "0.2", "0.5", "1"), ends("0", "10", "100", "1000", "10000", "100000"))
	}
	uneven2 := func() *analysis.Grid { return analysis.NewGridOf(ends("0", "0.9", "1"), ends("0", "0.9", "1")) }
	for _, c := range []struct {
		g    *analysis.Grid
		band []int16
	}{
		{equal(2), rows("01 12")}, {equal(2), rows("00 01")}, {equal(3), product(3, 2, 4)}, {equal(3), rows("012 123 234")},
		{equal(5), rows("00011 01112 01223 01234 01234")}, {equal(5), product(5, 4, 9, 14)},
		{uneven(), product(3, 2, 4)}, {uneven(), rows("012 123 234")}, {uneven5(), product(5, 4, 9, 14)}, {uneven5(), rows("00011 01112 01223 01234 01234")}, {uneven2(), rows("01 12")},
	} {
		copy(c.g.Band(), c.band)
		var exact float64
		_, err := fmt.Sscanf(c.g.Precision(8), "exact to %g", &exact)
		require.NoError(t, err)
		require.InDelta(t, c.g.Reversal(128), c.g.Reversal(8), exact)
	}
}

// TestLargeNumbers reads a matrix by numbers that do not fit into 64 bits.
func TestLargeNumbers(t *testing.T) {
	small := analysis.NewGridOf(ends("0", "0.1", "0.7", "1"), ends("0", "1000", "50000", "1000000"))
	large := analysis.NewGridOf(ends("0", "1e-12", "7e-12", "1e-11"), ends("0", "1e20", "5e21", "1e23"))
	for _, g := range []*analysis.Grid{small, large} {
		copy(g.Band(), product(3, 2, 4))
	}
	a, b := small.Facts(), large.Facts()
	require.InDelta(t, a.Reversal, b.Reversal, 1e-9)
	a.Reversal, b.Reversal = 0, 0
	require.Equal(t, a, b)
}

// TestCompareScoresAgainstPairs compares random scores, with ties and holes.
func TestCompareScoresAgainstPairs(t *testing.T) {
	rng := rand.New(rand.NewPCG(18, 1))
	for range 500 {
		n := 2 + rng.IntN(30)
		x, y := make([]float64, n), make([]float64, n)
		for i := range n {
			x[i], y[i] = float64(rng.IntN(8)), float64(rng.IntN(8))
			if rng.IntN(10) == 0 {
				x[i] = math.NaN()
			}
			if rng.IntN(10) == 0 {
				y[i] = math.NaN()
			}
		}
		var want [5]int64
		want[3], want[4] = -1, -1
		for i := range n {
			for j := i + 1; j < n; j++ {
				a, b := x[i]-x[j], y[i]-y[j]
				if math.IsNaN(a + b) {
					continue
				}
				want[0]++
				if a*b < 0 {
					if want[1]++; want[1] == 1 {
						want[3], want[4] = int64(i), int64(j)
					}
				}
				if (a == 0) != (b == 0) {
					want[2]++
				}
			}
		}
		pairs, flips, ties, first, other := analysis.CompareScores(x, y)
		require.Equal(t, want, [5]int64{pairs, flips, ties, int64(first), int64(other)}, "%v %v", x, y)
	}
}
