package conformity_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

const ruleHead = "format: ismskit.rules/v1\nid: own\nversion: \"1\"\nrules:\n"

// ruleText is a file with one good rule, changed.
func ruleText(old, new string) string {
	const good = ruleHead + "  - id: OWN-1\n    clause: H.1\n    kind: shall\n    forEach: document\n    expr: document.title != ''\n    meaning: Each document has a title.\n"
	return strings.Replace(good, old, new, 1)
}

func diagnostics(t *testing.T, err error) []source.Diagnostic {
	t.Helper()
	var wrong *source.Error
	require.ErrorAs(t, err, &wrong)
	return wrong.Diagnostics
}

func TestParseRulesRefuses(t *testing.T) {
	long := strings.Repeat("x", conformity.MaxTextBytes+1)
	for name, x := range map[string]struct {
		text      string
		code      source.Code
		line, col int
		path      string
		nearest   string
		message   string // a part of it
	}{
		"empty":                  {"", source.Empty, 1, 1, "", "", ""},
		"a list":                 {"- x\n", source.WrongType, 1, 1, "", "", "map"},
		"no format":              {"id: x\n", source.MissingKey, 1, 1, "", "", "format"},
		"another format":         {"format: ismskit.rules/v2\n", source.BadValue, 1, 9, "format", "ismskit.rules/v1", ""},
		"unknown key":            {ruleText("version:", "verson:"), source.UnknownKey, 3, 1, "verson", "version", ""},
		"duplicate key":          {ruleText("    kind: shall\n", "    kind: shall\n    kind: lint\n"), source.DuplicateKey, 8, 5, "rules[0].kind", "", ""},
		"weights":                {ruleText("    kind: shall\n", "    kind: shall\n    weight: 2\n"), source.UnknownKey, 8, 5, "rules[0].weight", "", ""},
		"no rules":               {strings.Replace(ruleHead, "rules:", "rules: []", 1), source.Empty, 4, 8, "rules", "", ""},
		"rules are a map":        {ruleHead + "  x: y\n", source.WrongType, 5, 3, "rules", "", "list"},
		"a rule is a text":       {ruleHead + "  - x\n", source.WrongType, 5, 5, "rules[0]", "", "map"},
		"no id":                  {ruleText("id: OWN-1\n    ", ""), source.MissingKey, 5, 5, "rules[0]", "", "id"},
		"bad id":                 {ruleText("OWN-1", "OWN 1"), source.BadValue, 5, 9, "rules[0].id", "", ""},
		"unknown kind":           {ruleText("kind: shall", "kind: shal"), source.BadValue, 7, 11, "rules[0].kind", "shall", "lint"},
		"unknown type":           {ruleText("forEach: document", "forEach: documents"), source.UnknownName, 8, 14, "rules[0].forEach", "document", "no type"},
		"type of a result":       {ruleText("forEach: document", "forEach: outcome"), source.UnknownName, 8, 14, "rules[0].forEach", "", "no type"},
		"unknown edition":        {ruleText("    kind", "    editions: [2022, 2014]\n    kind"), source.UnknownName, 7, 22, "rules[0].editions[1]", "2013", "edition"},
		"edition twice":          {ruleText("    kind", "    editions: [2022, '2022']\n    kind"), source.DuplicateID, 7, 22, "rules[0].editions[1]", "", "already"},
		"no edition":             {ruleText("    kind", "    editions: []\n    kind"), source.Empty, 7, 15, "rules[0].editions", "", "never"},
		"edition without a list": {ruleText("    kind", "    editions: 2022\n    kind"), source.WrongType, 7, 15, "rules[0].editions", "", "list"},
		"edition of a list":      {ruleText("    kind", "    editions: [[2022]]\n    kind"), source.WrongType, 7, 16, "rules[0].editions[0]", "", ""},
		"no expression":          {ruleText("    expr: document.title != ''\n", ""), source.MissingKey, 5, 5, "rules[0]", "", "expr"},
		"a list of expressions":  {ruleText("document.title != ''", "[x]"), source.WrongType, 9, 11, "rules[0].expr", "", ""},
		"empty meaning":          {ruleText("Each document has a title.", `""`), source.Empty, 10, 14, "rules[0].meaning", "", ""},
		"long meaning":           {ruleText("Each document has a title.", long), source.Limit, 10, 14, "rules[0].meaning", "", "2000"},
		"long title":             {ruleText("rules:", "title: "+long+"\nrules:"), source.Limit, 4, 8, "title", "", "2000"},
		"long advice":            {ruleText("    kind", "    advice: "+long+"\n    kind"), source.Limit, 7, 13, "rules[0].advice", "", "2000"},
		"unknown owner":          {ruleText("rules:", "owner: vendors\nrules:"), source.BadValue, 4, 8, "owner", "vendor", ""},
		"the same rule twice": {ruleText("rules:\n", "rules:\n  - {id: OWN-1, clause: x, kind: lint, forEach: isms, expr: 'true', meaning: y}\n"),
			source.DuplicateID, 6, 9, "rules[1].id", "", "rules.yaml:5:10"},
		"control characters": {ruleText("Each doc", "\u202eEach doc"), "", 10, 14, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := conformity.ParseRules("rules.yaml", []byte(x.text))
			d := diagnostics(t, err)[0]
			require.Equal(t, []any{x.line, x.col}, []any{d.Pos.Line, d.Pos.Col}, "%v", err)
			if x.code != "" {
				require.Equal(t, []any{x.code, x.path, x.nearest}, []any{d.Code, d.Path, d.Nearest}, "%v", err)
			}
			require.Contains(t, d.Message, x.message)
			require.Contains(t, err.Error(), fmt.Sprintf("rules.yaml:%d:%d: ", x.line, x.col))
		})
	}
}

// TestRulesLimits tries the limits of a file of rules inside and outside.
func TestRulesLimits(t *testing.T) {
	rules := func(n int) string {
		var b strings.Builder
		b.WriteString(ruleHead)
		for i := range n {
			fmt.Fprintf(&b, "  - {id: R%d, clause: x, kind: lint, forEach: isms, expr: x, meaning: y}\n", i)
		}
		return b.String()
	}
	s, err := conformity.ParseRules("rules.yaml", []byte(rules(conformity.MaxRules)))
	require.NoError(t, err)
	require.Len(t, s.Rules, conformity.MaxRules)
	_, err = conformity.ParseRules("rules.yaml", []byte(rules(conformity.MaxRules+1)))
	d := diagnostics(t, err)
	require.Len(t, d, 1)
	require.Equal(t, source.Limit, d[0].Code)
	require.Equal(t, "rules", d[0].Path)

	text := strings.Repeat("x", conformity.MaxTextBytes)
	_, err = conformity.ParseRules("rules.yaml", []byte(ruleText("Each document has a title.", text)))
	require.NoError(t, err)

	fill := func(n int) []byte {
		text := ruleText("", "")
		return []byte(text + "#" + strings.Repeat("x", n-len(text)-2) + "\n")
	}
	_, err = conformity.ParseRules("rules.yaml", fill(conformity.MaxBytes))
	require.NoError(t, err)
	_, err = conformity.ParseRules("rules.yaml", fill(conformity.MaxBytes+1))
	require.Equal(t, source.Limit, diagnostics(t, err)[0].Code)
}

func parseRules(t testing.TB, name, text string) *conformity.RuleSet {
	t.Helper()
	s, err := conformity.ParseRules(name, []byte(text))
	require.NoError(t, err)
	return s
}

func TestCompileRefuses(t *testing.T) {
	for name, x := range map[string]struct {
		text      string
		line, col int
		nearest   string
		message   string
	}{
		"syntax":            {ruleText("document.title != ''", "document.title !="), 9, 28, "", "syntax"},
		"unknown field":     {ruleText("document.title", "document.titel"), 9, 19, "title", "titel"},
		"snake case":        {ruleText("document.title", "document.approved_by"), 9, 19, "approvedBy", "approved_by"},
		"unknown variable":  {ruleText("document.title", "documnt.title"), 9, 11, "document", "documnt"},
		"unknown function":  {ruleText("document.title != ''", "scalelevel(document)"), 9, 21, "scaleLevels", "scalelevel"},
		"no truth":          {ruleText("document.title != ''", "document.title"), 9, 19, "", "bool"},
		"wrong types":       {ruleText("document.title != ''", "document.title > 3"), 9, 26, "", ""},
		"forbidden":         {ruleText("document.title != ''", "document.title + 'x' != ''"), 9, 26, "", ""},
		"too deep":          {ruleText("document.title != ''", strings.Repeat("(", 60)+"true"+strings.Repeat(")", 60)), 9, 11, "", ""},
		"too long":          {ruleText("document.title != ''", "document.title != '"+strings.Repeat("x", 4096)+"'"), 9, 11, "", "4096"},
		"of several lines":  {ruleText("document.title != ''", "|\n      document.title != '' &&\n      document.titel != ''"), 11, 15, "title", "titel"},
		"in a precondition": {ruleText("    expr", "    when: document.statu == 'approved'\n    expr"), 9, 19, "status", "statu"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := conformity.Compile(parseRules(t, "own.yaml", x.text))
			d := diagnostics(t, err)[0]
			require.Equal(t, conformity.CodeRule, d.Code)
			require.Equal(t, []any{x.line, x.col, x.nearest}, []any{d.Pos.Line, d.Pos.Col, d.Nearest}, "%v", err)
			require.Contains(t, d.Message, "OWN-1")
			require.Contains(t, d.Message, x.message)
			require.True(t, strings.HasPrefix(err.Error(), fmt.Sprintf("own.yaml:%d:%d: rules[0].", x.line, x.col)), "%v", err)
		})
	}
	// Every mistake is found at once, in all sets.
	_, err := conformity.Compile(parseRules(t, "a.yaml", ruleText("document.title", "document.a")), parseRules(t, "b.yaml", strings.Replace(ruleText("document.title", "document.b"), "OWN-1", "OWN-2", 1)))
	require.Len(t, diagnostics(t, err), 2)
}

func TestCompileRefusesIDs(t *testing.T) {
	_, err := conformity.Compile(conformity.Standard(), parseRules(t, "own.yaml", ruleText("OWN-1", "R41-01")))
	d := diagnostics(t, err)
	require.Len(t, d, 1)
	require.Equal(t, source.DuplicateID, d[0].Code)
	require.Equal(t, []any{5, 9}, []any{d[0].Pos.Line, d[0].Pos.Col})
	require.Contains(t, d[0].Message, `the rule "R41-01" of own is already in iso27001 at rules/04-context.yaml:8:`)

	// Rules that were made in Go have no place.
	rule := conformity.Rule{ID: "G-1", Clause: "1", Kind: conformity.Lint, ForEach: "isms", Expr: "true", Meaning: "x"}
	with := func(change func(r *conformity.Rule)) error {
		r := rule
		change(&r)
		_, err := conformity.Compile(&conformity.RuleSet{ID: "go", Rules: []conformity.Rule{r}})
		return err
	}
	require.NoError(t, with(func(*conformity.Rule) {}))
	require.ErrorContains(t, with(func(r *conformity.Rule) { r.Kind = 0 }), `"G-1" has no kind`)
	require.ErrorContains(t, with(func(r *conformity.Rule) { r.Kind = 9 }), `"G-1" has no kind`)
	require.ErrorContains(t, with(func(r *conformity.Rule) { r.ForEach = "reviews" }), `no type of the model is called "reviews"`)
	require.ErrorContains(t, with(func(r *conformity.Rule) { r.Expr = "isms.reviws" }), "G-1")
	_, err = conformity.Compile(&conformity.RuleSet{ID: "go", Rules: []conformity.Rule{rule, rule}})
	require.ErrorContains(t, err, "already in go")
}

// failing gives what a rule says that fails when it runs.
func failing(t *testing.T, each, expr, document string) []conformity.Verdict {
	t.Helper()
	set := &conformity.RuleSet{ID: "own", Owner: isms.OwnRules, Rules: []conformity.Rule{
		{ID: "OWN-1", Clause: "1", Kind: conformity.Shall, ForEach: each, Expr: expr, Meaning: "x"},
		{ID: "OWN-2", Clause: "1", Kind: conformity.Shall, ForEach: each, When: expr, Expr: "true", Meaning: "x"},
	}}
	rules, err := conformity.Compile(set)
	require.NoError(t, err)
	sys, err := isms.Parse("acme.yaml", []byte("format: ismskit.isms/v1\nid: acme\nedition: 2022\n"+document))
	require.NoError(t, err)
	rep, err := rules.Check(t.Context(), sys, conformity.Options{AsOf: asOf})
	require.NoError(t, err)
	return rep.Verdicts
}

// TestRunTimeFailure shows that a rule which fails when it runs, or whose
// precondition does, comes to no verdict: its code is stated.
func TestRunTimeFailure(t *testing.T) {
	for name, x := range map[string]struct{ each, expr, document, code, at string }{
		"division":         {"isms", "10 / isms.documents.size() > 0", "documents: []\n", "division_by_zero", "acme.yaml:4:12"},
		"index":            {"document", "document.covers[3] == 'x'", "documents: [{id: D, covers: [a]}]\n", "index_out_of_range", "acme.yaml:4:29"},
		"overflow":         {"asset", "asset.valueRank * 9000000000000000000 > 0", "assets: [{id: A, valueRank: 9}]\n", "overflow", "acme.yaml:4:29"},
		"an order of none": {"document", "document.date > asOf", "documents: [{id: D, date: ~}]\n", "none_value", "acme.yaml:4:27"},
		"nothing is none":  {"document", "document.exception.reason == ''", "documents: [{id: D, exception: ~}]\n", "none_value", "acme.yaml:4:32"},
	} {
		t.Run(name, func(t *testing.T) {
			list := failing(t, x.each, x.expr, x.document)
			require.Len(t, list, 2)
			for _, v := range list {
				require.Equal(t, isms.VerdictUndetermined, v.Status)
				require.Equal(t, x.code, v.Error)
				require.Empty(t, v.Missing)
				require.Equal(t, x.at, v.Position.String())
			}
		})
	}
}

// TestCostLimit shows that a rule which takes too much work comes to no verdict.
func TestCostLimit(t *testing.T) {
	var b strings.Builder
	b.WriteString("nonconformities:\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "  - {id: NC-%d, requirement: \"9.1\", actions: []}\n", i)
	}
	const pairs = "isms.nonconformities.all(a, isms.nonconformities.all(b, a.id == b.id || a.requirement == b.requirement))"
	for _, v := range failing(t, "isms", pairs, b.String()) {
		require.Equal(t, isms.VerdictUndetermined, v.Status)
		require.Equal(t, "cost_limit", v.Error)
	}
	// The same with an index costs as much as there are of them.
	list := failing(t, "isms", "isms.nonconformities.all(a, isms.nonconformities.where('id', a.id).size() == 1)", b.String())
	require.Equal(t, isms.VerdictConform, list[0].Status)
	// 10,000 subjects have a verdict each.
	list = failing(t, "nonconformity", "nonconformity.actions.size() > 0", b.String())
	require.Len(t, list, 20_000)
	require.Equal(t, isms.VerdictNonconform, list[9_999].Status)
	require.Equal(t, "acme.yaml:10004:48", list[9_999].Position.String()) // NC-9999 is the last by id, too
}

// TestCheckRefuses tries the arguments of Check.
func TestCheckRefuses(t *testing.T) {
	rules, err := standardRules()
	require.NoError(t, err)
	sys := &isms.System{}
	_, err = rules.Check(t.Context(), sys, conformity.Options{Profile: conformity.ProfileOf("2022")})
	require.ErrorIs(t, err, conformity.ErrTime)
	_, err = rules.Check(t.Context(), sys, conformity.Options{AsOf: asOf.AddDate(9000, 0, 0), Profile: conformity.ProfileOf("2022")})
	require.ErrorIs(t, err, conformity.ErrTime)
	_, err = rules.Check(t.Context(), sys, conformity.Options{AsOf: asOf})
	require.ErrorIs(t, err, conformity.ErrProfile)
}

// TestWrongDocuments shows that nothing goes astray on what cannot be right: it
// has a place in package isms, and in rules that ask for it.
func TestWrongDocuments(t *testing.T) {
	head := "format: ismskit.isms/v1\nid: acme\nedition: 2022\n"
	for name, x := range map[string]struct{ document, want string }{
		"no date":           {"reviews: [{id: R, at: 2026-02-30}]\n", `acme.yaml:4:23: reviews[0].at: `},
		"one id, two kinds": {"roles: [{id: X}]\npersons: [{id: X}]\n", `acme.yaml:5:16: persons[0].id: `},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := isms.Parse("acme.yaml", []byte(head+x.document))
			require.Error(t, err)
			require.True(t, strings.HasPrefix(err.Error(), x.want), err)
		})
	}
	for name, x := range map[string]struct {
		document string
		problem  string // what package isms says
		rule     string
		subject  string
		status   isms.VerdictStatus
	}{
		"cyclic versions": {"documents:\n  - {id: A, identifier: X, version: \"1\", previous: B}\n  - {id: B, identifier: X, version: \"2\", previous: C}\n  - {id: C, identifier: X, version: \"3\", previous: A}\n",
			"acme.yaml:5:52: documents[A].previous: leads back to itself: A -> B -> C -> A", "R753-07", "documents[A]", isms.VerdictConform},
		"its own version before": {"documents: [{id: A, identifier: X, version: \"1\", previous: A}]\n",
			"acme.yaml:4:60: documents[A].previous: leads back to itself: A -> A", "R753-07", "documents[A]", isms.VerdictNonconform},
		"a role of one who left": {"persons: [{id: P, active: false}]\nroles: [{id: R, person: P}]\n",
			"acme.yaml:5:25: roles[R].person: P is not active", "R53-04", "roles[R]", isms.VerdictNonconform},
		"a role of nobody known": {"persons: [{id: P, active: true}]\nroles: [{id: R, person: Q}]\n",
			`acme.yaml:5:25: roles[R].person: no person has the id "Q"`, "R53-04", "roles[R]", isms.VerdictNonconform},
	} {
		t.Run(name, func(t *testing.T) {
			sys, err := isms.Parse("acme.yaml", []byte(head+x.document))
			require.NoError(t, err)
			problems := sys.Check(asOf)
			require.Len(t, problems, 1)
			require.Equal(t, x.problem, problems[0].String())
			for _, v := range check(t, sys, "2022").Of(x.rule) {
				if v.Subject.Path == x.subject {
					require.Equal(t, x.status, v.Status)
					return
				}
			}
			require.Fail(t, "no such subject")
		})
	}
}
