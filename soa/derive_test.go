package soa_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

// toolInput is a small organisation: T-1 is credited by both risks, T-2 treats
// both, OWN-1 the first, T-10 was to treat one and was cancelled; a law asks
// for T-1, a contract for ACME-1.
func toolInput(t testing.TB) soa.Input {
	return soa.Input{
		ID: "acme-soa", Version: "1", Title: "Statement",
		Catalogues: []*soa.Catalogue{catalogue(t, tools), catalogue(t, own)},
		Plans:      []*risk.Plan{plan(t, toolPlan)},
		Register:   register(t, toolRegister),
		Requirements: []soa.Requirement{
			{ID: "L-1", Kind: soa.Regulatory, Title: "Insurance supervision", Controls: []string{"T-1"}},
			{ID: "C-1", Kind: soa.Contractual, Title: "Customer", Controls: []string{"ACME-1"}},
			{ID: "B-1", Kind: soa.Business, Title: "Quiet nights"},
		},
		Externals: []soa.External{{ID: "locksmith", Controls: []string{"T-1"}}, {ID: "guards", Controls: []string{"T-1", "T-3"}}},
	}
}

func derive(t testing.TB, in soa.Input) *soa.Statement {
	t.Helper()
	s, err := soa.Derive(in)
	require.NoError(t, err)
	return s
}

func TestDerive(t *testing.T) {
	in := toolInput(t)
	s := derive(t, in)
	require.Equal(t, []soa.CatalogueRef{{ID: "tools", Digest: in.Catalogues[0].Digest()}, {ID: "acme", Digest: in.Catalogues[1].Digest()}}, s.Catalogues)
	require.Equal(t, []soa.PlanRef{{ID: "plan-a", Version: "1", Digest: in.Plans[0].Digest(), Assessment: assessment}}, s.Plans)
	require.Equal(t, []soa.Entry{
		{Control: "T-1", Catalogue: "tools", Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk, soa.ReasonLegal}, Risks: []string{"R-1", "R-2"}, Requirements: []string{"L-1"},
			Justification: "Modifies R-1, R-2. Meets L-1 (legal).", Status: risk.Implemented, External: "guards, locksmith", Owner: "facility", Evidence: []string{"audit", "inspection"}},
		// due with the later of its items, as it was revised
		{Control: "T-2", Catalogue: "tools", Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk}, Risks: []string{"R-1", "R-2"},
			Justification: "Modifies R-1, R-2.", Status: risk.Planned, Due: date("2026-09-30")},
		{Control: "T-3", Catalogue: "tools", External: "guards"},
		// T-4 is withdrawn; the item of T-10 is cancelled
		{Control: "T-10", Catalogue: "tools", Status: risk.Planned, Due: date("2027-01-01")},
		{Control: "ACME-1", Catalogue: "acme", Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonContractual}, Requirements: []string{"C-1"}, Justification: "Meets C-1 (contractual)."},
		{Control: "OWN-1", Title: "Barking dog", Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk}, Risks: []string{"R-1"}, Justification: "Modifies R-1.",
			Status: risk.Partial, Due: date("2026-12-01"), Owner: "coo"},
	}, s.Entries)
	for _, e := range s.Entries {
		require.NotEqual(t, soa.Excluded, e.Necessary, "nothing is excluded that nobody excluded")
	}
}

// With nothing but a catalogue everything is undecided.
func TestDeriveFromNothing(t *testing.T) {
	s := derive(t, soa.Input{ID: "x", Catalogues: []*soa.Catalogue{catalogue(t, tools)}})
	require.Len(t, s.Entries, 4)
	for _, e := range s.Entries {
		require.Equal(t, soa.Undecided, e.Necessary)
	}
}

func TestDeriveWithdrawnInUse(t *testing.T) {
	in := toolInput(t)
	in.Requirements = append(in.Requirements, soa.Requirement{ID: "L-2", Kind: soa.Legal, Controls: []string{"T-4"}})
	s := derive(t, in)
	require.Equal(t, soa.Necessary, s.Entry("T-4").Necessary)
	found, err := s.Check(in)
	require.NoError(t, err)
	require.Contains(t, codes(found), "withdrawn T-4 entries[3].control")
}

// The second statement keeps what people wrote, and only that.
func TestDeriveCarriesOver(t *testing.T) {
	in := toolInput(t)
	old := derive(t, in)
	old.Document = "D-13"
	edit := func(control string, f func(*soa.Entry)) { f(old.Entry(control)) }
	edit("T-1", func(e *soa.Entry) { e.Description = "Class 3."; e.Evidence = []string{"old"}; e.Owner = "nobody" })
	edit("T-2", func(e *soa.Entry) { e.Justification = "Burglars come at night."; e.Owner = "security" })
	edit("T-3", func(e *soa.Entry) { e.Necessary, e.Justification = soa.Excluded, "One lock is enough for this door." })
	edit("T-10", func(e *soa.Entry) {
		e.Necessary, e.Justification, e.Evidence = soa.Excluded, "The door is of steel.", []string{"photo"}
	})
	edit("ACME-1", func(e *soa.Entry) { e.Status, e.Evidence = risk.Implemented, []string{"keys"} })
	edit("OWN-1", func(e *soa.Entry) { e.Description = "A dog that barks." })

	in.Previous, in.ID, in.Title, in.Version = old, "", "", "2"
	s := derive(t, in)
	require.Equal(t, "acme-soa", s.ID)
	require.Equal(t, "Statement", s.Title)
	require.Equal(t, "1", s.Previous)
	require.Equal(t, "2", s.Version)
	require.Equal(t, "D-13", s.Document)
	require.Empty(t, s.ApprovedBy)
	e := s.Entry("T-1")
	require.Equal(t, "Class 3.", e.Description)
	require.Equal(t, []string{"audit", "inspection"}, e.Evidence, "the plan states it")
	require.Equal(t, "facility", e.Owner, "the plan states it")
	require.Equal(t, "Burglars come at night.", s.Entry("T-2").Justification)
	require.Equal(t, "security", s.Entry("T-2").Owner)
	e = s.Entry("T-3")
	require.Equal(t, soa.Undecided, e.Necessary, "guards provide it: it cannot stay excluded")
	require.Equal(t, "One lock is enough for this door.", e.Justification, "what was written is kept")
	e = s.Entry("T-10")
	require.Equal(t, soa.Excluded, e.Necessary)
	require.Equal(t, "The door is of steel.", e.Justification)
	require.Equal(t, []string{"photo"}, e.Evidence)
	require.Equal(t, risk.Implemented, s.Entry("ACME-1").Status)
	require.Equal(t, []string{"keys"}, s.Entry("ACME-1").Evidence)
	require.Equal(t, "A dog that barks.", s.Entry("OWN-1").Description)

	// The plan is gone, a law asks for T-10.
	in.Plans, in.Previous = nil, s
	in.Requirements[1].Controls = []string{"T-10"}
	next := derive(t, in)
	e = next.Entry("T-10")
	require.Equal(t, soa.Necessary, e.Necessary)
	require.Equal(t, "Meets C-1 (contractual).", e.Justification, "why it was excluded is no reason to include it")
	e = next.Entry("T-1")
	require.Equal(t, "Modifies R-1, R-2. Meets L-1 (legal).", e.Justification)
	require.Equal(t, risk.Implemented, e.Status)
	e = next.Entry("T-2")
	require.Equal(t, soa.Undecided, e.Necessary, "no reason is left")
	require.Empty(t, e.Risks)
	require.Equal(t, "Burglars come at night.", e.Justification)
	require.Equal(t, date("2026-09-30"), e.Due)
	e = next.Entry("ACME-1")
	require.Equal(t, soa.Undecided, e.Necessary)
	require.Empty(t, e.Justification, "it was derived, and follows no longer")
	e = next.Entry("OWN-1")
	require.NotNil(t, e, "an own control is not lost with its plan")
	require.Equal(t, "Barking dog", e.Title)
	require.Equal(t, soa.Undecided, e.Necessary)

	// What was derived is derived anew where the links have changed.
	in.Requirements[0].ID = "L-9"
	require.Equal(t, "Modifies R-1, R-2. Meets L-9 (legal).", derive(t, in).Entry("T-1").Justification)
}

func TestDeriveSeveralPlans(t *testing.T) {
	in := toolInput(t)
	second := strings.NewReplacer("plan-a", "plan-b",
		"owner: facility, status: implemented, evidence: [inspection, audit]", "evidence: [visit]",
		"{id: T-2, status: planned", "{id: T-2, status: planned, owner: security, due: 2026-11-11",
	).Replace(toolPlan)
	in.Plans = append(in.Plans, plan(t, second))
	s := derive(t, in)
	require.Equal(t, []string{"audit", "inspection", "visit"}, s.Entry("T-1").Evidence)
	require.Equal(t, risk.Implemented, s.Entry("T-1").Status)
	require.Equal(t, "security", s.Entry("T-2").Owner)
	require.Equal(t, date("2026-11-11"), s.Entry("T-2").Due)
	require.Len(t, s.Plans, 2)

	in.Plans[1] = plan(t, strings.NewReplacer("status: partial, due: 2026-12-01", "status: planned, due: 2026-12-24", "Barking dog", "Silent dog", "owner: coo", "owner: ceo").Replace(second))
	_, err := soa.Derive(in)
	require.ErrorIs(t, err, soa.ErrInput)
	require.EqualError(t, err, `soa: input does not fit together
plans plan-a and plan-b: the control OWN-1 has the status partial, and planned
plans plan-a and plan-b: the control OWN-1 has the owner coo, and ceo
plans plan-a and plan-b: the control OWN-1 has the title Barking dog, and Silent dog
plans plan-a and plan-b: the control OWN-1 has the due date 2026-12-01, and 2026-12-24`)
}

func TestDeriveRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(in *soa.Input)
		want string
	}{
		"no id":                {func(in *soa.Input) { in.ID = "" }, "the statement has no id"},
		"catalogue not given":  {func(in *soa.Input) { in.Catalogues = in.Catalogues[1:] }, "plan plan-a: the control T-1 is of the catalogue tools, which is not given"},
		"not of the catalogue": {func(in *soa.Input) { in.Plans[0].Controls[0].Catalogue = "acme" }, "plan plan-a: the catalogue acme has no control T-1"},
		"ids in two catalogues": {func(in *soa.Input) {
			in.Catalogues = append(in.Catalogues, catalogue(t, strings.ReplaceAll(own, "id: acme", "id: twin")))
		}, `catalogue.yaml:5:10: controls[0].id: the catalogue acme has a control "ACME-1", too`},
		"plan twice":            {func(in *soa.Input) { in.Plans = append(in.Plans, in.Plans[0]) }, "the plan plan-a is given twice"},
		"risk":                  {func(in *soa.Input) { in.Plans[0].Items[2].Risk = "R-7" }, "plan plan-a, item P-3: there is no risk R-7"},
		"control of an item":    {func(in *soa.Input) { in.Plans[0].Items[0].Controls = []string{"T-7"} }, "plan plan-a, item P-1: there is no control T-7"},
		"credited control":      {func(in *soa.Input) { in.Register.Risks[0].Controls = []string{"T-7"} }, "risk R-1: there is no control T-7"},
		"control of a law":      {func(in *soa.Input) { in.Requirements[0].Controls = []string{"T-7"} }, "requirement L-1: there is no control T-7"},
		"control of a provider": {func(in *soa.Input) { in.Externals[0].Controls = []string{"T-7"} }, "external locksmith: there is no control T-7"},
		"requirement twice":     {func(in *soa.Input) { in.Requirements[1].ID = "L-1" }, "the requirement L-1 is given twice"},
		"no kind":               {func(in *soa.Input) { in.Requirements[1].Kind = 0 }, "the requirement C-1 has no kind"},
		"provider twice":        {func(in *soa.Input) { in.Externals[1].ID = "locksmith" }, "the external locksmith is given twice"},
		"old edition": {func(in *soa.Input) {
			in.Previous = &soa.Statement{Entries: []soa.Entry{{Control: "Z", Catalogue: "old"}}}
		}, "the previous statement has Z of the catalogue old, which is not given: migrate it first"},
		"old control": {func(in *soa.Input) {
			in.Previous = &soa.Statement{Entries: []soa.Entry{{Control: "Z", Catalogue: "tools"}}}
		}, "the previous statement has Z, which the catalogue tools does not have"},
		"old entry twice": {func(in *soa.Input) {
			in.Previous = &soa.Statement{Entries: []soa.Entry{{Control: "Z"}, {Control: "Z"}}}
		}, "the previous statement has two entries for Z"},
	} {
		t.Run(name, func(t *testing.T) {
			in := toolInput(t)
			c.edit(&in)
			s, err := soa.Derive(in)
			require.Nil(t, s)
			require.ErrorIs(t, err, soa.ErrInput)
			require.Contains(t, strings.Split(err.Error(), "\n"), c.want)
		})
	}
}

// An input with countless faults gives an error of bounded length.
func TestDeriveErrorIsBounded(t *testing.T) {
	in := toolInput(t)
	for i := range 1000 {
		in.Requirements[0].Controls = append(in.Requirements[0].Controls, fmt.Sprint("Z-", i))
	}
	_, err := soa.Derive(in)
	require.Len(t, strings.Split(err.Error(), "\n"), 51)
}

// A plan may leave out where a control is from: the catalogue knows it.
func TestDeriveFindsCatalogue(t *testing.T) {
	s := derive(t, toolInput(t))
	i := slices.IndexFunc(s.Entries, func(e soa.Entry) bool { return e.Control == "T-2" })
	require.Equal(t, "tools", s.Entries[i].Catalogue)
	require.Empty(t, s.Entries[i].Title)
}

// Own controls are in the order in which people count.
func TestDeriveOrdersOwnControls(t *testing.T) {
	in := soa.Input{ID: "x", Catalogues: []*soa.Catalogue{catalogue(t, own)}, Previous: &soa.Statement{}}
	for _, id := range []string{"B-1", "OWN-10.1", "OWN-9", "OWN-10", "OWN-09", "OWN-x", "OWN", "9", "OWN-0", "OWN-9a"} {
		in.Previous.Entries = append(in.Previous.Entries, soa.Entry{Control: id})
	}
	var got []string
	for _, e := range derive(t, in).Entries[1:] {
		got = append(got, e.Control)
	}
	require.Equal(t, []string{"9", "B-1", "OWN", "OWN-0", "OWN-09", "OWN-9", "OWN-9a", "OWN-10", "OWN-10.1", "OWN-x"}, got)
}
