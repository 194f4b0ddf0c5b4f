package report_test

import (
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

func coverageOf(t testing.TB, text string, sets ...*conformity.RuleSet) *report.Coverage {
	t.Helper()
	c, err := report.NewCoverage(system(t, "format: ismskit.isms/v1\nedition: 2022-amd1\n"+text), nil, asOf, sets...)
	require.NoError(t, err)
	return c
}

func rowOf(t testing.TB, c *report.Coverage, id string) report.CoverageRow {
	t.Helper()
	for _, r := range c.Rows {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no row %s", id)
	return report.CoverageRow{}
}

func TestCoverage(t *testing.T) {
	const running = "programmes: [{id: P, from: 2026-01-01, to: 2026-12-31, requirementsCovered: ["
	const over = "programmes: [{id: P, from: 2025-01-01, to: 2025-12-31, requirementsCovered: ["
	for name, c := range map[string]struct {
		text string
		row  string
		want report.CoverageState
		last string
	}{
		"nothing is stated":              {"", "4.1", report.NotKnown, ""},
		"no programme":                   {"programmes: []\naudits: []", "4.1", report.NotCovered, ""},
		"no programme, audits not known": {"programmes: []", "4.1", report.NotKnown, ""},
		"a clause that is planned":       {running + `"4.1"], audits: []}]` + "\naudits: []", "4.1", report.ToAudit, ""},
		"by its chapter":                 {running + `"4"], audits: []}]` + "\naudits: []", "4.1", report.ToAudit, ""},
		"by a part of it":                {running + `"9.2.1 a"], audits: []}]` + "\naudits: []", "9.2.1", report.ToAudit, ""},
		"4.1 does not cover 4.10":        {running + `"4.10"], audits: []}]` + "\naudits: []", "4.1", report.NotCovered, ""},
		"what the programme covers is not stated": {
			"programmes: [{id: P, from: 2026-01-01, to: 2026-12-31, audits: []}]\naudits: []", "4.1", report.NotKnown, ""},
		"audited":                   {running + `"4"], audits: [A]}]` + "\n" + `audits: [{id: A, at: 2026-03-01, requirementsCovered: ["4.1"]}]`, "4.1", report.Audited, "2026-03-01"},
		"audited in another clause": {running + `"4"], audits: [A]}]` + "\n" + `audits: [{id: A, at: 2026-03-01, requirementsCovered: ["4.2"]}]`, "4.1", report.ToAudit, ""},
		"a finding shows it":        {running + `], audits: [A]}]` + "\n" + `audits: [{id: A, at: 2026-03-01, findings: [{id: F, kind: nc_minor, requirement: "4.1"}]}]`, "4.1", report.Audited, "2026-03-01"},
		"the audit is later":        {running + `], audits: [A]}]` + "\n" + `audits: [{id: A, at: 2026-08-01, requirementsCovered: ["4.1"]}]`, "4.1", report.ToAudit, ""},
		"the audit has no date":     {running + `], audits: [A]}]` + "\n" + `audits: [{id: A, requirementsCovered: ["4.1"]}]`, "4.1", report.NotKnown, ""},
		"the programme is over":     {over + `"4"], audits: []}]` + "\naudits: []", "4.1", report.Missed, ""},
		"over, and what was audited is not stated": {
			over + `"4"], audits: [A]}]` + "\naudits: [{id: A, at: 2025-03-01}]", "4.1", report.NotKnown, ""},
		"over, and audited since": {over + `"4"], audits: []}]` + "\n" + `audits: [{id: A, at: 2026-03-01, requirementsCovered: ["4.1"]}]`, "4.1", report.Audited, "2026-03-01"},
		"audited before the cycle": {running + `], audits: []}]` + "\n" + `audits: [{id: A, at: 2025-03-01, requirementsCovered: ["4.1"]}]`,
			"4.1", report.NotCovered, "2025-03-01"},
		"a process that is audited":                {running + "], audits: [A]}]\nprocesses: [{id: X}]\naudits: [{id: A, at: 2026-03-01, scope: [X]}]", "X", report.Audited, "2026-03-01"},
		"a process that is not":                    {running + "], audits: [A]}]\nprocesses: [{id: X}]\naudits: [{id: A, at: 2026-03-01, scope: []}]", "X", report.NotCovered, ""},
		"a process, scope not stated":              {running + "], audits: [A]}]\nprocesses: [{id: X}]\naudits: [{id: A, at: 2026-03-01}]", "X", report.NotKnown, ""},
		"a unit":                                   {running + "], audits: [A]}]\norganisation: {units: [{id: U}]}\naudits: [{id: A, at: 2026-03-01, scope: [U]}]", "U", report.Audited, "2026-03-01"},
		"an asset that an audit names":             {running + "], audits: [A]}]\nassets: [{id: S, name: Safe}]\naudits: [{id: A, at: 2026-03-01, scope: [S]}]", "S", report.Audited, "2026-03-01"},
		"what nothing has the id of":               {running + "], audits: [A]}]\naudits: [{id: A, at: 2026-03-01, scope: [ghost]}]", "ghost", report.Audited, "2026-03-01"},
		"a correction counts":                      {running + "], audits: [A]}]\n" + `audits: [{id: A, at: 2026-03-01, requirementsCovered: ["4.1"]}, {id: B, at: 2026-03-02, corrects: A, requirementsCovered: []}]`, "4.1", report.NotCovered, ""},
		"it is not stated when the programme runs": {`programmes: [{id: P, requirementsCovered: ["4"], audits: []}]` + "\naudits: []", "4.1", report.NotKnown, ""},
		"nor what it covers, but it runs never":    {`programmes: [{id: P, to: 2025-12-31, requirementsCovered: [], audits: []}]` + "\naudits: []", "4.1", report.NotCovered, ""},
		"an audit to come of no programme":         {running + `], audits: []}]` + "\n" + `audits: [{id: A, at: 2026-08-01, requirementsCovered: ["4.1"]}]`, "4.1", report.ToAudit, ""},
		"an audit of no programme, no date":        {running + `], audits: []}]` + "\n" + `audits: [{id: A, requirementsCovered: ["4.1"]}]`, "4.1", report.NotKnown, ""},
		"an audit with no entry":                   {running + `"4.1"], audits: [A]}]` + "\naudits: []", "4.1", report.ToAudit, ""},
		"the last day is in the cycle":             {`programmes: [{id: P, from: 2026-01-01, to: 2026-07-01, audits: [], requirementsCovered: ["4"]}]` + "\naudits: []", "4.1", report.ToAudit, ""},
	} {
		t.Run(name, func(t *testing.T) {
			cov := coverageOf(t, c.text)
			r := rowOf(t, cov, c.row)
			require.Equal(t, c.want, r.State)
			last := time.Time{}
			if c.last != "" {
				last = date(c.last)
			}
			require.Equal(t, last, r.Last)
			gap := false
			for _, g := range cov.Gaps() {
				gap = gap || g.ID == c.row
			}
			require.Equal(t, c.want != report.Audited && c.want != report.ToAudit, gap)
		})
	}
}

func TestCoverageProgrammes(t *testing.T) {
	c := coverageOf(t, `programmes:
  - {id: P2, from: 2026-01-01, to: 2026-12-31, audits: [B, C]}
  - {id: P1, from: 2025-01-01, to: 2025-12-31, audits: [A]}
  - {id: P3, from: 2027-01-01, to: 2027-12-31, audits: []}
audits:
  - {id: A, at: 2025-06-01, auditors: [x], findings: [], reportedAt: 2025-06-02}
  - {id: B, at: 2026-06-01, findings: [{id: F1, kind: nc_major}, {id: F2, kind: nc_minor}, {id: F3, kind: conformity}, {id: F4, kind: ofi}, {id: F5}]}
  - {id: D, at: ~}
`)
	var ids []string
	for _, p := range c.Programmes {
		ids = append(ids, p.ID)
	}
	require.Equal(t, []string{"P1", "P2", "P3", ""}, ids)
	require.True(t, c.Programmes[0].Over)
	require.True(t, c.Programmes[1].Running)
	require.False(t, c.Programmes[2].Over || c.Programmes[2].Running)
	require.Equal(t, report.AuditPlanned, c.Programmes[1].Audits[0].State, "C has no entry yet")
	require.Equal(t, &report.Findings{Major: 1, Minor: 1, Conformities: 1, Opportunities: 1, NotKnown: 1}, c.Programmes[1].Audits[1].Findings)
	require.Equal(t, "D", c.Programmes[3].Audits[0].ID)
	require.Equal(t, report.AuditPlanned, c.Programmes[3].Audits[0].State)
	require.Equal(t, []string{"audits[A].requirementsCovered", "audits[A].scope", "audits[B].requirementsCovered", "audits[B].scope", "programmes[P1].requirementsCovered", "programmes[P2].requirementsCovered", "programmes[P3].requirementsCovered"}, c.NotKnown)
	golden(t, "coverage/programmes.md", c.Markdown())
	golden(t, "coverage/programmes.csv", c.CSV())
}

// TestCoverageOwnRules shows that the organisation's own requirements are rows
// like those of the standard.
func TestCoverageOwnRules(t *testing.T) {
	own, err := conformity.ParseRules("own.yaml", []byte(ownRules))
	require.NoError(t, err)
	c := coverageOf(t, "programmes: [{id: P, from: 2026-01-01, to: 2026-12-31, audits: [], requirementsCovered: [HB-1]}]\naudits: []", own)
	r := rowOf(t, c, "HB-1")
	require.Equal(t, "requirement", r.Kind)
	require.Equal(t, report.ToAudit, r.State)
}

// TestCoverageEditions has the clauses as the older edition numbers them.
func TestCoverageEditions(t *testing.T) {
	c, err := report.NewCoverage(&isms.System{}, conformity.ProfileOf("2013"), asOf)
	require.NoError(t, err)
	require.Equal(t, "Internal audit", rowOf(t, c, "9.2").Label)
	require.Equal(t, "Nonconformities and corrective action", rowOf(t, c, "10.1").Label)
	for _, r := range c.Rows {
		require.NotEmpty(t, r.Label, r.ID)
	}
	_, err = report.NewCoverage(&isms.System{}, nil, asOf)
	require.ErrorIs(t, err, conformity.ErrProfile)
	_, err = report.NewCoverage(&isms.System{}, nil, time.Time{})
	require.ErrorIs(t, err, isms.ErrTime)
}
