package report_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

// trends is the firm of testdata/trends.yaml.
func trends(t testing.TB) *isms.System {
	t.Helper()
	data, err := os.ReadFile("testdata/trends.yaml")
	require.NoError(t, err)
	s, err := isms.Parse("trends.yaml", data)
	require.NoError(t, err)
	return s
}

func reviewOf(t testing.TB, s *isms.System, id string) *report.Review {
	t.Helper()
	r, err := report.NewReview(t.Context(), s, report.ReviewOptions{ID: id, AsOf: asOf})
	require.NoError(t, err)
	return r
}

var (
	r1, r2, r3 = date("2025-01-31"), date("2025-07-31"), date("2026-01-31")
	periods    = []report.Period{{Review: "R1", Until: r1}, {Review: "R2", From: r1, Until: r2}, {Review: "R3", From: r2, Until: r3}}
)

func TestReviewPeriods(t *testing.T) {
	for _, c := range []struct {
		id, review, previous string
		from, until          time.Time
		held                 bool
	}{
		{"R1", "R1", "", time.Time{}, r1, true},
		{"R2", "R2", "R1", r1, r2, true},
		{"R3", "R3", "R2", r2, r3, true},
		{"R4", "R4", "R3", r3, asOf, false},
		{"R5", "R5", "R3", r3, asOf, false},
		{"", "R4", "R3", r3, asOf, false}, // the next one that is planned
	} {
		r := reviewOf(t, trends(t), c.id)
		require.Equal(t, c.review, r.Review, c.id)
		require.Equal(t, c.previous, r.Previous, c.id)
		require.Equal(t, c.from, r.From, c.id)
		require.Equal(t, c.until, r.Until, c.id)
		require.Equal(t, c.held, r.Held, c.id)
	}
	require.Equal(t, periods, reviewOf(t, trends(t), "R3").Periods)
}

func TestReviewNonconformities(t *testing.T) {
	n := reviewOf(t, trends(t), "R3").Nonconformities
	require.Equal(t, []report.Flow{
		{Period: periods[0], OpenAtStart: 0, Opened: 1, Closed: 0, OpenAtEnd: 1}, // N1
		{Period: periods[1], OpenAtStart: 1, Opened: 2, Closed: 2, OpenAtEnd: 1}, // N2 and N3; N1 and N2
		{Period: periods[2], OpenAtStart: 1, Opened: 2, Closed: 1, OpenAtEnd: 2}, // N4 and N5; N4
	}, n.Flows)
	require.Equal(t, []string{"N6", "N7"}, n.Undated)
	// N7 was found in the period; whether it is closed is not known.
	require.Equal(t, []report.Share{{Of: "", Count: 1}, {Of: "audit", Count: 1}, {Of: "incident", Count: 1}}, n.BySource)
	require.Equal(t, []report.Share{{Of: "minor", Count: 2}, {Of: "", Count: 1}}, n.ByGrade)
	var ids, statuses []string
	for _, l := range n.Lines {
		ids, statuses = append(ids, l.ID), append(statuses, l.Status)
	}
	require.Equal(t, []string{"N3", "N4", "N5", "N6", "N7"}, ids)
	require.Equal(t, []string{"open", "closed", "open", "open", "not known"}, statuses)
	require.Equal(t, []string{"N4"}, reviewOf(t, trends(t), "R3").Feedback)
}

func TestReviewActions(t *testing.T) {
	a := reviewOf(t, trends(t), "R3").Actions
	require.Equal(t, []report.Flow{
		{Period: periods[0], Opened: 2, OpenAtEnd: 2},                            // A1 and A2, decided by R1
		{Period: periods[1], OpenAtStart: 2, Opened: 1, Closed: 1, OpenAtEnd: 2}, // A3, decided by R2; A1
		{Period: periods[2], OpenAtStart: 2, Opened: 2, Closed: 2, OpenAtEnd: 2}, // A4 and A6; A3 and A6
	}, a.Flows)
	require.Equal(t, []string{"A5"}, a.Undated)
	type line struct{ id, source, status string }
	var lines []line
	for _, l := range a.Lines {
		lines = append(lines, line{l.ID, l.Source, l.Status})
	}
	require.Equal(t, []line{{"A2", "R1", "overdue"}, {"A3", "R2", "done"}, {"A4", "", "open"}, {"A5", "", "done"}, {"A6", "", "cancelled"}}, lines)
	require.Equal(t, []report.ActionReview{
		{Review: "R1", At: r1, Closing: report.ActionCheck{Should: 2}},
		{Review: "R2", At: r2, Opening: report.ActionCheck{Stated: true, Should: 1, Looked: 1}, Closing: report.ActionCheck{Stated: true, Should: 2, Looked: 1, LeftOut: []string{"A3"}}},
		{Review: "R3", At: r3, Opening: report.ActionCheck{Stated: true, Should: 2, Looked: 2}, Closing: report.ActionCheck{Stated: true, Should: 2, Looked: 2}},
	}, a.Reviews)
}

func TestReviewMeasures(t *testing.T) {
	type want struct {
		trend   report.Trend
		change  string
		reached report.Reach
	}
	got := map[string]want{}
	r := reviewOf(t, trends(t), "R3")
	for _, m := range r.Measures {
		got[m.ID] = want{m.Trend, m.Change, m.Reached}
	}
	require.Equal(t, map[string]want{
		"M1":  {report.TrendBetter, "-1.5", report.Reached},
		"M2":  {report.TrendNotComparable, "", report.NotReached}, // 90 by one method, 94.5 by another
		"M3":  {report.TrendWorse, "-2.1", report.ReachNotKnown},  // 90.1 was computed again by the new one
		"M4":  {report.TrendNone, "", report.ReachNotKnown},
		"M5":  {report.TrendNotKnown, "", report.ReachNotKnown}, // by which method the second was got is not stated
		"M6":  {report.TrendUp, "1", report.NoTarget},
		"M7":  {report.TrendSame, "0", report.Reached},
		"M8":  {report.TrendFirst, "", report.ReachNotKnown},
		"M9":  {report.TrendNotKnown, "", report.ReachNotKnown}, // could not be measured
		"M10": {report.TrendNotKnown, "", report.ReachNotKnown},
		"M11": {report.TrendNone, "", report.ReachNotKnown},
		"M12": {report.TrendDown, "-1", report.ReachNotKnown},
		"M13": {report.TrendNotKnown, "", report.ReachNotKnown},      // said to be computed again, but nobody can tell
		"M14": {report.TrendNotComparable, "", report.ReachNotKnown}, // the new method gives another value
	}, got)
	require.Equal(t, "M1", r.Measures[0].ID)
	require.Len(t, r.Measures[0].Points, 2, "the result after the review is none of it")
	require.True(t, r.Measures[0].Overdue)
	require.Equal(t, "Keep on", r.Measures[0].Concluded)
}

func TestReviewAudits(t *testing.T) {
	a := reviewOf(t, trends(t), "R3").Audits
	require.Equal(t, []report.AuditPeriod{
		{Period: periods[0]},
		{Period: periods[1], Audits: 1, Findings: report.Findings{Major: 1, Minor: 2}},
		{Period: periods[2], Audits: 2, Findings: report.Findings{Conformities: 1, Minor: 1, Opportunities: 1, NotKnown: 1}, Open: 1}, // AU4 corrects AU3 and states no findings
	}, a.Periods)
	require.Equal(t, []string{"AU5"}, a.Undated)
	require.Equal(t, []string{"F6"}, a.Loose)
	require.Len(t, a.Lines, 2)
	require.Nil(t, a.Lines[1].Findings)
}

func TestReviewObjectives(t *testing.T) {
	type want struct {
		trend   report.Trend
		change  string
		reached report.Reach
		overdue bool
	}
	got := map[string]want{}
	for _, o := range reviewOf(t, trends(t), "R3").Objectives {
		got[o.ID] = want{o.Trend, o.Change, o.Reached, o.Overdue}
	}
	require.Equal(t, map[string]want{
		"O1": {report.TrendBetter, "-6.25", report.Reached, false},
		"O2": {report.TrendBetter, "5", report.NotReached, true},
		"O3": {report.TrendNone, "", report.ReachNotKnown, false}, // its result is later than the review
		"O4": {report.TrendNone, "", report.NoTarget, false},
		"O5": {report.TrendNotKnown, "", report.ReachNotKnown, false},
		"O6": {report.TrendFirst, "", report.Reached, false},
	}, got)
}

func TestReviewContext(t *testing.T) {
	s := trends(t)
	r := reviewOf(t, s, "R3")
	require.Equal(t, []string{"I1"}, r.Context.Reviewed)
	require.Equal(t, []string{"I2", "I3"}, r.Context.NotReviewed) // I2 was looked at on the day of the review before
	require.Len(t, r.Context.Changes, 1)
	require.Equal(t, "C1", r.Context.Changes[0].ID)
	require.False(t, r.Context.Compared)
	require.Equal(t, []report.Changed{{How: "due", Type: "requirement", ID: "Q1", Title: "Answer within a day"}}, r.Parties.Due)

	before := system(t, `format: ismskit.isms/v1
context:
  issues:
    - {id: I0, description: Gone}
    - {id: I1, description: Cold, reviewedAt: 2025-12-01}
    - {id: I2, description: Staff, reviewedAt: 2025-07-31}
parties:
  - {id: guests, name: Guests, relevant: false, requirements: [{id: Q0, description: Old}]}
`)
	r, err := report.NewReview(t.Context(), s, report.ReviewOptions{ID: "R3", AsOf: asOf, Before: before})
	require.NoError(t, err)
	require.Equal(t, []report.Changed{
		{How: "removed", Type: "issue", ID: "I0", Title: "Gone"},
		{How: "changed", Type: "issue", ID: "I1", Title: "Heat", Fields: []string{"description"}},
		{How: "added", Type: "issue", ID: "I3", Title: "Law"},
	}, r.Context.Changed)
	require.Equal(t, []report.Changed{
		{How: "changed", Type: "party", ID: "guests", Title: "Guests", Fields: []string{"relevant"}},
		{How: "removed", Type: "requirement", ID: "Q0", Title: "Old"},
		{How: "added", Type: "requirement", ID: "Q1", Title: "Answer within a day"},
	}, r.Parties.Changed)
	golden(t, "trends/review-R3.md", r.Markdown())
	golden(t, "trends/review-R3.json", r.JSON())
	golden(t, "trends/review-R3.csv", r.CSV())

	r, err = report.NewReview(t.Context(), s, report.ReviewOptions{ID: "R3", AsOf: asOf, Before: s})
	require.NoError(t, err)
	require.Empty(t, r.Context.Changed)
	require.Empty(t, r.Parties.Changed)
}

func TestReviewImprovement(t *testing.T) {
	i := reviewOf(t, trends(t), "R3").Improvement
	require.Equal(t, []report.IdeaLine{{ID: "F4", What: "Label the drawers"}}, i.Findings)
	require.Equal(t, []report.IdeaLine{{ID: "OP1", What: "Teach others", Decision: "pursue", Who: []report.Who{{Person: "eva", Name: "Eva"}}}}, i.Register)
	require.Equal(t, []report.ImprovementLine{{ID: "IM1", What: "Shorter forms", Aspect: "adequacy", At: date("2025-12-01"), Before: "9.5", After: "4", Change: "-5.5"}}, i.Improvements)
	require.Equal(t, []string{"IM3"}, i.NotJudged)
}

// TestReviewInputs shows the inputs of each edition, in the order of its
// letters.
func TestReviewInputs(t *testing.T) {
	for profile, want := range map[string][]string{
		"2022-amd1": {"9.3.2 a", "9.3.2 b", "9.3.2 c", "9.3.2 d", "9.3.2 d", "9.3.2 d", "9.3.2 d", "9.3.2 e", "9.3.2 f", "9.3.2 g"},
		"2013":      {"9.3 a", "9.3 b", "9.3 c", "9.3 c", "9.3 c", "9.3 c", "9.3 d", "9.3 e", "9.3 f"},
	} {
		r, err := report.NewReview(t.Context(), trends(t), report.ReviewOptions{ID: "R3", AsOf: asOf, Profile: conformity.ProfileOf(profile)})
		require.NoError(t, err)
		var got []string
		for _, in := range r.Inputs {
			got = append(got, in.Clause)
		}
		require.Equal(t, want, got)
	}
	in := reviewOf(t, trends(t), "R3").Inputs
	require.Equal(t, []string{"A3: done"}, in[0].Recorded)
	require.Equal(t, []string{"Nothing new"}, in[1].Recorded)
	require.True(t, in[2].Stated)
	require.Empty(t, in[2].Recorded)
	require.False(t, in[4].Stated)
}

// TestReviewPlans counts what the plan of Meridian Tours states: T-1 done on
// 2026-03-01, T-2 open, both since the plan of 2026-02-15, approvals active.
func TestReviewPlans(t *testing.T) {
	r := reviewOf(t, meridian(t), "")
	require.Len(t, r.Plans, 1)
	p := r.Plans[0]
	require.Equal(t, report.Flow{Period: r.Periods[2], Opened: 2, Closed: 1, OpenAtEnd: 1}, p.Items)
	require.Equal(t, []report.Share{{Of: "active", Count: 3}}, p.Approvals)
	require.Len(t, p.Lines, 1)
	require.Equal(t, "T-2", p.Lines[0].Item)
	require.True(t, r.Risks.SameCriteria)
	require.Empty(t, r.Risks.Moved)
	require.Equal(t, []report.Share{{Of: "high", Count: 1}, {Of: "low", Count: 1}}, r.Risks.Assessments[1].Bands)
}

func TestReviewErrors(t *testing.T) {
	s := trends(t)
	_, err := report.NewReview(t.Context(), s, report.ReviewOptions{ID: "R9", AsOf: asOf})
	require.ErrorIs(t, err, report.ErrReview)
	_, err = report.NewReview(t.Context(), s, report.ReviewOptions{ID: "R3"})
	require.ErrorIs(t, err, isms.ErrTime)
	_, err = report.NewReview(t.Context(), &isms.System{}, report.ReviewOptions{AsOf: asOf})
	require.ErrorIs(t, err, conformity.ErrProfile)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = report.NewReview(ctx, meridian(t), report.ReviewOptions{AsOf: asOf})
	require.ErrorIs(t, err, context.Canceled)
	_, err = report.NewCalendar(ctx, meridian(t), asOf, asOf)
	require.ErrorIs(t, err, context.Canceled)
}
