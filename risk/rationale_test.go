package risk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/risk"
)

func TestRationaleOf(t *testing.T) {
	r := &risk.Risk{Rationale: []risk.Rationale{
		{Stage: risk.Residual, Input: "likelihood", Text: "tested backup"},
		{Input: "likelihood", Text: "two attempts"},
		{Stage: risk.Current, Input: "impact", Text: "one day"},
	}}
	require.Equal(t, "tested backup", r.RationaleOf(risk.Residual, "likelihood"))
	require.Equal(t, "two attempts", r.RationaleOf(risk.Current, "likelihood"))
	require.Equal(t, "one day", r.RationaleOf(risk.Current, "impact"))
	require.Empty(t, r.RationaleOf(risk.Residual, "impact"))
}
