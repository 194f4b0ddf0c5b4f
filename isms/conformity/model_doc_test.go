package conformity_test

import (
	"os"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// TestModelDoc holds MODEL.md against the model.
func TestModelDoc(t *testing.T) {
	if *update {
		require.NoError(t, os.WriteFile("MODEL.md", []byte(conformity.ModelDoc()), 0o644))
	}
	require.Equal(t, string(read(t, "MODEL.md")), conformity.ModelDoc())
}

// TestModelIsDescribed shows that every type, field and function says what it
// is, and that types come but once.
func TestModelIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, typ := range conformity.Schema().Types() {
		require.False(t, seen[typ.Name], typ.Name)
		seen[typ.Name] = true
		require.NotEmpty(t, typ.Doc, typ.Name)
		for _, f := range typ.Fields {
			require.NotEmpty(t, f.Doc, "%s.%s", typ.Name, f.Name)
			require.NotContains(t, f.Doc, "|", "%s.%s", typ.Name, f.Name)
		}
	}
	for _, s := range conformity.Subjects() {
		require.True(t, seen[s], s)
	}
	// The functions that section 0 of the specification names, and three more.
	var names []string
	for _, f := range conformity.Schema().Functions() {
		names = append(names, f.Name)
		require.NotEmpty(t, f.Doc, f.Name)
	}
	require.ElementsMatch(t, strings.Fields("recompute scaleLevels inLevelRange bandRank rank lint comparable canApprove digest contentDigest catalogueIds requiredDocuments reproduce recurrences within topic"), names)
}
