package source_test

import (
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite golden files")

func parse(t *testing.T, text string) *source.Node {
	t.Helper()
	n, err := source.ParseYAML("a.yaml", []byte(text), source.Limits{})
	require.NoError(t, err)
	return n
}

func TestObjectReads(t *testing.T) {
	var r source.Reporter
	o := r.Object(parse(t, "id: R-1\ntext: hello\nwhen: true\nflag: false\nn: 42\nlist: [a, b]\nat: 2026-02-01\ntime: 2026-02-01T09:00:00+02:00\nfor: 1d12h\nx: 0.10\n"))
	require.Equal(t, "R-1", o.ID("id", true))
	require.Equal(t, "hello", o.String("text", true))
	require.Equal(t, "true", o.Scalar("when", true))
	require.False(t, o.Bool("flag", true))
	require.Equal(t, int64(42), o.Int("n", true))
	require.Equal(t, []string{"a", "b"}, o.Strings("list", true))
	require.Len(t, o.List("list", true), 2)
	require.Equal(t, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), o.Time("at", true))
	require.Equal(t, time.Date(2026, 2, 1, 7, 0, 0, 0, time.UTC), o.Time("time", true))
	require.Equal(t, 36*time.Hour, o.Duration("for", true))
	require.Equal(t, big.NewRat(1, 10), o.Decimal("x", true))
	require.Equal(t, "", o.String("missing", false))
	require.Nil(t, o.Decimal("none", false))
	require.False(t, o.Has("other"))
	o.Close()
	require.NoError(t, r.Err())
	require.Zero(t, r.Len())
}

// TestNearKeysAreNoMisspelling has two keys with similar names, one of which is
// missing.
func TestNearKeysAreNoMisspelling(t *testing.T) {
	for _, first := range []string{"state", "stage"} {
		var r source.Reporter
		o := r.Object(parse(t, "stage: current\n"))
		o.String(first, true)
		o.String(map[string]string{"state": "stage", "stage": "state"}[first], true)
		o.Close()
		require.EqualError(t, r.Err(), "a.yaml:1:1: missing key state\n      1 | stage: current\n        | ^")
	}
}

func TestObjectReports(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		read func(*source.Object)
		code source.Code
		pos  source.Pos
	}{
		"missing":          {"a: 1\n", func(o *source.Object) { o.Opt("a"); o.String("b", true) }, source.MissingKey, source.Pos{Line: 1, Col: 1}},
		"unknown":          {"a: 1\nb: 2\n", func(o *source.Object) { o.Opt("a") }, source.UnknownKey, source.Pos{Line: 2, Col: 1}},
		"not a map":        {"a: [1]\n", func(o *source.Object) { new(source.Reporter).Object(nil); o.Opt("a"); o.Bool("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"number for text":  {"a: 1\n", func(o *source.Object) { o.String("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"null for text":    {"a:\n", func(o *source.Object) { o.String("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 3}},
		"map for text":     {"a: {}\n", func(o *source.Object) { o.String("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"null scalar":      {"a: ~\n", func(o *source.Object) { o.Scalar("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"list scalar":      {"a: []\n", func(o *source.Object) { o.Scalar("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"yes for bool":     {"a: yes\n", func(o *source.Object) { o.Bool("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"text for int":     {"a: x\n", func(o *source.Object) { o.Int("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"large int":        {"a: 9223372036854775808\n", func(o *source.Object) { o.Int("a", true) }, source.BadValue, source.Pos{Line: 1, Col: 4}},
		"bad id":           {"a: -x\n", func(o *source.Object) { o.ID("a", true) }, source.BadValue, source.Pos{Line: 1, Col: 4}},
		"long id":          {"a: " + strings.Repeat("x", 65) + "\n", func(o *source.Object) { o.ID("a", true) }, source.BadValue, source.Pos{Line: 1, Col: 4}},
		"text for list":    {"a: x\n", func(o *source.Object) { o.Strings("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"map for list":     {"a: {}\n", func(o *source.Object) { o.List("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"number in list":   {"a: [x, 1]\n", func(o *source.Object) { o.Strings("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 8}},
		"no date":          {"a: 2026-02-30\n", func(o *source.Object) { o.Time("a", true) }, source.BadValue, source.Pos{Line: 1, Col: 4}},
		"number for time":  {"a: 2026\n", func(o *source.Object) { o.Time("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"no duration":      {"a: 3 days\n", func(o *source.Object) { o.Duration("a", true) }, source.BadValue, source.Pos{Line: 1, Col: 4}},
		"number duration":  {"a: 3\n", func(o *source.Object) { o.Duration("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"not finite":       {"a: .nan\n", func(o *source.Object) { o.Decimal("a", true) }, source.BadValue, source.Pos{Line: 1, Col: 4}},
		"text for decimal": {"a: x\n", func(o *source.Object) { o.Decimal("a", true) }, source.WrongType, source.Pos{Line: 1, Col: 4}},
		"long decimal":     {"a: " + strings.Repeat("1", 41) + "\n", func(o *source.Object) { o.Decimal("a", true) }, source.Limit, source.Pos{Line: 1, Col: 4}},
		"large exponent":   {"a: 1e309\n", func(o *source.Object) { o.Decimal("a", true) }, source.Limit, source.Pos{Line: 1, Col: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			var r source.Reporter
			o := r.Object(parse(t, test.text))
			test.read(o)
			o.Close()
			var e *source.Error
			require.ErrorAs(t, r.Err(), &e)
			require.Len(t, e.Diagnostics, 1, e.Error())
			require.Equal(t, test.code, e.Diagnostics[0].Code)
			require.Equal(t, test.pos, e.Diagnostics[0].Pos)
		})
	}
}

func TestNearestKey(t *testing.T) {
	var r source.Reporter
	o := r.Object(parse(t, "scael: x\nid: a\n"))
	o.String("scale", true) // missing and misspelt are one error
	o.String("id", true)
	o.String("title", false)
	o.Close()
	var e *source.Error
	require.ErrorAs(t, r.Err(), &e)
	require.Len(t, e.Diagnostics, 1)
	require.Equal(t, "scale", e.Diagnostics[0].Nearest)
	require.Equal(t, source.UnknownKey, e.Diagnostics[0].Code)
	none := r.Object(parse(t, "[1]"))
	require.Nil(t, none.Node())
	require.Equal(t, "", none.String("a", true)) // nothing more is reported about what is no map
}

func TestNearest(t *testing.T) {
	valid := []string{"likelihood", "impact", "confidentiality", "when"}
	for name, want := range map[string]string{
		"likelyhood": "likelihood", "Impact": "impact", "impcat": "impact", "confidentialty": "confidentiality", "whn": "when", "hwen": "when",
		"xyz": "", "": "", "impact": "", "i": "", strings.Repeat("x", 1000): "",
	} {
		require.Equal(t, want, source.Nearest(name, valid), name)
	}
	require.Equal(t, "ab", source.Nearest("abc", []string{"ab", "abd"}))
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{"365d": 365 * 24 * time.Hour, "1d12h": 36 * time.Hour, "30m": 30 * time.Minute, "1h1m1s": time.Hour + time.Minute + time.Second} {
		d, err := source.ParseDuration(text)
		require.NoError(t, err)
		require.Equal(t, want, d)
		require.Equal(t, text, source.FormatDuration(d))
	}
	for _, text := range []string{"", "0d", "d", "5", "-1d", "1h1d", "1d1d", "1.5h", "106752d", "9999999999999999999d", "1w", "1D", strings.Repeat("1", 70) + "d"} {
		_, err := source.ParseDuration(text)
		require.ErrorIs(t, err, source.ErrDuration, text)
	}
	require.Equal(t, "0s", source.FormatDuration(0))
	require.Equal(t, "-1d0.5s", source.FormatDuration(-24*time.Hour-500*time.Millisecond))
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(1, 1<<62/int64(time.Second)).Draw(t, "s")) * time.Second
		back, err := source.ParseDuration(source.FormatDuration(d))
		require.NoError(t, err)
		require.Equal(t, d, back)
	})
}

func TestTimes(t *testing.T) {
	for _, text := range []string{"2026-02-30", "26-02-01", "0001-01-01", "2026-02-01 09:00", "2026-02-01T09:00:00", "10000-01-01", "", strings.Repeat("1", 100)} {
		_, err := source.ParseTime(text)
		require.ErrorIs(t, err, source.ErrTime, text)
	}
}

// TestGolden shows errors as a person sees them.
func TestGolden(t *testing.T) {
	texts := []string{
		"format: x\nscales:\n  - {id: likelihood, scael: 1}\n\t- tab\n",
		"a: &x 1\nb: [1, 2, *x]\n<<: {c: 1}\na: 2\n",
		"id: 日本語 \u200b\n",
		"a: " + strings.Repeat("long ", 100) + "x\nb: " + strings.Repeat("x", 300) + "\nb: 1\n",
		"{\"a\": 1,\n \"b\": [1, 2\n",
		"a: 1\n---\nb: 2\n",
	}
	var b strings.Builder
	for _, text := range texts {
		_, err := source.Parse("dir/a.yaml", []byte(text), source.Limits{})
		require.Error(t, err)
		b.WriteString(err.Error() + "\n\n")
	}
	var r source.Reporter
	n := parse(t, "id: R 1\nnmae: x\nsize: large\n")
	o := r.Object(n)
	o.ID("id", true)
	o.String("name", true)
	o.Int("size", true)
	o.String("owner", true)
	o.Close()
	r.Add(source.Diagnostic{Message: "a message\x1b[31m without a place", Code: source.Limit})
	b.WriteString(r.Err().Error() + "\n")
	golden := filepath.Join("testdata", "errors.golden")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

func TestReporterMerges(t *testing.T) {
	var a, b source.Reporter
	n := parse(t, "a: 1\nb: 2\n")
	b.ReportAt(n.Get("b"), n.Get("b").At(0), source.BadValue, "second")
	a.ReportNear(n.Get("a"), source.BadValue, "c", "first")
	a.Merge(&b)
	var e *source.Error
	require.ErrorAs(t, a.Err(), &e)
	a.Include(e)
	require.Equal(t, 4, a.Len())
	require.Equal(t, `a.yaml:1:4: a: first (did you mean "c"?)`, e.Diagnostics[0].String())
	require.Equal(t, "first", e.Diagnostics[0].Message)
	require.Equal(t, "syntax", source.Syntax.Error())
}

func TestNilNode(t *testing.T) {
	var n *source.Node
	require.Equal(t, source.Invalid, n.Kind())
	require.Equal(t, "nothing", n.Kind().String())
	require.Equal(t, "nothing", source.Kind(200).String())
	require.Empty(t, n.Path()+n.File()+n.Text())
	require.Zero(t, n.Len())
	require.Nil(t, n.Items())
	require.Nil(t, n.Fields())
	require.Nil(t, n.Get("a"))
	require.Equal(t, source.Pos{}, n.Pos())
}
