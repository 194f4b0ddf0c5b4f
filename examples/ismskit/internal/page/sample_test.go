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

// many is a page of n risks, which differ in ratings and texts.
func many(t testing.TB, n int) page.Input {
	t.Helper()
	c := compiled(t, parsed(t, treatment+"criteria.yaml", criteria.Parse))
	few := parsed(t, treatment+"register-june.yaml", risk.ParseRegister)
	reg := &risk.Register{ID: "many"}
	for i := range n {
		r := *few.Risks[i%len(few.Risks)]
		r.ID = fmt.Sprintf("R-%05d", i+1)
		r.Title = fmt.Sprintf("%s at site %d", r.Title, i)
		r.Owner = fmt.Sprintf("owner-%02d", i%40)
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
