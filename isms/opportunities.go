package isms

// An Opportunity is what could go better than planned (6.1.1).
type Opportunity struct {
	Place `isms:"opportunity" doc:"what could go better than planned"`

	ID           string              `isms:"id"`
	Description  Opt[string]         `isms:"description" doc:"what could happen"`
	SourceIssue  Opt[string]         `isms:"sourceIssue" ref:"issue" doc:"the issue that it comes of; none if of none"`
	Benefit      Opt[string]         `isms:"benefit" doc:"what it would bring"`
	Likelihood   Opt[string]         `isms:"likelihood" doc:"level of the criteria's likelihood scale"`
	BenefitLevel Opt[string]         `isms:"benefitLevel" doc:"level of the criteria's scale of benefit"`
	Owner        Opt[string]         `isms:"owner,holds" ref:"person role" doc:"who answers for it"`
	Decision     OpportunityDecision `isms:"decision" doc:"what is done about it"`
	Rationale    Opt[string]         `isms:"rationale" doc:"why"`
	Actions      Opt[[]string]       `isms:"actions" ref:"action" doc:"what is done to use it"`
}

// OpportunityDecision tells what is done about an opportunity.
type OpportunityDecision string

// The decisions about opportunities.
const (
	PursueOpportunity  OpportunityDecision = "pursue"
	EnhanceOpportunity OpportunityDecision = "enhance"
	ShareOpportunity   OpportunityDecision = "share"
	IgnoreOpportunity  OpportunityDecision = "ignore"
)

func (OpportunityDecision) words() []string {
	return []string{string(PursueOpportunity), string(EnhanceOpportunity), string(ShareOpportunity), string(IgnoreOpportunity)}
}
