package soa_test

import (
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

func TestDiff(t *testing.T) {
	from, to := statement(t, soundText(t)), statement(t, soundText(t))
	require.Empty(t, soa.Diff(from, to))
	to.Version, to.ApprovedAt = "2", date("2026-05-04T10:00:00Z")
	to.Catalogues[1].Digest = assessment
	to.Plans = nil
	e := to.Entry("T-2")
	e.Status, e.Due, e.Evidence = risk.Implemented, date("2026-10-01T08:00:00+02:00"), []string{"photo", "film"}
	to.Entry("T-10").Necessary = soa.Undecided
	to.Entries = append(to.Entries[1:], soa.Entry{Control: "T-4", Catalogue: "tools", Necessary: soa.Excluded}, soa.Entry{Control: "T-10"})
	require.Equal(t, []soa.Change{
		{Kind: soa.Changed, Field: "version", Old: "1", New: "2"},
		{Kind: soa.Changed, Field: "catalogues", Old: "tools " + string(catalogue(t, tools).Digest()) + "\nacme", New: "tools " + string(catalogue(t, tools).Digest()) + "\nacme " + assessment},
		{Kind: soa.Changed, Field: "plans", Old: "plan-a 1 " + string(plan(t, toolPlan).Digest()) + " " + assessment},
		{Kind: soa.Changed, Field: "approval.at", Old: "2026-03-04", New: "2026-05-04T10:00:00Z"},
		{Kind: soa.Changed, Control: "T-2", Field: "status", Old: "planned", New: "implemented"},
		{Kind: soa.Changed, Control: "T-2", Field: "due", Old: "2026-09-30", New: "2026-10-01T06:00:00Z"},
		{Kind: soa.Changed, Control: "T-2", Field: "evidence", New: "photo\nfilm"},
		{Kind: soa.Changed, Control: "T-10", Field: "necessary", Old: "excluded", New: "undecided"},
		{Kind: soa.EntryAdded, Control: "T-4", New: "excluded"},
		{Kind: soa.EntryAdded, Control: "T-10", New: "undecided"},
		{Kind: soa.EntryRemoved, Control: "T-1", Old: "necessary"},
	}, soa.Diff(from, to))
	require.Equal(t, "added", soa.EntryAdded.String())
}

// Every member that the format has is looked at.
func TestDiffSeesEveryMember(t *testing.T) {
	for name, change := range map[string]func(s *soa.Statement, e *soa.Entry){
		"id":            func(s *soa.Statement, e *soa.Entry) { s.ID = "x" },
		"title":         func(s *soa.Statement, e *soa.Entry) { s.Title = "x" },
		"approval.by":   func(s *soa.Statement, e *soa.Entry) { s.ApprovedBy = "x" },
		"document":      func(s *soa.Statement, e *soa.Entry) { s.Document = "x" },
		"previous":      func(s *soa.Statement, e *soa.Entry) { s.Previous = "x" },
		"catalogue":     func(s *soa.Statement, e *soa.Entry) { e.Catalogue = "x" },
		"title ":        func(s *soa.Statement, e *soa.Entry) { e.Title = "x" },
		"reasons":       func(s *soa.Statement, e *soa.Entry) { e.Reasons = nil },
		"risks":         func(s *soa.Statement, e *soa.Entry) { e.Risks = nil },
		"requirements":  func(s *soa.Statement, e *soa.Entry) { e.Requirements = nil },
		"justification": func(s *soa.Statement, e *soa.Entry) { e.Justification = "x" },
		"description":   func(s *soa.Statement, e *soa.Entry) { e.Description = "x" },
		"external":      func(s *soa.Statement, e *soa.Entry) { e.External = "x" },
		"owner":         func(s *soa.Statement, e *soa.Entry) { e.Owner = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			from, to := statement(t, soundText(t)), statement(t, soundText(t))
			change(to, &to.Entries[0])
			require.NotEqual(t, from.Digest(), to.Digest())
			changes := soa.Diff(from, to)
			require.Len(t, changes, 1)
			require.Equal(t, name[:min(len(name), len(changes[0].Field))], changes[0].Field)
		})
	}
}
