package soa_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func date(s string) time.Time {
	t, err := source.ParseTime(s)
	if err != nil {
		panic(err)
	}
	return t
}

func catalogue(t testing.TB, text string) *soa.Catalogue {
	t.Helper()
	c, err := soa.ParseCatalogue("catalogue.yaml", []byte(text))
	require.NoError(t, err)
	return c
}

func statement(t testing.TB, text string) *soa.Statement {
	t.Helper()
	s, err := soa.ParseStatement("soa.yaml", []byte(text))
	require.NoError(t, err)
	return s
}

func plan(t testing.TB, text string) *risk.Plan {
	t.Helper()
	p, err := risk.ParsePlan("plan.yaml", []byte(text))
	require.NoError(t, err)
	return p
}

func register(t testing.TB, text string) *risk.Register {
	t.Helper()
	r, err := risk.ParseRegister("register.yaml", []byte(text))
	require.NoError(t, err)
	return r
}

// codes lists findings by code, control and path.
func codes(list []soa.Finding) []string {
	out := []string{}
	for _, f := range list {
		out = append(out, strings.Join(strings.Fields(fmt.Sprint(f.Code, " ", f.Control, " ", f.Path)), " "))
	}
	return out
}

// problems gives the diagnostics of an error without their excerpts.
func problems(t *testing.T, err error) string {
	t.Helper()
	var e *source.Error
	require.ErrorAs(t, err, &e)
	var lines []string
	for _, d := range e.Diagnostics {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

const tools = `format: ismskit.catalogue/v1
id: tools
title: A small catalogue
source: other
groups: [{id: g1, title: First}, {id: g2, title: Second, parent: g1}]
controls:
  - {id: T-1, title: Lock the door, group: g1, attributes: {type: [preventive], place: [inside, outside]}}
  - {id: T-2, title: Watch the door, group: g2, attributes: {type: [detective, preventive]}}
  - {id: T-3, title: Second lock, group: g2, parent: T-1}
  - {id: T-4, title: Old lock, withdrawn: true}
  - {id: T-10, title: Paint the door}
`

const own = `format: ismskit.catalogue/v1
id: acme
source: own
controls:
  - {id: ACME-1, title: Two keys, description: Two people turn their keys.}
`

const assessment = "sha256:0000000000000000000000000000000000000000000000000000000000000001"

const toolPlan = `format: ismskit.plan/v1
id: plan-a
version: "1"
assessment: ` + assessment + `
changed: 2026-03-02
controls:
  - {id: T-1, catalogue: tools, owner: facility, status: implemented, evidence: [inspection, audit], effects: [{input: likelihood, steps: 1, effectiveness: 1}]}
  - {id: T-2, status: planned, effects: [{input: likelihood, steps: 1, effectiveness: 1}]}
  - {id: OWN-1, title: Barking dog, owner: coo, status: partial, due: 2026-12-01, effects: [{input: likelihood, steps: 1, effectiveness: 1}]}
  - {id: T-10, catalogue: tools, status: planned, due: 2027-01-01, effects: [{input: likelihood, steps: 1, effectiveness: 1}]}
items:
  - {id: P-1, risk: R-1, option: modify, controls: [T-2, OWN-1], responsible: coo, due: 2026-06-30, status: planned}
  - {id: P-2, risk: R-2, option: modify, controls: [T-2], responsible: coo, due: 2026-07-31, revised: {due: 2026-09-30, by: coo}, status: started}
  - {id: P-3, risk: R-2, option: modify, controls: [T-10], responsible: coo, due: 2026-07-31, status: cancelled}
`

const toolRegister = `format: ismskit.register/v1
id: reg
risks:
  - {id: R-1, title: Burglary, controls: [T-1]}
  - {id: R-2, title: Draught, controls: [T-1]}
`
