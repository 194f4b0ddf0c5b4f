package conformity_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

func ids(list []*conformity.Rule) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

// TestDiff holds what the editions change against the table of changes in the
// specification, section 13.
func TestDiff(t *testing.T) {
	old, new, amended := conformity.ProfileOf("2013"), conformity.ProfileOf("2022"), conformity.ProfileOf("2022-amd1")
	d := conformity.Diff(old, new)
	require.Equal(t, []string{
		"R00-02",                               // 4.4: processes and their interactions
		"R42-03",                               // 4.2 c: which requirements are addressed
		"R62-05",                               // 6.2 d: be monitored
		"R63-01", "R63-02", "R63-03", "R63-04", // 6.3: changes carried out in a planned manner
		"R81-01", "R81-02", "R81-06", // 8.1: criteria, control by them, what is provided externally
		"R91-03",  // 9.1: comparable results, which was a note
		"R93-05",  // 9.3.2 c: changes in needs and expectations of parties
		"R613-31", // 6.1.3 c: the catalogue of 2022
	}, ids(d.Added))
	require.Equal(t, []string{
		"R74-03",  // 7.4 d: who communicates
		"R81-03",  // 8.1: confidence that processes ran as planned
		"R81-07",  // 8.1: outsourced processes
		"R613-32", // 6.1.3 c: the catalogue of 2013
	}, ids(d.Removed))
	require.Equal(t, []string{"6.3", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3"}, d.AddedClauses)
	require.Equal(t, []string{"9.2", "9.3"}, d.RemovedClauses)
	require.Equal(t, []string{"iso27001-2013-annex-a", "iso27001-2022-annex-a"}, []string{d.OldCatalogue, d.NewCatalogue})
	require.Empty(t, d.AddedDocuments)
	require.Empty(t, d.RemovedDocuments)
	renumbered := map[string]string{}
	for _, r := range append(slices.Clone(d.Renumbered), d.RenumberedDocuments...) {
		renumbered[r.ID] = r.Old + " -> " + r.New
	}
	for id, want := range map[string]string{
		"R62-06": "6.2 d -> 6.2 e", "R62-07": "6.2 e -> 6.2 f", "R62-08": "6.2 -> 6.2 g", // monitored and documented were added
		"R62-09": "6.2 f -> 6.2 h", "R62-10": "6.2 g -> 6.2 i", "R62-11": "6.2 h -> 6.2 j", "R62-12": "6.2 i -> 6.2 k", "R62-13": "6.2 j -> 6.2 l",
		"R74-01": "7.4 a–c,e -> 7.4 a–d", // how instead of by which processes
		"R92-01": "9.2 -> 9.2.1", "R92-02": "9.2 a -> 9.2.1 a", "R92-03": "9.2 c -> 9.2.2", "R92-05": "9.2 d -> 9.2.2 a", "R92-06": "9.2 e -> 9.2.2 b", "R92-09": "9.2 f -> 9.2.2 c",
		"R93-01": "9.3 -> 9.3.1", "R93-03": "9.3 a -> 9.3.2 a", "R93-04": "9.3 b -> 9.3.2 b", "R93-06": "9.3 c -> 9.3.2 d", "R93-07": "9.3 d -> 9.3.2 e",
		"R93-08": "9.3 e -> 9.3.2 f", "R93-09": "9.3 f -> 9.3.2 g", "R93-10": "9.3 -> 9.3.3",
		"R101-01": "10.2 -> 10.1", "R102-01": "10.1 a -> 10.2 a", "R92-11": "9.2, 10.1 -> 9.2, 10.2",
		"nonconformities_and_actions": "10.1 f -> 10.2 f", "audit_results": "9.2 g -> 9.2.2", "management_review_results": "9.3 -> 9.3.3",
	} {
		require.Equal(t, want, renumbered[id], id)
	}
	for _, id := range []string{"R41-01", "R53-03", "R612-05", "R613-06", "R751-01", "R82-01"} {
		require.NotContains(t, renumbered, id)
	}

	d = conformity.Diff(new, amended)
	require.Equal(t, []string{"R41-03", "R42-05"}, ids(d.Added)) // 4.1 and 4.2: climate change
	require.Equal(t, conformity.Difference{From: "2022", To: "2022-amd1", Added: d.Added, OldCatalogue: new.Catalogue, NewCatalogue: new.Catalogue}, d)
	require.Equal(t, conformity.Difference{From: "2013", To: "2013", OldCatalogue: old.Catalogue, NewCatalogue: old.Catalogue}, conformity.Diff(old, old))

	back := conformity.Diff(new, old)
	require.Equal(t, []string{"R74-03", "R81-03", "R81-07", "R613-32"}, ids(back.Added))
	own := &conformity.RuleSet{ID: "own", Rules: []conformity.Rule{{ID: "OWN-1", Clause: "10.2 a"}, {ID: "OWN-2", Editions: []string{"2022"}, Clause: "4.1"}}}
	d = conformity.Diff(old, new, own)
	require.Equal(t, []string{"OWN-2"}, ids(d.Added))
	require.Equal(t, []conformity.Renumbered{{ID: "OWN-1", Old: "10.1 a", New: "10.2 a"}}, d.Renumbered)
	documents := conformity.Diff(&conformity.Profile{RequiredDocuments: []conformity.RequiredDocument{{ID: "a", Clause: "1"}, {ID: "b", Clause: "2"}}},
		&conformity.Profile{RequiredDocuments: []conformity.RequiredDocument{{ID: "b", Clause: "2"}, {ID: "c", Clause: "3"}}})
	require.Equal(t, []conformity.RequiredDocument{{ID: "c", Clause: "3"}}, documents.AddedDocuments)
	require.Equal(t, []conformity.RequiredDocument{{ID: "a", Clause: "1"}}, documents.RemovedDocuments)
}

// TestClimate shows that clause 4.1 asks about climate change from Amendment 1
// on, and not before.
func TestClimate(t *testing.T) {
	h := newHouse(t)
	h.patch(t, "main: context.issues[I-1].topic = heat")
	sys := h.system(t)
	for profile, want := range map[string]int{"2013": 0, "2022": 0, "2022-amd1": 1} {
		rep := check(t, sys, profile)
		require.Len(t, of(rep, "R41-03", isms.VerdictNonconform), want, profile)
		require.Len(t, rep.Of("R41-03"), want, profile)
		n := 0
		for _, v := range rep.Verdicts {
			if v.Clause == "4.1" && v.Status == isms.VerdictNonconform {
				n++
			}
		}
		require.Equal(t, want, n, profile)
	}
}

// TestRequiredDocuments shows that the editions require the same items, under
// other numbers.
func TestRequiredDocuments(t *testing.T) {
	names := func(p *conformity.Profile) (list []string) {
		for _, d := range p.RequiredDocuments {
			list = append(list, d.ID)
		}
		return list
	}
	want := names(conformity.ProfileOf("2022"))
	require.Len(t, want, 17)
	for _, p := range conformity.Profiles() {
		require.Equal(t, want, names(p), p.ID)
		require.NotEmpty(t, p.Title)
		require.Equal(t, p.ID, string(p.Edition))
	}
	require.Nil(t, conformity.ProfileOf("2005"))
}

func TestProfileWarnings(t *testing.T) {
	for _, x := range []struct {
		profile, edition string
		asOf             string
		want             []conformity.WarningCode
	}{
		{"2013", "2013", "2013-09-30T23:59:59Z", []conformity.WarningCode{conformity.ProfileEarly}},
		{"2013", "2013", "2013-10-01T00:00:00Z", nil},
		{"2013", "2013", "2022-10-24T23:59:59Z", nil},
		{"2013", "2013", "2022-10-25T00:00:00Z", []conformity.WarningCode{conformity.ProfileSuperseded}},
		{"2013", "2013", "2025-10-31T23:59:59Z", []conformity.WarningCode{conformity.ProfileSuperseded}},
		{"2013", "2013", "2025-11-01T00:00:00Z", []conformity.WarningCode{conformity.ProfileEnded}},
		{"2022", "2022", "2024-02-22T00:00:00Z", nil},
		{"2022", "2022", "2024-02-23T00:00:00Z", []conformity.WarningCode{conformity.ProfileSuperseded}},
		{"2022-amd1", "2022-amd1", "2024-02-22T00:00:00Z", []conformity.WarningCode{conformity.ProfileEarly}},
		{"2022-amd1", "2022-amd1", "2026-07-01T00:00:00Z", nil},
		{"2022-amd1", "2022", "2026-07-01T00:00:00Z", []conformity.WarningCode{conformity.ProfileOther}},
		{"2013", "2022", "2026-07-01T00:00:00Z", []conformity.WarningCode{conformity.ProfileEnded, conformity.ProfileOther}},
	} {
		at, err := time.Parse(time.RFC3339, x.asOf)
		require.NoError(t, err)
		sys, err := isms.Parse("acme.yaml", []byte("format: ismskit.isms/v1\nid: acme\nedition: "+x.edition+"\n"))
		require.NoError(t, err)
		rules, err := standardRules()
		require.NoError(t, err)
		rep, err := rules.Check(t.Context(), sys, conformity.Options{AsOf: at, Profile: conformity.ProfileOf(x.profile)})
		require.NoError(t, err)
		var got []conformity.WarningCode
		for _, w := range rep.Warnings {
			got = append(got, w.Code)
			require.Equal(t, "edition", w.Path)
			require.Equal(t, "acme.yaml:3:10", w.Position.String())
			require.NotEmpty(t, w.Message)
		}
		require.Equal(t, x.want, got, "%+v", x)
	}
}

func TestClauseOf(t *testing.T) {
	p := conformity.ProfileOf("2013")
	std := conformity.Standard()
	for id, want := range map[string]string{"R74-03": "7.4 d", "R74-01": "7.4 a–c,e", "R101-01": "10.2", "R102-10": "10.1 f,g", "R52-04": "5.2 c,d", "R00-05": "9.2 a", "R613-34": "6.1.3 d, 8.1"} {
		require.Equal(t, want, p.ClauseOf(std.Rule(id)), id)
	}
	require.Equal(t, "7.4 e", p.Clause("7.4 d"))
	for _, r := range std.Rules {
		require.Equal(t, r.Clause, conformity.ProfileOf("2022").ClauseOf(&r))
	}
}
