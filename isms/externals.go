package isms

import "time"

// An External is a process, product or service that somebody else provides
// (8.1).
type External struct {
	Place `isms:"external" doc:"a process, product or service that somebody else provides"`

	ID          string         `isms:"id"`
	Provider    Opt[string]    `isms:"provider" doc:"who provides it"`
	Description Opt[string]    `isms:"description" doc:"what is provided"`
	Kind        ExternalKind   `isms:"kind" doc:"what sort of thing it is"`
	Relevant    Opt[bool]      `isms:"relevant" doc:"whether it matters to the system"`
	Owner       Opt[string]    `isms:"owner,holds" ref:"person role" doc:"who answers for it inside the organisation"`
	Controls    Opt[[]string]  `isms:"controls" ref:"control" doc:"controls over it, or that it provides"`
	Agreement   Opt[string]    `isms:"agreement" doc:"the contract, in words or by its number"`
	MonitoredAt Opt[time.Time] `isms:"monitoredAt,fact" doc:"when it was last looked at; none: never"`
	NextReview  Opt[time.Time] `isms:"nextReview" doc:"when it will be looked at again; none: no date is set"`
	RiskRefs    Opt[[]string]  `isms:"riskRefs" ref:"risk" doc:"risks that come with it"`
}

// ExternalKind tells what somebody else provides.
type ExternalKind string

// What others provide.
const (
	ExternalProcess ExternalKind = "process"
	ExternalProduct ExternalKind = "product"
	ExternalService ExternalKind = "service"
)

func (ExternalKind) words() []string {
	return []string{string(ExternalProcess), string(ExternalProduct), string(ExternalService)}
}
