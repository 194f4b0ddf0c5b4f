package main

import (
	"os"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// TestFindings shows that plan and statement, which have checks of their own,
// say nothing but the late item that the README tells of.
func TestFindings(t *testing.T) {
	sys, err := load(t.Context(), os.DirFS("."))
	require.NoError(t, err)
	_, a := years[1].assess(t)
	require.Equal(t, []string{"T-05 overdue"}, planFindings(sys, a))
	require.Empty(t, statementFindings(sys))
}

func planFindings(sys *isms.System, a *risk.Assessment) []string {
	bound, err := sys.Plans[0].Bind(a)
	if err != nil {
		return []string{err.Error()}
	}
	var list []string
	for _, f := range bound.Findings(asOf) {
		list = append(list, f.Control+f.Item+" "+string(f.Code))
	}
	return list
}

// kinds are those of package soa: an expectation is met because it pays.
var kinds = map[isms.RequirementKind]soa.RequirementKind{isms.LegalRequirement: soa.Legal, isms.RegulatoryRequirement: soa.Regulatory,
	isms.ContractualRequirement: soa.Contractual, isms.Expectation: soa.Business}

func statementFindings(sys *isms.System) []string {
	in := soa.Input{Catalogues: []*soa.Catalogue{annexa.Edition2022()}, Plans: sys.Plans, Register: sys.Registers[0]}
	for _, p := range sys.Parties.Or(nil) {
		for _, r := range p.Requirements.Or(nil) {
			in.Requirements = append(in.Requirements, soa.Requirement{ID: r.ID, Kind: kinds[r.Kind], Controls: r.Controls.Or(nil)})
		}
	}
	for _, x := range sys.Externals.Or(nil) {
		in.Externals = append(in.Externals, soa.External{ID: x.ID, Controls: x.Controls.Or(nil)})
	}
	found, err := sys.Statements[0].Check(in)
	if err != nil {
		return []string{err.Error()}
	}
	var list []string
	for _, f := range found {
		list = append(list, f.String())
	}
	return list
}
