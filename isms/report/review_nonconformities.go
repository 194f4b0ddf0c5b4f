package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// NCTrend tells how many nonconformities were found and closed from review to
// review.
type NCTrend struct {
	Flows   []Flow   `json:"flows"`             // by period
	Undated []string `json:"undated,omitempty"` // not counted, for want of a date
	// By tells how those that were found in the period divide: by source,
	// grade and requirement.
	BySource      []Share  `json:"bySource,omitempty"`
	ByGrade       []Share  `json:"byGrade,omitempty"`
	ByRequirement []Share  `json:"byRequirement,omitempty"`
	Lines         []NCLine `json:"nonconformities"` // open at the end, or found or closed in the period
}

// A Share is how many have something in common.
type Share struct {
	Of    string `json:"of"` // "" if it is not stated
	Count int    `json:"count"`
}

// An NCLine is a nonconformity as it stands at the end of the period.
type NCLine struct {
	ID          string    `json:"id"`
	Description string    `json:"description,omitempty"`
	Requirement string    `json:"requirement,omitempty"`
	Grade       string    `json:"grade,omitempty"`
	Detected    time.Time `json:"detected,omitzero"`
	Closed      time.Time `json:"closed,omitzero"`
	Status      string    `json:"status"` // open, closed or not known
	Cause       string    `json:"cause,omitempty"`
	Actions     []string  `json:"actions,omitempty"`
	NoActions   bool      `json:"noActions,omitempty"` // it is stated that there are none
	Judged      Answer    `json:"judged"`              // whether it was judged if the actions worked
	Effect      string    `json:"effect,omitempty"`
}

func (b *briefing) nonconformities() {
	var all []lifespan
	var found []*isms.Nonconformity
	t := &b.Nonconformities
	t.Flows, t.Lines, b.Feedback = []Flow{}, []NCLine{}, []string{}
	if !b.sys.Nonconformities.Known() {
		return
	}
	for _, n := range b.sys.Nonconformities.Or(nil) {
		l := lifespanOf(n.ID, stated(n.DetectedAt), stated(n.ClosedAt), n.ClosedAt.Known())
		all = append(all, l)
		in := b.period().holds(stated(n.DetectedAt))
		if in {
			found = append(found, n)
			switch b.index.Entity(n.DetectedBy.Or("")).(type) {
			case *isms.Party, *isms.External:
				b.Feedback = append(b.Feedback, n.ID)
			}
		}
		if later := l.opened.After(b.Until); !later && (l.undated || in || l.openAt(b.Until) || b.period().holds(l.closed)) {
			t.Lines = append(t.Lines, b.ncLine(n, &l))
		}
	}
	t.Flows, t.Undated = flows(b.Periods, all), undated(all)
	t.BySource = shares(found, func(n *isms.Nonconformity) string { return string(n.Source) })
	t.ByGrade = shares(found, func(n *isms.Nonconformity) string { return n.Grade.Or("") })
	t.ByRequirement = shares(found, func(n *isms.Nonconformity) string { return n.Requirement.Or("") })
}

func (b *briefing) ncLine(n *isms.Nonconformity, l *lifespan) NCLine {
	x := NCLine{ID: n.ID, Description: n.Description.Or(""), Requirement: n.Requirement.Or(""), Grade: n.Grade.Or(""), Detected: stated(n.DetectedAt),
		Cause: n.Cause.Or(""), Actions: n.Actions.Or(nil), Status: "open"}
	switch closed := stated(n.ClosedAt); {
	case !n.ClosedAt.Known():
		x.Status = "not known"
	case !closed.IsZero() && !closed.After(b.Until):
		x.Status, x.Closed = "closed", l.closed
		if l.closed.IsZero() {
			x.Closed = closed
		}
	}
	x.NoActions = n.Actions.Known() && len(x.Actions) == 0
	x.Judged, x.Effect = b.judged(n.Effectiveness)
	return x
}

// shares counts what has something in common: the largest share first.
func shares[T any](all []T, of func(T) string) []Share {
	var list []Share
	place := map[string]int{}
	for _, e := range all {
		s := of(e)
		i, ok := place[s]
		if !ok {
			i = len(list)
			place[s] = i
			list = append(list, Share{Of: s})
		}
		list[i].Count++
	}
	slices.SortFunc(list, func(a, b Share) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Of, b.Of)) })
	return list
}
