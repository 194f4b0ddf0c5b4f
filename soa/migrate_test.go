package soa_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// old2013 is a statement over all 114 controls of 2013 by a fixed rule: control
// number n, counted from 0 in the order of the standard, is excluded if n%7 is
// 3, otherwise undecided if n%11 is 5, otherwise necessary, with the status
// that n%4 says and the owner of its domain. One own control stands beside it.
func old2013() *soa.Statement {
	c := annexa.Edition2013()
	s := &soa.Statement{ID: "acme-soa", Version: "7", Title: "Statement of applicability", ApprovedBy: "coo", ApprovedAt: date("2022-05-01"), Document: "D-13",
		Catalogues: []soa.CatalogueRef{{ID: c.ID, Digest: c.Digest()}}, Plans: []soa.PlanRef{{ID: "plan-2022"}}}
	for n, k := range c.Controls {
		e := soa.Entry{Control: k.ID, Catalogue: c.ID}
		switch {
		case n%7 == 3:
			e.Necessary = soa.Excluded
			e.Justification = fmt.Sprintf("Nothing of what %s is about exists here.", k.ID)
		case n%11 == 5:
		default:
			e.Necessary = soa.Necessary
			e.Reasons = []soa.Reason{soa.ReasonRisk}
			e.Risks = []string{fmt.Sprint("R-", n%5)}
			if n%3 == 0 {
				e.Reasons = append(e.Reasons, soa.ReasonLegal)
				e.Requirements = []string{"L-1"}
			}
			e.Justification = "Needed."
			e.Description = "As " + k.ID + " is done."
			e.Status = []risk.ControlStatus{risk.Implemented, risk.Partial, risk.Planned, risk.NotImplemented}[n%4]
			e.Owner = "head-" + c.Group(k.Group).Parent
			if e.Status == risk.Implemented {
				e.Evidence = []string{"record-" + k.ID}
			} else {
				e.Due = date(fmt.Sprintf("2023-%02d-01", n%2+1))
			}
			if n%13 == 0 {
				e.External = "hoster"
			}
		}
		s.Entries = append(s.Entries, e)
	}
	s.Entries = append(s.Entries, soa.Entry{Control: "OWN-1", Title: "Two keys", Necessary: soa.Necessary})
	return s
}

func migrate(t testing.TB, s *soa.Statement) *soa.Migration {
	t.Helper()
	m, err := soa.Migrate(s, annexa.Crosswalk(), annexa.Edition2022())
	require.NoError(t, err)
	return m
}

func TestMigrateFigures(t *testing.T) {
	m := migrate(t, old2013())
	olds, news := map[soa.Class]int{}, map[soa.Class]int{}
	for _, f := range m.Fates {
		olds[f.Class]++
	}
	for _, c := range m.Controls {
		news[c.Class]++
	}
	require.Equal(t, map[soa.Class]int{soa.CarriedOver: 58, soa.Merged: 55, soa.Split: 1, soa.Kept: 1}, olds)
	require.Equal(t, map[soa.Class]int{soa.CarriedOver: 58, soa.Merged: 24, soa.Added: 11}, news)
	require.Len(t, m.Fates, 115)
	require.Len(t, m.Controls, 93)
	s := m.Statement
	require.Len(t, s.Entries, 94)
	require.Equal(t, "acme-soa", s.ID)
	require.Equal(t, "7", s.Previous)
	require.Empty(t, s.Version+s.ApprovedBy, "a draft")
	require.True(t, s.ApprovedAt.IsZero())
	require.Equal(t, []soa.CatalogueRef{{ID: annexa.ID2022, Digest: annexa.Edition2022().Digest()}}, s.Catalogues)
	require.Equal(t, []soa.PlanRef{{ID: "plan-2022"}}, s.Plans)
	for i, k := range annexa.Edition2022().Controls {
		require.Equal(t, k.ID, s.Entries[i].Control)
		require.Equal(t, k.ID, m.Controls[i].Control)
		require.Equal(t, annexa.ID2022, s.Entries[i].Catalogue)
	}
	require.Equal(t, "OWN-1", s.Entries[93].Control)
}

func migrated(m *soa.Migration, control string) soa.Migrated {
	return m.Controls[slices.IndexFunc(m.Controls, func(c soa.Migrated) bool { return c.Control == control })]
}

func kinds(c soa.Migrated) []soa.FlagKind {
	var out []soa.FlagKind
	for _, f := range c.Flags {
		out = append(out, f.Kind)
	}
	return out
}

// The numbers in comments are those of the old controls, from 0.
func TestMigrateByHand(t *testing.T) {
	m := migrate(t, old2013())

	// A.6.1.1 (2) -> A.5.2: planned, carried over as it is
	require.Equal(t, soa.Migrated{Control: "A.5.2", Title: annexa.Edition2022().Control("A.5.2").Title, Class: soa.CarriedOver, From: []string{"A.6.1.1"}}, migrated(m, "A.5.2"))
	require.Equal(t, soa.Entry{Control: "A.5.2", Catalogue: annexa.ID2022, Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk}, Risks: []string{"R-2"},
		Justification: "Needed.", Description: "As A.6.1.1 is done.", Status: risk.Planned, Due: date("2023-01-01"), Owner: "head-A.6"}, *m.Statement.Entry("A.5.2"))

	// A.6.1.2 (3) -> A.5.3: excluded stays excluded, with its reason
	e := m.Statement.Entry("A.5.3")
	require.Equal(t, soa.Excluded, e.Necessary)
	require.Equal(t, "Nothing of what A.6.1.2 is about exists here.", e.Justification)
	require.Empty(t, migrated(m, "A.5.3").Flags)

	// A.6.1.4 (5) -> A.5.6: nobody had decided
	require.Equal(t, soa.Undecided, m.Statement.Entry("A.5.6").Necessary)
	require.Equal(t, []soa.FlagKind{soa.OpenPredecessor}, kinds(migrated(m, "A.5.6")))

	// A.5.1.1 (0, implemented, by the hoster), A.5.1.2 (1, partial) -> A.5.1
	e = m.Statement.Entry("A.5.1")
	require.Equal(t, soa.Entry{Control: "A.5.1", Catalogue: annexa.ID2022, Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk, soa.ReasonLegal},
		Risks: []string{"R-0", "R-1"}, Requirements: []string{"L-1"}, Justification: "Needed.",
		Description: "A.5.1.1: As A.5.1.1 is done.\nA.5.1.2: As A.5.1.2 is done.",
		Status:      risk.Partial, Due: date("2023-02-01"), Owner: "head-A.5", External: "hoster", Evidence: []string{"record-A.5.1.1"}}, *e)
	c := migrated(m, "A.5.1")
	require.Equal(t, soa.Merged, c.Class)
	require.Equal(t, []soa.Flag{
		{Kind: soa.StatusConflict, Stated: []soa.Stated{{Control: "A.5.1.1", Value: "implemented"}, {Control: "A.5.1.2", Value: "partial"}}, Taken: "partial"},
		{Kind: soa.ProviderConflict, Stated: []soa.Stated{{Control: "A.5.1.1", Value: "hoster"}, {Control: "A.5.1.2"}}, Taken: "hoster"},
	}, c.Flags)

	// A.8.1.3 (17, excluded) and A.8.2.3 (21, necessary, partial) meet in A.5.10
	e = m.Statement.Entry("A.5.10")
	require.Equal(t, soa.Undecided, e.Necessary)
	require.Equal(t, "A.8.1.3: Nothing of what A.8.1.3 is about exists here.\nA.8.2.3: Needed.", e.Justification)
	require.Equal(t, []string{"R-1"}, e.Risks)
	require.Equal(t, risk.Partial, e.Status, "of the one that was needed")
	require.Equal(t, []soa.Flag{{Kind: soa.NecessityConflict, Taken: "undecided",
		Stated: []soa.Stated{{Control: "A.8.1.3", Value: "excluded"}, {Control: "A.8.2.3", Value: "necessary"}}}}, migrated(m, "A.5.10").Flags)

	// A.15.2.1 (93, undecided) and A.15.2.2 (94, excluded) -> A.5.22
	require.Equal(t, soa.Undecided, m.Statement.Entry("A.5.22").Necessary)
	require.Equal(t, []soa.FlagKind{soa.OpenPredecessor}, kinds(migrated(m, "A.5.22")))

	// A.18.2.3 (113, partial) is split: a part goes with A.18.2.2 (112,
	// implemented) to A.5.36, one with A.12.6.1 (67, not implemented) to A.8.8
	i := slices.IndexFunc(m.Fates, func(f soa.Fate) bool { return f.Control == "A.18.2.3" })
	require.Equal(t, soa.Fate{Control: "A.18.2.3", Class: soa.Split, To: []string{"A.5.36", "A.8.8"}}, m.Fates[i])
	require.Equal(t, risk.Partial, m.Statement.Entry("A.5.36").Status)
	require.Equal(t, []soa.FlagKind{soa.StatusConflict, soa.SplitCopy}, kinds(migrated(m, "A.5.36")))
	e = m.Statement.Entry("A.8.8")
	require.Equal(t, soa.Necessary, e.Necessary)
	require.Equal(t, risk.NotImplemented, e.Status)
	require.Equal(t, []string{"R-2", "R-3"}, e.Risks)
	require.Empty(t, e.Owner)
	require.Equal(t, []soa.FlagKind{soa.StatusConflict, soa.OwnerConflict, soa.SplitCopy}, kinds(migrated(m, "A.8.8")))
	require.Equal(t, []string{"A.12.6.1", "A.18.2.3"}, migrated(m, "A.8.8").From)

	// A.5.7 is new
	require.Equal(t, soa.Entry{Control: "A.5.7", Catalogue: annexa.ID2022}, *m.Statement.Entry("A.5.7"))
	require.Equal(t, []soa.Flag{{Kind: soa.NothingBefore}}, migrated(m, "A.5.7").Flags)

	require.Equal(t, soa.Entry{Control: "OWN-1", Title: "Two keys", Necessary: soa.Necessary}, *m.Statement.Entry("OWN-1"))
}

// The conflicts are those that a plain reading of the rule gives: new controls
// of which one predecessor was excluded and another necessary.
func TestMigrateConflicts(t *testing.T) {
	old := old2013()
	want := []string{}
	for _, k := range annexa.Edition2022().Controls {
		excluded, necessary := false, false
		for _, l := range annexa.Crosswalk().Links {
			if l.To == k.ID && l.From != "" {
				n := slices.IndexFunc(old.Entries, func(e soa.Entry) bool { return e.Control == l.From })
				excluded = excluded || n%7 == 3
				necessary = necessary || n%7 != 3 && n%11 != 5
			}
		}
		if excluded && necessary {
			want = append(want, k.ID)
		}
	}
	require.Equal(t, []string{"A.5.10", "A.5.14", "A.5.18", "A.7.10", "A.8.19", "A.8.29", "A.8.31"}, want)
	got := []string{}
	m := migrate(t, old)
	for _, c := range m.Controls {
		if slices.Contains(kinds(c), soa.NecessityConflict) {
			got = append(got, c.Control)
			require.Equal(t, soa.Undecided, m.Statement.Entry(c.Control).Necessary)
		}
	}
	require.Equal(t, want, got)
	require.Subset(t, names(m.Conflicts()), want)
}

func names(list []soa.Migrated) []string {
	out := []string{}
	for _, c := range list {
		out = append(out, c.Control)
	}
	return out
}

func TestMigrationReport(t *testing.T) {
	golden(t, "migration.md", migrate(t, old2013()).Markdown())
}

// A small crosswalk with a plain split, a removed control and old entries that
// are missing, doubled or unknown.
func TestMigrateEdges(t *testing.T) {
	x, to := crosswalk(t, links), catalogue(t, newTools)
	old := &soa.Statement{ID: "s", Version: "1", Catalogues: []soa.CatalogueRef{{ID: "tools"}, {ID: "old"}, {ID: "tools"}, {ID: "old"}}, Entries: []soa.Entry{
		{Control: "O-9", Catalogue: "old", Necessary: soa.Necessary},
		{Control: "O-4", Catalogue: "old", Necessary: soa.Necessary},
		{Control: "O-3", Catalogue: "old", Necessary: soa.Excluded, Justification: "A | b", Owner: "x"},
		{Control: "O-1", Catalogue: "old", Necessary: soa.Necessary, Status: risk.Planned, Due: date("2026-01-01"), External: "a"},
		{Control: "O-1", Catalogue: "old", Necessary: soa.Necessary, Status: risk.Planned, Due: date("2026-02-01"), External: "b"},
		{Control: "T-10", Catalogue: "tools"},
		{Control: "T-2", Catalogue: "tools"},
		{Control: "own-2"},
		{Control: "Z-1", Catalogue: "unnamed"},
	}}
	m, err := soa.Migrate(old, x, to)
	require.NoError(t, err)
	require.Equal(t, []soa.Fate{
		{Control: "O-1", Class: soa.CarriedOver, To: []string{"N-1"}},
		{Control: "O-1", Class: soa.CarriedOver, To: []string{"N-1"}},
		{Control: "O-3", Class: soa.Split, To: []string{"N-2", "N-3"}},
		{Control: "O-4", Class: soa.Lost},
		{Control: "O-9", Class: soa.Lost},
		{Control: "T-2", Class: soa.Kept, To: []string{"T-2"}},
		{Control: "T-10", Class: soa.Kept, To: []string{"T-10"}},
		{Control: "Z-1", Class: soa.Kept, To: []string{"Z-1"}},
		{Control: "own-2", Class: soa.Kept, To: []string{"own-2"}},
	}, m.Fates)
	var got []string
	for _, e := range m.Statement.Entries {
		got = append(got, e.Control)
	}
	require.Equal(t, []string{"T-2", "T-10", "N-1", "N-2", "N-3", "N-4", "N-5", "Z-1", "own-2"}, got)
	require.Equal(t, soa.Split, migrated(m, "N-3").Class)
	require.Equal(t, []soa.FlagKind{soa.SplitCopy}, kinds(migrated(m, "N-3")))
	require.Equal(t, soa.Excluded, m.Statement.Entry("N-3").Necessary)
	require.Equal(t, "x", m.Statement.Entry("N-3").Owner)
	require.Equal(t, soa.Undecided, m.Statement.Entry("N-2").Necessary, "O-2 has no entry")
	require.Equal(t, []soa.FlagKind{soa.OpenPredecessor, soa.SplitCopy}, kinds(migrated(m, "N-2")))
	require.Equal(t, []soa.FlagKind{soa.DueConflict, soa.ProviderConflict}, kinds(migrated(m, "N-1")))
	require.Equal(t, date("2026-02-01"), m.Statement.Entry("N-1").Due)
	require.Equal(t, "a, b", m.Statement.Entry("N-1").External)
	golden(t, "migration-edges.md", m.Markdown())
}

func TestMigrateRefuses(t *testing.T) {
	x, to := crosswalk(t, links), catalogue(t, newTools)
	over := func(ids ...string) *soa.Statement {
		s := &soa.Statement{ID: "s"}
		for _, id := range ids {
			s.Catalogues = append(s.Catalogues, soa.CatalogueRef{ID: id})
		}
		return s
	}
	for name, c := range map[string]struct {
		old  *soa.Statement
		x    *soa.Crosswalk
		to   *soa.Catalogue
		want string
	}{
		"another catalogue": {over("old"), x, catalogue(t, tools), "the crosswalk leads to new, not to tools"},
		"another edition":   {over("older"), x, to, "the statement does not go through old"},
		"there already":     {over("old", "new"), x, to, "the statement goes through new already"},
		"dangling":          {over("old"), crosswalk(t, links+",N-9,new\n"), to, "the crosswalk leads to N-9, which new does not have"},
		"not total":         {over("old"), crosswalk(t, strings.Replace(links, ",N-4,new\n", "", 1)), to, "the crosswalk says nothing of N-4 of new"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := soa.Migrate(c.old, c.x, c.to)
			require.ErrorIs(t, err, soa.ErrMigration)
			require.Contains(t, strings.Split(err.Error(), "\n"), c.want)
		})
	}
}
