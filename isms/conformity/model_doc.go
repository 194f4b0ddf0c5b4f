package conformity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/rules"
)

// ModelDoc returns the description of what rules see as Markdown, as MODEL.md
// has it: variables, functions, types and fields.
func ModelDoc() string {
	var b strings.Builder
	b.WriteString("# What rules see\n\nThe model of rules in the dialect rules/v1. Files of rules are described by package\n" +
		"conformity, operators and macros by DIALECT.md of package rules.\n\n## Variables\n\n| name | type | meaning |\n|---|---|---|\n")
	docs := map[string]string{"asOf": "time of the check", "isms": "the system", "criteria": "the criteria document in force", "profile": "the edition that is checked"}
	for _, v := range variables("isms") {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", v.Name, described(v.Kind, v.Of, v.List, false), docs[v.Name])
	}
	b.WriteString("\nThe entity that a rule is checked for is a variable named as its type.\n\n## Functions\n\n" +
		"All are pure and total. Where a result cannot be told it is unknown, with what it would take.\n\n| function | result | meaning |\n|---|---|---|\n")
	for _, f := range Schema().Functions() {
		params := make([]string, len(f.Params))
		for i, p := range f.Params {
			params[i] = described(p.Kind, p.Of, p.List, false)
		}
		fmt.Fprintf(&b, "| %s(%s) | %s | %s |\n", f.Name, strings.Join(params, ", "), described(f.Result.Kind, f.Result.Of, f.Result.List, f.Result.Nullable), f.Doc)
	}
	b.WriteString("\n## Types\n\nThe fields of the documents come first, those that are computed behind them.\n")
	subjects := Subjects()
	for _, t := range Schema().Types() {
		fmt.Fprintf(&b, "\n### %s\n\n%s%s.", t.Name, strings.ToUpper(t.Doc[:1]), t.Doc[1:])
		if !slices.Contains(subjects, t.Name) {
			b.WriteString(" Rules cannot be for each of these.")
		}
		b.WriteString("\n\n| field | value | meaning |\n|---|---|---|\n")
		for _, f := range t.Fields {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", f.Name, described(f.Kind, f.Of, f.List, f.Nullable || f.Kind == rules.KindTime || f.Kind == rules.KindDuration || f.Kind == rules.KindObject), f.Doc)
		}
	}
	return b.String()
}

// described names a kind of value as rules have it.
func described(k rules.Kind, of string, list, none bool) string {
	what := k.String()
	if of != "" {
		what = "[" + of + "](#" + strings.ToLower(of) + ")"
	}
	switch {
	case list:
		return "list of " + what
	case none:
		return what + ", or none"
	}
	return what
}
