package isms

import (
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
)

// A Measure is something that is monitored or measured (9.1).
type Measure struct {
	Place `isms:"measure" doc:"something that is monitored or measured"`

	ID               string                  `isms:"id"`
	What             Opt[string]             `isms:"what" doc:"what is measured"`
	Subject          MeasureSubject          `isms:"subject" doc:"what sort of thing it is about"`
	SubjectRef       Opt[string]             `isms:"subjectRef" ref:"process control objective" doc:"which one; none: several"`
	Unit             Opt[string]             `isms:"unit" doc:"of the values"`
	Method           Opt[string]             `isms:"method" doc:"expression that gives the value from the inputs"`
	MethodVersion    Opt[string]             `isms:"methodVersion" doc:"of the method"`
	MethodDigest     Opt[seal.Digest]        `isms:"methodDigest" doc:"of the method, see DigestMethod"`
	Inputs           Opt[[]*MeasureInput]    `isms:"inputs" doc:"what the method computes with"`
	Direction        Direction               `isms:"direction" doc:"whether values are to reach the target from below or from above"`
	Target           Opt[Decimal]            `isms:"target" doc:"what is to be reached; none: no number is set"`
	Frequency        Opt[string]             `isms:"frequency" doc:"how often it is measured"`
	MeasuredBy       Opt[string]             `isms:"measuredBy,holds" ref:"person role" doc:"who measures"`
	AnalyseFrequency Opt[string]             `isms:"analyseFrequency" doc:"how often results are analysed"`
	AnalysedBy       Opt[string]             `isms:"analysedBy,holds" ref:"person role" doc:"who analyses"`
	Results          Opt[[]*MeasureResult]   `isms:"results" doc:"what was measured"`
	Evaluation       Opt[*MeasureEvaluation] `isms:"evaluation" doc:"what follows from the results; none: they were not evaluated"`
	NextDue          Opt[time.Time]          `isms:"nextDue" doc:"when it is to be measured next; none: not any more"`
	Document         Opt[string]             `isms:"document" ref:"document" doc:"documented information that holds the results"`
}

// A MeasureInput declares a name that a measure's method computes with.
type MeasureInput struct {
	Place `isms:"measureInput" doc:"a name that a measure's method computes with"`

	Name  Opt[string] `isms:"name,id" doc:"in the method"`
	Title Opt[string] `isms:"title" doc:"what it counts"`
	Unit  Opt[string] `isms:"unit" doc:"of its numbers"`
	Many  Opt[bool]   `isms:"many" doc:"whether it is a list of numbers"`
}

// A MeasureResult is what was measured once.
type MeasureResult struct {
	Place `isms:"measureResult" doc:"what was measured once"`

	At           Opt[time.Time]        `isms:"at,fact" doc:"when"`
	By           Opt[string]           `isms:"by,by=at" ref:"person role" doc:"by whom"`
	Value        Opt[Decimal]          `isms:"value" doc:"the result; none: it could not be measured"`
	Inputs       Opt[[]*MeasuredInput] `isms:"inputs" doc:"the numbers that it was computed from"`
	InputsDigest Opt[seal.Digest]      `isms:"inputsDigest" doc:"of the inputs, see DigestInputs"`
	MethodDigest Opt[seal.Digest]      `isms:"methodDigest" doc:"of the method that was used"`
	Rebased      Opt[bool]             `isms:"rebased" doc:"whether an older result was computed again by the method in force"`
}

// A MeasuredInput is a number, or a list of numbers, that a result was
// computed from.
type MeasuredInput struct {
	Place `isms:"measuredInput" doc:"a number, or a list of numbers, that a result was computed from"`

	Name   Opt[string]    `isms:"name,id" doc:"of the input"`
	Value  Opt[Decimal]   `isms:"value" doc:"the number"`
	Values Opt[[]Decimal] `isms:"values" doc:"the numbers, of an input that has many"`
}

// A MeasureEvaluation says what follows from the results of a measure.
type MeasureEvaluation struct {
	Place `isms:"measureEvaluation" doc:"what follows from the results of a measure"`

	At         Opt[time.Time] `isms:"at,fact" doc:"when they were evaluated; none: they were not"`
	By         Opt[string]    `isms:"by,by=at" ref:"person role" doc:"by whom"`
	Conclusion Opt[string]    `isms:"conclusion" doc:"what follows"`
}

// MeasureSubject tells what sort of thing a measure is about.
type MeasureSubject string

// The subjects of measures.
const (
	MeasuresProcess   MeasureSubject = "process"
	MeasuresControl   MeasureSubject = "control"
	MeasuresObjective MeasureSubject = "objective"
)

func (MeasureSubject) words() []string {
	return []string{string(MeasuresProcess), string(MeasuresControl), string(MeasuresObjective)}
}
