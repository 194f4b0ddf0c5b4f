package isms

import "time"

// Scope says where the system begins and ends (4.3).
type Scope struct {
	Place `isms:"scope" doc:"where the system begins and ends"`

	ID                     Opt[string]        `isms:"id,id" doc:"the same for all versions of the scope"`
	Statement              Opt[string]        `isms:"statement" doc:"the scope in words"`
	Included               Opt[[]string]      `isms:"included" doc:"what lies within: items that risks name as their scope"`
	Excluded               Opt[[]*OutOfScope] `isms:"excluded" doc:"what lies outside, and why"`
	IssuesConsidered       Opt[[]string]      `isms:"issuesConsidered" ref:"issue" doc:"issues that were taken into account"`
	RequirementsConsidered Opt[[]string]      `isms:"requirementsConsidered" ref:"requirement" doc:"requirements that were taken into account"`
	Interfaces             Opt[[]*Interface]  `isms:"interfaces" doc:"where the system meets the work of others"`
	Document               Opt[string]        `isms:"document" ref:"document" doc:"documented information that holds the scope"`
	Version                Opt[string]        `isms:"version" doc:"of the scope"`
	ApprovedBy             Opt[string]        `isms:"approvedBy,by=approvedAt" ref:"person" doc:"who approved it"`
	ApprovedAt             Opt[time.Time]     `isms:"approvedAt,fact" doc:"when"`
}

// OutOfScope is an item outside of the scope.
type OutOfScope struct {
	Place `isms:"outOfScope" doc:"an item outside of the scope"`

	Item          Opt[string] `isms:"item" doc:"what is left out"`
	Justification Opt[string] `isms:"justification" doc:"why"`
}

// An Interface is where the organisation's work and that of others meet
// (4.3 c).
type Interface struct {
	Place `isms:"interface" doc:"where the organisation's work and that of others meet"`

	With        Opt[string] `isms:"with" doc:"the other organisation"`
	Activity    Opt[string] `isms:"activity" doc:"what is done there"`
	PerformedBy Performer   `isms:"performedBy" doc:"who does it"`
	Responsible Opt[string] `isms:"responsible" doc:"who answers for it, on whichever side"`
	ExternalRef Opt[string] `isms:"externalRef" ref:"external" doc:"the entry among what is provided by others; none if there is none"`
}

// Performer tells who does an activity.
type Performer string

// The performers.
const (
	PerformedBySelf  Performer = "self"
	PerformedByOther Performer = "other"
)

func (Performer) words() []string { return []string{string(PerformedBySelf), string(PerformedByOther)} }
