package isms

import "time"

// A Programme plans audits over a time (9.2.2).
type Programme struct {
	Place `isms:"programme" doc:"audits that are planned over a time"`

	ID                        string         `isms:"id"`
	From                      Opt[time.Time] `isms:"from" doc:"when it begins"`
	To                        Opt[time.Time] `isms:"to" doc:"when it ends"`
	Frequency                 Opt[string]    `isms:"frequency" doc:"how often is audited"`
	Methods                   Opt[[]string]  `isms:"methods" doc:"such as interviews or samples"`
	Responsibilities          Opt[[]string]  `isms:"responsibilities" doc:"who plans, carries out and follows up"`
	Planning                  Opt[string]    `isms:"planning" doc:"how single audits are planned"`
	Reporting                 Opt[string]    `isms:"reporting" doc:"how results are reported"`
	ImportanceConsidered      Opt[bool]      `isms:"importanceConsidered" doc:"whether the importance of processes was taken into account"`
	PreviousResultsConsidered Opt[bool]      `isms:"previousResultsConsidered" doc:"whether the results of earlier audits were"`
	Audits                    Opt[[]string]  `isms:"audits" ref:"audit" doc:"audits that belong to it"`
	RequirementsCovered       Opt[[]string]  `isms:"requirementsCovered" doc:"clauses of the standard and own requirements that it goes through"`
	Document                  Opt[string]    `isms:"document" ref:"document" doc:"documented information that holds it"`
}

// An Audit is an audit that was carried out (9.2). It is never edited: another
// one corrects it.
type Audit struct {
	Place `isms:"audit,sealed" doc:"an audit that was carried out"`

	ID                  string          `isms:"id"`
	Criteria            Opt[[]string]   `isms:"criteria" doc:"what it was audited against"`
	Scope               Opt[[]string]   `isms:"scope" ref:"process control unit asset external role" doc:"what was audited"`
	RequirementsCovered Opt[[]string]   `isms:"requirementsCovered" doc:"clauses of the standard and own requirements that were looked at"`
	At                  Opt[time.Time]  `isms:"at,fact" doc:"when"`
	Auditors            Opt[[]string]   `isms:"auditors,by=at" ref:"person" doc:"who audited"`
	Auditees            Opt[[]string]   `isms:"auditees" ref:"person" doc:"who was audited"`
	Findings            Opt[[]*Finding] `isms:"findings" doc:"what was found"`
	ReportedTo          Opt[[]string]   `isms:"reportedTo" ref:"person" doc:"managers who were told the results"`
	ReportedAt          Opt[time.Time]  `isms:"reportedAt,fact" doc:"when; none: they were not"`
	Previous            Opt[string]     `isms:"previous,chain" ref:"audit" doc:"the audit before; none: this is the first"`
	Corrects            Opt[string]     `isms:"corrects,chain" ref:"audit" doc:"the entry that this one corrects; none: it corrects none"`
	Document            Opt[string]     `isms:"document" ref:"document" doc:"documented information that holds the results"`
	Exception           Opt[*Exception] `isms:"exception" doc:"where somebody audited the own work; none: nobody did"`
}

// A Finding is what an audit found about a requirement.
type Finding struct {
	Place `isms:"finding" doc:"what an audit found about a requirement"`

	ID          string        `isms:"id"`
	Kind        FindingKind   `isms:"kind" doc:"whether the requirement is met"`
	Requirement Opt[string]   `isms:"requirement" doc:"clause of the standard, or own requirement"`
	Description Opt[string]   `isms:"description" doc:"what was found"`
	Evidence    Opt[[]string] `isms:"evidence" doc:"what shows it"`
	NC          Opt[string]   `isms:"nc" ref:"nonconformity" doc:"nonconformity that it became; none: it became none"`
}

// FindingKind tells whether a requirement is met.
type FindingKind string

// The kinds of findings.
const (
	FoundConformity    FindingKind = "conformity"
	MajorNonconformity FindingKind = "nc_major"
	MinorNonconformity FindingKind = "nc_minor"
	FoundOpportunity   FindingKind = "ofi" // something that could be better
)

func (FindingKind) words() []string {
	return []string{string(FoundConformity), string(MajorNonconformity), string(MinorNonconformity), string(FoundOpportunity)}
}
