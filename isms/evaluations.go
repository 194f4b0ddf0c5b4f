package isms

import (
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
)

// An Evaluation says that the system was held against sets of rules, by whom,
// and what came of it. It is never edited: another one corrects it.
type Evaluation struct {
	Place `isms:"evaluation,sealed" doc:"the system was held against sets of rules"`

	ID                   string             `isms:"id"`
	Party                EvaluationParty    `isms:"party" doc:"whose evaluation it is"`
	Assessor             Opt[string]        `isms:"assessor,by=asOf" ref:"person party external" doc:"who evaluated"`
	RuleSets             Opt[[]*RuleSet]    `isms:"ruleSets" doc:"what it was held against"`
	InputDigest          Opt[seal.Digest]   `isms:"inputDigest" doc:"of the system as it was then"`
	EngineVersion        Opt[string]        `isms:"engineVersion" doc:"what computed the verdicts"`
	AsOf                 Opt[time.Time]     `isms:"asOf,fact" doc:"time of the evaluation"`
	Verdicts             Opt[[]*Verdict]    `isms:"verdicts" doc:"what came of it"`
	Weights              Opt[[]*RuleWeight] `isms:"weights" doc:"weights of rules, if somebody insists on them; empty: all rules are equal"`
	WeightsJustification Opt[string]        `isms:"weightsJustification" doc:"why rules are weighted"`
	Corrects             Opt[string]        `isms:"corrects,chain" ref:"evaluation" doc:"the entry that this one corrects; none: it corrects none"`
}

// A RuleSet names the rules that a system was held against.
type RuleSet struct {
	Place `isms:"ruleSet" doc:"the rules that a system was held against"`

	ID      Opt[string]      `isms:"id,id" doc:"of the set of rules"`
	Version Opt[string]      `isms:"version" doc:"of the set of rules"`
	Kind    RuleSetKind      `isms:"kind" doc:"whose rules they are"`
	Digest  Opt[seal.Digest] `isms:"digest" doc:"of the set of rules"`
}

// A Verdict is what a rule said about a subject.
type Verdict struct {
	Place `isms:"verdict" doc:"what a rule said about a subject"`

	Rule     Opt[string]   `isms:"rule" doc:"id of the rule"`
	Subject  Opt[string]   `isms:"subject" doc:"path of what it was about"`
	Status   VerdictStatus `isms:"status" doc:"what it said"`
	Missing  Opt[[]string] `isms:"missing" doc:"paths of the evidence that is missing"`
	Witness  Opt[string]   `isms:"witness" doc:"path of the first thing that does not conform"`
	Message  Opt[string]   `isms:"message" doc:"the verdict in words"`
	Evidence Opt[[]string] `isms:"evidence" doc:"what the assessor saw"`
}

// A RuleWeight is how much a rule counts.
type RuleWeight struct {
	Place `isms:"ruleWeight" doc:"how much a rule counts"`

	Rule   Opt[string]  `isms:"rule" doc:"id of the rule"`
	Weight Opt[Decimal] `isms:"weight" doc:"its weight"`
}

// EvaluationParty tells whose evaluation it is.
type EvaluationParty string

// The parties of evaluations.
const (
	FirstParty  EvaluationParty = "first"  // the organisation itself
	SecondParty EvaluationParty = "second" // somebody with an interest in it, such as a customer
	ThirdParty  EvaluationParty = "third"  // somebody independent
)

func (EvaluationParty) words() []string {
	return []string{string(FirstParty), string(SecondParty), string(ThirdParty)}
}

// RuleSetKind tells whose rules a set holds.
type RuleSetKind string

// The kinds of sets of rules.
const (
	StandardRules RuleSetKind = "standard"
	OwnRules      RuleSetKind = "organisation_own"
	VendorRules   RuleSetKind = "vendor"
)

func (RuleSetKind) words() []string {
	return []string{string(StandardRules), string(OwnRules), string(VendorRules)}
}

// VerdictStatus is what a rule says.
type VerdictStatus string

// The verdicts.
const (
	VerdictConform       VerdictStatus = "conform"
	VerdictNonconform    VerdictStatus = "nonconform"
	VerdictUndetermined  VerdictStatus = "undetermined"
	VerdictNotApplicable VerdictStatus = "not_applicable"
)

func (VerdictStatus) words() []string {
	return []string{string(VerdictConform), string(VerdictNonconform), string(VerdictUndetermined), string(VerdictNotApplicable)}
}
