package risk_test

import (
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func TestRegisterAppendJSON(t *testing.T) {
	r := &risk.Risk{ID: "R-1", Title: `a "title"`}
	r.State(risk.Current, "likelihood", criteria.StateRange("rare", "likely"))
	r.State(0, "tags", criteria.StateList(criteria.StateText("erp")))
	reg := &risk.Register{ID: "made", Risks: []*risk.Risk{r, {ID: "R-0"}}}
	require.Equal(t, `{"format":"ismskit.register/v1","id":"made","risks":[
{"id":"R-1","title":"a \"title\"","ratings":{"current":{"likelihood":["rare","likely"]}},"inputs":{"tags":["erp"]}},
{"id":"R-0"}]}
`, string(reg.AppendJSON(nil)))

	// What is read and written again has the same outcomes, and the same text.
	sample := register(t, "register.yaml", acmeRegister)
	text := sample.AppendJSON(nil)
	again := register(t, "register.json", string(text))
	require.Equal(t, string(text), string(again.AppendJSON(nil)))
	a, err := risk.Assess(ctx, acme(t), sample, march)
	require.NoError(t, err)
	b, err := risk.Assess(ctx, acme(t), again, march)
	require.NoError(t, err)
	require.Equal(t, a.Digest(), b.Digest())
}
