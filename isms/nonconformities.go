package isms

import "time"

// A Nonconformity is a requirement that was not met, and what was done about
// it (10.2).
type Nonconformity struct {
	Place `isms:"nonconformity" doc:"a requirement that was not met, and what was done about it"`

	ID                string              `isms:"id"`
	DetectedAt        Opt[time.Time]      `isms:"detectedAt,fact" doc:"when it was noticed"`
	DetectedBy        Opt[string]         `isms:"detectedBy" ref:"person role party external" doc:"who noticed it"`
	Source            NonconformitySource `isms:"source" doc:"how it was noticed"`
	Requirement       Opt[string]         `isms:"requirement" doc:"clause of the standard, or own requirement, that is not met"`
	Description       Opt[string]         `isms:"description" doc:"what is not as it should be"`
	Grade             Opt[string]         `isms:"grade" doc:"how grave it is, in the organisation's words"`
	Controls          Opt[[]string]       `isms:"controls" ref:"control" doc:"controls that it concerns"`
	Processes         Opt[[]string]       `isms:"processes" ref:"process" doc:"processes that it concerns"`
	Reaction          Opt[*Reaction]      `isms:"reaction" doc:"what was done at once; none: nothing was"`
	Cause             Opt[string]         `isms:"cause" doc:"why it happened"`
	Similar           Opt[*Similar]       `isms:"similar" doc:"whether there are others like it; none: nobody looked"`
	Actions           Opt[[]string]       `isms:"actions" ref:"action" doc:"what is done so that it does not happen again"`
	NoActionRationale Opt[string]         `isms:"noActionRationale" doc:"why nothing is"`
	Effectiveness     Opt[*Effectiveness] `isms:"effectiveness" doc:"whether that worked; none: this was not reviewed"`
	ISMSChange        Opt[*ISMSChange]    `isms:"ismsChange" doc:"whether the system must change; none: nobody asked"`
	ClosedAt          Opt[time.Time]      `isms:"closedAt,fact" doc:"when it was closed; none: it is open"`
	Document          Opt[string]         `isms:"document" ref:"document" doc:"documented information that holds it"`
	Exception         Opt[*Exception]     `isms:"exception" doc:"where somebody judged the own work; none: nobody did"`
}

// A Reaction is what was done at once about a nonconformity.
type Reaction struct {
	Place `isms:"reaction" doc:"what was done at once about a nonconformity"`

	Control      Opt[string]    `isms:"control" doc:"how it was controlled and corrected"`
	Consequences Opt[string]    `isms:"consequences" doc:"how its consequences were dealt with"`
	At           Opt[time.Time] `isms:"at,fact" doc:"when; none: nothing was done"`
}

// Similar says whether nonconformities like one exist, or could occur.
type Similar struct {
	Place `isms:"similar" doc:"whether nonconformities like one exist, or could occur"`

	SearchedAt Opt[time.Time] `isms:"searchedAt,fact" doc:"when somebody looked; none: nobody did"`
	Method     Opt[string]    `isms:"method" doc:"how"`
	Found      Opt[[]string]  `isms:"found" ref:"nonconformity" doc:"those that exist"`
	Potential  Opt[[]string]  `isms:"potential" ref:"risk action" doc:"risks and actions about those that could occur"`
}

// ISMSChange says whether the system must change because of a nonconformity.
type ISMSChange struct {
	Place `isms:"ismsChange" doc:"whether the system must change because of a nonconformity"`

	Needed    Opt[bool]   `isms:"needed" doc:"whether it must"`
	Ref       Opt[string] `isms:"ref" ref:"change" doc:"the change; none if there is none"`
	Rationale Opt[string] `isms:"rationale" doc:"why it must, or need not"`
}

// NonconformitySource tells how a nonconformity was noticed.
type NonconformitySource string

// How nonconformities are noticed.
const (
	FromAudit    NonconformitySource = "audit"
	FromIncident NonconformitySource = "incident"
	FromMeasure  NonconformitySource = "measure"
	FromReview   NonconformitySource = "review"
	FromOther    NonconformitySource = "other"
)

func (NonconformitySource) words() []string {
	return []string{string(FromAudit), string(FromIncident), string(FromMeasure), string(FromReview), string(FromOther)}
}
