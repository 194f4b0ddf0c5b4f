package layout_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/layout"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/starter"
)

func samples(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, pattern := range []string{"../../../methods/*.yaml", "../../../quickstart/data/*.yaml", "../../testdata/fixtures/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, f := range files {
			data, err := os.ReadFile(f)
			require.NoError(t, err)
			all[f] = string(data)
		}
	}
	return all
}

// TestFormatSamples lays real documents out; that values and comments stay is
// checked by Format itself, and here once more for the comments.
func TestFormatSamples(t *testing.T) {
	for name, text := range samples(t) {
		out, err := layout.Format(name, []byte(text))
		require.NoError(t, err, name)
		again, err := layout.Format(name, out)
		require.NoError(t, err, name)
		require.Equal(t, string(out), string(again), "%s: a layout of a layout is the same", name)
		require.Equal(t, strings.Count(text, "# "), strings.Count(string(out), "# "), name)

		asJSON, lost, err := layout.ToJSON(name, []byte(text))
		require.NoError(t, err, name)
		require.Equal(t, strings.Contains(text, "# "), lost > 0, name)
		back, err := layout.ToYAML(name+".json", asJSON)
		require.NoError(t, err, name)
		twice, lost, err := layout.ToJSON("back.yaml", back)
		require.NoError(t, err, name)
		require.Zero(t, lost)
		one, err := source.Parse("one.json", asJSON, source.Limits{})
		require.NoError(t, err)
		two, err := source.Parse("two.json", twice, source.Limits{})
		require.NoError(t, err)
		require.True(t, equal(one, two), name)
	}
}

func equal(a, b *source.Node) bool {
	if a.Kind() != b.Kind() || a.Text() != b.Text() || a.Len() != b.Len() {
		return false
	}
	for i, x := range a.Items() {
		if !equal(x, b.Items()[i]) {
			return false
		}
	}
	for _, f := range a.Fields() {
		if !equal(f.Value, b.Get(f.Key)) {
			return false
		}
	}
	return true
}

func TestFormat(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"order, quotes and flow", `
# Criteria of ACME
id:   "acme"   # ours
format: 'ismskit.criteria/v1'
version: '3'
# likelihood first
scales: # ordered
    - levels:
        - {value: 1, id: rare}
        # the usual
        -   {id: likely, value: 2} # often
      id: likelihood
acceptance:
  - outcome: treat
    when: "true"
    id: otherwise
    because: >
      All of it
      is treated.
`, `# Criteria of ACME
format: ismskit.criteria/v1
id: acme # ours
version: "3"

# likelihood first
scales: # ordered
  - id: likelihood
    levels:
      - {id: rare, value: 1}
      # the usual
      - {id: likely, value: 2} # often

acceptance:
  - id: otherwise
    when: "true"
    outcome: treat
    because: >
      All of it is treated.
`},
		{"a matrix keeps its rows", "format: ismskit.criteria/v1\ntables: [{axes: [a, b], id: m, cells: [[low, high], [high, \"no\"]]}]\n",
			"format: ismskit.criteria/v1\n\ntables:\n  - id: m\n    axes: [a, b]\n    cells:\n      - [low, high]\n      - [high, \"no\"]\n"},
		{"texts", "format: x\na: |\n  one\n\n   two\nb: \"tab\\there\"\nc: [\"a, b\", 'it''s', \"\", -1.50]\nd: plain text, with comma\ne: \"ends\\n\\n\"\nf: |-\n  one\n  two\n",
			"format: x\n\na: |\n  one\n\n   two\n\nb: \"tab\\there\"\nc: [\"a, b\", \"it's\", \"\", -1.50]\nd: plain text, with comma\ne: \"ends\\n\\n\"\n\nf: |-\n  one\n  two\n"},
		{"a long line breaks", "format: ismskit.register/v1\nrisks: [{id: R-1, scope: [" + strings.Repeat("aaaaaaaaa, ", 12) + "b]}]\n",
			"format: ismskit.register/v1\n\nrisks:\n  - id: R-1\n    scope:\n" + strings.Repeat("      - aaaaaaaaa\n", 12) + "      - b\n"},
		{"JSON", `{"format":"ismskit.register/v1","risks":[{"id":"R-1"}]}`, "{\n  \"format\": \"ismskit.register/v1\",\n  \"risks\": [\n    {\n      \"id\": \"R-1\"\n    }\n  ]\n}\n"},
		{"empty lists and maps", "format: x\na: []\nb: {}\n", "format: x\na: []\nb: {}\n"},
		{"a comment at the foot", "format: x\nlist:\n  - a\n  # the end\n\nz: 1\n# really\n", "format: x\n\nlist:\n  - a\n  # the end\n\nz: 1\n# really\n"},
	} {
		out, err := layout.Format("x.yaml", []byte(c.in))
		require.NoError(t, err, c.name)
		require.Equal(t, c.want, string(out), c.name)
		again, err := layout.Format("x.yaml", out)
		require.NoError(t, err, c.name)
		require.Equal(t, string(out), string(again), c.name)
	}
	_, err := layout.Format("x.yaml", []byte("a: 1\na: 2\n"))
	require.ErrorIs(t, err, source.DuplicateKey)
	_, _, err = layout.ToJSON("x.yaml", []byte("a: &b 1\n"))
	require.ErrorIs(t, err, source.Syntax)
	_, err = layout.ToYAML("x.yaml", nil)
	require.ErrorIs(t, err, source.Empty)
	_, _, err = layout.ToJSON("x.yaml", []byte("a: .nan\n"))
	require.Error(t, err)
	out, _, err := layout.ToJSON("x.yaml", []byte("a: 1e2\nb: 007\nc: 2.50\n"))
	require.NoError(t, err)
	require.Equal(t, "{\n  \"a\": 100.0,\n  \"b\": 7,\n  \"c\": 2.5\n}\n", string(out))
}

func FuzzFormat(f *testing.F) {
	for _, text := range samples(f) {
		f.Add(text)
	}
	f.Add("# c\na: # d\n  - b # e\n  # f\n\n# g\n")
	f.Fuzz(func(t *testing.T, text string) {
		out, err := layout.Format("x.yaml", []byte(text))
		if err != nil {
			return
		}
		_, err = source.Parse("x.yaml", out, source.Limits{})
		require.NoError(t, err)
	})
}

// TestFormatStarter lays out the documents of a system that has just begun. Once
// the # of a question is taken away, it says what it would have said before.
func TestFormatStarter(t *testing.T) {
	answered := func(text string) string {
		return regexp.MustCompile(`(?m)^#([^#\n])`).ReplaceAllString(text, "$1")
	}
	for _, kind := range starter.Kinds() {
		for _, profile := range conformity.Profiles() {
			files, err := starter.Files(profile, kind)
			require.NoError(t, err)
			for _, f := range files {
				out, err := layout.Format(f.Name, f.Data)
				require.NoError(t, err, f.Name)
				again, err := layout.Format(f.Name, out)
				require.NoError(t, err, f.Name)
				require.Equal(t, string(out), string(again), f.Name)
				var before, after any
				require.NoError(t, yaml.Unmarshal([]byte(answered(string(f.Data))), &before), f.Name)
				require.NoError(t, yaml.Unmarshal([]byte(answered(string(out))), &after), "%s:\n%s", f.Name, out)
				require.Equal(t, before, after, f.Name)
			}
		}
	}
}
