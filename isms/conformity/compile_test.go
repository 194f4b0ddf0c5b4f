package conformity_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

func TestStandardCompiles(t *testing.T) {
	r, err := conformity.Compile(conformity.Standard())
	require.NoError(t, err)
	rep, err := r.Check(t.Context(), &isms.System{}, conformity.Options{AsOf: day("2026-03-01"), Profile: conformity.ProfileOf("2022-amd1")})
	require.NoError(t, err)
	for _, v := range rep.Verdicts {
		require.Equal(t, isms.VerdictUndetermined, v.Status, "%s %v", v.Rule.ID, v)
		require.NotEmpty(t, v.Missing, v.Rule.ID)
		t.Log(v.Rule.ID, v.Subject, v.Missing)
	}
}
