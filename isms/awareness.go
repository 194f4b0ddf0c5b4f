package isms

import "time"

// Awareness says what a person was made aware of (7.3).
type Awareness struct {
	Place `isms:"awareness" doc:"what a person was made aware of"`

	Person         Opt[string]    `isms:"person" ref:"person" doc:"who"`
	Policy         Opt[string]    `isms:"policy" ref:"policy" doc:"of which policy"`
	PolicyVersion  Opt[string]    `isms:"policyVersion" doc:"in which version"`
	PolicyAt       Opt[time.Time] `isms:"policyAt,fact" doc:"when the person was made aware of the policy; none: not"`
	ContributionAt Opt[time.Time] `isms:"contributionAt,fact" doc:"when of the own contribution to the system; none: not"`
	ImplicationsAt Opt[time.Time] `isms:"implicationsAt,fact" doc:"when of what it means not to conform; none: not"`
}
