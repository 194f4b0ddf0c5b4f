package isms

import "time"

// A Review is a review of the system by top management (9.3). It is never
// edited: another one corrects it.
type Review struct {
	Place `isms:"review,sealed" doc:"a review of the system by top management"`

	ID                  string              `isms:"id"`
	PlannedAt           Opt[time.Time]      `isms:"plannedAt" doc:"when it was to be; none: it was not planned"`
	At                  Opt[time.Time]      `isms:"at,fact" doc:"when it was"`
	ChairedBy           Opt[string]         `isms:"chairedBy,by=at" ref:"person" doc:"who led it"`
	Attendees           Opt[[]string]       `isms:"attendees,by=at" ref:"person" doc:"who took part"`
	Inputs              Opt[*ReviewInputs]  `isms:"inputs" doc:"what was looked at"`
	OpeningActionReview Opt[[]*ActionState] `isms:"openingActionReview" doc:"actions as they stood at the beginning"`
	ClosingActionReview Opt[[]*ActionState] `isms:"closingActionReview" doc:"actions as they stood at the end, new ones included"`
	Decisions           Opt[[]*Decision]    `isms:"decisions" doc:"what was decided"`
	Actions             Opt[[]string]       `isms:"actions" ref:"action" doc:"actions that were decided"`
	Previous            Opt[string]         `isms:"previous,chain" ref:"review" doc:"the review before; none: this is the first"`
	Corrects            Opt[string]         `isms:"corrects,chain" ref:"review" doc:"the entry that this one corrects; none: it corrects none"`
	Document            Opt[string]         `isms:"document" ref:"document" doc:"documented information that holds the results"`
}

// ReviewInputs are what a review looks at (9.3.2).
type ReviewInputs struct {
	Place `isms:"reviewInputs" doc:"what a review looks at"`

	PreviousActions Opt[[]*ActionState] `isms:"previousActions" doc:"where the actions of earlier reviews stand"`
	IssueChanges    Opt[string]         `isms:"issueChanges" doc:"what changed in external and internal issues"`
	PartyChanges    Opt[string]         `isms:"partyChanges" doc:"what changed in needs and expectations of interested parties"`
	TrendNC         Opt[[]string]       `isms:"trendNc" doc:"trends in nonconformities and corrective actions"`
	TrendMeasures   Opt[[]string]       `isms:"trendMeasures" doc:"trends in results of measurement"`
	TrendAudits     Opt[[]string]       `isms:"trendAudits" doc:"trends in results of audits"`
	Objectives      Opt[[]string]       `isms:"objectives" doc:"how far objectives are reached"`
	PartyFeedback   Opt[string]         `isms:"partyFeedback" doc:"what interested parties said"`
	RiskResults     Opt[string]         `isms:"riskResults" doc:"results of the assessment of risk"`
	PlanStatus      Opt[string]         `isms:"planStatus" doc:"how far the treatment plan has come"`
	Improvement     Opt[[]string]       `isms:"improvement" doc:"opportunities to improve"`
}

// An ActionState is where an action stood when a review looked at it.
type ActionState struct {
	Place `isms:"actionState" doc:"where an action stood when a review looked at it"`

	Action Opt[string] `isms:"action" ref:"action" doc:"which one"`
	Status Opt[string] `isms:"status" doc:"where it stood, in words"`
}

// A Decision is what a review decided (9.3.3).
type Decision struct {
	Place `isms:"decision" doc:"what a review decided"`

	Kind DecisionKind `isms:"kind" doc:"what it is about"`
	Text Opt[string]  `isms:"text" doc:"the decision"`
}

// DecisionKind tells what a decision is about.
type DecisionKind string

// The kinds of decisions.
const (
	DecideImprovement DecisionKind = "improvement"
	DecideChange      DecisionKind = "change_need"
)

func (DecisionKind) words() []string {
	return []string{string(DecideImprovement), string(DecideChange)}
}
