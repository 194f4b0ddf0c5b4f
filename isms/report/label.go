package report

import (
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/isms/conformity"
)

// clauseLabels say in our own words what the clauses of the edition of 2022 are
// about.
var clauseLabels = []struct{ clause, label string }{
	{"0.1", "How the standard is to be read"},
	{"1", "What the standard applies to"},
	{"4.1", "What surrounds the organisation"},
	{"4.2", "Who has an interest in it"},
	{"4.3", "Where the system begins and ends"},
	{"4.4", "The system and its processes"},
	{"5.1", "What top management does"},
	{"5.2", "Policy"},
	{"5.3", "Who is responsible for what"},
	{"6.1.1", "Risks and opportunities"},
	{"6.1.2", "Assessing risks"},
	{"6.1.3", "Treating risks"},
	{"6.2", "Objectives"},
	{"6.3", "Changing the system"},
	{"7.1", "Resources"},
	{"7.2", "Competence"},
	{"7.3", "Awareness"},
	{"7.4", "Communication"},
	{"7.5", "Documented information"},
	{"7.5.1", "Documented information that is needed"},
	{"7.5.2", "Making and changing documents"},
	{"7.5.3", "Controlling documents"},
	{"8.1", "Running the processes"},
	{"8.2", "Assessments of risk, carried out"},
	{"8.3", "Treatment of risk, carried out"},
	{"9.1", "Measuring and evaluating"},
	{"9.2", "Internal audit"},
	{"9.2.1", "Internal audits"},
	{"9.2.2", "Audit programme"},
	{"9.3", "Management review"},
	{"9.3.1", "Management reviews"},
	{"9.3.2", "What a review looks at"},
	{"9.3.3", "What a review decides"},
	{"10.1", "Getting better"},
	{"10.2", "Nonconformities and corrective action"},
}

// clauseLabel says what a clause is about, as the profile numbers it; "" if it
// is none of the standard's.
func clauseLabel(p *conformity.Profile, clause string) string {
	for _, l := range clauseLabels {
		if p.Clause(l.clause) == clause {
			return l.label
		}
	}
	return ""
}

// documentLabels say in our own words what the required documents are.
var documentLabels = map[string]string{
	"scope":                       "Scope of the system",
	"policy":                      "Information security policy",
	"risk_assessment_process":     "How risks are assessed",
	"risk_treatment_process":      "How risks are treated",
	"soa":                         "Statement of applicability",
	"objectives":                  "Information security objectives",
	"competence_evidence":         "Evidence of competence",
	"isms_determined_documents":   "Documents that the organisation itself found necessary",
	"operational_confidence":      "Evidence that processes run as planned",
	"risk_assessment_results":     "Results of assessments of risk",
	"risk_treatment_results":      "Results of the treatment of risk",
	"monitoring_results":          "Results of monitoring and measuring",
	"audit_programme":             "Audit programme",
	"audit_results":               "Results of audits",
	"management_review_results":   "Results of management reviews",
	"nonconformities_and_actions": "Nonconformities, and what was done about them",
	"corrective_action_results":   "Results of corrective actions",
}

func documentLabel(id string) string { return or(documentLabels[id], words(id)) }

func profileTitle(id string) string {
	if p := conformity.ProfileOf(id); p != nil {
		return p.Title
	}
	return id
}

// words gives the words of a name of the model: approvedBy, nc_major.
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		switch {
		case r == '_':
			b.WriteByte(' ')
		case r >= 'A' && r <= 'Z':
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(r - 'A' + 'a')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// sentence begins with a capital.
func sentence(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }
