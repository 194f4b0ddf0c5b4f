package isms

import "time"

// A Commitment is something that top management did for the system (5.1).
type Commitment struct {
	Place `isms:"commitment" doc:"something that top management did for the system"`

	Kind        CommitmentKind `isms:"kind" doc:"which of its duties this fulfils"`
	Description Opt[string]    `isms:"description" doc:"what was done"`
	By          Opt[string]    `isms:"by,by=at" ref:"person" doc:"who did it"`
	At          Opt[time.Time] `isms:"at,fact" doc:"when"`
	Evidence    Opt[[]string]  `isms:"evidence" doc:"what shows it"`
}

// CommitmentKind names a duty of top management.
type CommitmentKind string

// The duties of top management.
const (
	CommitPolicyObjectives CommitmentKind = "policy_objectives"
	CommitIntegration      CommitmentKind = "integration"
	CommitResources        CommitmentKind = "resources"
	CommitCommunication    CommitmentKind = "communication"
	CommitOutcomes         CommitmentKind = "outcomes"
	CommitDirectSupport    CommitmentKind = "direct_support"
	CommitImprovement      CommitmentKind = "improvement"
	CommitRoleSupport      CommitmentKind = "role_support"
)

func (CommitmentKind) words() []string {
	return []string{string(CommitPolicyObjectives), string(CommitIntegration), string(CommitResources), string(CommitCommunication),
		string(CommitOutcomes), string(CommitDirectSupport), string(CommitImprovement), string(CommitRoleSupport)}
}
