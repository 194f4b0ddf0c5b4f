package soa_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

// full states every member.
const full = `format: ismskit.soa/v1
id: acme-soa
version: "2"
title: Statement of applicability
catalogues:
  - {id: tools, digest: TOOLS}
plans:
  - {id: plan-a, version: "1", digest: ` + assessment + `, assessment: ` + assessment + `}
approval: {by: coo, at: 2026-03-04T09:30:00+01:00}
document: D-13
previous: "1"
entries:
  - control: T-1
    catalogue: tools
    necessary: true
    reasons: [business, risk]
    risks: [R-1, R-2]
    requirements: [B-1]
    justification: "Keeps burglars out \u2028 mostly."
    description: A lock of class 3.
    status: partial
    external: locksmith
    due: 2026-12-01
    owner: facility
    evidence: [inspection, audit]
  - {control: T-2, catalogue: tools, necessary: false, justification: There is nobody who could watch.}
  - {control: T-3, catalogue: tools}
  - {control: OWN-1, title: Barking dog, necessary: true}
`

func withDigest(t testing.TB, text string) string {
	return strings.ReplaceAll(text, "TOOLS", string(catalogue(t, tools).Digest()))
}

func TestParseStatement(t *testing.T) {
	s := statement(t, withDigest(t, full))
	require.Equal(t, "acme-soa", s.ID)
	require.Equal(t, "2", s.Version)
	require.Equal(t, "1", s.Previous)
	require.Equal(t, "D-13", s.Document)
	require.Equal(t, "coo", s.ApprovedBy)
	require.Equal(t, time.Date(2026, 3, 4, 8, 30, 0, 0, time.UTC), s.ApprovedAt)
	require.True(t, s.Covers("tools"))
	require.False(t, s.Covers("acme"))
	require.Equal(t, "plan-a", s.Plans[0].ID)
	e := s.Entry("T-1")
	require.Equal(t, soa.Necessary, e.Necessary)
	require.Equal(t, []soa.Reason{soa.ReasonRisk, soa.ReasonBusiness}, e.Reasons)
	require.Equal(t, []string{"R-1", "R-2"}, e.Risks)
	require.Equal(t, risk.Partial, e.Status)
	require.Equal(t, "locksmith", e.External)
	require.Equal(t, []string{"inspection", "audit"}, e.Evidence)
	require.Equal(t, soa.Excluded, s.Entry("T-2").Necessary)
	require.Equal(t, soa.Undecided, s.Entry("T-3").Necessary)
	require.Equal(t, "Barking dog", s.Entry("OWN-1").Title)
	require.Nil(t, s.Entry("T-9"))
}

func TestEntrySource(t *testing.T) {
	c, mine := catalogue(t, tools), catalogue(t, own)
	require.Equal(t, "own", (&soa.Entry{Control: "X"}).Source(c))
	require.Equal(t, "other", (&soa.Entry{Control: "T-1", Catalogue: "tools"}).Source(mine, c))
	require.Equal(t, "own", (&soa.Entry{Control: "ACME-1", Catalogue: "acme"}).Source(mine, c))
	require.Equal(t, "", (&soa.Entry{Control: "T-1", Catalogue: "tools"}).Source(mine))
	require.Equal(t, "other", (&soa.Entry{Control: "A", Catalogue: "x"}).Source(&soa.Catalogue{ID: "x"}))
}

func TestStatementBytes(t *testing.T) {
	s := statement(t, withDigest(t, full))
	again, err := soa.ParseStatement("soa.json", s.Bytes())
	require.NoError(t, err)
	require.Equal(t, string(s.Bytes()), string(again.Bytes()))
	require.Equal(t, seal.Sum("ismskit.soa/v1", s.Bytes()), s.Digest())
	canonical, err := seal.Canonical(s.Bytes())
	require.NoError(t, err)
	require.Equal(t, string(canonical), string(s.Bytes()))
	require.Equal(t, `{"entries":[],"format":"ismskit.soa/v1","id":"x"}`, string((&soa.Statement{ID: "x"}).Bytes()))
}

// What was once written is read for ever, and has the digest that it had.
func TestFrozenStatement(t *testing.T) {
	data, err := os.ReadFile("testdata/frozen/soa-1.json")
	require.NoError(t, err)
	s, err := soa.ParseStatement("soa-1.json", data)
	require.NoError(t, err)
	require.Equal(t, string(data), string(s.Bytes()))
	require.Equal(t, seal.Digest("sha256:bb04b451232c1cad0d27adf40d9208887fa144e792ad42240f599fc22ded5adf"), s.Digest())
	require.Equal(t, string(data), string(statement(t, withDigest(t, full)).Bytes()))
}

func TestBadStatements(t *testing.T) {
	for name, c := range map[string]struct {
		edit []string
		want string
	}{
		"format":    {[]string{"ismskit.soa/v1", "ismskit.catalogue/v1"}, `s.yaml:1:9: format: the format is "ismskit.catalogue/v1", wanted is ismskit.soa/v1 (did you mean "ismskit.soa/v1"?)`},
		"id":        {[]string{"id: acme-soa\n", ""}, "s.yaml:1:1: missing key id"},
		"key":       {[]string{"owner: facility", "ownr: facility"}, `s.yaml:24:5: entries[0].ownr: unknown key "ownr" (did you mean "owner"?)`},
		"twice":     {[]string{"    owner: facility\n", "    owner: facility\n    owner: coo\n"}, `s.yaml:25:5: entries[0].owner: the key "owner" is already at line 24`},
		"necessary": {[]string{"necessary: true\n    reasons", "necessary: yes\n    reasons"}, `s.yaml:15:16: entries[0].necessary: wanted is true or false, not the string "yes"`},
		"reason":    {[]string{"[business, risk]", "[bussiness, risk, risk]"}, "s.yaml:16:15: entries[0].reasons[0]: \"bussiness\" is none of risk, legal, contractual or business (did you mean \"business\"?)\ns.yaml:16:32: entries[0].reasons[2]: \"risk\" is in the list already"},
		"status":    {[]string{"status: partial", "status: done"}, `s.yaml:21:13: entries[0].status: "done" is none of not_implemented, planned, partial or implemented`},
		"statuses":  {[]string{"status: partial", "status: [partial]"}, `s.yaml:21:13: entries[0].status: wanted is a string, not a list`},
		"catalogue": {[]string{"control: T-1\n    catalogue: tools", "control: T-1\n    catalogue: tolls"}, `s.yaml:14:16: entries[0].catalogue: the statement names no catalogue "tolls" (did you mean "tools"?)`},
		"digest":    {[]string{"digest: TOOLS", "digest: sha256:12"}, `s.yaml:6:25: catalogues[0].digest: "sha256:12" is no digest`},
		"same ids":  {[]string{"previous:", "nothing: 1\nprevious:", "  - {id: tools, digest: TOOLS}\n", "  - {id: tools}\n  - {id: tools}\n"}, "s.yaml:7:10: catalogues[1].id: the catalogue \"tools\" is there already\ns.yaml:12:1: nothing: unknown key \"nothing\""},
		"same plan": {[]string{"plans:\n", "plans:\n  - {id: plan-a}\n"}, `s.yaml:9:10: plans[1].id: the plan "plan-a" is there already`},
		"same risk": {[]string{"[R-1, R-2]", "[R-1, R-1, R 2]"}, "s.yaml:17:18: entries[0].risks[1]: \"R-1\" is in the list already\ns.yaml:17:23: entries[0].risks[2]: \"R 2\" is no id: letters, digits, ., _ and -, beginning with a letter or digit, at most 64"},
		"approval":  {[]string{"{by: coo, at: 2026-03-04T09:30:00+01:00}", "{by: coo}"}, "s.yaml:9:11: approval: missing key at"},
		"due":       {[]string{"due: 2026-12-01", "due: 2026-13-01"}, `s.yaml:23:10: entries[0].due: "2026-13-01" is no point in time: write 2026-02-01 or 2026-02-01T09:00:00Z`},
		"no entry":  {[]string{"  - {control: T-3, catalogue: tools}\n", "  - 3\n"}, "s.yaml:27:5: entries[2]: wanted is a map, not an integer"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.NewReplacer(c.edit...).Replace(full)
			require.NotEqual(t, full, text)
			_, err := soa.ParseStatement("s.yaml", []byte(withDigest(t, text)))
			require.Equal(t, c.want, problems(t, err))
		})
	}
}

func TestStatementLimits(t *testing.T) {
	entries := func(n int) []byte {
		var b strings.Builder
		b.WriteString("format: ismskit.soa/v1\nid: x\nentries:\n")
		for i := range n {
			fmt.Fprintf(&b, "  - {control: C%d}\n", i)
		}
		return []byte(b.String())
	}
	_, err := soa.ParseStatement("s.yaml", entries(soa.MaxControls))
	require.NoError(t, err)
	_, err = soa.ParseStatement("s.yaml", entries(soa.MaxControls+1))
	require.ErrorIs(t, err, source.Limit)
	risks := func(n int) []byte {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "      - R%d\n", i)
		}
		return []byte("format: ismskit.soa/v1\nid: x\nentries:\n  - control: A\n    risks:\n" + b.String())
	}
	_, err = soa.ParseStatement("s.yaml", risks(soa.MaxItems))
	require.NoError(t, err)
	_, err = soa.ParseStatement("s.yaml", risks(soa.MaxItems+1))
	require.ErrorIs(t, err, source.Limit)
	for key, most := range map[string]int{"justification": soa.MaxTextBytes, "description": soa.MaxDescriptionBytes} {
		text := "format: ismskit.soa/v1\nid: x\nentries: [{control: A, " + key + ": " + strings.Repeat("x", most)
		_, err = soa.ParseStatement("s.yaml", []byte(text+"}]\n"))
		require.NoError(t, err)
		_, err = soa.ParseStatement("s.yaml", []byte(text+"x}]\n"))
		require.ErrorIs(t, err, source.Limit)
	}
	var wide strings.Builder
	for i := range soa.MaxItems + 1 {
		fmt.Fprintf(&wide, "k%d: 1\n", i)
	}
	_, err = soa.ParseStatement("s.yaml", []byte("format: ismskit.soa/v1\n"+wide.String()))
	require.ErrorIs(t, err, source.Limit)
	_, err = soa.ParseStatement("s.yaml", make([]byte, soa.MaxBytes+1))
	require.ErrorIs(t, err, source.Limit)
}

func TestNames(t *testing.T) {
	require.Equal(t, "", soa.Reason(0).String())
	require.Equal(t, "", soa.Reason(9).String())
	require.Equal(t, "contractual", soa.ReasonContractual.String())
	require.Equal(t, "undecided", soa.Undecided.String())
	require.Equal(t, "", soa.Necessity(9).String())
	require.Equal(t, "", soa.Relation(9).String())
	require.Equal(t, "", soa.Class(99).String())
	require.Equal(t, "", soa.FlagKind(99).String())
	require.Equal(t, "", soa.ChangeKind(99).String())
	require.Equal(t, "", soa.RequirementKind(99).String())
	require.Equal(t, soa.Reason(0), soa.RequirementKind(0).Reason())
	require.Equal(t, soa.ReasonLegal, soa.Regulatory.Reason())
	require.Equal(t, "regulatory", soa.Regulatory.String())
}
