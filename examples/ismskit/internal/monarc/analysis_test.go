package monarc_test

import (
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

func FuzzRead(f *testing.F) {
	f.Add([]byte(later))
	f.Add([]byte(before))
	f.Add([]byte(`{"instances": 7, "operationalRiskScales": [[]], "scales": [1]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := monarc.Read("a.json", data); err != nil {
			var e *source.Error
			require.ErrorAs(t, err, &e)
		}
	})
}
