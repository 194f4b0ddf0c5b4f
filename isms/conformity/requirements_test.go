package conformity_test

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// TestSourceRequirements holds the committed list of requirements against the
// specification.
func TestSourceRequirements(t *testing.T) {
	var want, got [][]string
	row := regexp.MustCompile(`(?m)^\| (Q\d+) \| (.*?) \| (.*?) \| `)
	for _, m := range row.FindAllStringSubmatch(string(spec(t, "requirements.md")), -1) {
		want = append(want, m[1:])
	}
	for _, r := range rows(t, "requirements.csv") {
		got = append(got, r[:3])
	}
	require.Equal(t, want, got)
}

// readTypes lists the types of the model that a rule looks at, without the
// system itself and the profile.
func readTypes(t *testing.T, r *conformity.Rule) []string {
	vars := []rules.Var{{Name: "asOf", Kind: rules.KindTime}}
	for _, name := range []string{"isms", "criteria", "profile", r.ForEach} {
		if !slices.ContainsFunc(vars, func(v rules.Var) bool { return v.Name == name }) {
			vars = append(vars, rules.Var{Name: name, Kind: rules.KindObject, Of: name})
		}
	}
	scope, err := conformity.Schema().Scope(vars...)
	require.NoError(t, err)
	types := map[string]bool{r.ForEach: true}
	for _, text := range []string{r.When, r.Expr} {
		if text == "" {
			continue
		}
		compiled, issues := scope.Compile(text)
		require.Empty(t, issues, r.ID)
		for _, read := range compiled.Reads() {
			typ, _, _ := strings.Cut(read, ".")
			types[typ] = true
		}
	}
	delete(types, "isms")
	delete(types, "profile")
	return slices.Sorted(maps.Keys(types))
}

// reports lists the reports that package report makes: what its functions New...
// return.
func reports(t *testing.T) []string {
	files, err := filepath.Glob("../report/*.go")
	require.NoError(t, err)
	if files == nil {
		t.Skip("package report is not there")
	}
	made := regexp.MustCompile(`(?m)^func New(\w+)\(`)
	var list []string
	for _, f := range files {
		for _, m := range made.FindAllStringSubmatch(string(read(t, f)), -1) {
			list = append(list, m[1])
		}
	}
	return list
}

// TestRequirements makes the table of the requirements and of what serves them:
// rules, the types of the model that these look at, and reports.
func TestRequirements(t *testing.T) {
	standard := conformity.Standard()
	var model []string
	for _, typ := range conformity.Schema().Types() {
		model = append(model, typ.Name)
	}
	served := map[string]bool{}
	named := map[string]bool{}
	var b bytes.Buffer
	b.WriteString("# What serves each requirement\n\nMade by a test from the requirements, the rules and the model.\n\n" +
		"| # | asked for | clause | types | rules | reports |\n|---|---|---|---|---|---|\n")
	for _, row := range rows(t, "requirements.csv") {
		id, asked, clause, ids, made := row[0], row[1], row[2], strings.Fields(row[3]), strings.Fields(row[4])
		require.NotEmpty(t, ids, id)
		require.NotEmpty(t, made, id)
		types := map[string]bool{}
		for _, r := range ids {
			rule := standard.Rule(r)
			require.NotNil(t, rule, "%s names %s", id, r)
			served[r] = true
			for _, typ := range readTypes(t, rule) {
				require.Contains(t, model, typ, r)
				types[typ] = true
			}
		}
		for _, r := range made {
			named[r] = true
		}
		require.NotEmpty(t, types, id)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", id, asked, clause,
			strings.Join(slices.Sorted(maps.Keys(types)), ", "), strings.Join(ids, ", "), strings.Join(made, ", "))
	}
	golden(t, "requirements.md", b.Bytes())
	for _, r := range standard.Rules {
		require.True(t, served[r.ID], "%s serves no requirement", r.ID)
	}
	there := reports(t)
	for r := range named {
		require.Contains(t, there, r)
	}
	require.Len(t, named, 6)
}
