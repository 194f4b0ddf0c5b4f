package isms

import "time"

// A Change is a change of the system or of what it covers, planned or not
// (6.3, 8.1).
type Change struct {
	Place `isms:"change" doc:"a change of the system or of what it covers, planned or not"`

	ID            string          `isms:"id"`
	Kind          ChangeKind      `isms:"kind" doc:"whether it was planned"`
	Subject       ChangeSubject   `isms:"subject" doc:"what changes"`
	Description   Opt[string]     `isms:"description" doc:"what changes in it"`
	Purpose       Opt[string]     `isms:"purpose" doc:"what the change is for"`
	Consequences  Opt[string]     `isms:"consequences" doc:"what may come of it, and what did"`
	Significant   Opt[bool]       `isms:"significant" doc:"whether it calls for a new assessment of risk"`
	PlannedAt     Opt[time.Time]  `isms:"plannedAt" doc:"when it was planned; of an unintended one, when it was noticed"`
	RequestedBy   Opt[string]     `isms:"requestedBy" ref:"person role" doc:"who asked for it"`
	ApprovedBy    Opt[string]     `isms:"approvedBy,by=approvedAt" ref:"person" doc:"who approved it"`
	ApprovedAt    Opt[time.Time]  `isms:"approvedAt,fact" doc:"when"`
	Resources     Opt[[]string]   `isms:"resources" doc:"what it takes"`
	Responsible   Opt[string]     `isms:"responsible,holds" ref:"person role" doc:"who carries it out"`
	Controlled    Opt[bool]       `isms:"controlled" doc:"whether it was carried out as planned"`
	ImplementedAt Opt[time.Time]  `isms:"implementedAt,fact" doc:"when it was carried out; none: it is not yet"`
	ReviewedAt    Opt[time.Time]  `isms:"reviewedAt,fact" doc:"when its consequences were reviewed; none: they were not"`
	Mitigation    Opt[string]     `isms:"mitigation" doc:"what was done against adverse effects"`
	AssessmentRef Opt[string]     `isms:"assessmentRef" ref:"assessment" doc:"assessment of risk that it led to; none: to none"`
	ImpactPreview Opt[string]     `isms:"impactPreview" doc:"of a change of criteria: what it would do to the risks"`
	Exception     Opt[*Exception] `isms:"exception" doc:"where one person did what two should; none: nobody did"`
}

// closed tells that nobody is bound by it any more.
func (c *Change) closed() bool { _, done := c.ImplementedAt.Get(); return done }

// ChangeKind tells whether a change was planned.
type ChangeKind string

// The kinds of changes.
const (
	PlannedChange    ChangeKind = "planned"
	UnintendedChange ChangeKind = "unintended"
)

func (ChangeKind) words() []string { return []string{string(PlannedChange), string(UnintendedChange)} }

// ChangeSubject tells what changes.
type ChangeSubject string

// The subjects of changes.
const (
	ChangeOfISMS     ChangeSubject = "isms"
	ChangeOfCriteria ChangeSubject = "criteria"
	ChangeOfScope    ChangeSubject = "scope"
	ChangeOfControl  ChangeSubject = "control"
	ChangeOfProcess  ChangeSubject = "process"
)

func (ChangeSubject) words() []string {
	return []string{string(ChangeOfISMS), string(ChangeOfCriteria), string(ChangeOfScope), string(ChangeOfControl), string(ChangeOfProcess)}
}
