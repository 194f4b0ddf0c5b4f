package isms

import "time"

// A Party is somebody with an interest in the organisation's information
// security (4.2).
type Party struct {
	Place `isms:"party" doc:"somebody with an interest in information security"`

	ID             string              `isms:"id"`
	Name           Opt[string]         `isms:"name" doc:"what it is called"`
	Relevant       Opt[bool]           `isms:"relevant" doc:"whether it matters to the system"`
	Rationale      Opt[string]         `isms:"rationale" doc:"why it matters, or does not"`
	ReceivesPolicy Opt[bool]           `isms:"receivesPolicy" doc:"whether it is given the policy"`
	Requirements   Opt[[]*Requirement] `isms:"requirements" doc:"what it needs and expects"`
}

// A Requirement is what an interested party needs or expects (4.2).
type Requirement struct {
	Place `isms:"requirement" doc:"what an interested party needs or expects"`

	ID              string          `isms:"id"`
	Kind            RequirementKind `isms:"kind" doc:"how it binds"`
	Source          Opt[string]     `isms:"source" doc:"the law, contract or letter that it stands in"`
	Clause          Opt[string]     `isms:"clause" doc:"the place in the source"`
	Topic           Opt[string]     `isms:"topic" doc:"what it is about; climate_change is one that Amendment 1:2024 names"`
	Description     Opt[string]     `isms:"description" doc:"what is asked for"`
	AddressedByISMS Opt[bool]       `isms:"addressedByIsms" doc:"whether the system takes care of it"`
	Rationale       Opt[string]     `isms:"rationale" doc:"why it does, or does not"`
	Due             Opt[time.Time]  `isms:"due" doc:"until when it must be met; none: it always holds"`
	Controls        Opt[[]string]   `isms:"controls" ref:"control" doc:"controls that meet it"`
	Objectives      Opt[[]string]   `isms:"objectives" ref:"objective" doc:"objectives that serve it"`
	Risks           Opt[[]string]   `isms:"risks" ref:"risk" doc:"risks to it"`
}

// RequirementKind tells how a requirement binds.
type RequirementKind string

// The kinds of requirements.
const (
	LegalRequirement       RequirementKind = "legal"
	RegulatoryRequirement  RequirementKind = "regulatory"
	ContractualRequirement RequirementKind = "contractual"
	Expectation            RequirementKind = "expectation"
)

func (RequirementKind) words() []string {
	return []string{string(LegalRequirement), string(RegulatoryRequirement), string(ContractualRequirement), string(Expectation)}
}
