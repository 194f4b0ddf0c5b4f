package risk_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// gridCriteria are monotone: a higher rating never gives a lower level, band
// or decision.
const gridCriteria = `format: ismskit.criteria/v1
id: grid
version: "1"
scales:
  - {id: likelihood, levels: [{id: l1, value: 1}, {id: l2, value: 2}, {id: l3, value: 3}, {id: l4, value: 4}, {id: l5, value: 5}]}
  - {id: impact, levels: [{id: l1, value: 1}, {id: l2, value: 2}, {id: l3, value: 3}, {id: l4, value: 4}, {id: l5, value: 5}]}
inputs:
  - {id: likelihood, scale: likelihood}
  - {id: confidentiality, scale: impact}
  - {id: availability, scale: impact, default: l2}
  - {id: legal, type: bool, default: false}
derive: [{id: impact, expr: "math.greatest(confidentiality, availability)"}]
level: likelihood * impact
bands: [{id: low, upTo: 4}, {id: medium, upTo: 9}, {id: high, upTo: 15}, {id: top}]
authorities: [{id: head, rank: 1}, {id: board, rank: 2}]
acceptance:
  - {id: low, when: band == band.low, outcome: accept}
  - {id: medium, when: band == band.medium && !legal, outcome: accept_conditionally, authority: head, conditions: [item]}
  - {id: rest, when: "true", outcome: treat}
order: ["-level"]
`

// drawnPlan is a random plan with its register. Without typed ratings after
// treatment the level follows from the controls alone.
type drawnPlan struct {
	register *risk.Register
	plan     *risk.Plan
}

func drawPlan(t *rapid.T, typed bool) drawnPlan {
	n := func(low, high int) int { return rapid.IntRange(low, high).Draw(t, "n") }
	inputs := []string{"likelihood", "confidentiality", "availability"}
	level := func() criteria.Stated {
		low := n(1, 5)
		if n(0, 5) == 0 {
			return criteria.StateRange(fmt.Sprint("l", low), fmt.Sprint("l", n(low, 5)))
		}
		return criteria.StateText(fmt.Sprint("l", low))
	}
	statements := func(least int) []risk.Statement {
		out := []risk.Statement{}
		for _, in := range inputs {
			if n(0, 9) >= least {
				out = append(out, risk.Statement{Input: in, Value: level()})
			}
		}
		return out
	}
	d := drawnPlan{register: &risk.Register{ID: "r"}, plan: &risk.Plan{ID: "p"}}
	controls := make([]string, n(1, 5))
	for i := range controls {
		c := risk.Control{ID: fmt.Sprint("C", i), Status: risk.ControlStatus(n(0, 4))}
		if n(0, 2) > 0 {
			c.Status = risk.Implemented
		}
		for _, in := range inputs {
			if n(0, 2) == 0 {
				e := risk.Effect{Input: in, Steps: n(1, 4)}
				if n(0, 5) > 0 {
					e.Effectiveness = big.NewRat(int64(n(0, 4)), 4)
				}
				c.Effects = append(c.Effects, e)
			}
		}
		controls[i] = c.ID
		d.plan.Controls = append(d.plan.Controls, c)
	}
	some := func() []string {
		var out []string
		for _, c := range rapid.Permutation(controls).Draw(t, "controls") {
			if n(0, 2) == 0 {
				out = append(out, c)
			}
		}
		return out
	}
	for i := range n(1, 4) {
		r := &risk.Risk{ID: fmt.Sprint("R", i), Controls: some()}
		if n(0, 3) == 0 {
			r.Inputs = append(r.Inputs, risk.Statement{Input: "legal", Value: criteria.StateBool(true)})
		}
		kind := n(0, 3)
		if kind != 1 {
			r.Ratings[risk.Current-1] = statements(1)
		}
		if kind != 2 {
			r.Ratings[risk.Inherent-1] = statements(1)
		}
		if typed && n(0, 2) == 0 {
			r.Ratings[risk.Residual-1] = statements(5)
		}
		d.register.Risks = append(d.register.Risks, r)
		stated := map[string]bool{}
		for k := range n(0, 3) {
			it := risk.PlanItem{ID: fmt.Sprintf("P%d-%d", i, k), Risk: r.ID, Option: risk.OptionModify, Controls: some()}
			if n(0, 4) == 0 {
				it.Status = risk.ItemCancelled
			}
			if typed {
				for _, s := range statements(8) {
					if !stated[s.Input] {
						it.Expected = append(it.Expected, s)
					}
					stated[s.Input] = true
				}
			}
			d.plan.Items = append(d.plan.Items, it)
		}
	}
	return d
}

func (d drawnPlan) bind(t require.TestingT, c *criteria.Criteria) *risk.Treatment {
	a, err := risk.Assess(ctx, c, d.register, march)
	require.NoError(t, err)
	d.plan.Assessment = seal.Digest(a.Digest())
	tr, err := d.plan.Bind(a)
	require.NoError(t, err)
	return tr
}

// naive follows the documented semantics on plain maps of levels, and asks
// Assess about the result.
type naive struct {
	c    *criteria.Criteria
	d    drawnPlan
	fail map[string]bool
}

type span struct{ low, high int }

func (n naive) spans(r *risk.Risk, s risk.Stage) map[string]span {
	out := map[string]span{"availability": {1, 1}} // the default
	for _, st := range r.Ratings[s-1] {
		v, err := n.c.Input(st.Input).Bind(st.Value)
		if err != nil {
			panic(err)
		}
		var x span
		x.low, x.high = v.Levels()
		out[st.Input] = x
	}
	return out
}

func (n naive) control(id string) *risk.Control {
	i := slices.IndexFunc(n.d.plan.Controls, func(c risk.Control) bool { return c.ID == id })
	return &n.d.plan.Controls[i]
}

// effect adds up floor(steps x effectiveness) of some controls on an input.
func (n naive) effect(set map[string]bool, input string) (levels int, acts bool) {
	for id := range set {
		for _, e := range n.control(id).Effects {
			if e.Input == input {
				acts = true
				if e.Effectiveness != nil {
					f, _ := e.Effectiveness.Float64() // quarters are exact
					levels += int(float64(e.Steps) * f)
				}
			}
		}
	}
	return levels, acts
}

func minus(a, b map[string]bool) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		if !b[k] {
			out[k] = true
		}
	}
	return out
}

func down(s span, k int) span { return span{max(0, s.low-k), max(0, s.high-k)} }

func up(s span, k int, most span) span {
	return span{min(s.low+k, max(s.low, most.low)), min(s.high+k, max(s.high, most.high))}
}

// outcome gives what a risk comes to at a stage once controls fail.
func (n naive) outcome(t require.TestingT, r *risk.Risk, s risk.Stage) *risk.Outcome {
	credited, planned := map[string]bool{}, map[string]bool{}
	for _, id := range r.Controls {
		if n.control(id).Status == risk.Implemented {
			credited[id] = true
		}
	}
	expected := &risk.Risk{}
	for _, it := range n.d.plan.Items {
		if it.Risk == r.ID && it.Status != risk.ItemCancelled {
			for _, id := range it.Controls {
				if !credited[id] {
					planned[id] = true
				}
			}
			expected.Ratings[0] = append(expected.Ratings[0], it.Expected...)
		}
	}
	top := span{4, 4}
	out := map[string]span{}
	current, inherent, typed, wanted := n.spans(r, risk.Current), n.spans(r, risk.Inherent), n.spans(r, risk.Residual), n.spans(expected, 1)
	if !slices.ContainsFunc(r.Ratings[risk.Residual-1], func(s risk.Statement) bool { return s.Input == "availability" }) {
		delete(typed, "availability")
	}
	if !slices.ContainsFunc(expected.Ratings[0], func(s risk.Statement) bool { return s.Input == "availability" }) {
		delete(wanted, "availability")
	}
	for _, input := range []string{"likelihood", "confidentiality", "availability"} {
		inherentRating, hasInherent := inherent[input]
		hasInherent = hasInherent && r.Ratings[risk.Inherent-1] != nil
		now, known := current[input]
		if r.Ratings[risk.Current-1] == nil && r.Ratings[risk.Inherent-1] != nil {
			k, _ := n.effect(credited, input)
			now, known = down(inherentRating, k), hasInherent
		}
		ceiling := top
		if hasInherent {
			ceiling = inherentRating
		}
		lost, _ := n.effect(minus(credited, minus(credited, n.fail)), input)
		then := up(now, lost, ceiling)
		if s == risk.Current {
			if known {
				out[input] = then
			}
			continue
		}
		lostPlans, _ := n.effect(minus(planned, minus(planned, n.fail)), input)
		kept, _ := n.effect(minus(planned, n.fail), input)
		_, acts := n.effect(planned, input)
		most := top
		if known {
			most = then
		}
		if w, found := wanted[input]; found {
			out[input] = up(w, lost+lostPlans, most)
		} else if acts {
			if known {
				out[input] = down(then, kept)
			}
		} else if w, found := typed[input]; found {
			out[input] = up(w, lost, most)
		} else if known {
			out[input] = then
		}
	}
	x := &risk.Risk{ID: r.ID, Inputs: r.Inputs}
	x.Ratings[s-1] = []risk.Statement{}
	for _, input := range []string{"likelihood", "confidentiality", "availability"} {
		if v, found := out[input]; found {
			x.State(s, input, criteria.StateRange(fmt.Sprint("l", v.low+1), fmt.Sprint("l", v.high+1)))
		}
	}
	a, err := risk.Assess(ctx, n.c, &risk.Register{ID: "x", Risks: []*risk.Risk{x}}, march)
	require.NoError(t, err)
	return a.Outcome(r.ID, s)
}

// shown is all of an outcome but where its values come from.
func shown(o *risk.Outcome) risk.Outcome {
	c := risk.Outcome{Risk: o.Risk, Stage: o.Stage, Level: o.Level, Band: o.Band, Decision: o.Decision, Rule: o.Rule, Authority: o.Authority,
		Order: o.Order, Missing: o.Missing, Narrow: o.Narrow, Possible: o.Possible, Failure: o.Failure}
	for _, v := range o.Values {
		if v.From != risk.FromNowhere {
			v.From = risk.FromRating
		}
		c.Values = append(c.Values, v)
	}
	return c
}

func TestFailuresAreNaive(t *testing.T) {
	c := compiled(t, "grid.yaml", gridCriteria)
	rapid.Check(t, func(rt *rapid.T) {
		d := drawPlan(rt, true)
		tr := d.bind(rt, c)
		n := naive{c: c, d: d}
		for _, r := range d.register.Risks {
			for _, s := range []risk.Stage{risk.Current, risk.Residual} {
				require.Equal(rt, shown(n.outcome(rt, r, s)), shown(tr.Outcome(r.ID, s)), "%s/%s", r.ID, s)
			}
		}
		singles, err := tr.Failures(ctx)
		require.NoError(rt, err)
		require.Len(rt, singles, len(d.plan.Controls))
		pair := []string{d.plan.Controls[0].ID, d.plan.Controls[len(d.plan.Controls)-1].ID}
		both, err := tr.Fail(pair...)
		require.NoError(rt, err)
		for i, f := range append(singles, *both) {
			n.fail = map[string]bool{}
			for _, id := range f.Controls {
				n.fail[id] = true
			}
			if i < len(singles) {
				require.Equal(rt, []string{d.plan.Controls[i].ID}, f.Controls)
			}
			moves := f.Moves
			for _, r := range d.register.Risks {
				for _, s := range []risk.Stage{risk.Current, risk.Residual} {
					old, then := tr.Outcome(r.ID, s), n.outcome(rt, r, s)
					if verdictOf(old) == verdictOf(then) {
						continue
					}
					require.NotEmpty(rt, moves, "%s/%s", r.ID, s)
					require.Equal(rt, shown(then), shown(moves[0].New))
					require.Same(rt, old, moves[0].Old)
					moves = moves[1:]
				}
			}
			require.Empty(rt, moves)
		}
	})
}

// verdictOf is what a move is about.
func verdictOf(o *risk.Outcome) string {
	p := "-"
	if o.Possible != nil {
		p = fmt.Sprint(*o.Possible)
	}
	return fmt.Sprint(o.Level, o.Band, o.Decision, o.Rule, p)
}

// atLeast tells whether an outcome is at least as high as another one, if both
// have a level.
func atLeast(t require.TestingT, c *criteria.Criteria, higher, lower *risk.Outcome, why string) {
	if higher.Level == "" || lower.Level == "" {
		return
	}
	h, _ := new(big.Rat).SetString(higher.Level)
	l, _ := new(big.Rat).SetString(lower.Level)
	require.GreaterOrEqual(t, h.Cmp(l), 0, "%s: %s %s, %s %s", why, higher.Key(), higher.Level, lower.Key(), lower.Level)
	rank := func(o *risk.Outcome) int {
		return slices.IndexFunc(c.Document().Bands, func(b criteria.Band) bool { return b.ID == o.Band })
	}
	require.GreaterOrEqual(t, rank(higher), rank(lower), why)
}

// TestMoreControls never raise a level, and no failure lowers one, as long as
// the criteria are monotone.
func TestMoreControls(t *testing.T) {
	c := compiled(t, "grid.yaml", gridCriteria)
	rapid.Check(t, func(rt *rapid.T) {
		d := drawPlan(rt, false)
		before := d.bind(rt, c)
		for _, r := range d.register.Risks {
			atLeast(rt, c, before.Outcome(r.ID, risk.Current), before.Outcome(r.ID, risk.Residual), "treatment")
			var sets []risk.ControlSet
			var names []string
			for i := range d.plan.Controls {
				sets = append(sets, risk.ControlSet{Controls: slices.Clone(names)})
				names = append(names, d.plan.Controls[i].ID)
			}
			alternatives, err := before.Options(r.ID, sets...)
			require.NoError(rt, err)
			for i := 1; i < len(alternatives); i++ {
				atLeast(rt, c, alternatives[i-1].Outcome, alternatives[i].Outcome, "one more in the set")
			}
		}
		d.plan.Items = append(d.plan.Items, risk.PlanItem{ID: "more", Risk: "R0", Option: risk.OptionModify, Controls: []string{"C0"}})
		after := d.bind(rt, c)
		atLeast(rt, c, before.Outcome("R0", risk.Residual), after.Outcome("R0", risk.Residual), "one more item")
	})
	rapid.Check(t, func(rt *rapid.T) {
		tr := drawPlan(rt, true).bind(rt, c)
		failures, err := tr.Failures(ctx)
		require.NoError(rt, err)
		for _, f := range failures {
			for _, m := range f.Moves {
				atLeast(rt, c, m.New, m.Old, f.Controls[0])
			}
		}
	})
}

// TestOrderSaysNothing shuffles controls, items and what they list.
func TestOrderSaysNothing(t *testing.T) {
	c := compiled(t, "grid.yaml", gridCriteria)
	rapid.Check(t, func(rt *rapid.T) {
		d := drawPlan(rt, true)
		tr := d.bind(rt, c)
		failures, err := tr.Failures(ctx)
		require.NoError(rt, err)

		p := *d.plan
		p.Controls = rapid.Permutation(p.Controls).Draw(rt, "controls")
		p.Items = rapid.Permutation(p.Items).Draw(rt, "items")
		for i := range p.Items {
			p.Items[i].Controls = rapid.Permutation(p.Items[i].Controls).Draw(rt, "controls of an item")
		}
		again, err := p.Bind(tr.Assessment())
		require.NoError(rt, err)
		for _, r := range d.register.Risks {
			require.Equal(rt, tr.Residual(r.ID), again.Residual(r.ID))
		}
		more, err := again.Failures(ctx)
		require.NoError(rt, err)
		require.Equal(rt, failures, more)
		require.Equal(rt, tr.Demands(), again.Demands())
		strip := func(list []risk.Finding) (out []risk.Finding) {
			for _, f := range list {
				f.Path = "" // its place in the list
				out = append(out, f)
			}
			return out
		}
		require.Equal(rt, strip(tr.Findings(march)), strip(again.Findings(march)))
	})
}

func TestFail(t *testing.T) {
	tr := treat(t, treatedRegister, treatedPlan, accept("A-2", "R-001", risk.Residual), accept("A-1", "R-001", risk.Residual),
		risk.Approval{ID: "A-3", Kind: risk.AcceptRisk, Risk: "R-001", Stage: risk.Residual}, accept("A-4", "R-001", risk.Current))
	f, err := tr.Fail("A.8.13")
	require.NoError(t, err)
	require.Equal(t, 1, f.Risks)
	require.Equal(t, 1, f.Evaluations)
	require.Len(t, f.Moves, 1)
	require.Equal(t, "R-001", f.Moves[0].Risk)
	require.Equal(t, risk.Residual, f.Moves[0].Stage)
	require.Equal(t, []string{"A-1", "A-2"}, f.Moves[0].Acceptances)
	require.Equal(t, "likely minor minor severe 6 high treat", ratingsOf(f.Moves[0].New))

	f, err = tr.Fail("A.8.7", "A.8.13", "A.8.7")
	require.NoError(t, err)
	require.Equal(t, []string{"A.8.13", "A.8.7"}, f.Controls)
	require.Equal(t, 2, f.Risks)
	require.Equal(t, []string{"A-4"}, f.Moves[0].Acceptances)
	f, err = tr.Fail("OWN-1") // in a cancelled item
	require.NoError(t, err)
	require.Zero(t, f.Risks)
	_, err = tr.Fail("A.8.13", "B")
	require.ErrorIs(t, err, risk.ErrUnknownControl)
	require.EqualError(t, err, `risk: the plan has no such control: "B"`)

	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = tr.Failures(cancelled)
	require.ErrorIs(t, err, context.Canceled)
}

const benchControls = 200

// benchTreatment has 10,000 risks, each with two credited controls out of 100
// and two planned ones out of 100.
func benchTreatment(b testing.TB) *risk.Treatment {
	c := acme(b)
	inputs := []string{"likelihood", "confidentiality", "integrity", "availability"}
	scales := [][]string{{"rare", "likely", "certain"}, {"minor", "major", "severe"}, {"minor", "major", "severe"}, {"minor", "major", "severe"}}
	reg, p := &risk.Register{ID: "bench"}, &risk.Plan{ID: "p"}
	for i := range benchControls {
		k := risk.Control{ID: fmt.Sprintf("C-%03d", i), Status: risk.Planned,
			Effects: []risk.Effect{{Input: inputs[i%4], Steps: 1, Effectiveness: big.NewRat(1, 1)}, {Input: inputs[(i+1)%4], Steps: 2, Effectiveness: big.NewRat(1, 2)}}}
		if i < benchControls/2 {
			k.Status = risk.Implemented
		}
		p.Controls = append(p.Controls, k)
	}
	for i := range 10_000 {
		r := &risk.Risk{ID: fmt.Sprintf("R-%05d", i), Controls: []string{p.Controls[i%100].ID, p.Controls[(i*7+50)%100].ID}}
		for k, in := range inputs {
			r.State(risk.Current, in, criteria.StateText(scales[k][(i/(k+1)+k)%3]))
		}
		r.State(0, "personal_data", criteria.StateBool(i%3 == 0))
		reg.Risks = append(reg.Risks, r)
		p.Items = append(p.Items, risk.PlanItem{ID: "P-" + r.ID, Risk: r.ID, Option: risk.OptionModify,
			Controls: []string{p.Controls[100+i%100].ID, p.Controls[100+(i*3+51)%100].ID}})
	}
	a := assess(b, c, reg)
	p.Assessment = seal.Digest(a.Digest())
	tr, err := p.Bind(a)
	require.NoError(b, err)
	return tr
}

func BenchmarkFailures(b *testing.B) {
	tr := benchTreatment(b)
	b.ReportAllocs()
	var failures []risk.ControlFailure
	for b.Loop() {
		var err error
		failures, err = tr.Failures(ctx)
		require.NoError(b, err)
	}
	evaluations, moves := 0, 0
	for _, f := range failures {
		evaluations += f.Evaluations
		moves += len(f.Moves)
	}
	b.ReportMetric(float64(evaluations), "evaluations")
	b.ReportMetric(float64(moves), "moves")
	b.ReportMetric(float64(len(failures)), "controls")
}

func BenchmarkBind(b *testing.B) {
	tr := benchTreatment(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := tr.Plan().Bind(tr.Assessment())
		require.NoError(b, err)
	}
}
