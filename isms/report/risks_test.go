package report_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

const yearlyCriteria = `format: ismskit.criteria/v1
id: yearly
version: "1"
scales:
  - {id: scale, levels: [{id: little, value: 1}, {id: much, value: 2}]}
inputs: [{id: likelihood, scale: scale}, {id: impact, scale: scale}]
level: likelihood * impact
bands: [{id: low, upTo: 1}, {id: medium, upTo: 2}, {id: high}]
acceptance:
  - {id: small, when: band == band.low, outcome: accept}
  - {id: otherwise, when: "true", outcome: treat}
order: ["-level"]
`

// record assesses risks, each as id=likelihood,impact.
func record(t testing.TB, criteriaText string, risks ...string) *risk.Record {
	t.Helper()
	doc, err := criteria.Parse("criteria.yaml", []byte(criteriaText))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	var b strings.Builder
	b.WriteString("format: ismskit.register/v1\nid: reg\nrisks:\n")
	for _, r := range risks {
		id, rating, _ := strings.Cut(r, "=")
		likelihood, impact, _ := strings.Cut(rating, ",")
		b.WriteString("  - {id: " + id + ", ratings: {current: {likelihood: " + likelihood)
		if impact != "" {
			b.WriteString(", impact: " + impact)
		}
		b.WriteString("}}}\n")
	}
	reg, err := risk.ParseRegister("register.yaml", []byte(b.String()))
	require.NoError(t, err)
	a, err := risk.Assess(t.Context(), c, reg, date("2026-01-01"))
	require.NoError(t, err)
	return a.Record()
}

// TestReviewRisks compares two assessments: R-1 falls from high to medium, R-2
// stays low, R-3 is gone, R-4 is new and cannot be told.
func TestReviewRisks(t *testing.T) {
	old := record(t, yearlyCriteria, "R-1=much,much", "R-2=little,little", "R-3=little,much")
	now := record(t, yearlyCriteria, "R-1=much,little", "R-2=little,little", "R-4=little")
	other := record(t, strings.Replace(yearlyCriteria, "upTo: 2", "upTo: 3", 1), "R-1=much,little")
	sys := func(first, second *risk.Record) *isms.System {
		return &isms.System{Edition: isms.Edition2022, Records: []*risk.Record{first, second}, Reviews: isms.Some([]*isms.Review{{ID: "R", At: isms.Some(date("2026-01-31"))}}),
			Assessments: isms.Some([]*isms.Assessment{
				{ID: "A-0", At: isms.Some(date("2025-01-01"))}, // before the last one before
				{ID: "A-1", At: isms.Some(date("2026-01-01")), Record: isms.Some(first.Digest)},
				{ID: "A-2", At: isms.Some(date("2026-06-01")), Record: isms.Some(second.Digest)},
				{ID: "A-3"},
			})}
	}
	r := reviewOf(t, sys(old, now), "")
	require.Equal(t, []string{"A-3"}, r.Risks.Undated)
	require.Len(t, r.Risks.Assessments, 2)
	require.Equal(t, []report.Share{{Of: "high", Count: 1}, {Of: "medium", Count: 1}, {Of: "low", Count: 1}}, r.Risks.Assessments[0].Bands)
	require.Equal(t, []report.Share{{Of: "medium", Count: 1}, {Of: "low", Count: 1}, {Of: "", Count: 1}}, r.Risks.Assessments[1].Bands)
	require.Equal(t, []report.Share{{Of: "accept", Count: 1}, {Of: "treat", Count: 1}, {Of: "undetermined", Count: 1}}, r.Risks.Assessments[1].Decided)
	require.True(t, r.Risks.SameCriteria)
	require.Equal(t, []report.RiskChange{{How: "moved", Risk: "R-1", Old: "high", New: "medium"}, {How: "removed", Risk: "R-3", Old: "medium"}, {How: "added", Risk: "R-4"}}, r.Risks.Moved)

	require.Contains(t, string(r.Markdown()), "| R-3 | medium | not there any more |\n| R-4 | not there | undetermined |\n")

	r = reviewOf(t, sys(old, other), "")
	require.False(t, r.Risks.SameCriteria)
	require.Empty(t, r.Risks.Moved)
	require.Contains(t, string(r.Markdown()), "The criteria were changed between these assessments")
}
