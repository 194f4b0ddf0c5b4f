package risk_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func state(t testing.TB, tr *risk.Treatment, s risk.Subject) risk.State {
	t.Helper()
	st, err := tr.State(s)
	require.NoError(t, err)
	return st
}

// frozenStates holds what the states of newWorld are written as, by hand from
// the rules in the documentation of State. Approvals carry their digests for
// years: no release may change them.
var frozenStates = []struct {
	subject risk.Subject
	text    string
}{
	{currentRisk, `{"approves":{"kind":"acceptance","risk":"R-1","stage":"current"},"fields":{` +
		`"assets":["erp"],"band":"medium","cia":["availability"],` +
		`"controls":{"A":{"effects":["likelihood by 1 x 1"],"status":"implemented"}},` +
		`"decision":"accept_conditionally","inputs":{"personal_data":"false","tags":["erp"]},"level":"4","owner":"coo",` +
		`"ratings":{"availability":"major","confidentiality":"minor","integrity":"minor","likelihood":"likely"},` +
		`"rule":{"authority":"ciso","conditions":["plan_item"],"id":"tolerated","validFor":"180d"},` +
		`"scope":["order-platform","warehouse"]}}`},
	{itemOne, `{"approves":{"item":"P-1","kind":"item"},"fields":{` +
		`"assets":["erp"],"band":"low","cia":["availability"],` +
		`"controls":{"A":{"effects":["likelihood by 1 x 1"],"status":"implemented"}},` +
		`"decision":"accept","inputs":{"personal_data":"false","tags":["erp"]},` +
		`"item.controls":{"P-1":{"B":{"effects":["availability by 1 x 1"],"status":"under_way"}}},` +
		`"item.due":{"P-1":"2026-06-30"},"item.option":{"P-1":"modify"},"item.risk":{"P-1":"R-1"},"level":"2","owner":"coo",` +
		`"ratings":{"availability":"minor","confidentiality":"minor","integrity":"minor","likelihood":"likely"},` +
		`"rule":{"id":"within_appetite"},"scope":["order-platform","warehouse"]}}`},
}

func TestStateDigest(t *testing.T) {
	tr := newWorld().bind(t)
	for _, f := range frozenStates {
		sum := sha256.Sum256([]byte("ismskit.state/v1\n" + f.text))
		require.Equal(t, "sha256:"+hex.EncodeToString(sum[:]), string(state(t, tr, f.subject).Digest()))
	}
}

// TestFrozenStates has digests that earlier releases gave. -update adds the
// file only while it is not there.
func TestFrozenStates(t *testing.T) {
	file := filepath.Join("testdata", "frozen", "states-1.txt")
	w := newWorld()
	var b strings.Builder
	for _, s := range []risk.Subject{currentRisk, residualRisk, itemOne} {
		b.WriteString(s.String() + " " + string(state(t, w.bind(t), s).Digest()) + "\n")
	}
	w.material = slices.DeleteFunc(risk.MaterialFields(), func(name string) bool { return name == "criteria" })
	st := state(t, w.bind(t), itemOne)
	b.WriteString("other fields of " + itemOne.String() + " " + string(st.Digest()) + "\n")
	for _, f := range st.Fields {
		b.WriteString(f.Name + " " + f.Value + "\n")
	}
	if _, err := os.Stat(file); *update && os.IsNotExist(err) {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

func TestStateFields(t *testing.T) {
	w := newWorld()
	names := func(s risk.State) []string {
		var out []string
		for _, f := range s.Fields {
			out = append(out, f.Name)
		}
		return out
	}
	common := []string{"assets", "band", "cia", "controls", "decision", "inputs", "level", "owner", "ratings", "rule", "scope"}
	all := slices.Concat(common, []string{"item.controls", "item.due", "item.option", "item.risk"})
	slices.Sort(all)
	require.Equal(t, all, risk.DefaultMaterial())
	require.Equal(t, common, names(state(t, w.bind(t), currentRisk)))
	require.Equal(t, all, names(state(t, w.bind(t), residualRisk)))
	require.Equal(t, all, names(state(t, w.bind(t), itemOne)))

	more := append(all, "title", "description", "threat", "category", "rationale", "criteria", "item.rationale", "item.responsible", "item.resources", "item.cost")
	slices.Sort(more)
	require.Equal(t, more, risk.MaterialFields())
	for _, name := range more {
		require.NotEmpty(t, risk.DescribeMaterial(name))
	}
	require.Empty(t, risk.DescribeMaterial("titel"))

	// What is not stated is part of a state as well.
	w.material = risk.MaterialFields()
	w.r = risk.Risk{ID: "R-1"}
	w.likelihood = ""
	w.tags = nil
	w.item = risk.PlanItem{ID: "P-1", Risk: "R-1", Option: risk.OptionRetain}
	st := state(t, w.bind(t), itemOne)
	require.Equal(t, more, names(st))
	seen := ""
	for _, f := range st.Fields {
		want := map[string]string{"assets": `[]`, "cia": `[]`, "scope": `[]`, "rationale": `[]`, "controls": `{}`,
			"inputs": `{"personal_data":"false","tags":[]}`, "item.controls": `{"P-1":{}}`, "item.option": `{"P-1":"retain"}`, "item.risk": `{"P-1":"R-1"}`, "item.resources": `{"P-1":[]}`}
		require.True(t, seen < f.Name)
		seen = f.Name
		switch {
		case want[f.Name] != "":
			require.Equal(t, want[f.Name], f.Value, f.Name)
		case strings.HasPrefix(f.Name, "item."):
			require.Equal(t, `{"P-1":""}`, f.Value, f.Name)
		case f.Name == "criteria":
			require.Contains(t, f.Value, "sha256:")
		case f.Name == "decision":
			require.Equal(t, `"undetermined"`, f.Value)
		case f.Name == "rule":
			require.Equal(t, `{}`, f.Value)
		case f.Name == "ratings":
			require.NotContains(t, f.Value, "likelihood")
		default:
			require.Equal(t, `""`, f.Value, f.Name)
		}
	}

	// A range, and an effect that nobody vouches for.
	w = newWorld()
	w.b.Effects = []risk.Effect{{Input: "likelihood", Steps: 2}, {Input: "availability", Steps: 1, Effectiveness: big.NewRat(3, 10)}}
	st = state(t, w.bind(t), itemOne)
	i := slices.IndexFunc(st.Fields, func(f risk.StateField) bool { return f.Name == "item.controls" })
	require.Equal(t, `{"P-1":{"B":{"effects":["availability by 1 x 0.3","likelihood by 2"],"status":"under_way"}}}`, st.Fields[i].Value)
}

func TestStateRefuses(t *testing.T) {
	w := newWorld()
	for _, s := range []risk.Subject{{}, {Kind: risk.ApproveItem, Item: "P-9"}, {Kind: risk.AcceptRisk, Risk: "R-9", Stage: risk.Current},
		{Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Inherent}, {Kind: risk.AcceptRisk, Risk: "R-1"}, {Kind: risk.ApproveItem, Item: "P-1", Risk: "R-1"}, {Kind: 3, Item: "P-1"}} {
		_, err := w.bind(t).State(s)
		require.ErrorIs(t, err, risk.ErrSubject)
	}
	a := w.assessment(t)
	_, err := (&risk.Plan{ID: "p", Assessment: seal.Digest(a.Digest()), Material: []string{"ratings", "titel", "ratings"}}).Bind(a)
	require.ErrorIs(t, err, source.UnknownName)
	require.EqualError(t, err, `material: there is no material field "titel" (did you mean "title"?)`+"\n"+`material: "ratings" is in the list already`)
	_, err = (&risk.Plan{ID: "p", Assessment: seal.Digest(a.Digest()), Material: []string{}}).Bind(a)
	require.ErrorIs(t, err, source.Empty)
}

func TestDiff(t *testing.T) {
	w := newWorld()
	w.material = risk.MaterialFields()
	old := state(t, w.bind(t), residualRisk)
	require.Nil(t, old.Diff(old))
	w.likelihood, w.availability = "certain", 3
	w.r.Owner, w.r.Title = "cfo", ""
	w.r.Scope = []string{"warehouse", "web-shop"}
	w.r.Assets = nil
	w.r.CIA = []string{"integrity"}
	w.a.Status = risk.Partial
	w.b.Status = risk.NotImplemented
	w.item.Due = on("2026-07-31T12:00:00Z")
	w.item.Cost = nil
	w.other.Risk = "R-1"
	now := state(t, w.bind(t), residualRisk)
	var got []string
	for _, c := range risk.Diff(old, now) {
		got = append(got, c.String())
	}
	require.Equal(t, []string{
		"assets: erp was taken out",
		"band: was low and is now high",
		"protection goals: integrity was added, availability was taken out",
		"controls relied upon: A status was implemented and is now partial",
		"decision by the criteria: was accept and is now treat",
		"controls of the item: P-1 B status was under_way and is now none, P-2 was not stated and is now none",
		"cost of the item: P-1 was 4000 EUR and is now not stated, P-2 was added",
		"due date of the item: P-1 was 2026-06-30 and is now 2026-07-31T12:00:00Z, P-2 was not stated and is now 2026-06-30",
		"option of the item: P-2 was not stated and is now retain",
		"rationale of the item: P-2 was added",
		"resources of the item: P-2 was not stated and is now none",
		"responsible for the item: P-2 was not stated and is now it-lead",
		"risk of the item: P-2 was not stated and is now R-1",
		"level of risk: was 2 and is now 6",
		"owner of the risk: was coo and is now cfo",
		"ratings: availability was minor and is now major, likelihood was likely and is now certain",
		"rule of acceptance: id was within_appetite and is now otherwise",
		"scope: web-shop was added, order-platform was taken out",
		"title: was Ransomware stops order processing and is now not stated",
	}, got)
	require.Equal(t, got[17], risk.FieldChange{Name: "scope", Old: `["order-platform","warehouse"]`, New: `["warehouse","web-shop"]`}.String())

	// Other forms, and fields that only one of them has.
	for want, c := range map[string]risk.FieldChange{
		"title: was not part of the state and is now x":           {"title", "", `"x"`},
		"title: was x and is no part of the state any more":       {"title", `"x"`, ""},
		"other: was 1 and is now true":                            {"other", `1`, `true`},
		`level of risk: was "4" and is now 4`:                     {"level", `"4"`, `4`},
		"scope: was a, b and is now b, a":                         {"scope", `["a","b"]`, `["b","a"]`},
		"controls relied upon: A was (status x) and is now [":     {"controls", `{"A":{"status":"x"}}`, `{"A":"["}`},
		"controls relied upon: B was not stated and is now (e f)": {"controls", `{}`, `{"B":{"e":["f"]}}`},
		"item.x: A was taken out, B was added":                    {"item.x", `{"A":""}`, `{"B":""}`},
		`title: was { and is now }`:                               {"title", `{`, `}`},
	} {
		require.Equal(t, want, c.String())
	}
	require.Equal(t, []risk.FieldChange{{"a", `"1"`, ""}, {"b", "", `"2"`}, {"c", `"3"`, `"4"`}},
		risk.Diff(risk.State{Fields: []risk.StateField{{"c", `"3"`}, {"a", `"1"`}}}, risk.State{Fields: []risk.StateField{{"b", `"2"`}, {"c", `"4"`}}}))
}
