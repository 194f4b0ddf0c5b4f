package report

import (
	"math/big"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// Opportunities are what may make the system better: ideas of audits, of the
// register of opportunities, and improvements that were judged in the period.
type Opportunities struct {
	Findings     []IdeaLine        `json:"findings,omitempty"`      // of audits of the period
	Register     []IdeaLine        `json:"opportunities,omitempty"` // that are not to be left alone
	Improvements []ImprovementLine `json:"improvements,omitempty"`  // judged in the period
	// NotJudged are improvements that nobody has judged yet, by id.
	NotJudged []string `json:"notJudged,omitempty"`
}

// An IdeaLine is an idea.
type IdeaLine struct {
	ID       string `json:"id"`
	What     string `json:"what,omitempty"`
	Decision string `json:"decision,omitempty"`
	Who      []Who  `json:"who,omitempty"`
}

// An ImprovementLine is an improvement and what it brought.
type ImprovementLine struct {
	ID     string    `json:"id"`
	What   string    `json:"what,omitempty"`
	Aspect string    `json:"aspect,omitempty"`
	At     time.Time `json:"at"`
	Before string    `json:"before,omitempty"`
	After  string    `json:"after,omitempty"`
	Change string    `json:"change,omitempty"` // a decimal
}

func (b *briefing) opportunities() {
	for _, a := range auditsUntil(b.sys, b.Until) {
		if !b.period().holds(stated(a.At)) {
			continue
		}
		for _, f := range a.Findings.Or(nil) {
			if f.Kind == isms.FoundOpportunity {
				b.Improvement.Findings = append(b.Improvement.Findings, IdeaLine{ID: f.ID, What: f.Description.Or("")})
			}
		}
	}
	for _, o := range b.sys.Opportunities.Or(nil) {
		if o.Decision != isms.IgnoreOpportunity {
			b.Improvement.Register = append(b.Improvement.Register, IdeaLine{o.ID, o.Description.Or(""), string(o.Decision), b.each(o.Owner.Or(""))})
		}
	}
	for _, i := range b.sys.Improvements.Or(nil) {
		at := stated(i.EvaluatedAt)
		if at.IsZero() || at.After(b.Until) {
			b.Improvement.NotJudged = append(b.Improvement.NotJudged, i.ID)
			continue
		}
		if !b.period().holds(at) {
			continue
		}
		x := ImprovementLine{ID: i.ID, What: i.What.Or(""), Aspect: string(i.Aspect), At: at, Before: decimalText(i.Before), After: decimalText(i.After)}
		before, known := i.Before.Get()
		if after, ok := i.After.Get(); ok && known {
			x.Change = decimalOf(new(big.Rat).Sub(after.Rat(), before.Rat()))
		}
		b.Improvement.Improvements = append(b.Improvement.Improvements, x)
	}
}
