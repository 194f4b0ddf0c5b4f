package report

import (
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// reviewInputs are the inputs of the edition of 2022, and the fields of a
// review's inputs that record them.
var reviewInputs = []struct {
	clause, label string
	fields        []string
}{
	{"9.3.2 a", "Actions of earlier reviews", []string{"previousActions"}},
	{"9.3.2 b", "Changes in external and internal issues", []string{"issueChanges"}},
	{"9.3.2 c", "Changes in what interested parties need and expect", []string{"partyChanges"}},
	{"9.3.2 d", "Performance: nonconformities and corrective actions", []string{"trendNc"}},
	{"9.3.2 d", "Performance: monitoring and measuring", []string{"trendMeasures"}},
	{"9.3.2 d", "Performance: audits", []string{"trendAudits"}},
	{"9.3.2 d", "Performance: objectives", []string{"objectives"}},
	{"9.3.2 e", "Feedback from interested parties", []string{"partyFeedback"}},
	{"9.3.2 f", "Results of the assessment of risk, and the treatment plan", []string{"riskResults", "planStatus"}},
	{"9.3.2 g", "Opportunities to improve", []string{"improvement"}},
}

// inputs takes over what the review's entry records.
func (b *briefing) inputs(p *conformity.Profile) {
	var entry *isms.ReviewInputs
	if b.entry != nil {
		entry, _ = b.entry.Inputs.Get()
	}
	for _, in := range reviewInputs {
		if !demanded(p, in.clause) {
			continue
		}
		x := Input{Clause: p.Clause(in.clause), Field: in.fields[0], Label: in.label}
		for _, name := range in.fields {
			texts, known := recorded(entry, name)
			x.Recorded = append(x.Recorded, texts...)
			x.Stated = x.Stated || known
		}
		b.Inputs = append(b.Inputs, x)
	}
}

// demanded tells whether a profile has a rule of the standard about a clause.
func demanded(p *conformity.Profile, clause string) bool {
	for _, r := range conformity.Standard().Rules {
		if r.Clause == clause && r.In(p.ID) {
			return true
		}
	}
	return false
}

// recorded gives what a field of a review's inputs says, in words.
func recorded(in *isms.ReviewInputs, name string) (texts []string, known bool) {
	if in == nil {
		return nil, false
	}
	v, state := isms.TypeOf(in).Field(name).Value(in)
	switch v := v.(type) {
	case string:
		if v != "" {
			texts = []string{v}
		}
	case []string:
		texts = v
	case []isms.Entity:
		for _, e := range v {
			if s, ok := e.(*isms.ActionState); ok {
				texts = append(texts, or(s.Action.Or(""), "an action that is not named")+": "+or(s.Status.Or(""), "status not stated"))
			}
		}
	}
	return texts, state != isms.StateUnknown
}
