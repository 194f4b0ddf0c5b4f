package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

var gapRow = regexp.MustCompile("(?m)^\\| [0-9]+ \\| ([A-Z0-9-]+) \\| `([^`]+)` \\|$")

// TestGaps holds the report against what the README tells: exactly those rules
// and subjects do not conform, and nothing is undetermined.
func TestGaps(t *testing.T) {
	var told []string
	for _, m := range gapRow.FindAllStringSubmatch(string(read(t, "README.md")), -1) {
		told = append(told, m[1]+" "+m[2])
	}
	require.NotEmpty(t, told)
	dir := os.DirFS(".")
	sys, err := load(t.Context(), dir)
	require.NoError(t, err)
	require.Empty(t, sys.Check(asOf))
	rules, err := compile(dir)
	require.NoError(t, err)
	report, err := check(t.Context(), dir, sys, rules)
	require.NoError(t, err)
	require.Empty(t, report.Warnings)
	var found []string
	conforms := map[string]bool{}
	for _, v := range report.Verdicts {
		require.NotEqual(t, isms.VerdictUndetermined, v.Status, "%s %s", v.Rule.ID, v.Subject.Path)
		require.Empty(t, v.Error)
		if v.Status == isms.VerdictNonconform {
			found = append(found, v.Rule.ID+" "+v.Subject.Path)
		}
		conforms[v.Rule.ID] = conforms[v.Rule.ID] || v.Status == isms.VerdictConform
	}
	require.ElementsMatch(t, told, found)
	for _, r := range ownRules(t).Rules {
		require.True(t, conforms[r.ID], "no subject conforms to %s, so it shows nothing", r.ID)
	}
}
