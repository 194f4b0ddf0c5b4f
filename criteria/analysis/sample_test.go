package analysis_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// TestNotExhaustive lints a domain of 10^9 cells.
func TestNotExhaustive(t *testing.T) {
	r := lint(t, large(t, 9, false, false), analysis.Options{})
	require.False(t, r.Exhaustive)
	require.Equal(t, int64(1_000_000_000), r.Cells)
	require.Equal(t, int64(100_000), r.Tried)
	require.Equal(t, int64(10_000), r.Repeated)
	require.Equal(t, uint64(1), r.Seed)
	require.Contains(t, r.Note, "L10 to L16")
	for _, code := range []string{"L01", "L04", "L05", "L06", "L07", "L08", "L11", "L15"} {
		require.Empty(t, found(r, code), code)
	}
}

// TestSampledInversions finds what goes down in a domain that is too large.
func TestSampledInversions(t *testing.T) {
	c := large(t, 7, false, false)
	data := strings.ReplaceAll(string(c.Document().Bytes()), "level: r0", "level: 70 - r0")
	data = strings.ReplaceAll(data, " + r", " - r")
	data = strings.ReplaceAll(data, "{id: high}", "{id: high}")
	r := lint(t, compile(t, "down.yaml", []byte(data)), analysis.Options{Sample: 2000})
	require.False(t, r.Exhaustive)
	f := found(r, "L06")
	require.Len(t, f, 1)
	require.Len(t, f[0].Witness, 2)
	require.Contains(t, f[0].Message, "sampled")
	require.Len(t, found(r, "L17"), 2)
	again := lint(t, compile(t, "down.yaml", []byte(data)), analysis.Options{Sample: 2000})
	require.Equal(t, r.Findings, again.Findings)
}

// TestBandsStayExhaustive has far too many conditions in its rules, but bands
// that depend on two ratings alone.
func TestBandsStayExhaustive(t *testing.T) {
	data := string(load(t, "L06-yes.yaml").Document().Bytes())
	data = strings.Replace(data, "inputs:\n", "inputs:\n  - {id: tags, type: list(string), default: []}\n", 1)
	var rules strings.Builder
	for i := range 20 {
		fmt.Fprintf(&rules, "  - {id: tag%d, when: \"'t%d' in tags\", outcome: escalate}\n", i, i)
	}
	data = strings.Replace(data, "acceptance:\n", "acceptance:\n"+rules.String(), 1)
	r := lint(t, compile(t, "many.yaml", []byte(data)), analysis.Options{})
	require.False(t, r.Exhaustive)
	require.Contains(t, r.Note, "the bands depend on 9 cells alone")
	want := found(lint(t, load(t, "L06-yes.yaml"), analysis.Options{}), "L06")
	got := found(r, "L06")
	require.Len(t, got, 1)
	require.Equal(t, want[0].Witness, got[0].Witness)
	require.Equal(t, want[0].Count, got[0].Count)
}

// countdown is a context that is cancelled after it was asked so often.
type countdown struct {
	context.Context
	left *int
}

func (c countdown) Err() error {
	if *c.left--; *c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestLintEndsWithItsContext cancels lint at many points: it asks its context
// often, and ends with the error of the context and no report.
func TestLintEndsWithItsContext(t *testing.T) {
	c := large(t, 4, true, false)
	many := 1_000_000
	left := many
	_, err := analysis.Lint(countdown{context.Background(), &left}, c, analysis.Options{})
	require.NoError(t, err)
	asked := many - left
	require.Greater(t, asked, 10_000/256*2, "of 10,000 cells")
	for n := range 20 {
		left := asked * n / 20
		r, err := analysis.Lint(countdown{context.Background(), &left}, c, analysis.Options{})
		require.ErrorIs(t, err, context.Canceled)
		require.Nil(t, r)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	why := errors.New("enough")
	cancel(why)
	_, err = analysis.Lint(ctx, c, analysis.Options{})
	require.ErrorIs(t, err, why)
}

func TestProgress(t *testing.T) {
	var steps []int
	lint(t, large(t, 2, false, false), analysis.Options{Progress: func(done, of int) {
		require.GreaterOrEqual(t, of, 30, "the cells and the checks")
		require.LessOrEqual(t, done, of)
		steps = append(steps, done)
	}})
	require.Len(t, steps, steps[len(steps)-1], "one step after the other")
	require.IsIncreasing(t, steps)
}

// TestAllFail lints criteria whose level divides by zero everywhere.
func TestAllFail(t *testing.T) {
	data := strings.Replace(string(large(t, 4, false, false).Document().Bytes()), "level: r0", "level: 1 / (r0 - r0) * r0", 1)
	r := lint(t, compile(t, "fail.yaml", []byte(data)), analysis.Options{})
	f := found(r, "L01")
	require.Len(t, f, 1)
	require.Equal(t, []int64{10_000, 10_000}, []int64{f[0].Count, f[0].Of})
	require.Equal(t, "level", f[0].Path)
}
