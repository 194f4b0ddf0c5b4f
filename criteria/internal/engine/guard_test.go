package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/stretchr/testify/require"
)

// env declares one variable of each kind, constants, and a table.
func env(t testing.TB) *engine.Env {
	t.Helper()
	e, err := engine.NewEnv(
		[]engine.Var{{Name: "asOf", Kind: engine.Timestamp}, {Name: "l", Kind: engine.Int, Scale: "likelihood"}, {Name: "i", Kind: engine.Int, Scale: "impact"},
			{Name: "b", Kind: engine.Bool}, {Name: "d", Kind: engine.Double}, {Name: "s", Kind: engine.String}, {Name: "tags", Kind: engine.Strings},
			{Name: "t", Kind: engine.Timestamp}, {Name: "u", Kind: engine.Duration}},
		[]engine.NamedConst{{Group: "likelihood", Name: "low", Scale: "likelihood", Value: engine.IntConst(1)}, {Group: "likelihood", Name: "high", Scale: "likelihood", Value: engine.IntConst(2)},
			{Group: "impact", Name: "low", Scale: "impact", Value: engine.IntConst(1)}, {Group: "params", Name: "p", Value: engine.DoubleConst(0.5)}},
		[]*engine.Table{{Name: "table", Result: "band", Axes: []engine.Axis{
			{Scale: "likelihood", Levels: []engine.Const{engine.IntConst(1), engine.IntConst(2)}},
			{Scale: "impact", Levels: []engine.Const{engine.IntConst(1), engine.IntConst(5)}}},
			Cells: []engine.Const{engine.IntConst(0), engine.IntConst(1), engine.IntConst(1), engine.IntConst(2)}}},
		[]string{"later"})
	require.NoError(t, err)
	return e
}

// TestGuards has, for each guard, a text just inside and one just outside.
func TestGuards(t *testing.T) {
	nested := func(n int) string {
		text := "true"
		for i := range n {
			text = fmt.Sprintf("tags.exists(x%d, %s)", i, text)
		}
		return text
	}
	// The limit of the parser counts its own recursion; 30 pairs of brackets
	// are within it, 50 are not.
	deep := func(n int) string { return strings.Repeat("(", n) + "l" + strings.Repeat(")", n) }
	for name, g := range map[string]struct {
		inside, outside string
		code            engine.Code
		offset          int
	}{
		"bytes":             {"'" + strings.Repeat("x", engine.MaxExpressionBytes-2) + "'", "'" + strings.Repeat("x", engine.MaxExpressionBytes-1) + "'", engine.CodeLimit, 0},
		"UTF-8":             {"s == 'é'", "s == '\xff'", engine.CodeSyntax, 6},
		"control character": {"s == '\\x00'", "s == '\x00'", engine.CodeForbidden, 6},
		"format character":  {"s == '\\u202e'", "s == '\u202e'", engine.CodeForbidden, 6},
		"recursion":         {deep(30), deep(50), engine.CodeLimit, 0},
		"nodes":             {"[" + strings.TrimSuffix(strings.Repeat("1,", 990), ",") + "].size()", "[" + strings.TrimSuffix(strings.Repeat("1,", 1010), ",") + "].size()", engine.CodeLimit, -1},
		"comprehensions":    {nested(3), nested(4), engine.CodeLimit, -1},
		"map keys":          {"{'a': l}['a']", "{s: l}['a']", engine.CodeForbidden, 1},
		"ranges":            {"tags.exists(x, x == s)", "{'a': 1}.exists(x, x == s)", engine.CodeForbidden, 0},
		"messages":          {"l", "google.protobuf.Int64Value{value: 1}", engine.CodeForbidden, -1},
		"literal patterns":  {"s.matches('a+')", "s.matches(s)", engine.CodeForbidden, -1},
		"pattern size":      {"s.matches('a{100}')", "s.matches('((a{100}){10})')", engine.CodeLimit, -1},
		"functions":         {"s.contains('x')", "s.replace('x', 'y')", engine.CodeForbidden, -1},
		"overloads":         {"l + 1", "s + 'x'", engine.CodeForbidden, -1},
		"sums of lists":     {"size(tags.filter(x, x != s))", "size(tags + tags)", engine.CodeForbidden, -1},
		"conversions":       {"int(d)", "int(s)", engine.CodeForbidden, -1},
		"time zones":        {"asOf.getHours()", "asOf.getHours('Europe/Berlin')", engine.CodeForbidden, -1},
		"dyn":               {"[1, 2].exists(x, x == 1)", "[1, 'a'].exists(x, x == 1)", engine.CodeType, -1},
		"empty list":        {"tags == []", "[] == []", engine.CodeType, -1},
		"hidden names":      {"tags.exists(x, x == s)", "tags.exists(s, s == '')", engine.CodeForbidden, -1},
		"hidden groups":     {"tags.exists(x, x == s)", "tags.exists(impact, impact == '')", engine.CodeForbidden, -1},
		"later names":       {"l", "later", engine.CodeOrder, 0},
		"unknown names":     {"l", "ll", engine.CodeUnknownName, 0},
		"unknown members":   {"likelihood.low", "likelihood.lwo", engine.CodeUnknownName, 0},
		"members of values": {"l", "l.low", engine.CodeUnknownName, 0},
		"groups as values":  {"likelihood.low", "likelihood", engine.CodeUnknownName, 0},
		"axes":              {"table(l, i)", "table(i, l)", engine.CodeScale, 6},
		"axes of constants": {"table(likelihood.low, i)", "table(impact.low, i)", engine.CodeScale, -1},
		"axes of choices":   {"table(b ? l : likelihood.high, i)", "table(b ? i : impact.low, i)", engine.CodeScale, -1},
		"axes of greatest":  {"table(math.greatest(l, likelihood.low), i)", "table(math.greatest(i, impact.low), i)", engine.CodeScale, -1},
		"int and double":    {"d * 2.0", "d * 2", engine.CodeType, -1},
		"timestamps":        {"t > timestamp('2026-01-01T00:00:00Z')", "t > timestamp('2026-13-01T00:00:00Z')", engine.CodeLiteral, -1},
		"durations":         {"u > duration('1h')", "u > duration('1 hour')", engine.CodeLiteral, -1},
		"patterns":          {"s.matches('a')", "s.matches('(')", engine.CodeLiteral, -1},
		"syntax":            {"l", "l +", engine.CodeSyntax, -1},
		"uint":              {"1", "1u", engine.CodeForbidden, 0},
		"bytes literal":     {"'x'", "b'x'", engine.CodeForbidden, 0},
		"null":              {"true", "null", engine.CodeForbidden, 0},
		"has":               {"b", "has(l.x)", engine.CodeForbidden, -1},
		"index of a map":    {"{'a': 1}['a']", "{'a': 1}.a", engine.CodeForbidden, -1},
		"large number":      {"9223372036854775807", "9223372036854775808", engine.CodeSyntax, -1},
		"infinite number":   {"1e308", "1e309", engine.CodeSyntax, -1},
	} {
		t.Run(name, func(t *testing.T) {
			e := env(t)
			p, issues := e.Compile(g.inside)
			require.NotNil(t, p, "%v", issues)
			p, issues = e.Compile(g.outside)
			require.Nil(t, p, g.outside)
			require.Equal(t, g.code, issues[0].Code, "%+v", issues)
			require.NotEmpty(t, issues[0].Message)
			if g.offset >= 0 {
				require.Equal(t, g.offset, issues[0].Offset)
			}
		})
	}
}

func TestWantedKinds(t *testing.T) {
	e := env(t)
	_, issues := e.Compile("l", engine.Bool)
	require.Equal(t, engine.CodeType, issues[0].Code)
	require.Contains(t, issues[0].Message, "gives int, wanted is bool")
	_, issues = e.Compile("[[s]]")
	require.Contains(t, issues[0].Message, "wanted is a bool")
	_, issues = e.Compile("s", engine.Bool, engine.Int, engine.Double)
	require.Contains(t, issues[0].Message, "bool, int or double")
	p, _ := e.Compile("l > i && b")
	require.Equal(t, engine.Bool, p.Kind())
	require.Equal(t, []int{1, 2, 3}, p.Reads())
	require.Empty(t, p.Scale())
	p, _ = e.Compile("table(l, i)")
	require.Equal(t, "band", p.Scale())
	require.Equal(t, "invalid", engine.Kind(99).String())
}

func TestSuggestions(t *testing.T) {
	e := env(t)
	for text, nearest := range map[string]string{
		"tgas.size()": "tags", "impakt.low": "impact", "impact.lwo": "low", "s.startsWit('x')": "startsWith", "tabel(l, i)": "table",
	} {
		_, issues := e.Compile(text)
		require.Equal(t, nearest, issues[0].Nearest, text)
	}
}

func TestIdentifiers(t *testing.T) {
	for s, want := range map[string]bool{"a": true, "_a1": true, "A_b": true, "": false, "1a": false, "a-b": false, "é": false, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false} {
		require.Equal(t, want, engine.ValidIdentifier(s), s)
	}
	require.Contains(t, engine.ReservedNames(), "in")
}
