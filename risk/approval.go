package risk

import (
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// ApprovalKind tells what is asked for.
type ApprovalKind uint8

// The kinds. The zero ApprovalKind is invalid.
const (
	ApproveItem ApprovalKind = iota + 1 // that an item of the plan is carried out
	AcceptRisk                          // that a risk is carried as it is, or as it will be
)

var approvalKindNames = [...]string{"", "item", "acceptance"}

// String returns the name that documents use.
func (k ApprovalKind) String() string {
	if int(k) < len(approvalKindNames) {
		return approvalKindNames[k]
	}
	return ""
}

// An Approval is a request and what became of it. It is never edited once it
// is decided: an extension is a new approval that supersedes it. What it is
// worth at a time is computed, see Treatment.Standings.
//
// # In a plan, ismskit.plan/v1
//
// The list approvals of a plan has at most MaxApprovals entries. Each has
//
//   - id, which no other approval of the plan has;
//   - kind: item, that an item of the plan is carried out, or acceptance, that
//     a risk is carried;
//   - for an item, item: its id. For an acceptance, risk: its id, and stage:
//     current for the risk as it is, residual for the risk after the planned
//     treatment;
//   - requested, with by and at: who asked, and when;
//   - reviewed, a time: when the review began, if it has.
//
// Once it is decided, there are
//
//   - decision: approved or rejected; by: the person; at: the time;
//   - authority, an authority of the criteria that the person holds at that
//     time: needed to accept a risk. The plan's holders say who holds which;
//   - rule, for an acceptance: the rule of acceptance that it follows. Without
//     one it is void;
//   - state, once it is approved: the digest of what was approved, see State;
//   - snapshot, optional: the fields of that state, which must give the digest.
//     Values are texts, lists, maps, whole numbers and bools, as
//     Request.Approval gives them; what must be exact is a text. With a
//     snapshot the approval is compared over its fields, and Diff can tell what
//     has changed; without one it is compared over the plan's material fields;
//   - justification, a text.
//
// Where they apply, there are
//
//   - conditions, each with id, text, due, and met, the time when it was met.
//     An id of the rule's conditions stands for that one; others may be added.
//     Once approved, each has a due date;
//   - expires: the first moment at which the approval holds no more. If it is
//     left out, that is at plus the rule's validFor, if it has one;
//   - supersedes: the id of an approval of the same subject that this one
//     replaces, once it is approved and not void;
//   - revoked, with at, by and reason;
//   - exception, with reason, compensating and by, all needed: one person may
//     request and approve, because the organisation is too small for two. It
//     cures nothing else.
//
// A time is a date, or RFC 3339. What happened is in order: requested, reviewed,
// decided, revoked; expires is after the decision. Persons are ids.
type Approval struct {
	ID   string
	Kind ApprovalKind
	Risk string // for an acceptance; the approval of an item is about the item's risk
	Item string // for the approval of an item
	// Stage is what is accepted: Current, or Residual, the level after the
	// planned treatment.
	Stage Stage

	RequestedBy string
	RequestedAt time.Time
	ReviewedAt  time.Time // when the review began; zero if it has not

	Decision  ApprovalDecision // 0 while there is none
	By        string           // who decided
	Authority string           // as what
	At        time.Time        // when

	Rule          string // of acceptance, which the decision follows
	Justification string
	Conditions    []ApprovalCondition
	Expires       time.Time // zero: after the rule's validFor, if it has one

	State    seal.Digest  // of what was approved
	Snapshot []StateField // what was approved, field by field; nil if it was not kept
	// Supersedes is the id of an earlier approval that this one replaces.
	Supersedes string
	Revoked    *Revocation
	Exception  *Exception

	node *source.Node
}

// ApprovalDecision is what was decided about a request.
type ApprovalDecision uint8

// The decisions. The zero ApprovalDecision means that nothing is decided yet.
const (
	Approved ApprovalDecision = iota + 1
	Rejected
)

var approvalDecisionNames = [...]string{"", "approved", "rejected"}

// String returns the name that documents use.
func (d ApprovalDecision) String() string {
	if int(d) < len(approvalDecisionNames) {
		return approvalDecisionNames[d]
	}
	return ""
}

// An ApprovalCondition is something that must be met for an approval to hold.
type ApprovalCondition struct {
	ID   string // one of the rule's conditions, or one that the approver added
	Text string
	Due  time.Time
	Met  time.Time // zero while it is not

	node *source.Node
}

// A Revocation takes an approval back.
type Revocation struct {
	At     time.Time
	By     string
	Reason string
}

// An Exception allows one person to request and to approve, in an organisation
// that is too small for two, against a compensating measure.
type Exception struct {
	Reason       string
	Compensating string
	By           string // who allowed it
}

// A StateField is one material field of what is approved, in canonical JSON.
type StateField struct {
	Name  string
	Value string
}
