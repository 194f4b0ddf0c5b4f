package organisations_test

import (
	"os"
	"testing"

	"github.com/ismskit/ismskit/examples/organisations"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/measure"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// TestFindings: plans and statements, which have checks of their own, give no
// findings.
func TestFindings(t *testing.T) {
	kinds := map[isms.RequirementKind]soa.RequirementKind{isms.LegalRequirement: soa.Legal, isms.RegulatoryRequirement: soa.Legal,
		isms.ContractualRequirement: soa.Contractual, isms.Expectation: soa.Business}
	for _, name := range organisations.Names() {
		sys := load(t, name)
		_, a := assess(t, name)
		bound, err := sys.Plans[0].Bind(a)
		require.NoError(t, err)
		require.Empty(t, bound.Findings(organisations.AsOf), name)

		in := soa.Input{Catalogues: []*soa.Catalogue{annexa.Edition2022()}, Plans: sys.Plans, Register: sys.Registers[0]}
		for _, e := range sys.Walk() {
			if r, ok := e.(*isms.Requirement); ok {
				in.Requirements = append(in.Requirements, soa.Requirement{ID: r.ID, Kind: kinds[r.Kind], Controls: r.Controls.Or(nil)})
			}
			if x, ok := e.(*isms.External); ok {
				in.Externals = append(in.Externals, soa.External{ID: x.ID, Controls: x.Controls.Or(nil)})
			}
		}
		found, err := sys.Statements[0].Check(in)
		require.NoError(t, err)
		require.Empty(t, found, name)
	}
}

// TestEvaluations: what the organisations say of an evaluation is what a check
// says as of the same time.
func TestEvaluations(t *testing.T) {
	for _, name := range organisations.Names() {
		sys, report, err := organisations.Check(t.Context(), os.DirFS(name))
		require.NoError(t, err)
		v := sys.Evaluations.Or(nil)[0]
		require.Equal(t, isms.Some(organisations.AsOf), v.AsOf)
		stated := 0
		for _, said := range v.Verdicts.Or(nil) {
			for _, now := range report.Of(said.Rule.Or("")) {
				if now.Subject.Path == said.Subject.Or("") {
					require.Equal(t, now.Status, said.Status, now.Subject.Path)
					stated++
				}
			}
		}
		require.Equal(t, len(v.Verdicts.Or(nil)), stated)
	}
}

// TestTold holds what the READMEs say beside gaps: of the re-based measure, and
// of similar nonconformities.
func TestTold(t *testing.T) {
	m := load(t, "solo").Index().Entity("M-2").(*isms.Measure)
	points, left := measure.Series(m)
	require.Empty(t, left)
	require.Len(t, points, 3)
	require.True(t, points[0].Outcome.Result.Rebased.Or(false))
	for _, p := range points {
		require.Equal(t, measure.Reproduced, p.Outcome.Status)
	}

	sys := load(t, "group")
	found := sys.SimilarIndex().Similar(sys.Index().Entity("NC-2").(*isms.Nonconformity))
	require.Equal(t, "NC-3", found[0].Nonconformity.ID)
	require.Equal(t, []isms.Reason{{Same: isms.SameControl, Value: "A.5.22"}, {Same: isms.SameProcess, Value: "P-IT"}}, found[0].Reasons)
	require.True(t, found[0].Listed)
	by := map[string]int{}
	for _, e := range sys.Statements[0].Entries {
		by[e.External]++
	}
	require.Equal(t, map[string]int{"": 74, "Nordkai IT GmbH": 19, "Funkfeld GmbH": 1}, by)
}
