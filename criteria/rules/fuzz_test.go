package rules_test

import (
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/stretchr/testify/require"
)

// hostile lists texts that are made to cost far more than they are long, to
// crash something, or to reach what is not theirs.
func hostile() []string {
	return []string{
		"", " ", "@result", "@any(true, true)", "x.", "x..b", ".x.b", "x.@b", "x.`b`", "x.b.c.d", "has()", "has(x)", "has(x.b.c)", "has(every[0].b)", "has(has(x.b))",
		"every.all(v, every.all(w1, every.all(y, every.all(z, v.i + w1.i + y.i + z.i > 0))))",
		"every.map(v, every.map(q, every.map(z, z.tags))).size() > 0", "every.map(v, every).map(l, l.map(k, k.s)).size() > 0",
		"every.filter(v, every.filter(q, q.s in every.map(z, z.s)).size() > 0).size() > 0",
		"every.where('s', 'a').where('s', 'a').where('s', 'a').where('s', 'a').size() > 0", "every.where('s', every.where('s', w)[0].s).size() > 0",
		"every.where('', w).size() > 0", "every.where('s').size() > 0", "every.where('s', w, w).size() > 0", "where('s', w)", "w.where('s', w)", "every.where('s', null).size() > 0",
		"every.map(v, v.s.lowerAscii()).size() > 0", "w.lowerAscii().lowerAscii().lowerAscii() == w", "w.lowerAscii(w) == w",
		"null", "null == null", "x == null", "x.b == null", "!(null)", "null in [null]", "every[0] == null", "every == null", "[null] == [null]", "x.t == (x.t == null)",
		"every.exists(v, v.t < now) == every.all(v, v.t < now)", "x.n / x.n > 0", "x.i % (x.i - x.i) == 0", "x.kids[x.i].kids[x.i].b", "every[9223372036854775807].b", "every[-9223372036854775808].b",
		"every.exists_one(v, every.exists_one(q, q.b))", "{'a': every}['a'].all(v, v.b)", "{'a': every.filter(v, v.b)}['a'].size() > 0", "[every, x.kids].all(l, l.all(v, v.b))",
		"[every.filter(v, v.b)] == [x.kids]", "(x.b ? every : x.kids)[0].b", "(x.b ? x : every[0]).kids.size() > 0", "sum(x.ints.map(i, i * 9223372036854775807)) > 0",
		"every.map(v, v).map(v, v).map(v, v).size() > 0", "every.map(v, v.tags).exists(l, 'a' in l)", "math.greatest(every.map(v, v.d)) > 0.0", "math.least([0.0 / 0.0, x.d]) > 0.0",
		"label(null) == w", "label(x.ref) == w", "sum([]) == 0", "sum(1) == 0", "label(label(x)) == w", "every.all(every, true)", "every.all(v, every.all(v, v.b))", "x.matches('a')", "x.tags.matches('a')",
		"cel.bind(y, x, y.b)", "optional.of(x).hasValue()", "x.?b.orValue(true)", "x[?0]", "type(x) == node", "node{b: true}.b", "dyn(x).b", "x['b']", "every['b']",
	}
}

// FuzzCompile holds that no text crashes the compiler or its rule, that issues
// have a place in the text, and that each verdict stands where more is known.
func FuzzCompile(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	for _, text := range []string{"x.kids.all(v, v.b)", "x.tags == ['a']", "every.where('s', w).exists_one(v, v.i == 1)", "x.t != null && x.t - now > duration('1h')"} {
		f.Add(text)
	}
	scope := nodeScope(f)
	x, every := sample()
	f.Fuzz(func(t *testing.T, text string) { tryRule(t, scope, x, every, text) })
}

func tryRule(t *testing.T, scope *rules.Scope, x, every rules.Value, text string) {
	r, issues := scope.Compile(text)
	if r == nil {
		require.NotEmpty(t, issues)
		for _, is := range issues {
			require.NotEmpty(t, is.Message)
			require.GreaterOrEqual(t, is.Offset, 0)
			require.LessOrEqual(t, is.Offset, len([]rune(text)))
		}
		return
	}
	before := r.Eval()
	after := r.Eval(x, every, rules.Text("w"), rules.Time(time.Unix(9, 0)))
	if b := describe(before); b != "unknown" {
		require.Equal(t, b, describe(after), text)
	}
	require.Equal(t, describe(after), describe(r.Eval(x, every, rules.Text("w"), rules.Time(time.Unix(9, 0)))))
	if f := after.Failure(); f != nil {
		require.NotEqual(t, rules.Evaluation, f.Code, "%s: %s", text, f.Detail)
		require.NotEqual(t, rules.Model, f.Code, "%s: %s", text, f.Detail)
	}
	after.Witness()
	after.Missing()
}

// TestHostile runs every hostile text over a small model and over a large one.
func TestHostile(t *testing.T) {
	scope := nodeScope(t)
	x, every := sample()
	large := big(10_000)
	for _, text := range hostile() {
		tryRule(t, scope, x, every, text)
		if !testing.Short() {
			tryRule(t, scope, x, large, text)
		}
	}
}
