package report

import (
	"slices"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// ActionTrend tells what became of actions from review to review.
type ActionTrend struct {
	Flows []Flow `json:"flows"` // by period
	// Undated are actions of which it is not known when they were opened,
	// whether they are finished, or when.
	Undated []string `json:"undated,omitempty"`
	// Lines are the actions that were open at some time in the period, those
	// of earlier reviews among them.
	Lines []ActionLine `json:"actions"`
	// Reviews tells which actions each review looked at, at its beginning and
	// at its end.
	Reviews []ActionReview `json:"reviews"`
}

// An ActionLine is an action as it stands at the end of the period.
type ActionLine struct {
	ID       string    `json:"id"`
	What     string    `json:"what,omitempty"`
	Source   string    `json:"source,omitempty"` // what it was decided in
	Owner    []Who     `json:"owner,omitempty"`
	Opened   time.Time `json:"opened,omitzero"`
	Due      time.Time `json:"due,omitzero"`
	Closed   time.Time `json:"closed,omitzero"` // zero while it is open
	Status   string    `json:"status"`          // open, overdue, done, cancelled or not known
	Effect   string    `json:"effect,omitempty"`
	Reviewed bool      `json:"reviewed"` // whether its effectiveness was judged
}

// An ActionReview tells which actions a review looked at.
type ActionReview struct {
	Review  string      `json:"review"`
	At      time.Time   `json:"at"`
	Opening ActionCheck `json:"opening"` // against those that were open when it began
	Closing ActionCheck `json:"closing"` // against those, and the ones that it decided
}

// An ActionCheck holds the actions that a review should have looked at against
// those that it did.
type ActionCheck struct {
	Stated  bool     `json:"stated"` // whether the review says which it looked at
	Should  int      `json:"should"`
	Looked  int      `json:"looked"` // of these
	LeftOut []string `json:"leftOut,omitempty"`
}

func (b *briefing) actions() {
	opened := b.decidedAt()
	var all []lifespan
	t := &b.Actions
	t.Lines, t.Reviews = []ActionLine{}, []ActionReview{}
	for _, a := range b.sys.Actions.Or(nil) {
		at := stated(a.OpenedAt)
		if at.IsZero() {
			at = opened[a.ID]
		}
		closed, known := closedAt(a)
		l := lifespanOf(a.ID, at, closed, known)
		all = append(all, l)
		if l.undated || l.openAt(b.Until) || b.period().holds(l.closed) {
			t.Lines = append(t.Lines, b.actionLine(a, &l))
		}
	}
	t.Flows, t.Undated = flows(b.Periods, all), undated(all)
	for _, r := range b.held {
		t.Reviews = append(t.Reviews, checkActions(r, all))
	}
}

// decidedAt gives for actions the time of the review that decided them.
func (b *briefing) decidedAt() map[string]time.Time {
	at := map[string]time.Time{}
	for _, a := range b.sys.Actions.Or(nil) {
		if r, ok := b.index.Entity(a.Source.Or("")).(*isms.Review); ok {
			at[a.ID] = stated(r.At)
		}
	}
	for _, r := range b.sys.Reviews.Or(nil) {
		for _, id := range r.Actions.Or(nil) {
			if at[id].IsZero() {
				at[id] = stated(r.At)
			}
		}
	}
	return at
}

// closedAt tells when an action was finished; known is false if it is not
// stated whether it is, or when.
func closedAt(a *isms.Action) (at time.Time, known bool) {
	done := stated(a.DoneAt)
	switch a.Status {
	case isms.ActionPlanned, isms.ActionStarted:
		return time.Time{}, true
	case isms.ActionDone:
		return done, !done.IsZero()
	case isms.ActionCancelled:
		return done, !done.IsZero()
	}
	return done, !done.IsZero() || a.DoneAt.IsNone()
}

func (b *briefing) actionLine(a *isms.Action, l *lifespan) ActionLine {
	x := ActionLine{ID: a.ID, What: a.What.Or(""), Source: a.Source.Or(""), Owner: b.each(a.Owner.Or("")), Opened: l.opened, Due: stated(a.Due)}
	switch {
	case l.openAt(b.Until) || l.opened.IsZero() && (a.Status == isms.ActionPlanned || a.Status == isms.ActionStarted):
		x.Status = "open"
		if !x.Due.IsZero() && endOf(x.Due).Before(b.Until) {
			x.Status = "overdue"
		}
	case l.closed.IsZero() && a.Status == "":
		x.Status = "not known"
	default:
		x.Status, x.Closed = "done", l.closed
		if a.Status == isms.ActionCancelled {
			x.Status = "cancelled"
		}
	}
	if e, ok := a.Effectiveness.Get(); ok && past(e.At, b.Until) {
		x.Effect, x.Reviewed = e.Result.Or(""), true
	}
	return x
}

// checkActions holds the actions that were open when a review began, and those
// that it decided, against what it looked at.
func checkActions(r *isms.Review, all []lifespan) ActionReview {
	at := stated(r.At)
	decided := r.Actions.Or(nil)
	var open []string
	for i := range all {
		if l := &all[i]; l.openAt(at) && !slices.Contains(decided, l.id) {
			open = append(open, l.id)
		}
	}
	return ActionReview{Review: r.ID, At: at, Opening: checkStates(r.OpeningActionReview, open), Closing: checkStates(r.ClosingActionReview, append(slices.Clone(open), decided...))}
}

func checkStates(looked isms.Opt[[]*isms.ActionState], should []string) ActionCheck {
	slices.Sort(should)
	should = slices.Compact(should)
	list, known := looked.Get()
	c := ActionCheck{Stated: known, Should: len(should)}
	for _, id := range should {
		if slices.ContainsFunc(list, func(s *isms.ActionState) bool { return s.Action.Or("") == id }) {
			c.Looked++
		} else if known {
			c.LeftOut = append(c.LeftOut, id)
		}
	}
	return c
}
