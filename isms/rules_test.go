package isms_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

// subjects gives the type of what each rule is about by the name that rules
// have for it.
var subjects = map[string]string{
	"isms": "isms", "issue": "issue", "party": "party", "req": "requirement", "scope": "scope", "policy": "policy", "proc": "process",
	"role": "role", "person": "person", "opp": "opportunity", "action": "action", "criteria": "riskCriteria", "assessment": "assessment",
	"objective": "objective", "change": "change", "comp": "competence", "comm": "communication", "doc": "document", "ext": "external",
	"measure": "measure", "programme": "programme", "audit": "audit", "finding": "finding", "review": "review", "nc": "nonconformity",
	"imp": "improvement",
}

// elsewhere lists the paths that are not of this model, and where they are.
var elsewhere = map[string]string{
	"risk":                      "a risk of a register, and what an assessment computes for it",
	"isms.risks":                "risks of the registers",
	"plan":                      "a treatment plan",
	"item":                      "an item of a treatment plan",
	"acceptance":                "an approval of a treatment plan that accepts a risk",
	"isms.plans":                "treatment plans",
	"soa":                       "a statement of applicability",
	"entry":                     "an entry of a statement of applicability",
	"criteria.acceptance":       "the criteria document",
	"criteria.approvedBy":       "the criteria document: approval.by",
	"criteria.approvedAt":       "the criteria document: approval.at",
	"criteria.effectiveFrom":    "the criteria document: effective",
	"criteria.supersedes":       "the criteria document",
	"criteria.rationale":        "the criteria document",
	"assessment.results":        "outcomes of the record that an assessment names",
	"assessment.order":          "rankings of the record that an assessment names",
	"assessment.criteriaDigest": "seal of the record that an assessment names",
	"isms.requirementsAll":      "computed: clauses of the profile and own requirements",
	"@lint":                     "computed by a host function",
	"@catalogue_ids":            "computed by a host function",
	"@required_documents":       "computed by a host function",
}

// renamed lists the paths that stand under another name here.
var renamed = map[string]string{
	"doc.smallOrgException": "doc.exception.reason", // one exception for all duties that two persons should share
	"review.actions.owner":  "isms.actions.owner",   // a review names its actions by their ids
	"review.actions.due":    "isms.actions.due",
}

// TestRulePaths looks up every path that the rules of the standard read:
// testdata/rule-paths.csv lists them by rule, lambda variables replaced by what
// they stand for.
func TestRulePaths(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(read(t, "rule-paths.csv"))).ReadAll()
	require.NoError(t, err)
	types := map[string]*isms.Type{}
	for _, typ := range isms.Types() {
		types[typ.Name] = typ
	}
	rules, used := map[string]bool{}, map[string]bool{}
	for _, row := range rows[1:] {
		rule, path := row[0], row[1]
		rules[rule] = true
		if name := renamed[path]; name != "" {
			used[path] = true
			path = name
		}
		if prefix := within(path, elsewhere); prefix != "" {
			used[prefix] = true
			continue
		}
		steps := strings.Split(path, ".")
		typ := types[subjects[steps[0]]]
		require.NotNil(t, typ, "%s: %s", rule, path)
		for i, step := range steps[1:] {
			f := typ.Field(step)
			require.NotNil(t, f, "%s reads %s: a %s has no %s", rule, path, typ.Name, step)
			if typ = f.Type; typ == nil {
				require.Equal(t, len(steps)-2, i, "%s reads %s: %s has no fields", rule, path, step)
			}
		}
	}
	require.Len(t, rules, 211)
	for path := range elsewhere {
		require.True(t, used[path], "no rule reads %s", path)
	}
	for path := range renamed {
		require.True(t, used[path], "no rule reads %s", path)
	}
}

// within gives the listed path that a path is, or lies within.
func within(path string, list map[string]string) string {
	for ; path != ""; path = path[:max(0, strings.LastIndexByte(path, '.'))] {
		if list[path] != "" {
			return path
		}
	}
	return ""
}
