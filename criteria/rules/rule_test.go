package rules_test

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/stretchr/testify/require"
)

// node makes an object of which nothing is known but what is given.
func node(path string, fields map[string]rules.Value) rules.Value {
	return object("node", path, fields)
}

type facts = map[string]rules.Value

// sample is a small model. Of kids, the first has b, the second s unknown, the
// third i.
func sample() (x, every rules.Value) {
	k1 := node("k[1]", facts{"s": rules.Text("a"), "i": rules.Int(1), "o": rules.None(), "tags": texts("t")})
	k2 := node("k[2]", facts{"b": rules.Bool(true), "i": rules.Int(2), "o": rules.Text("z"), "tags": texts("t", "u")})
	k3 := node("k[3]", facts{"b": rules.Bool(false), "s": rules.Text("c"), "o": rules.Text("z"), "tags": texts()})
	x = node("x", facts{"b": rules.Bool(true), "i": rules.Int(3), "n": rules.None(), "s": rules.Text("AbÄ"), "t": rules.None(),
		"d": rules.Number(0.5), "tags": texts("a", "b"), "ints": rules.List(rules.Int(3), rules.Int(1), rules.Int(2)),
		"kids": rules.List(k1, k2, k3), "ref": rules.None()})
	return x, rules.List(k1, k2, k3, rules.Unknown("k[4]"))
}

// TestEval has rules with what they come to, worked out by hand: a verdict,
// the missing paths, or a failure's code.
func TestEval(t *testing.T) {
	scope := nodeScope(t)
	x, every := sample()
	for text, want := range map[string]string{
		// none and unknown
		"has(x.i) && !has(x.n) && !has(x.t) && !has(x.ref)": "true",
		"has(x.tags)":                   "true",
		"has(x.o)":                      "x.o",
		"x.o == null":                   "x.o",
		"x.n == null && null == x.t":    "true",
		"x.n != null":                   "false",
		"x.t == x.t":                    "true",
		"x.t == now":                    "false",
		"x.t != now":                    "true",
		"x.t < now":                     "none_value",
		"x.t != null && x.t < now":      "false",
		"x.t < now || x.b":              "true",
		"x.b || x.t < now":              "true",
		"x.t < now && !x.b":             "false",
		"x.n + 1 > 0":                   "none_value",
		"x.n > 0":                       "none_value",
		"x.ref.s == 'a'":                "none_value",
		"x.ref.kids.size() == 0":        "none_value",
		"x.ref == null":                 "true",
		"every[3].ref.s == 'a'":         "k[4]",
		"x.kids[0].ref.s == 'a'":        "k[1].ref",
		"x.kids[0].kids.exists(v, v.b)": "k[1].kids",
		"label(x) == 'AbÄ'":             "true",
		"label(x.ref) == 'none'":        "true",
		"label(x.kids[1]) == 'a'":       "k[2].s",
		"x.kids.exists(v, v.o == 'a')":  "false",
		"x.kids.all(v, v.o.size() > 0)": "none_value",
		"x.kids.all(v, v.o == null || v.o.size() > 0)": "true",

		// logic
		"x.o == 'a' || x.b":               "true",
		"x.o == 'a' && x.b":               "x.o",
		"x.o == 'a' && !x.b":              "false",
		"x.b ? x.i == 3 : x.o == 'a'":     "true",
		"x.o == 'a' ? true : true":        "x.o",
		"x.o == 'a' && x.kids[0].b":       "k[1].b x.o",
		"1 / (x.i - 3) > 0":               "division_by_zero",
		"1 / (x.i - 3) > 0 || x.o == 'a'": "x.o",
		"x.kids[7].b":                     "index_out_of_range",
		"x.kids[-1].b":                    "index_out_of_range",
		"{'a': 1}[x.s] == 1":              "no_such_key",
		"9223372036854775807 + x.i > 0":   "overflow",

		// quantifiers: k1.b, k2.s and k3.i are unknown
		"x.kids.exists(v, v.b)":                              "true",
		"x.kids.all(v, v.b)":                                 "false",
		"x.kids.exists(v, v.s == 'b')":                       "k[2].s",
		"x.kids.all(v, v.i > 0)":                             "k[3].i",
		"x.kids.exists_one(v, v.b)":                          "k[1].b",
		"x.kids.exists_one(v, v.i < 3)":                      "false",
		"x.kids.exists_one(v, v.tags.size() == 2)":           "true",
		"x.kids.exists_one(v, v.tags.size() == 9)":           "false",
		"x.kids.exists(v, 1 / (v.i - 2) == 5)":               "k[3].i",
		"x.kids.exists(v, v.o == 'z' || 1 / (v.i - 1) == 5)": "true",
		"x.tags.all(v, 1 / (x.i - 3) > 0)":                   "division_by_zero",
		"x.tags.exists_one(v, 1 / (x.i - 3) > 0)":            "division_by_zero",
		"every.exists(v, v.b)":                               "true",
		"every.all(v, v.o != 'q')":                           "k[4]",
		"every.size() == 4":                                  "true",

		// lists with elements in doubt
		"x.kids.filter(v, v.b).size() == 1":                                 "k[1].b",
		"x.kids.filter(v, v.b).size() > 5":                                  "k[1].b",
		"x.kids.filter(v, v.b).all(v, v.tags.size() > 0)":                   "true",
		"x.kids.filter(v, v.b).exists(v, v.tags.size() == 1)":               "k[1].b",
		"x.kids.filter(v, v.b).exists(v, v.tags.size() == 2)":               "true",
		"x.kids.filter(v, v.b).exists(v, true)":                             "true",
		"x.kids.filter(v, !v.b).filter(v, v.tags.size() > 0).all(v, false)": "k[1].b",
		"x.kids.filter(v, v.b).exists_one(v, v.tags.size() == 2)":           "true",
		"x.kids.filter(v, v.b)[0].i == 2":                                   "k[1].b",
		"x.kids.filter(v, v.b).map(v, v.i) == [1, 2]":                       "k[1].b",
		"1 in x.kids.filter(v, v.b).map(v, v.i)":                            "k[1].b",
		"2 in x.kids.filter(v, v.b).map(v, v.i)":                            "true",
		"2 in x.kids.map(v, v.b, v.i)":                                      "true",
		"x.kids.map(v, v.i).size() == 3":                                    "true",
		"x.kids.map(v, v.i) == [1, 2, 3]":                                   "k[3].i",
		"x.kids.map(v, v.i) == [1, 3, 3]":                                   "false",
		"x.kids.map(v, v.i) != [1, 3, 3]":                                   "true",
		"x.kids.map(v, v.i) == [1, 2]":                                      "false",
		"math.greatest(x.kids.map(v, v.i)) == 2":                            "k[3].i",
		"math.greatest(x.ints) == 3 && math.least(x.ints) == 1":             "true",
		"math.least(x.ints.filter(v, v > 9)) == 1":                          "index_out_of_range",
		"sum(x.kids.map(v, v.i)) == 3":                                      "k[3].i",
		"sum(x.ints) == 6":                                                  "true",
		"x.kids.map(v, 1 / (v.i - 1)).size() == 3":                          "true",
		"1 in x.kids.map(v, 1 / (v.i - 1))":                                 "true",
		"7 in x.kids.map(v, 1 / (v.i - 1))":                                 "k[3].i",
		"x.ints.map(v, 6 / (v - 1)) == [3, 6, 6]":                           "division_by_zero",
		"6 in x.ints.map(v, 6 / (v - 1))":                                   "true",
		"sum(x.ints.map(v, 6 / (v - 1))) == 1":                              "division_by_zero",
		"x.ints.filter(v, 6 / (v - 1) > 0).size() == 2":                     "division_by_zero",
		"x.ints.filter(v, 6 / (v - 1) > 0).exists(v, v == 3)":               "true",

		// where
		"x.kids.where('s', 'a').size() == 1":                     "k[2].s",
		"x.kids.where('s', 'a').exists(v, v.i == 1)":             "true",
		"x.kids.where('s', 'a').all(v, v.i < 3)":                 "true",
		"x.kids.where('s', 'a').all(v, v.i < 2)":                 "k[2].s",
		"x.kids.where('s', 'c').where('o', 'z').size() > 0":      "k[2].s",
		"x.kids.where('o', 'z').size() == 2":                     "true",
		"x.kids.where('o', 'q').size() == 0":                     "true",
		"x.kids.where('o', x.n == null ? 'z' : 'a').size() == 2": "true",
		"x.kids.where('s', x.o).size() > 0":                      "x.o",
		"x.kids.where('s', x.kids[0].o).size() > 0":              "none_value",

		"x.kids.where('tags', 't').size() == 2":      "true",
		"x.kids.where('tags', 'u').all(v, v.i == 2)": "true",
		"every.where('tags', 'v').size() == 0":       "k[4]",

		// text
		"x.s.lowerAscii() == 'abÄ'":                                "true",
		"w.lowerAscii() == w":                                      "true",
		"x.kids[0].o.lowerAscii() == 'a'":                          "none_value",
		"x.s.matches('^A')":                                        "true",
		"x.s in ['a', 'AbÄ'] && 'b' in x.tags && !('c' in x.tags)": "true",
	} {
		r, issues := scope.Compile(text)
		require.NotNil(t, r, "%s %+v", text, issues)
		require.Equal(t, text, r.String())
		res := r.Eval(x, every, rules.Text("w"), rules.Time(time.Unix(0, 0)))
		paths, more := res.Missing()
		require.Zero(t, more)
		switch came := describe(res); came {
		case "true", "false":
			require.Equal(t, want, came, text)
			require.Empty(t, paths, text)
			require.Nil(t, res.Failure(), text)
			require.Equal(t, rules.KindBool, res.Value().Kind())
		case "unknown":
			require.Equal(t, want, strings.Join(paths, " "), text)
			require.False(t, res.Value().Known())
		case "failure":
			require.Equal(t, want, string(res.Failure().Code), text)
			require.ErrorIs(t, res.Failure(), rules.Code(want))
			require.False(t, res.Unknown())
		}
	}
}

// broken is an object whose caller has made a mistake.
type broken struct{}

func (broken) Type() string             { return "node" }
func (broken) Path() string             { return "broken" }
func (broken) Field(string) rules.Value { panic("no field") }

// TestVariables holds what a rule makes of its variables.
func TestVariables(t *testing.T) {
	r, _ := nodeScope(t).Compile("x.b && w == 'a'")
	paths, _ := r.Eval().Missing()
	require.Equal(t, []string{"w", "x"}, paths)
	paths, _ = r.Eval(rules.Unknown("nodes[1]"), rules.List(), rules.Text("a"), rules.Value{}, rules.Int(9)).Missing()
	require.Equal(t, []string{"nodes[1]"}, paths)
	require.ErrorIs(t, r.Eval(rules.Int(1), rules.List(), rules.Text("a")).Failure(), rules.Model)
	require.ErrorIs(t, r.Eval(node("x", facts{"b": rules.Bool(true)}), rules.List(), rules.None()).Failure(), rules.Model)
	require.ErrorIs(t, r.Eval(node("x", facts{"b": rules.Text("true")}), rules.List(), rules.Text("a")).Failure(), rules.Model)
	require.ErrorIs(t, r.Eval(node("x", facts{"b": rules.None()}), rules.List(), rules.Text("a")).Failure(), rules.Model)
	require.ErrorIs(t, r.Eval(object("edge", "e", facts{"b": rules.Bool(true)}), rules.List(), rules.Text("a")).Failure(), rules.Model)
	require.Equal(t, "node.b", strings.Join(r.Reads(), " "))

	kids, _ := nodeScope(t).Compile("x.kids.all(v, v.b)")
	require.Equal(t, []string{"node.b", "node.kids"}, kids.Reads())
	for _, wrong := range []rules.Value{rules.Text(""), texts("a"), rules.List(object("edge", "e", nil)), rules.List(node("x", nil), object("edge", "e", nil)), rules.List(rules.None())} {
		require.ErrorIs(t, kids.Eval(node("x", facts{"kids": wrong})).Failure(), rules.Model)
	}
	require.True(t, kids.Eval(node("x", facts{"kids": rules.List()})).True())
	paths, _ = kids.Eval(node("x", facts{"kids": rules.List(rules.Value{})})).Missing()
	require.Equal(t, []string{"?"}, paths)

	// A caller that panics fails, and does so again.
	panics := rules.ListFunc(1, func(int) rules.Value { panic("no element") })
	for range 2 {
		require.NotNil(t, kids.Eval(node("x", facts{"kids": panics})).Failure())
	}
	looked, _ := nodeScope(t).Compile("every.where('s', 'n1').all(v, v.s == 'n1')")
	bad := rules.ListFunc(20, func(i int) rules.Value {
		if i == 19 {
			return rules.Of(broken{})
		}
		return node("n", facts{"s": rules.Text("n1")})
	})
	for range 2 {
		require.ErrorIs(t, looked.Eval(rules.Value{}, bad).Failure(), rules.Evaluation)
	}
	require.True(t, looked.Eval(rules.Value{}, big(20)).True())

	where, _ := nodeScope(t).Compile("x.kids.where('s', 'a').exists(v, label(v) == 'a')")
	require.Equal(t, []string{"node.kids", "node.s"}, where.Reads())
	require.ErrorIs(t, where.Eval(node("x", facts{"kids": rules.List(node("k", facts{"s": rules.Int(1)}))})).Failure(), rules.Model)
	require.True(t, rules.Result{}.Unknown())
	require.Empty(t, rules.Result{}.Witness())
}

// TestNullableLists holds what comes of a list that is none.
func TestNullableLists(t *testing.T) {
	s, err := rules.NewSchema([]rules.Type{{Name: "a", Fields: []rules.Field{{Name: "l", Kind: rules.KindText, List: true, Nullable: true}}}}, nil)
	require.NoError(t, err)
	x := object("a", "x", facts{"l": rules.None()})
	for text, want := range map[string]string{
		"x.l == null": "true", "has(x.l)": "false", "x.l == x.l": "true", "x.l == ['a']": "false", "x.l != ['a']": "true", "n == null": "true",
		"x.l.size() == 0": "none_value", "x.l.all(t, t != '')": "none_value", "'a' in x.l": "none_value", "x.l[0] == 'a'": "none_value", "n > 1": "none_value",
		"x.l.filter(t, t != '').size() == 0": "none_value", "x.l == x.l.filter(t, true)": "none_value", "!(n == 1)": "true", "b ? true : true": "none_value", "!b": "none_value", "b && true": "none_value",
	} {
		r, issues := s.Compile(text, rules.Var{Name: "x", Kind: rules.KindObject, Of: "a"}, rules.Var{Name: "n", Kind: rules.KindInt, Nullable: true},
			rules.Var{Name: "b", Kind: rules.KindBool, Nullable: true})
		require.NotNil(t, r, "%s %+v", text, issues)
		res := r.Eval(x, rules.None(), rules.None())
		got := describe(res)
		if f := res.Failure(); f != nil {
			got = string(f.Code)
		}
		require.Equal(t, want, got, text)
	}
}

// TestValues compiles rules for other kinds than truth.
func TestValues(t *testing.T) {
	scope := nodeScope(t)
	x, every := sample()
	for text, want := range map[string]rules.Value{
		"x.i * 2": rules.Int(6), "x.d * 3.0": rules.Number(1.5), "x.s": rules.Text("AbÄ"), "now": rules.Time(time.Unix(7, 0)),
		"now - now": rules.Duration(0), "x.b": rules.Bool(true),
	} {
		r, issues := scope.Compile(text, want.Kind())
		require.NotNil(t, r, "%s %+v", text, issues)
		got := r.Eval(x, every, rules.Text(""), rules.Time(time.Unix(7, 0))).Value()
		require.Equal(t, want, got, text)
	}
	_, issues := scope.Compile("x.i", rules.KindNumber, rules.KindText)
	require.Equal(t, "the expression gives int, wanted is double or string", issues[0].Message)
	r, _ := scope.Compile("x.d / 0.0", rules.KindNumber)
	require.ErrorIs(t, r.Eval(x).Failure(), rules.NonFinite)
	require.False(t, r.Eval(x).False())
}

// TestAccessors reads values back.
func TestAccessors(t *testing.T) {
	at := time.Date(2026, 2, 1, 9, 0, 0, 0, time.FixedZone("", 3600))
	o := &thing{"node", "nodes[1]", nil}
	for want, v := range map[string]rules.Value{
		"bool true": rules.Bool(true), "int 7": rules.Int(7), "double 0.5": rules.Number(0.5), "string a": rules.Text("a"), "timestamp 2026-02-01T08:00:00Z": rules.Time(at),
		"duration 1h30m0s": rules.Duration(90 * time.Minute), "object nodes[1]": rules.Of(o), "list list of 2": texts("a", "b"), "none none": rules.None(), "unknown unknown": rules.Unknown("x"),
	} {
		require.Equal(t, want, v.Kind().String()+" "+v.String())
	}
	require.Equal(t, "invalid", rules.Kind(0).String())
	require.Same(t, o, rules.Of(o).Object())
	require.Nil(t, rules.Text("").Object())
	require.Equal(t, "b", texts("a", "b").At(1).Text())
	require.Zero(t, rules.Int(3).Len())
	require.Zero(t, rules.Text("").Int())
	require.True(t, rules.None().IsNone() && rules.None().Known() && !rules.Value{}.Known())
	require.Equal(t, []string{"a.b"}, rules.Unknown("a.b").Paths())
	require.Equal(t, []string{"ab"}, rules.Unknown("a\x00b").Paths())
	require.Nil(t, rules.None().Paths())
	require.Equal(t, []string{"?"}, rules.Value{}.Paths())
	require.Equal(t, time.UTC, rules.Time(at).Time().Location())
	require.Equal(t, "x: y (did you mean z?)", rules.Issue{Message: "x: y", Nearest: "z"}.Error())
	require.Equal(t, "cost_limit: d", (&rules.Failure{Code: rules.CostLimit, Detail: "d"}).Error())
	require.Equal(t, "model", rules.Model.Error())
}

// TestMissing lists many unknown attributes.
func TestMissing(t *testing.T) {
	r, _ := nodeScope(t).Compile("every.all(v, v.b)")
	for n, more := range map[int]int{1: 0, 100: 0, 101: 1, 1000: 900, 1001: 900, 5000: 900} {
		for _, reversed := range []bool{false, true} {
			res := r.Eval(rules.Value{}, rules.ListFunc(n, func(i int) rules.Value {
				if reversed {
					i = n - 1 - i
				}
				return node(fmt.Sprintf("nodes[%04d]", i), nil)
			}))
			paths, beyond := res.Missing()
			require.Len(t, paths, min(n, rules.MaxMissing))
			require.Equal(t, more, beyond)
			require.Equal(t, "nodes[0000].b", paths[0])
			require.IsIncreasing(t, append(paths, "z"))
		}
	}
}

// TestWitness finds the elements on which a rule came to false.
func TestWitness(t *testing.T) {
	scope := nodeScope(t)
	leaf := func(path, s string) rules.Value {
		return node(path, facts{"s": rules.Text(s), "b": rules.Bool(true), "kids": rules.List(), "tags": texts("u", s)})
	}
	x := node("x", facts{"b": rules.Bool(true), "s": rules.Text("x"), "kids": rules.List(
		node("x.kids[1]", facts{"s": rules.Text("p"), "b": rules.Bool(true), "tags": texts(), "kids": rules.List(leaf("l1", "a"), leaf("l2", "b"), leaf("l3", "c"))}),
		node("x.kids[2]", facts{"b": rules.Bool(false), "tags": texts("q"), "kids": rules.List(leaf("l4", "d"))}))})
	for text, want := range map[string]string{
		"x.kids.all(v, v.b)": "x.kids[2]",
		"x.b && x.kids.all(v, v.kids.all(q, q.s != 'b' && q.s != 'c'))": "x.kids[1] l2",
		"x.kids.all(v, v.kids.all(q, q.tags.all(t, t != 'd')))":         "x.kids[2] l4 d",
		"!x.kids.exists(v, v.kids.exists(q, q.s == 'd'))":               "x.kids[2] l4",
		"!x.b || x.kids.all(v, v.b)":                                    "x.kids[2]",
		"x.b ? x.kids.all(v, v.b) : x.b":                                "x.kids[2]",
		"x.b ? x.s == 'y' : x.kids.all(v, v.b)":                         "",
		"['x', 'y', 'z'].all(k, x.s == k)":                              "y",
		"x.kids.filter(v, v.s == 'p').all(v, v.tags.size() > 0)":        "x.kids[1]",
		"x.kids.all(v, v.b) && x.kids.all(v, v.kids.all(q, q.s == ''))": "x.kids[2]",
		"x.kids.exists(v, v.s == 'none')":                               "",
		"x.kids.all(v, v.b || x.kids.exists(q, q.b && q.s == 'r'))":     "x.kids[2]",
		"x.kids.exists_one(v, v.kids.size() > 0)":                       "",
		"!(x.b && x.kids.exists(v, v.b))":                               "x.kids[1]",
		"x.b != true":                                                   "",
	} {
		r, issues := scope.Compile(text)
		require.NotNil(t, r, "%s %+v", text, issues)
		res := r.Eval(x)
		if strings.HasPrefix(text, "x.kids.exists(v") {
			require.True(t, res.Unknown(), text)
			require.Empty(t, res.Witness())
			continue
		}
		require.True(t, res.False(), text)
		var found []string
		for _, w := range res.Witness() {
			found = append(found, w.String())
		}
		require.Equal(t, want, strings.Join(found, " "), text)
	}
}

// TestFunctions holds what calls of the caller's functions come to.
func TestFunctions(t *testing.T) {
	text, number := rules.Param{Kind: rules.KindText}, rules.Param{Kind: rules.KindInt}
	list := rules.Param{Kind: rules.KindText, List: true}
	calls := 0
	f := func(name string, partial bool, result rules.Param, call func(a []rules.Value) rules.Value, params ...rules.Param) rules.Function {
		return rules.Function{Name: name, Partial: partial, Result: result, Params: params, Call: func(a []rules.Value) rules.Value { calls++; return call(a) }}
	}
	s, err := rules.NewSchema(nodes(), []rules.Function{
		f("echo", false, text, func(a []rules.Value) rules.Value { return a[0] }, text),
		f("first", true, text, func(a []rules.Value) rules.Value {
			if !a[0].Known() {
				return rules.Text("nothing")
			}
			return a[0].At(0)
		}, list),
		f("wrong", false, text, func([]rules.Value) rules.Value { return rules.Int(1) }, text),
		f("none", false, text, func([]rules.Value) rules.Value { return rules.None() }, text),
		f("ended", false, rules.Param{Kind: rules.KindTime}, func([]rules.Value) rules.Value { return rules.None() }),
		f("silent", false, text, func([]rules.Value) rules.Value { return rules.Value{} }, text),
		f("panics", false, number, func([]rules.Value) rules.Value { panic("at the disco") }),
		f("words", false, list, func(a []rules.Value) rules.Value { return texts(strings.Fields(a[0].Text())...) }, text),
		f("every", false, rules.Param{Kind: rules.KindObject, Of: "node", List: true}, func([]rules.Value) rules.Value { return big(20) }),
		{Name: "dear", Params: []rules.Param{number}, Result: number, Cost: 1_000_000, Call: func(a []rules.Value) rules.Value { return a[0] }},
	})
	require.NoError(t, err)
	require.Len(t, s.Functions(), 10)
	require.Len(t, s.Types(), 1)
	x := node("x", facts{"s": rules.Text("a"), "o": rules.None(), "tags": rules.List(rules.Text("a"), rules.Unknown("x.tags[1]"))})
	for text, want := range map[string]string{
		"echo(x.s) == 'a'":                                "true",
		"echo(x.ref.s) == 'a'":                            "x.ref",
		"echo(x.o) == 'a'":                                "none_value",
		"echo(1 / 0 > 0 ? 'a' : 'b') == 'b'":              "division_by_zero",
		"first(x.tags) == 'a'":                            "true",
		"first(x.kids.map(k, k.s)) == 'nothing'":          "true",
		"first(['a'].map(k, 1 / 0 > 0 ? 'a' : k)) == 'a'": "first()",
		"wrong(x.s) == 'a'":                               "model",
		"none(x.s) == 'a'":                                "model",
		"ended() == null":                                 "true",
		"silent(x.s) == 'a'":                              "silent()",
		"panics() == 1":                                   "evaluation_error",
		"words('a b c').all(k, k != 'd') && 'b' in words('a b c')": "true",
		"words('a b')[1] == 'b'":                                   "true",
		"every().where('s', 'n7').exists(k, k.i == 7)":             "true",
		"every()[19].i == 19":                                      "true",
		"[1, 2, 3, 4].all(k, dear(k) == k)":                        "cost_limit",
		"[1, 2].all(k, dear(k) == k)":                              "true",
	} {
		r, issues := s.Compile(text, rules.Var{Name: "x", Kind: rules.KindObject, Of: "node"})
		require.NotNil(t, r, "%s %+v", text, issues)
		res := r.Eval(x)
		got := describe(res)
		if f := res.Failure(); f != nil {
			got = string(f.Code)
		} else if paths, _ := res.Missing(); len(paths) > 0 {
			got = strings.Join(paths, " ")
		}
		require.Equal(t, want, got, text)
	}
	before := calls
	r, _ := s.Compile("echo(x.s) == 'a'", rules.Var{Name: "x", Kind: rules.KindObject, Of: "node"})
	r.Eval(rules.Unknown("x"))
	require.Equal(t, before, calls, "called with an unknown argument")
}

// TestSchemaErrors lists what a schema refuses.
func TestSchemaErrors(t *testing.T) {
	_, err := rules.NewSchema([]rules.Type{
		{Name: "a", Fields: []rules.Field{{Name: "x", Kind: rules.KindText}, {Name: "x", Kind: rules.KindInt}, {Name: "in", Kind: rules.KindInt}, {Name: "1", Kind: rules.KindInt},
			{Name: "y"}, {Name: "z", Kind: rules.KindObject, Of: "b"}, {Name: "q", Kind: rules.KindList}, {Name: "u", Kind: rules.KindText, Of: "a"}}},
		{Name: "a"}, {Name: ""},
	}, []rules.Function{
		{Name: "size", Result: rules.Param{Kind: rules.KindInt}}, {Name: "f", Result: rules.Param{Kind: rules.KindObject, Of: "c"}, Params: []rules.Param{{}}},
		{Name: "f", Result: rules.Param{Kind: rules.KindInt}}, {Name: "equals"}, {Name: "where"}, {Name: "matches"}, {Name: "a b"},
	})
	require.Error(t, err)
	require.Equal(t, `rules: field "x" of a: is declared twice or no identifier
field "in" of a: is declared twice or no identifier
field "1" of a: is declared twice or no identifier
type "a": is declared twice or no identifier
type "": is declared twice or no identifier
field y of a: no kind for a value of a rule: invalid
field z of a: unknown type "b"
field q of a: no kind for a value of a rule: list
field u of a: a string is of no type
function "size": is declared twice, reserved or no identifier
parameter 1 or the result of function f: no kind for a value of a rule: invalid
parameter 2 or the result of function f: unknown type "c"
function f: has no body
function "f": is declared twice, reserved or no identifier
function "equals": is declared twice, reserved or no identifier
function "where": is declared twice, reserved or no identifier
function "matches": is declared twice, reserved or no identifier
function "a b": is declared twice, reserved or no identifier`, err.Error())

	s, err := rules.NewSchema(nodes(), nil)
	require.NoError(t, err)
	for want, v := range map[string][]rules.Var{
		`rules: variable "x": is declared twice, reserved or no identifier`:  {{Name: "x", Kind: rules.KindInt}, {Name: "x", Kind: rules.KindInt}},
		`rules: variable "in": is declared twice, reserved or no identifier`: {{Name: "in", Kind: rules.KindInt}},
		`rules: variable y: unknown type "leaf"`:                             {{Name: "y", Kind: rules.KindObject, Of: "leaf"}},
	} {
		_, err := s.Scope(v...)
		require.EqualError(t, err, want)
		_, issues := s.Compile("true", v...)
		require.Equal(t, want, issues[0].Message)
	}
}

// TestSameEverywhere holds that the order of types, fields and functions, and
// how many goroutines share a rule and a model, change nothing.
func TestSameEverywhere(t *testing.T) {
	texts := []string{"every.all(v, every.where('s', v.s).exists_one(q, q.i == v.i) && v.s in every.map(q, q.s))", "every.filter(v, v.i % 2 == 0).all(v, v.i != 6)",
		"every.all(v, v.o == 'a' || v.b)", "every.exists(v, sum(v.ints) == 1)", "every.all(v, 10 / (v.i - 3) < 99)"}
	run := func(scope *rules.Scope, every rules.Value) string {
		var out []string
		for _, text := range texts {
			r, issues := scope.Compile(text)
			require.NotNil(t, r, "%v", issues)
			res := r.Eval(rules.Value{}, every)
			paths, more := res.Missing()
			out = append(out, fmt.Sprint(describe(res), res.Failure(), paths, more, res.Witness(), r.Reads()))
		}
		return strings.Join(out, "\n")
	}
	want := run(nodeScope(t), big(100))
	require.Contains(t, want, "nodes[n6]")

	turned := nodes()
	for i, j := 0, len(turned[0].Fields)-1; i < j; i, j = i+1, j-1 {
		turned[0].Fields[i], turned[0].Fields[j] = turned[0].Fields[j], turned[0].Fields[i]
	}
	s, err := rules.NewSchema(turned, []rules.Function{{Name: "zzz", Result: rules.Param{Kind: rules.KindInt}, Call: func([]rules.Value) rules.Value { return rules.Int(1) }},
		{Name: "sum", Params: []rules.Param{{Kind: rules.KindInt, List: true}}, Result: rules.Param{Kind: rules.KindInt}, Call: func([]rules.Value) rules.Value { return rules.Int(0) }}})
	require.NoError(t, err)
	scope, err := s.Scope(rules.Var{Name: "x", Kind: rules.KindObject, Of: "node"}, rules.Var{Name: "every", Kind: rules.KindObject, Of: "node", List: true})
	require.NoError(t, err)
	require.Equal(t, want, run(scope, big(100)))

	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	shared := nodeScope(t)
	for _, procs := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(procs)
		every := big(100) // its indexes are made by whoever comes first
		var wg sync.WaitGroup
		got := make([]string, 8)
		for i := range got {
			wg.Go(func() { got[i] = run(shared, every) })
		}
		wg.Wait()
		for _, g := range got {
			require.Equal(t, want, g)
		}
	}
}
