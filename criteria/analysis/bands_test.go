package analysis_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// load compiles a document of testdata.
func load(t testing.TB, name string) *criteria.Criteria {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return compile(t, name, data)
}

func compile(t testing.TB, name string, data []byte) *criteria.Criteria {
	t.Helper()
	doc, err := criteria.Parse(name, data)
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	return c
}

func lint(t testing.TB, c *criteria.Criteria, opts analysis.Options) *analysis.Report {
	t.Helper()
	r, err := analysis.Lint(context.Background(), c, opts)
	require.NoError(t, err)
	return r
}

// found lists the findings with a code.
func found(r *analysis.Report, code string) []analysis.Finding {
	var out []analysis.Finding
	for _, f := range r.Findings {
		if f.Code == code {
			out = append(out, f)
		}
	}
	return out
}

// print writes findings for golden files.
func print(file string, fs []analysis.Finding) string {
	var b strings.Builder
	for _, f := range fs {
		fmt.Fprintf(&b, "%s:%d:%d: %s: %s %s: %s\n", file, f.Pos.Line, f.Pos.Col, f.Path, f.Code, f.Severity, f.Message)
		fmt.Fprintf(&b, "\t%d of %d\n", f.Count, f.Of)
		for _, w := range f.Witness {
			var cell []string
			for _, c := range w.Cell {
				cell = append(cell, c.Name+"="+c.Value)
			}
			fmt.Fprintf(&b, "\t%s -> %s\n", strings.Join(cell, " "), w.Outcome)
		}
	}
	return b.String()
}

// TestBandChecks lints one document that a check finds something in, and a
// neighbour that it finds nothing in.
func TestBandChecks(t *testing.T) {
	for n := 1; n <= 19; n++ {
		code := fmt.Sprintf("L%02d", n)
		t.Run(code, func(t *testing.T) {
			yes := code + "-yes"
			if code == "L02" { // holds by construction: the compiler refuses what would break it
				data, err := os.ReadFile("testdata/L02-yes.yaml")
				require.NoError(t, err)
				doc, err := criteria.Parse(yes+".yaml", data)
				require.NoError(t, err)
				_, err = doc.Compile()
				require.ErrorIs(t, err, criteria.CodeExprForbidden)
				var e *source.Error
				require.ErrorAs(t, err, &e)
				d := e.Diagnostics[0]
				golden(t, yes+".golden", fmt.Sprintf("%s:%d:%d: %s: %s\n", d.File, d.Pos.Line, d.Pos.Col, d.Path, d.Code))
			} else {
				fs := found(lint(t, load(t, yes+".yaml"), analysis.Options{}), code)
				require.NotEmpty(t, fs)
				golden(t, yes+".golden", print(yes+".yaml", fs))
			}
			require.Empty(t, found(lint(t, load(t, code+"-no.yaml"), analysis.Options{}), code))
		})
	}
}

func TestDeterminismIsWatched(t *testing.T) {
	fs := analysis.Disturb(load(t, "L06-no.yaml"), 4)
	require.Len(t, fs, 1)
	require.Equal(t, analysis.Error, fs[0].Severity)
	require.Equal(t, int64(1), fs[0].Count)
	require.Equal(t, int64(9), fs[0].Of)
	require.Equal(t, []analysis.Coordinate{{Name: "likelihood", Value: "medium"}, {Name: "impact", Value: "medium"}}, fs[0].Witness[0].Cell)
}

// TestEverything prints every finding of documents with many properties.
func TestEverything(t *testing.T) {
	for _, name := range []string{"attributes", "L07-yes", "L11-yes", "L19-no"} {
		var fs []analysis.Finding
		for _, f := range lint(t, load(t, name+".yaml"), analysis.Options{}).Findings {
			if f.Code <= "L19" {
				fs = append(fs, f)
			}
		}
		golden(t, name+"-all.golden", print(name+".yaml", fs))
	}
}
