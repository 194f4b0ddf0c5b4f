package risk_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// world is all that the approvals of the tests are about: one risk R-1 with one
// item P-1, a second item P-2 and another risk R-2 beside it.
//
// The current risk is likely (2) and major (2): level 4, medium, which the rule
// tolerated accepts on the condition plan_item, by the ciso, for 180 days. The
// item's control B lowers availability by one level: 2, low, which the rule
// within_appetite accepts.
type world struct {
	criteria     []string // pairs of old and new text
	r            risk.Risk
	likelihood   string // "" if it is not rated
	availability int    // 1 to 3
	personal     bool
	tags         []string
	swap         bool // the order of risks, items and controls
	a, b         risk.Control
	item, other  risk.PlanItem
	holders      []risk.Holder
	material     []string
	options      []risk.Option
}

var impacts = []string{"", "minor", "major", "severe"}

func on(day string) time.Time {
	for _, layout := range []string{time.DateOnly, time.RFC3339Nano} {
		if at, err := time.Parse(layout, day); err == nil {
			return at
		}
	}
	panic(day)
}

func newWorld() *world {
	return &world{
		r: risk.Risk{ID: "R-1", Title: "Ransomware stops order processing", Description: "Backups are on line.", Threat: "ransomware", Category: "crime",
			Owner: "coo", Scope: []string{"order-platform", "warehouse"}, Assets: []string{"erp"}, CIA: []string{"availability"}, Controls: []string{"A"},
			Rationale: []risk.Rationale{{Input: "likelihood", Text: "two attempts in 2025"}}},
		likelihood: "likely", availability: 2, tags: []string{"erp"},
		a: risk.Control{ID: "A", Title: "Mail filter", Owner: "it", Status: risk.Implemented, Since: on("2025-01-01"), Evidence: []string{"report"},
			Effects: []risk.Effect{{Input: "likelihood", Steps: 1, Effectiveness: big.NewRat(1, 1)}}},
		b: risk.Control{ID: "B", Title: "Offline backups", Owner: "it", Status: risk.Planned, Due: on("2026-06-30"),
			Effects: []risk.Effect{{Input: "availability", Steps: 1, Effectiveness: big.NewRat(1, 1)}}},
		item: risk.PlanItem{ID: "P-1", Risk: "R-1", Option: risk.OptionModify, Controls: []string{"B"}, Rationale: "cheapest", Responsible: "it-lead",
			Resources: []string{"4 days"}, Cost: &risk.Cost{Amount: big.NewRat(4000, 1), Currency: "EUR"}, Due: on("2026-06-30"), Status: risk.ItemPlanned},
		other: risk.PlanItem{ID: "P-2", Risk: "R-2", Option: risk.OptionRetain, Status: risk.ItemPlanned, Due: on("2026-06-30"), Responsible: "it-lead"},
		holders: []risk.Holder{
			{Person: "lena", Authority: "ciso", From: on("2025-01-01"), Until: on("2027-01-01")},
			{Person: "max", Authority: "unit_head"},
			{Person: "chair", Authority: "board", From: on("2020-01-01")},
			{Person: "coo", Authority: "unit_head"},
		},
	}
}

// acmeOf keeps the criteria compiled, which histories use again and again.
var acmeOf = map[string]*criteria.Criteria{}

func (w *world) assessment(t testing.TB) *risk.Assessment {
	key := strings.Join(w.criteria, "\n")
	c := acmeOf[key]
	if c == nil {
		c = acme(t, w.criteria...)
		acmeOf[key] = c
	}
	rate := func(r *risk.Risk, s risk.Stage, likelihood string, availability int) {
		if likelihood != "" {
			r.State(s, "likelihood", criteria.StateText(likelihood))
		}
		r.State(s, "confidentiality", criteria.StateText("minor"))
		r.State(s, "integrity", criteria.StateText("minor"))
		r.State(s, "availability", criteria.StateText(impacts[availability]))
	}
	r := w.r
	rate(&r, risk.Inherent, "certain", 3)
	rate(&r, risk.Current, w.likelihood, w.availability)
	rate(&r, risk.Residual, w.likelihood, max(1, w.availability-1))
	r.State(0, "personal_data", criteria.StateBool(w.personal))
	var tags []criteria.Stated
	for _, x := range w.tags {
		tags = append(tags, criteria.StateText(x))
	}
	r.State(0, "tags", criteria.StateList(tags...))
	r2 := risk.Risk{ID: "R-2", Owner: "cfo"}
	rate(&r2, risk.Current, "rare", 3) // 3, medium
	rate(&r2, risk.Residual, "rare", 3)
	reg := &risk.Register{ID: "r", Risks: []*risk.Risk{&r, &r2}}
	if w.swap {
		reg.Risks[0], reg.Risks[1] = reg.Risks[1], reg.Risks[0]
	}
	a, err := risk.Assess(ctx, c, reg, march)
	require.NoError(t, err)
	return a
}

// bind makes a treatment with these approvals.
func (w *world) bind(t testing.TB, approvals ...risk.Approval) *risk.Treatment {
	a := w.assessment(t)
	p := &risk.Plan{ID: "plan", Version: "1", Assessment: seal.Digest(a.Digest()), Holders: w.holders, Material: w.material, Options: w.options,
		Controls: []risk.Control{w.a, w.b}, Items: []risk.PlanItem{w.item, w.other}, Approvals: approvals}
	if w.swap {
		slices.Reverse(p.Controls)
		slices.Reverse(p.Items)
	}
	tr, err := p.Bind(a)
	require.NoError(t, err)
	return tr
}

var (
	currentRisk  = risk.Subject{Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Current}
	residualRisk = risk.Subject{Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Residual}
	itemOne      = risk.Subject{Kind: risk.ApproveItem, Item: "P-1"}
)

// approved makes an approval of the present state, as it is done right.
func (w *world) approved(t testing.TB, id string, s risk.Subject) risk.Approval {
	st, err := w.bind(t).State(s)
	require.NoError(t, err)
	a := risk.Approval{ID: id, Kind: s.Kind, Risk: s.Risk, Item: s.Item, Stage: s.Stage, RequestedBy: "it-lead", RequestedAt: on("2026-03-01"),
		Decision: risk.Approved, By: "lena", Authority: "ciso", At: on("2026-03-03"), State: st.Digest(), Snapshot: st.Fields}
	switch s {
	case currentRisk:
		a.Rule = "tolerated"
		a.Conditions = []risk.ApprovalCondition{{ID: "plan_item", Due: on("2026-06-30")}}
	case residualRisk:
		a.Rule = "within_appetite"
	default:
		a.By, a.Authority = "coo", ""
	}
	return a
}
