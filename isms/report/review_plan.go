package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/ismskit/ismskit/risk"
)

// PlanStatus tells how far a treatment plan has come.
type PlanStatus struct {
	Plan        string     `json:"plan"`
	Version     string     `json:"version,omitempty"`
	Title       string     `json:"title,omitempty"`
	Changed     time.Time  `json:"changed,omitzero"`
	Items       Flow       `json:"items"`             // those with the dates that it takes, in the period
	Undated     []string   `json:"undated,omitempty"` // items of which it is not stated whether, or when, they were done
	Cancelled   int        `json:"cancelled"`
	Overdue     int        `json:"overdue"` // open at the end of the period, and due before
	Lines       []PlanLine `json:"open"`    // items that are open at the end of the period
	Approvals   []Share    `json:"approvals,omitempty"`
	StandingsOK bool       `json:"standingsKnown"` // whether the plan fits an assessment at hand, so that approvals can be judged
}

// A PlanLine is an open item of a plan.
type PlanLine struct {
	Item    string    `json:"item"`
	Risk    string    `json:"risk"`
	Option  string    `json:"option,omitempty"`
	Who     []Who     `json:"who,omitempty"`
	Due     time.Time `json:"due,omitzero"`
	Status  string    `json:"status,omitempty"`
	Overdue bool      `json:"overdue,omitempty"`
}

func (b *briefing) planStatus(ctx context.Context) error {
	list, err := treatments(ctx, b.sys, b.Until)
	if err != nil {
		return err
	}
	b.Plans = []PlanStatus{}
	for _, t := range list {
		b.Plans = append(b.Plans, b.plan(t))
	}
	return nil
}

// plan counts the items of a plan. An item counts from its start, or else from
// when the plan was changed last: plans do not say when an item was entered.
func (b *briefing) plan(t treated) PlanStatus {
	p := t.plan
	x := PlanStatus{Plan: p.ID, Version: p.Version, Title: p.Title, Changed: p.Changed, Lines: []PlanLine{}, StandingsOK: t.standings != nil}
	var all []lifespan
	for i := range p.Items {
		it := &p.Items[i]
		if it.Status == risk.ItemCancelled {
			x.Cancelled++
			continue
		}
		opened := it.Start
		if opened.IsZero() {
			opened = p.Changed
		}
		if opened.IsZero() || !it.Done.IsZero() && opened.After(it.Done) {
			opened = it.Done
		}
		if opened.IsZero() {
			opened = b.Until
		}
		l := lifespanOf(it.ID, opened, it.Done, !it.Done.IsZero() || it.Status == risk.ItemPlanned || it.Status == risk.ItemStarted)
		all = append(all, l)
		if l.undated || !l.openAt(b.Until) {
			continue
		}
		line := PlanLine{Item: it.ID, Risk: it.Risk, Option: it.Option, Who: b.each(it.Responsible), Due: it.DueBy(), Status: it.Status.String()}
		if line.Overdue = !line.Due.IsZero() && endOf(line.Due).Before(b.Until); line.Overdue {
			x.Overdue++
		}
		x.Lines = append(x.Lines, line)
	}
	x.Items, x.Undated = flows([]Period{b.period()}, all)[0], undated(all)
	slices.SortStableFunc(x.Lines, func(a, b PlanLine) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Item, b.Item)) })
	var standings []string
	for i := range p.Approvals {
		if s := t.standings[p.Approvals[i].ID]; s != nil {
			standings = append(standings, s.Status.String())
		} else {
			standings = append(standings, "")
		}
	}
	x.Approvals = shares(standings, func(s string) string { return s })
	return x
}
