package monarc_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/monarc"
)

const (
	later = `{"instances": [{"name": "A", "confidentiality": 2, "integrity": -1, "availability": "3", "instanceRisks":
 [{"id": 1, "threat": {"label": "T", "confidentiality": true, "integrity": true, "availability": false}, "vulnerability": {"label": "V"}, "threatRate": 4, "vulnerabilityRate": -1}]}]}`
	before = `{"languageIndex": 1, "instances": {"9": {"instance": {"name1": "A", "c": 2, "i": -1, "d": 3}, "threats": {"t": {"label1": "T", "c": 1, "i": 1, "a": 0}},
 "vuls": {"v": {"label1": "V"}}, "risks": {"1": {"id": 1, "threat": "t", "vulnerability": "v", "threatRate": "4", "vulnerabilityRate": -1}}}}}`
)

// TestLayouts reads the same from both layouts: -1 is not known, 0 is a level.
func TestLayouts(t *testing.T) {
	for _, text := range []string{later, before} {
		a, err := monarc.Read("a.json", []byte(text))
		require.NoError(t, err)
		require.Equal(t, []monarc.InformationRisk{{
			ID: "1", Instance: "A", Threat: "T", Vulnerability: "V", ThreatRate: monarc.Value{Level: 4, Known: true}, VulnerabilityRate: monarc.Value{Level: -1},
			Properties: [3]monarc.Property{
				{Name: "confidentiality", Impact: monarc.Value{Level: 2, Known: true}, Touched: true},
				{Name: "integrity", Impact: monarc.Value{Level: -1}, Touched: true},
				{Name: "availability", Impact: monarc.Value{Level: 3, Known: true}},
			},
		}}, a.Information)
	}
}

// TestInstance reads an export of one instance in both layouts.
func TestInstance(t *testing.T) {
	for _, text := range []string{
		`{"type": "instance", "languageIndex": 2, "with_eval": true, "instance": {"name": "A", "confidentiality": 1, "instanceRisks": [],
 "children": [{"name": "B", "confidentiality": 2, "children": [], "instanceRisks": [{"id": 5, "threat": {"label": "T"}, "vulnerability": {"label": "V"}}]}]},
 "scales": {"1": {"min": 1, "max": 4}}}`,
		`{"type": "instance", "with_eval": true, "instance": {"name1": "", "name2": "A", "c": 1, "i": -1, "d": -1}, "object": {"type": "object"},
 "risks": [], "risksop": [], "threats": [], "recSets": {"s": {}}, "children": {"8": {"instance": {"name2": "B", "c": 2}, "risks": {"5": {"id": 5, "threat": "t", "vulnerability": "v"}},
 "threats": {"t": {"label1": "F", "label2": "T"}}, "vuls": {"v": {"label1": "F", "label2": "V"}}, "children": []}}, "scales": {"1": {"min": 1, "max": 4}}}`,
	} {
		a, err := monarc.Read("a.json", []byte(text))
		require.NoError(t, err)
		require.Len(t, a.Information, 1)
		x := a.Information[0]
		require.Equal(t, []string{"5", "A", "B", "T", "V"}, []string{x.ID, x.Path[0], x.Instance, x.Threat, x.Vulnerability})
		require.Equal(t, monarc.Value{Level: 2, Known: true}, x.Properties[0].Impact)
		require.Equal(t, int64(1), a.Lowest)
		require.Equal(t, []string{"scales"}, a.Skipped)
		require.False(t, a.Unnamed)
	}
}

// TestOperational reads the three ways in which exports rate operational risks.
// What a hidden scale says is not counted.
func TestOperational(t *testing.T) {
	level := func(n int64) monarc.Value { return monarc.Value{Level: n, Known: n >= 0} }
	const risk = `"id": 3, "brutProb": 4, "netProb": 2, "targetedProb": -1, "cacheBrutRisk": 12, "cacheNetRisk": 6, "cacheTargetedRisk": -1`
	stages := [3]monarc.Stage{
		{Probability: level(4), Level: level(12), Impacts: []monarc.Impact{{Scale: "reputation", Value: level(3)}, {Scale: "legal", Value: level(-1)}}},
		{Probability: level(2), Level: level(6), Impacts: []monarc.Impact{{Scale: "reputation", Value: level(3)}, {Scale: "legal", Value: level(0)}}},
		{Probability: level(-1), Level: level(-1), Impacts: []monarc.Impact{{Scale: "reputation", Value: level(-1)}, {Scale: "legal", Value: level(-1)}}},
	}
	const values = `{"1": {"operationalRiskScaleTypeId": 1, "brutValue": 3, "netValue": 3, "targetedValue": -1},
 "2": {"operationalRiskScaleTypeId": 2, "brutValue": -1, "netValue": 0, "targetedValue": -1}, "3": {"operationalRiskScaleTypeId": 3, "brutValue": 4, "netValue": -1, "targetedValue": -1}}`
	for name, test := range map[string]struct {
		text   string
		hidden int
	}{
		"2.13.1": {`{"languageIndex": 2, "instances": [{"name": "A", "operationalInstanceRisks": [{` + risk + `, "riskCacheLabel": "L", "operationalInstanceRiskScales": ` + values + `}]}],
 "operationalRiskScales": {"1": {"operationalRiskScaleTypes": [{"id": 1, "label": "reputation", "isHidden": false}, {"id": 2, "label": "legal", "isHidden": false}, {"id": 3, "label": "old", "isHidden": true}]}}}`, 1},
		"2.11.0": {`{"instances": {"9": {"instance": {"name1": "F", "name2": "A"}, "risks": [], "risksop": {"3": {` + risk + `, "riskCacheLabel1": "M", "riskCacheLabel2": "L", "scalesValues": ` + values + `}}}},
 "operationalRiskScales": {"1": {"operationalRiskScaleTypes": [{"id": 1, "isHidden": false, "labelTranslationKey": "k", "translation": {"key": "k", "lang": "en", "value": "reputation"}},
  {"id": 2, "isHidden": false, "translation": {"lang": "en", "value": "legal"}}, {"id": 3, "isHidden": true, "translation": {"lang": "en", "value": "old"}}]}}}`, 1},
		"before": {`{"instances": {"9": {"instance": {"name1": "", "name2": "A"}, "risks": [], "risksop": {"3": {` + risk + `, "riskCacheLabel1": "M", "riskCacheLabel2": "L",
 "brutR": "3", "netR": 3, "targetedR": "-1", "brutL": -1, "netL": 0, "targetedL": "-1"}}}}}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := monarc.Read("a.json", []byte(test.text))
			require.NoError(t, err)
			require.Equal(t, []monarc.OperationalRisk{{ID: "3", Instance: "A", Label: "L", Stages: stages}}, a.Operational)
			require.Equal(t, test.hidden, a.Hidden)
		})
	}
}

// TestIDs makes ids where an export has none: the same in every order of risks, and
// others for other risks.
func TestIDs(t *testing.T) {
	instance := func(risks string) string {
		return `{"instances": [{"name": "A", "object": {"uuid": "o"}, "instanceRisks": [` + risks + `], "operationalInstanceRisks": [{"riskCacheLabel": "L"}, {"riskCacheLabel": "L"}]}]}`
	}
	const x, y = `{"threat": {"uuid": "t", "label": "T"}, "vulnerability": {"uuid": "v"}}`, `{"threat": {"uuid": "t", "label": "T"}, "vulnerability": {"uuid": "w"}}`
	a, err := monarc.Read("a.json", []byte(instance(x+","+y)))
	require.NoError(t, err)
	b, err := monarc.Read("b.json", []byte(instance(y+","+x)))
	require.NoError(t, err)
	require.True(t, a.Unnamed)
	require.Equal(t, a.Information[0].ID, b.Information[1].ID)
	require.Equal(t, a.Information[1].ID, b.Information[0].ID)
	require.NotEqual(t, a.Information[0].ID, a.Information[1].ID)
	require.Regexp(t, "^[0-9a-f]{10}$", a.Information[0].ID)
	require.Equal(t, a.Operational[0].ID+"-2", a.Operational[1].ID)
}

// TestLanguage finds the language of an analysis that does not say it, and takes
// another one for what has no text in it.
func TestLanguage(t *testing.T) {
	const format = `{%s"instances": {"9": {"instance": {"name1": "%s", "name2": "", "name3": "C", "name4": "D"}, "risksop": {"1": {"id": 1, "riskCacheLabel1": "a", "riskCacheLabel2": "b", "riskCacheLabel3": "c", "riskCacheLabel4": "d"}}}}}`
	scales := func(code string) string {
		return `"operationalRiskScales": {"2": {}, "1": {"operationalRiskScaleTypes": [{"translation": {"lang": "` + code + `"}}]}}, `
	}
	for _, test := range [][4]string{
		{"", "A", "a", "A"}, {"", "", "c", "C"}, {scales("en"), "A", "b", "A"}, {scales("fr"), "A", "a", "A"}, {scales("DE"), "A", "c", "C"}, {scales("nl"), "", "d", "D"},
		{scales("xx"), "A", "a", "A"}, {`"languageIndex": 2, `, "", "b", "C"},
	} {
		a, err := monarc.Read("a.json", fmt.Appendf(nil, format, test[0], test[1]))
		require.NoError(t, err)
		require.Equal(t, test[2:], []string{a.Operational[0].Label, a.Operational[0].Instance}, test)
	}
}

// TestCounts counts what is stated and left out.
func TestCounts(t *testing.T) {
	a, err := monarc.Read("a.json", []byte(`{"with_eval": false, "instances": {"9": {"instance": {"name1": "A"}, "consequences": {"1": {"c": -1, "i": -1, "d": -1}, "2": {"c": -1, "i": 0, "d": 2}},
 "recos": {"7": {"u": {}, "w": {}}}, "recosop": {"8": {"u": {}}}, "risks": {"7": {"id": 7, "threat": "t", "vulnerability": null, "kindOfMeasure": 1}, "8": {"id": 8, "threat": "t", "kindOfMeasure": 5}}, "risksop": {"9": {"id": 9, "kindOfMeasure": 4}}, "threats": [], "vuls": []}}}`))
	require.NoError(t, err)
	require.Equal(t, []int{1, 3, 2}, []int{a.Consequences, a.Recommendations, a.Treatments})
	require.True(t, a.Unassessed)
	require.Equal(t, "t", a.Information[0].Threat, "what the risk calls it")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(later))
	f.Add([]byte(before))
	f.Add([]byte(`{"type": "instance", "instance": {"name1": "A"}, "risks": [{"threat": []}], "risksop": [{"brutR": "1"}]}`))
	f.Add([]byte(`{"instances": 7, "operationalRiskScales": [[]], "scales": [1]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := monarc.Read("a.json", data); err != nil {
			var e *source.Error
			require.ErrorAs(t, err, &e)
		}
	})
}
