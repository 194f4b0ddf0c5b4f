package report_test

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

// ownRules are rules of the organisation and of a vendor's kind: one that
// conforms, one that does not, one that cannot be told, and one that fails.
const ownRules = `format: ismskit.rules/v1
id: handbook
version: "2"
title: Handbook of the firm
rules:
  - {id: HB-01, clause: HB-1, kind: shall, forEach: action, expr: 'action.what != ""', meaning: Each action says what is done., advice: Say it.}
  - {id: HB-02, clause: HB-1, kind: lint, forEach: action, expr: 'action.owner == "eva"', meaning: Eva does everything.}
  - {id: HB-03, clause: "4.1", kind: strict, forEach: isms, expr: 'isms.persons.size() / (isms.persons.size() - isms.persons.size()) > 0', meaning: A rule that fails.}
`

// withOwn holds a system against the standard's rules and the own ones.
func withOwn(t testing.TB, s *isms.System) *conformity.Report {
	t.Helper()
	own, err := conformity.ParseRules("own.yaml", []byte(ownRules))
	require.NoError(t, err)
	rules, err := conformity.Compile(conformity.Standard(), own)
	require.NoError(t, err)
	rep, err := rules.Check(t.Context(), s, conformity.Options{AsOf: asOf})
	require.NoError(t, err)
	return rep
}

func ownSystem(t testing.TB) *isms.System {
	return system(t, `format: ismskit.isms/v1
edition: 2022
persons: [{id: eva, name: Eva, active: true}]
actions:
  - {id: A-1, what: This, owner: eva}
  - {id: A-2, what: "", owner: finn}
  - {id: A-3}
`)
}

func TestConformity(t *testing.T) {
	s := ownSystem(t)
	rep := withOwn(t, s)
	c := report.NewConformity(s, rep)
	require.Equal(t, rep.Digest(), c.Report)
	require.Equal(t, "2022", c.Profile)
	require.Len(t, c.Sets, 2)
	require.Len(t, c.Warnings, 1)
	require.Equal(t, conformity.ProfileSuperseded, c.Warnings[0].Code)

	own := c.Clauses[len(c.Clauses)-1]
	require.Equal(t, "HB-1", own.Clause)
	require.True(t, own.Needs())
	require.Len(t, own.Rules, 2)
	hb := own.Rules[0]
	require.Equal(t, conformity.Counts{Conform: 1, Nonconform: 1, Undetermined: 1}, hb.Counts)
	require.Equal(t, "HB-01", hb.Rule)
	require.Equal(t, isms.OwnRules, hb.Owner)
	require.Equal(t, []isms.VerdictStatus{isms.VerdictNonconform, isms.VerdictUndetermined}, []isms.VerdictStatus{hb.Attention[0].Status, hb.Attention[1].Status})
	require.Equal(t, "actions[A-2]", hb.Attention[0].Path)
	require.Equal(t, []report.Seen{{Field: "what", Value: "", Position: "isms.yaml:6:21"}}, hb.Attention[0].Seen)
	require.Equal(t, []string{"actions[A-3].what"}, hb.Attention[1].Missing)

	// The own rule about 4.1 stands in the clause of the standard.
	for _, cl := range c.Clauses {
		if cl.Clause == "4.1" {
			i := slices.IndexFunc(cl.Rules, func(r report.RuleVerdict) bool { return r.Rule == "HB-03" })
			require.GreaterOrEqual(t, i, 0)
			require.NotEmpty(t, cl.Rules[i].Attention[0].Error)
		}
	}
	golden(t, "own/conformity.md", c.Markdown())
}

// TestConformityCounts holds the counts against the verdicts themselves.
func TestConformityCounts(t *testing.T) {
	s := meridian(t)
	rep := checked(t, s, "2022-amd1")
	c := report.NewConformity(s, rep)
	for i, k := range conformity.Kinds() {
		n := rep.Count(k)
		require.Equal(t, conformity.Counts{Conform: n.Conform, Nonconform: n.Nonconform, Undetermined: n.Undetermined, NotApplicable: n.NotApplicable}, c.Kinds[i].Counts)
	}
	all, attention := 0, 0
	for _, cl := range c.Clauses {
		require.NotEmpty(t, cl.Label, cl.Clause)
		for _, k := range conformity.Kinds() {
			n := cl.Count(k.String())
			all += n.Conform + n.Nonconform + n.Undetermined + n.NotApplicable
		}
		for _, r := range cl.Rules {
			attention += len(r.Attention)
			require.Len(t, r.Attention, r.Nonconform+r.Undetermined)
		}
	}
	require.Equal(t, len(rep.Verdicts), all)
	total := rep.Count(0)
	require.Equal(t, total.Nonconform+total.Undetermined, attention)

	rows, err := csv.NewReader(strings.NewReader(string(c.CSV()))).ReadAll()
	require.NoError(t, err)
	sum := 0
	for _, r := range rows[1:] {
		n, err := strconv.Atoi(r[6])
		require.NoError(t, err)
		sum += n
	}
	require.Equal(t, len(rep.Verdicts), sum)
	require.NotContains(t, string(c.Markdown()), "%")
}

// TestConformityMany shows that a page stays readable where a rule breaks very
// often.
func TestConformityMany(t *testing.T) {
	var list []*isms.Action
	for i := range 50 {
		list = append(list, &isms.Action{ID: "A-" + strconv.Itoa(100+i), What: isms.Some("")})
	}
	s := &isms.System{Edition: isms.Edition2022Amd1, Actions: isms.Some(list)}
	page := string(report.NewConformity(s, withOwn(t, s)).Markdown())
	require.Contains(t, page, "  - and 30 more\n")
	require.Contains(t, page, "`actions[A-119]`")
	require.NotContains(t, page, "`actions[A-120]` (what")
}
