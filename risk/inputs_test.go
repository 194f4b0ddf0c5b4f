package risk_test

import (
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func TestBind(t *testing.T) {
	c := acme(t)
	reg := register(t, "register.yaml", `format: ismskit.register/v1
id: r
risks:
  - id: R-1
    ratings:
      inherent: {likelihood: certain}
      current: {likelihood: likely, availability: [minor, major]}
    inputs: {personal_data: true}
  - id: R-2
    ratings: {current: {likelihood: often, likelyhood: rare}}
`)
	in, err := reg.Risk("R-1").Bind(c, risk.Current)
	require.NoError(t, err)
	require.Equal(t, "likely", in.Value(c.Input("likelihood").Index()).String())
	require.Equal(t, "minor..major", in.Value(c.Input("availability").Index()).String())
	require.True(t, in.Value(c.Input("personal_data").Index()).Bool())
	require.False(t, in.Value(c.Input("integrity").Index()).Known())
	require.Equal(t, "certain", bound(t, reg.Risk("R-1"), risk.Inherent))
	require.Equal(t, "", bound(t, reg.Risk("R-1"), risk.Residual), "nothing is rated there")
	require.Equal(t, "", bound(t, reg.Risk("R-1"), 0), "no stage")

	_, err = reg.Risk("R-2").Bind(c, risk.Current)
	require.ErrorIs(t, err, source.UnknownName)
	require.ErrorContains(t, err, `register.yaml:10:37: risks[1].ratings.current.likelihood: "often" is no level of scale likelihood`)
	require.ErrorContains(t, err, `the criteria have no input "likelyhood" (did you mean "likelihood"?)`)
	_, err = (&risk.Risk{ID: "no id"}).Bind(c, risk.Current)
	require.ErrorIs(t, err, source.BadValue)
}

func bound(t *testing.T, r *risk.Risk, stage risk.Stage) string {
	t.Helper()
	c := acme(t)
	in, err := r.Bind(c, stage)
	require.NoError(t, err)
	return in.Value(c.Input("likelihood").Index()).String()
}
