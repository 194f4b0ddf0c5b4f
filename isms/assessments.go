package isms

import (
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
)

// RiskCriteria says which criteria hold, and when risks are assessed
// (6.1.2 a). The criteria themselves are a document of their own.
type RiskCriteria struct {
	Place `isms:"riskCriteria" doc:"which criteria hold, and when risks are assessed"`

	ID           Opt[string]        `isms:"id,id" doc:"of the criteria document in force"`
	Version      Opt[string]        `isms:"version" doc:"of the criteria document in force"`
	PerformWhen  Opt[string]        `isms:"performWhen" doc:"when risks are assessed: planned intervals, and changes that call for it"`
	Interval     Opt[time.Duration] `isms:"interval" doc:"longest time from one assessment to the next"`
	MinAgreement Opt[Decimal]       `isms:"minAgreement" doc:"least agreement of several assessors that is good enough: Krippendorff's alpha"`
}

// CriteriaUsed is a version of the risk criteria that held or holds.
type CriteriaUsed struct {
	Place `isms:"criteriaUsed" doc:"a version of the risk criteria that held or holds"`

	ID            Opt[string]      `isms:"id,id" doc:"of the criteria document"`
	Version       Opt[string]      `isms:"version" doc:"of the criteria document"`
	Digest        Opt[seal.Digest] `isms:"digest" doc:"of the criteria document"`
	EffectiveFrom Opt[time.Time]   `isms:"effectiveFrom" doc:"from when it holds"`
	ApprovedBy    Opt[string]      `isms:"approvedBy,by=approvedAt" ref:"person role" doc:"who put it into force"`
	ApprovedAt    Opt[time.Time]   `isms:"approvedAt,fact" doc:"when that was decided"`
	Supersedes    Opt[string]      `isms:"supersedes" doc:"version that it replaces; empty: it is the first"`
	Rationale     Opt[string]      `isms:"rationale" doc:"why it was changed"`
	Document      Opt[string]      `isms:"document" ref:"document" doc:"documented information that holds it"`
}

// An Assessment says why and how risks were assessed (6.1.2, 8.2). What came of
// it is a sealed record of its own, which this names by its digest. An
// assessment is never edited: another one corrects it.
type Assessment struct {
	Place `isms:"assessment,sealed" doc:"why and how risks were assessed"`

	ID          string            `isms:"id"`
	At          Opt[time.Time]    `isms:"at,fact" doc:"when it was made"`
	By          Opt[[]string]     `isms:"by,by=at" ref:"person" doc:"who assessed"`
	Trigger     AssessmentTrigger `isms:"trigger" doc:"why it was made"`
	TriggerRef  Opt[string]       `isms:"triggerRef" ref:"change nonconformity issue audit review" doc:"what brought it about; none: the plan"`
	Record      Opt[seal.Digest]  `isms:"record" ref:"record" doc:"digest of the sealed record of criteria, inputs and results"`
	ScopeDigest Opt[seal.Digest]  `isms:"scopeDigest" doc:"digest of the scope as it was then, see Scope.Digest"`
	Raters      Opt[int64]        `isms:"raters" doc:"how many assessed independently of each other"`
	Agreement   Opt[*Agreement]   `isms:"agreement" doc:"how far they agreed; none: this was not computed"`
	Previous    Opt[string]       `isms:"previous,chain" ref:"assessment" doc:"the assessment before; none: this is the first"`
	Corrects    Opt[string]       `isms:"corrects,chain" ref:"assessment" doc:"the entry that this one corrects; none: it corrects none"`
	ApprovedBy  Opt[string]       `isms:"approvedBy,by=approvedAt" ref:"person" doc:"who approved the results"`
	ApprovedAt  Opt[time.Time]    `isms:"approvedAt,fact" doc:"when"`
	Document    Opt[string]       `isms:"document" ref:"document" doc:"documented information that holds the results"`
	Exception   Opt[*Exception]   `isms:"exception" doc:"where one person did what two should; none: nobody did"`
}

// Agreement says how far several assessors agreed.
type Agreement struct {
	Place `isms:"agreement" doc:"how far several assessors agreed"`

	Alpha  Opt[Decimal] `isms:"alpha" doc:"Krippendorff's alpha, at most 1"`
	Method Opt[string]  `isms:"method" doc:"how it was computed"`
}

// AssessmentTrigger tells why an assessment was made.
type AssessmentTrigger string

// The triggers of assessments.
const (
	PlannedAssessment AssessmentTrigger = "planned"
	SignificantChange AssessmentTrigger = "significant_change"
)

func (AssessmentTrigger) words() []string {
	return []string{string(PlannedAssessment), string(SignificantChange)}
}
