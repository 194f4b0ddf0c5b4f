package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

// meridianWith is Meridian Tours with another treatment plan; a file that skip
// names is left out.
func meridianWith(t testing.TB, change func(plan map[string]any), skip ...string) *isms.System {
	t.Helper()
	fsys := fstest.MapFS{}
	files, err := filepath.Glob("testdata/meridian/*.json")
	require.NoError(t, err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		if filepath.Base(name) == "plan.json" {
			var plan map[string]any
			require.NoError(t, json.Unmarshal(data, &plan))
			change(plan)
			data, err = json.Marshal(plan)
			require.NoError(t, err)
		}
		fsys[filepath.Base(name)] = &fstest.MapFile{Data: data}
	}
	for _, name := range skip {
		delete(fsys, name)
	}
	s, err := isms.Load(t.Context(), fsys)
	require.NoError(t, err)
	return s
}

// entry gives an entry of a list of the plan.
func entry(plan map[string]any, list, id string) map[string]any {
	for _, x := range plan[list].([]any) {
		if m := x.(map[string]any); m["id"] == id {
			return m
		}
	}
	return nil
}

// TestCalendarTreatment tries what plans may say about approvals, items and
// controls.
func TestCalendarTreatment(t *testing.T) {
	for name, c := range map[string]struct {
		change func(plan map[string]any)
		skip   []string
		kind   report.EntryKind
		path   string // "": there is none of the kind
		date   string
		note   string
	}{
		"acceptance ends": {func(map[string]any) {}, nil, report.DueAcceptance, "plans[meridian-plan].approvals[AC-1]", "2027-01-01", ""},
		"by the rule": {func(p map[string]any) { delete(entry(p, "approvals", "AC-1"), "expires") }, nil,
			report.DueAcceptance, "plans[meridian-plan].approvals[AC-1]", "", ""}, // the rule small has no end
		"no record, but a date": {func(map[string]any) {}, []string{"record.json"}, report.DueAcceptance, "plans[meridian-plan].approvals[AC-1]", "2027-01-01", ""},
		"no record, no date": {func(p map[string]any) { delete(entry(p, "approvals", "AC-1"), "expires") }, []string{"record.json"},
			report.DueAcceptance, "plans[meridian-plan].approvals[AC-1]", "", "when it ends is not known: the assessment that the plan treats is not at hand, or the plan does not fit it"},
		"revoked": {func(p map[string]any) {
			entry(p, "approvals", "AC-1")["revoked"] = map[string]any{"at": "2026-06-01", "by": "ana", "reason": "no more"}
		}, nil, report.DueAcceptance, "", "", ""},
		"rejected": {func(p map[string]any) { entry(p, "approvals", "AC-1")["decision"] = "rejected" }, []string{"record.json"}, report.DueAcceptance, "", "", ""},
		"condition not met": {func(p map[string]any) {
			delete(entry(p, "approvals", "AP-1")["conditions"].([]any)[0].(map[string]any), "met")
		}, nil, report.DueCondition, "plans[meridian-plan].approvals[AP-1].conditions[tested]", "2026-03-10", ""},
		"not decided": {func(p map[string]any) {
			a := entry(p, "approvals", "AP-2")
			for _, k := range []string{"decision", "by", "authority", "at", "state"} {
				delete(a, k)
			}
		}, nil, report.DueApproval, "plans[meridian-plan].approvals[AP-2]", "", "asked for on 2026-02-16"},
		"item, no date": {func(p map[string]any) { delete(entry(p, "items", "T-2"), "due") }, nil, report.DueItem, "plans[meridian-plan].items[T-2]", "", "its date is not stated"},
		"item revised": {func(p map[string]any) {
			entry(p, "items", "T-2")["revised"] = map[string]any{"due": "2026-10-01", "by": "ana"}
		}, nil, report.DueItem, "plans[meridian-plan].items[T-2]", "2026-10-01", ""},
		"item cancelled":    {func(p map[string]any) { entry(p, "items", "T-2")["status"] = "cancelled" }, nil, report.DueItem, "", "", ""},
		"control, no date":  {func(p map[string]any) { delete(entry(p, "controls", "C-3"), "due") }, []string{"statement.json"}, report.DueControl, "plans[meridian-plan].controls[C-3]", "", "its date is not stated"},
		"control of a plan": {func(map[string]any) {}, nil, report.DueControl, "plans[meridian-plan].controls[C-3]", "2026-09-01", ""},
		"control of the statement": {func(p map[string]any) {
			entry(p, "controls", "C-3")["status"] = "implemented"
			entry(p, "controls", "C-3")["since"] = "2026-06-01"
			delete(entry(p, "controls", "C-3"), "due")
		}, nil, report.DueControl, "statements[meridian-soa].entries[C-3]", "2026-09-01", ""},
	} {
		t.Run(name, func(t *testing.T) {
			cal, err := report.NewCalendar(t.Context(), meridianWith(t, c.change, c.skip...), asOf, date("2027-06-30"))
			require.NoError(t, err)
			checkICalendar(t, cal)
			var found []report.Entry
			for _, e := range append(append([]report.Entry(nil), cal.Entries...), cal.Undated...) {
				if e.Kind == c.kind {
					found = append(found, e)
				}
			}
			if c.path == "" || c.date == "" && c.note == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			e := found[0]
			require.Equal(t, c.path, e.Path)
			require.Equal(t, c.note, e.Note)
			if c.date == "" {
				require.True(t, e.Date.IsZero())
			} else {
				require.Equal(t, date(c.date), e.Date)
			}
			require.NotEmpty(t, e.Position)
		})
	}
}

// TestReviewPlanItems counts items with other dates and statuses.
func TestReviewPlanItems(t *testing.T) {
	s := meridianWith(t, func(p map[string]any) {
		entry(p, "items", "T-2")["due"] = "2026-06-01"
		entry(p, "items", "T-2")["start"] = "2026-01-10" // before the review of 2026-02-01
		p["items"] = append(p["items"].([]any),
			map[string]any{"id": "T-3", "risk": "R-2", "option": "retain", "status": "cancelled"},
			map[string]any{"id": "T-4", "risk": "R-2", "option": "retain"},
			map[string]any{"id": "T-5", "risk": "R-2", "option": "retain", "status": "planned"})
	})
	r := reviewOf(t, s, "")
	p := r.Plans[0]
	require.Equal(t, report.Flow{Period: r.Periods[2], OpenAtStart: 1, Opened: 2, Closed: 1, OpenAtEnd: 2}, p.Items)
	require.Equal(t, []string{"T-4"}, p.Undated)
	require.Equal(t, 1, p.Cancelled)
	require.Equal(t, 1, p.Overdue)
	require.Equal(t, []string{"T-5", "T-2"}, []string{p.Lines[0].Item, p.Lines[1].Item}) // the first has no date
	require.Contains(t, string(r.Markdown()), "**overdue** since 2026-06-01")

	// Without the record nobody can tell what approvals are worth.
	r = reviewOf(t, meridianWith(t, func(map[string]any) {}, "record.json"), "")
	require.False(t, r.Plans[0].StandingsOK)
	require.Equal(t, []report.Share{{Count: 3}}, r.Plans[0].Approvals)
	require.False(t, r.Risks.Assessments[1].Known)
	require.Contains(t, string(r.Markdown()), "its record is not at hand")
}
