package report_test

import (
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

func calendarOf(t testing.TB, text, from, until string) *report.Calendar {
	t.Helper()
	c, err := report.NewCalendar(t.Context(), system(t, "format: ismskit.isms/v1\n"+text), date(from), date(until))
	require.NoError(t, err)
	return c
}

// TestCalendar tries each kind of thing: what becomes of it from 2026-07-01
// until 2026-12-31.
func TestCalendar(t *testing.T) {
	type want struct {
		kind    report.EntryKind
		date    string // "" for undated
		overdue bool
	}
	for name, c := range map[string]struct {
		text string
		want []want
	}{
		"action":                      {"actions: [{id: A, status: started, due: 2026-08-01}]", []want{{report.DueAction, "2026-08-01", false}}},
		"action on the first day":     {"actions: [{id: A, status: started, due: 2026-07-01}]", []want{{report.DueAction, "2026-07-01", false}}},
		"action on the day before":    {"actions: [{id: A, status: started, due: 2026-06-30}]", []want{{report.DueAction, "2026-06-30", true}}},
		"action on the last day":      {"actions: [{id: A, status: started, due: 2026-12-31T12:00:00Z}]", []want{{report.DueAction, "2026-12-31", false}}},
		"action later":                {"actions: [{id: A, status: started, due: 2027-01-01}]", nil},
		"action done":                 {"actions: [{id: A, status: done, due: 2026-08-01}, {id: B, status: cancelled, due: 2026-08-01}]", nil},
		"action, no date":             {"actions: [{id: A, due: ~}, {id: B}]", []want{{report.DueAction, "", false}, {report.DueAction, "", false}}},
		"review planned":              {"reviews: [{id: R, plannedAt: 2026-09-01}]", []want{{report.DueReview, "2026-09-01", false}, {report.DueReview, "", false}}},
		"review by the interval":      {"reviewInterval: 365d\nreviews: [{id: R, at: 2025-09-01}]", []want{{report.DueReview, "2026-09-01", false}}},
		"review overdue":              {"reviewInterval: 365d\nreviews: [{id: R, at: 2025-01-01}]", []want{{report.DueReview, "2026-01-01", true}}},
		"review, no interval":         {"reviews: [{id: R, at: 2025-09-01}, {id: S}]", []want{{report.DueReview, "", false}, {report.DueReview, "", false}}},
		"assessment":                  {"criteria: {interval: 365d}\nassessments: [{id: A, at: 2025-09-01}]", []want{{report.DueAssessment, "2026-09-01", false}}},
		"assessment corrected":        {"criteria: {interval: 365d}\nassessments: [{id: A, at: 2025-09-01}, {id: B, at: 2025-10-01, corrects: A}]", []want{{report.DueAssessment, "2026-10-01", false}}},
		"assessment, no interval":     {"assessments: [{id: A, at: 2025-09-01}]", []want{{report.DueAssessment, "", false}}},
		"assessment, beyond all time": {"criteria: {interval: 100000d}\nassessments: [{id: A, at: 2025-09-01}]", nil},
		"audit to come":               {"audits: [{id: A, at: 2026-09-01}, {id: B, at: ~}, {id: C}, {id: D, at: 2026-01-01}]", []want{{report.DueAudit, "2026-09-01", false}, {report.DueAudit, "", false}, {report.DueAudit, "", false}}},
		"audit with nothing but an id": {"audits: []\nprogrammes: [{id: P, from: 2026-01-01, to: 2026-12-31, audits: [A]}]",
			[]want{{report.DueProgramme, "2026-12-31", false}, {report.DueAudit, "", false}}},
		"programme over":     {"programmes: [{id: P, from: 2025-01-01, to: 2025-12-31}]", []want{{report.DueProgramme, "2025-12-31", true}}},
		"programme followed": {"programmes: [{id: P, from: 2025-01-01, to: 2025-12-31}, {id: Q, from: 2026-01-01, to: 2027-12-31}]", nil},
		"programme, no end":  {"programmes: [{id: P}]", []want{{report.DueProgramme, "", false}}},
		"document":           {"documents: [{id: D, nextReview: 2026-09-01}]", []want{{report.DueDocument, "2026-09-01", false}}},
		"document gone":      {"documents: [{id: D, status: withdrawn, nextReview: 2026-09-01}, {id: E, status: approved, nextReview: 2026-09-01}, {id: F, previous: E, status: approved, nextReview: ~}]", nil},
		"document, no date":  {"documents: [{id: D}]", []want{{report.DueDocument, "", false}}},
		"retention":          {"documents: [{id: D, status: withdrawn, retentionUntil: 2026-09-01, disposition: shred}, {id: E, status: withdrawn, retentionUntil: 2026-01-01}]", []want{{report.DueRetention, "2026-09-01", false}}},
		"external":           {"externals: [{id: X, nextReview: 2026-01-01}, {id: Y, relevant: false}, {id: Z, nextReview: ~}]", []want{{report.DueExternal, "2026-01-01", true}, {report.DueExternal, "", false}}},
		"control":            {"controls: [{id: C, implementation: {status: planned, due: 2026-09-01}}, {id: D, implementation: {status: implemented, due: 2026-09-01}}, {id: E}]", []want{{report.DueControl, "2026-09-01", false}}},
		"objective":          {"objectives: [{id: O, when: 2026-09-01}]", []want{{report.DueObjective, "2026-09-01", false}}},
		"objective over":     {"objectives: [{id: O, when: 2026-01-01}, {id: P, when: 2026-01-01, resultAt: 2026-01-01}, {id: Q, when: 2026-01-01, resultAt: 2025-12-31}]", []want{{report.DueObjective, "2026-01-01", true}, {report.DueObjective, "2026-01-01", true}}},
		"measure":            {"measures: [{id: M, nextDue: 2026-09-01}, {id: N, nextDue: ~}, {id: O}]", []want{{report.DueMeasure, "2026-09-01", false}, {report.DueMeasure, "", false}}},
		"requirement":        {"parties: [{id: P, requirements: [{id: Q, due: 2026-09-01}, {id: R, due: 2026-01-01}, {id: S, due: ~}]}]", []want{{report.DueRequirement, "2026-09-01", false}}},
		"change": {"changes: [{id: C, kind: planned, implementedAt: ~}, {id: D, kind: planned}, {id: E, kind: planned, implementedAt: 2026-08-01}, {id: F, kind: unintended}, {id: G, implementedAt: 2026-01-01}]",
			[]want{{report.DueChange, "2026-08-01", false}, {report.DueChange, "", false}, {report.DueChange, "", false}}},
		"competence": {"competences: [{person: p, met: true}, {person: q, met: false, action: Course}, {person: r, met: false, action: Course, actionDoneAt: 2026-01-01}, {person: s, met: false, action: \"\"}, {person: t}]",
			[]want{{report.DueCompetence, "", false}, {report.DueCompetence, "", false}, {report.DueCompetence, "", false}}},
		"awareness": {"policies: [{id: P, level: top, status: in_force, version: \"2\"}]\npersons: [{id: a, active: true}, {id: b, active: true}, {id: c, active: false}]\nawareness: [{person: a, policy: P, policyVersion: \"2\", policyAt: 2026-01-01}, {person: b, policy: P, policyVersion: \"1\", policyAt: 2026-01-01}]",
			[]want{{report.DueAwareness, "", false}}},
		"handover": {"persons: [{id: a, leftAt: 2026-09-30}, {id: b, leftAt: 2026-01-31}]", []want{{report.DueHandover, "2026-09-30", false}}},
		"nonconformity": {"actions: [{id: A, status: started, due: 2026-08-01}]\nnonconformities: [{id: N, closedAt: ~, actions: [A]}, {id: O, closedAt: ~}, {id: P}, {id: Q, closedAt: 2026-01-01}]",
			[]want{{report.DueAction, "2026-08-01", false}, {report.DueNC, "", false}, {report.DueNC, "", false}}},
		"edition": {"edition: 2013", []want{{report.DueTransition, "2025-10-31", true}}},
	} {
		t.Run(name, func(t *testing.T) {
			text := c.text
			for _, section := range []string{"assessments", "reviews"} {
				if !containsLine(text, section) {
					text += "\n" + section + ": []"
				}
			}
			cal := calendarOf(t, text, "2026-07-01", "2026-12-31")
			var got []want
			for _, e := range cal.Entries {
				got = append(got, want{e.Kind, e.Date.Format(time.DateOnly), e.Overdue})
			}
			for _, e := range cal.Undated {
				require.NotEmpty(t, e.Note)
				// That nothing has been done yet is the same in every case.
				if e.Path != "assessments" && e.Path != "reviews" || containsLine(c.text, e.Path) {
					got = append(got, want{e.Kind, "", false})
				}
			}
			require.Equal(t, c.want, got)
			checkICalendar(t, cal)
		})
	}
}

func containsLine(text, section string) bool {
	for i := range text {
		if (i == 0 || text[i-1] == '\n') && len(text) > i+len(section) && text[i:i+len(section)+1] == section+":" {
			return true
		}
	}
	return false
}

// TestCalendarOrder has what is overdue first, then by date.
func TestCalendarOrder(t *testing.T) {
	c := calendarOf(t, `actions:
  - {id: C, status: started, due: 2026-09-01}
  - {id: B, status: started, due: 2026-06-01}
  - {id: A, status: started, due: 2026-08-01}
  - {id: D, status: started, due: 2026-05-01}
`, "2026-07-01", "2026-12-31")
	var ids []string
	for _, e := range c.Entries {
		ids = append(ids, e.What)
	}
	require.Equal(t, []string{"D", "B", "A", "C"}, ids)
	require.Len(t, c.Overdue(), 2)
	require.Len(t, c.Due(), 2)
}

func TestCalendarErrors(t *testing.T) {
	for _, c := range [][2]time.Time{{{}, asOf}, {asOf, {}}, {asOf, asOf.Add(-1)}, {asOf, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}} {
		_, err := report.NewCalendar(t.Context(), &isms.System{}, c[0], c[1])
		require.ErrorIs(t, err, isms.ErrTime)
	}
}

// TestCalendarGoTimes takes times that no document can hold for not stated.
func TestCalendarGoTimes(t *testing.T) {
	far := isms.Some(time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC))
	s := &isms.System{Edition: isms.Edition2022, Actions: isms.Some([]*isms.Action{{ID: "A", Status: isms.ActionPlanned, Due: far, OpenedAt: far}})}
	c, err := report.NewCalendar(t.Context(), s, asOf, date("9999-12-31"))
	require.NoError(t, err)
	require.Empty(t, c.Entries)
	require.NotEmpty(t, c.JSON())
	require.NotEmpty(t, reviewOf(t, s, "").JSON())
}

// TestCalendarZones shows that the zone in which times are given changes
// nothing.
func TestCalendarZones(t *testing.T) {
	zone := time.FixedZone("far", 13*3600)
	a, err := report.NewCalendar(t.Context(), meridian(t), asOf, date("2027-06-30"))
	require.NoError(t, err)
	b, err := report.NewCalendar(t.Context(), meridian(t), asOf.In(zone), date("2027-06-30").In(zone))
	require.NoError(t, err)
	require.Equal(t, a.ICalendar(), b.ICalendar())
	require.Equal(t, a.JSON(), b.JSON())
	require.Equal(t, a.Text(), b.Text())
}
