package analysis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// TestNotExhaustive lints a domain of 10^9 cells.
func TestNotExhaustive(t *testing.T) {
	start := time.Now()
	r := lint(t, large(t, 9, false, false), analysis.Options{})
	require.Less(t, time.Since(start), 10*time.Second)
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

func TestLintEndsWithItsContext(t *testing.T) {
	c := large(t, 6, true, false)
	for _, after := range []time.Duration{0, 200 * time.Millisecond, 1500 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(context.Background(), after)
		start := time.Now()
		_, err := analysis.Lint(ctx, c, analysis.Options{})
		took := time.Since(start) - after
		cancel()
		if err != nil {
			require.ErrorIs(t, err, context.DeadlineExceeded)
			require.Less(t, took, 500*time.Millisecond, "after %s", after)
		}
	}
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
