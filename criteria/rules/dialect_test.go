package rules_test

import (
	"flag"
	"os"
	"testing"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

// TestDialect holds the dialect fixed: what stands in the golden file is what
// rules were written against.
func TestDialect(t *testing.T) {
	require.Equal(t, "rules/v1", rules.Dialect)
	for _, name := range []string{"DIALECT.md", "testdata/dialect-v1.md"} {
		if *update {
			require.NoError(t, os.WriteFile(name, []byte(rules.DialectDoc()), 0o644))
		}
		want, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, string(want), rules.DialectDoc(), name)
	}
}
