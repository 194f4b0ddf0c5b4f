package page_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/ismskit/internal/page"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
)

var update = flag.Bool("update", false, "rewrite golden files")

var june = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)

// parsed reads a document of the example about treatment, or of the fixtures.
func parsed[T any](t testing.TB, name string, parse func(string, []byte) (T, error)) T {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(name))
	require.NoError(t, err)
	v, err := parse(name, data)
	require.NoError(t, err)
	return v
}

const treatment = "../../../treatment/data/"

func compiled(t testing.TB, doc *criteria.Document) *criteria.Criteria {
	t.Helper()
	c, err := doc.Compile()
	require.NoError(t, err)
	return c
}

func assessed(t testing.TB, c *criteria.Criteria, reg *risk.Register, at time.Time) *risk.Assessment {
	t.Helper()
	a, err := risk.Assess(t.Context(), c, reg, at)
	require.NoError(t, err)
	return a
}

// sample is a page with everything that the example about treatment has.
func sample(t testing.TB) page.Input {
	t.Helper()
	c := compiled(t, parsed(t, treatment+"criteria.yaml", criteria.Parse))
	april := assessed(t, c, parsed(t, treatment+"register-april.yaml", risk.ParseRegister), june.AddDate(0, -2, -20))
	reg := parsed(t, treatment+"register-june.yaml", risk.ParseRegister)
	return withPlan(t, page.Input{Title: "Nordlicht Versand GmbH", Assessment: assessed(t, c, reg, june)}, april, reg,
		parsed(t, treatment+"plan-june.yaml", risk.ParsePlan), parsed(t, treatment+"catalogue.yaml", soa.ParseCatalogue))
}

func withPlan(t testing.TB, in page.Input, old *risk.Assessment, reg *risk.Register, plan *risk.Plan, own *soa.Catalogue) page.Input {
	t.Helper()
	var err error
	in.Comparison, err = risk.Compare(t.Context(), old, in.Assessment)
	require.NoError(t, err)
	in.Treatment, err = plan.Bind(in.Assessment)
	require.NoError(t, err)
	from := soa.Input{ID: "nordlicht-soa", Title: "Statement of applicability of Nordlicht", Catalogues: []*soa.Catalogue{annexa.Edition2022(), own}, Plans: []*risk.Plan{plan}, Register: reg}
	in.Statement, err = soa.Derive(from)
	require.NoError(t, err)
	in.Catalogues = from.Catalogues
	in.Findings, err = in.Statement.Check(from)
	require.NoError(t, err)
	return conforming(t, in)
}

// conforming adds what rules say of a small system: something of each status.
func conforming(t testing.TB, in page.Input) page.Input {
	t.Helper()
	sys, err := isms.Merge([]isms.File{{Name: "isms.yaml", Data: []byte(`format: ismskit.isms/v1
id: nordlicht
organisation: {name: Nordlicht Versand GmbH}
edition: "2022"
persons:
  - {id: k-voss, name: Karin Voss}
processes:
  - {id: risk, name: Managing risks, owner: k-voss}
  - {id: audit, name: Auditing, owner: ~}
  - {id: change, name: Changing}
reviews: []
`)}})
	require.NoError(t, err)
	own, err := conformity.ParseRules("own.yaml", []byte(`format: ismskit.rules/v1
id: own
version: "1"
title: Rules of our own
rules:
  - {id: OWN-1, clause: "4.4", kind: shall, forEach: process, expr: process.owner != null, meaning: Each process has an owner., advice: Name one.}
  - {id: OWN-2, clause: "4.3", kind: lint, forEach: isms, expr: isms.scope != null, meaning: The scope is stated.}
  - {id: OWN-3, clause: "9.3", kind: strict, forEach: review, expr: review.at != null, meaning: Each review has a date.}
`))
	require.NoError(t, err)
	rules, err := conformity.Compile(own)
	require.NoError(t, err)
	rep, err := rules.Check(t.Context(), sys, conformity.Options{AsOf: june})
	require.NoError(t, err)
	in.Conformity, in.Evidence = report.NewConformity(sys, rep), report.NewEvidence(sys, rep)
	return in
}

// small is the page of the fixtures of the command line.
func small(t testing.TB) page.Input {
	t.Helper()
	const fixtures = "../../testdata/fixtures/"
	reg := parsed(t, fixtures+"register.yaml", risk.ParseRegister)
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	in := page.Input{Assessment: assessed(t, compiled(t, parsed(t, fixtures+"acme.yaml", criteria.Parse)), reg, at)}
	old := assessed(t, compiled(t, parsed(t, fixtures+"stricter.yaml", criteria.Parse)), reg, at.AddDate(-1, 0, 0))
	var err error
	in.Comparison, err = risk.Compare(t.Context(), old, in.Assessment)
	require.NoError(t, err)
	return in
}

// many is a page of n risks, which differ in ratings and texts, and in what is
// done to each.
func many(t testing.TB, n int, edits ...func(*risk.Risk)) page.Input {
	t.Helper()
	c := compiled(t, parsed(t, treatment+"criteria.yaml", criteria.Parse))
	few := parsed(t, treatment+"register-june.yaml", risk.ParseRegister)
	reg := &risk.Register{ID: "many"}
	for i := range n {
		r := *few.Risks[i%len(few.Risks)]
		r.ID = fmt.Sprintf("R-%05d", i+1)
		r.Title = fmt.Sprintf("%s at site %d", r.Title, i)
		r.Owner = fmt.Sprintf("owner-%02d", i%40)
		for _, edit := range edits {
			edit(&r)
		}
		reg.Risks = append(reg.Risks, &r)
	}
	return page.Input{Title: "Many risks", Assessment: assessed(t, c, reg, june)}
}

func written(t testing.TB, in page.Input) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, page.Write(t.Context(), &b, in))
	return b.Bytes()
}
