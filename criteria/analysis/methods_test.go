package analysis_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// TestMethodsGolden keeps what the linter finds in the published methods that
// are shipped as examples, and what they are identified as.
func TestMethodsGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "methods", "*.yaml"))
	require.NoError(t, err)
	require.Len(t, files, 5)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			c := compile(t, name+".yaml", data)
			text := lint(t, c, analysis.Options{Sample: 2000}).String()
			matches, err := analysis.Identify(t.Context(), c)
			require.NoError(t, err)
			for _, m := range matches {
				text += m.String() + "\n"
			}
			golden(t, "method-"+name+".golden", text)
		})
	}
}
