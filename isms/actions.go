package isms

import "time"

// An Action is something that was decided to be done (6.1.1, 9.3, 10.2).
type Action struct {
	Place `isms:"action" doc:"something that was decided to be done"`

	ID               string              `isms:"id"`
	Subject          Opt[string]         `isms:"subject" ref:"risk opportunity issue requirement nonconformity objective measure process change" doc:"what it is about"`
	Source           Opt[string]         `isms:"source" ref:"review audit finding nonconformity issue opportunity change measure evaluation" doc:"what it was decided in; none if in none of these"`
	Purpose          ActionPurpose       `isms:"purpose" doc:"what it is for"`
	What             Opt[string]         `isms:"what" doc:"what is done"`
	Owner            Opt[string]         `isms:"owner,holds" ref:"person role" doc:"who does it"`
	OpenedAt         Opt[time.Time]      `isms:"openedAt,fact" doc:"when it was decided"`
	Due              Opt[time.Time]      `isms:"due" doc:"until when"`
	IntegratedIn     Opt[string]         `isms:"integratedIn" ref:"process" doc:"process that it is part of"`
	EvaluationMethod Opt[string]         `isms:"evaluationMethod" doc:"how it will be told whether it worked"`
	Status           ActionStatus        `isms:"status" doc:"how far it has come"`
	DoneAt           Opt[time.Time]      `isms:"doneAt,fact" doc:"when it was done; none: it is not"`
	Effectiveness    Opt[*Effectiveness] `isms:"effectiveness" doc:"whether it worked; none: this was not evaluated"`
	EscalatedTo      Opt[string]         `isms:"escalatedTo" ref:"person role" doc:"who was told that it is overdue; none: nobody"`
	Proportionate    Opt[bool]           `isms:"proportionate" doc:"whether it fits the effects of the nonconformity"`
}

// closed tells that nobody is bound by it any more.
func (a *Action) closed() bool { return a.Status == ActionDone || a.Status == ActionCancelled }

// Effectiveness says whether something that was done worked.
type Effectiveness struct {
	Place `isms:"effectiveness" doc:"whether something that was done worked"`

	At       Opt[time.Time] `isms:"at,fact" doc:"when this was evaluated; none: it was not"`
	By       Opt[string]    `isms:"by,by=at" ref:"person" doc:"who evaluated it"`
	Result   Opt[string]    `isms:"result" doc:"what was found"`
	Evidence Opt[[]string]  `isms:"evidence" doc:"what shows it"`
}

// ActionPurpose tells what an action is for.
type ActionPurpose string

// The purposes of actions.
const (
	ForOutcome     ActionPurpose = "outcome" // that the system brings about what it is to
	ForPrevention  ActionPurpose = "prevent"
	ForReduction   ActionPurpose = "reduce"
	ForImprovement ActionPurpose = "improve"
)

func (ActionPurpose) words() []string {
	return []string{string(ForOutcome), string(ForPrevention), string(ForReduction), string(ForImprovement)}
}

// ActionStatus tells how far an action has come.
type ActionStatus string

// The statuses of actions.
const (
	ActionPlanned   ActionStatus = "planned"
	ActionStarted   ActionStatus = "started"
	ActionDone      ActionStatus = "done"
	ActionCancelled ActionStatus = "cancelled"
)

func (ActionStatus) words() []string {
	return []string{string(ActionPlanned), string(ActionStarted), string(ActionDone), string(ActionCancelled)}
}
