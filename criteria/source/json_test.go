package source_test

import (
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

func TestJSON(t *testing.T) {
	n, err := source.Parse("a.txt", []byte("{\"a\": [1, -2.5, \"x\\u00e9\", true, null],\n \"b\": {}}"), source.Limits{})
	require.NoError(t, err)
	a := n.Get("a")
	require.Equal(t, source.List, a.Kind())
	require.Equal(t, 5, a.Len())
	kinds := []source.Kind{source.Int, source.Float, source.String, source.Bool, source.Null}
	for i, item := range a.Items() {
		require.Equal(t, kinds[i], item.Kind())
	}
	require.Equal(t, "xé", a.Items()[2].Text())
	require.Equal(t, "a[2]", a.Items()[2].Path())
	require.Equal(t, source.Pos{Line: 1, Col: 17}, a.Items()[2].Pos())
	require.Equal(t, source.Pos{Line: 2, Col: 2}, n.Fields()[1].KeyPos())
	require.Equal(t, source.Pos{Line: 2, Col: 7}, n.Get("b").Pos())
	require.Equal(t, 2, n.Len())
	require.Nil(t, n.Get("c"))
}

func TestJSONAt(t *testing.T) {
	_, err := source.ParseJSONAt("a.ndjson", 17, []byte(`{"a": 1, "a": 2}`), source.Limits{})
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, source.Pos{Line: 17, Col: 10}, e.Diagnostics[0].Pos)
	require.Equal(t, source.DuplicateKey, e.Diagnostics[0].Code)
}

func TestJSONRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		code source.Code
		pos  source.Pos
	}{
		"truncated":      {`{"a": [1, 2`, source.Syntax, source.Pos{Line: 1, Col: 12}},
		"two values":     {`{"a": 1} {"b": 2}`, source.Syntax, source.Pos{Line: 1, Col: 10}},
		"trailing comma": {`{"a": 1,}`, source.Syntax, source.Pos{Line: 1, Col: 8}},
		"single quotes":  {`{'a': 1}`, source.Syntax, source.Pos{Line: 1, Col: 2}},
		"comment":        {"{\n// no\n}", source.Syntax, source.Pos{Line: 2, Col: 1}},
		"infinite":       {`{"a": Infinity}`, source.Syntax, source.Pos{Line: 1, Col: 7}},
		"lone surrogate": {`{"a": "\ud800"}`, source.Syntax, source.Pos{Line: 1, Col: 8}},
		"empty":          {"", source.Empty, source.Pos{Line: 1, Col: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := source.Parse("a.json", []byte(test.text), source.Limits{})
			var e *source.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, test.code, e.Diagnostics[0].Code, e.Error())
			require.Equal(t, test.pos, e.Diagnostics[0].Pos, e.Error())
		})
	}
}

func TestLimits(t *testing.T) {
	text := []byte(`{"a": [1, 2, 3]}`) // 1 map, 1 key, 1 list, 3 items; depth 3
	for name, test := range map[string]struct {
		lim source.Limits
		ok  bool
	}{
		"bytes inside":  {source.Limits{Bytes: len(text)}, true},
		"bytes outside": {source.Limits{Bytes: len(text) - 1}, false},
		"depth inside":  {source.Limits{Depth: 3}, true},
		"depth outside": {source.Limits{Depth: 2}, false},
		"nodes inside":  {source.Limits{Nodes: 6}, true},
		"nodes outside": {source.Limits{Nodes: 5}, false},
	} {
		for _, file := range []string{"a.json", "a.yaml"} {
			t.Run(name+" "+file, func(t *testing.T) {
				parse := source.ParseJSON
				if file == "a.yaml" {
					parse = source.ParseYAML
				}
				_, err := parse(file, text, test.lim)
				if test.ok {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, source.Limit)
				}
			})
		}
	}
}

func TestClean(t *testing.T) {
	for text, want := range map[string]bool{"": true, "abc\n\t": true, "é→": true, "\x00": false, "a\u202eb": false, "\xff": false, "\r": false, "\x7f": false} {
		require.Equal(t, want, source.Clean([]byte(text)), "%q", text)
	}
}
