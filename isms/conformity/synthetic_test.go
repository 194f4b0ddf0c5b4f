package conformity_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

const acmeCriteria = `
format: ismskit.criteria/v1
id: acme
version: "1"
title: ACME risk criteria
effective: 2026-01-01
approval: {by: P-0, at: 2025-12-01}
assessing: {every: 365d, on: [significant_change]}
scales:
  - {id: likelihood, kind: likelihood, levels: [{id: rare, value: 1}, {id: likely, value: 2}, {id: certain, value: 3}]}
  - {id: impact, kind: consequence, levels: [{id: minor, value: 1}, {id: major, value: 2}, {id: severe, value: 3}]}
inputs:
  - {id: likelihood, scale: likelihood}
  - {id: impact, scale: impact}
level: likelihood * impact
bands: [{id: low, upTo: 2}, {id: medium, upTo: 4}, {id: high}]
authorities: [{id: unit_head, rank: 1}, {id: board, rank: 2}]
acceptance:
  - {id: small, when: band == band.low, outcome: accept}
  - {id: tolerated, when: band == band.medium, outcome: accept_conditionally, authority: unit_head, validFor: 180d}
  - {id: otherwise, when: "true", outcome: treat}
order: ["-level"]
`

// synthetic makes a system with n times 1,000 risks, 500 documents, 200 persons
// and 100 nonconformities, which refer to each other.
func synthetic(t testing.TB, n int) *isms.System {
	t.Helper()
	doc, err := criteria.Parse("criteria.yaml", []byte(acmeCriteria))
	require.NoError(t, err)
	at := func(days int) isms.Opt[time.Time] { return isms.Some(day("2025-06-01").AddDate(0, 0, days%200)) }
	text := func(format string, args ...any) isms.Opt[string] { return isms.Some(fmt.Sprintf(format, args...)) }
	list := func(s ...string) isms.Opt[[]string] { return isms.Some(s) }
	sys := &isms.System{Edition: isms.Edition2022Amd1, CriteriaDocuments: []*criteria.Document{doc},
		Criteria: isms.Some(&isms.RiskCriteria{ID: text("acme"), Version: text("1"), PerformWhen: text("every year")})}
	sys.Scope = isms.Some(&isms.Scope{Statement: text("all"), Included: list("platform", "office")})
	var persons []*isms.Person
	var awareness []*isms.Awareness
	for i := range 200 * n {
		persons = append(persons, &isms.Person{ID: fmt.Sprintf("P-%d", i), Active: isms.Some(i%50 != 49), TopManagement: isms.Some(i == 0), AuthorityRank: isms.Some(int64(i % 3))})
		awareness = append(awareness, &isms.Awareness{Person: text("P-%d", i), PolicyAt: at(i), ContributionAt: at(i), Policy: text("POL-1"), PolicyVersion: text("1")})
	}
	sys.Persons, sys.Awareness = isms.Some(persons), isms.Some(awareness)
	sys.Roles = isms.Some([]*isms.Role{})
	sys.Policies = isms.Some([]*isms.Policy{{ID: "POL-1", Level: isms.TopPolicy, Status: isms.PolicyInForce, Version: text("1"), ApprovedBy: text("P-0")}})
	var documents []*isms.Document
	for i := range 500 * n {
		documents = append(documents, &isms.Document{ID: fmt.Sprintf("D-%d", i), Title: text("Document %d", i), Identifier: text("DOC-%d", i),
			Author: text("P-%d", i%200), Date: at(i), Status: isms.DocumentApproved, Version: text("1"), Covers: list("item"),
			ReviewedBy: text("P-%d", (i+1)%200), ReviewedAt: at(1), ApprovedBy: text("P-%d", (i+2)%200), ApprovedAt: at(150),
			Previous: isms.None[string](), Access: isms.Some([]*isms.DocumentAccess{{Role: text("P-1"), Right: text("read")}}),
			Locations: list("wiki"), Storage: text("wiki"), Protection: list("login"), Classification: text("internal"), Distribution: isms.Some([]*isms.DocumentDistribution{})})
	}
	sys.Documents = isms.Some(documents)
	var ncs []*isms.Nonconformity
	var actions []*isms.Action
	for i := range 100 * n {
		actions = append(actions, &isms.Action{ID: fmt.Sprintf("ACT-%d", i), Owner: text("P-%d", i%200), Status: isms.ActionDone, Due: at(i), Proportionate: isms.Some(true),
			Subject: text("R-%d", i), Source: text("NC-%d", i)})
		ncs = append(ncs, &isms.Nonconformity{ID: fmt.Sprintf("NC-%d", i), DetectedAt: at(i), Requirement: text("7.5.%d", i%30), Description: text("something"), Cause: text("why"),
			Actions: list(fmt.Sprintf("ACT-%d", i)), ClosedAt: at(i + 50), Document: text("D-%d", i%500), Exception: isms.None[*isms.Exception](),
			Similar:       isms.Some(&isms.Similar{SearchedAt: at(i), Method: text("register"), Found: list(), Potential: list(fmt.Sprintf("R-%d", i))}),
			Effectiveness: isms.Some(&isms.Effectiveness{At: at(i + 20), By: text("P-%d", (i+3)%200), Result: text("it worked")})})
	}
	sys.Nonconformities, sys.Actions = isms.Some(ncs), isms.Some(actions)
	sys.Opportunities = isms.Some([]*isms.Opportunity{})
	var reg strings.Builder
	reg.WriteString("format: ismskit.register/v1\nid: acme\nrisks:\n")
	levels, impacts := []string{"rare", "likely", "certain"}, []string{"minor", "major", "severe"}
	for i := range 1000 * n {
		fmt.Fprintf(&reg, "  - {id: R-%d, title: Risk %d, cia: [availability], owner: P-%d, scope: [platform], assets: [A-%d], controls: [], ratings: {current: {likelihood: %s, impact: %s}}, rationale: {likelihood: seen}}\n",
			i, i, i%200, i, levels[i%3], impacts[i/3%3])
	}
	register, err := risk.ParseRegister("register.yaml", []byte(reg.String()))
	require.NoError(t, err)
	sys.Registers = []*risk.Register{register}
	return sys
}

func BenchmarkCheck(b *testing.B) {
	rules, err := conformity.Compile(conformity.Standard())
	require.NoError(b, err)
	for _, n := range []int{10, 20, 40, 80} {
		b.Run(fmt.Sprintf("%dx", n/10), func(b *testing.B) {
			sys := synthetic(b, n)
			b.ReportAllocs()
			var rep *conformity.Report
			for b.Loop() {
				rep, err = rules.Check(b.Context(), sys, conformity.Options{AsOf: day("2026-03-01")})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(len(rep.Verdicts)), "verdicts")
		})
	}
}
