package risk_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func TestPreviewChange(t *testing.T) {
	data, err := os.ReadFile("../criteria/testdata/acme.yaml")
	require.NoError(t, err)
	compile := func(pairs ...string) *criteria.Criteria {
		doc, err := criteria.Parse("acme.yaml", []byte(strings.NewReplacer(pairs...).Replace(string(data))))
		require.NoError(t, err)
		c, err := doc.Compile()
		require.NoError(t, err)
		return c
	}
	reg, err := risk.ParseRegister("r.yaml", []byte(`{"format": "ismskit.register/v1", "id": "r", "risks": [
{"id": "A", "ratings": {"current": {"likelihood": "rare", "confidentiality": "major", "integrity": "minor", "availability": "minor"}}},
{"id": "B", "ratings": {"current": {"likelihood": "likely", "confidentiality": "major", "integrity": "minor", "availability": "minor"}}},
{"id": "C", "ratings": {"current": {"likelihood": "certain", "confidentiality": "severe", "integrity": "minor", "availability": "minor"}}}]}`))
	require.NoError(t, err)
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

	// Levels: A 2, B 4, C 9. The appetite falls from 2 to 1 (A: accept -> medium? no, low and not
	// tolerated: treat), and what is tolerated needs the board and ends after 90 days (B).
	p, err := risk.PreviewChange(context.Background(), compile(), compile("appetite: 2", "appetite: 1", "authority: ciso", "authority: board", "validFor: 180d", "validFor: 90d"), reg, at)
	require.NoError(t, err)
	require.Equal(t, 3, p.Outcomes)
	require.Len(t, p.Affected, 2)
	require.Equal(t, "A", p.Affected[0].Risk)
	require.Equal(t, []risk.Aspect{risk.AspectDecision, risk.AspectReview}, p.Affected[0].Changed)
	require.Equal(t, "within_appetite", p.Affected[0].Old.Rule)
	require.Equal(t, "otherwise", p.Affected[0].New.Rule)
	require.Equal(t, "B", p.Affected[1].Risk)
	require.Equal(t, []risk.Aspect{risk.AspectAuthority, risk.AspectValidity}, p.Affected[1].Changed)
	require.Equal(t, analysis.Equal, p.Domain.Bands.Relation)
	require.Equal(t, analysis.Stricter, p.Domain.Decisions.Relation)
	require.Equal(t, "authority", risk.AspectAuthority.String())

	_, err = risk.PreviewChange(context.Background(), compile(), compile("{id: minor, value: 1}, ", "", "value: 2}, {id: severe", "value: 1}, {id: severe"), reg, at)
	require.ErrorIs(t, err, criteria.CodeOffScale)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, 2, e.Diagnostics[0].Pos.Line)
}
