package analysis_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

func TestExplain(t *testing.T) {
	require.Len(t, analysis.Codes(), 32)
	titles := map[string]bool{}
	for _, code := range analysis.Codes() {
		e, ok := analysis.Explain(code)
		require.True(t, ok, code)
		require.Equal(t, code, e.Code)
		require.NotEmpty(t, e.Title)
		require.False(t, titles[e.Title], e.Title)
		titles[e.Title] = true
		require.Regexp(t, `^(error|warning|info)\b`, e.Severity, code)
		for _, part := range []string{"## What is checked", "## Why it matters", "## Example", "## How to mend it"} {
			require.Contains(t, e.Text, part, code)
		}
		require.Greater(t, len(strings.Fields(e.Text)), 60, code)
		for line := range strings.Lines(e.Text) {
			require.LessOrEqual(t, len(line), 82, code)
		}
	}
	for _, code := range []string{"", "L00", "L33", "l01", "../", "L1"} {
		_, ok := analysis.Explain(code)
		require.False(t, ok, code)
	}
}
