package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), name)
}

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// asOf is when Meridian Tours is looked at.
var asOf = date("2026-07-01")

// meridian is Meridian Tours, a firm that states something of everything.
func meridian(t testing.TB) *isms.System {
	t.Helper()
	s, err := isms.Load(t.Context(), os.DirFS("testdata/meridian"))
	require.NoError(t, err)
	return s
}

// system reads a system of one document.
func system(t testing.TB, text string) *isms.System {
	t.Helper()
	s, err := isms.Parse("isms.yaml", []byte(text))
	require.NoError(t, err)
	return s
}

var standard = sync.OnceValues(func() (*conformity.Rules, error) { return conformity.Compile(conformity.Standard()) })

// checked holds a system against the standard's rules.
func checked(t testing.TB, s *isms.System, profile string) *conformity.Report {
	t.Helper()
	rules, err := standard()
	require.NoError(t, err)
	rep, err := rules.Check(t.Context(), s, conformity.Options{AsOf: asOf, Profile: conformity.ProfileOf(profile),
		Contents: map[string]seal.Digest{"D-1": "sha256:0000000000000000000000000000000000000000000000000000000000000003"}})
	require.NoError(t, err)
	return rep
}

// all gives the report of each sort about a system.
func all(t testing.TB, s *isms.System, rep *conformity.Report) map[string]report.Report {
	t.Helper()
	p := rep.Profile
	coverage, err := report.NewCoverage(s, p, asOf)
	require.NoError(t, err)
	documents, err := report.NewDocuments(s, p, asOf)
	require.NoError(t, err)
	calendar, err := report.NewCalendar(t.Context(), s, asOf, date("2027-06-30"))
	require.NoError(t, err)
	review, err := report.NewReview(t.Context(), s, report.ReviewOptions{AsOf: asOf, Profile: p})
	require.NoError(t, err)
	return map[string]report.Report{"conformity": report.NewConformity(s, rep), "evidence": report.NewEvidence(s, rep), "coverage": coverage,
		"documents": documents, "calendar": calendar, "review": review}
}
