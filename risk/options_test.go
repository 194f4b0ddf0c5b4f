package risk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// TestDemands has each decision, with what meets its demand and what does not.
func TestDemands(t *testing.T) {
	c := acme(t, "  - id: within_appetite", "  - {id: never, when: \"'banned' in tags\", outcome: avoid}\n  - {id: up, when: \"'legal' in tags\", outcome: escalate, authority: board}\n  - id: within_appetite")
	rated := func(id, tags, l, v string) string {
		return "{id: " + id + ", inputs: {tags: [" + tags + "]}, ratings: {" + stageOf("current", l, v) + "}}"
	}
	a := assess(t, c, register(t, "r.yaml", smallRegister(
		rated("A1", "", "rare", "minor"),
		rated("B1", "", "rare", "severe"), rated("B2", "", "rare", "severe"), rated("B3", "", "rare", "severe"), rated("B4", "", "rare", "severe"), rated("B5", "", "rare", "severe"),
		rated("C1", "", "certain", "severe"), rated("C2", "", "certain", "severe"), rated("C3", "", "certain", "severe"),
		rated("D1", "legal", "rare", "minor"), rated("D2", "legal", "rare", "minor"),
		rated("E1", "banned", "rare", "minor"), rated("E2", "banned", "rare", "minor"), rated("E3", "banned", "rare", "minor"),
		"{id: F1, ratings: {current: {likelihood: [rare, certain], confidentiality: minor, integrity: minor}}}",
	)))
	text := smallPlan("", `{id: P-B3, risk: B3, option: retain}, {id: P-B5, risk: B5, option: retain}, {id: P-C2, risk: C2, option: retain}, {id: P-C3, risk: C3, option: retain, status: cancelled},
  {id: P-D2, risk: D2, option: share}, {id: P-E2, risk: E2, option: retain}, {id: P2-E3, risk: E3, option: avoid}, {id: P1-E3, risk: E3, option: modify}`)
	p := planFor(t, a, text)
	p.Approvals = []risk.Approval{accept("A-2", "B2", risk.Current), accept("A-3", "B4", risk.Residual), accept("A-5", "B5", risk.Residual),
		{ID: "A-6", Kind: risk.AcceptRisk, Risk: "B1", Stage: risk.Current}} // asked for, and not decided
	tr, err := p.Bind(a)
	require.NoError(t, err)
	var got []string
	for _, d := range tr.Demands() {
		got = append(got, strings.TrimRight(fmt.Sprint(d.Risk, " ", d.Current.Decision, " ", d.Need, d.Option, " ", d.Items, d.Acceptances, d.Questions, " open: ", d.Open), " "))
	}
	require.Equal(t, []string{
		"A1 accept nothing [] [] [] open: false",
		"B1 accept_conditionally acceptance [] [] [] open: true",
		"B2 accept_conditionally acceptance [] [A-2] [] open: false",
		"B3 accept_conditionally acceptance [P-B3] [] [] open: true",
		"B4 accept_conditionally acceptance [] [A-3] [] open: true",
		"B5 accept_conditionally acceptance [P-B5] [A-5] [] open: false",
		"C1 treat item [] [] [] open: true",
		"C2 treat item [P-C2] [] [] open: false",
		"C3 treat item [] [] [] open: true",
		"D1 escalate item [] [] [] open: true",
		"D2 escalate item [P-D2] [] [] open: false",
		"E1 avoid itemavoid [] [] [] open: true",
		"E2 avoid itemavoid [P-E2] [] [] open: true",
		"E3 avoid itemavoid [P1-E3 P2-E3] [] [] open: false",
		"F1 undetermined answers [] [] [availability likelihood] open: true",
	}, got)
	d := tr.Demands()[1]
	require.Equal(t, []string{"plan_item"}, d.Current.Conditions)
	require.Equal(t, "ciso", d.Current.Authority)
	require.Same(t, tr.Outcome("B1", risk.Residual), d.Residual)
	text2, err := risk.NeedItem.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "item", string(text2))
	require.Empty(t, risk.Need(99).String())
}

// TestOptions compares what sets of controls would do, by hand: R-001 is 2 x 3.
func TestOptions(t *testing.T) {
	tr := treat(t, treatedRegister, treatedPlan)
	got, err := tr.Options("R-001",
		risk.ControlSet{Name: "as it is"},
		risk.ControlSet{Name: "backup", Controls: []string{"A.8.13", "A.8.13"}},
		risk.ControlSet{Name: "site", Controls: []string{"OWN-1", "A.8.7"}},
		risk.ControlSet{Name: "both", Controls: []string{"OWN-1", "A.8.13"}})
	require.NoError(t, err)
	var lines []string
	for _, x := range got {
		line := fmt.Sprint(x.Name, ": ", ratingsOf(x.Outcome), " ", x.Outcome.Rule, " ", x.Acceptable, " ", x.Authority)
		for _, h := range x.Holders {
			line += " " + h.Person
		}
		for _, c := range x.Costs {
			line += " " + c.Amount.FloatString(2) + " " + c.Currency
		}
		lines = append(lines, fmt.Sprint(line, " ", x.Uncosted, x.Credited))
	}
	require.Equal(t, []string{
		"as it is: likely minor minor severe 6 high treat otherwise false  [] []",
		"backup: likely minor minor major 4 medium accept_conditionally tolerated true ciso coo chair 4000.00 EUR [] []",
		"site: likely minor minor minor 2 low accept within_appetite true  [OWN-1] [A.8.7]",
		"both: likely minor minor minor 2 low accept within_appetite true  4000.00 EUR [OWN-1] []",
	}, lines)
	availability := got[3].Ratings[3]
	require.Equal(t, []string{"A.8.13", "OWN-1"}, []string{availability.By[0].Control, availability.By[1].Control})
	require.Equal(t, 1, availability.Cut)
	require.Equal(t, risk.FromControls, availability.Basis)
	require.Equal(t, risk.FromCurrent, got[3].Ratings[1].Basis)

	// In another risk the item does not pay for the control: it costs what it states itself.
	got, err = tr.Options("R-002", risk.ControlSet{Controls: []string{"A.8.13"}})
	require.NoError(t, err)
	require.Equal(t, "8001/2", got[0].Costs[0].Amount.RatString())
	require.Equal(t, "certain severe minor minor 9 high treat", ratingsOf(got[0].Outcome)) // not what its item expects

	_, err = tr.Options("R-9")
	require.ErrorIs(t, err, risk.ErrUnknownRisk)
	_, err = tr.Options("R-001", risk.ControlSet{Controls: []string{"A.8.14"}})
	require.ErrorIs(t, err, risk.ErrUnknownControl)
}

// TestOptionsCosts adds up exactly, one sum for each currency.
func TestOptionsCosts(t *testing.T) {
	tr := treat(t, smallRegister(ratedRisk("R", "", stageOf("current", "rare", "minor"))), smallPlan(
		"{id: A, cost: {amount: 0.1, currency: EUR}}, {id: B, cost: {amount: 0.2, currency: EUR}}, {id: C, cost: {amount: 5, currency: CHF}}, {id: D}",
		"{id: P, risk: R, option: modify, controls: [C, D], cost: {amount: 7, currency: USD}}, {id: Q, risk: R, option: avoid, cost: {amount: 9, currency: USD}}"))
	sums := func(controls ...string) string {
		x, err := tr.Options("R", risk.ControlSet{Controls: controls})
		require.NoError(t, err)
		var out []string
		for _, c := range x[0].Costs {
			out = append(out, c.Amount.RatString()+" "+c.Currency)
		}
		return strings.Join(append(out, x[0].Uncosted...), ", ")
	}
	require.Equal(t, "3/10 EUR", sums("A", "B"))
	require.Equal(t, "5 CHF, 1/10 EUR", sums("C", "A"))
	require.Equal(t, "7 USD", sums("D", "C")) // the item pays for both
	require.Equal(t, "5 CHF", sums("C"))
	require.Equal(t, "D", sums("D"))
	require.Empty(t, sums())
}
