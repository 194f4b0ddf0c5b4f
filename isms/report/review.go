package report

import (
	"context"
	"errors"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// ReviewFormat names the inputs of a management review.
const ReviewFormat = "ismskit.report.review/v1"

// ErrReview tells that the system has no review of that id.
var ErrReview = errors.New("report: no such management review")

// Review is the inputs of a management review (9.3.2) over the time since the
// review before, in the order of the standard. What can be computed is computed
// from the system; what the review's own entry records stands beside it, and
// what nobody has recorded is named.
//
// The period begins after the review before, which is the last one by date that
// no other entry corrects, and ends with the review: what is dated as the review
// is belongs to the period that it ends. For a review that has not been held it
// ends as of the report. The treatment plans are those at hand; their approvals
// are judged as of the end of the period.
type Review struct {
	Head
	Review   string    `json:"review,omitempty"` // id; "" for the next one, which has no entry yet
	Held     bool      `json:"held"`
	Previous string    `json:"previous,omitempty"` // id of the review before; "" for none
	From     time.Time `json:"from,omitzero"`      // when that was; zero: since the beginning
	Until    time.Time `json:"until"`
	Periods  []Period  `json:"periods"` // from review to review, this one last

	Inputs          []Input         `json:"inputs"` // of the standard, with what the review's entry records
	Actions         ActionTrend     `json:"actions"`
	Context         ContextChanges  `json:"context"`
	Parties         PartyChanges    `json:"parties"`
	Nonconformities NCTrend         `json:"nonconformities"`
	Measures        []MeasureTrend  `json:"measures"`
	Audits          AuditTrend      `json:"audits"`
	Objectives      []ObjectiveLine `json:"objectives"`
	Feedback        []string        `json:"feedback"` // nonconformities that interested parties noticed in the period, by id
	Risks           RiskTrend       `json:"risks"`
	Plans           []PlanStatus    `json:"plans"`
	Improvement     Opportunities   `json:"improvement"`
	// NotKnown are paths of sections that are not stated: what the report
	// counts there is what is known.
	NotKnown []string `json:"notKnown,omitempty"`
}

// A Period is the time from one review to the next.
type Period struct {
	Review string    `json:"review,omitempty"` // that ends it; "" for the next one
	From   time.Time `json:"from,omitzero"`    // zero: since the beginning
	Until  time.Time `json:"until"`
}

// holds tells whether a time lies in the period.
func (p Period) holds(t time.Time) bool {
	return !t.IsZero() && t.After(p.From) && !t.After(p.Until)
}

// An Input is one of the inputs that the standard asks a review for.
type Input struct {
	Clause   string   `json:"clause"` // as the profile numbers it
	Field    string   `json:"field"`  // of a review's inputs, the first one that records it
	Label    string   `json:"label"`
	Recorded []string `json:"recorded,omitempty"` // by the review's entry
	Stated   bool     `json:"stated"`             // whether the entry says anything about it
}

// ReviewOptions tell which review the inputs are for.
type ReviewOptions struct {
	ID      string              // of the review; "" for the next one
	AsOf    time.Time           // needed
	Profile *conformity.Profile // nil: that of the edition that the system states
	// Before is the system as it was at the review before, to tell what has
	// changed in its context and parties; nil if it is not at hand.
	Before *isms.System
}

// NewReview collects the inputs of a management review. The error is ErrReview,
// isms.ErrTime, conformity.ErrProfile, or that of the context.
func NewReview(ctx context.Context, sys *isms.System, opt ReviewOptions) (*Review, error) {
	if err := checkTimes(opt.AsOf); err != nil {
		return nil, err
	}
	profile, err := profileFor(sys, opt.Profile)
	if err != nil {
		return nil, err
	}
	r := &Review{Head: headOf(sys, opt.AsOf)}
	r.Profile = profile.ID
	b := &briefing{Review: r, owners: ownersOf(sys), before: opt.Before}
	if err := b.find(opt.ID); err != nil {
		return nil, err
	}
	b.inputs(profile)
	b.actions()
	b.changes()
	b.nonconformities()
	b.measures()
	b.audits()
	b.objectives()
	b.risks()
	if err := b.planStatus(ctx); err != nil {
		return nil, err
	}
	b.opportunities()
	b.unknown()
	return r, nil
}

// briefing is the inputs of a review that are being collected.
type briefing struct {
	*Review
	*owners
	before *isms.System
	entry  *isms.Review // nil if there is none
	held   []*isms.Review
}

// find finds the review, and the periods from review to review until then.
func (b *briefing) find(id string) error {
	held := reviewsUntil(b.sys, b.AsOf)
	for _, r := range b.sys.Reviews.Or(nil) {
		if r.ID == id || id == "" && b.sooner(r) {
			b.entry = r
		}
	}
	if id != "" && b.entry == nil {
		return ErrReview
	}
	b.Until = b.AsOf
	if b.entry != nil {
		b.Review.Review = b.entry.ID
		if b.Held = past(b.entry.At, b.AsOf); b.Held {
			b.Until = stated(b.entry.At)
		}
	}
	var from time.Time
	for _, r := range held {
		if r == b.entry || stated(r.At).After(b.Until) || b.Held && !stated(r.At).Before(b.Until) {
			continue
		}
		b.held = append(b.held, r)
		b.Periods = append(b.Periods, Period{r.ID, from, stated(r.At)})
		b.Previous, from = r.ID, stated(r.At)
	}
	b.From = from
	b.Periods = append(b.Periods, Period{b.Review.Review, from, b.Until})
	if b.Held {
		b.held = append(b.held, b.entry)
	}
	return nil
}

// sooner tells whether a review is planned, not held, and before the one that
// was found so far.
func (b *briefing) sooner(r *isms.Review) bool {
	if past(r.At, b.AsOf) || stated(r.PlannedAt).IsZero() {
		return false
	}
	return b.entry == nil || stated(r.PlannedAt).Before(stated(b.entry.PlannedAt))
}

// period is that of the review itself.
func (r *Review) period() Period { return r.Periods[len(r.Periods)-1] }

// unknown names the sections that are not stated.
func (b *briefing) unknown() {
	t := isms.TypeOf(b.sys)
	for _, name := range []string{"actions", "audits", "changes", "context", "improvements", "measures", "nonconformities", "objectives", "opportunities", "parties", "reviews", "assessments"} {
		if _, state := t.Field(name).Value(b.sys); state == isms.StateUnknown {
			b.NotKnown = append(b.NotKnown, name)
		}
	}
	if len(b.sys.Plans) == 0 {
		b.NotKnown = append(b.NotKnown, "plans")
	}
}

// Format returns ReviewFormat.
func (r *Review) Format() string { return ReviewFormat }

// JSON returns the inputs as JSON.
func (r *Review) JSON() []byte { return encode(r, r) }
