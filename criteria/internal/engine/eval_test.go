package engine_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// run compiles a text and runs it with some variables known.
func run(t require.TestingT, text string, known map[string]engine.Const) engine.Result {
	e, err := newEnv()
	require.NoError(t, err)
	p, issues := e.Compile(text)
	require.NotNil(t, p, "%s: %+v", text, issues)
	v := e.NewVars()
	for i, name := range names {
		if c, ok := known[name]; ok {
			v.Set(i, c)
		}
	}
	return p.Eval(v)
}

var names = []string{"asOf", "l", "i", "b", "d", "s", "tags", "t", "u"}

func blame(r engine.Result) []string {
	var out []string
	r.Blame(func(v int) { out = append(out, names[v]) })
	return out
}

func TestValues(t *testing.T) {
	at := time.Date(2026, 3, 1, 23, 30, 0, 0, time.FixedZone("x", -3600))
	known := map[string]engine.Const{"l": engine.IntConst(7), "i": engine.IntConst(-2), "b": engine.BoolConst(true), "d": engine.DoubleConst(2.5), "s": engine.StringConst("héllo"),
		"tags": engine.StringsConst([]string{"erp", "crm"}), "asOf": engine.TimestampConst(at), "t": engine.TimestampConst(at.Add(-time.Hour)), "u": engine.DurationConst(90 * time.Minute)}
	for text, want := range map[string]any{
		"l / i": int64(-3), "l % i": int64(1), "-l": int64(-7), "math.greatest(l, i, 3)": int64(7), "math.least([l, i])": int64(-2), "math.abs(i)": int64(2),
		"d * 2.0": 5.0, "math.round(d)": 3.0, "math.floor(-d)": -3.0, "math.ceil(d)": 3.0, "double(l) / 2.0": 3.5, "int(d)": int64(2), "int(-d)": int64(-2),
		"size(s)": int64(5), "tags.size()": int64(2), "tags[1]": "crm", "s.startsWith('hé')": true, "s.contains('ll')": true, "s.endsWith('x')": false, "s.matches('^h.l+o$')": true,
		"'erp' in tags": true, "tags.all(x, x.size() == 3)": true, "tags.exists_one(x, x == 'erp')": true, "tags.filter(x, x != 'erp')": []string{"crm"},
		"tags.map(x, x == 'erp', 'is ' == x ? 'a' : x)": []string{"erp"}, "{'a': 1, 'b': 2}['b']": int64(2), "'a' in {'a': 1}": true,
		"asOf - t": time.Hour, "t + u": at.Add(30 * time.Minute).UTC(), "asOf.getDate()": int64(2), "asOf.getHours()": int64(0), "asOf.getMonth()": int64(2), "asOf.getFullYear()": int64(2026),
		"asOf.getDayOfWeek()": int64(1), "asOf.getDayOfYear()": int64(60), "u.getMinutes()": int64(90), "u > duration('1h')": true,
		"b ? l : 1 / 0": int64(7), "false && 1 / 0 > 0": false, "1 / 0 > 0 || true": true, "false < true": true, "'a' < 'b'": true,
	} {
		r := run(t, text, known)
		require.Nil(t, r.Failure(), text)
		require.True(t, r.Known(), text)
		var got any
		switch want.(type) {
		case int64:
			got = r.Int()
		case float64:
			got = r.Double()
		case bool:
			got = r.Bool()
		case string:
			got = r.String()
		case []string:
			got = r.Strings()
		case time.Time:
			got = r.Time()
		case time.Duration:
			got = r.Duration()
		}
		require.Equal(t, want, got, text)
	}
	require.Nil(t, engine.Result{}.Strings())
	require.False(t, engine.Result{}.Known())
	require.Equal(t, engine.Int, engine.IntConst(1).Kind())
}

func TestFailures(t *testing.T) {
	known := map[string]engine.Const{"l": engine.IntConst(math.MaxInt64), "i": engine.IntConst(0), "d": engine.DoubleConst(1e308), "tags": engine.StringsConst(nil),
		"s": engine.StringConst("x"), "asOf": engine.TimestampConst(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)), "u": engine.DurationConst(math.MaxInt64)}
	for text, code := range map[string]engine.Code{
		"1 / i": engine.CodeDivision, "1 % i": engine.CodeDivision, "l + 1": engine.CodeOverflow, "l * 2": engine.CodeOverflow, "-(-l - 1)": engine.CodeOverflow, "i - l - 2": engine.CodeOverflow,
		"int(d)": engine.CodeOverflow, "d * 10.0": engine.CodeNonFinite, "d * 10.0 - d * 10.0": engine.CodeNonFinite, "1.0 / (d - d)": engine.CodeNonFinite,
		"tags[0]": engine.CodeIndex, "tags[l]": engine.CodeIndex, "{'a': 1}[s]": engine.CodeNoKey, "u + u": engine.CodeOverflow, "asOf + u": engine.CodeOverflow,
	} {
		f := run(t, text, known).Failure()
		require.NotNil(t, f, text)
		require.Equal(t, code, f.Code, "%s: %s", text, f.Detail)
		require.True(t, strings.HasPrefix(f.Error(), string(code)))
	}
	off, err := env(t), error(nil)
	require.NoError(t, err)
	p, _ := off.Compile("table(l + 5, i)")
	v := off.NewVars()
	v.Set(1, engine.IntConst(1))
	v.Set(2, engine.IntConst(1))
	require.Equal(t, engine.CodeOffScale, p.Eval(v).Failure().Code)
}

// TestUnknown gives for each text the variables whose values are still needed,
// or "" where nothing is.
func TestUnknown(t *testing.T) {
	known := map[string]engine.Const{"l": engine.IntConst(1), "d": engine.DoubleConst(1)}
	for text, need := range map[string]string{
		"l + 1": "", "i": "i", "i + 1": "i", "l == 1 || b": "", "l == 2 || b": "b", "l == 2 && b": "", "b && l == 2": "", "b || l == 1": "", "b && i > 0": "i b",
		"l == 1 ? l : i": "", "l == 2 ? l : i": "i", "b ? l : l": "b", "[i, l].size()": "i", "l in [i, 1]": "i", "math.greatest(l, i, 3)": "i", "math.greatest([i])": "i",
		"tags.exists(x, x == s)": "tags", "['a', 'b'].exists(x, x == s)": "s", "['a'].all(x, x == 'b' && x == s)": "", "'a' in tags": "tags", "size(tags) > 0": "tags",
		"s.startsWith('a')": "s", "1 / 0 > 0 || b": "b", "b && 1 / 0 > 0": "b", "asOf > t": "asOf t", "tags[0] == s": "s tags", "!b": "b", "i == i": "i",
	} {
		r := run(t, text, known)
		require.Equal(t, need, strings.Join(blame(r), " "), text)
		require.Equal(t, need != "", r.Unknown(), text)
		require.Equal(t, need == "", r.Known(), text)
	}
	require.Equal(t, engine.CodeDivision, run(t, "1 / 0 + i", known).Failure().Code)
}

// TestUnknownIsSound: what a run says although some variables are unknown
// holds whatever their values are.
func TestUnknownIsSound(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var number, condition func(depth int) string
		number = func(depth int) string {
			if depth == 0 {
				return rapid.SampledFrom([]string{"l", "i", "0", "1", "2"}).Draw(r, "leaf")
			}
			switch rapid.IntRange(0, 5).Draw(r, "number") {
			case 0:
				return "(" + condition(depth-1) + " ? " + number(depth-1) + " : " + number(depth-1) + ")"
			case 1:
				return number(depth-1) + " / " + number(0)
			case 2:
				return "math.greatest(" + number(depth-1) + ", " + number(depth-1) + ")"
			case 3:
				return "[" + number(depth-1) + ", 7][" + number(0) + "]"
			}
			return "(" + number(depth-1) + rapid.SampledFrom([]string{" + ", " - ", " * "}).Draw(r, "op") + number(depth-1) + ")"
		}
		condition = func(depth int) string {
			if depth == 0 {
				return rapid.SampledFrom([]string{"b", "true", "false", "l == i", "l < 2", "i in [0, 2]", "[0, 1].exists(x, x == l)", "[l, i].all(x, x > 0)"}).Draw(r, "test")
			}
			switch rapid.IntRange(0, 4).Draw(r, "condition") {
			case 0:
				return "!(" + condition(depth-1) + ")"
			case 1:
				return number(depth-1) + " <= " + number(depth-1)
			case 2:
				return "(" + condition(depth-1) + " || " + condition(depth-1) + ")"
			}
			return "(" + condition(depth-1) + " && " + condition(depth-1) + ")"
		}
		text := condition(3)
		known := map[string]engine.Const{}
		values := map[string][]engine.Const{"l": {engine.IntConst(0), engine.IntConst(1), engine.IntConst(2)}, "i": {engine.IntConst(0), engine.IntConst(1), engine.IntConst(2)},
			"b": {engine.BoolConst(false), engine.BoolConst(true)}}
		for _, n := range []string{"l", "i", "b"} {
			if rapid.Bool().Draw(r, n) {
				known[n] = rapid.SampledFrom(values[n]).Draw(r, n+" is")
			}
		}
		partial := run(r, text, known)
		if partial.Unknown() {
			for _, n := range blame(partial) {
				require.NotContains(r, known, n, text)
			}
			return
		}
		for _, l := range values["l"] {
			for _, i := range values["i"] {
				for _, b := range values["b"] {
					all := map[string]engine.Const{"l": l, "i": i, "b": b}
					for n, c := range known {
						all[n] = c
					}
					full := run(r, text, all)
					require.Equal(r, partial.Failure() == nil, full.Failure() == nil, text)
					if full.Failure() == nil {
						require.Equal(r, partial.Bool(), full.Bool(), text)
					}
				}
			}
		}
	})
}

// TestSetResult hands the result of one program to another, as derived values
// do.
func TestSetResult(t *testing.T) {
	e, err := newEnv()
	require.NoError(t, err)
	e2, err := e.With(engine.Var{Name: "derived", Kind: engine.Int})
	require.NoError(t, err)
	p, _ := e.Compile("l * i")
	q, _ := e2.Compile("derived > 5")
	v := e2.NewVars()
	v.Set(1, engine.IntConst(3))
	r := p.Eval(v)
	v.SetResult(9, r)
	require.Equal(t, []string{"i"}, blame(q.Eval(v)))
	v.Set(2, engine.IntConst(2))
	v.SetResult(9, p.Eval(v))
	require.True(t, q.Eval(v).Bool())
	v.SetUnknown(2)
	v.SetResult(9, p.Eval(v))
	require.True(t, q.Eval(v).Unknown())
	v.SetResult(9, engine.Result{})
	require.True(t, q.Eval(v).Unknown())
	_, known := v.ResolveName("nothing")
	require.False(t, known)
	require.Nil(t, v.Parent())
}

// TestIssues keeps the codes, places and words for wrong texts.
func TestIssueWords(t *testing.T) {
	e := env(t)
	for text, want := range map[string]string{
		"l +\n  * 2":         "expr_syntax",
		"é == s && ü":        "expr_syntax",
		"l + d":              "operator or function + does not take (int, double); int and double do not mix",
		"s == 'é' && x == 1": `unknown name "x"`,
		"l == 'a'":           "does not take (int, string)",
	} {
		_, issues := e.Compile(text)
		require.NotEmpty(t, issues, text)
		require.Contains(t, fmt.Sprint(issues[0]), want, text)
	}
	_, issues := e.Compile("s == 'é' &&\n x == 1")
	require.Equal(t, 13, issues[0].Offset) // code points, over two lines
	require.NotEmpty(t, engine.Version())
}
