package isms

import "time"

// A Competence is what a role asks of a person, and whether it is met (7.2).
type Competence struct {
	Place `isms:"competence" doc:"what a role asks of a person, and whether it is met"`

	Person        Opt[string]     `isms:"person" ref:"person" doc:"who"`
	Role          Opt[string]     `isms:"role" ref:"role" doc:"as what; the role auditor is that of internal auditors"`
	Requirement   Opt[string]     `isms:"requirement" doc:"what the person must know or be able to do"`
	Basis         CompetenceBasis `isms:"basis" doc:"what the competence rests on"`
	Met           Opt[bool]       `isms:"met" doc:"whether the person has it"`
	Action        Opt[string]     `isms:"action" doc:"what is done to acquire it"`
	ActionDoneAt  Opt[time.Time]  `isms:"actionDoneAt,fact" doc:"when that was done; none: it is not"`
	Effectiveness Opt[string]     `isms:"effectiveness" doc:"whether it worked"`
	Evidence      Opt[[]string]   `isms:"evidence" doc:"what shows the competence"`
}

// CompetenceBasis tells what competence rests on.
type CompetenceBasis string

// What competence may rest on.
const (
	ByEducation  CompetenceBasis = "education"
	ByTraining   CompetenceBasis = "training"
	ByExperience CompetenceBasis = "experience"
)

func (CompetenceBasis) words() []string {
	return []string{string(ByEducation), string(ByTraining), string(ByExperience)}
}
