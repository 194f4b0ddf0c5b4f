package conformity_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// frozen gives a file that was written once and stays as it is; a missing one
// is written.
func frozen(t *testing.T, name string, first []byte) string {
	t.Helper()
	file := filepath.Join("testdata", "frozen", name)
	if _, err := os.Stat(file); os.IsNotExist(err) && *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, first, 0o644))
	}
	return string(read(t, file))
}

// TestFrozenRules shows that sets of rules are written as they always were, and
// have the digests that they always had.
func TestFrozenRules(t *testing.T) {
	own := parseRules(t, "house.yaml", houseRules)
	text := frozen(t, "house-rules-1.json", own.Bytes())
	require.Equal(t, text, string(own.Bytes()))
	require.Equal(t, seal.Digest("sha256:09aec3980f36142d96a28876538f62b6e383556f4cabaadbf475afc50fe10c90"), own.Digest())
	require.Equal(t, seal.Sum("ismskit.rules/v1", []byte(text)), own.Digest())
	again := parseRules(t, "house-rules-1.json", text)
	require.Equal(t, text, string(again.Bytes()))
	require.Equal(t, own.Digest(), again.Digest())
}

// TestFrozenReport shows the same of reports.
func TestFrozenReport(t *testing.T) {
	rules, err := conformity.Compile(parseRules(t, "house.yaml", houseRules))
	require.NoError(t, err)
	sys, err := isms.Parse("isms.yaml", []byte(meridian))
	require.NoError(t, err)
	rep, err := rules.Check(t.Context(), sys, conformity.Options{AsOf: asOf, Profile: conformity.ProfileOf("2022")})
	require.NoError(t, err)
	text := frozen(t, "meridian-report-1.json", rep.Bytes())
	require.Equal(t, text, string(rep.Bytes()))
	require.Equal(t, seal.Digest("sha256:a0f3a06d7256b1f42ad20b180dd56f192df32a5a428a2587a17b3f85c325a68d"), rep.Digest())
}
