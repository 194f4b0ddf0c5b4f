package engine_test

import (
	"fmt"
	"testing"

	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestMacrosAgree holds that where nothing is unknown and nothing fails, the
// macros of rules come to what those of criteria do, which are the engine's.
func TestMacrosAgree(t *testing.T) {
	schema, err := engine.NewSchema(nil, nil)
	require.NoError(t, err)
	text := engine.Shape{Kind: engine.String}
	rules, err := schema.NewEnv([]engine.Var{{Name: "s", Shape: text}, {Name: "tags", Shape: engine.Shape{Kind: engine.String, List: true}}})
	require.NoError(t, err)
	criteria, err := engine.NewEnv([]engine.Var{{Name: "s", Kind: engine.String}, {Name: "tags", Kind: engine.Strings}}, nil, nil, nil)
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		pick := func(s ...string) string { return rapid.SampledFrom(s).Draw(t, "") }
		loops := 0
		var list, predicate func(names []string, depth int) string
		list = func(names []string, depth int) string {
			if depth <= 0 || loops >= 3 {
				return pick("tags", "['a', 'b', s]")
			}
			v := fmt.Sprint("v", len(names))
			from := list(names, depth-1)
			loops++
			defer func() { loops-- }()
			inner := append(names[:len(names):len(names)], v)
			switch pick("filter", "map", "map if", "tags") {
			case "filter":
				return fmt.Sprintf("%s.filter(%s, %s)", from, v, predicate(inner, depth-1))
			case "map":
				return fmt.Sprintf("%s.map(%s, %s)", from, v, pick(inner...))
			case "map if":
				return fmt.Sprintf("%s.map(%s, %s, %s)", from, v, predicate(inner, depth-1), pick(inner...))
			}
			return "tags"
		}
		predicate = func(names []string, depth int) string {
			if depth <= 0 || loops >= 3 {
				return fmt.Sprintf("%s %s %s", pick(names...), pick("==", "!=", "<"), pick(names...))
			}
			v := fmt.Sprint("v", len(names))
			from := list(names, depth-1)
			switch pick("quantifier", "in", "size", "and", "same", "first") {
			case "in":
				return fmt.Sprintf("%s in %s", pick(names...), from)
			case "size":
				return fmt.Sprintf("size(%s) %s 2", from, pick("<", "==", ">"))
			case "and":
				return fmt.Sprintf("(%s %s !(%s))", predicate(names, depth-1), pick("&&", "||"), predicate(names, depth-1))
			case "same":
				return fmt.Sprintf("%s %s %s", from, pick("==", "!="), list(names, depth-1))
			case "first":
				return fmt.Sprintf("(size(%s) > 0 ? %s[0] : s) == 'a'", from, from)
			}
			loops++
			defer func() { loops-- }()
			return fmt.Sprintf("%s.%s(%s, %s)", from, pick("all", "exists", "exists_one"), v, predicate(append(names[:len(names):len(names)], v), depth-1))
		}
		text := predicate([]string{"s", "'b'"}, rapid.IntRange(1, 4).Draw(t, "depth"))
		want, issues := criteria.Compile(text, engine.Bool)
		if want == nil {
			t.Skip(issues[0].Message) // deeper than criteria may be
		}
		got, issues := rules.Compile(text, engine.Bool)
		require.NotNil(t, got, "%s %+v", text, issues)
		tags := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 12).Draw(t, "tags")
		w, r := criteria.NewVars(), rules.NewVars()
		w.Set(0, engine.StringConst("b"))
		w.Set(1, engine.StringsConst(tags))
		r.State(0, engine.StringConst("b"))
		r.State(1, engine.ListConst(len(tags), func(i int) engine.Const { return engine.StringConst(tags[i]) }))
		expected, came := want.Eval(w), got.Eval(r)
		require.True(t, expected.Known(), text)
		require.True(t, came.Known(), "%s %v", text, came.Failure())
		require.Equal(t, expected.Bool(), came.Bool(), text)
	})
}
