package organisations_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/examples/organisations"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "seal what is to be sealed, and rewrite the golden files")

// gap matches a row of the table of gaps, question one of that of questions.
var (
	gap      = regexp.MustCompile("(?m)^\\| [0-9]+ \\| ([A-Z0-9-]+) \\| `([^`]+)` \\|$")
	question = regexp.MustCompile("(?m)^\\| ([A-Z0-9-]+) \\| `([^`]+)` \\| `([^`]+)` \\|$")
)

// TestReports holds each report against what the organisation's README tells:
// exactly those rules and subjects do not conform, and exactly those cannot be
// told; and its summary against a golden file.
func TestReports(t *testing.T) {
	for _, name := range organisations.Names() {
		t.Run(name, func(t *testing.T) {
			folder, err := organisations.Files(name)
			require.NoError(t, err)
			sys, report, err := organisations.Check(t.Context(), folder)
			require.NoError(t, err)
			require.Equal(t, isms.Edition2022Amd1, report.Profile.Edition)
			require.Empty(t, sys.Check(organisations.AsOf))
			require.Empty(t, report.Warnings)

			var wrong, open []string
			for _, v := range report.Verdicts {
				require.Empty(t, v.Error, v.Rule.ID)
				switch v.Status {
				case isms.VerdictNonconform:
					wrong = append(wrong, v.Rule.ID+" "+v.Subject.Path)
				case isms.VerdictUndetermined:
					open = append(open, v.Rule.ID+" "+v.Subject.Path+" "+strings.Join(v.Missing, " "))
				}
			}
			readme, err := fs.ReadFile(folder, "README.md")
			require.NoError(t, err)
			require.ElementsMatch(t, rows(gap, readme), wrong)
			require.ElementsMatch(t, rows(question, readme), open)

			golden := filepath.Join("testdata", name+".golden")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(summary(sys, report)), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), summary(sys, report))
		})
	}
}

func rows(row *regexp.Regexp, readme []byte) []string {
	var list []string
	for _, m := range row.FindAllStringSubmatch(string(readme), -1) {
		list = append(list, strings.Join(m[1:], " "))
	}
	return list
}

// summary tells how many verdicts there are, and all that ask for something.
func summary(sys *isms.System, r *conformity.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, against %s as of %s\n\n", sys.Organisation.Or(nil).Name.Or(""), r.Profile.Title, r.AsOf.Format(time.DateOnly))
	for _, kind := range conformity.Kinds() {
		c := r.Count(kind)
		fmt.Fprintf(&b, "%-6s %4d conform, %d nonconform, %d undetermined, %d not applicable\n", kind, c.Conform, c.Nonconform, c.Undetermined, c.NotApplicable)
	}
	for _, v := range r.Verdicts {
		if v.Status == isms.VerdictNonconform || v.Status == isms.VerdictUndetermined {
			fmt.Fprintf(&b, "\n%s %s (%s, %s): %s\n  %s\n", v.Status, v.Rule.ID, v.Clause, v.Rule.Kind, v.Subject.Path, v.Rule.Meaning)
			for _, m := range v.Missing {
				fmt.Fprintf(&b, "  missing: %s\n", m)
			}
			fmt.Fprintf(&b, "  at %s; %s\n", v.Position, v.Rule.Advice)
		}
	}
	return b.String()
}

// TestExceptions: wherever one person did what two should, somebody else has
// looked at it and is named.
func TestExceptions(t *testing.T) {
	count := 0
	for path, e := range load(t, "solo").Walk() {
		if x, ok := e.(*isms.Exception); ok {
			count++
			require.NotEmpty(t, x.Reason.Or(""), path)
			require.NotEmpty(t, x.Compensating.Or(""), path)
			require.Equal(t, "X-PEER", x.ApprovedBy.Or(""), path)
		}
	}
	require.Greater(t, count, 10)
}
