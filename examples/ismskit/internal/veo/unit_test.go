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

// TestUnit takes the most specific value that is stated, and 0 for a level.
func TestUnit(t *testing.T) {
	u, err := veo.Read("u.json", []byte(unit))
	require.NoError(t, err)
	zero, two, three := int64(0), int64(2), int64(3)
	require.Equal(t, []veo.Risk{{ID: "RSK-1", Definition: "D", Element: "A", Kind: "asset", Scenario: "S", Probability: &zero,
		Impacts: []veo.Goal{{Name: "C", Level: &two}}, Inherent: &three, Residual: &zero}}, u.Risks)
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
