package risk

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
)

// Status is what an approval is worth at a time. It is computed, never stored.
type Status uint8

// The statuses, in order of precedence: of all that hold, the first one is the
// approval's. The zero Status is invalid.
const (
	StatusRejected    Status = iota + 1 // decided against
	StatusProposed                      // requested, nothing more
	StatusUnderReview                   // being looked at
	StatusVoid                          // approved, yet it never took effect
	StatusRevoked                       // taken back
	StatusSuperseded                    // replaced by a later approval of the same subject
	StatusExpired                       // its time is over
	StatusBreached                      // a condition was not met in time
	StatusStale                         // what was approved has changed
	StatusActive                        // it holds
)

var statusNames = [...]string{"", "rejected", "proposed", "under_review", "void", "revoked", "superseded", "expired", "breached", "stale", "active"}

// Statuses lists all statuses in order of precedence.
func Statuses() []Status {
	var out []Status
	for s := StatusRejected; s <= StatusActive; s++ {
		out = append(out, s)
	}
	return out
}

// String returns the name that reports use.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// A Standing is what an approval is worth at a time, and why.
type Standing struct {
	Approval *Approval // of the plan; it must not be changed
	Status   Status
	// Since is when the status began; zero for a stale approval: nobody
	// records when a field changed.
	Since time.Time
	// Expires is the first moment at which the approval holds no more, by its
	// own date or by the rule's validFor; zero if it has no end, or is not
	// approved.
	Expires time.Time
	Rank    int // of the authority that decided, in the criteria; 0 if there is none
	// Reasons holds all reasons why the approval is not active, the one that
	// gives the status first, and then notes, whose Status is StatusActive.
	Reasons []Reason
	// Changes tells what is different from what was approved, or from what is
	// asked for, field by field. It is nil if nothing is, and if no snapshot
	// was kept.
	Changes []FieldChange
}

// Active tells whether the approval holds: the only standing that counts.
func (s *Standing) Active() bool { return s.Status == StatusActive }

// A Reason is one thing that makes an approval what it is.
type Reason struct {
	Code   ReasonCode
	Status Status    // what the reason alone makes of the approval; StatusActive for a note
	Text   string    // a sentence
	Since  time.Time // from when; zero if not known
	File   string
	Pos    source.Pos // in the plan's file; zero for an approval made in Go
}

// ReasonCode is the stable code of a reason.
type ReasonCode string

// The codes. The last three are notes.
const (
	ReasonRejected          ReasonCode = "rejected"
	ReasonUndecided         ReasonCode = "undecided"
	ReasonSelfApproved      ReasonCode = "self_approved"        // the requester decided, without an exception
	ReasonAuthorityNotHeld  ReasonCode = "authority_not_held"   // the plan knows no such holder
	ReasonNoRule            ReasonCode = "no_rule"              // an acceptance that follows no rule
	ReasonOtherRule         ReasonCode = "other_rule"           // the criteria decide by another rule
	ReasonRuleAcceptsNot    ReasonCode = "rule_does_not_accept" // the rule's outcome is no acceptance
	ReasonRankTooLow        ReasonCode = "rank_too_low"         // the rule wants a higher authority
	ReasonTooLong           ReasonCode = "too_long"             // longer than the rule's validFor
	ReasonConditionLeftOut  ReasonCode = "condition_left_out"   // a condition of the rule is not listed
	ReasonNotTheOwner       ReasonCode = "not_the_owner"        // an item that somebody else than the risk's owner approved
	ReasonRevoked           ReasonCode = "revoked"
	ReasonSuperseded        ReasonCode = "superseded"
	ReasonExpired           ReasonCode = "expired"
	ReasonConditionOverdue  ReasonCode = "condition_overdue"
	ReasonStateChanged      ReasonCode = "state_changed"
	ReasonException         ReasonCode = "exception"           // one person requested and approved, as an exception
	ReasonConditionMetLate  ReasonCode = "condition_met_late"  // met, but after its date
	ReasonFieldsNotCompared ReasonCode = "fields_not_compared" // material fields that the snapshot does not have
)

// ErrNoApproval tells that a plan has no approval of that id.
var ErrNoApproval = errors.New("risk: no such approval")

// Standings tells of every approval of the plan what it is worth as of a time,
// by id. It depends on nothing but the plan, the assessment and asOf; the order
// in which approvals, holders or conditions are listed means nothing.
//
// An approval that is decided has exactly one status, the first of these that
// holds:
//
//   - rejected;
//   - void: the requester approved, without an exception; the plan does not say
//     that the person held the authority; an acceptance names no rule. And, while
//     what was approved is unchanged, so that it can be told: the criteria decide
//     by another rule, or have no such rule; the rule does not accept; the authority's rank is below
//     the rule's; the approval lasts longer than the rule's validFor; it leaves
//     a condition of the rule out; or an item was not approved by the risk's
//     owner;
//   - revoked;
//   - superseded: an approval that names it under supersedes was approved and is
//     not void. It stays superseded whatever becomes of the later one;
//   - expired: asOf is not before the end;
//   - breached: a condition is not met, and its due date is not after asOf. One
//     that is met, even late, breaches nothing;
//   - stale: the digest of what it approves is another today;
//   - active.
//
// Bad input is a *source.Error with everything that is wrong: approvals that are
// incomplete or contradict themselves, unknown names, what is dated after asOf,
// chains of supersedes that lead back or to another subject, a snapshot that
// does not give the digest, and an authority that contradicts what the plan's
// holders say about the person.
func (t *Treatment) Standings(asOf time.Time) ([]Standing, error) {
	if err := checkTime(asOf); err != nil {
		return nil, err
	}
	c := t.court(asOf)
	if err := c.check(); err != nil {
		return nil, err
	}
	list := make([]Standing, len(t.plan.Approvals))
	byID := make(map[string]*judged, len(list))
	judgedOnes := make([]judged, len(list))
	for i := range list {
		j := &judgedOnes[i]
		*j = judged{court: c, Standing: Standing{Approval: &t.plan.Approvals[i]}}
		j.judge()
		byID[j.Approval.ID] = j
	}
	for i := range judgedOnes {
		later := judgedOnes[i].Approval
		if old := byID[later.Supersedes]; old != nil && later.Decision == Approved && old.Approval.Decision == Approved && !judgedOnes[i].void() {
			old.add(ReasonSuperseded, StatusSuperseded, later.At, fmt.Sprintf("Superseded by %s on %s.", later.ID, dated(later.At)), "id")
		}
	}
	for i := range list {
		list[i] = judgedOnes[i].finish()
	}
	slices.SortFunc(list, func(a, b Standing) int { return cmp.Compare(a.Approval.ID, b.Approval.ID) })
	return list, nil
}

// Standing tells what one approval is worth as of a time. The error is an
// ErrNoApproval, or that of Standings.
func (t *Treatment) Standing(id string, asOf time.Time) (*Standing, error) {
	list, err := t.Standings(asOf)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Approval.ID == id {
			return &list[i], nil
		}
	}
	return nil, fmt.Errorf("%w: %q", ErrNoApproval, source.Clip(id))
}

// Accepted tells whether a risk is accepted as of a time, current or residual,
// and by which approval: of several active ones the one decided last. Nothing
// else counts, and a plan with errors accepts nothing. For many risks, go
// through Standings once.
func (t *Treatment) Accepted(risk string, asOf time.Time) (*Standing, bool) {
	list, err := t.Standings(asOf)
	if err != nil {
		return nil, false
	}
	var found *Standing
	for i := range list {
		s := &list[i]
		if a := s.Approval; a.Kind == AcceptRisk && a.Risk == risk && s.Active() && (found == nil || !a.At.Before(found.Approval.At)) {
			found = s
		}
	}
	return found, found != nil
}
