package risk_test

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// treatedRegister has a risk for each way to get from one stage to the next.
const treatedRegister = `format: ismskit.register/v1
id: acme-2026
risks:
  - id: R-001
    owner: coo
    controls: [A.8.7]
    ratings:
      inherent: {likelihood: certain, confidentiality: minor, integrity: minor, availability: severe}
      current:  {likelihood: likely, confidentiality: minor, integrity: minor, availability: severe}
  - id: R-002
    ratings: {current: {likelihood: certain, confidentiality: severe, integrity: minor, availability: minor}}
    inputs: {personal_data: true}
  - id: R-003
    controls: [A.8.7, A.8.13]
    ratings: {inherent: {likelihood: certain, confidentiality: minor, integrity: minor, availability: severe}}
  - id: R-004
    ratings: {current: {likelihood: likely, confidentiality: major, integrity: minor, availability: minor}}
  - id: R-005
    description: nothing is known
`

// treatedPlan uses every key of the format but approvals.
const treatedPlan = `format: ismskit.plan/v1
id: acme-plan-2026
version: "1"
title: Treatment plan 2026
assessment: DIGEST
changed: 2026-03-02
document: D-12
options:
  - {id: pursue, title: Pursue}
  - {id: insure, title: Insure, controls: true}
material: [ratings, controls, owner]
holders:
  - {person: coo, authority: ciso, from: 2025-01-01, until: 2027-01-01}
  - {person: chair, authority: board}
  - {person: former, authority: ciso, until: 2026-01-01}
  - {person: lead, authority: unit_head}
controls:
  - id: A.8.7
    title: Protection against malware
    catalogue: iso27001-2022-annex-a
    owner: it
    status: implemented
    since: 2025-06-01
    evidence: [av-report]
    effects: [{input: likelihood, steps: 1, effectiveness: 1}]
  - id: A.8.13
    title: Offline backups
    owner: it
    status: planned
    due: 2026-06-30
    cost: {amount: 4000.50, currency: EUR}
    effects:
      - {input: availability, steps: 2, effectiveness: 0.75}
      - {input: integrity, steps: 1, effectiveness: 1}
  - id: OWN-1
    title: Second site
    status: planned
    effects: [{input: availability, steps: 2, effectiveness: 1}, {input: likelihood, steps: 1}]
items:
  - id: P-1
    risk: R-001
    option: modify
    controls: [A.8.13]
    rationale: restoring is cheaper than paying
    responsible: it-lead
    resources: [4 days]
    cost: {amount: 4000, currency: EUR}
    start: 2026-04-01
    due: 2026-06-30
    revised: {due: 2026-08-31, by: coo}
    status: started
  - id: P-2
    risk: R-002
    option: avoid
    rationale: the service ends
    responsible: coo
    resources: [none]
    start: 2026-02-01
    due: 2026-02-20
    status: done
    done: 2026-02-15
    expected: {likelihood: rare}
    actual: {likelihood: likely}
    deviation: one client stays
    creates: [R-004]
  - id: P-3
    risk: R-002
    option: modify
    controls: [OWN-1]
    status: cancelled
`

// planFor reads a plan for an assessment.
func planFor(t testing.TB, a *risk.Assessment, text string) *risk.Plan {
	t.Helper()
	p, err := risk.ParsePlan("plan.yaml", []byte(strings.ReplaceAll(text, "DIGEST", a.Digest())))
	require.NoError(t, err)
	return p
}

func treat(t testing.TB, registerText, planText string, approvals ...risk.Approval) *risk.Treatment {
	t.Helper()
	a := assess(t, acme(t), register(t, "r.yaml", registerText))
	p := planFor(t, a, planText)
	p.Approvals = approvals
	tr, err := p.Bind(a)
	require.NoError(t, err)
	return tr
}

// accept is an approved acceptance, as far as a plan's demands look at it.
func accept(id, of string, s risk.Stage) risk.Approval {
	return risk.Approval{ID: id, Kind: risk.AcceptRisk, Risk: of, Stage: s, Decision: risk.Approved}
}

// smallPlan gives a plan of some controls and items, in YAML's flow style.
func smallPlan(controls, items string) string {
	return "format: ismskit.plan/v1\nid: p\nassessment: DIGEST\ncontrols: [" + controls + "]\nitems: [" + items + "]\n"
}

func smallRegister(risks ...string) string {
	return "format: ismskit.register/v1\nid: r\nrisks:\n  - " + strings.Join(risks, "\n  - ") + "\n"
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func TestParsePlan(t *testing.T) {
	a := assess(t, acme(t), register(t, "r.yaml", treatedRegister))
	p := planFor(t, a, treatedPlan)
	require.Equal(t, "acme-plan-2026", p.ID)
	require.Equal(t, "1", p.Version)
	require.Equal(t, "Treatment plan 2026", p.Title)
	require.Equal(t, a.Digest(), string(p.Assessment))
	require.Equal(t, date(2026, 3, 2), p.Changed)
	require.Equal(t, "D-12", p.Document)
	require.Equal(t, []string{"ratings", "controls", "owner"}, p.Material)
	require.Len(t, p.Options, 2)
	require.True(t, p.Options[1].Controls)
	require.Equal(t, date(2027, 1, 1), p.Holders[0].Until)
	c := p.Controls[1]
	require.Equal(t, risk.Planned, c.Status)
	require.Equal(t, risk.Implemented, p.Controls[0].Status)
	require.Equal(t, "8001/2", c.Cost.Amount.RatString())
	require.Equal(t, 2, c.Effects[0].Steps)
	require.Equal(t, "3/4", c.Effects[0].Effectiveness.RatString())
	require.Nil(t, p.Controls[2].Effects[1].Effectiveness)
	it := p.Items[0]
	require.Equal(t, risk.ItemStarted, it.Status)
	require.Equal(t, []string{"4 days"}, it.Resources)
	require.Equal(t, "coo", it.Revised.By)
	require.Equal(t, date(2026, 8, 31), it.DueBy())
	require.Equal(t, date(2026, 2, 20), p.Items[1].DueBy())
	require.Equal(t, risk.ItemCancelled, p.Items[2].Status)
	require.Equal(t, "likely", p.Items[1].Actual[0].Value.String())
	require.Equal(t, []string{"R-004"}, p.Items[1].Creates)
}

// TestNames has the words of documents.
func TestNames(t *testing.T) {
	require.Equal(t, "partial", risk.Partial.String())
	require.Equal(t, "done", risk.ItemDone.String())
	require.Empty(t, risk.ControlStatus(99).String())
	require.Empty(t, risk.ItemStatus(99).String())
}

// TestEffectLevels has hand-calculated floors.
func TestEffectLevels(t *testing.T) {
	for _, test := range []struct {
		steps    int
		num, den int64
		want     int
	}{{1, 1, 1, 1}, {2, 1, 2, 1}, {1, 1, 2, 0}, {1, 99, 100, 0}, {3, 2, 3, 2}, {3, 1, 2, 1}, {4, 3, 4, 3}, {4, 74, 100, 2}, {5, 0, 1, 0}, {100, 1, 1, 100}} {
		e := risk.Effect{Steps: test.steps, Effectiveness: big.NewRat(test.num, test.den)}
		require.Equal(t, test.want, e.Levels(), "%d x %d/%d", test.steps, test.num, test.den)
	}
	require.Zero(t, (&risk.Effect{Steps: 3}).Levels())
	require.Zero(t, (&risk.Effect{Steps: 3, Effectiveness: big.NewRat(-1, 1)}).Levels())
}

func TestPlanBytes(t *testing.T) {
	a := assess(t, acme(t), register(t, "r.yaml", treatedRegister))
	p := planFor(t, a, treatedPlan)
	again, err := risk.ParsePlan("plan.json", p.Bytes())
	require.NoError(t, err)
	require.Equal(t, string(p.Bytes()), string(again.Bytes()))
	require.Equal(t, p.Digest(), again.Digest())
	require.Equal(t, seal.Sum("ismskit.plan/v1", p.Bytes()), p.Digest())

	// The order of entries says nothing, every value does.
	p.Items[0], p.Items[2] = p.Items[2], p.Items[0]
	p.Controls[0], p.Controls[1] = p.Controls[1], p.Controls[0]
	p.Holders[0], p.Holders[1] = p.Holders[1], p.Holders[0]
	require.Equal(t, again.Digest(), p.Digest())
	seen := map[seal.Digest]string{p.Digest(): ""}
	lines := strings.SplitAfter(treatedPlan, "\n")
	for i, line := range lines[:len(lines)-1] {
		q, err := risk.ParsePlan("plan.yaml", []byte(strings.ReplaceAll(strings.Join(slices.Concat(lines[:i], lines[i+1:]), ""), "DIGEST", a.Digest())))
		if err != nil {
			continue // what is needed cannot be left out
		}
		require.NotContains(t, seen, q.Digest(), "without %q", line)
		seen[q.Digest()] = line
	}
	require.Greater(t, len(seen), 40)
}

// TestFrozenPlans reads plans that earlier versions wrote, and finds the same
// bytes and digest. They are never written anew: -update adds only one that is
// not there yet.
func TestFrozenPlans(t *testing.T) {
	file := filepath.Join("testdata", "frozen", "plan", "acme-1.json")
	if _, err := os.Stat(file); *update && os.IsNotExist(err) {
		a := assess(t, acme(t), register(t, "r.yaml", treatedRegister))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, planFor(t, a, treatedPlan).Bytes(), 0o644))
	}
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	p, err := risk.ParsePlan(file, data)
	require.NoError(t, err)
	require.Equal(t, string(data), string(p.Bytes()))
	require.Equal(t, "sha256:633239da9c9020d364b8b618016dc1c2c6d904f69e88df29a60ebd3e3a4de50d", string(p.Digest()))
}

// TestPlanRefuses has every error that a plan can have by itself.
func TestPlanRefuses(t *testing.T) {
	const head = "format: ismskit.plan/v1\nid: p\nassessment: sha256:0000000000000000000000000000000000000000000000000000000000000000\n"
	const control = head + "controls:\n  - id: C\n"
	const item = head + "controls: [{id: C}]\nitems:\n  - {id: P, risk: R, option: retain}\n"
	at := func(line, col int) source.Pos { return source.Pos{Line: line, Col: col} }
	for name, test := range map[string]struct {
		text    string
		code    source.Code
		pos     source.Pos
		path    string
		message string
	}{
		"empty":               {"", source.Empty, at(1, 1), "", "the document is empty"},
		"list":                {"[]", source.WrongType, at(1, 1), "", "wanted is a map, not a list"},
		"other format":        {"format: ismskit.plans/v1\n", source.BadValue, at(1, 9), "format", `the format is "ismskit.plans/v1", this release reads ismskit.plan/v1`},
		"missing id":          {"format: ismskit.plan/v1\nassessment: " + zeroDigest + "\n", source.MissingKey, at(1, 1), "", "missing key id"},
		"missing assessment":  {"format: ismskit.plan/v1\nid: p\n", source.MissingKey, at(1, 1), "", "missing key assessment"},
		"no digest":           {"format: ismskit.plan/v1\nid: p\nassessment: sha256:x\n", source.BadValue, at(3, 13), "assessment", `"sha256:x" is no digest`},
		"unknown key":         {head + "contrls: []\n", source.UnknownKey, at(4, 1), "contrls", `unknown key "contrls"`},
		"duplicate key":       {head + "id: q\n", source.DuplicateKey, at(4, 1), "id", `the key "id" is already at line 2`},
		"date":                {head + "changed: yesterday\n", source.BadValue, at(4, 10), "changed", `"yesterday" is no point in time: write 2026-02-01 or 2026-02-01T09:00:00Z`},
		"no list":             {head + "items: {}\n", source.WrongType, at(4, 8), "items", "wanted is a list, not a map"},
		"format character":    {head + "title: \"a\\u202eb\"\n", source.Encoding, at(4, 8), "title", "the text has a control or format character, or is not valid UTF-8"},
		"in a list":           {item[:len(item)-2] + ", resources: [\"\\u0007\"]}\n", source.Encoding, at(6, 50), "items[0].resources[0]", "the text has a control or format character, or is not valid UTF-8"},
		"empty material":      {head + "material: []\n", source.Empty, at(4, 11), "material", "name at least one field, or leave material out"},
		"material twice":      {head + "material: [cia, cia]\n", source.DuplicateID, at(4, 17), "material[1]", `"cia" is in the list already`},
		"material no name":    {head + "material: [a b]\n", source.UnknownName, at(4, 12), "material[0]", `there is no material field "a b"`},
		"built-in option":     {head + "options: [{id: avoid}]\n", source.DuplicateID, at(4, 16), "options[0].id", `every plan has the option "avoid"`},
		"option twice":        {head + "options: [{id: a}, {id: a}]\n", source.DuplicateID, at(4, 25), "options[1].id", `the option "a" is already at line 4`},
		"option without id":   {head + "options: [{title: a}]\n", source.MissingKey, at(4, 11), "options[0]", "missing key id"},
		"holder of nothing":   {head + "holders: [{person: a}]\n", source.MissingKey, at(4, 11), "holders[0]", "missing key authority"},
		"until before from":   {head + "holders: [{person: a, authority: b, from: 2026-01-02, until: 2026-01-02}]\n", source.BadValue, at(4, 62), "holders[0].until", "until is not after from, 2026-01-02"},
		"control twice":       {control + "  - {id: C}\n", source.DuplicateID, at(6, 10), "controls[1].id", `the control "C" is already at line 5`},
		"control status":      {control + "    status: implementd\n", source.BadValue, at(6, 13), "controls[0].status", `"implementd" is none of not_implemented, planned, partial or implemented`},
		"empty input":         {control + "    effects: [{input: \"\", steps: 1}]\n", source.Empty, at(6, 23), "controls[0].effects[0].input", "the input is empty"},
		"no steps":            {control + "    effects: [{input: a}]\n", source.MissingKey, at(6, 15), "controls[0].effects[0]", "missing key steps"},
		"steps 0":             {control + "    effects: [{input: a, steps: 0}]\n", source.BadValue, at(6, 33), "controls[0].effects[0].steps", "steps are whole levels, 1 to 100, not 0"},
		"steps 101":           {control + "    effects: [{input: a, steps: 101}]\n", source.BadValue, at(6, 33), "controls[0].effects[0].steps", "steps are whole levels, 1 to 100, not 101"},
		"steps 1.5":           {control + "    effects: [{input: a, steps: 1.5}]\n", source.WrongType, at(6, 33), "controls[0].effects[0].steps", "wanted is an integer, not a number (1.5)"},
		"effectiveness 1.01":  {control + "    effects: [{input: a, steps: 1, effectiveness: 1.01}]\n", source.BadValue, at(6, 51), "controls[0].effects[0].effectiveness", "effectiveness is from 0 to 1, not 1.01"},
		"effectiveness below": {control + "    effects: [{input: a, steps: 1, effectiveness: -0.1}]\n", source.BadValue, at(6, 51), "controls[0].effects[0].effectiveness", "effectiveness is from 0 to 1, not -0.1"},
		"effect twice":        {control + "    effects: [{input: a, steps: 1}, {input: a, steps: 1}]\n", source.DuplicateID, at(6, 45), "controls[0].effects[1].input", `the control has an effect on "a" already`},
		"cost below 0":        {control + "    cost: {amount: -1, currency: EUR}\n", source.BadValue, at(6, 20), "controls[0].cost.amount", "the amount -1 is below 0"},
		"no amount":           {control + "    cost: {currency: EUR}\n", source.MissingKey, at(6, 11), "controls[0].cost", "missing key amount"},
		"currency":            {control + "    cost: {amount: 1, currency: euro}\n", source.BadValue, at(6, 33), "controls[0].cost.currency", `"euro" is no currency: write three capital letters, such as EUR`},
		"item twice":          {item + "  - {id: P, risk: R, option: retain}\n", source.DuplicateID, at(7, 10), "items[1].id", `the item "P" is already at line 6`},
		"no risk":             {item + "  - {id: Q, option: retain}\n", source.MissingKey, at(7, 5), "items[1]", "missing key risk"},
		"no option":           {item + "  - {id: Q, risk: R}\n", source.MissingKey, at(7, 5), "items[1]", "missing key option"},
		"unknown option":      {item + "  - {id: Q, risk: R, option: modfy}\n", source.UnknownName, at(7, 30), "items[1].option", `"modfy" is no option: there are modify, retain, avoid or share`},
		"unknown control":     {item + "  - {id: Q, risk: R, option: retain, controls: [C, CC]}\n", source.UnknownName, at(7, 52), "items[1].controls[1]", `the plan has no control "CC"`},
		"control twice there": {item + "  - {id: Q, risk: R, option: retain, controls: [C, C]}\n", source.DuplicateID, at(7, 52), "items[1].controls[1]", `"C" is in the list already`},
		"control no id":       {item + "  - {id: Q, risk: R, option: retain, controls: [\"\"]}\n", source.BadValue, at(7, 49), "items[1].controls[0]", `"" is no id: letters, digits, ., _ and -, beginning with a letter or digit, at most 64`},
		"due before start":    {item + "  - {id: Q, risk: R, option: retain, start: 2026-02-02, due: 2026-02-01}\n", source.BadValue, at(7, 62), "items[1].due", "the item is due before its start, 2026-02-02"},
		"done without date":   {item + "  - {id: Q, risk: R, option: retain, status: done}\n", source.MissingKey, at(7, 5), "items[1]", "missing key done: the item is done, say when"},
		"date without done":   {item + "  - {id: Q, risk: R, option: retain, done: 2026-02-01}\n", source.BadValue, at(7, 44), "items[1].done", "the item has a date for done, and its status is not done"},
		"done before start":   {item + "  - {id: Q, risk: R, option: retain, start: 2026-02-02T10:00:00Z, status: done, done: 2026-02-01}\n", source.BadValue, at(7, 87), "items[1].done", "the item was done before its start, 2026-02-02T10:00:00Z"},
		"status of nothing":   {item + "  - {id: Q, risk: R, option: retain, status: ''}\n", source.Empty, at(7, 46), "items[1].status", "there is nothing between the quotes"},
		"item status":         {item + "  - {id: Q, risk: R, option: retain, status: finished}\n", source.BadValue, at(7, 46), "items[1].status", `"finished" is none of planned, started, done or cancelled`},
		"revised nothing":     {item + "  - {id: Q, risk: R, option: retain, revised: {due: 2026-02-01, by: a}}\n", source.MissingKey, at(7, 47), "items[1].revised", "a due date is revised that is not stated"},
		"revised by nobody":   {item + "  - {id: Q, risk: R, option: retain, due: 2026-01-01, revised: {due: 2026-02-01}}\n", source.MissingKey, at(7, 64), "items[1].revised", "missing key by"},
		"revised backwards":   {item + "  - {id: Q, risk: R, option: retain, due: 2026-03-01, revised: {due: 2026-02-01, by: a}}\n", source.BadValue, at(7, 70), "items[1].revised.due", "the revised date is not after the one that it revises, 2026-03-01"},
		"creates itself":      {item + "  - {id: Q, risk: R, option: retain, creates: [S, R]}\n", source.BadValue, at(7, 51), "items[1].creates[1]", `the item treats the risk "R" and cannot bring it about`},
		"creates twice":       {item + "  - {id: Q, risk: R, option: retain, creates: [S, S]}\n", source.DuplicateID, at(7, 51), "items[1].creates[1]", `"S" is in the list already`},
		"rating of nothing":   {item + "  - {id: Q, risk: R, option: retain, expected: {a: }}\n", source.WrongType, at(7, 52), "items[1].expected.a", "is empty; leave the key out for what is not known"},
		"ratings as list":     {item + "  - {id: Q, risk: R, option: retain, actual: [a]}\n", source.WrongType, at(7, 46), "items[1].actual", "wanted is a map, not a list"},
		"long amount":         {control + "    cost: {amount: 1e50, currency: EUR}\n", source.BadValue, at(6, 20), "controls[0].cost.amount", "1" + strings.Repeat("0", 50) + " is no decimal of at most 40 characters"},
		"long rating":         {item + "  - {id: Q, risk: R, option: retain, expected: {a: 1e41}}\n", source.Limit, at(7, 52), "items[1].expected.a", "a number has more than 40 characters"},
		"long in a range":     {item + "  - {id: Q, risk: R, option: retain, expected: {a: [\"\\\"\", 1e41]}}\n", source.Limit, at(7, 52), "items[1].expected.a", "a number has more than 40 characters"},
		"rating with format":  {item + "  - {id: Q, risk: R, option: retain, expected: {a: \"\\u202e\"}}\n", source.Encoding, at(7, 52), "items[1].expected.a", "the text has a control or format character, or is not valid UTF-8"},
		"long text":           {item + "  - {id: Q, risk: R, option: retain, rationale: " + strings.Repeat("x", 10_001) + "}\n", source.Limit, at(7, 49), "items[1].rationale", "the text has 10001 bytes, at most 10000 are allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := risk.ParsePlan("plan.yaml", []byte(test.text))
			d := first(t, err)
			require.Equal(t, test.message, d.Message)
			require.Equal(t, test.code, d.Code)
			require.Equal(t, test.pos, d.Pos, d.String())
			require.Equal(t, test.path, d.Path)
			require.Equal(t, "plan.yaml", d.File)
		})
	}
}

const zeroDigest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"

// TestPlanLimits parses just inside and just outside of each limit.
func TestPlanLimits(t *testing.T) {
	entries := func(key, entry string) func(int) string {
		return func(n int) string {
			var b strings.Builder
			for i := range n {
				if i > 0 {
					b.WriteByte(',')
				}
				b.WriteString(strings.ReplaceAll(entry, "N", fmt.Sprint(i)))
			}
			return `"` + key + `":[` + b.String() + `]`
		}
	}
	for name, test := range map[string]struct {
		text func(int) string
		most int
	}{
		"options":  {entries("options", `{"id":"aN"}`), risk.MaxPlanOptions},
		"holders":  {entries("holders", `{"person":"a","authority":"b"}`), risk.MaxPlanHolders},
		"controls": {entries("controls", `{"id":"cN"}`), risk.MaxPlanControls},
		"items":    {entries("items", `{"id":"iN","risk":"R","option":"retain"}`), risk.MaxPlanItems},
		"effects": {func(n int) string {
			return `"controls":[{"id":"c",` + entries("effects", `{"input":"aN","steps":1}`)(n) + "}]"
		}, risk.MaxEffects},
		"creates": {func(n int) string {
			return `"items":[{"id":"c","risk":"R","option":"retain",` + entries("creates", `"aN"`)(n) + "}]"
		}, risk.MaxItems},
	} {
		t.Run(name, func(t *testing.T) {
			head := `{"format":"ismskit.plan/v1","id":"p","assessment":"` + zeroDigest + `",`
			_, err := risk.ParsePlan("plan.json", []byte(head+test.text(test.most)+"}"))
			require.NoError(t, err)
			_, err = risk.ParsePlan("plan.json", []byte(head+test.text(test.most+1)+"}"))
			require.ErrorIs(t, err, source.Limit)
			require.Equal(t, fmt.Sprintf("%d entries, at most %d are allowed", test.most+1, test.most), first(t, err).Message)
		})
	}
	_, err := risk.ParsePlan("plan.yaml", make([]byte, risk.MaxPlanBytes+1))
	require.ErrorIs(t, err, source.Limit)
}

// TestManyErrors are counted, and a nearest name is not looked for a hundred
// thousand times.
func TestManyErrors(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"format":"ismskit.plan/v1","id":"p","assessment":"` + zeroDigest + `","controls":[`)
	for i := range risk.MaxPlanControls {
		fmt.Fprintf(&b, `{"id":"c%d"},`, i)
	}
	b.WriteString(`{"id":"c0"}],"items":[`)
	b.WriteString(strings.TrimSuffix(strings.Repeat(`{"id":"i","risk":"R","option":"retane","controls":["cc1","cc2"]},`, 2000), ",") + "]}")
	text := strings.Replace(b.String(), `{"id":"c9999"},`, "", 1)
	_, err := risk.ParsePlan("plan.json", []byte(text))
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, source.MaxDiagnostics)
	require.Equal(t, 1+1999+2000+4000-source.MaxDiagnostics, e.More)
	require.Equal(t, source.DuplicateID, e.Diagnostics[0].Code)
	require.Equal(t, "retain", e.Diagnostics[1].Nearest)
	require.Equal(t, "c1", e.Diagnostics[2].Nearest)
}

// TestBindRefuses has everything in which a plan can miss its assessment.
func TestBindRefuses(t *testing.T) {
	a := assess(t, acme(t), register(t, "r.yaml", treatedRegister))
	text := `format: ismskit.plan/v1
id: p
assessment: DIGEST
holders: [{person: a, authority: cso}]
controls:
  - {id: C, effects: [{input: availabilty, steps: 1}, {input: tags, steps: 1}]}
items:
  - {id: P, risk: R-01, option: retain, creates: [R-900]}
  - {id: Q, risk: R-001, option: retain, expected: {likelihood: rar, personal_data: rare}}
  - {id: S, risk: R-001, option: retain, actual: {likelihod: rare}}
`
	_, err := planFor(t, a, text).Bind(a)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	var got []string
	for _, d := range e.Diagnostics {
		got = append(got, fmt.Sprintf("%d:%d %s %s %q: %s", d.Pos.Line, d.Pos.Col, d.Path, d.Code, d.Nearest, d.Message))
	}
	require.Equal(t, []string{
		`4:34 holders[0].authority unknown_name "ciso": the criteria have no authority "cso"`,
		`6:31 controls[0].effects[0].input unknown_name "availability": the criteria have no input "availabilty"`,
		`6:63 controls[0].effects[1].input wrong_type "": the input tags is of type list(string); a control acts on a rating`,
		`8:19 items[0].risk unknown_name "R-001": the assessment has no risk "R-01"`,
		`8:51 items[0].creates[0] unknown_name "": the assessment has no risk "R-900"`,
		`9:65 items[1].expected.likelihood off_scale "rare": "rar" is no level of scale likelihood, which has rare, likely, certain`,
		`9:85 items[1].expected.personal_data wrong_type "": wanted is a value of type bool, not a text`,
		`10:62 items[2].actual.likelihod unknown_name "likelihood": the criteria have no input "likelihod"`,
	}, got)

	_, err = planFor(t, a, smallPlan("", "{id: P, risk: R-001, option: retain, expected: {likelihood: rare}}, {id: Q, risk: R-001, option: retain, expected: {likelihood: likely}}")).Bind(a)
	require.Equal(t, "the item P expects rare of the risk R-001, this one likely", first(t, err).Message)
	require.Equal(t, "items[1].expected.likelihood", first(t, err).Path)
	// The level's value says the same as its id, and what is cancelled says nothing.
	_, err = planFor(t, a, smallPlan("", "{id: P, risk: R-001, option: retain, expected: {likelihood: rare}}, {id: Q, risk: R-001, option: retain, expected: {likelihood: 1}}, {id: S, risk: R-001, option: retain, status: cancelled, expected: {likelihood: 2}}")).Bind(a)
	require.NoError(t, err)
}

func TestBindAnotherAssessment(t *testing.T) {
	a := assess(t, acme(t), register(t, "r.yaml", treatedRegister))
	p := planFor(t, a, treatedPlan)
	other := assess(t, acme(t), register(t, "r.yaml", acmeRegister))
	_, err := p.Bind(other)
	require.ErrorIs(t, err, risk.ErrOtherAssessment)
	require.ErrorIs(t, err, risk.CodeOtherAssessment)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, 1)
	require.Equal(t, source.Pos{Line: 5, Col: 13}, e.Diagnostics[0].Pos)
	require.Equal(t, "the plan treats the assessment "+a.Digest()+", not "+other.Digest(), e.Diagnostics[0].Message)

	_, err = (&risk.Plan{ID: "p"}).Bind(a)
	require.ErrorIs(t, err, risk.ErrOtherAssessment)
	require.Equal(t, "assessment", first(t, err).Path)
}

// TestPlansMadeInGo are checked as strictly as those from documents; their
// errors have a path.
func TestPlansMadeInGo(t *testing.T) {
	a := assess(t, acme(t), register(t, "r.yaml", treatedRegister))
	digest, err := seal.ParseDigest(a.Digest())
	require.NoError(t, err)
	item := func(change func(*risk.PlanItem)) func(*risk.Plan) {
		return func(p *risk.Plan) {
			it := risk.PlanItem{ID: "Q", Risk: "R-001", Option: risk.OptionRetain}
			change(&it)
			p.Items = append(p.Items, it)
		}
	}
	control := func(change func(*risk.Control)) func(*risk.Plan) {
		return func(p *risk.Plan) {
			c := risk.Control{ID: "D"}
			change(&c)
			p.Controls = append(p.Controls, c)
		}
	}
	effect := func(e risk.Effect) func(*risk.Plan) {
		return control(func(c *risk.Control) { c.Effects = []risk.Effect{e} })
	}
	many := make([]string, risk.MaxItems+1)
	for i := range many {
		many[i] = fmt.Sprint("x", i)
	}
	for name, test := range map[string]struct {
		change func(*risk.Plan)
		path   string
		code   source.Code
	}{
		"id":                 {func(p *risk.Plan) { p.ID = "" }, "id", source.BadValue},
		"document":           {func(p *risk.Plan) { p.Document = "a b" }, "document", source.BadValue},
		"title":              {func(p *risk.Plan) { p.Title = "\xff" }, "title", source.Encoding},
		"long title":         {func(p *risk.Plan) { p.Title = strings.Repeat("x", 10_001) }, "title", source.Limit},
		"changed":            {func(p *risk.Plan) { p.Changed = date(10_000, 1, 1) }, "changed", source.BadValue},
		"material":           {func(p *risk.Plan) { p.Material = many }, "material", source.UnknownName},
		"option":             {func(p *risk.Plan) { p.Options = []risk.Option{{ID: "a"}, {ID: "a"}} }, "options[1].id", source.DuplicateID},
		"options":            {func(p *risk.Plan) { p.Options = make([]risk.Option, risk.MaxPlanOptions+1) }, "options", source.Limit},
		"holder":             {func(p *risk.Plan) { p.Holders = []risk.Holder{{Authority: "ciso"}} }, "holders[0].person", source.BadValue},
		"authority":          {func(p *risk.Plan) { p.Holders = []risk.Holder{{Person: "a", Authority: "x"}} }, "holders[0].authority", source.UnknownName},
		"control status":     {control(func(c *risk.Control) { c.Status = 9 }), "controls[1].status", source.BadValue},
		"control id":         {control(func(c *risk.Control) { c.ID = "C" }), "controls[1].id", source.DuplicateID},
		"evidence":           {control(func(c *risk.Control) { c.Evidence = []string{"a", "\u202e"} }), "controls[1].evidence[1]", source.Encoding},
		"much evidence":      {control(func(c *risk.Control) { c.Evidence = many }), "controls[1].evidence", source.Limit},
		"long evidence":      {control(func(c *risk.Control) { c.Evidence = []string{strings.Repeat("x", 10_001)} }), "controls[1].evidence[0]", source.Limit},
		"steps":              {effect(risk.Effect{Input: "likelihood"}), "controls[1].effects[0].steps", source.BadValue},
		"many steps":         {effect(risk.Effect{Input: "likelihood", Steps: 101}), "controls[1].effects[0].steps", source.BadValue},
		"effectiveness":      {effect(risk.Effect{Input: "likelihood", Steps: 1, Effectiveness: big.NewRat(2, 1)}), "controls[1].effects[0].effectiveness", source.BadValue},
		"a third":            {effect(risk.Effect{Input: "likelihood", Steps: 1, Effectiveness: big.NewRat(1, 3)}), "controls[1].effects[0].effectiveness", source.BadValue},
		"input":              {effect(risk.Effect{Input: "x", Steps: 1}), "controls[1].effects[0].input", source.UnknownName},
		"no input":           {effect(risk.Effect{Steps: 1}), "controls[1].effects[0].input", source.MissingKey},
		"cost":               {control(func(c *risk.Control) { c.Cost = &risk.Cost{Amount: big.NewRat(1, 3), Currency: "EUR"} }), "controls[1].cost.amount", source.BadValue},
		"no amount":          {control(func(c *risk.Control) { c.Cost = &risk.Cost{Currency: "EUR"} }), "controls[1].cost.amount", source.MissingKey},
		"no currency":        {control(func(c *risk.Control) { c.Cost = &risk.Cost{Amount: new(big.Rat)} }), "controls[1].cost.currency", source.BadValue},
		"no option":          {item(func(i *risk.PlanItem) { i.Option = "" }), "items[1].option", source.UnknownName},
		"no risk":            {item(func(i *risk.PlanItem) { i.Risk = "" }), "items[1].risk", source.BadValue},
		"unknown risk":       {item(func(i *risk.PlanItem) { i.Risk = "R" }), "items[1].risk", source.UnknownName},
		"unknown control":    {item(func(i *risk.PlanItem) { i.Controls = []string{"C", "E"} }), "items[1].controls[1]", source.UnknownName},
		"item status":        {item(func(i *risk.PlanItem) { i.Status = 9 }), "items[1].status", source.BadValue},
		"item twice":         {item(func(i *risk.PlanItem) { i.ID = "P" }), "items[1].id", source.DuplicateID},
		"due":                {item(func(i *risk.PlanItem) { i.Start, i.Due = date(2026, 2, 2), date(2026, 2, 1) }), "items[1].due", source.BadValue},
		"done":               {item(func(i *risk.PlanItem) { i.Status = risk.ItemDone }), "items[1]", source.MissingKey},
		"revised to nothing": {item(func(i *risk.PlanItem) { i.Due, i.Revised = date(2026, 2, 1), &risk.Revision{By: "a"} }), "items[1].revised.due", source.MissingKey},
		"revised by nobody":  {item(func(i *risk.PlanItem) { i.Due, i.Revised = date(2026, 2, 1), &risk.Revision{Due: date(2026, 2, 2)} }), "items[1].revised.by", source.BadValue},
		"nothing expected":   {item(func(i *risk.PlanItem) { i.Expected = []risk.Statement{{Input: "likelihood"}} }), "items[1].expected.likelihood", source.WrongType},
		"expected twice": {item(func(i *risk.PlanItem) {
			s := risk.Statement{Input: "likelihood", Value: criteria.StateText("rare")}
			i.Expected = []risk.Statement{s, s}
		}), "items[1].expected.likelihood", source.DuplicateKey},
		"expected elsewhere": {item(func(i *risk.PlanItem) {
			i.Expected = []risk.Statement{{Input: "likelihood", Value: criteria.StateText("certain")}}
		}), "items[1].expected.likelihood", source.BadValue},
	} {
		t.Run(name, func(t *testing.T) {
			p := &risk.Plan{ID: "p", Assessment: digest, Controls: []risk.Control{{ID: "C"}}, Items: []risk.PlanItem{{ID: "P", Risk: "R-001", Option: risk.OptionModify,
				Expected: []risk.Statement{{Input: "likelihood", Value: criteria.StateText("rare")}}}}}
			_, err := p.Bind(a)
			require.NoError(t, err)
			test.change(p)
			_, err = p.Bind(a)
			d := first(t, err)
			require.Equal(t, test.path, d.Path, d.String())
			require.Equal(t, test.code, d.Code, d.String())
			require.Equal(t, source.Pos{}, d.Pos)
		})
	}
}

func FuzzParsePlan(f *testing.F) {
	a := assess(f, acme(f), register(f, "r.yaml", treatedRegister))
	f.Add(strings.ReplaceAll(treatedPlan, "DIGEST", a.Digest()))
	f.Add(string(planFor(f, a, treatedPlan).Bytes()))
	f.Add("format: ismskit.plan/v1\nid: p\nassessment: " + zeroDigest + "\nitems: [{id: P, risk: R, option: retain, expected: {a: [1, 2]}}]\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := risk.ParsePlan("plan", []byte(text))
		if err != nil {
			require.ErrorAs(t, err, new(*source.Error))
			return
		}
		again, err := risk.ParsePlan("plan.json", p.Bytes())
		require.NoError(t, err)
		require.Equal(t, string(p.Bytes()), string(again.Bytes()))
		if string(p.Assessment) != a.Digest() {
			p.Assessment = seal.Digest(a.Digest())
		}
		tr, err := p.Bind(a)
		if err != nil {
			return
		}
		tr.Findings(march)
		tr.Demands()
		_, err = tr.Failures(ctx)
		require.NoError(t, err)
	})
}
