package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/stretchr/testify/require"
)

// TestGuards has, for each guard, a text just inside and one just outside.
func TestGuards(t *testing.T) {
	nested := func(n int) string {
		text := "true"
		for i := range n {
			text = fmt.Sprintf("every.exists(x%d, %s)", i, text)
		}
		return text
	}
	deep := func(n int) string { return strings.Repeat("(", n) + "x.b" + strings.Repeat(")", n) }
	literal := func(n int) string { return "[" + strings.TrimSuffix(strings.Repeat("1,", n), ",") + "].size() > 0" }
	text := func(n int) string { return "w == '" + strings.Repeat("x", n-len("w == ''")) + "'" }
	scope := nodeScope(t)
	for name, g := range map[string]struct {
		inside, outside string
		code            rules.Code
		offset          int // -1 for wherever
		nearest         string
	}{
		"bytes":               {text(4096), text(4097), rules.TooLarge, 0, ""},
		"UTF-8":               {"w == 'é'", "w == '\xff'", rules.Syntax, 6, ""},
		"control character":   {"w == '\\x00'", "w == '\x00'", rules.Forbidden, 6, ""},
		"format character":    {"w == '\\u202e'", "w == '\u202e'", rules.Forbidden, 6, ""},
		"recursion":           {deep(30), deep(50), rules.TooLarge, -1, ""},
		"nodes":               {literal(980), literal(1010), rules.TooLarge, -1, ""},
		"comprehensions":      {nested(4), nested(5), rules.TooLarge, -1, ""},
		"map keys":            {"{'a': 1}[w] == 1", "{w: 1}['a'] == 1", rules.Forbidden, 1, ""},
		"ranges":              {"every.exists(v, v.b)", "{'a': 1}.exists(v, v == w)", rules.Forbidden, 0, ""},
		"messages":            {"x.b", "node{b: true}.b", rules.Forbidden, -1, ""},
		"literal patterns":    {"w.matches('a+')", "w.matches(x.s)", rules.Forbidden, -1, ""},
		"pattern size":        {"w.matches('a{100}')", "w.matches('((a{100}){10})')", rules.TooLarge, -1, ""},
		"patterns":            {"w.matches('a')", "w.matches('(')", rules.BadLiteral, -1, ""},
		"functions":           {"w.contains('x')", "w.replace('x', 'y') == w", rules.Forbidden, -1, ""},
		"near functions":      {"w.lowerAscii() == w", "w.lowerAsci() == w", rules.Forbidden, -1, "lowerAscii"},
		"host functions":      {"sum(x.ints) > 1", "summ(x.ints) > 1", rules.Forbidden, -1, "sum"},
		"no member functions": {"sum(x.ints) > 1", "x.ints.sum() > 1", rules.Forbidden, -1, ""},
		"arguments":           {"sum(x.ints) > 1", "sum(x.tags) > 1", rules.WrongType, -1, ""},
		"overloads":           {"x.i + 1 > 0", "x.s + 'x' == w", rules.Forbidden, -1, ""},
		"sums of lists":       {"size(x.tags) > 0", "size(x.tags + x.tags) > 0", rules.Forbidden, -1, ""},
		"time zones":          {"now.getHours() > 0", "now.getHours('Europe/Berlin') > 0", rules.Forbidden, -1, ""},
		"dyn":                 {"[1, 2].exists(v, v == 1)", "[1, 'a'].exists(v, v == 1)", rules.WrongType, -1, ""},
		"empty list":          {"x.tags == ['a']", "[] == []", rules.WrongType, -1, ""},
		"hidden names":        {"every.exists(v, v.b)", "every.exists(x, x.b)", rules.Forbidden, -1, ""},
		"hidden steps":        {"x.b", "@any(x.b, x.b)", rules.Syntax, -1, ""},
		"names":               {"x.b", "ever.exists(v, v.b)", rules.UnknownName, 0, "every"},
		"fields":              {"x.kids.size() > 0", "x.kid.size() > 0", rules.UnknownName, -1, "kids"},
		"fields of items":     {"every.all(v, v.tags == v.tags)", "every.all(v, v.tag == v.tags)", rules.UnknownName, -1, "tags"},
		"fields of filtered":  {"every.filter(v, v.b).all(q, q.ref.b)", "every.filter(v, v.b).all(q, q.rev.b)", rules.UnknownName, -1, "ref"},
		"fields of mapped":    {"every.map(v, v.ref).all(q, q.tags == q.tags)", "every.map(v, v.ref).all(q, q.tagz == q.tags)", rules.UnknownName, -1, "tags"},
		"fields of items [0]": {"every[0].kids.size() > 0", "every[0].kidz.size() > 0", rules.UnknownName, -1, "kids"},
		"fields of choices":   {"(x.b ? x : x.ref).kids.size() > 0", "(x.b ? x : x.ref).kidz.size() > 0", rules.UnknownName, -1, "kids"},
		"fields of scalars":   {"x.s == w", "x.s.t == w", rules.WrongType, -1, ""},
		"fields of lists":     {"every.exists(v, v.b)", "every.b", rules.WrongType, -1, ""},
		"has of a field":      {"has(x.n)", "has(x)", rules.Syntax, -1, ""},
		"where: a literal":    {"every.where('s', w).size() > 0", "every.where(w, w).size() > 0", rules.Forbidden, -1, ""},
		"where: a field":      {"every.where('s', w).size() > 0", "every.where('tag', w).size() > 0", rules.UnknownName, -1, "tags"},
		"where: a text":       {"every.where('s', w).size() > 0", "every.where('i', w).size() > 0", rules.WrongType, -1, ""},
		"where: texts":        {"every.where('tags', w).size() > 0", "every.where('ints', w).size() > 0", rules.WrongType, -1, ""},
		"where: objects":      {"every.where('s', w).size() > 0", "x.tags.where('s', w).size() > 0", rules.WrongType, -1, ""},
		"where: as a method":  {"every.where('s', w).size() > 0", "where(every, 's', w).size() > 0", rules.Forbidden, -1, ""},
		"null of times":       {"x.t == null", "x.s == null", rules.WrongType, -1, ""},
		"null of nullable":    {"every.all(v, v.n != null)", "every.all(v, v.i != null)", rules.WrongType, -1, ""},
		"null of objects":     {"null == x.ref", "x.tags == null", rules.WrongType, -1, ""},
		"null as a value":     {"x.t == null", "(x.b ? null : x.t) == now", rules.Forbidden, -1, ""},
		"objects are":         {"x.ref.s == x.s", "x.ref == x", rules.Forbidden, -1, ""},
		"lists of objects":    {"x.tags == x.tags", "x.kids == every", rules.Forbidden, -1, ""},
		"maps":                {"{'a': 1}['a'] == 1", "{'a': 1} == {'a': 1}", rules.Forbidden, -1, ""},
		"objects in lists":    {"w in x.tags", "x in every", rules.Forbidden, -1, ""},
		"uint":                {"x.i == 1", "1u == 1u", rules.Forbidden, -1, ""},
		"bytes literal":       {"w == 'x'", "b'x' == b'x'", rules.Forbidden, -1, ""},
		"comprehension names": {"every.exists(v, v.b)", "every.exists(v.b, true)", rules.Syntax, -1, ""},
		"filters' names":      {"every.filter(v, v.b).size() > 0", "every.filter(v.b, true).size() > 0", rules.Syntax, -1, ""},
		"result":              {"x.b", "x.i", rules.WrongType, -1, ""},
		"times":               {"x.t > timestamp('2026-01-01T00:00:00Z')", "x.t > timestamp('2026-13-01T00:00:00Z')", rules.BadLiteral, -1, ""},
		"int and double":      {"x.d > 2.0", "x.d > 2", rules.WrongType, -1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, issues := scope.Compile(g.inside)
			require.NotNil(t, r, "%s %+v", g.inside, issues)
			require.Empty(t, issues)
			r, issues = scope.Compile(g.outside)
			require.Nil(t, r, g.outside)
			require.Equal(t, g.code, issues[0].Code, "%+v", issues)
			require.ErrorIs(t, issues[0], g.code)
			require.NotEmpty(t, issues[0].Message)
			require.Equal(t, g.nearest, issues[0].Nearest, "%+v", issues)
			if g.offset >= 0 {
				require.Equal(t, g.offset, issues[0].Offset)
			}
		})
	}
}

// TestIssues reads the words of some issues as their author would.
func TestIssues(t *testing.T) {
	scope := nodeScope(t)
	for text, want := range map[string]string{
		"x.kid.size() > 0":                 "node has no field \"kid\" (did you mean kids?)",
		"x.s.t == w":                       "a string has no field \"t\"",
		"every.b":                          "a list(node) has no field \"b\"",
		"x.s == null":                      "this value is never none, so that it is not compared with null",
		"x.ref == x":                       "objects are not compared; compare their ids",
		"{'a': 1} == {'a': 1}":             "maps are not compared; compare their ids",
		"every == every":                   "lists of lists or objects are not compared; compare their ids",
		"has(w)":                           "has takes a field, such as x.f",
		"x.tags.where('s', w).size() == 0": "where takes a list of objects, not of string values",
		"x.d > 2":                          "operator or function > does not take (double, int); int and double do not mix: write double(x), or 2.0 for 2",
	} {
		_, issues := scope.Compile(text)
		require.NotEmpty(t, issues, text)
		require.Equal(t, want, issues[0].Error(), text)
	}
}

// big makes a list of n nodes that know their own number, as text.
func big(n int) rules.Value {
	items := make([]rules.Value, n)
	for i := range items {
		s := fmt.Sprint("n", i)
		items[i] = object("node", "nodes["+s+"]", map[string]rules.Value{"s": rules.Text(s), "i": rules.Int(int64(i)), "b": rules.Bool(false), "tags": texts(s, "t")})
	}
	return rules.List(items...)
}

// TestCostLimit holds that rules which grow with the model alone are within
// the limit at 10,000 elements, and those that grow with its square are not.
func TestCostLimit(t *testing.T) {
	scope := nodeScope(t)
	x, ten := object("node", "x", nil), big(10_000)
	for _, c := range []struct {
		text string
		fits bool
	}{
		{"every.all(v, v.s != 'a' && v.i >= 0 && !v.b && v.tags.size() == 2 && 't' in v.tags && v.tags.exists(q, q == v.s))", true},
		{"every.all(v, every.where('s', v.s).size() == 1)", true},
		{"every.all(v, every.where('tags', v.s).size() == 1)", true},
		{"[every.map(q, q.s)].all(l, every.all(v, v.s in l))", true}, // a list that a rule has built is hashed, too
		{"every.all(v, v.s in every.map(q, q.s))", false},
		{"every.all(v, every.exists_one(q, q.s == v.s))", false},
		{"every.map(v, every).size() == 10000", true}, // the same list 10,000 times
		{"every.map(v, every.map(q, q.s)).size() == 10000", false},
		{"every.all(v, every.all(a, every.all(b, every.all(c, !c.b))))", false},
	} {
		r, issues := scope.Compile(c.text)
		require.NotNil(t, r, "%s %v", c.text, issues)
		res := r.Eval(x, ten, rules.Text(""))
		require.Equal(t, c.fits, res.True(), "%s %v", c.text, res.Failure())
		if !c.fits {
			require.ErrorIs(t, res.Failure(), rules.CostLimit, c.text)
		}
	}
}
