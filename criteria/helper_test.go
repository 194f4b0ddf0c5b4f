package criteria_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// acmeText is the sample document of the format.
func acmeText(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/acme.yaml")
	require.NoError(t, err)
	return string(data)
}

// compile parses and compiles a text that is right.
func compile(t testing.TB, text string, opts ...criteria.Option) *criteria.Criteria {
	t.Helper()
	doc, err := criteria.Parse("test.yaml", []byte(text))
	require.NoError(t, err, text)
	c, err := doc.Compile(opts...)
	require.NoError(t, err, text)
	return c
}

// wrong parses and compiles a text that may be wrong.
func wrong(text string) error {
	doc, err := criteria.Parse("test.yaml", []byte(text))
	if err != nil {
		return err
	}
	_, err = doc.Compile()
	return err
}

// A variant is the sample document with mistakes put in. Each edit replaces
// the only place where its first text stands by the second; in the first text
// "…" stands for anything. The place of the error is marked by ¦ in the
// edited text.
type variant struct {
	name    string
	edits   []string // old, new, old, new, ...
	code    source.Code
	path    string
	nearest string
	says    string // part of the message
	others  int    // further errors
}

// text gives the variant's text and the place that is marked in it.
func (v variant) text(t *testing.T) (text string, line, col int) {
	t.Helper()
	text = acmeText(t)
	require.Zero(t, len(v.edits)%2)
	for i := 0; i < len(v.edits); i += 2 {
		head, tail, span := strings.Cut(v.edits[i], "…")
		require.Equal(t, 1, strings.Count(text, head), "%q must stand in the text once", head)
		from := strings.Index(text, head)
		to := from + len(head)
		if span {
			n := strings.Index(text[to:], tail)
			require.GreaterOrEqual(t, n, 0, "%q must follow", tail)
			to += n + len(tail)
		}
		text = text[:from] + v.edits[i+1] + text[to:]
	}
	before, after, marked := strings.Cut(text, "¦")
	require.True(t, marked, "no place is marked")
	require.NotContains(t, after, "¦")
	line = strings.Count(before, "\n") + 1
	col = utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return before + after, line, col
}

func (v variant) run(t *testing.T) {
	t.Helper()
	text, line, col := v.text(t)
	err := wrong(text)
	require.ErrorIs(t, err, v.code)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, 1+v.others, "%v", err)
	for _, d := range e.Diagnostics {
		if d.Code != v.code || d.Path != v.path {
			continue
		}
		require.Equal(t, source.Pos{Line: line, Col: col}, d.Pos, "%v", err)
		require.Equal(t, "test.yaml", d.File)
		require.Equal(t, v.nearest, d.Nearest, "%v", err)
		require.Contains(t, d.Message, v.says)
		return
	}
	require.Fail(t, "no such error", "%s at %s, not\n%v", v.code, v.path, err)
}
