package risk_test

import (
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// lifeCycle is one case: an approval of the present state (as it is done right,
// changed by approve), then a change of the world, then a look at it. The
// expected reasons and changed fields are reasoned by hand from the rules.
type lifeCycle struct {
	name    string
	subject risk.Subject // currentRisk if zero
	before  func(w *world)
	approve func(a *risk.Approval)
	others  func(t *testing.T, w *world) []risk.Approval
	change  func(w *world)
	asOf    string // 2026-04-01 if ""
	want    risk.Status
	codes   []risk.ReasonCode
	changed []string
	since   string
}

const (
	active      = risk.StatusActive
	stale       = risk.StatusStale
	void        = risk.StatusVoid
	breached    = risk.StatusBreached
	expired     = risk.StatusExpired
	revoked     = risk.StatusRevoked
	superseded  = risk.StatusSuperseded
	rejected    = risk.StatusRejected
	proposed    = risk.StatusProposed
	underReview = risk.StatusUnderReview
)

func codes(c ...risk.ReasonCode) []risk.ReasonCode { return c }

var changedState = codes(risk.ReasonStateChanged)

func open(a *risk.Approval) {
	a.Decision, a.By, a.Authority, a.At = 0, "", "", time.Time{}
}

func met(day string) func(*risk.Approval) {
	return func(a *risk.Approval) { a.Conditions[0].Met = on(day) }
}

func take(day string) *risk.Revocation {
	return &risk.Revocation{At: on(day), By: "lena", Reason: "An incident showed more."}
}

// later makes a second approval that supersedes the first, A.
func later(change func(t *testing.T, w *world, b *risk.Approval)) func(*testing.T, *world) []risk.Approval {
	return func(t *testing.T, w *world) []risk.Approval {
		b := w.approved(t, "B", currentRisk)
		b.At, b.Supersedes = on("2026-03-20"), "A"
		if change != nil {
			change(t, w, &b)
		}
		return []risk.Approval{b}
	}
}

var lifeCycles = []lifeCycle{
	// Before there is a decision.
	{name: "proposed", approve: open, want: proposed, codes: codes("undecided"), since: "2026-03-01"},
	{name: "under review", approve: func(a *risk.Approval) { open(a); a.ReviewedAt = on("2026-03-02") }, want: underReview, codes: codes("undecided"), since: "2026-03-02"},
	{name: "proposed, and changed since", approve: open, change: func(w *world) { w.r.Owner = "cfo" }, want: proposed, codes: codes("undecided", "state_changed"), changed: []string{"owner"}, since: "2026-03-01"},
	{name: "rejected", approve: func(a *risk.Approval) { a.Decision, a.State, a.Snapshot = risk.Rejected, "", nil }, want: rejected, codes: codes("rejected"), since: "2026-03-03"},
	{name: "rejected by the requester", approve: func(a *risk.Approval) { a.Decision, a.By, a.Authority = risk.Rejected, "it-lead", "" }, want: rejected, codes: codes("rejected"), since: "2026-03-03"},
	{name: "rejected, and changed since", approve: func(a *risk.Approval) { a.Decision = risk.Rejected }, change: func(w *world) { w.r.Owner = "cfo" }, want: rejected, codes: codes("rejected"), since: "2026-03-03"},

	// Time. 180 days after 2026-03-03 is 2026-08-30.
	{name: "active from the moment of the decision", asOf: "2026-03-03", want: active, since: "2026-03-03"},
	{name: "just before the end by the rule", approve: met("2026-05-02"), asOf: "2026-08-29T23:59:59.999999999Z", want: active, since: "2026-03-03"},
	{name: "at the end by the rule", approve: met("2026-05-02"), asOf: "2026-08-30", want: expired, codes: codes("expired"), since: "2026-08-30"},
	{name: "after the end by the rule", approve: met("2026-05-02"), asOf: "2026-08-30T00:00:00.000000001Z", want: expired, codes: codes("expired"), since: "2026-08-30"},
	{name: "just before its own end", approve: func(a *risk.Approval) { a.Expires = on("2026-05-01") }, asOf: "2026-04-30T23:59:59Z", want: active, since: "2026-03-03"},
	{name: "at its own end", approve: func(a *risk.Approval) { a.Expires = on("2026-05-01") }, asOf: "2026-05-01", want: expired, codes: codes("expired"), since: "2026-05-01"},
	{name: "after its own end", approve: func(a *risk.Approval) { a.Expires = on("2026-05-01") }, asOf: "2026-05-02", want: expired, codes: codes("expired"), since: "2026-05-01"},
	{name: "as long as the rule allows", approve: func(a *risk.Approval) { a.Expires = on("2026-08-30") }, want: active, since: "2026-03-03"},
	{name: "without an end, if the rule has none", subject: residualRisk, asOf: "2999-01-01", want: active, since: "2026-03-03"},
	{name: "just before a condition is due", asOf: "2026-06-29T23:59:59.999999999Z", want: active, since: "2026-03-03"},
	{name: "when a condition is due", asOf: "2026-06-30", want: breached, codes: codes("condition_overdue"), since: "2026-06-30"},
	{name: "after a condition was due", asOf: "2026-07-01", want: breached, codes: codes("condition_overdue"), since: "2026-06-30"},
	{name: "condition met in time", approve: met("2026-06-30"), asOf: "2026-07-01", want: active, since: "2026-03-03"},
	{name: "condition met late", approve: met("2026-07-05"), asOf: "2026-07-06", want: active, codes: codes("condition_met_late"), since: "2026-03-03"},
	{name: "one of two conditions met", approve: func(a *risk.Approval) {
		a.Conditions = append(a.Conditions, risk.ApprovalCondition{ID: "test", Due: on("2026-05-01"), Met: on("2026-04-01")})
	}, asOf: "2026-07-01", want: breached, codes: codes("condition_overdue"), since: "2026-06-30"},
	{name: "two conditions overdue", approve: func(a *risk.Approval) {
		a.Conditions = append(a.Conditions, risk.ApprovalCondition{ID: "test", Due: on("2026-05-01")})
	}, asOf: "2026-07-01", want: breached, codes: codes("condition_overdue", "condition_overdue"), since: "2026-05-01"},
	{name: "the approver's authority ends later", change: func(w *world) { w.holders[0].Until = on("2026-03-03T00:00:01Z") }, want: active, since: "2026-03-03"},

	{name: "the authority begins with the decision", change: func(w *world) { w.holders[0].From = on("2026-03-03") }, want: active, since: "2026-03-03"},

	// Revoked and superseded.
	{name: "revoked at this moment", approve: func(a *risk.Approval) { a.Revoked = take("2026-04-01") }, want: revoked, codes: codes("revoked"), since: "2026-04-01"},
	{name: "revoked before", approve: func(a *risk.Approval) { a.Revoked = take("2026-03-03") }, want: revoked, codes: codes("revoked"), since: "2026-03-03"},
	{name: "superseded", others: later(nil), want: superseded, codes: codes("superseded"), since: "2026-03-20"},
	{name: "superseded by two", others: func(t *testing.T, w *world) []risk.Approval {
		return append(later(nil)(t, w), later(func(_ *testing.T, _ *world, b *risk.Approval) { b.ID, b.At = "C", on("2026-03-10") })(t, w)...)
	}, want: superseded, codes: codes("superseded", "superseded"), since: "2026-03-10"},
	{name: "superseded at the same moment", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { b.At = on("2026-03-03") }), want: superseded, codes: codes("superseded"), since: "2026-03-03"},
	{name: "the later one is only proposed", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { open(b) }), want: active, since: "2026-03-03"},
	{name: "the later one is rejected", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { b.Decision = risk.Rejected }), want: active, since: "2026-03-03"},
	{name: "the later one is void", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { b.RequestedBy = "lena" }), want: active, since: "2026-03-03"},
	{name: "the later one is void by rank", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { b.By, b.Authority = "max", "unit_head" }), want: active, since: "2026-03-03"},
	{name: "the later one is revoked", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { b.Revoked = take("2026-03-25") }), want: superseded, codes: codes("superseded"), since: "2026-03-20"},
	{name: "the later one is expired", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { b.Expires = on("2026-03-25") }), want: superseded, codes: codes("superseded"), since: "2026-03-20"},
	{name: "the later one is breached", others: later(func(_ *testing.T, _ *world, b *risk.Approval) { b.Conditions[0].Due = on("2026-03-25") }), want: superseded, codes: codes("superseded"), since: "2026-03-20"},
	{name: "the later one is stale", others: later(func(t *testing.T, w *world, b *risk.Approval) {
		x := *w
		x.r.Owner = "cfo"
		y := x.approved(t, "B", currentRisk)
		b.State, b.Snapshot = y.State, y.Snapshot
	}), want: superseded, codes: codes("superseded"), since: "2026-03-20"},
	{name: "superseding a void one does not reach further back", others: func(t *testing.T, w *world) []risk.Approval {
		b := later(func(_ *testing.T, _ *world, b *risk.Approval) { b.RequestedBy = "lena" })(t, w)[0]
		c := w.approved(t, "C", currentRisk)
		c.At, c.Supersedes = on("2026-03-21"), "B"
		return []risk.Approval{b, c}
	}, want: active, since: "2026-03-03"},
	{name: "expired, then extended by a new decision", approve: func(a *risk.Approval) { a.Expires = on("2026-03-15") }, others: later(nil), want: superseded, codes: codes("superseded", "expired"), since: "2026-03-20"},
	{name: "the new decision of an extension", approve: func(a *risk.Approval) { a.At, a.Supersedes = on("2026-03-20"), "B" }, others: func(t *testing.T, w *world) []risk.Approval {
		b := w.approved(t, "B", currentRisk)
		b.Expires = on("2026-03-15")
		return []risk.Approval{b}
	}, want: active, since: "2026-03-20"},

	// Every material field.
	{name: "likelihood", change: func(w *world) { w.likelihood = "certain" }, want: stale, codes: changedState, changed: []string{"band", "decision", "level", "ratings", "rule"}},
	{name: "ratings that give the same level", before: func(w *world) { w.likelihood, w.availability = "rare", 3 }, change: func(w *world) { w.likelihood, w.availability = "certain", 1 }, want: stale, codes: changedState, changed: []string{"ratings"}},
	{name: "a rating is withdrawn", change: func(w *world) { w.likelihood = "" }, want: stale, codes: changedState, changed: []string{"band", "decision", "level", "ratings", "rule"}},
	{name: "availability within the band", before: func(w *world) { w.likelihood = "rare"; w.availability = 3 }, change: func(w *world) { w.likelihood = "likely"; w.availability = 2 }, want: stale, codes: changedState, changed: []string{"level", "ratings"}},
	{name: "better than approved", change: func(w *world) { w.likelihood = "rare" }, want: stale, codes: changedState, changed: []string{"band", "decision", "level", "ratings", "rule"}},
	{name: "personal data", change: func(w *world) { w.personal = true }, want: stale, codes: changedState, changed: []string{"decision", "inputs", "rule"}},
	{name: "an input that decides nothing", change: func(w *world) { w.tags = append(w.tags, "web") }, want: stale, codes: changedState, changed: []string{"inputs"}},
	{name: "owner", change: func(w *world) { w.r.Owner = "cfo" }, want: stale, codes: changedState, changed: []string{"owner"}},
	{name: "scope", change: func(w *world) { w.r.Scope = []string{"order-platform"} }, want: stale, codes: changedState, changed: []string{"scope"}},
	{name: "assets", change: func(w *world) { w.r.Assets = append(w.r.Assets, "web-shop") }, want: stale, codes: changedState, changed: []string{"assets"}},
	{name: "protection goals", change: func(w *world) { w.r.CIA = []string{"availability", "integrity"} }, want: stale, codes: changedState, changed: []string{"cia"}},
	{name: "a control is not relied upon any more", change: func(w *world) { w.r.Controls = nil }, want: stale, codes: changedState, changed: []string{"controls"}},
	{name: "a control fails", change: func(w *world) { w.a.Status = risk.Partial }, want: stale, codes: changedState, changed: []string{"controls"}},
	{name: "a control is worth less", change: func(w *world) {
		w.a.Effects = []risk.Effect{{Input: "likelihood", Steps: 1, Effectiveness: big.NewRat(1, 2)}}
	}, want: stale, codes: changedState, changed: []string{"controls"}},
	{name: "the criteria move the bands", change: func(w *world) { w.criteria = []string{"upTo: 4}", "upTo: 3}"} }, want: stale, codes: changedState, changed: []string{"band", "decision", "rule"}},
	{name: "the rule wants a higher authority", change: func(w *world) { w.criteria = []string{"authority: ciso", "authority: board"} }, want: stale, codes: changedState, changed: []string{"rule"}},
	{name: "the rule allows less time", change: func(w *world) { w.criteria = []string{"180d", "90d"} }, want: stale, codes: changedState, changed: []string{"rule"}},
	{name: "residual: rating after treatment", subject: residualRisk, change: func(w *world) { w.availability = 3 }, want: stale, codes: changedState, changed: []string{"band", "decision", "level", "ratings", "rule"}},
	{name: "residual: option", subject: residualRisk, change: func(w *world) { w.item.Option = risk.OptionShare }, want: stale, codes: changedState, changed: []string{"item.option"}},
	{name: "residual: another item", subject: residualRisk, change: func(w *world) { w.other.Risk = "R-1" }, want: stale, codes: changedState, changed: []string{"item.controls", "item.due", "item.option", "item.risk"}},
	{name: "item: option", subject: itemOne, change: func(w *world) { w.item.Option = risk.OptionShare }, want: stale, codes: changedState, changed: []string{"item.option"}},
	{name: "item: control added", subject: itemOne, change: func(w *world) { w.item.Controls = []string{"A", "B"} }, want: stale, codes: changedState, changed: []string{"item.controls"}},
	{name: "item: effect of its control", subject: itemOne, change: func(w *world) {
		w.b.Effects = []risk.Effect{{Input: "availability", Steps: 2, Effectiveness: big.NewRat(1, 2)}}
	}, want: stale, codes: changedState, changed: []string{"item.controls"}},
	{name: "item: control given up", subject: itemOne, change: func(w *world) { w.b.Status = risk.NotImplemented }, want: stale, codes: changedState, changed: []string{"item.controls"}},
	{name: "item: due", subject: itemOne, change: func(w *world) { w.item.Due = on("2026-07-31") }, want: stale, codes: changedState, changed: []string{"item.due"}},
	{name: "item: due revised", subject: itemOne, change: func(w *world) { w.item.Revised = &risk.Revision{Due: on("2026-07-31"), By: "coo"} }, want: stale, codes: changedState, changed: []string{"item.due"}},
	{name: "item: of another risk", subject: itemOne, change: func(w *world) { w.item.Risk, w.item.Controls = "R-2", nil }, before: func(w *world) { w.item.Controls = nil; w.r.Assets = nil }, want: stale, codes: changedState,
		changed: []string{"band", "cia", "controls", "decision", "inputs", "item.risk", "level", "owner", "ratings", "rule", "scope"}},
	{name: "item: the risk after it", subject: itemOne, change: func(w *world) { w.availability = 3 }, want: stale, codes: changedState, changed: []string{"band", "decision", "level", "ratings", "rule"}},
	{name: "item: cancelled", subject: itemOne, before: func(w *world) { w.b.Effects = nil; w.availability = 1 }, change: func(w *world) { w.item.Status = risk.ItemCancelled }, want: stale, codes: changedState,
		changed: []string{"item.controls", "item.due", "item.option", "item.risk"}},

	// What must not make it stale.
	{name: "typing error in the title", change: func(w *world) { w.r.Title = "Ransomware stops order-processing" }, want: active, since: "2026-03-03"},
	{name: "description", change: func(w *world) { w.r.Description = "" }, want: active, since: "2026-03-03"},
	{name: "threat and category", change: func(w *world) { w.r.Threat, w.r.Category = "extortion", "malware" }, want: active, since: "2026-03-03"},
	{name: "rationale", change: func(w *world) { w.r.Rationale = nil }, want: active, since: "2026-03-03"},
	{name: "issues, requirements, parent", change: func(w *world) { w.r.Issues, w.r.Requirements, w.r.Event = []string{"I-1"}, []string{"Q-1"}, "x" }, want: active, since: "2026-03-03"},
	{name: "order of the scope, and one twice", change: func(w *world) { w.r.Scope = []string{"warehouse", "order-platform", "warehouse"} }, want: active, since: "2026-03-03"},
	{name: "order of the risks", change: func(w *world) { w.swap = true }, want: active, since: "2026-03-03"},
	{name: "title, evidence and owner of a control", change: func(w *world) { w.a.Title, w.a.Owner, w.a.Evidence = "Filter", "sec", nil }, want: active, since: "2026-03-03"},
	{name: "texts of the criteria", change: func(w *world) {
		w.criteria = []string{"may be carried", "can be carried", "title: Low", "title: Small"}
	}, want: active, since: "2026-03-03"},
	{name: "review interval of another rule", change: func(w *world) { w.criteria = []string{"365d", "180d"} }, want: active, since: "2026-03-03"},
	{name: "the current risk does not depend on the plan", change: func(w *world) { w.item.Option, w.item.Due = risk.OptionAvoid, on("2030-01-01") }, want: active, since: "2026-03-03"},
	{name: "item: how it is carried out", subject: itemOne, change: func(w *world) {
		w.item.Rationale, w.item.Responsible, w.item.Resources, w.item.Cost = "simplest", "ops", nil, nil
	}, want: active, since: "2026-03-03"},
	{name: "item: started", subject: itemOne, change: func(w *world) { w.item.Status, w.item.Start = risk.ItemStarted, on("2026-03-05") }, want: active, since: "2026-03-03"},
	{name: "item: done, its control implemented", subject: itemOne, change: func(w *world) {
		w.item.Status, w.item.Done, w.b.Status, w.b.Since = risk.ItemDone, on("2026-03-30"), risk.Implemented, on("2026-03-30")
	}, want: active, since: "2026-03-03"},
	{name: "residual: responsible and cost", subject: residualRisk, change: func(w *world) { w.item.Responsible, w.item.Cost = "ops", nil }, want: active, since: "2026-03-03"},

	// The organisation declares what is material.
	{name: "title declared", before: func(w *world) { w.material = append(risk.DefaultMaterial(), "title") }, change: func(w *world) { w.r.Title = "x" }, want: stale, codes: changedState, changed: []string{"title"}},
	{name: "only ratings declared", before: func(w *world) { w.material = []string{"ratings"} }, change: func(w *world) { w.r.Owner = "cfo"; w.r.Scope = nil }, want: active, since: "2026-03-03"},
	{name: "only owner declared, and the rule decides otherwise", before: func(w *world) { w.material = []string{"owner"} }, change: func(w *world) { w.likelihood = "certain" }, want: void, codes: codes("other_rule"), since: "2026-03-03"},
	{name: "criteria declared", before: func(w *world) { w.material = []string{"criteria", "ratings"} }, change: func(w *world) { w.criteria = []string{"may be carried", "can be carried"} }, want: stale, codes: changedState, changed: []string{"criteria"}},
	{name: "cost declared", subject: itemOne, before: func(w *world) { w.material = []string{"item.cost", "owner"} }, change: func(w *world) { w.item.Cost = &risk.Cost{Amount: big.NewRat(9001, 2), Currency: "EUR"} }, want: stale, codes: changedState, changed: []string{"item.cost"}},
	{name: "responsible, resources and reason declared", subject: itemOne, before: func(w *world) { w.material = []string{"item.rationale", "item.resources", "item.responsible"} }, change: func(w *world) {
		w.item.Rationale, w.item.Responsible, w.item.Resources = "simplest", "ops", nil
	}, want: stale, codes: changedState, changed: []string{"item.rationale", "item.resources", "item.responsible"}},
	{name: "texts of the risk declared", before: func(w *world) { w.material = []string{"category", "description", "rationale", "threat"} }, change: func(w *world) {
		w.r.Category, w.r.Description, w.r.Threat, w.r.Rationale = "", "", "", nil
	}, want: stale, codes: changedState, changed: []string{"category", "description", "rationale", "threat"}},
	{name: "compared over the fields of the snapshot", change: func(w *world) { w.material = []string{"title"}; w.r.Title = "x" }, want: active, codes: codes("fields_not_compared"), since: "2026-03-03"},
	{name: "fewer fields are material today", change: func(w *world) { w.material = []string{"ratings"}; w.r.Owner = "cfo" }, want: stale, codes: changedState, changed: []string{"owner"}},
	{name: "no snapshot, unchanged", approve: func(a *risk.Approval) { a.Snapshot = nil }, want: active, since: "2026-03-03"},
	{name: "no snapshot, changed", approve: func(a *risk.Approval) { a.Snapshot = nil }, change: func(w *world) { w.r.Owner = "cfo" }, want: stale, codes: changedState},
	{name: "no snapshot, other fields are material", approve: func(a *risk.Approval) { a.Snapshot = nil }, change: func(w *world) { w.material = append(risk.DefaultMaterial(), "title") }, want: stale, codes: changedState},

	// What never took effect.
	{name: "requester approved", approve: func(a *risk.Approval) { a.RequestedBy = "lena" }, want: void, codes: codes("self_approved"), since: "2026-03-03"},
	{name: "requester approved, as an exception", approve: func(a *risk.Approval) {
		a.RequestedBy, a.Exception = "lena", &risk.Exception{Reason: "We are two.", Compensating: "The auditor looks at it.", By: "chair"}
	}, want: active, codes: codes("exception"), since: "2026-03-03"},
	{name: "exception without a compensating measure", approve: func(a *risk.Approval) {
		a.RequestedBy, a.Exception = "lena", &risk.Exception{Reason: "We are two.", Compensating: " ", By: "chair"}
	}, want: void, codes: codes("self_approved"), since: "2026-03-03"},
	{name: "exception that nobody allowed", approve: func(a *risk.Approval) {
		a.RequestedBy, a.Exception = "lena", &risk.Exception{Reason: "We are two.", Compensating: "The auditor looks at it."}
	}, want: void, codes: codes("self_approved"), since: "2026-03-03"},
	{name: "an exception cures nothing else", approve: func(a *risk.Approval) {
		a.RequestedBy, a.By, a.Authority = "max", "max", "unit_head"
		a.Exception = &risk.Exception{Reason: "We are two.", Compensating: "The auditor looks at it.", By: "chair"}
	}, want: void, codes: codes("rank_too_low", "exception"), since: "2026-03-03"},
	{name: "an exception that is not needed", approve: func(a *risk.Approval) { a.Exception = &risk.Exception{Reason: "x", Compensating: "y", By: "z"} }, want: active, since: "2026-03-03"},
	{name: "somebody of whom the plan says nothing", approve: func(a *risk.Approval) { a.By = "nobody" }, want: void, codes: codes("authority_not_held"), since: "2026-03-03"},
	{name: "rank too low", approve: func(a *risk.Approval) { a.By, a.Authority = "max", "unit_head" }, want: void, codes: codes("rank_too_low"), since: "2026-03-03"},
	{name: "rank higher than needed", approve: func(a *risk.Approval) { a.By, a.Authority = "chair", "board" }, want: active, since: "2026-03-03"},
	{name: "no rule", approve: func(a *risk.Approval) { a.Rule = "" }, want: void, codes: codes("no_rule"), since: "2026-03-03"},
	{name: "a rule that does not decide this risk", approve: func(a *risk.Approval) { a.Rule = "within_appetite" }, want: void, codes: codes("other_rule"), since: "2026-03-03"},
	{name: "the rule that decides does not accept", before: func(w *world) { w.likelihood = "certain" }, approve: func(a *risk.Approval) { a.Rule = "otherwise" }, want: void, codes: codes("rule_does_not_accept"), since: "2026-03-03"},
	{name: "a rule that neither decides nor accepts", approve: func(a *risk.Approval) { a.Rule = "otherwise" }, want: void, codes: codes("other_rule", "rule_does_not_accept"), since: "2026-03-03"},
	{name: "too much is missing for any rule", before: func(w *world) { w.likelihood = "" }, want: void, codes: codes("other_rule"), since: "2026-03-03"},
	{name: "longer than the rule allows", approve: func(a *risk.Approval) { a.Expires = on("2026-08-30T00:00:01Z") }, want: void, codes: codes("too_long"), since: "2026-03-03"},
	{name: "a condition of the rule is left out", approve: func(a *risk.Approval) { a.Conditions[0].ID = "test" }, want: void, codes: codes("condition_left_out"), since: "2026-03-03"},
	{name: "item: approved by another than the owner", subject: itemOne, approve: func(a *risk.Approval) { a.By = "chair" }, want: void, codes: codes("not_the_owner"), since: "2026-03-03"},
	{name: "item: the risk has no owner", subject: itemOne, before: func(w *world) { w.r.Owner = "" }, want: void, codes: codes("not_the_owner"), since: "2026-03-03"},
	{name: "item: the owner asked", subject: itemOne, approve: func(a *risk.Approval) { a.RequestedBy = "coo" }, want: void, codes: codes("self_approved"), since: "2026-03-03"},
	{name: "item: with an authority", subject: itemOne, approve: func(a *risk.Approval) { a.Authority = "unit_head" }, want: active, since: "2026-03-03"},
	{name: "void by the rules turns stale, since that cannot be judged any more", approve: func(a *risk.Approval) { a.By, a.Authority = "max", "unit_head" }, change: func(w *world) { w.r.Owner = "cfo" }, want: stale, codes: changedState, changed: []string{"owner"}},
	{name: "item: the owner is another today", subject: itemOne, change: func(w *world) { w.r.Owner = "cfo" }, want: stale, codes: changedState, changed: []string{"owner"}},

	// Several at once: all are told, the first counts.
	{name: "everything at once", approve: func(a *risk.Approval) { a.RequestedBy = "lena"; a.Revoked = take("2026-03-10") }, others: later(nil), change: func(w *world) { w.r.Owner = "cfo" }, asOf: "2026-09-01",
		want: void, codes: codes("self_approved", "revoked", "superseded", "expired", "condition_overdue", "state_changed"), changed: []string{"owner"}, since: "2026-03-03"},
	{name: "all but void", approve: func(a *risk.Approval) { a.Revoked = take("2026-03-10") }, others: later(nil), change: func(w *world) { w.r.Owner = "cfo" }, asOf: "2026-09-01",
		want: revoked, codes: codes("revoked", "superseded", "expired", "condition_overdue", "state_changed"), changed: []string{"owner"}, since: "2026-03-10"},
	{name: "superseded, expired, breached and stale", others: later(nil), change: func(w *world) { w.r.Owner = "cfo" }, asOf: "2026-09-01",
		want: superseded, codes: codes("superseded", "expired", "condition_overdue", "state_changed"), changed: []string{"owner"}, since: "2026-03-20"},
	{name: "expired, breached and stale", change: func(w *world) { w.r.Owner = "cfo" }, asOf: "2026-09-01",
		want: expired, codes: codes("expired", "condition_overdue", "state_changed"), changed: []string{"owner"}, since: "2026-08-30"},
	{name: "breached and stale", change: func(w *world) { w.r.Owner = "cfo" }, asOf: "2026-07-01",
		want: breached, codes: codes("condition_overdue", "state_changed"), changed: []string{"owner"}, since: "2026-06-30"},
	{name: "three things void", approve: func(a *risk.Approval) {
		a.By, a.Authority, a.Expires, a.Conditions = "max", "unit_head", on("2027-01-01"), nil
	}, want: void, codes: codes("condition_left_out", "rank_too_low", "too_long"), since: "2026-03-03"},
}

func TestLifeCycle(t *testing.T) {
	seen := map[string]bool{}
	count := map[risk.Status]int{}
	for _, c := range lifeCycles {
		require.False(t, seen[c.name], c.name)
		seen[c.name] = true
		count[c.want]++
		t.Run(c.name, func(t *testing.T) {
			if c.subject.Kind == 0 {
				c.subject = currentRisk
			}
			w := newWorld()
			if c.before != nil {
				c.before(w)
			}
			a := w.approved(t, "A", c.subject)
			if c.approve != nil {
				c.approve(&a)
			}
			list := []risk.Approval{a}
			if c.others != nil {
				list = append(list, c.others(t, w)...)
			}
			if c.change != nil {
				c.change(w)
			}
			asOf := on("2026-04-01")
			if c.asOf != "" {
				asOf = on(c.asOf)
			}
			tr := w.bind(t, list...)
			s, err := tr.Standing("A", asOf)
			require.NoError(t, err)
			var got []risk.ReasonCode
			for _, r := range s.Reasons {
				got = append(got, r.Code)
				require.Regexp(t, `^[A-Za-z].*\.$`, r.Text)
				require.GreaterOrEqual(t, r.Status, s.Status)
			}
			require.Equal(t, c.want.String(), s.Status.String(), "%v", s.Reasons)
			require.Equal(t, c.codes, got, "%v", s.Reasons)
			var changed []string
			for _, x := range s.Changes {
				changed = append(changed, x.Name)
			}
			require.Equal(t, c.changed, changed)
			if c.since == "" {
				require.Zero(t, s.Since)
			} else {
				require.Equal(t, on(c.since), s.Since)
			}
			require.Equal(t, c.want == active, s.Active())
			if c.subject.Kind == risk.AcceptRisk && c.others == nil {
				x, ok := tr.Accepted("R-1", asOf)
				require.Equal(t, c.want == active, ok)
				if ok {
					require.Equal(t, s, x)
				}
			}
		})
	}
	require.Greater(t, len(lifeCycles), 40)
	for _, s := range risk.Statuses() {
		require.NotZero(t, count[s], s)
	}
}

func TestStandingTells(t *testing.T) {
	w := newWorld()
	a, b := w.approved(t, "A", currentRisk), w.approved(t, "B", residualRisk)
	c := w.approved(t, "C", itemOne)
	c.Expires = on("2026-05-01")
	tr := w.bind(t, c, a, b)
	list, err := tr.Standings(on("2026-04-01"))
	require.NoError(t, err)
	require.Len(t, list, 3)
	require.Equal(t, []string{"A", "B", "C"}, []string{list[0].Approval.ID, list[1].Approval.ID, list[2].Approval.ID})
	require.Equal(t, on("2026-08-30"), list[0].Expires) // at, and 180 days
	require.Zero(t, list[1].Expires)                    // the rule has no end
	require.Equal(t, on("2026-05-01"), list[2].Expires)
	require.Equal(t, []int{2, 2, 0}, []int{list[0].Rank, list[1].Rank, list[2].Rank})
	require.Same(t, &tr.Plan().Approvals[1], list[0].Approval)

	// Of two active acceptances the one decided last is told.
	b.At = on("2026-03-02")
	x, ok := w.bind(t, a, b).Accepted("R-1", on("2026-04-01"))
	require.True(t, ok)
	require.Equal(t, "A", x.Approval.ID)
	_, ok = tr.Accepted("R-2", on("2026-04-01"))
	require.False(t, ok)
	_, ok = tr.Accepted("R-1", on("2026-01-01")) // the approvals are later: an error accepts nothing
	require.False(t, ok)

	_, err = tr.Standing("D", on("2026-04-01"))
	require.ErrorIs(t, err, risk.ErrNoApproval)
	_, err = tr.Standing("A", on("2026-01-01"))
	require.ErrorIs(t, err, risk.CodeLater)
	_, err = tr.Standings(time.Time{})
	require.ErrorIs(t, err, risk.ErrTime)
	none, err := w.bind(t).Standings(march)
	require.NoError(t, err)
	require.Empty(t, none)
}

// TestStandingsPointToTheFile reads approvals from a file, and finds the place
// of each reason in it.
func TestStandingsPointToTheFile(t *testing.T) {
	w := newWorld()
	st, err := w.bind(t).State(currentRisk)
	require.NoError(t, err)
	list, err := risk.ParseApprovals("plan.yaml", []byte(`approvals:
  - id: A
    kind: acceptance
    risk: R-1
    stage: current
    requested: {by: max, at: 2026-03-01}
    decision: approved
    by: max
    authority: unit_head
    at: 2026-03-03
    rule: tolerated
    conditions:
      - {id: plan_item, due: 2026-06-30}
    expires: 2026-10-01
    state: `+string(st.Digest())+"\n"))
	require.NoError(t, err)
	s, err := w.bind(t, list...).Standing("A", on("2026-07-01"))
	require.NoError(t, err)
	var got []string
	for _, r := range s.Reasons {
		require.Equal(t, "plan.yaml", r.File)
		got = append(got, string(r.Code)+" "+r.Text)
		require.Equal(t, map[risk.ReasonCode]source.Pos{
			"rank_too_low": {Line: 9, Col: 16}, "self_approved": {Line: 8, Col: 9}, "too_long": {Line: 14, Col: 14}, "condition_overdue": {Line: 13, Col: 9},
		}[r.Code], r.Pos, r.Code)
	}
	require.Equal(t, []string{
		"rank_too_low The rule tolerated wants ciso (rank 2) or above, not unit_head (rank 1).",
		"self_approved max requested and approved; that takes an exception with its reason, a compensating measure and who allowed it.",
		"too_long Approved until 2026-10-01, but the rule tolerated allows 180d, until 2026-08-30.",
		"condition_overdue The condition plan_item, due on 2026-06-30, is not met.",
	}, got)
}

// BenchmarkStandings judges 10,000 acceptances of as many risks.
func BenchmarkStandings(b *testing.B) {
	const n = 10_000
	c := acme(b)
	reg := &risk.Register{ID: "r"}
	for i := range n {
		r := &risk.Risk{ID: fmt.Sprintf("R-%d", i), Owner: "coo", Scope: []string{"s"}}
		for _, x := range [][2]string{{"likelihood", "likely"}, {"confidentiality", "minor"}, {"integrity", "major"}, {"availability", "minor"}} {
			r.State(risk.Current, x[0], criteria.StateText(x[1]))
		}
		reg.Risks = append(reg.Risks, r)
	}
	a := assess(b, c, reg)
	p := &risk.Plan{ID: "p", Version: "1", Assessment: seal.Digest(a.Digest()), Holders: newWorld().holders}
	tr, err := p.Bind(a)
	require.NoError(b, err)
	for i := range n {
		st := state(b, tr, risk.Subject{Kind: risk.AcceptRisk, Risk: fmt.Sprintf("R-%d", i), Stage: risk.Current})
		x := newWorld().approved(b, fmt.Sprintf("A-%d", i), currentRisk)
		x.Risk, x.State, x.Snapshot = st.Subject.Risk, st.Digest(), st.Fields
		p.Approvals = append(p.Approvals, x)
	}
	tr, err = p.Bind(a)
	require.NoError(b, err)
	for b.Loop() {
		list, err := tr.Standings(on("2026-04-01"))
		require.NoError(b, err)
		require.Equal(b, active, list[n-1].Status)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/approval")
}

// TestDemandsUnder takes an acceptance, whose condition is due on 30 June, through
// its life.
func TestDemandsUnder(t *testing.T) {
	w := newWorld()
	tr := w.bind(t, w.approved(t, "A", currentRisk))
	open := func(demands []risk.Demand) bool {
		t.Helper()
		i := slices.IndexFunc(demands, func(d risk.Demand) bool { return d.Risk == "R-1" })
		require.Equal(t, risk.NeedAcceptance, demands[i].Need)
		require.Equal(t, []string{"A"}, demands[i].Acceptances)
		return demands[i].Open
	}
	require.False(t, open(tr.Demands()))
	for day, want := range map[string]bool{"2026-04-01": false, "2026-06-29": false, "2026-06-30": true, "2026-08-31": true} {
		standings, err := tr.Standings(on(day))
		require.NoError(t, err)
		require.Equal(t, want, open(tr.DemandsUnder(standings)), day)
	}
	require.True(t, open(tr.DemandsUnder(nil)), "an acceptance that nobody looked at")
}
