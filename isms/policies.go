package isms

import "time"

// A Policy is one version of a policy (5.2).
type Policy struct {
	Place `isms:"policy" doc:"one version of a policy"`

	ID                  string                     `isms:"id"`
	Title               Opt[string]                `isms:"title" doc:"what it is called"`
	Level               PolicyLevel                `isms:"level" doc:"the policy of the whole system, or one on a topic"`
	Document            Opt[string]                `isms:"document" ref:"document" doc:"documented information that holds it"`
	Status              PolicyStatus               `isms:"status" doc:"whether it is in force"`
	Version             Opt[string]                `isms:"version" doc:"of the policy"`
	Previous            Opt[string]                `isms:"previous,chain" ref:"policy" doc:"the version before; none: this is the first"`
	PurposeFit          Opt[string]                `isms:"purposeFit" doc:"why it suits the organisation's purpose"`
	IncludesObjectives  Opt[bool]                  `isms:"includesObjectives" doc:"whether it states objectives"`
	ObjectiveFramework  Opt[bool]                  `isms:"objectiveFramework" doc:"whether it says how objectives are set"`
	CommitsRequirements Opt[bool]                  `isms:"commitsRequirements" doc:"whether it commits to meeting what applies"`
	CommitsImprovement  Opt[bool]                  `isms:"commitsImprovement" doc:"whether it commits to continual improvement"`
	StrategicGoals      Opt[[]string]              `isms:"strategicGoals" ref:"goal" doc:"strategic goals that it serves"`
	ApprovedBy          Opt[string]                `isms:"approvedBy,by=approvedAt" ref:"person" doc:"who approved it"`
	ApprovedAt          Opt[time.Time]             `isms:"approvedAt,fact" doc:"when"`
	CommunicatedAt      Opt[time.Time]             `isms:"communicatedAt,fact" doc:"when it was made known inside the organisation; none: it was not"`
	AvailableTo         Opt[[]string]              `isms:"availableTo" ref:"party" doc:"parties that can get at it"`
	Distributions       Opt[[]*PolicyDistribution] `isms:"distributions" doc:"who was given it"`
	Exception           Opt[*Exception]            `isms:"exception" doc:"where one person did what two should; none: nobody did"`
}

// A PolicyDistribution is a copy of a policy that a party was given.
type PolicyDistribution struct {
	Place `isms:"policyDistribution" doc:"a copy of a policy that a party was given"`

	Party          Opt[string]    `isms:"party" ref:"party" doc:"who was given it"`
	Version        Opt[string]    `isms:"version" doc:"of the policy"`
	Medium         Opt[string]    `isms:"medium" doc:"how, such as paper or a web page"`
	At             Opt[time.Time] `isms:"at,fact" doc:"when"`
	AcknowledgedAt Opt[time.Time] `isms:"acknowledgedAt,fact" doc:"when the party confirmed it; none: it did not"`
	WithdrawnAt    Opt[time.Time] `isms:"withdrawnAt,fact" doc:"when it was taken back; none: it was not"`
}

// PolicyLevel tells what a policy is about.
type PolicyLevel string

// The levels of policies.
const (
	TopPolicy   PolicyLevel = "top"
	TopicPolicy PolicyLevel = "topic"
)

func (PolicyLevel) words() []string { return []string{string(TopPolicy), string(TopicPolicy)} }

// PolicyStatus tells whether a policy is in force.
type PolicyStatus string

// The statuses of policies.
const (
	PolicyDraft     PolicyStatus = "draft"
	PolicyInForce   PolicyStatus = "in_force"
	PolicyWithdrawn PolicyStatus = "withdrawn"
)

func (PolicyStatus) words() []string {
	return []string{string(PolicyDraft), string(PolicyInForce), string(PolicyWithdrawn)}
}

// An Exception records that one person did what two should, as a small
// organisation must, and what makes up for it.
type Exception struct {
	Place `isms:"exception" doc:"one person did what two should, and what makes up for it"`

	Reason       Opt[string]    `isms:"reason" doc:"why there was no second person"`
	Compensating Opt[string]    `isms:"compensating" doc:"what is done instead"`
	ApprovedBy   Opt[string]    `isms:"approvedBy,by=approvedAt" ref:"person party external" doc:"who allowed it"`
	ApprovedAt   Opt[time.Time] `isms:"approvedAt,fact" doc:"when"`
}
