package conformity_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
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

// model makes a synthetic system in Go; its numbers are of one unit.
type model struct {
	t   testing.TB
	n   int // units
	sys *isms.System
}

const (
	unitRisks     = 1000
	unitDocuments = 500
	unitPersons   = 200
	unitNCs       = 100
	unitControls  = 20
	unitAudits    = 5
	unitMeasures  = 10
	unitProcesses = 10

	owners = 100 // persons that own risks, however many there are
)

// synthetic makes a system of n times 1,000 risks, 500 documents, 200 persons
// and 100 nonconformities, with everything that refers to them: controls, a
// treatment plan with items and approvals, a statement of applicability,
// awareness and competence of each person, actions, audits, measures, and an
// assessment with its sealed record. About a tenth of everything is missing.
func synthetic(t testing.TB, n int) *isms.System {
	t.Helper()
	m := &model{t: t, n: n, sys: &isms.System{Edition: isms.Edition2022Amd1, ReviewInterval: isms.Some(370 * 24 * time.Hour)}}
	m.context()
	m.people()
	m.documents()
	m.operation()
	m.risks()
	m.improvement()
	return m.sys
}

func text(format string, args ...any) isms.Opt[string] {
	return isms.Some(fmt.Sprintf(format, args...))
}

func list(s ...string) isms.Opt[[]string] { return isms.Some(s) }

// on gives a day of 2025.
func on(days int) isms.Opt[time.Time] { return isms.Some(day("2025-06-01").AddDate(0, 0, days%200)) }

// many makes entities; each gets its number.
func many[T any](n int, each func(i int) *T) isms.Opt[[]*T] {
	all := make([]*T, n)
	for i := range all {
		all[i] = each(i)
	}
	return isms.Some(all)
}

// but gives a value, but none is known of every tenth.
func but[T any](i int, v isms.Opt[T]) isms.Opt[T] {
	if i%10 == 3 {
		return isms.Opt[T]{}
	}
	return v
}

func (m *model) person(i int) isms.Opt[string] { return text("P-%d", i%(unitPersons*m.n)) }
func (m *model) doc(i int) isms.Opt[string]    { return text("D-%d", i%(unitDocuments*m.n)) }

func (m *model) context() {
	m.sys.Context = isms.Some(&isms.Context{Issues: many(5*m.n, func(i int) *isms.Issue {
		return &isms.Issue{ID: fmt.Sprintf("I-%d", i), Kind: []isms.IssueKind{isms.InternalIssue, isms.ExternalIssue}[i%2], Topic: text("topic %d", i), Relevant: isms.Some(i%3 != 0),
			Rationale: text("because"), Risks: list(fmt.Sprintf("R-%d", i)), Opportunities: list()}
	})})
	m.sys.Parties = many(5*m.n, func(i int) *isms.Party {
		return &isms.Party{ID: fmt.Sprintf("party-%d", i), Relevant: isms.Some(true), ReceivesPolicy: isms.Some(false), Requirements: many(4, func(j int) *isms.Requirement {
			return &isms.Requirement{ID: fmt.Sprintf("Q-%d-%d", i, j), Kind: isms.LegalRequirement, AddressedByISMS: isms.Some(true), Controls: list(fmt.Sprintf("C-%d", i)), Rationale: text("law")}
		})}
	})
	considered, items := []string{}, []string{}
	for i := range 5 * m.n {
		considered = append(considered, fmt.Sprintf("I-%d", i))
		items = append(items, fmt.Sprintf("platform-%d", i))
	}
	m.sys.Scope = isms.Some(&isms.Scope{Statement: text("all"), Included: isms.Some(items), IssuesConsidered: isms.Some(considered), Excluded: isms.Some([]*isms.OutOfScope{})})
	m.sys.Opportunities = many(5*m.n, func(i int) *isms.Opportunity {
		return &isms.Opportunity{ID: fmt.Sprintf("O-%d", i), Actions: list(fmt.Sprintf("ACT-%d", i))}
	})
	m.sys.Assets = many(unitRisks*m.n/10, func(i int) *isms.Asset {
		return &isms.Asset{ID: fmt.Sprintf("A-%d", i), InScope: isms.Some(true), ValueRank: isms.Some(int64(i % 4))}
	})
}

func (m *model) people() {
	m.sys.Persons = many(unitPersons*m.n, func(i int) *isms.Person {
		return &isms.Person{ID: fmt.Sprintf("P-%d", i), Active: but(i, isms.Some(i%50 != 49)), TopManagement: isms.Some(i == 0), AuthorityRank: isms.Some(int64(i % 3)), Manages: list(fmt.Sprintf("PR-%d", i))}
	})
	m.sys.Awareness = many(unitPersons*m.n, func(i int) *isms.Awareness {
		return &isms.Awareness{Person: m.person(i), PolicyAt: but(i, on(i)), ContributionAt: on(i), ImplicationsAt: on(i), Policy: text("POL-1"), PolicyVersion: text("1")}
	})
	m.sys.Roles = many(unitPersons*m.n/10, func(i int) *isms.Role {
		return &isms.Role{ID: fmt.Sprintf("role-%d", i), Person: m.person(i * 7), Responsibilities: list("isms_conformity"), CommunicatedAt: on(i)}
	})
	m.sys.Competences = many(unitPersons*m.n, func(i int) *isms.Competence {
		return &isms.Competence{Person: m.person(i), Role: text("role-%d", i/10), Requirement: text("knows it"), Basis: isms.ByTraining, Met: but(i, isms.Some(i%9 != 0)), Action: text("a course"),
			ActionDoneAt: on(i), Effectiveness: text("passed"), Evidence: list("certificate")}
	})
	m.sys.Policies = isms.Some([]*isms.Policy{{ID: "POL-1", Level: isms.TopPolicy, Status: isms.PolicyInForce, Version: text("1"), ApprovedBy: text("P-0"), Document: text("D-1")}})
}

// documents makes of every tenth document an older version of the next one.
func (m *model) documents() {
	m.sys.Documents = many(unitDocuments*m.n, func(i int) *isms.Document {
		d := &isms.Document{ID: fmt.Sprintf("D-%d", i), Title: text("Document %d", i), Identifier: text("DOC-%d", i), Author: m.person(i), Date: on(i), Status: isms.DocumentApproved, Version: text("2"),
			Covers: list(fmt.Sprintf("item-%d", i%100)), ReviewedBy: m.person(i + 1), ReviewedAt: on(1), ApprovedBy: but(i, m.person(i+2)), ApprovedAt: on(150), Previous: isms.None[string](), Format: text("PDF"),
			Media: list("electronic"), Access: isms.Some([]*isms.DocumentAccess{{Role: text("role-%d", i%10), Right: text("read")}}), Locations: list("wiki"), Storage: text("wiki"), Protection: list("login"),
			Classification: text("internal"), NextReview: isms.Some(day("2026-06-01")), RetentionUntil: isms.Some(day("2030-01-01")), Disposition: text("shredded"),
			Distribution: many(4, func(j int) *isms.DocumentDistribution {
				return &isms.DocumentDistribution{To: m.person(i + j), Version: text("2"), At: on(i), WithdrawnAt: isms.None[time.Time]()}
			})}
		switch i % 10 {
		case 8:
			d.Identifier, d.Version, d.Status = text("DOC-%d", i+1), text("1"), isms.DocumentWithdrawn
		case 9:
			d.Previous = text("D-%d", i-1)
		}
		return d
	})
}

func (m *model) operation() {
	m.sys.Processes = many(unitProcesses*m.n, func(i int) *isms.Process {
		return &isms.Process{ID: fmt.Sprintf("PR-%d", i), Owner: m.person(i), Interactions: list(fmt.Sprintf("PR-%d", (i+1)%(unitProcesses*m.n)), "PR-0"), Criteria: list("on time"), ControlEvidence: but(i, list("log")), ISMSRequirements: list("backup")}
	})
	m.sys.Controls = many(unitControls*m.n, func(i int) *isms.Control {
		return &isms.Control{ID: fmt.Sprintf("C-%d", i), Implementation: isms.Some(&isms.Implementation{Status: isms.ControlImplemented, Owner: m.person(i), Evidence: list("log")})}
	})
	method := "double(minutes) / 60.0"
	m.sys.Measures = many(unitMeasures*m.n, func(i int) *isms.Measure {
		return &isms.Measure{ID: fmt.Sprintf("M-%d", i), Subject: isms.MeasuresProcess, Method: text("%s", method), MethodVersion: text("1"), MethodDigest: isms.Some(isms.DigestMethod(method)),
			Inputs: isms.Some([]*isms.MeasureInput{{Name: text("minutes"), Many: isms.Some(false)}}), Frequency: text("monthly"), MeasuredBy: m.person(i), Document: m.doc(i),
			Results: many(12, func(j int) *isms.MeasureResult {
				in := []*isms.MeasuredInput{{Name: text("minutes"), Value: isms.Some(number(m.t, 30*j))}}
				return &isms.MeasureResult{At: on(j), By: m.person(j), Value: isms.Some(number(m.t, j/2)), Inputs: isms.Some(in), InputsDigest: isms.Some(isms.DigestInputs(in)), MethodDigest: isms.Some(isms.DigestMethod(method)), Rebased: isms.Some(false)}
			})}
	})
	m.sys.Audits = many(unitAudits*m.n, func(i int) *isms.Audit {
		return &isms.Audit{ID: fmt.Sprintf("AUD-%d", i), Criteria: list("standard"), Scope: list(fmt.Sprintf("PR-%d", i), fmt.Sprintf("C-%d", i)), At: on(i), Auditors: list(fmt.Sprintf("P-%d", i+50)), Auditees: list(fmt.Sprintf("P-%d", i)),
			ReportedTo: list("P-0"), ReportedAt: on(i), Document: m.doc(i), Findings: many(10, func(j int) *isms.Finding {
				return &isms.Finding{ID: fmt.Sprintf("F-%d-%d", i, j), Kind: isms.MinorNonconformity, Requirement: text("7.5"), Evidence: list("seen"), NC: text("NC-%d", (i*10+j)%(unitNCs*m.n))}
			})}
	})
}

func number(t testing.TB, n int) isms.Decimal {
	d, err := isms.ParseDecimal(fmt.Sprint(n))
	require.NoError(t, err)
	return d
}

func (m *model) improvement() {
	m.sys.Actions = many(unitNCs*m.n, func(i int) *isms.Action {
		return &isms.Action{ID: fmt.Sprintf("ACT-%d", i), Owner: m.person(i), Status: isms.ActionDone, Due: on(i), Proportionate: but(i, isms.Some(true)), Subject: text("R-%d", i), Source: text("NC-%d", i),
			IntegratedIn: text("PR-0"), EvaluationMethod: text("look")}
	})
	m.sys.Nonconformities = many(unitNCs*m.n, func(i int) *isms.Nonconformity {
		return &isms.Nonconformity{ID: fmt.Sprintf("NC-%d", i), DetectedAt: on(i), Requirement: text("7.5.%d", i%30), Description: text("something"), Cause: but(i, text("why")),
			Actions: list(fmt.Sprintf("ACT-%d", i)), ClosedAt: on(i + 50), Document: m.doc(i), Exception: isms.None[*isms.Exception](),
			Reaction:      isms.Some(&isms.Reaction{At: on(i), Control: text("stopped"), Consequences: text("none")}),
			Similar:       isms.Some(&isms.Similar{SearchedAt: on(i), Method: text("register"), Found: list(), Potential: list(fmt.Sprintf("R-%d", i))}),
			Effectiveness: isms.Some(&isms.Effectiveness{At: on(i + 20), By: m.person(i + 3), Result: text("it worked")})}
	})
}

// risks makes criteria, register, assessment, plan and statement.
func (m *model) risks() {
	doc, err := criteria.Parse("criteria.yaml", []byte(acmeCriteria))
	require.NoError(m.t, err)
	m.sys.CriteriaDocuments = []*criteria.Document{doc}
	m.sys.Criteria = isms.Some(&isms.RiskCriteria{ID: text("acme"), Version: text("1"), PerformWhen: text("every year")})
	m.sys.History = isms.Some([]*isms.CriteriaUsed{{ID: text("acme"), Version: text("1"), Digest: isms.Some(criteria.Digest(doc.Bytes())), EffectiveFrom: isms.Some(day("2025-01-01"))}})
	var b strings.Builder
	b.WriteString("format: ismskit.register/v1\nid: acme\nrisks:\n")
	levels, impacts := []string{"rare", "likely", "certain"}, []string{"minor", "major", "severe"}
	for i := range unitRisks * m.n {
		fmt.Fprintf(&b, "  - {id: R-%d, title: Risk %d, cia: [availability], owner: P-%d, scope: [platform-%d], assets: [A-%d], controls: [C-%d], ratings: {current: {likelihood: %s, impact: %s}}, rationale: {likelihood: seen}}\n",
			i, i, i%owners, i%(5*m.n), i%(unitRisks*m.n/10), i%(unitControls*m.n), levels[i%3], impacts[i/3%3])
	}
	register, err := risk.ParseRegister("register.yaml", []byte(b.String()))
	require.NoError(m.t, err)
	m.sys.Registers = []*risk.Register{register}
	c, err := doc.Compile()
	require.NoError(m.t, err)
	a, err := risk.Assess(m.t.Context(), c, register, day("2026-01-10"))
	require.NoError(m.t, err)
	m.sys.Records = []*risk.Record{a.Record()}
	m.sys.Assessments = isms.Some([]*isms.Assessment{{ID: "AS-1", At: isms.Some(day("2026-01-10")), Record: isms.Some(seal.Digest(a.Digest())), Previous: isms.None[string](), Document: m.doc(1)}})
	m.plan(a)
	m.statement()
}

// plan treats the risks that are not accepted: a third of them.
func (m *model) plan(a *risk.Assessment) {
	p := &risk.Plan{ID: "plan", Version: "1", Assessment: seal.Digest(a.Digest()), Changed: day("2026-01-20"), Document: "D-1"}
	for i := range owners {
		p.Holders = append(p.Holders, risk.Holder{Person: fmt.Sprintf("P-%d", i), Authority: "board"})
	}
	for i := range unitControls * m.n {
		p.Controls = append(p.Controls, risk.Control{ID: fmt.Sprintf("T-%d", i), Status: risk.Planned, Due: day("2026-09-01"), Effects: []risk.Effect{{Input: "likelihood", Steps: 1, Effectiveness: big.NewRat(1, 1)}}})
	}
	for i := range unitRisks * m.n {
		id := fmt.Sprintf("R-%d", i)
		if a.Outcome(id, risk.Current).Band != "high" {
			continue
		}
		p.Items = append(p.Items, risk.PlanItem{ID: "IT-" + id, Risk: id, Option: risk.OptionModify, Controls: []string{fmt.Sprintf("T-%d", i%(unitControls*m.n))}, Rationale: "cheap", Responsible: fmt.Sprintf("P-%d", i%(unitPersons*m.n)),
			Resources: []string{"a week"}, Due: day("2026-08-01"), Status: risk.ItemPlanned})
	}
	bound, err := p.Bind(a)
	require.NoError(m.t, err)
	for i := range p.Items {
		it := &p.Items[i]
		state, err := bound.State(risk.Subject{Kind: risk.ApproveItem, Item: it.ID})
		require.NoError(m.t, err)
		p.Approvals = append(p.Approvals, risk.Approval{ID: "AP-" + it.ID, Kind: risk.ApproveItem, Item: it.ID, RequestedBy: "P-1", RequestedAt: day("2026-01-15"), Decision: risk.Approved, By: a.Risk(it.Risk).Owner,
			Authority: "board", At: day("2026-01-20"), State: state.Digest()})
	}
	m.sys.Plans = []*risk.Plan{p}
}

func (m *model) statement() {
	catalogue := annexa.Edition2022()
	s := &soa.Statement{ID: "soa", Version: "1", Catalogues: []soa.CatalogueRef{{ID: catalogue.ID}}, Plans: []soa.PlanRef{{ID: "plan"}}, ApprovedBy: "P-0", ApprovedAt: day("2026-02-01"), Document: "D-1"}
	for _, k := range catalogue.Controls {
		s.Entries = append(s.Entries, soa.Entry{Control: k.ID, Catalogue: catalogue.ID, Necessary: soa.Excluded, Justification: "Nothing that we do needs this"})
	}
	for _, prefix := range []string{"C", "T"} {
		for i := range unitControls * m.n {
			s.Entries = append(s.Entries, soa.Entry{Control: fmt.Sprintf("%s-%d", prefix, i), Title: "own", Necessary: soa.Necessary, Reasons: []soa.Reason{soa.ReasonRisk}, Risks: []string{fmt.Sprintf("R-%d", i)},
				Justification: "modifies the risk", Description: "how", Status: risk.Implemented, Evidence: []string{"log"}})
		}
	}
	m.sys.Statements = []*soa.Statement{s}
}
