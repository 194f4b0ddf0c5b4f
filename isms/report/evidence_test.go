package report_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

// asked gives the question about a path, and who owes the answer.
func asked(t testing.TB, e *report.Evidence, path string) (report.Who, report.Question) {
	t.Helper()
	for _, o := range e.Owed {
		for _, q := range o.Questions {
			if q.Path == path {
				return o.Who, q
			}
		}
	}
	t.Fatalf("nobody is asked about %s", path)
	return report.Who{}, report.Question{}
}

// missing gives a report in which one rule waits for a path.
func missing(t testing.TB, paths ...string) *conformity.Report {
	t.Helper()
	rule := &conformity.Rule{ID: "X-1", Clause: "X", Kind: conformity.Shall, ForEach: "isms", Meaning: "Something."}
	set := &conformity.RuleSet{ID: "x", Owner: isms.OwnRules, Rules: []conformity.Rule{*rule}}
	rep := &conformity.Report{AsOf: asOf, Profile: conformity.ProfileOf("2022-amd1"), Sets: []*conformity.RuleSet{set}}
	rep.Verdicts = append(rep.Verdicts, conformity.Verdict{Rule: rule, Set: set, Clause: "X", Status: isms.VerdictUndetermined, Missing: paths})
	return rep
}

// TestEvidenceOwner tells for each sort of thing who is asked, in a firm where
// somebody else answers for everything.
func TestEvidenceOwner(t *testing.T) {
	s := meridian(t)
	for _, c := range []struct{ path, person, why string }{
		{"processes[P-1].criteria", "ben", "owner of the process"},
		{"processes[P-9].criteria", "cem", "answers for the conformity of the system, as Internal auditor"},
		{"assets[erp].name", "ben", "owner of the asset"},
		{"opportunities[O-1].benefit", "ben", "owner of the opportunity"},
		{"actions[ACT-1].what", "ben", "owner of the action"},
		{"actions[ACT-1].effectiveness.result", "ana", "judged whether it worked"},
		{"externals[X-1].agreement", "ben", "answers for what is provided"},
		{"externals[X-2].agreement", "cem", "answers for the conformity of the system, as Internal auditor"},
		{"controls[C-1].implementation.since", "ben", "owner of the control"},
		{"objectives[OBJ-1].what", "ben", "responsible for the objective"},
		{"changes[CH-1].purpose", "ben", "carries out the change"},
		{"documents[D-1].version", "ben", "owner of the document"},
		{"documents[D-1].distribution[0].at", "ben", "owner of the document"},
		{"policies[POL-1].version", "ben", "owner of the document"},
		{"scope.statement", "ben", "owner of the document"},
		{"scope.interfaces[0].activity", "ben", "owner of the document"},
		{"competences[1].evidence", "cem", "whose competence it is"},
		{"leadership[0].evidence", "ana", "of top management"},
		{"communications[COM-1].how", "ben", "communicates it"},
		{"measures[M-1].method", "ben", "measures it"},
		{"measures[M-1].results[0].value", "ben", "measured it"},
		{"measures[M-1].evaluation.conclusion", "ana", "evaluated it"},
		{"audits[AUD-1].scope", "cem", "audited it"},
		{"audits[AUD-1].findings[F-1].evidence", "cem", "audited it"},
		{"reviews[REV-1].decisions", "ana", "led the review"},
		{"assessments[A-1].raters", "ben", "made the assessment"},
		{"evaluations[EV-1].ruleSets", "cem", "made the evaluation"},
		{"nonconformities[NC-1].cause", "ben", "owner of the process concerned"},
		{"risks[R-1].ratings.current.impact", "ben", "owner of the risk"},
		{"risks[meridian-2026/R-1].cia", "ben", "owner of the risk"},
		{"risks[R-2].cia", "cem", "owner of the risk, as Internal auditor"},
		{"plans[meridian-plan].items[T-1].due", "ben", "responsible for the plan's item"},
		{"plans[meridian-plan].controls[C-2].due", "ben", "owner of the control"},
		{"plans[meridian-plan].approvals[AP-1].at", "ben", "decided about it"},
		{"plans[meridian-plan].items", "cem", "answers for the conformity of the system, as Internal auditor"},
		{"statements[meridian-soa].entries[C-1].due", "cem", "answers for the conformity of the system, as Internal auditor"},
		{"context.issues[I-1].rationale", "cem", "answers for the conformity of the system, as Internal auditor"},
		{"resources", "cem", "answers for the conformity of the system, as Internal auditor"},
	} {
		who, q := asked(t, report.NewEvidence(s, missing(t, c.path)), c.path)
		require.Equal(t, c.person, who.Person, c.path)
		require.Equal(t, c.why, q.Why, c.path)
		require.NotEmpty(t, q.Question, c.path)
		require.NotEmpty(t, q.About, c.path)
	}
}

// TestEvidenceNobody shows that persons who have left and roles that are vacant
// owe nothing, and that what nobody owes comes last.
func TestEvidenceNobody(t *testing.T) {
	s := system(t, `format: ismskit.isms/v1
persons: [{id: gone, active: false}, {id: zoe, name: Zoe, active: true}]
roles: [{id: empty, title: Officer, person: ~, responsibilities: [isms_conformity]}]
processes: [{id: P-1, owner: gone}, {id: P-2, owner: empty}, {id: P-3, owner: zoe}, {id: P-4, owner: stranger}]
`)
	e := report.NewEvidence(s, missing(t, "processes[P-1].name", "processes[P-2].name", "processes[P-3].name", "processes[P-4].name"))
	require.Len(t, e.Owed, 3)
	require.Equal(t, []string{"zoe", "stranger", ""}, []string{e.Owed[0].Who.Person, e.Owed[1].Who.Person, e.Owed[2].Who.Person})
	require.Len(t, e.Owed[2].Questions, 2)
	require.Equal(t, 4, e.Count())
	golden(t, "evidence/nobody.md", e.Markdown())
	golden(t, "evidence/nobody.csv", e.CSV())
}

func TestEvidenceQuestions(t *testing.T) {
	s := meridian(t)
	for _, c := range []struct{ path, about, question, answer string }{
		{"documents[D-1].approvedBy", "document D-1 “Manual”", "Who approved it?", "an id (person); ~ if there is none"},
		{"documents[D-1].title", "document D-1 “Manual”", "What is it called?", "a text"},
		{"documents[D-1].status", "document D-1 “Manual”", "Say whether it holds.", "one of draft, approved, withdrawn"},
		{"documents[D-1].nextReview", "document D-1 “Manual”", "When is it to be reviewed again?", "a date; ~ if there is none"},
		{"documents[D-1].date", "document D-1 “Manual”", "State the date of this version.", "a date; ~ if there is none"},
		{"documents[D-1].format", "document D-1 “Manual”", "State the format, such as PDF.", "a text"},
		{"documents[D-1].digest", "document D-1 “Manual”", "State the SHA-256 of the content.", "a digest, sha256:...; ~ if there is none"},
		{"documents[D-1].content", "document D-1 “Manual”", "State the content.", "the file, for its digest"},
		{"documents[D-1].distribution[0].at", "document distribution no. 1, document D-1 “Manual”", "Say when (at).", "a date; ~ if there is none"},
		{"nonconformities[NC-1].reaction.control", "reaction, nonconformity NC-1 “Issues are not dated”", "How was it controlled and corrected?", "a text"},
		{"processes", "the management system", "State the processes and how they interact.", "a list; [] if there is nothing"},
		{"reviewInterval", "the management system", "State the longest time from one management review to the next.", "a length of time, such as 365d; ~ if there is none"},
		{"risks[R-1].ratings.current.impact", "risk R-1 “Heat overloads the booking page”", "What is its impact at the stage current?", "a level of the scale, or a range of levels"},
		{"risks[R-1].ratings.inherent", "risk R-1 “Heat overloads the booking page”", "How is it rated at the stage inherent?", "a level of the scale, or a range of levels"},
		{"records[sha256:0]", "the management system", "Where is record sha256:0?", "the document itself, among the files"},
		{"plans[meridian-plan].items[T-1].status", "item T-1, plan meridian-plan", "State the planned, started, done or cancelled.", "a text"},
		{"actions[ACT-1].status", "action ACT-1 “Offer evening walks”", "How far has it come?", "one of planned, started, done, cancelled"},
		{"measures[M-1].results[0].rebased", "measure result no. 1, measure M-1 “Outage of the booking page”", "Say whether an older result was computed again by the method in force.", "true or false"},
		{"documents[D-1].approvedAt", "document D-1 “Manual”", "Say when (approved at).", "a date; ~ if there is none"},
	} {
		_, q := asked(t, report.NewEvidence(s, missing(t, c.path)), c.path)
		require.Equal(t, []string{c.about, c.question, c.answer}, []string{q.About, q.Question, q.Answer}, c.path)
	}
}

// TestEvidenceWaiting puts all rules that wait for a value behind one question.
func TestEvidenceWaiting(t *testing.T) {
	s := ownSystem(t)
	e := report.NewEvidence(s, withOwn(t, s))
	who, q := asked(t, e, "actions[A-3].owner")
	require.True(t, who.Nobody())
	require.Equal(t, []report.Waiting{{Rule: "HB-02", Set: "handbook", Clause: "HB-1", Kind: "lint", Meaning: "Eva does everything.", Subjects: 1}}, q.Waiting)
	who, _ = asked(t, e, "actions[A-1].due")
	require.Equal(t, "eva", who.Person)
	require.Len(t, e.Failed, 1)
	require.Equal(t, "HB-03", e.Failed[0].Rule)
	require.Contains(t, string(e.Markdown()), "## Rules that failed")
}
