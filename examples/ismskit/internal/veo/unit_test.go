package veo_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/veo"
)

const unit = `{"elements": [{"id": "a", "name": "A"}, {"id": "s", "name": "S", "risks": [
 {"designator": "RSK-1", "asset": {"targetUri": "x/a"}, "scenario": {"targetUri": "x/s"}, "domains": {"d": {"riskDefinitions": {"D": {
  "probability": {"potentialProbability": 0}, "impactValues": [{"category": "C", "specificImpact": 2, "potentialImpact": 1}],
  "riskValues": [{"inherentRisk": 1, "userDefinedResidualRisk": 0}, {"inherentRisk": 3}]}}}}}]}]}`

// TestUnit takes the most specific value that is stated, and 0 for a level. The
// residual risk of a goal for which nobody typed one in is the inherent one.
func TestUnit(t *testing.T) {
	u, err := veo.Read("u.json", []byte(unit))
	require.NoError(t, err)
	zero, two, three := int64(0), int64(2), int64(3)
	require.Equal(t, []veo.Risk{{ID: "RSK-1", Domain: "d", Definition: "D", Element: "A", Kind: "asset", Scenario: "S", Probability: &zero,
		Impacts: []veo.Goal{{Name: "C", Level: &two}}, Inherent: &three, Residual: &three}}, u.Risks)
}

// TestReferences finds an element by the id in a reference or at the end of an
// address. Of one that is no part of the export it tells the name.
func TestReferences(t *testing.T) {
	for _, test := range [][3]string{
		{`{"targetUri": "https://veo.example/veo/processes/p"}`, `{"targetUri": "https://veo.example/veo/scenarios/s{?embed}"}`, "P: S"},
		{`{"id": "p", "name": "other", "designator": "PRO-1", "displayName": "PRO-1 P"}`, `{"targetInDomainUri": "x/d/scenarios/s", "targetUri": "x/s?y=/z"}`, "P: S"},
		{`{"id": "q", "name": "Q", "displayName": "PRO-2 Q"}`, `{"targetUri": "x/scenarios/r", "displayName": "SCN-3 R"}`, "Q: SCN-3 R"},
	} {
		u, err := veo.Read("u.json", []byte(`{"unit": {"name": "U"}, "domains": [], "elements": [{"id": "p", "type": "process", "name": "P"}, {"id": "s", "type": "scenario", "name": "S"}],
 "risks": [{"designator": "RSK-1", "process": `+test[0]+`, "scenario": `+test[1]+`, "domains": {}}]}`))
		require.NoError(t, err)
		require.Equal(t, test[2], u.Risks[0].Element+": "+u.Risks[0].Scenario)
		require.Equal(t, "process", u.Risks[0].Kind)
	}
}

// TestDesignator makes an id of a risk that has none, of element and scenario.
func TestDesignator(t *testing.T) {
	read := func(process string) *veo.Unit {
		u, err := veo.Read("u.json", []byte(`{"elements": [], "risks": [{"process": {"targetUri": "`+process+`"}, "scenario": {"targetUri": "y/s"}}]}`))
		require.NoError(t, err)
		require.True(t, u.Unnamed)
		return u
	}
	require.Regexp(t, "^RSK-[0-9a-f]{10}$", read("x/p").Risks[0].ID)
	require.Equal(t, read("x/p").Risks[0].ID, read("elsewhere/p").Risks[0].ID)
	require.NotEqual(t, read("x/p").Risks[0].ID, read("x/q").Risks[0].ID)
}

// TestValues reads what a domain says: a level may be a whole decimal, and what
// somebody explained is kept.
func TestValues(t *testing.T) {
	u, err := veo.Read("u.json", []byte(`{"domains": [{"id": "d1", "abbreviation": "DP", "name": "Data protection"}, {"id": "d2", "abbreviation": "DP"}, {"id": "d3", "name": "ISO"}], "elements": [],
 "risks": [{"designator": "R", "scope": {"id": "a"}, "scenario": {"id": "s"}, "mitigation": {"id": "c"}, "domains": {
  "d1": {"riskDefinitions": {"D": {"probability": {"specificProbability": 2.0, "specificProbabilityExplanation": "because"},
    "impactValues": [{"category": "C", "potentialImpact": "1", "specificImpactExplanation": ""}, {"category": "I", "specificImpact": 3, "specificImpactExplanation": "so"}],
    "riskValues": [{"category": "C", "inherentRisk": 2, "residualRisk": 2, "riskTreatments": []}, {"category": "I", "inherentRisk": 3, "residualRisk": 3, "riskTreatments": ["RISK_TREATMENT_REDUCTION"]}]}}},
  "d2": {"riskDefinitions": {"D": {"riskValues": [{"inherentRisk": 3, "userDefinedResidualRisk": 1}, {"inherentRisk": 2, "userDefinedResidualRisk": 0}]}}},
  "d3": {"riskDefinitions": {"E": {}}}}}]}`))
	require.NoError(t, err)
	require.Len(t, u.Risks, 3)
	one, two, three := int64(1), int64(2), int64(3)
	require.Equal(t, veo.Risk{ID: "R", Domain: "DP", Definition: "D", Kind: "scope", Probability: &two, Why: "because",
		Impacts: []veo.Goal{{Name: "C", Level: &one}, {Name: "I", Level: &three, Why: "so"}}, Inherent: &three, Treatments: 1, Mitigated: true}, u.Risks[0],
		"nobody typed in a residual risk")
	require.Equal(t, veo.Risk{ID: "R", Domain: "d2", Definition: "D", Kind: "scope", Inherent: &three, Residual: &one, Mitigated: true}, u.Risks[1], "two domains are called DP")
	require.Equal(t, veo.Risk{ID: "R", Domain: "ISO", Definition: "E", Kind: "scope", Mitigated: true}, u.Risks[2])
}

// TestEmbedded reads risks of elements only where there is no list of them.
func TestEmbedded(t *testing.T) {
	const risk = `{"designator": "R", "asset": {"id": "a"}, "scenario": {"id": "s"}}`
	for _, list := range []string{"", `, "risks": [` + risk + `]`} {
		u, err := veo.Read("u.json", []byte(`{"elements": [{"id": "a", "risks": [`+risk+`]}]`+list+`}`))
		require.NoError(t, err)
		require.Len(t, u.Risks, 1)
	}
}

// TestWrong refuses a level that is none, and a risk of nothing.
func TestWrong(t *testing.T) {
	_, err := veo.Read("u.json", []byte(`{"elements": [], "risks": [{"asset": {"id": "a"}, "scenario": {}, "domains": {"d": {"riskDefinitions": {"D": {
 "probability": {"effectiveProbability": 1.5}, "impactValues": [{"effectiveImpact": true}, {"effectiveImpact": -1}, {"effectiveImpact": []}]}}}}}]}`))
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, 5)
	require.Equal(t, "a risk has a scenario, and an asset, a process or a scope that it threatens", e.Diagnostics[0].Message)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(unit))
	f.Add([]byte(`{"elements": [], "risks": [7, {"domains": 7}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := veo.Read("u.json", data); err != nil {
			var e *source.Error
			require.ErrorAs(t, err, &e)
		}
	})
}
