package agreement_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/ismskit/ismskit/criteria/agreement"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// of makes ratings from a table that counts pairs of two raters.
func of(t *testing.T, table [][]int) *agreement.Ratings {
	var units [][]int
	for i, row := range table {
		for j, n := range row {
			for range n {
				units = append(units, []int{i, j})
			}
		}
	}
	r, err := agreement.New(len(table), units)
	require.NoError(t, err)
	return r
}

// spread makes ratings from counts of each value for each unit.
func spread(t *testing.T, counts [][]int) *agreement.Ratings {
	var units [][]int
	for _, row := range counts {
		var u []int
		for v, n := range row {
			for range n {
				u = append(u, v)
			}
		}
		units = append(units, u)
	}
	r, err := agreement.New(len(counts[0]), units)
	require.NoError(t, err)
	return r
}

func requireAbout(t *testing.T, want string, c agreement.Coefficient) {
	t.Helper()
	require.NotNil(t, c.Value, c.Because)
	digits := len(want) - 2
	if want[0] == '-' {
		digits--
	}
	require.Equal(t, want, c.Value.FloatString(digits))
}

func TestCohen(t *testing.T) {
	r := of(t, [][]int{{20, 5}, {10, 15}})
	require.Equal(t, big.NewRat(2, 5), r.Cohen(agreement.Unweighted).Value)

	r = of(t, [][]int{{11, 3, 1, 0}, {1, 9, 0, 1}, {0, 1, 10, 0}, {1, 2, 0, 10}})
	requireAbout(t, "0.73348", r.Cohen(agreement.Unweighted))
	require.Equal(t, big.NewRat(74, 99), r.Cohen(agreement.Linear).Value)     // worked out in fractions by hand
	require.Equal(t, big.NewRat(82, 107), r.Cohen(agreement.Quadratic).Value) // likewise

	// nearly all ratings are equal: high agreement, negative kappa
	r = of(t, [][]int{{118, 5}, {2, 0}})
	requireAbout(t, "-0.0234", r.Cohen(agreement.Unweighted))
	require.Equal(t, "0.944", r.Decisions().Share.FloatString(3))
}

func TestFleissAndAC1(t *testing.T) {
	r := spread(t, [][]int{{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
		{7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}})
	requireAbout(t, "0.20993", r.Fleiss())
	requireAbout(t, "0.22561", r.AC1())
}

// krippendorff is the example of four observers and twelve units.
func krippendorff(t *testing.T) *agreement.Ratings {
	const x = agreement.Missing
	observers := [4][12]int{
		{1, 2, 3, 3, 2, 1, 4, 1, 2, x, x, x},
		{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, x, 3},
		{x, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, x},
		{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, x},
	}
	units := make([][]int, 12)
	for i := range units {
		for _, o := range observers {
			v := o[i]
			if v != x {
				v--
			}
			units[i] = append(units[i], v)
		}
	}
	r, err := agreement.New(5, units)
	require.NoError(t, err)
	return r
}

func TestAlpha(t *testing.T) {
	r := krippendorff(t)
	requireAbout(t, "0.743421", r.Alpha(agreement.Nominal))
	requireAbout(t, "0.815", r.Alpha(agreement.Ordinal))  // as published
	requireAbout(t, "0.849", r.Alpha(agreement.Interval)) // as published

	// The unit rated 1, 2, 3 and 4 is the one to discuss.
	first := r.Influences(agreement.Ordinal)[0]
	require.Equal(t, 5, first.Unit)
	require.Positive(t, first.Without.Value.Cmp(r.Alpha(agreement.Ordinal).Value))
}

func TestBootstrapIsTheSameAgain(t *testing.T) {
	r := krippendorff(t)
	low, high, used := r.Bootstrap(agreement.Ordinal, 200, big.NewRat(95, 100), 1)
	again, _, _ := r.Bootstrap(agreement.Ordinal, 200, big.NewRat(95, 100), 1)
	require.Equal(t, low, again)
	require.Positive(t, used)
	all := r.Alpha(agreement.Ordinal).Value
	require.LessOrEqual(t, low.Value.Cmp(all), 0)
	require.GreaterOrEqual(t, high.Value.Cmp(all), 0)
	other, _, _ := r.Bootstrap(agreement.Ordinal, 200, big.NewRat(95, 100), 2)
	require.NotEqual(t, low.Value, other.Value)
}

func TestUnknown(t *testing.T) {
	same, err := agreement.New(3, [][]int{{1, 1}, {1, 1}})
	require.NoError(t, err)
	single, err := agreement.New(3, [][]int{{1, agreement.Missing}})
	require.NoError(t, err)
	none, err := agreement.New(1, nil)
	require.NoError(t, err)
	uneven, err := agreement.New(3, [][]int{{1, 1}, {1, agreement.Missing}})
	require.NoError(t, err)
	one, err := agreement.New(1, [][]int{{0, 0}})
	require.NoError(t, err)
	for name, c := range map[string]agreement.Coefficient{
		"alpha, all equal":   same.Alpha(agreement.Ordinal),
		"kappa, all equal":   same.Cohen(agreement.Linear),
		"fleiss, all equal":  same.Fleiss(),
		"alpha, one rating":  single.Alpha(agreement.Nominal),
		"kappa, one rating":  single.Cohen(agreement.Unweighted),
		"fleiss, one rating": single.Fleiss(),
		"fleiss, uneven":     uneven.Fleiss(),
		"AC1, uneven":        uneven.AC1(),
		"AC1, one value":     one.AC1(),
		"fleiss, nothing":    none.Fleiss(),
		"kappa, no raters":   none.Cohen(agreement.Quadratic),
	} {
		require.Nil(t, c.Value, name)
		require.NotEmpty(t, c.Because, name)
		require.False(t, c.Reaches(big.NewRat(-1, 1)), name)
	}
	require.Nil(t, single.Decisions().Share)
	require.Nil(t, same.Influences(agreement.Ordinal))
	_, _, used := same.Bootstrap(agreement.Ordinal, 10, big.NewRat(9, 10), 1)
	require.Zero(t, used)
	require.True(t, krippendorff(t).Alpha(agreement.Ordinal).Reaches(big.NewRat(8, 10)))
}

func TestWrongRatings(t *testing.T) {
	for name, c := range map[string]struct {
		values int
		units  [][]int
		want   error
	}{
		"ragged":        {3, [][]int{{1, 2}, {1}}, agreement.ErrShape},
		"above":         {3, [][]int{{1, 3}}, agreement.ErrValue},
		"below":         {3, [][]int{{-2, 1}}, agreement.ErrValue},
		"no values":     {0, nil, agreement.ErrLimit},
		"many values":   {agreement.MaxValues + 1, nil, agreement.ErrLimit},
		"many units":    {2, make([][]int, agreement.MaxUnits+1), agreement.ErrLimit},
		"many raters":   {2, [][]int{make([]int, agreement.MaxRaters+1)}, agreement.ErrLimit},
		"raters inside": {2, [][]int{make([]int, agreement.MaxRaters)}, nil},
		"units inside":  {2, make([][]int, agreement.MaxUnits), nil},
	} {
		_, err := agreement.New(c.values, c.units)
		require.ErrorIs(t, err, c.want, name)
	}
}

func TestDecisions(t *testing.T) {
	const x = agreement.Missing
	r, err := agreement.New(3, [][]int{{0, 0, 0}, {x, 2, 1}, {1, x, x}, {2, 2, x}, {0, 0, 1}})
	require.NoError(t, err)
	require.Equal(t, 5, r.Units())
	require.Equal(t, 3, r.Raters())
	d := r.Decisions()
	require.Equal(t, agreement.Decisions{Units: 4, Agreed: 2, Share: big.NewRat(1, 2), Disputed: []int{1, 4}}, d)
}

// Renaming raters and reordering units changes nothing, nor does a unit that
// one rater alone rated.
func TestAlphaIsOfTheRatingsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raters := rapid.IntRange(2, 4).Draw(t, "raters")
		units := rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(-1, 3), raters, raters), 1, 8).Draw(t, "units")
		r, err := agreement.New(4, units)
		require.NoError(t, err)
		want := r.Alpha(agreement.Ordinal)

		lonely := make([]int, raters)
		for i := range lonely {
			lonely[i] = agreement.Missing
		}
		lonely[0] = 2
		shuffled := append([][]int{lonely}, rapid.Permutation(units).Draw(t, "order")...)
		columns := make([]int, raters)
		for i := range columns {
			columns[i] = i
		}
		columns = rapid.Permutation(columns).Draw(t, "columns")
		for i, u := range shuffled {
			renamed := make([]int, raters)
			for j, k := range columns {
				renamed[j] = u[k]
			}
			shuffled[i] = renamed
		}
		again, err := agreement.New(4, shuffled)
		require.NoError(t, err)
		require.Equal(t, want, again.Alpha(agreement.Ordinal))
	})
}

func ExampleRatings_Alpha() {
	// Four risks, three assessors, likelihood as index of its level.
	r, err := agreement.New(4, [][]int{{0, 0, 0}, {1, 1, 2}, {3, 3, 3}, {2, 2, agreement.Missing}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Alpha(agreement.Ordinal).Value.FloatString(3))
	// Output: 0.945
}
