package isms

import "time"

// An Objective is what information security is to achieve (6.2).
type Objective struct {
	Place `isms:"objective" doc:"what information security is to achieve"`

	ID                     string         `isms:"id"`
	Statement              Opt[string]    `isms:"statement" doc:"the objective in a sentence"`
	Function               Opt[string]    `isms:"function" doc:"part of the organisation that it is for"`
	Level                  Opt[string]    `isms:"level" doc:"level of the organisation that it is for"`
	Policy                 Opt[string]    `isms:"policy" ref:"policy" doc:"policy that it follows"`
	Goals                  Opt[[]string]  `isms:"goals" ref:"goal" doc:"strategic goals that it serves"`
	Requirements           Opt[[]string]  `isms:"requirements" ref:"requirement" doc:"requirements that it takes into account"`
	Risks                  Opt[[]string]  `isms:"risks" ref:"risk" doc:"risks that it takes into account"`
	Measurable             Opt[bool]      `isms:"measurable" doc:"whether it can be measured"`
	NotMeasurableRationale Opt[string]    `isms:"notMeasurableRationale" doc:"why it cannot"`
	Indicator              Opt[string]    `isms:"indicator" doc:"what is measured"`
	Unit                   Opt[string]    `isms:"unit" doc:"of target, baseline and result"`
	Direction              Direction      `isms:"direction" doc:"whether the result is to reach the target from below or from above"`
	Target                 Opt[Decimal]   `isms:"target" doc:"what is to be reached; none: no number is set"`
	Baseline               Opt[Decimal]   `isms:"baseline" doc:"where it began; none: this was not measured"`
	What                   Opt[string]    `isms:"what" doc:"what will be done"`
	Resources              Opt[[]string]  `isms:"resources" doc:"what that takes"`
	Who                    Opt[string]    `isms:"who,holds" ref:"person role" doc:"who is responsible"`
	When                   Opt[time.Time] `isms:"when" doc:"when it will be complete; none: no date is set"`
	Evaluation             Opt[string]    `isms:"evaluation" doc:"how the result will be evaluated"`
	CommunicatedAt         Opt[time.Time] `isms:"communicatedAt,fact" doc:"when it was made known; none: it was not"`
	MonitoredBy            Opt[[]string]  `isms:"monitoredBy" ref:"measure person role" doc:"measures or persons that follow it"`
	UpdatedAt              Opt[time.Time] `isms:"updatedAt,fact" doc:"when it was last revised; none: never"`
	LastTriggerAt          Opt[time.Time] `isms:"lastTriggerAt,fact" doc:"when something last happened that called for a revision; none: nothing did"`
	Document               Opt[string]    `isms:"document" ref:"document" doc:"documented information that holds it"`
	Result                 Opt[Decimal]   `isms:"result" doc:"what was reached; none: this was not measured yet"`
	ResultAt               Opt[time.Time] `isms:"resultAt,fact" doc:"when the result was taken; none: it was not yet"`
}

// Direction tells on which side of the target a result is good.
type Direction string

// The directions.
const (
	AtLeast Direction = "at_least"
	AtMost  Direction = "at_most"
)

func (Direction) words() []string { return []string{string(AtLeast), string(AtMost)} }
