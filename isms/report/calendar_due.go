package report

import (
	"slices"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// interval gives the longest time from one assessment to the next: what the
// criteria in force say, or else the system.
func (d *diary) interval() (time.Duration, bool) {
	c, ok := d.sys.Criteria.Get()
	if !ok {
		return 0, false
	}
	for _, doc := range d.sys.CriteriaDocuments {
		if doc.ID == c.ID.Or("") && doc.Version == c.Version.Or("") && doc.Assessing.Every > 0 {
			return doc.Assessing.Every, true
		}
	}
	return c.Interval.Get()
}

func (d *diary) assessments() {
	e := Entry{Kind: DueAssessment, What: "Assess the risks again", Path: "assessments"}
	last := lastOf(assessmentsUntil(d.sys, d.AsOf))
	switch every, ok := d.interval(); {
	case last == nil && !d.sys.Assessments.Known():
		d.open(e, "it is not stated which assessments there were")
		return
	case last == nil:
		d.open(e, "no assessment has been made yet")
		return
	case !ok:
		d.open(e, "the interval between assessments is not stated")
	default:
		e.Path, e.Who = "assessments["+last.ID+"]", d.each(last.By.Or(nil)...)
		e.Note = "the last one was " + last.ID + ", " + day(stated(last.At))
		if date, ok := after(stated(last.At), every); ok {
			e.Date = date
			d.add(e)
		}
	}
	d.riskReviews(last)
}

// riskReviews enters the reviews that the rules of acceptance ask for.
func (d *diary) riskReviews(a *isms.Assessment) {
	rec := recordOf(d.sys, a)
	if rec == nil {
		return
	}
	for i := range rec.Outcomes {
		o := &rec.Outcomes[i]
		if o.ReviewEvery <= 0 || o.Stage.String() != "current" {
			continue
		}
		e := Entry{Kind: DueRiskReview, What: "Look again at the risk " + o.Risk, Path: "risks[" + o.Risk + "]", Note: "by the rule " + o.Rule}
		if r := d.risks[o.Risk]; r != nil {
			e.What = "Look again at the risk " + named(o.Risk, r.Title)
			e.Who, e.Position = d.each(r.Owner), at(r.Node())
		}
		if date, ok := after(rec.Seal.AsOf, o.ReviewEvery); ok {
			e.Date = date
			d.add(e)
		}
	}
}

func (d *diary) reviews() {
	for _, r := range d.sys.Reviews.Or(nil) {
		if past(r.At, d.AsOf) {
			continue
		}
		e := Entry{Kind: DueReview, What: "Management review " + r.ID, Path: "reviews[" + r.ID + "]", Who: d.each(r.ChairedBy.Or("")), Note: "planned"}
		if e.Date = stated(r.At); e.Date.IsZero() {
			e.Date = stated(r.PlannedAt)
		}
		if e.Date.IsZero() {
			d.open(e, "its date is not stated")
			continue
		}
		d.add(e)
	}
	e := Entry{Kind: DueReview, What: "Management review, at the latest", Path: "reviews"}
	last := lastOf(reviewsUntil(d.sys, d.AsOf))
	every, ok := d.sys.ReviewInterval.Get()
	switch {
	case last == nil && !d.sys.Reviews.Known():
		d.open(e, "it is not stated which reviews there were")
	case last == nil:
		d.open(e, "no review has been held yet")
	case !ok:
		d.open(e, "the interval between reviews is not stated")
	default:
		e.Path, e.Who = "reviews["+last.ID+"]", d.each(last.ChairedBy.Or(""))
		e.Note = "the last one was " + last.ID + ", " + day(stated(last.At))
		if date, ok := after(stated(last.At), every); ok {
			e.Date = date
			d.add(e)
		}
	}
}

func (d *diary) audits() {
	held := map[string]bool{}
	for _, a := range d.sys.Audits.Or(nil) {
		held[a.ID] = true
		if !past(a.At, d.AsOf) {
			d.by(a.At, Entry{Kind: DueAudit, What: "Audit " + a.ID, Path: "audits[" + a.ID + "]", Who: d.each(a.Auditors.Or(nil)...)})
		}
	}
	var last *isms.Programme
	for _, p := range d.sys.Programmes.Or(nil) {
		path := "programmes[" + p.ID + "]"
		for i, id := range p.Audits.Or(nil) {
			if !held[id] && d.sys.Audits.Known() {
				d.open(Entry{Kind: DueAudit, What: "Audit " + id + " of the programme " + p.ID, Path: path + ".audits[" + itoa(i) + "]"}, "nothing but its id is stated")
			}
		}
		if !p.To.Known() {
			d.open(Entry{Kind: DueProgramme, What: "Audit programme " + p.ID, Path: path + ".to"}, "its date is not stated")
		}
		if last == nil || stated(p.To).After(stated(last.To)) {
			last = p
		}
	}
	if last != nil && !stated(last.To).IsZero() {
		d.add(Entry{Kind: DueProgramme, What: "Audit programme " + last.ID + " ends, and no other one follows", Path: "programmes[" + last.ID + "].to", Date: stated(last.To)})
	}
}

func (d *diary) documents() {
	replaced := map[string]bool{}
	for _, x := range d.sys.Documents.Or(nil) {
		if x.Status != isms.DocumentDraft {
			replaced[x.Previous.Or("")] = true
		}
	}
	for _, x := range d.sys.Documents.Or(nil) {
		path, who := "documents["+x.ID+"]", d.each(x.Author.Or(""))
		if until := stated(x.RetentionUntil); !until.IsZero() {
			e := Entry{Kind: DueRetention, What: named(x.ID, x.Title.Or("")), Path: path + ".retentionUntil", Date: until, Who: who}
			if how := x.Disposition.Or(""); how != "" {
				e.Note = "then: " + how
			}
			d.coming(e)
		}
		if x.Status == isms.DocumentWithdrawn || replaced[x.ID] || x.NextReview.IsNone() {
			continue
		}
		d.by(x.NextReview, Entry{Kind: DueDocument, What: named(x.ID, x.Title.Or("")), Path: path + ".nextReview", Who: who})
	}
}

func (d *diary) externals() {
	for _, x := range d.sys.Externals.Or(nil) {
		if relevant, ok := x.Relevant.Get(); ok && !relevant {
			continue
		}
		title := x.Provider.Or("")
		if what := x.Description.Or(""); what != "" {
			title += ", " + what
		}
		d.by(x.NextReview, Entry{Kind: DueExternal, What: named(x.ID, title), Path: "externals[" + x.ID + "].nextReview", Who: d.each(x.Owner.Or(""))})
	}
}

func (d *diary) actions() {
	dated := map[string]bool{}
	for _, a := range d.sys.Actions.Or(nil) {
		if a.Status == isms.ActionDone || a.Status == isms.ActionCancelled {
			continue
		}
		dated[a.ID] = !stated(a.Due).IsZero()
		d.by(a.Due, Entry{Kind: DueAction, What: named(a.ID, a.What.Or("")), Path: "actions[" + a.ID + "].due", Who: d.each(a.Owner.Or(""))})
	}
	for _, n := range d.sys.Nonconformities.Or(nil) {
		if past(n.ClosedAt, d.AsOf) || slices.ContainsFunc(n.Actions.Or(nil), func(id string) bool { return dated[id] }) {
			continue
		}
		path := "nonconformities[" + n.ID + "]"
		e := Entry{Kind: DueNC, What: named(n.ID, n.Description.Or("")), Path: path}
		if who, _ := d.owner(path); !who.Nobody() {
			e.Who = []Who{who}
		}
		if !n.ClosedAt.Known() {
			d.open(e, "it is not stated whether it is closed")
		} else {
			d.open(e, "it is open, and no open action about it has a date")
		}
	}
}

func (d *diary) objectives() {
	for _, o := range d.sys.Objectives.Or(nil) {
		e := Entry{Kind: DueObjective, What: named(o.ID, o.Statement.Or("")), Path: "objectives[" + o.ID + "].when", Who: d.each(o.Who.Or(""))}
		if when := stated(o.When); !when.IsZero() && endOf(when).Before(d.AsOf) {
			if at := stated(o.ResultAt); !at.IsZero() && !at.Before(when) {
				continue // its time is over, and its result was taken
			}
			e.Note = "no result was taken on that day or later"
		}
		d.by(o.When, e)
	}
}

func (d *diary) measures() {
	for _, m := range d.sys.Measures.Or(nil) {
		if !m.NextDue.IsNone() {
			d.by(m.NextDue, Entry{Kind: DueMeasure, What: named(m.ID, m.What.Or("")), Path: "measures[" + m.ID + "].nextDue", Who: d.each(m.MeasuredBy.Or(""))})
		}
	}
}

func (d *diary) requirements() {
	for _, p := range d.sys.Parties.Or(nil) {
		for _, r := range p.Requirements.Or(nil) {
			if due := stated(r.Due); !due.IsZero() {
				d.coming(Entry{Kind: DueRequirement, What: named(r.ID, r.Description.Or("")) + " (" + or(p.Name.Or(""), p.ID) + ")",
					Path: "parties[" + p.ID + "].requirements[" + r.ID + "].due", Date: due})
			}
		}
	}
}

func (d *diary) changes() {
	for _, c := range d.sys.Changes.Or(nil) {
		if c.Kind == isms.UnintendedChange || past(c.ImplementedAt, d.AsOf) {
			continue
		}
		e := Entry{Kind: DueChange, What: named(c.ID, or(c.Description.Or(""), c.Purpose.Or(""))), Path: "changes[" + c.ID + "]", Who: d.each(c.Responsible.Or(""))}
		switch {
		case !stated(c.ImplementedAt).IsZero():
			e.Date = stated(c.ImplementedAt)
			d.add(e)
		case c.ImplementedAt.IsNone():
			d.open(e, "it is planned, and not carried out")
		default:
			d.open(e, "it is not stated whether it is carried out")
		}
	}
}

func (d *diary) edition() {
	p := conformity.ProfileOf(string(d.sys.Edition))
	if p == nil || p.ValidUntil.IsZero() {
		return
	}
	e := Entry{Kind: DueTransition, What: p.Title + " ends", Path: "edition", Date: p.ValidUntil, Note: "nobody is certified against it any more"}
	if next := p.Successor(); next != nil {
		e.Note = "its successor is " + next.Title
	}
	d.add(e)
}
