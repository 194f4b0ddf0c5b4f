package conformity

import (
	"time"

	"github.com/ismskit/ismskit/isms"
)

// A Report is what rules say of a management system as of a time. It is a pure
// function of the system, the rules, the profile and the time. There is no
// score: nobody said how much a rule weighs.
type Report struct {
	AsOf     time.Time
	Profile  *Profile
	Sets     []*RuleSet // that it was held against, by id
	Warnings []Warning
	Verdicts []Verdict // by clause, then by rule, then by subject in the order of the model
}

// A Verdict is what a rule says of a subject.
type Verdict struct {
	Rule    *Rule
	Set     *RuleSet
	Clause  string // of the rule, as the profile numbers it
	Subject Subject
	Status  isms.VerdictStatus
	// Missing are the paths of what is not given and would decide; More counts
	// those beyond the first [rules.MaxMissing].
	Missing []string
	More    int
	// Witness are the paths of the entities on which the rule came to false,
	// from the outermost to the innermost, such as the first process without an
	// owner. It is empty if the subject itself is all there is to see.
	Witness []string
	// Error is the code of a failure, such as cost_limit; the status is
	// undetermined then.
	Error string
	// Position is where the innermost witness stands, or else the subject;
	// where the rule looks at one field of it, where that field stands.
	Position isms.Position
	// Seen are the fields of that entity that the rule looked at, where it came
	// to false or failed.
	Seen []Seen
}

// A Subject is what a rule was checked for.
type Subject struct {
	Type string // of the model
	ID   string // "" if entities of the type have none
	Path string // such as documents[D-1]; "" for the system itself
}

// Seen is a value that a rule saw.
type Seen struct {
	Field    string
	Value    string // as text; none and unknown are stated so
	Position isms.Position
}

// A Warning is something about a check as a whole. It changes no verdict.
type Warning struct {
	Code     WarningCode
	Path     string
	Position isms.Position
	Message  string
}

// WarningCode is the stable code of a warning.
type WarningCode string

// The codes of warnings.
const (
	ProfileEnded      WarningCode = "profile_ended"      // nobody can be certified against the profile any more
	ProfileSuperseded WarningCode = "profile_superseded" // a later one is there
	ProfileEarly      WarningCode = "profile_early"      // it was not published yet
	ProfileOther      WarningCode = "profile_other"      // the system follows another one
	CriteriaWrong     WarningCode = "criteria_wrong"     // the criteria in force do not compile
	RegisterWrong     WarningCode = "register_wrong"     // a rating does not fit the criteria in force
	PlanWrong         WarningCode = "plan_wrong"         // a plan does not fit its assessment
)

// Counts tells how many verdicts have each status.
type Counts struct {
	Conform       int `json:"conform"`
	Nonconform    int `json:"nonconform"`
	Undetermined  int `json:"undetermined"`
	NotApplicable int `json:"notApplicable"`
}

// Total is the number of all.
func (c Counts) Total() int { return c.Conform + c.Nonconform + c.Undetermined + c.NotApplicable }

// Plus adds what another counts.
func (c Counts) Plus(d Counts) Counts {
	return Counts{c.Conform + d.Conform, c.Nonconform + d.Nonconform, c.Undetermined + d.Undetermined, c.NotApplicable + d.NotApplicable}
}

// Add counts a verdict.
func (c *Counts) Add(s isms.VerdictStatus) {
	switch s {
	case isms.VerdictConform:
		c.Conform++
	case isms.VerdictNonconform:
		c.Nonconform++
	case isms.VerdictUndetermined:
		c.Undetermined++
	case isms.VerdictNotApplicable:
		c.NotApplicable++
	}
}

// Count counts the verdicts of a kind of rules, or of all for the zero Kind.
func (r *Report) Count(k Kind) Counts {
	var c Counts
	for i := range r.Verdicts {
		if k == 0 || r.Verdicts[i].Rule.Kind == k {
			c.Add(r.Verdicts[i].Status)
		}
	}
	return c
}

// Of lists the verdicts of a rule.
func (r *Report) Of(rule string) []Verdict {
	var list []Verdict
	for _, v := range r.Verdicts {
		if v.Rule.ID == rule {
			list = append(list, v)
		}
	}
	return list
}
