package conformity_test

import (
	"slices"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

func TestKinds(t *testing.T) {
	require.Equal(t, []conformity.Kind{conformity.Shall, conformity.Strict, conformity.Lint}, conformity.Kinds())
	for want, k := range map[string]conformity.Kind{"shall": conformity.Shall, "strict": conformity.Strict, "lint": conformity.Lint, "": 0} {
		require.Equal(t, want, k.String())
	}
	require.Empty(t, conformity.Kind(9).String())
}

// TestDigest shows that a set's digest depends on what its rules say alone.
func TestDigest(t *testing.T) {
	a := parseRules(t, "a.yaml", ruleHead+"  - {id: A, clause: x, kind: lint, forEach: isms, editions: [2022, 2013], expr: \"true\", meaning: y}\n  - {id: B, clause: x, kind: lint, forEach: isms, expr: \"true\", meaning: y}\n")
	b := parseRules(t, "b.yaml", ruleHead+"  - {meaning: y, id: B, clause: x, forEach: isms, kind: lint, expr: true}\n  - {id: A, editions: [\"2013\", 2022], clause: x, kind: lint, forEach: isms, expr: true, meaning: y}\n")
	require.Equal(t, string(a.Bytes()), string(b.Bytes()))
	require.Equal(t, a.Digest(), b.Digest())
	b.Rules[0].Meaning = "z"
	require.NotEqual(t, a.Digest(), b.Digest())
}

func TestRuleSet(t *testing.T) {
	s := parseRules(t, "own.yaml", ruleText("", ""))
	require.Equal(t, isms.OwnRules, s.Owner) // whose rules they are if nothing is said
	require.NotNil(t, s.Node())
	r := s.Rule("OWN-1")
	require.Equal(t, "own.yaml:5:5", r.Position().String())
	require.NotNil(t, r.Node())
	require.Nil(t, s.Rule("OWN-2"))
	require.True(t, r.In("2013") && r.In("2022"))

	std := conformity.Standard()
	require.Nil(t, std.Node())
	require.Equal(t, isms.StandardRules, std.Owner)
	require.Equal(t, conformity.StandardID, std.ID)
	std.Rules[0].ID = "changed"
	require.NotEqual(t, "changed", conformity.Standard().Rules[0].ID, "a copy was changed")

	rules, err := conformity.Compile(conformity.Standard(), s)
	require.NoError(t, err)
	require.Equal(t, "OWN-1", rules.Rule("OWN-1").ID)
	require.Nil(t, rules.Rule("OWN-2"))
	require.Equal(t, []string{"iso27001", "own"}, []string{rules.Sets()[0].ID, rules.Sets()[1].ID})
}

// TestStandardRules shows that rules say what they ask for and how to mend it,
// in sentences, and stand in the order of their ids.
func TestStandardRules(t *testing.T) {
	std := conformity.Standard()
	meanings := map[string]string{}
	for _, r := range std.Rules {
		for _, s := range []string{r.Meaning, r.Advice} {
			require.Regexp(t, `^['A-Z0-9].*\.$`, s, r.ID)
		}
		if before := meanings[r.Meaning]; before != "" {
			require.Fail(t, "the same meaning", "%s %s", before, r.ID)
		}
		meanings[r.Meaning] = r.ID
		for _, e := range r.Editions {
			require.NotNil(t, conformity.ProfileOf(e), r.ID)
		}
	}
	kinds := map[conformity.Kind]int{}
	for _, r := range std.Rules {
		kinds[r.Kind]++
	}
	// 152, 4 and 55 of the specification, without a lint and with those added.
	require.Equal(t, map[conformity.Kind]int{conformity.Shall: 154, conformity.Strict: 8, conformity.Lint: 81}, kinds)
	require.True(t, slices.IsSortedFunc(std.Rules, func(a, b conformity.Rule) int { return conformity.CompareClauses(a.ID, b.ID) }))
}

func TestCounts(t *testing.T) {
	rep := check(t, newHouse(t).system(t), "2022-amd1")
	sum := conformity.Counts{}
	for _, k := range conformity.Kinds() {
		c := rep.Count(k)
		sum.Conform += c.Conform
		sum.Nonconform += c.Nonconform
		sum.Undetermined += c.Undetermined
		sum.NotApplicable += c.NotApplicable
	}
	require.Equal(t, rep.Count(0), sum)
	require.Equal(t, len(rep.Verdicts), sum.Total())
}
