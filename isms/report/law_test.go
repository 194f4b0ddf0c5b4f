package report_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestFlowLaw shows for any nonconformities and reviews that what is open at
// the end of a period is what was open at its start, and what was opened, less
// what was closed; that a period starts as the one before ended; and that
// every nonconformity that is dated until then is counted as opened once.
func TestFlowLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(label string) isms.Opt[time.Time] {
			switch n := rapid.IntRange(-2, 40).Draw(t, label); n {
			case -2:
				return isms.Opt[time.Time]{}
			case -1:
				return isms.None[time.Time]()
			default:
				return isms.Some(asOf.AddDate(0, 0, n-35))
			}
		}
		s := &isms.System{Edition: isms.Edition2022}
		var reviews []*isms.Review
		for i := range rapid.IntRange(0, 4).Draw(t, "reviews") {
			reviews = append(reviews, &isms.Review{ID: fmt.Sprintf("R%d", i), At: some("review")})
		}
		var list []*isms.Nonconformity
		for i := range rapid.IntRange(0, 12).Draw(t, "nonconformities") {
			list = append(list, &isms.Nonconformity{ID: fmt.Sprintf("N%d", i), DetectedAt: some("detected"), ClosedAt: some("closed")})
		}
		s.Reviews, s.Nonconformities = isms.Some(reviews), isms.Some(list)
		r, err := report.NewReview(t.Context(), s, report.ReviewOptions{AsOf: asOf})
		require.NoError(t, err)
		opened, before := 0, 0
		for _, f := range r.Nonconformities.Flows {
			require.Equal(t, f.OpenAtStart+f.Opened-f.Closed, f.OpenAtEnd)
			require.Equal(t, before, f.OpenAtStart)
			before = f.OpenAtEnd
			opened += f.Opened
		}
		dated := 0
		for _, n := range list {
			if at, ok := n.DetectedAt.Get(); ok && n.ClosedAt.Known() && !at.After(asOf) {
				dated++
			}
		}
		require.Equal(t, dated, opened)
		for i := 1; i < len(r.Periods); i++ {
			require.Equal(t, r.Periods[i-1].Until, r.Periods[i].From)
		}
	})
}

// TestDeterminism shows that the order of files changes no byte, and that a
// report made twice is the same.
func TestDeterminism(t *testing.T) {
	var files []isms.File
	entries, err := os.ReadDir("testdata/meridian")
	require.NoError(t, err)
	for _, e := range entries {
		data, err := os.ReadFile("testdata/meridian/" + e.Name())
		require.NoError(t, err)
		files = append(files, isms.File{Name: e.Name(), Data: data})
	}
	slices.Reverse(files)
	s, err := isms.Merge(files)
	require.NoError(t, err)
	a, b := meridian(t), s
	first, second := all(t, a, checked(t, a, "2022-amd1")), all(t, b, checked(t, b, "2022-amd1"))
	for kind := range first {
		require.Equal(t, first[kind].JSON(), second[kind].JSON(), kind)
		require.Equal(t, first[kind].Markdown(), second[kind].Markdown(), kind)
		require.Equal(t, first[kind].CSV(), second[kind].CSV(), kind)
		require.Equal(t, first[kind].CSV(), first[kind].CSV(), kind)
	}
}
