package conformity_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write golden files")

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	require.Equal(t, string(read(t, file)), string(got))
}

// spec reads a file of the specification, which lies beside the checkout or in
// the folder that ISMSKIT_TESTDATA names.
func spec(t *testing.T, name string) []byte {
	t.Helper()
	dir, err := os.Getwd()
	require.NoError(t, err)
	places := []string{os.Getenv("ISMSKIT_TESTDATA")}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		places = append(places, filepath.Join(dir, "shared", "spec"))
	}
	for _, p := range places {
		if data, err := os.ReadFile(filepath.Join(p, name)); err == nil {
			return data
		}
	}
	t.Skipf("%s is neither beside this checkout nor in $ISMSKIT_TESTDATA", name)
	return nil
}

func rows(t *testing.T, name string) [][]string {
	t.Helper()
	list, err := csv.NewReader(bytes.NewReader(read(t, "testdata/source/"+name))).ReadAll()
	require.NoError(t, err)
	return list[1:]
}

// longNames are the names of the model for those of the specification's rules.
var longNames = map[string]string{"req": "requirement", "proc": "process", "opp": "opportunity", "comp": "competence", "comm": "communication",
	"doc": "document", "ext": "external", "nc": "nonconformity", "imp": "improvement", "soa": "statement", "acceptance": "approval"}

var (
	quoted    = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	snake     = regexp.MustCompile(`_([a-z0-9])`)
	firstName = regexp.MustCompile(`(^|[^.\w])([a-z]+)\.`)
)

// translated writes an expression of the specification with the names of the
// model.
func translated(cel string) string {
	var b strings.Builder
	for cel != "" {
		at := quoted.FindStringIndex(cel)
		if at == nil {
			at = []int{len(cel), len(cel)}
		}
		part := strings.ReplaceAll(cel[:at[0]], "exists_one", "exists\x00one")
		part = snake.ReplaceAllStringFunc(part, func(s string) string { return strings.ToUpper(s[1:]) })
		part = strings.ReplaceAll(part, "\x00", "_")
		part = firstName.ReplaceAllStringFunc(part, func(s string) string {
			m := firstName.FindStringSubmatch(s)
			if long := longNames[m[2]]; long != "" {
				return m[1] + long + "."
			}
			return s
		})
		b.WriteString(part)
		if s := cel[at[0]:at[1]]; s == `""` {
			b.WriteString("''")
		} else {
			b.WriteString(s)
		}
		cel = cel[at[1]:]
	}
	return b.String()
}

// TestSourceRules holds the committed list of the specification's rules against
// the specification itself.
func TestSourceRules(t *testing.T) {
	var source []struct{ ID, Clause, Kind, Editions, Foreach, Cel string }
	require.NoError(t, json.Unmarshal(spec(t, "rules.json"), &source))
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	require.NoError(t, w.Write([]string{"id", "clause", "kind", "editions", "forEach", "expr"}))
	for _, r := range source {
		each := r.Foreach
		if long := longNames[each]; long != "" {
			each = long
		}
		require.NoError(t, w.Write([]string{r.ID, strings.TrimSuffix(r.Clause, " (2013)"), r.Kind, r.Editions, each, translated(r.Cel)}))
	}
	w.Flush()
	golden(t, "source/rules.csv", b.Bytes())
}

// sections gives the text of each section of CORRECTIONS.md.
func sections(t *testing.T) map[string]string {
	out := map[string]string{}
	for _, s := range strings.Split(string(read(t, "CORRECTIONS.md")), "\n## ")[1:] {
		title, text, _ := strings.Cut(s, "\n")
		out[title] = text
	}
	return out
}

var ruleID = regexp.MustCompile(`\bR\d+-\d+\b`)

// named lists the rules that begin a line of a section.
func named(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "- R"); ok {
			id, why, _ := strings.Cut(rest, ":")
			if len(strings.TrimSpace(why)) >= 10 {
				list = append(list, "R"+id)
			}
		}
	}
	return list
}

// TestCorrections shows that every rule of the specification is here, and says
// the same unless CORRECTIONS.md tells why it does not.
func TestCorrections(t *testing.T) {
	bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "", "(", "", ")", "").Replace(s) }
	editions := map[string][]string{"*": nil, "13": {"2013"}, "22": {"2022", "2022-amd1"}, "A1": {"2022-amd1"}}
	page := sections(t)
	words, changed, removed, added := ruleID.FindAllString(page["In other words"], -1), named(page["Changed"]), named(page["Removed"]), named(page["Added"])
	standard := conformity.Standard()
	listed := map[string]bool{}
	source := rows(t, "rules.csv")
	require.Len(t, source, 211)
	for _, row := range source {
		id, clause, kind, edition, each, expr := row[0], row[1], row[2], row[3], row[4], row[5]
		listed[id] = true
		r := standard.Rule(id)
		require.Equal(t, r == nil, slices.Contains(removed, id), id)
		if r == nil {
			continue
		}
		require.Equal(t, []string{clause, kind}, []string{r.Clause, r.Kind.String()}, id)
		require.Equal(t, editions[edition], r.Editions, id)
		same := r.When == "" && r.ForEach == each && bare(r.Expr) == bare(expr)
		n := 0
		for _, list := range [][]string{words, changed} {
			if slices.Contains(list, id) {
				n++
			}
		}
		if same {
			require.Zero(t, n, "%s is as it was, and need not be named", id)
		} else {
			require.Equal(t, 1, n, "%s is not as it was, and must be named once", id)
		}
	}
	for _, r := range standard.Rules {
		require.Equal(t, !listed[r.ID], slices.Contains(added, r.ID), r.ID)
	}
	require.Len(t, standard.Rules, 211-len(removed)+len(added))
}
