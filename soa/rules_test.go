package soa_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

// house is everything that the rules of treatment are about, as documents.
type house struct{ criteria, register, plan, approvals, catalogue, statement, system string }

var conforming = house{
	criteria: `format: ismskit.criteria/v1
id: c
version: "1"
scales:
  - {id: likelihood, levels: [{id: rare, value: 1}, {id: likely, value: 2}, {id: certain, value: 3}]}
inputs: [{id: likelihood, scale: likelihood}]
level: likelihood
bands: [{id: low, upTo: 1}, {id: medium, upTo: 2}, {id: high}]
authorities: [{id: head, rank: 1}, {id: ciso, rank: 2}]
acceptance:
  - {id: small, when: band == band.low, outcome: accept_conditionally, authority: head, validFor: 180d, conditions: [plan_item]}
  - {id: rest, when: "true", outcome: treat}
`,
	register: `format: ismskit.register/v1
id: r
risks: [{id: R-1, owner: coo, controls: [K-2], ratings: {current: {likelihood: likely}}}]
`,
	plan: `format: ismskit.plan/v1
id: p
version: "1"
assessment: DIGEST
changed: 2026-03-01
document: D-1
holders: [{person: coo, authority: head}, {person: k, authority: ciso}]
controls:
  - {id: K-1, status: planned, due: 2026-09-01, effects: [{input: likelihood, steps: 1, effectiveness: 1}]}
  - {id: K-2, status: implemented, since: 2025-01-01, evidence: [e], effects: [{input: likelihood, steps: 1, effectiveness: 1}]}
items:
  - {id: P-1, risk: R-1, option: modify, controls: [K-1], rationale: It is cheap., responsible: it, resources: [a day], due: 2026-09-01, status: started}
`,
	approvals: `approvals:
  - {id: A-1, kind: item, item: P-1, requested: {by: it, at: 2026-03-01}, decision: approved, by: coo, authority: head, at: 2026-03-02, state: ITEM}
  - {id: A-2, kind: acceptance, risk: R-1, stage: residual, requested: {by: it, at: 2026-03-01}, decision: approved, by: coo, authority: head, at: 2026-03-02,
     rule: small, expires: 2026-08-01, conditions: [{id: plan_item, due: 2026-05-01, met: 2026-03-02}], state: RESIDUAL}
`,
	catalogue: `format: ismskit.catalogue/v1
id: iso27001-2022-annex-a
controls: [{id: K-1, title: Locks on doors}, {id: K-2, title: Cameras}, {id: K-3, title: Dogs}]
`,
	statement: `format: ismskit.soa/v1
id: s
version: "1"
catalogues: [{id: iso27001-2022-annex-a}]
plans: [{id: p, version: "1"}]
approval: {by: coo, at: 2026-03-05}
document: D-2
entries:
  - {control: K-1, catalogue: iso27001-2022-annex-a, necessary: true, reasons: [risk], risks: [R-1], justification: Lowers R-1., status: planned, due: 2026-09-01}
  - {control: K-2, catalogue: iso27001-2022-annex-a, necessary: true, reasons: [risk], risks: [R-1], justification: Lowers R-1., status: implemented, evidence: [e]}
  - {control: K-3, catalogue: iso27001-2022-annex-a, necessary: false, justification: Nobody is on the site at night and dogs are not allowed in the park.}
  - {control: OWN-1, title: Two keys, necessary: true, reasons: [business], requirements: [Q-1], justification: The owner wants it., description: Two people open the safe., status: implemented, evidence: [e]}
`,
	system: `format: ismskit.isms/v1
documents:
  - {id: D-1, covers: [risk_treatment_results], status: approved}
  - {id: D-2, covers: [soa], status: approved}
  - {id: D-3, covers: [risk_treatment_process], status: approved}
`,
}

// answers is what the types say of a house.
type answers struct {
	t         *testing.T
	treatment *risk.Treatment
	standings []risk.Standing
	statement *soa.Statement
	found     []soa.Finding
	system    *isms.System
	asOf      time.Time
}

func (h house) answers(t *testing.T, asOf time.Time, states map[string]string) *answers {
	t.Helper()
	doc, err := criteria.Parse("c", []byte(h.criteria))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	reg, err := risk.ParseRegister("r", []byte(h.register))
	require.NoError(t, err)
	a, err := risk.Assess(context.Background(), c, reg, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	bind := func(text string) *risk.Treatment {
		p, err := risk.ParsePlan("p", []byte(strings.Replace(text, "DIGEST", a.Digest(), 1)))
		require.NoError(t, err)
		b, err := p.Bind(a)
		require.NoError(t, err)
		return b
	}
	if states["ITEM"] == "" { // what was approved is the conforming house
		bare := bind(h.plan)
		for name, s := range map[string]risk.Subject{"ITEM": {Kind: risk.ApproveItem, Item: "P-1"}, "RESIDUAL": {Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Residual}} {
			st, err := bare.State(s)
			require.NoError(t, err)
			states[name] = string(st.Digest())
		}
	}
	w := &answers{t: t, asOf: asOf}
	w.treatment = bind(h.plan + strings.NewReplacer("ITEM", states["ITEM"], "RESIDUAL", states["RESIDUAL"]).Replace(h.approvals))
	w.standings, err = w.treatment.Standings(asOf)
	require.NoError(t, err)
	catalogue, err := soa.ParseCatalogue("k", []byte(h.catalogue))
	require.NoError(t, err)
	w.statement, err = soa.ParseStatement("s", []byte(h.statement))
	require.NoError(t, err)
	w.found, err = w.statement.Check(soa.Input{Catalogues: []*soa.Catalogue{catalogue}, Plans: []*risk.Plan{w.treatment.Plan()}, Register: reg,
		Requirements: []soa.Requirement{{ID: "Q-1", Kind: soa.Business, Controls: []string{"OWN-1"}}}, Externals: []soa.External{{ID: "guard", Controls: []string{"K-1"}}}})
	require.NoError(t, err)
	w.system, err = isms.Parse("i", []byte(h.system))
	require.NoError(t, err)
	return w
}

// The ways to ask.

func finding(codes ...risk.FindingCode) func(*answers) bool {
	return func(w *answers) bool {
		return !slices.ContainsFunc(w.treatment.Findings(w.asOf), func(f risk.Finding) bool { return slices.Contains(codes, f.Code) })
	}
}

func stated(codes ...source.Code) func(*answers) bool {
	return func(w *answers) bool {
		return !slices.ContainsFunc(w.found, func(f soa.Finding) bool { return slices.Contains(codes, f.Code) })
	}
}

func reason(codes ...risk.ReasonCode) func(*answers) bool {
	return func(w *answers) bool {
		for _, s := range w.standings {
			if slices.ContainsFunc(s.Reasons, func(r risk.Reason) bool { return slices.Contains(codes, r.Code) }) {
				return false
			}
		}
		return true
	}
}

func document(id func(*answers) string) func(*answers) bool {
	return func(w *answers) bool {
		d, _ := w.system.Index().Entity(id(w)).(*isms.Document)
		return d != nil && d.Status == isms.DocumentApproved
	}
}

func covers(word string) func(*answers) bool {
	return func(w *answers) bool {
		list, _ := w.system.Documents.Get()
		return slices.ContainsFunc(list, func(d *isms.Document) bool {
			return slices.Contains(d.Covers.Or(nil), word) && d.Status == isms.DocumentApproved
		})
	}
}

// TestRulesAnswered answers each rule of clauses 6.1.3 and 8.3 from the types,
// first of a house that conforms and then of one in which a piece of text is
// another one.
func TestRulesAnswered(t *testing.T) {
	march, october := time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	states := map[string]string{}
	good := conforming.answers(t, march, states)
	status := "status: started"
	for _, rule := range []struct {
		id       string
		answer   func(*answers) bool
		old, new string
		asOf     time.Time
	}{
		{"R613-01", func(w *answers) bool { return !w.treatment.Demands()[0].Open }, status, "status: cancelled", march},
		{"R613-02", finding(risk.FindNoRationale), "rationale: It is cheap., ", "", march},
		{"R613-03", finding(risk.FindNoControls), "option: modify, controls: [K-1]", "option: modify", march},
		{"R613-04", stated(soa.Overlooked), "{id: K-3, title: Dogs}", "{id: K-3, title: Dogs}, {id: K-5, title: Cats}", march},
		{"R613-05", stated(soa.PlanControlMissing), "necessary: true, reasons: [risk], risks: [R-1], justification: Lowers R-1., status: planned, due: 2026-09-01", "necessary: false, justification: There are no doors in the warehouse.", march},
		{"R613-06", stated(soa.InclusionUnjustified), "justification: Lowers R-1., status: planned", "status: planned", march},
		{"R613-07", stated(soa.StatusMissing), "status: implemented, evidence: [e]}\n  - {control: K-3", "evidence: [e]}\n  - {control: K-3", march},
		{"R613-08", stated(soa.ExclusionUnjustified), ", justification: Nobody is on the site at night and dogs are not allowed in the park.", "", march},
		{"R613-09", stated(soa.Orphan, soa.ReasonMissing), "reasons: [business], requirements: [Q-1], ", "", march},
		{"R613-10", stated(soa.CreditedExcluded), "necessary: true, reasons: [risk], risks: [R-1], justification: Lowers R-1., status: implemented, evidence: [e]", "necessary: false, justification: There is nothing that a camera could see.", march},
		{"R613-11", stated(soa.EvidenceMissing), "status: implemented, evidence: [e]}\n  - {control: K-3", "status: implemented}\n  - {control: K-3", march},
		{"R613-12", stated(soa.DueMissing, soa.ItemMissing), "status: planned, due: 2026-09-01}\n  - {control: K-2", "status: planned}\n  - {control: K-2", march},
		{"R613-13", stated(soa.Duplicate), "  - {control: OWN-1", "  - {control: K-3, catalogue: iso27001-2022-annex-a, necessary: false, justification: Nobody is on the site at night at all.}\n  - {control: OWN-1", march},
		{"R613-14", stated(soa.Restated), "Nobody is on the site at night and dogs are not allowed in the park.", "Not applicable.", march},
		{"R613-15", document(func(w *answers) string { return w.statement.Document }), "covers: [soa], status: approved", "covers: [soa], status: draft", march},
		{"R613-16", stated(soa.OlderThanPlan), "approval: {by: coo, at: 2026-03-05}", "approval: {by: coo, at: 2026-02-05}", march},
		{"R613-17", finding(risk.FindNoResponsible, risk.FindNoDue, risk.FindNoResources), "resources: [a day], ", "", march},
		{"R613-18", reason(risk.ReasonNotTheOwner), "by: coo, authority: head, at: 2026-03-02, state: ITEM", "by: k, authority: ciso, at: 2026-03-02, state: ITEM", march},
		{"R613-19", func(w *answers) bool { _, ok := w.treatment.Accepted("R-1", w.asOf); return ok }, "decision: approved, by: coo, authority: head, at: 2026-03-02,\n     rule: small", "decision: rejected, by: coo, authority: head, at: 2026-03-02,\n     rule: small", march},
		{"R613-20", reason(risk.ReasonRuleAcceptsNot, risk.ReasonOtherRule, risk.ReasonNoRule), "rule: small, expires", "rule: rest, expires", march},
		{"R613-21", reason(risk.ReasonRankTooLow), "authority: head, validFor", "authority: ciso, validFor", march},
		{"R613-22", reason(risk.ReasonStateChanged), "owner: coo", "owner: cfo", march},
		{"R613-23", reason(risk.ReasonExpired), "expires: 2026-08-01", "expires: 2026-03-09", march},
		{"R613-24", reason(risk.ReasonConditionOverdue), "due: 2026-05-01, met: 2026-03-02", "due: 2026-03-09", march},
		{"R613-25", reason(risk.ReasonTooLong), "expires: 2026-08-01", "expires: 2027-08-01", march},
		{"R613-26", finding(risk.FindResidualAbove), "controls: [K-1], rationale", "controls: [K-1], expected: {likelihood: certain}, rationale", march},
		{"R613-27", finding(risk.FindLoweredWithoutControl), "controls: [K-1], rationale: It is cheap.", "expected: {likelihood: rare}, rationale: It is cheap.", march},
		{"R613-28", finding(risk.FindNotImplemented), "status: implemented, since: 2025-01-01", "status: planned", march},
		{"R613-29", finding(risk.FindCountedTwice), "controls: [K-1], rationale", "controls: [K-1, K-2], rationale", march},
		{"R613-30", covers("risk_treatment_process"), "covers: [risk_treatment_process]", "covers: [policy]", march},
		{"R613-31", func(w *answers) bool { return w.statement.Covers("iso27001-2022-annex-a") }, "iso27001-2022-annex-a", "iso27001-2013-annex-a", march},
		// The other edition: the same call with its catalogue.
		{"R613-32", func(w *answers) bool { return !w.statement.Covers("iso27001-2013-annex-a") }, "catalogues: [{id: iso27001-2022-annex-a}]\nplans", "catalogues: [{id: iso27001-2022-annex-a}, {id: iso27001-2013-annex-a}]\nplans", march},
		{"R613-33", stated(soa.DescriptionMissing), "description: Two people open the safe., ", "", march},
		{"R613-34", stated(soa.ProvidedExcluded), "necessary: true, reasons: [risk], risks: [R-1], justification: Lowers R-1., status: planned, due: 2026-09-01", "necessary: false, justification: There are no doors in the warehouse.", march},
		{"R83-01", finding(risk.FindOverdue), "", "", october},
		{"R83-02", finding(risk.FindDoneNotImplemented), status, "status: done, done: 2026-03-05, actual: {likelihood: rare}", march},
		{"R83-03", document(func(w *answers) string { return w.treatment.Plan().Document }), "version: \"1\"\nassessment: DIGEST\nchanged: 2026-03-01\ndocument: D-1", "version: \"1\"\nassessment: DIGEST\nchanged: 2026-03-01", march},
		{"R83-04", finding(risk.FindDeviation), status, "status: done, done: 2026-03-05, actual: {likelihood: certain}", march},
	} {
		t.Run(rule.id, func(t *testing.T) {
			require.True(t, rule.answer(good), "the house conforms")
			h, times := conforming, 0
			for _, text := range []*string{&h.criteria, &h.register, &h.plan, &h.approvals, &h.catalogue, &h.statement, &h.system} {
				if n := strings.Count(*text, rule.old); rule.old != "" && n > 0 {
					times += n
					*text = strings.ReplaceAll(*text, rule.old, rule.new)
				}
			}
			require.Equal(t, rule.old != "", times > 0, "there is nothing to change")
			approved := states
			if h.criteria != conforming.criteria { // approved under these criteria, otherwise it would be stale
				approved = map[string]string{}
			}
			require.False(t, rule.answer(h.answers(t, rule.asOf, approved)))
		})
	}
}
