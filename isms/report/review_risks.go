package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
)

// RiskTrend tells what the assessments of risk came to.
type RiskTrend struct {
	Assessments []AssessmentLine `json:"assessments"` // of the period, after the last one before it
	// SameCriteria tells whether the last two of them were made by the same
	// criteria, so that their bands mean the same. If not, compare their
	// records: a band may have changed because the criteria did.
	SameCriteria bool         `json:"sameCriteria"`
	Moved        []RiskChange `json:"moved,omitempty"`   // what became of risks since the assessment before, if so
	Undated      []string     `json:"undated,omitempty"` // assessments without a date
}

// An AssessmentLine is an assessment with its numbers.
type AssessmentLine struct {
	ID       string      `json:"id"`
	At       time.Time   `json:"at"`
	InPeriod bool        `json:"inPeriod"`
	Record   seal.Digest `json:"record,omitempty"`
	Known    bool        `json:"known"` // whether its record is at hand
	Criteria seal.Digest `json:"criteria,omitempty"`
	Risks    int         `json:"risks"`               // assessed at the current stage
	Bands    []Share     `json:"bands,omitempty"`     // highest first; "" for those that are undetermined
	Decided  []Share     `json:"decisions,omitempty"` // by decision of the criteria
}

// A RiskChange is a risk with another band than before, or one that only one
// of two assessments has.
type RiskChange struct {
	How   string `json:"how"` // moved, added or removed
	Risk  string `json:"risk"`
	Title string `json:"title,omitempty"`
	Old   string `json:"old,omitempty"` // band; "" if it was undetermined, or is added
	New   string `json:"new,omitempty"` // "" if it is undetermined, or removed
}

func (b *briefing) risks() {
	t := &b.Review.Risks
	t.Assessments = []AssessmentLine{}
	for _, a := range b.sys.Assessments.Or(nil) {
		if !a.At.Known() {
			t.Undated = append(t.Undated, a.ID)
		}
	}
	var before *isms.Assessment
	var shown []*isms.Assessment
	for _, a := range assessmentsUntil(b.sys, b.Until) {
		if b.period().holds(stated(a.At)) {
			shown = append(shown, a)
		} else {
			before = a
		}
	}
	if before != nil {
		shown = append([]*isms.Assessment{before}, shown...)
	}
	var records []*risk.Record
	for _, a := range shown {
		rec := recordOf(b.sys, a)
		records = append(records, rec)
		t.Assessments = append(t.Assessments, b.assessment(a, rec))
	}
	if n := len(records); n > 1 && records[n-2] != nil && records[n-1] != nil && records[n-2].Seal.Criteria == records[n-1].Seal.Criteria {
		t.SameCriteria = true
		t.Moved = b.moved(records[n-2], records[n-1])
	}
}

func (b *briefing) assessment(a *isms.Assessment, rec *risk.Record) AssessmentLine {
	x := AssessmentLine{ID: a.ID, At: stated(a.At), InPeriod: b.period().holds(stated(a.At)), Record: a.Record.Or("")}
	if rec == nil {
		return x
	}
	x.Known, x.Criteria = true, rec.Seal.Criteria
	var current []*risk.Outcome
	for i := range rec.Outcomes {
		if o := &rec.Outcomes[i]; o.Stage == risk.Current {
			current = append(current, o)
		}
	}
	x.Risks = len(current)
	x.Bands = shares(current, func(o *risk.Outcome) string { return o.Band })
	if order := b.bands(rec); order != nil {
		slices.SortStableFunc(x.Bands, func(p, q Share) int { return cmp.Compare(slices.Index(order, q.Of), slices.Index(order, p.Of)) })
	}
	x.Decided = shares(current, func(o *risk.Outcome) string { return o.Decision.String() })
	return x
}

// bands lists the bands of a record's criteria, lowest first, nil if they are
// not at hand.
func (b *briefing) bands(rec *risk.Record) []string {
	var doc *criteria.Document
	for _, d := range b.sys.CriteriaDocuments {
		if criteria.Digest(d.Bytes()) == rec.Seal.Criteria {
			doc = d
		}
	}
	if doc == nil && rec.Materials.Criteria != "" {
		doc, _ = criteria.Parse("record", []byte(rec.Materials.Criteria))
	}
	if doc == nil {
		return nil
	}
	ids := make([]string, len(doc.Bands))
	for i := range doc.Bands {
		ids[i] = doc.Bands[i].ID
	}
	return ids
}

// moved lists the risks that differ between two records, by id.
func (b *briefing) moved(old, new *risk.Record) []RiskChange {
	bands := func(r *risk.Record) map[string]string {
		m := map[string]string{}
		for i := range r.Outcomes {
			if o := &r.Outcomes[i]; o.Stage == risk.Current {
				m[o.Risk] = o.Band
			}
		}
		return m
	}
	was, is := bands(old), bands(new)
	var ids []string
	for id := range is {
		ids = append(ids, id)
	}
	for id := range was {
		if _, ok := is[id]; !ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var list []RiskChange
	for _, id := range ids {
		x := RiskChange{How: "moved", Risk: id, Old: was[id], New: is[id]}
		_, before := was[id]
		_, after := is[id]
		switch {
		case !before:
			x.How = "added"
		case !after:
			x.How = "removed"
		case x.Old == x.New:
			continue
		}
		if r := b.owners.risks[id]; r != nil {
			x.Title = r.Title
		}
		list = append(list, x)
	}
	return list
}
