package report

import (
	"slices"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// CoverageFormat names the matrix of what audits have looked at.
const CoverageFormat = "ismskit.report.coverage/v1"

// Coverage is a matrix of what internal audits go through, by audit programme.
// Its rows are the clauses of the profile and of the organisation's own rules,
// the processes, the units, and whatever else audits name as their scope; its
// columns are the programmes.
type Coverage struct {
	Head
	Programmes []Programme   `json:"programmes"` // by their beginning; the last may be that of no programme, with the other audits
	Rows       []CoverageRow `json:"rows"`
	NotKnown   []string      `json:"notKnown,omitempty"` // paths of what is not stated and would tell more
}

// A Programme is a column of the matrix.
type Programme struct {
	ID      string    `json:"id,omitempty"` // "" for audits that belong to no programme
	From    time.Time `json:"from,omitzero"`
	To      time.Time `json:"to,omitzero"`
	Running bool      `json:"running"` // as of the report
	Over    bool      `json:"over"`    // as of the report
	Audits  []Audit   `json:"audits,omitempty"`

	covers     []string
	coversOpen bool // not stated
}

// An Audit is an audit of a programme. One that another entry corrects is left
// out.
type Audit struct {
	ID         string     `json:"id"`
	State      AuditState `json:"state"`
	At         time.Time  `json:"at,omitzero"`
	Auditors   []Who      `json:"auditors,omitempty"`
	Findings   *Findings  `json:"findings,omitempty"` // nil if they are not stated
	ReportedAt time.Time  `json:"reportedAt,omitzero"`

	entry *isms.Audit
}

// AuditState tells whether an audit has been carried out.
type AuditState string

// The states of audits.
const (
	AuditDone     AuditState = "done"
	AuditPlanned  AuditState = "planned"   // later than the report, or named by a programme only
	AuditNotKnown AuditState = "not_known" // its date is not stated
)

// Findings counts what was found, by kind.
type Findings struct {
	Conformities  int `json:"conformities"`
	Major         int `json:"major"`
	Minor         int `json:"minor"`
	Opportunities int `json:"opportunities"`
	NotKnown      int `json:"notKnown"` // of no stated kind
}

// Total is the number of all findings.
func (f *Findings) Total() int {
	return f.Conformities + f.Major + f.Minor + f.Opportunities + f.NotKnown
}

func (f *Findings) add(k isms.FindingKind) {
	switch k {
	case isms.FoundConformity:
		f.Conformities++
	case isms.MajorNonconformity:
		f.Major++
	case isms.MinorNonconformity:
		f.Minor++
	case isms.FoundOpportunity:
		f.Opportunities++
	default:
		f.NotKnown++
	}
}

// A CoverageRow is something that audits should look at.
type CoverageRow struct {
	Kind  string        `json:"kind"` // clause, requirement (an own one), or a type of the model such as process
	ID    string        `json:"id"`
	Label string        `json:"label,omitempty"`
	State CoverageState `json:"state"`         // in the present cycle: the running programmes, or else the last one
	Last  time.Time     `json:"last,omitzero"` // when an audit last looked at it, in whatever programme
	Cells []Cell        `json:"cells"`         // by programme
}

// A Cell is what a programme's audits make of a row.
type Cell struct {
	State  CoverageState `json:"state"`
	Audits []Hit         `json:"audits,omitempty"`
}

// A Hit is an audit that looks at a row.
type Hit struct {
	Audit    string     `json:"audit"`
	State    AuditState `json:"state"`
	At       time.Time  `json:"at,omitzero"`
	Findings *Findings  `json:"findings,omitempty"` // about the row; of clauses and own requirements only
}

// CoverageState tells whether audits look at something.
type CoverageState string

// The states of coverage. What a programme covers is stated for clauses and own
// requirements; of processes and the like only audits say that they look at
// them.
const (
	Audited    CoverageState = "audited"     // an audit has looked at it
	ToAudit    CoverageState = "planned"     // the programme, or an audit to come, covers it
	Missed     CoverageState = "missed"      // the programme covers it and is over, and no audit has looked at it
	NotCovered CoverageState = "not_covered" // neither programme nor audit covers it
	NotKnown   CoverageState = "not_known"   // it is not stated
)

// NewCoverage makes the matrix. A nil profile is that of the edition that the
// system states. Clauses of the organisation's own rules among the sets are
// rows as well. The error is isms.ErrTime or conformity.ErrProfile.
func NewCoverage(sys *isms.System, profile *conformity.Profile, asOf time.Time, sets ...*conformity.RuleSet) (*Coverage, error) {
	if err := checkTimes(asOf); err != nil {
		return nil, err
	}
	profile, err := profileFor(sys, profile)
	if err != nil {
		return nil, err
	}
	c := &Coverage{Head: headOf(sys, asOf)}
	c.Profile = profile.ID
	m := &matrix{Coverage: c, sys: sys, people: peopleOf(sys)}
	m.columns()
	for _, clause := range profile.Requirements(sets...) {
		row := CoverageRow{Kind: "clause", ID: clause, Label: clauseLabel(profile, clause)}
		if !slices.Contains(profile.Clauses, clause) {
			row.Kind = "requirement"
		}
		m.row(row, m.clauseCell)
	}
	for _, row := range m.things() {
		m.row(row, m.thingCell)
	}
	return c, nil
}

// Gaps lists the rows that no audit of the present cycle has looked at or will
// look at, or of which this is not known.
func (c *Coverage) Gaps() []CoverageRow {
	var list []CoverageRow
	for _, r := range c.Rows {
		if r.State != Audited && r.State != ToAudit {
			list = append(list, r)
		}
	}
	return list
}

// Format returns CoverageFormat.
func (c *Coverage) Format() string { return CoverageFormat }

// JSON returns the matrix as JSON.
func (c *Coverage) JSON() []byte { return encode(c, c) }
