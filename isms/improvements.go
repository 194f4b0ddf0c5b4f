package isms

import "time"

// An Improvement is something that made the system better (10.1).
type Improvement struct {
	Place `isms:"improvement" doc:"something that made the system better"`

	ID          string            `isms:"id"`
	Aspect      ImprovementAspect `isms:"aspect" doc:"what got better"`
	Source      Opt[string]       `isms:"source" doc:"where the idea came from"`
	What        Opt[string]       `isms:"what" doc:"what was done"`
	Actions     Opt[[]string]     `isms:"actions" ref:"action" doc:"actions that did it"`
	Measure     Opt[string]       `isms:"measure" ref:"measure" doc:"measure that shows it; none: it was not measured"`
	Before      Opt[Decimal]      `isms:"before" doc:"value of the measure before; none: it was not measured"`
	After       Opt[Decimal]      `isms:"after" doc:"value of the measure after; none: it was not measured"`
	EvaluatedAt Opt[time.Time]    `isms:"evaluatedAt,fact" doc:"when this was evaluated; none: it was not"`
}

// ImprovementAspect tells what got better.
type ImprovementAspect string

// What can get better.
const (
	BetterSuitability   ImprovementAspect = "suitability"
	BetterAdequacy      ImprovementAspect = "adequacy"
	BetterEffectiveness ImprovementAspect = "effectiveness"
)

func (ImprovementAspect) words() []string {
	return []string{string(BetterSuitability), string(BetterAdequacy), string(BetterEffectiveness)}
}
