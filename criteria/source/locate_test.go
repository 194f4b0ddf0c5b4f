package source_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestAt finds the letter X of each text, wherever it stands in the file.
func TestAt(t *testing.T) {
	for name, text := range map[string]string{
		"plain":                    "a: one X two",
		"plain, several lines":     "a: one\n  two\n  three X four",
		"plain, blank lines":       "a: one\n\n  two X",
		"single quoted":            "a: 'it''s X'",
		"single, several lines":    "a: 'it''s\n  so X'",
		"double quoted":            `a: "tab\t é \u00e9 \x41 \"X"`,
		"double, pair":             `a: "\U0001F600 X"`,
		"double, several lines":    "a: \"one\n  two\n\n  three X\"",
		"double, escaped end":      "a: \"one \\\n  two X\"",
		"literal":                  "a: |\n  one\n  two X\n",
		"literal, indented":        "a: |\n  one\n    two X\n",
		"literal, indicator":       "a: |2\n    one\n  two X\n",
		"literal, strip":           "a: |-\n  one\n\n\n  two X",
		"literal, blanks on line":  "a: |\n  one\n   \n  two X\n",
		"folded":                   "a: >\n  one\n  two X\n",
		"folded, paragraphs":       "a: >-\n  one\n\n  two\n  three X\n",
		"folded, indented":         "a: >\n  one\n    two\n  three X\n",
		"flow":                     `{"b": 1, "a": "one X"}`,
		"after wide letters":       "a: 日本語 X",
		"CRLF":                     "a: |\r\n  one\r\n  two X\r\n",
		"JSON escapes":             `{"a": "\u00e9\n\/ \ud83d\ude00 X"}`,
		"list":                     "a:\n  - one X",
		"byte order mark":          "\ufeffa: X",
		"first letter":             "a: X",
		"literal, first letter":    "a: |\n  X\n",
		"folded, comment in front": "# X is not here\n\na: >\n  one X\n",
	} {
		t.Run(name, func(t *testing.T) {
			n, err := source.Parse("a", []byte(text), source.Limits{})
			require.NoError(t, err)
			v := n.Get("a")
			if v.Kind() == source.List {
				v = v.Items()[0]
			}
			i := utf8.RuneCountInString(v.Text()[:strings.IndexByte(v.Text(), 'X')])
			at := strings.LastIndexByte(text, 'X')
			line := strings.Count(text[:at], "\n") + 1
			col := utf8.RuneCountInString(strings.TrimPrefix(text[strings.LastIndexByte(text[:at], '\n')+1:at], "\ufeff")) + 1
			require.Equal(t, source.Pos{Line: line, Col: col}, v.At(i))
		})
	}
	var none *source.Node
	require.Equal(t, source.Pos{}, none.At(3))
}

// TestAtEveryLetter writes random words as a literal block and checks the
// place of every letter of the text.
func TestAtEveryLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.StringMatching(`[a-zé日]( {0,2}[a-z]){0,6}`), 1, 6).Draw(t, "lines")
		indent := strings.Repeat(" ", rapid.IntRange(1, 4).Draw(t, "indent"))
		style := rapid.SampledFrom([]string{"|", "|-", ">", ">-"}).Draw(t, "style")
		text := "a: " + style + "\n" + indent + strings.Join(lines, "\n"+indent) + "\n"
		n, err := source.ParseYAML("a", []byte(text), source.Limits{})
		require.NoError(t, err)
		rows := strings.Split(text, "\n")
		for i, r := range []rune(n.Get("a").Text()) {
			p := n.Get("a").At(i)
			row := []rune(rows[p.Line-1])
			if r == '\n' || r == ' ' && p.Col > len(row) {
				require.Equal(t, len(row)+1, p.Col, "%q %d", text, i)
				continue
			}
			require.Equal(t, string(r), string(row[p.Col-1]), "%q %d", text, i)
		}
	})
}

func FuzzAt(f *testing.F) {
	for _, s := range []string{"a: x", "a: |\n  x\n", "a: >\n  x\n\n  y\n", "a: \"x\\\n y\"", "a: 'x''y'", `{"a":"\ud83d\ude00"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := source.Parse("a", []byte(text), source.Limits{Bytes: 4096})
		if err != nil {
			return
		}
		lines := strings.Count(text, "\n") + 1
		var walk func(*source.Node)
		walk = func(n *source.Node) {
			count := utf8.RuneCountInString(n.Text())
			for i := 0; i <= count; i += 1 + count/50 {
				p := n.At(i)
				require.True(t, p.Line >= 1 && p.Line <= lines && p.Col >= 1, fmt.Sprint(p))
			}
			for _, f := range n.Fields() {
				walk(f.Value)
			}
			for _, i := range n.Items() {
				walk(i)
			}
		}
		walk(n)
	})
}

func FuzzParseYAML(f *testing.F) {
	for _, s := range []string{"a: 1", "- x\n- y", "{a: [1, 2]}", "a: &x 1\nb: *x", "? a\n: b", "--- a\n...", "a: !!str 1", "%YAML 1.2\n---\na"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := source.ParseYAML("a", []byte(text), source.Limits{Bytes: 1 << 16})
		require.Equal(t, n == nil, err != nil)
		if err != nil {
			require.NotEmpty(t, err.Error())
		}
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `[1,"x",null]`, `{"a":{"a":1}}`, `"\ud800"`, `1e999`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := source.ParseJSON("a", []byte(text), source.Limits{Bytes: 1 << 16})
		require.Equal(t, n == nil, err != nil)
		if err != nil {
			require.NotEmpty(t, err.Error())
		}
	})
}
