package conformity_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

func FuzzParseRules(f *testing.F) {
	f.Add(houseRules)
	f.Add(ruleText("", ""))
	f.Add(ruleText("document.title != ''", "|\n      isms.documents.where('id', document.previous).exists(d, d.date > asOf) ||\n      has(document.digest)"))
	f.Add(ruleText("    kind", "    editions: [2013, 2022, 2022-amd1]\n    when: true\n    kind"))
	f.Add(`{"format": "ismskit.rules/v1", "id": "a", "version": "1", "owner": "vendor", "rules": [{"id": "b", "clause": "c", "kind": "lint", "forEach": "isms", "expr": "10 / isms.audits.size() > 1", "meaning": "d"}]}`)
	sys, err := isms.Parse("isms.yaml", []byte(meridian))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := conformity.ParseRules("a", []byte(text))
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		again, err := conformity.ParseRules("b.json", s.Bytes())
		require.NoError(t, err)
		require.Equal(t, string(s.Bytes()), string(again.Bytes()))
		require.Equal(t, s.Digest(), again.Digest())
		rules, err := conformity.Compile(s)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		rep, err := rules.Check(t.Context(), sys, conformity.Options{AsOf: asOf})
		require.NoError(t, err)
		for _, v := range rep.Verdicts {
			require.False(t, v.Status == isms.VerdictConform && v.Error != "")
		}
	})
}
