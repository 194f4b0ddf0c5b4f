package risk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// complete is what an item needs so that nothing is found about its form.
const complete = "rationale: x, responsible: y, resources: [z], due: 2026-06-30"

func ratedRisk(id, more, stages string) string {
	return "{id: " + id + ", " + more + "ratings: {" + stages + "}}"
}

func stageOf(name string, ratings ...string) string {
	return fmt.Sprintf("%s: {likelihood: %s, confidentiality: %s, integrity: minor, availability: minor}", name, ratings[0], ratings[1])
}

// TestFindings has every finding, and beside it the nearest case in which
// there is none. @ stands before the word at the finding's place.
func TestFindings(t *testing.T) {
	const (
		c1      = "{id: C1, status: implemented, effects: [{input: likelihood, steps: 1, effectiveness: 1}]}"
		c2      = "{id: C2, status: planned, effects: [{input: likelihood, steps: 2, effectiveness: 1}]}"
		c3      = "{id: C3, status: planned, effects: [{input: confidentiality, steps: 1, effectiveness: 0.5}]}"
		c4      = "{id: C4}"
		all     = c1 + ", " + c2 + ", " + c3 + ", " + c4
		retain  = "{id: P, risk: R, option: retain, " + complete
		current = "current: {likelihood: likely, confidentiality: severe, integrity: minor, availability: minor}"
	)
	july := date(2026, 7, 1)
	for name, test := range map[string]struct {
		risk, controls, items string
		want                  []string
	}{
		"nothing": {ratedRisk("R", "controls: [C1], ", current), all, retain + "}", nil},
		"residual above, by register": {ratedRisk("R", "", stageOf("current", "likely", "severe")+", "+stageOf("residual", "certain", "severe")), all, retain + "}", []string{
			"residual_above_current R//: r.yaml risks[0] @{id: the level of the risk R after treatment, 9, is above the current one, 6 [9|6]",
			"residual_above_current R//likelihood: r.yaml risks[0].ratings.residual.likelihood @certain: the likelihood of the risk R after treatment, certain, is above the current one, likely [certain|likely]"}},
		"residual above, band too": {ratedRisk("R", "", stageOf("current", "rare", "severe")), all, retain + ", expected: {likelihood: certain}}", []string{
			"residual_above_current R//: r.yaml risks[0] @{id: the level of the risk R after treatment, 9, is above the current one, 3 [9|3]",
			"residual_above_current R//: r.yaml risks[0] @{id: the band of the risk R after treatment, high, is above the current one, medium [high|medium]",
			"residual_above_current R//likelihood: r.yaml risks[0] @{id: the likelihood of the risk R after treatment, certain, is above the current one, rare [certain|rare]"}},
		"lowered without any control": {ratedRisk("R", "", stageOf("current", "likely", "severe")+", "+stageOf("residual", "rare", "severe")), all, "", []string{
			"lowered_without_control R//: r.yaml risks[0] @{id: the risk R is lower after treatment, and no item has a control for it [medium|high]",
			"lowered_without_control R//likelihood: r.yaml risks[0].ratings.residual.likelihood @rare: the likelihood of the risk R is rare after treatment, now it is likely, and no control of its items acts on it [rare|likely]"}},
		"lowered by the wrong control": {ratedRisk("R", "", current), all, retain + ", controls: [C3], expected: {likelihood: rare}}", []string{
			"lowered_without_control R//likelihood: r.yaml risks[0] @{id: the likelihood of the risk R is rare after treatment, now it is likely, and no control of its items acts on it [rare|likely]"}},
		"lowered by a control": {ratedRisk("R", "", current), all, retain + ", controls: [C1], expected: {likelihood: rare}}", nil},
		"expected less": {ratedRisk("R", "", stageOf("current", "certain", "severe")), all, retain + ", controls: [C1], expected: {likelihood: rare}}", []string{
			"expected_unexplained R/P/likelihood: plan.yaml items[0].expected.likelihood @rare: the item P expects the likelihood rare; the controls lower certain by 1 level, to likely [rare|likely]"}},
		"register lower than computed": {ratedRisk("R", "", stageOf("current", "certain", "severe")+", "+stageOf("residual", "rare", "severe")), all, retain + ", controls: [C1]}", []string{
			"register_residual_lower R//likelihood: r.yaml risks[0].ratings.residual.likelihood @rare: the register states the likelihood rare of the risk R after treatment; from the plan follows likely [rare|likely]"}},
		"register not lower": {ratedRisk("R", "", stageOf("current", "certain", "severe")+", "+stageOf("residual", "likely", "severe")), all, retain + ", controls: [C1]}", nil},
		"current lower than explained": {ratedRisk("R", "controls: [C1], ", stageOf("inherent", "certain", "severe")+", "+stageOf("current", "rare", "severe")), all, "", []string{
			"current_unexplained R//likelihood: r.yaml risks[0].ratings.current.likelihood @rare: the current likelihood of the risk R is rare; the credited controls lower certain by 1 level, to likely [rare|likely]"}},
		"current explained": {ratedRisk("R", "controls: [C1], ", stageOf("inherent", "certain", "severe")+", "+stageOf("current", "likely", "severe")), all, "", nil},
		"current of none":   {ratedRisk("R", "", stageOf("inherent", "certain", "severe")+", "+stageOf("current", "likely", "severe")), all, "", []string{"current_unexplained R//likelihood: r.yaml risks[0].ratings.current.likelihood @likely: the current likelihood of the risk R is likely; the credited controls lower certain by 0 levels, to certain [likely|certain]"}},
		"credited and additional": {ratedRisk("R", "controls: [C1], ", current), all, retain + ", controls: [C1]}", []string{
			"counted_twice R/P/C1: plan.yaml items[0].controls[0] @C1: the control C1 is credited in the current ratings of the risk R and additional in the item P [|]"}},
		"in two items": {ratedRisk("R", "", stageOf("current", "certain", "severe")), all, retain + ", controls: [C2]}, {id: Q, risk: R, option: retain, controls: [C2], " + complete + "}", []string{
			"counted_twice R/Q/C2: plan.yaml items[1].controls[0] @C2: the control C2 is in the items P and Q of the risk R; it counts once [|P]"}},
		"credited twice": {ratedRisk("R", "controls: [C1, C1], ", current), all, "", []string{
			"counted_twice R//C1: r.yaml risks[0].controls[1] @C1: the control C1 is credited twice in the risk R [|]"}},
		"credited, not implemented": {ratedRisk("R", "controls: [C2, C4], ", current), all, "", []string{
			"credited_not_implemented R//C2: r.yaml risks[0].controls[0] @C2: the risk R credits the control C2, whose status is planned: it counts for nothing [planned|implemented]",
			"credited_not_implemented R//C4: r.yaml risks[0].controls[1] @C4: the risk R credits the control C4, whose status is not stated: it counts for nothing [|implemented]"}},
		"credited, unknown": {ratedRisk("R", "controls: [C9], ", current), all, "", []string{
			"credited_unknown R//C9: r.yaml risks[0].controls[0] @C9: the risk R credits the control C9, which the plan does not know [|]"}},
		"below the lowest": {ratedRisk("R", "", stageOf("current", "likely", "severe")), all, retain + ", controls: [C1, C2]}", []string{
			"below_lowest R//likelihood: r.yaml risks[0] @{id: C1 and C2 lower the likelihood of the risk R by 3 levels, of which 2 are of no use: it is likely [3 levels|likely]"}},
		"inherent below the lowest": {ratedRisk("R", "controls: [C1], ", stageOf("inherent", "rare", "severe")), all, "", []string{
			"below_lowest R//likelihood: r.yaml risks[0] @{id: C1 lowers the likelihood of the risk R by 1 level, of which 1 is of no use: it is rare [1 level|rare]"}},
		"no effectiveness": {ratedRisk("R", "", current), "{id: C5, effects: [{input: likelihood, steps: 1}]}", "", []string{
			"no_effectiveness //C5likelihood: plan.yaml controls[0].effects[0] @{input: nobody says how effective the control C5 is for likelihood: it counts for nothing [|]"}},
		"implemented later": {ratedRisk("R", "", current), "{id: C5, status: implemented, since: 2026-07-02}", "", []string{
			"later //C5: plan.yaml controls[0].since @2026-07-02: the control C5 is said to be implemented since 2026-07-02, which is later than 2026-07-01 [2026-07-02|2026-07-01]"}},
		"modify without controls": {ratedRisk("R", "", current), all, "{id: P, risk: R, option: modify, " + complete + "}", []string{
			"no_controls R/P/: plan.yaml items[0].option @modify: the option of the item P is modify, and it has no control [|]"}},
		"share without controls": {ratedRisk("R", "", current), all, "{id: P, risk: R, option: share, " + complete + "}", []string{
			"no_controls R/P/: plan.yaml items[0].option @share: the option of the item P is share, and it has no control [|]"}},
		"avoid without controls": {ratedRisk("R", "", current), all, "{id: P, risk: R, option: avoid, " + complete + "}", nil},
		"an empty item": {ratedRisk("R", "", current), all, "{id: P, risk: R, option: retain}", []string{
			"no_due R/P/: plan.yaml items[0] @{id: the item P does not say when it is due [|]",
			"no_rationale R/P/: plan.yaml items[0] @{id: the item P does not say why its option was chosen [|]",
			"no_resources R/P/: plan.yaml items[0] @{id: the item P does not say what it takes [|]",
			"no_responsible R/P/: plan.yaml items[0] @{id: the item P does not say who is responsible [|]"}},
		"cancelled": {ratedRisk("R", "", current), all, "{id: P, risk: R, option: modify, status: cancelled}", nil},
		"creates an untreated risk": {ratedRisk("R", "", current) + "\n  - {id: S}\n  - " + ratedRisk("T", "", stageOf("current", "certain", "severe")) + "\n  - " + ratedRisk("U", "", stageOf("current", "rare", "severe")) + "\n  - " + ratedRisk("V", "", stageOf("current", "rare", "minor")),
			all, retain + ", creates: [S, T, U, V]}", []string{
				"creates_untreated R/P/: plan.yaml items[0].creates[0] @S: the item P brings about the risk S, whose demand for answers is open [S|answers]",
				"creates_untreated R/P/: plan.yaml items[0].creates[1] @T: the item P brings about the risk T, whose demand for an item is open [T|item]",
				"creates_untreated R/P/: plan.yaml items[0].creates[2] @U: the item P brings about the risk U, whose demand for an acceptance is open [U|acceptance]"}},
		"done, not implemented": {ratedRisk("R", "", current), all, retain + ", controls: [C1, C3], status: done, done: 2026-05-01}", []string{
			"done_not_implemented R/P/C3: plan.yaml items[0].controls[1] @C3: the item P is done, and its control C3 is not implemented [planned|implemented]"}},
		"done later": {ratedRisk("R", "", current), all, retain + ", status: done, done: 2026-08-01}", []string{
			"later R/P/: plan.yaml items[0].done @2026-08-01: the item P is said to be done on 2026-08-01, which is later than 2026-07-01 [2026-08-01|2026-07-01]"}},
		"as expected": {ratedRisk("R", "", current), all, retain + ", controls: [C1], status: done, done: 2026-05-01, expected: {likelihood: rare}, actual: {likelihood: 1}}", nil},
		"as computed": {ratedRisk("R", "", current), all, retain + ", controls: [C1], status: done, done: 2026-05-01, actual: {likelihood: rare, confidentiality: severe}}", nil},
		"not as computed": {ratedRisk("R", "", current), all, retain + ", controls: [C1], status: done, done: 2026-05-01, actual: {likelihood: likely}}", []string{
			"deviation_unexplained R/P/likelihood: plan.yaml items[0].actual.likelihood @likely: the item P found the likelihood likely, not rare as expected, and does not say why [likely|rare]"}},
		"not as expected": {ratedRisk("R", "", current), all, retain + ", controls: [C1], status: done, done: 2026-05-01, expected: {likelihood: rare}, actual: {likelihood: likely}}", []string{
			"deviation_unexplained R/P/likelihood: plan.yaml items[0].actual.likelihood @likely: the item P found the likelihood likely, not rare as expected, and does not say why [likely|rare]"}},
		"not looked at": {ratedRisk("R", "", current), all, retain + ", controls: [C1], status: done, done: 2026-05-01, expected: {likelihood: rare}}", []string{
			"deviation_unexplained R/P/likelihood: plan.yaml items[0].expected.likelihood @rare: the item P is done and expected the likelihood rare; it does not say what was found [|rare]"}},
		"explained": {ratedRisk("R", "", current), all, retain + ", controls: [C1], status: done, done: 2026-05-01, expected: {likelihood: rare}, actual: {likelihood: likely}, deviation: why}", nil},
		"found what is not known": {"{id: R}", all, retain + ", status: done, done: 2026-05-01, actual: {likelihood: rare}}", []string{
			"deviation_unexplained R/P/likelihood: plan.yaml items[0].actual.likelihood @rare: the item P found the likelihood rare, not ? as expected, and does not say why [rare|]"}},
	} {
		t.Run(name, func(t *testing.T) {
			texts := map[string]string{"r.yaml": smallRegister(test.risk), "plan.yaml": smallPlan(test.controls, test.items)}
			tr := treat(t, texts["r.yaml"], texts["plan.yaml"])
			var got []string
			for _, f := range tr.Findings(july) {
				if f.Code == risk.FindOverdue {
					continue // TestOverdue
				}
				at := strings.Split(texts[f.File], "\n")[f.Pos.Line-1][f.Pos.Col-1:]
				require.Equal(t, fmt.Sprintf("%s:%d:%d: %s: %s", f.File, f.Pos.Line, f.Pos.Col, f.Path, f.Message), f.String())
				got = append(got, fmt.Sprintf("%s %s/%s/%s%s: %s %s @%s: %s [%s|%s]", f.Code, f.Risk, f.Item, f.Control, f.Input,
					f.File, f.Path, at[:strings.IndexAny(at, ":,]}")], f.Message, f.Value, f.Against))
			}
			require.Equal(t, test.want, got)
		})
	}
}

// TestOwnOption needs a control if the organisation says so.
func TestOwnOption(t *testing.T) {
	text := smallPlan("", "{id: P, risk: R, option: insure, "+complete+"}, {id: Q, risk: R, option: pursue, "+complete+"}") +
		"options: [{id: pursue}, {id: insure, controls: true}]\n"
	tr := treat(t, smallRegister(ratedRisk("R", "", stageOf("current", "rare", "minor"))), text)
	f := tr.Findings(march)
	require.Len(t, f, 1)
	require.Equal(t, risk.FindNoControls, f[0].Code)
	require.Equal(t, "P", f[0].Item)
}

// TestOverdue looks at items just before and just after they are due.
func TestOverdue(t *testing.T) {
	at := func(items string, asOf time.Time) []string {
		tr := treat(t, smallRegister(ratedRisk("R", "", stageOf("current", "rare", "minor"))), smallPlan("", "{id: P, risk: R, option: retain, rationale: x, responsible: y, resources: [z], "+items+"}"))
		var out []string
		for _, f := range tr.Findings(asOf) {
			require.Equal(t, risk.FindOverdue, f.Code)
			out = append(out, f.Path+" "+f.Message)
		}
		return out
	}
	due, second := date(2026, 6, 30), time.Second
	require.Empty(t, at("due: 2026-06-30", due))
	require.Equal(t, []string{"items[0].due the item P was due by 2026-06-30 and is not done"}, at("due: 2026-06-30, status: started", due.Add(second)))
	require.Empty(t, at("due: 2026-06-30, status: done, done: 2026-06-30", due.Add(second)))
	require.Empty(t, at("due: 2026-06-30, status: cancelled", due.Add(second)))
	require.Empty(t, at("due: 2026-06-30, revised: {due: 2026-08-31, by: coo}", date(2026, 8, 31)))
	require.Equal(t, []string{"items[0].revised.due the item P was due by 2026-08-31 and is not done"},
		at("due: 2026-06-30, revised: {due: 2026-08-31, by: coo}", date(2026, 9, 1)))
}

// TestFindingsMadeInGo have a path, those about a line of a file its place.
func TestFindingsMadeInGo(t *testing.T) {
	r := &risk.Risk{ID: "R", Controls: []string{"X"}}
	a := assess(t, acme(t), &risk.Register{ID: "r", Risks: []*risk.Risk{r}})
	p := &risk.Plan{ID: "p", Assessment: seal.Digest(a.Digest()),
		Controls: []risk.Control{{ID: "C", Effects: []risk.Effect{{Input: "likelihood", Steps: 1}}}},
		Items: []risk.PlanItem{{ID: "P", Risk: "R", Option: risk.OptionModify, Status: risk.ItemDone, Done: march,
			Expected: []risk.Statement{{Input: "likelihood", Value: criteria.StateText("rare")}}}}}
	tr, err := p.Bind(a)
	require.NoError(t, err)
	var got []string
	for _, f := range tr.Findings(march) {
		got = append(got, string(f.Code)+" "+f.Path)
		require.Zero(t, f.Pos)
	}
	require.Equal(t, []string{"no_effectiveness controls[0].effects[0]", "credited_unknown R", "deviation_unexplained items[0].expected.likelihood",
		"no_controls items[0].option", "no_due items[0]", "no_rationale items[0]", "no_resources items[0]", "no_responsible items[0]"}, got)
}
