package risk_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// ratingsOf gives the ratings of an outcome in the order likelihood,
// confidentiality, integrity, availability, then level, band and decision.
func ratingsOf(o *risk.Outcome) string {
	parts := []string{}
	for _, in := range []string{"likelihood", "confidentiality", "integrity", "availability"} {
		parts = append(parts, o.Used(in).String())
	}
	return strings.Join(append(parts, o.Level, o.Band, o.Decision.String()), " ")
}

// TestTreated follows the five risks of the sample by hand.
//
//	R-001  2 x 3 = 6, high. A.8.13 lowers availability by floor(2 x 0.75) = 1
//	       to major, integrity is at its lowest: 2 x 2 = 4, medium, but with
//	       personal data unset: tolerated.
//	R-002  3 x 3 = 9; the item expects likelihood rare: 1 x 3 = 3, medium, but
//	       with personal data: treat.
//	R-003  no current ratings: likelihood certain less 1 by A.8.7, which is
//	       implemented; A.8.13 is credited but only planned: 2 x 3 = 6. No item.
//	R-004  2 x 2 = 4, medium: tolerated.
func TestTreated(t *testing.T) {
	tr := treat(t, treatedRegister, treatedPlan)
	for id, want := range map[string][2]string{
		"R-001": {"likely minor minor severe 6 high treat", "likely minor minor major 4 medium accept_conditionally"},
		"R-002": {"certain severe minor minor 9 high treat", "rare severe minor minor 3 medium treat"},
		"R-003": {"likely minor minor severe 6 high treat", "likely minor minor severe 6 high treat"},
		"R-004": {"likely major minor minor 4 medium accept_conditionally", "likely major minor minor 4 medium accept_conditionally"},
		"R-005": {"? ? ? ?   undetermined", "? ? ? ?   undetermined"},
	} {
		require.Equal(t, want[0], ratingsOf(tr.Outcome(id, risk.Current)), id)
		require.Equal(t, want[1], ratingsOf(tr.Outcome(id, risk.Residual)), id)
		require.Equal(t, risk.Residual, tr.Outcome(id, risk.Residual).Stage)
		require.Equal(t, id, tr.Outcome(id, risk.Residual).Risk)
	}
	require.Equal(t, "certain minor minor severe 9 high treat", ratingsOf(tr.Outcome("R-001", risk.Inherent)))
	require.Nil(t, tr.Outcome("R-002", risk.Inherent))
	require.Nil(t, tr.Outcome("R-9", risk.Current))
	require.Nil(t, tr.Outcome("R-9", risk.Inherent))
	require.Nil(t, tr.Outcome("R-001", 0))
	require.Nil(t, tr.Residual("R-9"))
	require.Same(t, tr.Assessment().Outcome("R-001", risk.Current), tr.Outcome("R-001", risk.Current))
	require.Equal(t, "acme-plan-2026", tr.Plan().ID)
}

// TestResidualExplains says which control moved which rating by how much.
func TestResidualExplains(t *testing.T) {
	tr := treat(t, treatedRegister, treatedPlan)
	r := tr.Residual("R-001")
	require.False(t, r.Derived)
	require.Nil(t, r.Existing)
	require.Len(t, r.Planned, 6) // every input of the criteria
	m := r.Planned[3]
	require.Equal(t, "availability", m.Input)
	require.Equal(t, "severe", m.Old.String())
	require.Equal(t, "major", m.New.String())
	require.True(t, m.Moved())
	require.Equal(t, risk.FromControls, m.Basis)
	require.Equal(t, "controls", m.Basis.String())
	require.Len(t, m.By, 1)
	require.Equal(t, "A.8.13", m.By[0].Control)
	require.Equal(t, 2, m.By[0].Steps)
	require.Equal(t, "3/4", m.By[0].Effectiveness.RatString())
	require.Equal(t, 1, m.By[0].Levels)
	require.Zero(t, m.Cut)
	integrity := r.Planned[2]
	require.False(t, integrity.Moved())
	require.Equal(t, 1, integrity.Cut) // it is at its lowest already
	require.Equal(t, risk.FromDefault, r.Planned[4].Old.From)
	require.Same(t, tr.Outcome("R-001", risk.Residual), r.Residual)

	r = tr.Residual("R-002")
	require.Equal(t, risk.FromExpected, r.Planned[0].Basis)
	require.Equal(t, risk.FromInputs, r.Planned[4].New.From)
	require.Equal(t, risk.FromCurrent, r.Planned[1].Basis)

	r = tr.Residual("R-003")
	require.True(t, r.Derived)
	require.Equal(t, "certain", r.Existing[0].Old.String())
	require.Equal(t, "likely", r.Existing[0].New.String())
	require.Equal(t, risk.FromControls, r.Existing[0].Basis)
	require.Equal(t, []string{"A.8.7"}, []string{r.Existing[0].By[0].Control})
	require.Empty(t, r.Existing[3].By) // A.8.13 is not implemented

	r = tr.Residual("R-005")
	require.Equal(t, risk.FromNowhere, r.Planned[0].New.From)
	text, err := risk.FromRegister.MarshalText()
	require.NoError(t, err)
	require.Equal(t, "register", string(text))
	require.Empty(t, risk.Basis(99).String())
}

// TestSteps has hand-calculated tables of the semantics of effects. The risk
// is R, the ratings shown are those of likelihood, with five levels.
func TestSteps(t *testing.T) {
	const document = `format: ismskit.criteria/v1
id: five
version: "1"
scales: [{id: five, levels: [{id: l1, value: 1}, {id: l2, value: 2}, {id: l3, value: 3}, {id: l4, value: 4}, {id: l5, value: 5}]}]
inputs: [{id: x, scale: five}, {id: y, scale: five, default: l4}]
level: x
bands: [{id: low, upTo: 2}, {id: high}]
acceptance: [{id: low, when: band == band.low, outcome: accept}, {id: rest, when: "true", outcome: treat}]
`
	c := compiled(t, "five.yaml", document)
	const (
		two    = "{id: TWO, status: implemented, effects: [{input: x, steps: 2, effectiveness: 1}]}"
		half   = "{id: HALF, status: implemented, effects: [{input: x, steps: 3, effectiveness: 0.5}]}"   // 1
		almost = "{id: ALMOST, status: implemented, effects: [{input: x, steps: 1, effectiveness: 0.9}]}" // 0
		none   = "{id: NONE, status: implemented, effects: [{input: x, steps: 4}]}"                       // 0
		plan   = "{id: PLAN, status: planned, effects: [{input: x, steps: 1, effectiveness: 1}]}"
		other  = "{id: OTHER, status: planned, effects: [{input: y, steps: 1, effectiveness: 1}]}"
		all    = two + "," + half + "," + almost + "," + none + "," + plan + "," + other
	)
	for name, test := range map[string]struct {
		risk, items       string
		current, residual string
		failed            []string // that fail
		then              [2]string
	}{
		"nothing acts":             {"ratings: {current: {x: l4}}", "", "l4", "l4", []string{"TWO"}, [2]string{"l4", "l4"}},
		"planned":                  {"ratings: {current: {x: l4}}", "{controls: [PLAN]}", "l4", "l3", []string{"PLAN"}, [2]string{"l4", "l4"}},
		"implemented, not yet":     {"ratings: {current: {x: l4}}", "{controls: [TWO]}", "l4", "l2", []string{"TWO"}, [2]string{"l4", "l4"}},
		"each rounds down":         {"ratings: {current: {x: l5}}", "{controls: [HALF, ALMOST, NONE]}", "l5", "l4", []string{"ALMOST", "NONE"}, [2]string{"l5", "l4"}},
		"they add up":              {"ratings: {current: {x: l5}}", "{controls: [HALF, TWO]}", "l5", "l2", []string{"HALF"}, [2]string{"l5", "l3"}},
		"over two items":           {"ratings: {current: {x: l5}}", "{controls: [HALF]}, {controls: [TWO]}", "l5", "l2", []string{"HALF", "TWO"}, [2]string{"l5", "l5"}},
		"once, not twice":          {"ratings: {current: {x: l5}}", "{controls: [TWO]}, {controls: [TWO]}", "l5", "l3", []string{"TWO", "TWO"}, [2]string{"l5", "l5"}},
		"never below the lowest":   {"ratings: {current: {x: l2}}", "{controls: [HALF, TWO]}", "l2", "l1", []string{"HALF"}, [2]string{"l2", "l1"}},
		"cancelled":                {"ratings: {current: {x: l4}}", "{controls: [TWO], status: cancelled}", "l4", "l4", []string{"TWO"}, [2]string{"l4", "l4"}},
		"credited in current":      {"controls: [TWO], ratings: {current: {x: l2}}", "", "l2", "l2", []string{"TWO"}, [2]string{"l4", "l4"}},
		"credited and in an item":  {"controls: [TWO], ratings: {current: {x: l2}}", "{controls: [TWO]}", "l2", "l2", []string{"TWO"}, [2]string{"l4", "l4"}},
		"credited, not there":      {"controls: [PLAN], ratings: {current: {x: l2}}", "", "l2", "l2", []string{"PLAN"}, [2]string{"l2", "l2"}},
		"credited, then planned":   {"controls: [PLAN], ratings: {current: {x: l2}}", "{controls: [PLAN]}", "l2", "l1", []string{"PLAN"}, [2]string{"l2", "l2"}},
		"at most to the top":       {"controls: [TWO], ratings: {current: {x: l4}}", "", "l4", "l4", []string{"TWO"}, [2]string{"l5", "l5"}},
		"at most to inherent":      {"controls: [TWO], ratings: {inherent: {x: l3}, current: {x: l2}}", "", "l2", "l2", []string{"TWO"}, [2]string{"l3", "l3"}},
		"inherent of all stages":   {"controls: [TWO], inputs: {x: l3}, ratings: {inherent: {}, current: {}}", "", "l3", "l3", []string{"TWO"}, [2]string{"l3", "l3"}},
		"inherent not rated":       {"controls: [TWO], inputs: {x: l3}", "", "l3", "l3", []string{"TWO"}, [2]string{"l5", "l5"}},
		"above inherent stays":     {"controls: [TWO], ratings: {inherent: {x: l2}, current: {x: l4}}", "", "l4", "l4", []string{"TWO"}, [2]string{"l4", "l4"}},
		"derived":                  {"controls: [TWO, HALF], ratings: {inherent: {x: l5}}", "", "l2", "l2", []string{"TWO"}, [2]string{"l4", "l4"}},
		"derived, then planned":    {"controls: [TWO], ratings: {inherent: {x: l5}}", "{controls: [PLAN]}", "l3", "l2", []string{"TWO"}, [2]string{"l5", "l4"}},
		"derived at the lowest":    {"controls: [TWO, HALF], ratings: {inherent: {x: l2}}", "", "l1", "l1", []string{"HALF"}, [2]string{"l2", "l2"}},
		"derived, not implemented": {"controls: [PLAN], ratings: {inherent: {x: l5}}", "", "l5", "l5", nil, [2]string{"l5", "l5"}},
		"both":                     {"controls: [TWO], ratings: {current: {x: l3}}", "{controls: [PLAN]}", "l3", "l2", []string{"TWO"}, [2]string{"l5", "l4"}},
		"both fail":                {"controls: [TWO], ratings: {current: {x: l3}}", "{controls: [PLAN]}", "l3", "l2", []string{"TWO", "PLAN"}, [2]string{"l5", "l5"}},
		"expected":                 {"ratings: {current: {x: l5}}", "{controls: [PLAN], expected: {x: l2}}", "l5", "l2", []string{"PLAN"}, [2]string{"l5", "l3"}},
		"expected, credited fails": {"controls: [TWO], ratings: {current: {x: l3}}", "{expected: {x: l2}}", "l3", "l2", []string{"TWO"}, [2]string{"l5", "l4"}},
		"expected, at most so":     {"ratings: {current: {x: l3}}", "{controls: [TWO], expected: {x: l2}}", "l3", "l2", []string{"TWO"}, [2]string{"l3", "l3"}},
		"expected over register":   {"ratings: {current: {x: l5}, residual: {x: l1}}", "{controls: [PLAN], expected: {x: l2}}", "l5", "l2", nil, [2]string{"l5", "l2"}},
		"controls over register":   {"ratings: {current: {x: l5}, residual: {x: l1}}", "{controls: [PLAN]}", "l5", "l4", []string{"PLAN"}, [2]string{"l5", "l5"}},
		"even those of 0 levels":   {"ratings: {current: {x: l5}, residual: {x: l1}}", "{controls: [NONE]}", "l5", "l5", []string{"NONE"}, [2]string{"l5", "l5"}},
		"register":                 {"ratings: {current: {x: l5}, residual: {x: l2}}", "{controls: [OTHER]}", "l5", "l2", []string{"OTHER"}, [2]string{"l5", "l2"}},
		"register, credited fails": {"controls: [TWO], ratings: {current: {x: l3}, residual: {x: l1}}", "", "l3", "l1", []string{"TWO"}, [2]string{"l5", "l3"}},
		"a range":                  {"ratings: {current: {x: [l3, l5]}}", "{controls: [TWO]}", "[l3, l5]", "[l1, l3]", []string{"TWO"}, [2]string{"[l3, l5]", "[l3, l5]"}},
		"a range at the lowest":    {"ratings: {current: {x: [l1, l2]}}", "{controls: [TWO]}", "[l1, l2]", "l1", nil, [2]string{"[l1, l2]", "l1"}},
		"a range up":               {"controls: [TWO], ratings: {current: {x: [l2, l4]}}", "", "[l2, l4]", "[l2, l4]", []string{"TWO"}, [2]string{"[l4, l5]", "[l4, l5]"}},
		"a range to inherent":      {"controls: [TWO], ratings: {inherent: {x: [l3, l4]}, current: {x: [l2, l3]}}", "", "[l2, l3]", "[l2, l3]", []string{"TWO"}, [2]string{"[l3, l4]", "[l3, l4]"}},
		"missing stays missing":    {"controls: [TWO], ratings: {current: {}}", "{controls: [PLAN]}", "?", "?", []string{"TWO", "PLAN"}, [2]string{"?", "?"}},
		"missing, but expected":    {"ratings: {current: {}}", "{controls: [TWO], expected: {x: l1}}", "?", "l1", []string{"TWO"}, [2]string{"?", "l3"}},
		"of a level's value":       {"ratings: {current: {x: 4}}", "{controls: [TWO]}", "l4", "l2", nil, [2]string{"l4", "l2"}},
		"stated for every stage":   {"inputs: {x: l4}", "{controls: [TWO]}", "l4", "l2", nil, [2]string{"l4", "l2"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := assess(t, c, register(t, "r.yaml", smallRegister("{id: R, "+test.risk+"}")))
			items := strings.Split(test.items, ", {")
			for i := range items {
				if items[i] != "" {
					items[i] = "{id: P" + string(rune('0'+i)) + ", risk: R, option: retain, " + strings.TrimPrefix(items[i], "{")
				}
			}
			tr, err := planFor(t, a, smallPlan(all, strings.Join(items, ", "))).Bind(a)
			require.NoError(t, err)
			require.Equal(t, test.current, tr.Outcome("R", risk.Current).Used("x").String())
			require.Equal(t, test.residual, tr.Outcome("R", risk.Residual).Used("x").String())
			f, err := tr.Fail(test.failed...)
			require.NoError(t, err)
			then := [2]string{test.current, test.residual}
			for _, m := range f.Moves {
				require.Equal(t, tr.Outcome("R", m.Stage), m.Old)
				then[m.Stage-risk.Current] = m.New.Used("x").String()
			}
			require.Equal(t, test.then, then)
		})
	}

	t.Run("a default", func(t *testing.T) {
		a := assess(t, c, register(t, "r.yaml", smallRegister("{id: R, ratings: {current: {x: l1}}}")))
		tr, err := planFor(t, a, smallPlan(all, "{id: P, risk: R, option: retain, controls: [OTHER]}")).Bind(a)
		require.NoError(t, err)
		m := tr.Residual("R").Planned[1]
		require.Equal(t, "l4", m.Old.String())
		require.Equal(t, risk.FromDefault, m.Old.From)
		require.Equal(t, "l3", m.New.String())
		require.Equal(t, risk.FromRating, m.New.From)
	})
}

// TestClaims are compared with the outcome of the stage that they are about.
func TestClaims(t *testing.T) {
	tr := treat(t, smallRegister(
		"{id: A, ratings: {current: {likelihood: certain, confidentiality: severe, integrity: minor, availability: minor}}, claimed: {stage: residual, level: 6}}",
		"{id: B, ratings: {inherent: {likelihood: certain, confidentiality: severe, integrity: minor, availability: minor}}, claimed: {level: 9}}"),
		smallPlan("{id: C, effects: [{input: likelihood, steps: 1, effectiveness: 1}]}", "{id: P, risk: A, option: modify, controls: [C]}"))
	require.Equal(t, &risk.Claimed{Level: "6", Follows: true}, tr.Outcome("A", risk.Residual).Claimed)
	require.Nil(t, tr.Outcome("A", risk.Current).Claimed)
	require.True(t, tr.Outcome("B", risk.Inherent).Claimed.Follows)
	require.Nil(t, tr.Outcome("B", risk.Current).Claimed)
	require.Nil(t, tr.Outcome("B", risk.Residual).Claimed)
}
