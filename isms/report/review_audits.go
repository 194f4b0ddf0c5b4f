package report

import (
	"time"

	"github.com/ismskit/ismskit/isms"
)

// AuditTrend tells what audits found from review to review.
type AuditTrend struct {
	Periods []AuditPeriod `json:"periods"`
	Lines   []AuditLine   `json:"audits"` // of the period
	// Undated are audits without a date: they may belong to any period.
	Undated []string `json:"undated,omitempty"`
	// Loose are findings of the period that are nonconformities and do not say
	// which entry of the register they became.
	Loose []string `json:"loose,omitempty"`
}

// An AuditPeriod counts the audits of a period and what they found.
type AuditPeriod struct {
	Period
	Audits   int      `json:"audits"`
	Findings Findings `json:"findings"`
	Open     int      `json:"open"` // audits whose findings are not stated
}

// An AuditLine is an audit of the period.
type AuditLine struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Auditors []Who     `json:"auditors,omitempty"`
	Scope    []string  `json:"scope,omitempty"`
	Findings *Findings `json:"findings,omitempty"` // nil if they are not stated
	Reported time.Time `json:"reported,omitzero"`
}

func (b *briefing) audits() {
	t := &b.Audits
	t.Lines = []AuditLine{}
	for _, a := range b.sys.Audits.Or(nil) {
		if !a.At.Known() {
			t.Undated = append(t.Undated, a.ID)
		}
	}
	all := auditsUntil(b.sys, b.AsOf)
	for _, p := range b.Periods {
		x := AuditPeriod{Period: p}
		for _, a := range all {
			if !p.holds(stated(a.At)) {
				continue
			}
			x.Audits++
			list, known := a.Findings.Get()
			if !known {
				x.Open++
			}
			for _, f := range list {
				x.Findings.add(f.Kind)
			}
		}
		t.Periods = append(t.Periods, x)
	}
	for _, a := range all {
		if b.period().holds(stated(a.At)) {
			b.auditLine(a)
		}
	}
}

func (b *briefing) auditLine(a *isms.Audit) {
	x := AuditLine{ID: a.ID, At: stated(a.At), Auditors: b.each(a.Auditors.Or(nil)...), Scope: a.Scope.Or(nil), Reported: stated(a.ReportedAt)}
	if list, ok := a.Findings.Get(); ok {
		x.Findings = &Findings{}
		for _, f := range list {
			x.Findings.add(f.Kind)
			if (f.Kind == isms.MajorNonconformity || f.Kind == isms.MinorNonconformity) && f.NC.Or("") == "" {
				b.Audits.Loose = append(b.Audits.Loose, f.ID)
			}
		}
	}
	b.Audits.Lines = append(b.Audits.Lines, x)
}
