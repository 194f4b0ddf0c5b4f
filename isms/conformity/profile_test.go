package conformity_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

func ids(rules []*conformity.Rule) []string {
	list := []string{}
	for _, r := range rules {
		list = append(list, r.ID)
	}
	slices.Sort(list)
	return list
}

// TestDifferences holds what the editions ask for against the changes that were
// published: new and dropped requirements.
func TestDifferences(t *testing.T) {
	for _, c := range []struct {
		from, to                     string
		added, removed               []string // rules
		addedClauses, removedClauses []string
		renumberedDocuments          []conformity.Renumbered
		sameCatalogue                bool
	}{
		{from: "2013", to: "2022",
			added: []string{
				"R00-02",                                         // 4.4: processes and how they work with each other
				"R42-03",                                         // 4.2 c: which requirements of parties the system addresses
				"R613-31",                                        // 6.1.3 c: compared with the new Annex A
				"R62-05",                                         // 6.2 d: objectives are monitored
				"R63-01", "R63-02", "R63-03", "R63-04", "R63-05", // 6.3: changes are planned
				"R81-01", "R81-02", // 8.1: criteria for processes, and control by them
				"R81-06", // 8.1: processes, products and services that are provided externally
				"R91-03", // 9.1 b: comparable results, once a note
				"R93-05", // 9.3.2 c: changes in needs and expectations of parties
			},
			removed: []string{
				"R613-32", // compared with the old Annex A
				"R74-03",  // 7.4 d: who communicates
				"R81-03",  // processes are controlled, without criteria
				"R81-07",  // processes, but not products and services
			},
			addedClauses:   []string{"6.3", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3"},
			removedClauses: []string{"9.2", "9.3"},
			renumberedDocuments: []conformity.Renumbered{
				{ID: "audit_programme", Old: "9.2 g", New: "9.2.2"}, {ID: "audit_results", Old: "9.2 g", New: "9.2.2"},
				{ID: "management_review_results", Old: "9.3", New: "9.3.3"},
				{ID: "nonconformities_and_actions", Old: "10.1 f", New: "10.2 f"}, {ID: "corrective_action_results", Old: "10.1 g", New: "10.2 g"},
			}},
		{from: "2022", to: "2022-amd1",
			added: []string{
				"R41-03", // 4.1: whether climate change is a relevant issue
				"R42-05", // 4.2, a note: parties can have requirements about it
			},
			removed: []string{}, sameCatalogue: true},
	} {
		t.Run(c.from+" to "+c.to, func(t *testing.T) {
			from, to := conformity.ProfileOf(c.from), conformity.ProfileOf(c.to)
			d := conformity.Diff(from, to)
			require.Equal(t, []string{c.from, c.to}, []string{d.From, d.To})
			require.Equal(t, c.added, ids(d.Added))
			require.Equal(t, c.removed, ids(d.Removed))
			require.Equal(t, c.addedClauses, d.AddedClauses)
			require.Equal(t, c.removedClauses, d.RemovedClauses)
			// The same items of documented information, only the clauses move.
			require.Empty(t, d.AddedDocuments)
			require.Empty(t, d.RemovedDocuments)
			require.Equal(t, c.renumberedDocuments, d.RenumberedDocuments)
			require.Equal(t, c.sameCatalogue, d.OldCatalogue == d.NewCatalogue)

			back := conformity.Diff(to, from)
			require.Equal(t, c.removed, ids(back.Added))
			require.Equal(t, c.added, ids(back.Removed))
			require.Equal(t, c.removedClauses, back.AddedClauses)
			require.Empty(t, conformity.Diff(to, to).Renumbered)
			if c.sameCatalogue {
				require.Empty(t, d.Renumbered)
			}
		})
	}
}

// renumbered are the clauses that the edition of 2022 moved, by their new number.
var renumbered = map[string]string{
	"6.2 e": "6.2 d", "6.2 f": "6.2 e", "6.2 g": "6.2", // monitored is new, and so is the letter of documented information
	"6.2 h": "6.2 f", "6.2 i": "6.2 g", "6.2 j": "6.2 h", "6.2 k": "6.2 i", "6.2 l": "6.2 j",
	"7.4 a–d": "7.4 a–c,e", // how replaces the processes
	"9.2.1":   "9.2", "9.2.1 a": "9.2 a", "9.2.1 b": "9.2 b",
	"9.2.2": "9.2", "9.2.2 a": "9.2 d", "9.2.2 b": "9.2 e", "9.2.2 c": "9.2 f",
	"9.3.1": "9.3", "9.3.2": "9.3", "9.3.3": "9.3",
	"9.3.2 a": "9.3 a", "9.3.2 b": "9.3 b", "9.3.2 d": "9.3 c", "9.3.2 e": "9.3 d", "9.3.2 f": "9.3 e", "9.3.2 g": "9.3 f",
	"10.1": "10.2", "10.2": "10.1", // the order was swapped
	"10.2 a": "10.1 a", "10.2 b1": "10.1 b1", "10.2 b2": "10.1 b2", "10.2 b3": "10.1 b3", "10.2 c": "10.1 c", "10.2 d": "10.1 d",
	"10.2 e": "10.1 e", "10.2 f": "10.1 f", "10.2 g": "10.1 g", "10.2 f,g": "10.1 f,g",
	"9.2, 10.2": "9.2, 10.1",
}

func TestRenumbered(t *testing.T) {
	old := conformity.ProfileOf("2013")
	for now, before := range renumbered {
		require.Equal(t, before, old.Clause(now), now)
		require.Equal(t, now, conformity.ProfileOf("2022").Clause(now))
	}
	for _, same := range []string{"4.1", "6.1.2 c1", "6.2", "6.2 a", "7.4", "7.4 d", "8.1", "9.1 b", "9.2", "9.3"} {
		require.Equal(t, same, old.Clause(same))
	}
	d := conformity.Diff(old, conformity.ProfileOf("2022"))
	seen := map[string]bool{}
	for _, r := range d.Renumbered {
		require.Equal(t, renumbered[r.New], r.Old, r.ID)
		seen[r.ID] = true
	}
	// Rules of both editions that are not listed have the same number in both.
	for _, r := range conformity.Standard().Rules {
		if r.In("2013") && r.In("2022") {
			require.Equal(t, renumbered[r.Clause] != "", seen[r.ID], "%s %s", r.ID, r.Clause)
		}
	}
}

// TestAnnexA counts the controls that the profiles compare with.
func TestAnnexA(t *testing.T) {
	require.Equal(t, conformity.ProfileOf("2013").Catalogue, annexa.Edition2013().ID)
	require.Len(t, annexa.Edition2013().Controls, 114)
	for _, id := range []string{"2022", "2022-amd1"} {
		require.Equal(t, conformity.ProfileOf(id).Catalogue, annexa.Edition2022().ID)
	}
	require.Len(t, annexa.Edition2022().Controls, 93)
}

// TestClimate shows that only the amendment asks about climate change.
func TestClimate(t *testing.T) {
	h := newHouse(t)
	h.patch(t, "main: context.issues[I-1].topic = heat")
	sys := h.system(t)
	require.Empty(t, check(t, sys, "2013").Of("R41-03"))
	require.Empty(t, check(t, sys, "2022").Of("R41-03"))
	of := check(t, sys, "2022-amd1").Of("R41-03")
	require.Len(t, of, 1)
	require.Equal(t, isms.VerdictNonconform, of[0].Status)
	require.Equal(t, "4.1", of[0].Clause)
}

// TestProfileWarnings shows when a profile is out of date: one of 2013 since
// the end of the transition on 31 October 2025.
func TestProfileWarnings(t *testing.T) {
	rules, err := standardRules()
	require.NoError(t, err)
	for _, c := range []struct {
		profile string
		edition isms.Edition
		at      string
		want    []conformity.WarningCode
	}{
		{"2013", isms.Edition2013, "2013-09-30T23:59:59Z", []conformity.WarningCode{conformity.ProfileEarly}},
		{"2013", isms.Edition2013, "2013-10-01T00:00:00Z", nil},
		{"2013", isms.Edition2013, "2022-10-24T23:59:59Z", nil},
		{"2013", isms.Edition2013, "2022-10-25T00:00:00Z", []conformity.WarningCode{conformity.ProfileSuperseded}},
		{"2013", isms.Edition2013, "2025-10-31T23:59:59.999999999Z", []conformity.WarningCode{conformity.ProfileSuperseded}},
		{"2013", isms.Edition2013, "2025-11-01T00:00:00Z", []conformity.WarningCode{conformity.ProfileEnded}},
		{"2022", isms.Edition2022, "2024-02-22T00:00:00Z", nil},
		{"2022", isms.Edition2022, "2024-02-23T00:00:00Z", []conformity.WarningCode{conformity.ProfileSuperseded}},
		{"2022-amd1", isms.Edition2022Amd1, "2024-02-22T00:00:00Z", []conformity.WarningCode{conformity.ProfileEarly}},
		{"2022-amd1", isms.Edition2022Amd1, "2030-01-01T00:00:00Z", nil},
		{"2022-amd1", isms.Edition2022, "2030-01-01T00:00:00Z", []conformity.WarningCode{conformity.ProfileOther}},
	} {
		at, err := time.Parse(time.RFC3339Nano, c.at)
		require.NoError(t, err)
		rep, err := rules.Check(t.Context(), &isms.System{Edition: c.edition}, conformity.Options{AsOf: at, Profile: conformity.ProfileOf(c.profile)})
		require.NoError(t, err)
		var got []conformity.WarningCode
		for _, w := range rep.Warnings {
			require.NotEmpty(t, w.Message)
			got = append(got, w.Code)
		}
		require.Equal(t, c.want, got, "%s %s", c.profile, c.at)
	}
}
