package conformity_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// ask checks one expression on the house with changes, and gives the verdict
// for the subject of that id, or for the only one.
func ask(t *testing.T, each, subject, expr string, changes ...string) conformity.Verdict {
	t.Helper()
	rules, err := conformity.Compile(&conformity.RuleSet{ID: "own", Owner: isms.OwnRules, Rules: []conformity.Rule{
		{ID: "OWN-1", Clause: "1", Kind: conformity.Shall, ForEach: each, Expr: expr, Meaning: "x"}}})
	require.NoError(t, err)
	h := newHouse(t)
	for _, c := range changes {
		h.patch(t, c)
	}
	rep := checkBy(t, rules, h.system(t), "2022-amd1")
	for _, v := range rep.Verdicts {
		if subject == "" || v.Subject.ID == subject {
			require.Empty(t, v.Error)
			return v
		}
	}
	require.Fail(t, "no such subject", "%v", rep.Verdicts)
	return conformity.Verdict{}
}

const (
	yes = isms.VerdictConform
	no  = isms.VerdictNonconform
)

// TestFunctions asks the functions of the model about the house.
func TestFunctions(t *testing.T) {
	for expr, want := range map[string]isms.VerdictStatus{
		// likely is 0.1 to 0.7, as criteria.yaml says; impact has no ranges.
		"inLevelRange(criteria, 'likelihood', 'likely', 0.1) && inLevelRange(criteria, 'likelihood', 'likely', 0.7)":     yes,
		"inLevelRange(criteria, 'likelihood', 'likely', 0.71)":                                                           no,
		"inLevelRange(criteria, 'likelihood', 'likely', 0.09)":                                                           no,
		"inLevelRange(criteria, 'likelihood', 'enormous', 0.5)":                                                          no,
		"inLevelRange(criteria, 'harm', 'likely', 0.5)":                                                                  no,
		"inLevelRange(criteria, 'impact', 'major', 1e9)":                                                                 yes,
		"bandRank(criteria, 'low') == 0 && bandRank(criteria, 'high') == 2":                                              yes,
		"bandRank(criteria, 'purple') == -1":                                                                             yes,
		"requiredDocuments('2013').size() == 17 && 'soa' in requiredDocuments('2022')":                                   yes,
		"requiredDocuments('2005').size() == 0":                                                                          yes,
		"catalogueIds(isms, 'iso27001-2022-annex-a').size() == 93":                                                       yes,
		"catalogueIds(isms, 'iso27001-2013-annex-a').size() == 114":                                                      yes,
		"within('9.2.2 a', '9.2') && within('9.2', '9.2') && within('9.2.2 a', '9')":                                     yes,
		"within('9.21', '9.2') || within('9.2', '9.2.2') || within('9.2', '')":                                           no,
		"topic('Climate change', 'climate_change') && topic('CLIMATE-CHANGE', 'climatechange') && topic('Büro', 'büro')": yes,
		"topic('climate', 'climate_change')":                                                                             no,
		"profile.id == '2022-amd1' && profile.catalogue == 'iso27001-2022-annex-a'":                                      yes,
		"profile.clauses.size() == 30 && profile.requiredDocuments.size() == 17":                                         yes,
		"'1' in profile.requirements && '6.3' in profile.requirements":                                                   yes, // 1 is the clause of the rule itself
		// R-1 is certain and severe, 9, high: to treat, which the board decides, of rank 3.
		"isms.risks.where('id', 'R-1').all(r, r.level == 9.0 && r.band == 'high' && r.bandRank == 2 && r.evaluation.outcome == 'treat' && r.evaluation.authorityRank == 3)": yes,
		// R-2 is rare and major, 2, low.
		"isms.risks.where('id', 'R-2').all(r, r.level == 2.0 && r.band == 'low' && r.evaluation.rule == 'small' && r.evaluation.reviewEvery == duration('8760h'))":          yes,
		"isms.risks.where('id', 'R-1').all(r, canApprove('ben', r.evaluation) && canApprove('ana', r.evaluation) && !canApprove('cem', r.evaluation))":                      yes,
		"isms.risks.where('id', 'R-2').all(r, canApprove('nobody', r.evaluation))":                                                                                          yes,
		"isms.assessments.where('id', 'A-1').all(a, a.order == ['R-1', 'R-2'] && rank(a) == a.order && a.results.size() == 3)":                                              yes,
		"isms.assessments.where('id', 'A-1').all(a, a.results.exists(r, r.risk == 'R-1' && r.rank == 1 && r.stage == 'current' && r.missing.size() == 0))":                  yes,
		"isms.assessments.where('id', 'A-1').all(a, a.results.all(r, scaleLevels(r, 'likelihood') == ['rare', 'likely', 'certain'] && scaleLevels(r, 'harm').size() == 0))": yes,
		"isms.assessments.all(a, isms.assessments.all(b, comparable(a, b).status == 'identical'))":                                                                          yes,
		"isms.plans.all(p, p.approvals.all(a, a.state == digest(a) && a.standing == 'active'))":                                                                             yes,
		"isms.measures.where('id', 'M-1').all(m, m.results.all(r, reproduce(m, r) == 1.25))":                                                                                yes, // 75 / 60
		"isms.documents.where('id', 'D-1').all(d, contentDigest(d) == d.digest)":                                                                                            yes,
		"isms.assets.all(a, a.atRisk)": yes,
	} {
		require.Equal(t, want, ask(t, "isms", "", expr).Status, expr)
	}
}

// TestUnknownResults shows what functions and computed fields are unknown for
// want of.
func TestUnknownResults(t *testing.T) {
	for _, x := range []struct {
		each, subject, expr string
		changes             []string
		missing             []string
	}{
		{"isms", "", "bandRank(criteria, 'low') == 0", []string{"main: criteria.version"}, []string{"criteria.version"}},
		{"isms", "", "bandRank(criteria, 'low') == 0", []string{"main: criteria.id"}, []string{"criteria.id"}},
		{"isms", "", "inLevelRange(criteria, 'likelihood', 'rare', 0.0)", []string{"main: criteria"}, []string{"criteria"}},
		{"isms", "", "criteria.acceptance.size() > 0", []string{"main: criteria.version = \"7\""}, []string{"criteriaDocuments[meridian-criteria@7]"}},
		{"document", "D-0", "contentDigest(document) != ''", nil, []string{"documents[D-0].content"}},
		{"statement", "meridian-soa", "catalogueIds(isms, 'nist').size() > 0", nil, []string{"catalogues[nist]"}},
		{"risk", "R-1", "risk.residual.band == 'low'", []string{"record:"}, []string{"records[RECORD]"}},
		{"risk", "R-1", "risk.band == 'low'", []string{"register: risks[R-1].ratings.current.impact"}, []string{"risks[R-1].ratings.current.impact"}},
		{"risk", "R-1", "canApprove(risk.owner, risk.evaluation)", []string{"main: persons", "main: roles", "plan: holders = []"}, []string{"persons", "roles"}},
		{"risk", "R-1", "canApprove('zoe', risk.evaluation)", []string{"main: roles[security].person"}, []string{"roles[security].person"}},
		{"assessment", "A-1", "rank(assessment).size() == 2", []string{"main: assessments[A-1].record"}, []string{"assessments[A-1].record"}},
		{"assessment", "A-1", "assessment.results.size() == 3", []string{"record:"}, []string{"records[RECORD]"}},
		{"measure", "M-1", "measure.results.all(r, reproduce(measure, r) == 1.25)", []string{"main: measures[M-1].method"}, []string{"measures[M-1].method"}},
		{"measure", "M-1", "measure.methodDigestNow != ''", []string{"main: measures[M-1].method"}, []string{"measures[M-1].method"}},
		{"entry", "C-3", "!entry.planned && entry.source == 'own'", []string{"plan:"}, []string{"plans"}},
		{"asset", "erp", "!asset.atRisk", []string{"register: risks[R-1].assets"}, []string{"risks[R-1].assets"}},
		{"item", "", "item.id != ''", []string{"plan: items", "plan: approvals = []", "plan: controls = []"}, []string{"plans[meridian-plan].items"}},
	} {
		v := ask(t, x.each, x.subject, x.expr, x.changes...)
		require.Equal(t, isms.VerdictUndetermined, v.Status, x.expr)
		for i, m := range x.missing {
			if m == "records[RECORD]" {
				x.missing[i] = "records[" + string(newHouse(t).system(t).Records[0].Digest) + "]"
			}
		}
		require.Equal(t, x.missing, v.Missing, x.expr)
	}
}

// TestReproduce computes results of measures again: what the method gives is
// rounded to the decimals of the value, and no number is none.
func TestReproduce(t *testing.T) {
	const same, none = "measure.results.all(r, r.value == reproduce(measure, r))", "measure.results.all(r, reproduce(measure, r) == null)"
	for _, x := range []struct {
		expr    string
		changes []string
		want    isms.VerdictStatus
	}{
		{same, nil, yes},
		{same, []string{"main: measures[M-1].results[0].value = 1.2"}, no},                                                                                                                // 1.25 to one decimal is 1.3
		{same, []string{"main: measures[M-1].results[0].value = 1.3"}, yes},                                                                                                               // halves away from zero
		{same, []string{"main: measures[M-1].method = minutes / 70.0", "main: measures[M-1].results[0].value = 1.071"}, yes},                                                              // 75 / 70 = 1.0714...
		{same, []string{"main: measures[M-1].method = \"2\"", "main: measures[M-1].results[0].value = 2"}, yes},                                                                           // a whole number
		{none, []string{"main: measures[M-1].method = minutes / 0.0"}, yes},                                                                                                               // no number
		{none, []string{"main: measures[M-1].method = minuets / 60.0"}, yes},                                                                                                              // no method
		{none, []string{"main: measures[M-1].results[0].inputs[0].name = seconds"}, yes},                                                                                                  // no such input
		{none, []string{"main: measures[M-1].results[0].value = ~"}, yes},                                                                                                                 // not measured
		{none, []string{"main: measures[M-1].inputs[0].many = true", "main: measures[M-1].results[0].inputs[0].values = []", "main: measures[M-1].method = math.greatest(minutes)"}, yes}, // of nothing
		{same, []string{"main: measures[M-1].inputs[0].many = true", "main: measures[M-1].method = math.greatest(minutes)", "main: measures[M-1].results[0].value = 45"}, yes},
	} {
		require.Equal(t, x.want, ask(t, "measure", "M-1", x.expr, x.changes...).Status, "%s %v", x.expr, x.changes)
	}
}

// TestVersions shows which of several versions count.
func TestVersions(t *testing.T) {
	h := newHouse(t)
	plan := copied(h.docs["plan"]).(map[string]any)
	h.docs["second"] = plan
	plan["version"], plan["changed"] = "2", "2026-03-20"
	soa := copied(h.docs["statement"]).(map[string]any)
	h.docs["third"] = soa
	soa["version"], soa["previous"] = "2", "1"
	sys := h.system(t)
	require.Len(t, sys.Plans, 2)
	require.Len(t, sys.Statements, 2)
	rep := check(t, sys, "2022")
	require.Len(t, rep.Of("R83-03"), 1)  // plans: the one changed last
	require.Len(t, rep.Of("R613-15"), 1) // statements: the one that nothing replaces
	require.Equal(t, "plans[meridian-plan]", rep.Of("R83-03")[0].Subject.Path)

	// Where it cannot be told, all count, and paths have the version.
	delete(plan, "changed")
	soa["version"], soa["previous"] = "3", "2"
	rep = check(t, h.system(t), "2022")
	var paths []string
	for _, v := range append(rep.Of("R83-03"), rep.Of("R613-15")...) {
		paths = append(paths, v.Subject.Path)
	}
	require.Equal(t, []string{"plans[meridian-plan@2]", "plans[meridian-plan@1]", "statements[meridian-soa@1]", "statements[meridian-soa@3]"}, paths)
}

// TestWarnings shows that documents which do not fit each other are warned
// about, and that nothing is computed of them.
func TestWarnings(t *testing.T) {
	for _, x := range []struct {
		changes []string
		code    conformity.WarningCode
		path    string
		rule    string // undetermined for the first subject
		missing []string
	}{
		{[]string{"criteria: level = likelihood * harm"}, conformity.CriteriaWrong, "criteriaDocuments[meridian-criteria@1]", "R612-19", []string{"criteriaDocuments[meridian-criteria@1]"}},
		{[]string{"register: risks[R-1].ratings.current.impact = enormous"}, conformity.RegisterWrong, "registers[meridian-2026]", "R612-19", []string{"risks[R-1].ratings.current"}},
		{[]string{"plan: items[T-1].risk = R-9"}, conformity.PlanWrong, "plans[meridian-plan]", "R613-22", []string{"plans[meridian-plan]"}},
	} {
		h := newHouse(t)
		for _, c := range x.changes {
			h.patch(t, c)
		}
		rep := check(t, h.system(t), "2022-amd1")
		require.Len(t, rep.Warnings, 1, x.changes)
		w := rep.Warnings[0]
		require.Equal(t, []string{string(x.code), x.path}, []string{string(w.Code), w.Path})
		require.NotEmpty(t, w.Position.File)
		require.NotEmpty(t, w.Message)
		v := rep.Of(x.rule)[0]
		require.Equal(t, isms.VerdictUndetermined, v.Status, x.rule)
		require.Equal(t, x.missing, v.Missing)
		// A risk that fits is assessed all the same.
		if x.code == conformity.RegisterWrong {
			require.Equal(t, yes, rep.Of(x.rule)[1].Status)
		}
	}
}

// TestCriteriaOfRecord shows that criteria in force which no file has are taken
// from the record that holds them.
func TestCriteriaOfRecord(t *testing.T) {
	require.Equal(t, yes, ask(t, "criteria", "", "criteria.acceptance.size() == 3", "criteria:").Status)
	v := ask(t, "criteria", "", "criteria.acceptance.size() == 3", "criteria:", "record:")
	require.Equal(t, isms.VerdictUndetermined, v.Status)
	require.Equal(t, []string{"criteriaDocuments[meridian-criteria@1]"}, v.Missing)
	// A system without criteria has none to be checked, and no interval.
	require.Equal(t, isms.VerdictNotApplicable, ask(t, "criteria", "", "true", "main: criteria = ~").Status)
	require.Equal(t, yes, ask(t, "isms", "", "criteria.interval == null && criteria.acceptance.size() == 0 && criteria.supersedes == null", "main: criteria = ~").Status)
}
