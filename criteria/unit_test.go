package criteria_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// rats reads numbers; "" is one that is not known.
func rats(texts ...string) []*big.Rat {
	out := make([]*big.Rat, len(texts))
	for i, s := range texts {
		if s != "" {
			r, ok := new(big.Rat).SetString(s)
			if !ok {
				panic(s)
			}
			out[i] = r
		}
	}
	return out
}

// limit compiles criteria with four bands, an int and a double to sum, and one
// limit.
func limit(t testing.TB, when string) *criteria.Criteria {
	t.Helper()
	return compile(t, sheet{
		scales: "[{id: s, levels: [{id: a, value: 1}, {id: b, value: 2}, {id: c, value: 3}, {id: d, value: 4}]}]",
		inputs: "[{id: x, scale: s}, {id: people, type: int, unit: persons}, {id: loss, type: double, unit: EUR}]",
		bands:  "[{id: low, upTo: 1}, {id: mid, upTo: 2}, {id: high, upTo: 3}, {id: top}]",
		params: "{most: 2}",
	}.text()+"limits: [{id: cap, over: all, outcome: treat, when: '"+when+"'}]\n")
}

// TestEvaluateLimit compares with what was worked out by hand.
func TestEvaluateLimit(t *testing.T) {
	open := func(risks int, bands ...int) criteria.OpenBand { return criteria.OpenBand{Bands: bands, Risks: risks} }
	for _, test := range []struct {
		name    string
		when    string
		unit    criteria.Unit
		want    criteria.LimitVerdict
		open    []int
		missing []int
		failure string
	}{
		{name: "exceeded", when: "count(band.high) > 2", unit: criteria.Unit{Counts: []int{0, 0, 3, 0}}, want: criteria.LimitExceeded},
		{name: "just kept", when: "count(band.high) > 2", unit: criteria.Unit{Counts: []int{9, 9, 2, 9}}, want: criteria.LimitKept},
		{name: "parameter", when: "count(band.high) > params.most", unit: criteria.Unit{Counts: []int{0, 0, 3, 0}}, want: criteria.LimitExceeded},
		{name: "total", when: "total == 10", unit: criteria.Unit{Counts: []int{1, 2, 3, 4}}, want: criteria.LimitExceeded},
		{name: "total counts open risks", when: "total == 5", unit: criteria.Unit{Counts: []int{1, 0, 0, 1}, Open: []criteria.OpenBand{open(3)}}, want: criteria.LimitExceeded},
		{name: "largest", when: "largest == band.high", unit: criteria.Unit{Counts: []int{1, 0, 3, 0}}, want: criteria.LimitExceeded},
		{name: "no risk", when: "largest == -1 && total == 0 && count(band.low) == 0", unit: criteria.Unit{}, want: criteria.LimitExceeded},
		{name: "time", when: "asOf >= timestamp(\"2026-03-01T00:00:00Z\") && total > 0", unit: criteria.Unit{Counts: []int{1, 0, 0, 0}}, want: criteria.LimitExceeded},

		{name: "one more could exceed it", when: "count(band.high) > 2", unit: criteria.Unit{Counts: []int{0, 0, 2, 0}, Open: []criteria.OpenBand{open(1, 1, 2)}}, want: criteria.LimitUndetermined, open: []int{0}},
		{name: "one more could not", when: "count(band.high) > 2", unit: criteria.Unit{Counts: []int{0, 0, 1, 0}, Open: []criteria.OpenBand{open(1, 1, 2)}}, want: criteria.LimitKept},
		{name: "exceeded anyway", when: "count(band.high) > 2", unit: criteria.Unit{Counts: []int{0, 0, 3, 0}, Open: []criteria.OpenBand{open(4)}}, want: criteria.LimitExceeded},
		{name: "open among other bands", when: "count(band.high) > 2", unit: criteria.Unit{Counts: []int{0, 0, 2, 0}, Open: []criteria.OpenBand{open(9, 0, 1)}}, want: criteria.LimitKept},
		{name: "only those that matter are named", when: "count(band.high) > 2", unit: criteria.Unit{Counts: []int{0, 0, 1, 0}, Open: []criteria.OpenBand{open(9, 0, 1), open(0, 2, 3), open(1, 2, 3), open(1, 2)}},
			want: criteria.LimitUndetermined, open: []int{2}},
		{name: "surely in one of two bands", when: "count(band.high) + count(band.top) > 2", unit: criteria.Unit{Open: []criteria.OpenBand{open(3, 2, 3)}}, want: criteria.LimitExceeded},
		{name: "not two at once", when: "count(band.high) > 2 && count(band.top) > 2", unit: criteria.Unit{Open: []criteria.OpenBand{open(5, 2, 3)}}, want: criteria.LimitKept},
		{name: "one of them surely", when: "count(band.high) > 2 || count(band.top) > 2", unit: criteria.Unit{Open: []criteria.OpenBand{open(5, 2, 3)}}, want: criteria.LimitExceeded},
		{name: "one of them perhaps", when: "count(band.high) > 2 || count(band.top) > 2", unit: criteria.Unit{Open: []criteria.OpenBand{open(4, 2, 3)}}, want: criteria.LimitUndetermined, open: []int{0}},
		{name: "a band is none of many", when: "count(band.mid) % 2 == 0 || count(band.mid) % 2 == 1", unit: criteria.Unit{Open: []criteria.OpenBand{open(50)}}, want: criteria.LimitExceeded},
		{name: "largest is open below it", when: "largest >= band.high", unit: criteria.Unit{Counts: []int{0, 0, 1, 0}, Open: []criteria.OpenBand{open(50, 0, 1, 2)}}, want: criteria.LimitExceeded},
		{name: "largest is open above it", when: "largest >= band.top", unit: criteria.Unit{Counts: []int{0, 0, 1, 0}, Open: []criteria.OpenBand{open(50, 0, 1, 2), open(1, 1, 3)}}, want: criteria.LimitUndetermined, open: []int{1}},
		{name: "largest is above anyway", when: "largest >= band.mid", unit: criteria.Unit{Open: []criteria.OpenBand{open(1, 1, 3)}}, want: criteria.LimitExceeded},
		{name: "largest and a count hang together", when: "largest == band.top && count(band.top) == 0", unit: criteria.Unit{Open: []criteria.OpenBand{open(3, 0, 3)}}, want: criteria.LimitKept},

		{name: "sum", when: "sum(loss) > 0.25", unit: criteria.Unit{Sums: rats("", "0.3")}, want: criteria.LimitExceeded},
		{name: "sum rounds once", when: "sum(loss) == 0.3", unit: criteria.Unit{Sums: rats("", "0.3")}, want: criteria.LimitExceeded},
		{name: "sum of ints is exact", when: "sum(people) == 9223372036854775807", unit: criteria.Unit{Sums: rats("9223372036854775807", "")}, want: criteria.LimitExceeded},
		{name: "sum is missing", when: "sum(loss) > 0.25", unit: criteria.Unit{Sums: rats("1", "")}, want: criteria.LimitUndetermined, missing: []int{1}},
		{name: "no sums", when: "sum(loss) > 0.25", unit: criteria.Unit{}, want: criteria.LimitUndetermined, missing: []int{1}},
		{name: "a missing sum is not asked for", when: "total > 0 || sum(loss) > 0.25", unit: criteria.Unit{Counts: []int{1, 0, 0, 0}}, want: criteria.LimitExceeded},
		{name: "sum and count", when: "sum(people) > 5 && count(band.high) > 0", unit: criteria.Unit{Open: []criteria.OpenBand{open(1)}}, want: criteria.LimitUndetermined, open: []int{0}, missing: []int{0}},
		{name: "sum and count, decided", when: "sum(people) > 5 && count(band.high) > 1", unit: criteria.Unit{Open: []criteria.OpenBand{open(1)}}, want: criteria.LimitKept},

		{name: "int overflows", when: "sum(people) > 5", unit: criteria.Unit{Sums: rats("9223372036854775808", "1")}, want: criteria.LimitUndetermined, failure: criteria.FailOverflow},
		{name: "int overflows below", when: "sum(people) > 5", unit: criteria.Unit{Sums: rats("-9223372036854775809", "1")}, want: criteria.LimitUndetermined, failure: criteria.FailOverflow},
		{name: "double overflows", when: "sum(loss) > 5.0", unit: criteria.Unit{Sums: rats("1", "1e309")}, want: criteria.LimitUndetermined, failure: criteria.FailOverflow},
		{name: "overflow is not asked for", when: "sum(loss) > 5.0 || sum(people) == 1", unit: criteria.Unit{Sums: rats("1", "1e309")}, want: criteria.LimitExceeded},
		{name: "sum of an int that is none", when: "sum(people) > 0", unit: criteria.Unit{Sums: rats("0.5")}, want: criteria.LimitUndetermined, failure: criteria.FailOverflow},
		{name: "division by zero", when: "10 / count(band.low) > 1", unit: criteria.Unit{}, want: criteria.LimitUndetermined, failure: criteria.FailDivision},
		{name: "division by zero in one case", when: "10 / count(band.low) > 1", unit: criteria.Unit{Counts: []int{0, 0, 0, 0}, Open: []criteria.OpenBand{open(2, 0, 1)}}, want: criteria.LimitUndetermined, open: []int{0}, failure: criteria.FailDivision},
		{name: "division by zero in no case", when: "10 / count(band.low) > 1", unit: criteria.Unit{Counts: []int{1, 0, 0, 0}, Open: []criteria.OpenBand{open(2, 0, 1)}}, want: criteria.LimitExceeded},
		{name: "a count overflows", when: "total * 9223372036854775807 > 1", unit: criteria.Unit{Counts: []int{2, 0, 0, 0}}, want: criteria.LimitUndetermined, failure: criteria.FailOverflow},

		{name: "too few bands", when: "total > 0", unit: criteria.Unit{Counts: []int{1}}, want: criteria.LimitUndetermined, failure: criteria.FailEvaluation},
		{name: "negative count", when: "total > 0", unit: criteria.Unit{Counts: []int{-1, 0, 0, 0}}, want: criteria.LimitUndetermined, failure: criteria.FailEvaluation},
		{name: "negative open", when: "total > 0", unit: criteria.Unit{Open: []criteria.OpenBand{open(-1)}}, want: criteria.LimitUndetermined, failure: criteria.FailEvaluation},
		{name: "band outside", when: "total > 0", unit: criteria.Unit{Open: []criteria.OpenBand{open(1, 4)}}, want: criteria.LimitUndetermined, failure: criteria.FailEvaluation},
		{name: "too many", when: "total > 0", unit: criteria.Unit{Counts: []int{math.MaxInt32, math.MaxInt32, math.MaxInt32, math.MaxInt32}}, want: criteria.LimitUndetermined, failure: criteria.FailEvaluation},
		{name: "too many sums", when: "total > 0", unit: criteria.Unit{Sums: rats("1", "1", "1")}, want: criteria.LimitUndetermined, failure: criteria.FailEvaluation},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := limit(t, test.when).EvaluateLimit(0, &test.unit, asOf)
			require.Equal(t, test.want, o.Verdict)
			require.True(t, o.Complete)
			require.Equal(t, test.open, o.Open)
			require.Equal(t, test.missing, o.Missing)
			if test.failure == "" {
				require.Nil(t, o.Failure)
				return
			}
			require.NotNil(t, o.Failure)
			require.Equal(t, test.failure, o.Failure.Code)
			require.Contains(t, o.Failure.Path, "limits")
		})
	}
	c := limit(t, "total > 0")
	require.Equal(t, criteria.FailEvaluation, c.EvaluateLimit(1, &criteria.Unit{}, asOf).Failure.Code)
	require.Equal(t, criteria.FailEvaluation, c.EvaluateLimit(-1, &criteria.Unit{}, asOf).Failure.Code)
}

// TestLimitCost: an expression is run for every case, so each may cost less.
func TestLimitCost(t *testing.T) {
	nested := func(n int) string {
		ones := many(n, "1")
		return ones + ".all(a, " + ones + ".all(b, count(band.high) < a + b))"
	}
	u := criteria.Unit{Counts: []int{0, 0, 1, 0}}
	require.Equal(t, criteria.LimitExceeded, limit(t, nested(20)).EvaluateLimit(0, &u, asOf).Verdict)
	o := limit(t, nested(100)).EvaluateLimit(0, &u, asOf)
	require.Equal(t, criteria.LimitUndetermined, o.Verdict)
	require.Equal(t, criteria.FailCost, o.Failure.Code)
}

// TestLimitCells: n risks that are in any of four bands have n+1 numbers in
// one of them. The answer to "fewer than none" is the same for all.
func TestLimitCells(t *testing.T) {
	c := limit(t, "count(band.high) < 0")
	o := c.EvaluateLimit(0, &criteria.Unit{Open: []criteria.OpenBand{{Risks: criteria.MaxCells - 1}}}, asOf)
	require.Equal(t, criteria.LimitOutcome{Verdict: criteria.LimitKept, Complete: true}, o)
	o = c.EvaluateLimit(0, &criteria.Unit{Open: []criteria.OpenBand{{Risks: criteria.MaxCells}}}, asOf)
	require.Equal(t, criteria.LimitOutcome{Verdict: criteria.LimitUndetermined, Open: []int{0}}, o)

	// A thousand risks, each with its own two bands: few numbers, many ways.
	u := criteria.Unit{}
	for i := range 1000 {
		u.Open = append(u.Open, criteria.OpenBand{Bands: []int{i % 3, i%3 + 1}, Risks: 1})
	}
	require.Equal(t, criteria.LimitKept, limit(t, "count(band.high) > 667").EvaluateLimit(0, &u, asOf).Verdict)
	require.Equal(t, criteria.LimitUndetermined, limit(t, "count(band.high) > 665").EvaluateLimit(0, &u, asOf).Verdict)
}

// TestLimitBruteForce compares with trying every band of every risk, one by
// one, with the conditions written in Go.
func TestLimitBruteForce(t *testing.T) {
	type seen struct {
		counts         [4]int
		total, largest int
	}
	conditions := []struct {
		when string
		hold func(seen) bool
	}{
		{"count(band.high) > 1", func(s seen) bool { return s.counts[2] > 1 }},
		{"count(band.high) + count(band.top) > 2", func(s seen) bool { return s.counts[2]+s.counts[3] > 2 }},
		{"count(band.top) > 0 && count(band.low) < 2", func(s seen) bool { return s.counts[3] > 0 && s.counts[0] < 2 }},
		{"largest >= band.high", func(s seen) bool { return s.largest >= 2 }},
		{"largest == band.mid || count(band.low) == total", func(s seen) bool { return s.largest == 1 || s.counts[0] == s.total }},
		{"largest == band.top ? count(band.mid) > 1 : count(band.high) > 0", func(s seen) bool {
			if s.largest == 3 {
				return s.counts[1] > 1
			}
			return s.counts[2] > 0
		}},
		{"[count(band.low), count(band.mid), count(band.high), count(band.top)].exists(n, n * 2 > total)", func(s seen) bool {
			for _, n := range s.counts {
				if n*2 > s.total {
					return true
				}
			}
			return false
		}},
	}
	all := make([]*criteria.Criteria, len(conditions))
	for i, c := range conditions {
		all[i] = limit(t, c.when)
	}
	verdicts := map[criteria.LimitVerdict]int{}
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(0, len(conditions)-1).Draw(t, "condition")
		var u criteria.Unit
		u.Counts = make([]int, 4)
		for i := range u.Counts {
			u.Counts[i] = rapid.IntRange(0, 2).Draw(t, "count")
		}
		var risks [][]int
		for range rapid.IntRange(0, 3).Draw(t, "groups") {
			o := criteria.OpenBand{Risks: rapid.IntRange(0, 2).Draw(t, "risks"), Bands: rapid.SliceOfN(rapid.IntRange(0, 3), 0, 4).Draw(t, "bands")}
			u.Open = append(u.Open, o)
			bands := o.Bands
			if len(bands) == 0 {
				bands = []int{0, 1, 2, 3}
			}
			for range o.Risks {
				risks = append(risks, bands)
			}
		}
		held, failed := false, false
		var try func(i int, s seen)
		try = func(i int, s seen) {
			if i == len(risks) {
				for b, n := range s.counts {
					s.total += n
					if n > 0 {
						s.largest = b
					}
				}
				if conditions[k].hold(s) {
					held = true
				} else {
					failed = true
				}
				return
			}
			for _, b := range risks[i] {
				next := s
				next.counts[b]++
				try(i+1, next)
			}
		}
		try(0, seen{counts: [4]int(u.Counts), largest: -1})
		want := criteria.LimitUndetermined
		switch {
		case held && !failed:
			want = criteria.LimitExceeded
		case failed && !held:
			want = criteria.LimitKept
		}
		o := all[k].EvaluateLimit(0, &u, asOf)
		require.Equal(t, want, o.Verdict, conditions[k].when)
		require.Equal(t, want == criteria.LimitUndetermined, len(o.Open) > 0)
		verdicts[o.Verdict]++
	})
	require.Len(t, verdicts, 3, "every verdict occurs")
}

// TestLimitSumUnknown: where a verdict does not need a sum, it is the one for
// every sum.
func TestLimitSumUnknown(t *testing.T) {
	c := limit(t, "count(band.high) > 1 || sum(loss) > 100.0 && count(band.top) > 0")
	rapid.Check(t, func(t *rapid.T) {
		u := criteria.Unit{Counts: rapid.SliceOfN(rapid.IntRange(0, 2), 4, 4).Draw(t, "counts"), Sums: rats("", "")}
		if rapid.Bool().Draw(t, "open") {
			u.Open = []criteria.OpenBand{{Risks: 1}}
		}
		o := c.EvaluateLimit(0, &u, asOf)
		got := map[criteria.LimitVerdict]bool{}
		for _, sum := range []string{"0", "100", "100.5", "1e30", "-5"} {
			u.Sums = rats("", sum)
			got[c.EvaluateLimit(0, &u, asOf).Verdict] = true
		}
		if o.Verdict == criteria.LimitUndetermined {
			require.True(t, len(got) > 1 || got[o.Verdict])
			return
		}
		require.Equal(t, map[criteria.LimitVerdict]bool{o.Verdict: true}, got)
	})
}

func FuzzLimit(f *testing.F) {
	for _, s := range []string{"count(band.high) > 2", "sum(loss) > 1.0", "sum(people) / count(band.low) > total", "largest >= band.top", "sum(x) > 1",
		"count(count(band.low)) > 1", "[count(band.low)].map(c, c)[0] == 1", "count(2) > sum(", "@count_band_low > 1", "sum(sum(sum(loss))) > 1.0", "band.low.count()"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		text := strings.Replace(limitText, "WHEN", string(criteria.StateText(expr).AppendJSON(nil)), 1)
		c := compiled(t, text)
		if c == nil {
			return
		}
		for _, u := range []criteria.Unit{{}, {Counts: []int{1, 0, 2}, Sums: rats("5", "1e308")}, {Open: []criteria.OpenBand{{Risks: 3}, {Bands: []int{0, 2}, Risks: 2}}}} {
			o := c.EvaluateLimit(0, &u, asOf)
			require.NotEmpty(t, o.Verdict.String())
			require.Equal(t, o, c.EvaluateLimit(0, &u, asOf))
			if o.Failure != nil || !o.Complete {
				require.Equal(t, criteria.LimitUndetermined, o.Verdict)
			}
		}
	})
}

var limitText = sheet{inputs: "[{id: x, scale: s}, {id: people, type: int, unit: persons}, {id: loss, type: double, unit: EUR}]"}.text() +
	"limits: [{id: cap, over: all, outcome: treat, when: WHEN}]\n"
