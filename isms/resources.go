package isms

import "time"

// A Resource is something that the system needs (7.1).
type Resource struct {
	Place `isms:"resource" doc:"something that the system needs"`

	ID           string         `isms:"id"`
	Need         Opt[string]    `isms:"need" doc:"what is needed"`
	For          Opt[string]    `isms:"for" doc:"what for"`
	DeterminedAt Opt[time.Time] `isms:"determinedAt,fact" doc:"when the need was found"`
	Provided     Opt[bool]      `isms:"provided" doc:"whether it is there"`
	Amount       Opt[Decimal]   `isms:"amount" doc:"how much is provided, in unit; none: it cannot be counted"`
	Unit         Opt[string]    `isms:"unit" doc:"of the amount, such as EUR or hours a week"`
	Gap          Opt[string]    `isms:"gap" doc:"what is missing"`
	Decision     Opt[string]    `isms:"decision" doc:"what was decided about what is missing"`
}
