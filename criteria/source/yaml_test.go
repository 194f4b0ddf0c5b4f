package source_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// refused parses a text that must not be read and gives its diagnostics.
func refused(t *testing.T, text string) []source.Diagnostic {
	t.Helper()
	n, err := source.ParseYAML("a.yaml", []byte(text), source.Limits{})
	require.Nil(t, n)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	for _, d := range e.Diagnostics {
		require.Equal(t, "a.yaml", d.File)
	}
	return e.Diagnostics
}

func TestYAMLRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		text      string
		code      source.Code
		line, col int
	}{
		"empty":             {"", source.Empty, 1, 1},
		"blanks":            {" \n\t\n", source.Empty, 1, 1},
		"comments":          {"# nothing\n", source.Empty, 1, 1},
		"anchor":            {"a: 1\nb: &x 2\n", source.Syntax, 2, 4},
		"alias":             {"a: &x 1\nb: *x\n", source.Syntax, 1, 4},
		"merge":             {"a: 1\n<<: {b: 2}\n", source.Syntax, 2, 1},
		"tag":               {"a: !!str 1\n", source.Syntax, 1, 4},
		"own tag":           {"a: !mine x\n", source.Syntax, 1, 4},
		"duplicate":         {"a: 1\nb: 2\na: 3\n", source.DuplicateKey, 3, 1},
		"duplicate inside":  {"a:\n  b: 1\n  b: 2\n", source.DuplicateKey, 3, 3},
		"key is a list":     {"? [a]\n: 1\n", source.Syntax, 1, 3},
		"second document":   {"a: 1\n---\nb: 2\n", source.Syntax, 2, 1},
		"tab":               {"a:\n\tb: 1\n", source.Syntax, 2, 1},
		"unclosed":          {"a: [1, 2\nb: 3\n", source.Syntax, 2, 2},
		"invalid UTF-8":     {"a: \"x\xff\"\n", source.Encoding, 1, 6},
		"NUL":               {"a: x\x00\n", source.Encoding, 1, 5},
		"bidi mark":         {"a: x\u202ey\n", source.Encoding, 1, 5},
		"zero width":        {"a: é\u200b\n", source.Encoding, 1, 5},
		"byte order inside": {"a: x\ufeff\n", source.Encoding, 1, 5},
		"lone CR":           {"a: 1\rb: 2\n", source.Encoding, 1, 5},
		"too deep":          {"a: " + strings.Repeat("[", 40) + strings.Repeat("]", 40), source.Limit, 1, 35},
	} {
		t.Run(name, func(t *testing.T) {
			d := refused(t, test.text)[0]
			require.Equal(t, test.code, d.Code, d.Message)
			require.Equal(t, source.Pos{Line: test.line, Col: test.col}, d.Pos, d.Message)
		})
	}
}

// A tab is the commonest reason why YAML is none, and cannot be seen.
func TestYAMLTab(t *testing.T) {
	require.Equal(t, "is no YAML: a tab indents this line; YAML takes blanks alone", refused(t, "a:\n\tb: 1\n")[0].Message)
	require.Equal(t, "is no YAML: found a tab character that violates indentation", refused(t, "a:\n  - b\n \t- c\n")[0].Message)
}

func TestYAMLReads(t *testing.T) {
	for text, want := range map[string]struct {
		kind source.Kind
		text string
	}{
		"a: x":             {source.String, "x"},
		"a: 'x'":           {source.String, "x"},
		"a: \"1\"":         {source.String, "1"},
		"a: 1":             {source.Int, "1"},
		"a: -7":            {source.Int, "-7"},
		"a: +7":            {source.Int, "+7"},
		"a: 007":           {source.Int, "007"},
		"a: 1.5":           {source.Float, "1.5"},
		"a: .5":            {source.Float, ".5"},
		"a: 1e3":           {source.Float, "1e3"},
		"a: .nan":          {source.Float, ".nan"},
		"a: -.inf":         {source.Float, "-.inf"},
		"a: true":          {source.Bool, "true"},
		"a: True":          {source.String, "True"},
		"a: yes":           {source.String, "yes"},
		"a: no":            {source.String, "no"},
		"a: null":          {source.Null, "null"},
		"a: ~":             {source.Null, "~"},
		"a:":               {source.Null, ""},
		"a: 0x1F":          {source.String, "0x1F"},
		"a: 0o17":          {source.String, "0o17"},
		"a: 1_000":         {source.String, "1_000"},
		"a: 12:30":         {source.String, "12:30"},
		"a: 2026-02-01":    {source.String, "2026-02-01"},
		"a: 1e":            {source.String, "1e"},
		"a: '\\u202e'":     {source.String, "\\u202e"},
		"a: \"\\u202e\"":   {source.String, "\u202e"},
		"\ufeffa: x":       {source.String, "x"},
		"a: x\r\n":         {source.String, "x"},
		"a: |\n  x\n  y\n": {source.String, "x\ny\n"},
	} {
		t.Run(text, func(t *testing.T) {
			n, err := source.ParseYAML("a.yaml", []byte(text), source.Limits{})
			require.NoError(t, err)
			v := n.Get("a")
			require.Equal(t, want.kind, v.Kind())
			require.Equal(t, want.text, v.Text())
			require.Equal(t, "a", v.Path())
			require.Equal(t, "a.yaml", v.File())
		})
	}
}

func TestYAMLCollectsErrors(t *testing.T) {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "k%d: &x 1\n", i)
	}
	_, err := source.ParseYAML("a.yaml", []byte(b.String()), source.Limits{})
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, source.MaxDiagnostics)
	require.Positive(t, e.More)
	for i, d := range e.Diagnostics {
		require.Equal(t, i+1, d.Pos.Line)
	}
	require.Contains(t, err.Error(), "and ")
	require.True(t, errors.Is(err, source.Syntax))
	require.False(t, errors.Is(err, source.Limit))
	require.False(t, errors.Is(err, errors.ErrUnsupported))
}

// TestHostile reads texts made to cost more than they are long. Each must be
// answered; how long that took is measured by BenchmarkHostile.
func TestHostile(t *testing.T) {
	for name, h := range hostile() {
		t.Run(name, func(t *testing.T) {
			_, err := source.Parse("a.yaml", []byte(h.text), source.Limits{})
			if h.code == "" {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, h.code)
			}
		})
	}
}

type hostileText struct {
	text string
	code source.Code
}

func hostile() map[string]hostileText {
	const size = 4 << 20
	keys := func(n int, same bool) string {
		var b strings.Builder
		for i := range n {
			if same {
				i = 0
			}
			fmt.Fprintf(&b, "key%d: 1\n", i)
		}
		return b.String()
	}
	fill := func(unit string) string { return strings.Repeat(unit, (size-16)/len(unit)) }
	return map[string]hostileText{
		"brackets":       {fill("["), source.Limit},
		"braces":         {fill("{"), source.Limit},
		"dashes":         {fill("- "), source.Limit},
		"question marks": {fill("? "), source.Limit},
		"keys in a row":  {fill(`"a":`), source.Syntax},
		"anchors":        {fill("&a "), source.Syntax},
		"aliases":        {fill("*a "), source.Syntax},
		"tags":           {fill("!a "), source.Syntax},
		"long number":    {"a: " + fill("9"), ""},
		"long text":      {"a: " + fill("x "), ""},
		"escapes":        {`a: "` + fill(`\n`) + `"`, ""},
		"long list":      {"[" + fill("1,") + "]", source.Limit},
		"comments":       {fill("#\n"), source.Limit},
		"too large":      {fill("a") + strings.Repeat("b", 32), source.Limit},
		"70,000 keys":    {keys(70_000, false), ""},
		"80,000 same":    {keys(80_000, true), source.DuplicateKey},
		"control":        {fill("\x01"), source.Encoding},
		"JSON deep":      {`{"a":` + fill(`[`), source.Limit},
		"JSON same keys": {"{" + strings.Repeat(`"a":1,`, 100_000) + `"b":1}`, source.DuplicateKey},
	}
}

func BenchmarkHostile(b *testing.B) {
	for name, h := range hostile() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = source.Parse("a.yaml", []byte(h.text), source.Limits{})
			}
		})
	}
}
