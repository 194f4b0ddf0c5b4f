package criteria_test

import (
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

// TestMissingNumberMayFail: both rules accept, but the first divides by what is
// missing and may fail, so nothing is accepted until it is known.
func TestMissingNumberMayFail(t *testing.T) {
	doc, err := criteria.Parse("c.yaml", []byte(`
format: ismskit.criteria/v1
id: x
version: "1"
scales: [{id: s, levels: [{id: a, value: 1}, {id: b, value: 2}]}]
inputs: [{id: s, scale: s}, {id: n, type: int}]
level: s
bands: [{id: low, upTo: 1}, {id: high}]
acceptance:
  - {id: some, when: 10 / n > 3, outcome: accept}
  - {id: rest, when: true, outcome: accept}
`))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	in := c.NewInputs()
	require.NoError(t, in.Rate("s", "a"))
	o := c.Evaluate(in, asOf)
	require.Equal(t, criteria.Undetermined, o.Decision)
	require.Equal(t, 0, o.Band)
	require.Equal(t, []criteria.Decision{criteria.Accept}, o.Uncertain.Decisions)
	require.Equal(t, []criteria.Question{{Input: 1, Missing: true}}, o.Uncertain.Questions)
	require.NoError(t, in.Set("n", criteria.IntValue(0)))
	require.Equal(t, criteria.FailDivision, c.Evaluate(in, asOf).Failure.Code)
	require.NoError(t, in.Set("n", criteria.IntValue(1)))
	require.Equal(t, criteria.Accept, c.Evaluate(in, asOf).Decision)
}
