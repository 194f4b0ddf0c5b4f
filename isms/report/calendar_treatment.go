package report

import (
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// approvals enters what approvals and acceptances wait for, and when they end.
func (d *diary) approvals() {
	for _, t := range d.plans {
		replaced := map[string]bool{}
		for i := range t.plan.Approvals {
			if a := &t.plan.Approvals[i]; a.Decision == risk.Approved {
				replaced[a.Supersedes] = true
			}
		}
		for i := range t.plan.Approvals {
			a := &t.plan.Approvals[i]
			if a.Revoked == nil && !replaced[a.ID] && a.Decision != risk.Rejected {
				d.approval(t, a)
			}
		}
	}
}

func (d *diary) approval(t treated, a *risk.Approval) {
	path := t.path + ".approvals[" + a.ID + "]"
	e := Entry{Kind: DueAcceptance, Path: path, Position: at(a.Node()), What: d.decided(t.plan, a), Who: d.each(a.By)}
	if a.Decision == 0 {
		e.Kind, e.Who = DueApproval, d.each(d.riskOwner(t.plan, a))
		d.open(e, "asked for on "+or(day(a.RequestedAt), "a day that is not stated"))
		return
	}
	expires := a.Expires
	if s := t.standings[a.ID]; s != nil {
		if s.Status == risk.StatusVoid || s.Status == risk.StatusSuperseded {
			return
		}
		expires = s.Expires
	} else if expires.IsZero() && a.Kind == risk.AcceptRisk {
		d.open(e, "when it ends is not known: the assessment that the plan treats is not at hand, or the plan does not fit it")
	}
	if !expires.IsZero() {
		e.Date = expires
		d.add(e)
	}
	for _, c := range a.Conditions {
		if c.Met.IsZero() {
			d.byTime(c.Due, Entry{Kind: DueCondition, Path: path + ".conditions[" + c.ID + "]", Position: at(a.Node()), What: named(c.ID, c.Text) + " (" + e.What + ")", Who: d.each(a.By)})
		}
	}
}

// decided says what an approval is about.
func (d *diary) decided(p *risk.Plan, a *risk.Approval) string {
	if a.Kind == risk.ApproveItem {
		return "Approval " + a.ID + " of the treatment " + a.Item
	}
	title := ""
	if r := d.risks[a.Risk]; r != nil {
		title = r.Title
	}
	return "Acceptance " + a.ID + " of the risk " + named(a.Risk, title)
}

func (d *diary) riskOwner(p *risk.Plan, a *risk.Approval) string {
	id := a.Risk
	for i := range p.Items {
		if p.Items[i].ID == a.Item && id == "" {
			id = p.Items[i].Risk
		}
	}
	if r := d.risks[id]; r != nil {
		return r.Owner
	}
	return ""
}

func (d *diary) items() {
	for _, t := range d.plans {
		for i := range t.plan.Items {
			it := &t.plan.Items[i]
			if it.Status == risk.ItemDone || it.Status == risk.ItemCancelled {
				continue
			}
			what := "Treatment " + it.ID + " of the risk " + it.Risk
			if r := d.risks[it.Risk]; r != nil {
				what = "Treatment " + it.ID + " of the risk " + named(it.Risk, r.Title)
			}
			d.byTime(it.DueBy(), Entry{Kind: DueItem, What: what, Path: t.path + ".items[" + it.ID + "]", Position: at(it.Node()), Who: d.each(it.Responsible)})
		}
	}
}

// controls enters the controls that are not implemented yet: those of plans, of
// the system, and of statements of applicability. One that several of these
// name counts once for a day.
func (d *diary) controls() {
	type key struct{ id, day string }
	seen := map[key]bool{}
	add := func(id string, due time.Time, e Entry) {
		k := key{id, day(due)}
		if seen[k] || due.IsZero() && seen[key{id, "any"}] {
			return
		}
		seen[k], seen[key{id, "any"}] = true, true
		e.Kind = DueControl
		d.byTime(due, e)
	}
	for _, t := range d.plans {
		for i := range t.plan.Controls {
			if c := &t.plan.Controls[i]; c.Status != risk.Implemented {
				add(c.ID, c.Due, Entry{What: named(c.ID, c.Title), Path: t.path + ".controls[" + c.ID + "]", Position: at(t.plan.Node()), Who: d.each(c.Owner)})
			}
		}
	}
	for _, c := range d.sys.Controls.Or(nil) {
		if i, ok := c.Implementation.Get(); ok && i.Status != isms.ControlImplemented {
			add(c.ID, stated(i.Due), Entry{What: named(c.ID, c.Title.Or("")), Path: "controls[" + c.ID + "].implementation", Who: d.each(i.Owner.Or(""))})
		}
	}
	for _, s := range d.sys.CurrentStatements() {
		for i := range s.Entries {
			if e := &s.Entries[i]; e.Necessary == soa.Necessary && e.Status != risk.Implemented {
				add(e.Control, e.Due, Entry{What: named(e.Control, e.Title), Path: "statements[" + s.ID + "].entries[" + e.Control + "]", Position: at(e.Node()), Who: d.each(e.Owner)})
			}
		}
	}
}
