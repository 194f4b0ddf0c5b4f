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
	ID     string    `json:"id"`
	What   string    `json:"what,omitempty"`
	Source string    `json:"source,omitempty"` // what it was decided in
	Owner  []Who     `json:"owner,omitempty"`
	Opened time.Time `json:"opened,omitzero"`
	Due    time.Time `json:"due,omitzero"`
	Closed time.Time `json:"closed,omitzero"` // zero while it is open
	Status string    `json:"status"`          // open, overdue, done, cancelled or not known
	Judged Answer    `json:"judged"`          // whether it was judged if it worked
	Effect string    `json:"effect,omitempty"`
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
	decided := b.decided()
	var all []lifespan
	t := &b.Actions
	t.Flows, t.Lines, t.Reviews = []Flow{}, []ActionLine{}, []ActionReview{}
	if !b.sys.Actions.Known() {
		return
	}
	for _, a := range b.sys.Actions.Or(nil) {
		at := stated(a.OpenedAt)
		if r := decided[a.ID]; at.IsZero() && r != nil {
			at = stated(r.At)
		}
		closed, known := closedAt(a)
		l := lifespanOf(a.ID, at, closed, known)
		all = append(all, l)
		if l.undated || l.openAt(b.Until) || b.period().holds(l.closed) {
			x := b.actionLine(a, &l)
			if r := decided[a.ID]; x.Source == "" && r != nil {
				x.Source = r.ID
			}
			t.Lines = append(t.Lines, x)
		}
	}
	t.Flows, t.Undated = flows(b.Periods, all), undated(all)
	for _, r := range b.held {
		t.Reviews = append(t.Reviews, checkActions(r, all, decided))
	}
}

// decided gives for actions the review that decided them.
func (b *briefing) decided() map[string]*isms.Review {
	in := map[string]*isms.Review{}
	for _, a := range b.sys.Actions.Or(nil) {
		if r, ok := b.index.Entity(a.Source.Or("")).(*isms.Review); ok {
			in[a.ID] = r
		}
	}
	for _, r := range b.sys.Reviews.Or(nil) {
		for _, id := range r.Actions.Or(nil) {
			if in[id] == nil {
				in[id] = r
			}
		}
	}
	return in
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
	x.Judged, x.Effect = b.judged(a.Effectiveness)
	return x
}

// An Answer is yes or no, unless it is not known.
type Answer string

// The answers.
const (
	Yes      Answer = "yes"
	No       Answer = "no"
	NoAnswer Answer = "not_known"
)

// judged tells whether it was judged until the end of the period if something
// worked, and what was found.
func (b *briefing) judged(o isms.Opt[*isms.Effectiveness]) (Answer, string) {
	e, ok := o.Get()
	switch {
	case o.IsNone(), ok && (e.At.IsNone() || stated(e.At).After(b.Until)):
		return No, ""
	case ok && past(e.At, b.Until):
		return Yes, e.Result.Or("")
	}
	return NoAnswer, ""
}

// checkActions holds the actions that were open when a review began, and those
// that it decided, against what it looked at.
func checkActions(r *isms.Review, all []lifespan, decided map[string]*isms.Review) ActionReview {
	at := stated(r.At)
	closing := slices.Clone(r.Actions.Or(nil))
	var opening []string
	for i := range all {
		l := &all[i]
		if decided[l.id] == r {
			closing = append(closing, l.id)
		} else if l.openAt(at) {
			opening = append(opening, l.id)
			closing = append(closing, l.id)
		}
	}
	return ActionReview{Review: r.ID, At: at, Opening: checkStates(r.OpeningActionReview, opening), Closing: checkStates(r.ClosingActionReview, closing)}
}

func checkStates(looked isms.Opt[[]*isms.ActionState], should []string) ActionCheck {
	slices.Sort(should)
	should = slices.Compact(should)
	list, known := looked.Get()
	c := ActionCheck{Stated: known, Should: len(should)}
	seen := map[string]bool{}
	for _, s := range list {
		seen[s.Action.Or("")] = true
	}
	for _, id := range should {
		if seen[id] {
			c.Looked++
		} else if known {
			c.LeftOut = append(c.LeftOut, id)
		}
	}
	return c
}
