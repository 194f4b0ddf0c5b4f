package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

// hostile are texts that try to be more than text.
var hostile = []string{
	"=HYPERLINK(\"http://example.org\")", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "\n=1",
	"a | b | c", "<script>alert(1)</script>", "&lt;b&gt; &#x3c;i>", "`code` ``", "*bold* _em_ ~~gone~~", "# head", "> quote", "1. one", "1) one", "- item", "---",
	"[x](javascript:alert(1))", "![x](y)", "two\nlines\r\nthree\rfour", "\u2028sep\u2029", "\u202eevil\u200b", "\x00\x1b[31m", "\\", "\\|", "|", "a\\", "\U000E0001tag",
	"BEGIN:VEVENT\r\nEND:VCALENDAR", ";,:\\n", strings.Repeat("long ", 100), "{{x}} ${y}", "<!-- -->", "http://example.org", "\xff\xfe bad",
}

// hostileSystem says each of the texts wherever a text can be.
func hostileSystem(text string) *isms.System {
	s := &isms.System{Edition: isms.Edition2022Amd1, ID: isms.Some("h")}
	o := isms.Some(text)
	s.Organisation = isms.Some(&isms.Organisation{Name: o})
	s.Persons = isms.Some([]*isms.Person{{ID: "p", Name: o, Active: isms.Some(true)}})
	s.Roles = isms.Some([]*isms.Role{{ID: "r", Title: o, Person: isms.Some("p"), Responsibilities: isms.Some([]string{"isms_conformity"})}})
	s.Actions = isms.Some([]*isms.Action{{ID: "A", What: o, Owner: isms.Some("r"), Due: isms.Some(asOf), OpenedAt: isms.Some(asOf), Status: isms.ActionPlanned, Source: o}})
	s.Documents = isms.Some([]*isms.Document{{ID: "D", Title: o, Version: o, Covers: isms.Some([]string{"scope"}), Status: isms.DocumentApproved, Author: isms.Some("r"),
		ApprovedBy: isms.Some("r"), Locations: isms.Some([]string{text}), NextReview: isms.Some(asOf)}})
	s.Measures = isms.Some([]*isms.Measure{{ID: "M", What: o, Unit: o}})
	s.Objectives = isms.Some([]*isms.Objective{{ID: "O", Statement: o, Unit: o, Who: isms.Some("r"), Measurable: isms.Some(false), NotMeasurableRationale: o}})
	s.Nonconformities = isms.Some([]*isms.Nonconformity{{ID: "N", Description: o, Requirement: o, Grade: o, Cause: o, DetectedAt: isms.Some(asOf), ClosedAt: isms.Some(asOf),
		Effectiveness: isms.Some(&isms.Effectiveness{At: isms.Some(asOf), Result: o})}})
	s.Reviews = isms.Some([]*isms.Review{{ID: "R", At: isms.Some(date("2026-06-30")), Inputs: isms.Some(&isms.ReviewInputs{IssueChanges: o, TrendNC: isms.Some([]string{text})})}})
	s.Audits = isms.Some([]*isms.Audit{{ID: "U", At: isms.Some(asOf), Scope: isms.Some([]string{text}), Findings: isms.Some([]*isms.Finding{{ID: "F", Kind: isms.FoundOpportunity, Description: o}})}})
	s.Programmes = isms.Some([]*isms.Programme{{ID: "G", Audits: isms.Some([]string{"U"}), RequirementsCovered: isms.Some([]string{text})}})
	s.Processes = isms.Some([]*isms.Process{{ID: "P", Name: o}})
	s.Improvements = isms.Some([]*isms.Improvement{{ID: "I", What: o, EvaluatedAt: isms.Some(asOf)}})
	s.Changes = isms.Some([]*isms.Change{{ID: "C", Kind: isms.PlannedChange, Description: o, PlannedAt: isms.Some(asOf)}})
	return s
}

var (
	unescapedPipe = regexp.MustCompile(`(^|[^\\])(\\\\)*\|`)
	tag           = regexp.MustCompile(`<[A-Za-z/!?]`)
	span          = regexp.MustCompile("`[^`]*`")
	link          = regexp.MustCompile(`(^|[^\\])(\\\\)*\[[^\]]*\]\(`)
)

// plainMarkdown refuses a page on which a text is more than text.
func plainMarkdown(t *testing.T, page string) {
	t.Helper()
	columns := 0
	for i, l := range strings.Split(strings.TrimSuffix(page, "\n"), "\n") {
		spans := span.ReplaceAllString(strings.ReplaceAll(l, "\\`", ""), "")
		if strings.IndexFunc(l, func(r rune) bool {
			return r < ' ' || r == 0x7f || strings.ContainsRune("\u2028\u202e\u200b\U000E0001", r)
		}) >= 0 ||
			tag.MatchString(spans) || strings.Contains(spans, "`") || link.MatchString(spans) {
			t.Fatalf("line %d: %q", i+1, l)
		}
		n := len(unescapedPipe.FindAllString(spans, -1))
		switch {
		case !strings.HasPrefix(l, "| ") && !strings.HasPrefix(l, "|-"):
			if columns = 0; n > 0 {
				t.Fatalf("line %d: %q", i+1, l)
			}
		case columns == 0:
			columns = n
		case columns != n:
			t.Fatalf("line %d: %q", i+1, l)
		}
	}
}

// FuzzTexts puts a text wherever one can be, and looks at every form of every
// report.
func FuzzTexts(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := hostileSystem(text)
		rule := func(id, expr string) conformity.Rule {
			return conformity.Rule{ID: id, Clause: "4.1", Kind: conformity.Shall, ForEach: "action", Expr: expr, Meaning: text, Advice: text}
		}
		rules, err := conformity.Compile(&conformity.RuleSet{ID: "own", Title: text, Version: text, Owner: isms.VendorRules,
			Rules: []conformity.Rule{rule("A", `action.what == "?"`), rule("B", `action.evaluationMethod != ""`)}})
		require.NoError(t, err)
		rep, err := rules.Check(t.Context(), s, conformity.Options{AsOf: asOf})
		require.NoError(t, err)
		rep.Warnings = append(rep.Warnings, conformity.Warning{Code: "w", Message: text})
		for kind, r := range all(t, s, rep) {
			plainMarkdown(t, string(r.Markdown()))
			rows, err := csv.NewReader(bytes.NewReader(r.CSV())).ReadAll()
			require.NoError(t, err, kind)
			for _, row := range rows {
				require.Len(t, row, len(rows[0]))
				for _, c := range row {
					if c != "" && strings.ContainsAny(c[:1], "=+-@\t\r\n") || strings.Contains(c, "\x00") {
						t.Fatalf("%s: %q", kind, c)
					}
				}
			}
			var v map[string]any
			require.NoError(t, json.Unmarshal(r.JSON(), &v), kind)
			require.Equal(t, r.Format(), v["format"])
			require.True(t, strings.HasPrefix(string(r.JSON()), "{\n \"format\": \"ismskit.report."), kind)
			if c, ok := r.(*report.Calendar); ok {
				checkICalendar(t, c)
				for _, l := range strings.Split(string(c.Text()), "\n") {
					require.NotContains(t, l, "\x1b")
				}
			}
		}
	})
}
