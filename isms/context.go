package isms

import "time"

// Context is what the organisation is about and what surrounds it (4.1).
type Context struct {
	Place `isms:"context" doc:"what the organisation is about and what surrounds it"`

	Purpose           Opt[string]   `isms:"purpose" doc:"what the organisation is there for"`
	IntendedOutcomes  Opt[[]string] `isms:"intendedOutcomes" doc:"what the management system is to bring about"`
	CriticalAssetRank Opt[int64]    `isms:"criticalAssetRank" doc:"value rank from which on an asset is critical"`
	Goals             Opt[[]*Goal]  `isms:"goals" doc:"strategic goals"`
	Issues            Opt[[]*Issue] `isms:"issues" doc:"external and internal issues"`
}

// A Goal is a strategic goal of the organisation, which policies and
// objectives serve (5.1 a).
type Goal struct {
	Place `isms:"goal" doc:"a strategic goal of the organisation"`

	ID        string      `isms:"id"`
	Statement Opt[string] `isms:"statement" doc:"the goal in a sentence"`
}

// An Issue is something outside or inside that bears on the intended outcomes
// (4.1).
type Issue struct {
	Place `isms:"issue" doc:"something outside or inside that bears on the intended outcomes"`

	ID                string         `isms:"id"`
	Kind              IssueKind      `isms:"kind" doc:"where it comes from"`
	Topic             Opt[string]    `isms:"topic" doc:"what it is about; climate_change is one that Amendment 1:2024 asks about"`
	Description       Opt[string]    `isms:"description" doc:"what it is"`
	Relevant          Opt[bool]      `isms:"relevant" doc:"whether it bears on the system"`
	Rationale         Opt[string]    `isms:"rationale" doc:"why it is relevant, or is not"`
	ReviewedAt        Opt[time.Time] `isms:"reviewedAt,fact" doc:"when this was last looked at"`
	Risks             Opt[[]string]  `isms:"risks" ref:"risk" doc:"risks that come of it"`
	Opportunities     Opt[[]string]  `isms:"opportunities" ref:"opportunity" doc:"opportunities that come of it"`
	NoActionRationale Opt[string]    `isms:"noActionRationale" doc:"why a relevant issue has neither"`
}

// IssueKind tells where an issue comes from.
type IssueKind string

// The kinds of issues.
const (
	InternalIssue IssueKind = "internal"
	ExternalIssue IssueKind = "external"
)

func (IssueKind) words() []string { return []string{string(InternalIssue), string(ExternalIssue)} }

// An Asset is something of value that the system protects.
type Asset struct {
	Place `isms:"asset" doc:"something of value that the system protects"`

	ID          string      `isms:"id"`
	Name        Opt[string] `isms:"name" doc:"what it is called"`
	Description Opt[string] `isms:"description" doc:"what it is"`
	Owner       Opt[string] `isms:"owner,holds" ref:"person role" doc:"who answers for it"`
	InScope     Opt[bool]   `isms:"inScope" doc:"whether it lies within the scope of the system"`
	ValueRank   Opt[int64]  `isms:"valueRank" doc:"how valuable it is; the higher the more"`
}
