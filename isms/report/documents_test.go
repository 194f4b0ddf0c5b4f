package report_test

import (
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

func TestDocuments(t *testing.T) {
	const whole = "status: approved, version: \"1\", approvedBy: p, approvedAt: 2026-01-01, locations: [share], nextReview: 2027-01-01"
	for name, c := range map[string]struct {
		documents string
		want      report.DocumentState
		lacks     []string
	}{
		"not stated":                {"", report.DocumentUnknown, nil},
		"none":                      {"documents: []", report.DocumentMissing, nil},
		"there":                     {"documents: [{id: D, covers: [scope], " + whole + "}]", report.DocumentThere, nil},
		"covers something else":     {"documents: [{id: D, covers: [policy], " + whole + "}]", report.DocumentMissing, nil},
		"covers is not stated":      {"documents: [{id: D, " + whole + "}]", report.DocumentUnknown, nil},
		"withdrawn, covers unknown": {"documents: [{id: D, status: withdrawn}]", report.DocumentMissing, nil},
		"no next review":            {"documents: [{id: D, covers: [scope], status: approved, version: \"1\", approvedBy: p, approvedAt: 2026-01-01, file: a.pdf, nextReview: ~}]", report.DocumentThere, nil},
		"draft":                     {"documents: [{id: D, covers: [scope], status: draft, version: \"1\"}]", report.DocumentPending, []string{"it is a draft"}},
		"withdrawn":                 {"documents: [{id: D, covers: [scope], status: withdrawn, version: \"1\"}]", report.DocumentMissing, []string{"it was withdrawn"}},
		"status not stated":         {"documents: [{id: D, covers: [scope], version: \"1\"}]", report.DocumentPending, []string{"whether it holds is not stated"}},
		"nothing else is stated": {"documents: [{id: D, covers: [scope], status: approved}]", report.DocumentLacks, []string{"its version is not stated", "who approved it is not stated",
			"when it was approved is not stated", "where it can be found is not stated", "when it is reviewed next is not stated"}},
		"nobody approved it": {"documents: [{id: D, covers: [scope], status: approved, version: \"1\", approvedBy: ~, approvedAt: ~, locations: [x], nextReview: ~}]",
			report.DocumentLacks, []string{"nobody approved it", "no date of approval is stated"}},
		"nowhere": {"documents: [{id: D, covers: [scope], status: approved, version: \"\", approvedBy: p, approvedAt: 2026-01-01, locations: [], file: \"\", nextReview: ~}]",
			report.DocumentLacks, []string{"it has no version", "it can be found nowhere"}},
		"review overdue": {"documents: [{id: D, covers: [scope], status: approved, version: \"1\", approvedBy: p, approvedAt: 2026-01-01, locations: [x], nextReview: 2026-06-30}]",
			report.DocumentLacks, []string{"its review was due on 2026-06-30"}},
		"approved later": {"documents: [{id: D, covers: [scope], status: approved, version: \"1\", approvedBy: p, approvedAt: 2026-08-01, locations: [x], nextReview: ~}]",
			report.DocumentLacks, []string{"it is approved in the future only"}},
		"a draft beside": {"documents: [{id: C, covers: [scope], status: draft}, {id: D, covers: [scope], " + whole + "}]", report.DocumentThere, []string{"it is a draft", "its version is not stated"}},
		"replaced":       {"documents: [{id: C, covers: [scope], status: withdrawn}, {id: D, covers: [scope], previous: C, " + whole + "}]", report.DocumentThere, nil},
		"a draft replaces nothing": {"documents: [{id: C, covers: [scope], " + whole + "}, {id: D, covers: [scope], previous: C, status: draft, version: \"2\"}]",
			report.DocumentThere, []string{"it is a draft"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := report.NewDocuments(system(t, "format: ismskit.isms/v1\n"+c.documents+"\n"), conformity.ProfileOf("2022"), asOf)
			require.NoError(t, err)
			require.Len(t, d.Required, 17)
			scope := d.Required[0]
			require.Equal(t, "scope", scope.ID)
			require.Equal(t, c.want, scope.State)
			var lacks []string
			for _, h := range scope.Held {
				lacks = append(lacks, h.Lacks...)
			}
			require.Equal(t, c.lacks, lacks)
		})
	}
	golden(t, "documents/lacks.md", documentsOf(t, `documents:
  - {id: D-1, title: Manual, covers: [scope, policy], status: approved, version: "2", approvedBy: ana, approvedAt: 2026-01-01, nextReview: 2026-06-01, locations: [share]}
  - {id: D-2, title: Plan, covers: [objectives], status: draft, previous: D-3}
  - {id: D-3, title: Old plan, covers: [objectives], status: withdrawn, version: "1"}
  - {id: D-4, title: Who knows}
persons: [{id: ana, name: Ana}]
`).Markdown())
}

func documentsOf(t testing.TB, text string) *report.Documents {
	t.Helper()
	d, err := report.NewDocuments(system(t, "format: ismskit.isms/v1\nedition: 2022-amd1\n"+text), nil, asOf)
	require.NoError(t, err)
	return d
}

func TestDocumentsErrors(t *testing.T) {
	_, err := report.NewDocuments(&isms.System{}, nil, asOf)
	require.ErrorIs(t, err, conformity.ErrProfile)
	_, err = report.NewDocuments(&isms.System{}, nil, time.Time{})
	require.ErrorIs(t, err, isms.ErrTime)
	for _, p := range conformity.Profiles() {
		d, err := report.NewDocuments(&isms.System{}, p, asOf)
		require.NoError(t, err)
		require.Equal(t, len(p.RequiredDocuments), d.Count(report.DocumentUnknown))
	}
}
