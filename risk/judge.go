package risk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// judged is a standing in the making.
type judged struct {
	Standing
	*court
}

// add notes a reason, at a member of the approval.
func (j *judged) add(code ReasonCode, s Status, since time.Time, text string, path ...any) {
	n := locate(j.Approval.node, path...)
	j.Reasons = append(j.Reasons, Reason{Code: code, Status: s, Text: text, Since: since, File: n.File(), Pos: n.Pos()})
}

func (j *judged) void() bool {
	return slices.ContainsFunc(j.Reasons, func(r Reason) bool { return r.Status == StatusVoid })
}

// judge finds every reason but supersession, which needs the other approvals.
func (j *judged) judge() {
	a := j.Approval
	j.Rank = j.rank(a.Authority)
	switch a.Decision {
	case Rejected:
		j.add(ReasonRejected, StatusRejected, a.At, fmt.Sprintf("Rejected by %s on %s.", a.By, dated(a.At)), "decision")
		return
	case Approved:
	default:
		if a.ReviewedAt.IsZero() {
			j.add(ReasonUndecided, StatusProposed, a.RequestedAt, fmt.Sprintf("Requested by %s on %s; nothing is decided.", a.RequestedBy, dated(a.RequestedAt)))
		} else {
			j.add(ReasonUndecided, StatusUnderReview, a.ReviewedAt, fmt.Sprintf("Requested by %s on %s and under review since %s; nothing is decided.",
				a.RequestedBy, dated(a.RequestedAt), dated(a.ReviewedAt)), "reviewed")
		}
		if a.State != "" {
			j.compare()
		}
		return
	}
	j.Expires = j.expires(a)
	j.persons()
	if !j.compare() {
		j.byTheRules()
	}
	if r := a.Revoked; r != nil {
		j.add(ReasonRevoked, StatusRevoked, r.At, fmt.Sprintf("Revoked by %s on %s: %s", r.By, dated(r.At), stop(r.Reason)), "revoked")
	}
	if !j.Expires.IsZero() && !j.asOf.Before(j.Expires) {
		j.add(ReasonExpired, StatusExpired, j.Expires, fmt.Sprintf("Expired on %s.", dated(j.Expires)), "expires")
	}
	for i, c := range a.Conditions {
		switch path := keys("conditions", i); {
		case c.Met.IsZero() && !c.Due.After(j.asOf):
			j.add(ReasonConditionOverdue, StatusBreached, c.Due, fmt.Sprintf("The condition %s, due on %s, is not met.", c.ID, dated(c.Due)), path...)
		case c.Met.After(c.Due):
			j.add(ReasonConditionMetLate, StatusActive, c.Met, fmt.Sprintf("The condition %s, due on %s, was met on %s.", c.ID, dated(c.Due), dated(c.Met)), path...)
		}
	}
}

// stop ends a sentence.
func stop(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// persons judges who asked and who decided, and the form of an acceptance.
func (j *judged) persons() {
	a := j.Approval
	if e := a.Exception; a.RequestedBy == a.By {
		if e.complete() {
			j.add(ReasonException, StatusActive, a.At, fmt.Sprintf("%s requested and approved, which %s allowed as an exception: %s Instead: %s",
				a.By, e.By, stop(e.Reason), stop(e.Compensating)), "exception")
		} else {
			j.add(ReasonSelfApproved, StatusVoid, a.At, fmt.Sprintf("%s requested and approved; that takes an exception with its reason, a compensating measure and who allowed it.", a.By), "by")
		}
	}
	if a.Authority != "" && !j.held(a.By, a.Authority, a.At) {
		j.add(ReasonAuthorityNotHeld, StatusVoid, a.At, fmt.Sprintf("The plan does not say that %s was %s on %s.", a.By, a.Authority, dated(a.At)), "authority")
	}
	if a.Kind == AcceptRisk && a.Rule == "" {
		j.add(ReasonNoRule, StatusVoid, a.At, "The acceptance follows no rule of acceptance.")
	}
}

func (e *Exception) complete() bool {
	return e != nil && strings.TrimSpace(e.Reason) != "" && strings.TrimSpace(e.Compensating) != "" && e.By != ""
}

// compare tells whether the state is another one than that of the approval.
func (j *judged) compare() (changed bool) {
	a, names := j.Approval, j.names
	s := a.Subject()
	if a.Snapshot == nil {
		if j.state(s, names).Digest() != a.State {
			j.add(ReasonStateChanged, StatusStale, time.Time{}, "What the approval is about has changed; no snapshot was kept that could tell in what.", "state")
			return true
		}
		return false
	}
	old := State{Subject: s, Fields: a.Snapshot}
	var kept, missing []string
	for _, f := range a.Snapshot {
		kept = append(kept, f.Name)
	}
	for _, name := range names {
		if s.hasField(name) && !slices.Contains(kept, name) {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		slices.Sort(missing)
		j.add(ReasonFieldsNotCompared, StatusActive, time.Time{}, fmt.Sprintf("The snapshot does not have %s, which the plan declares as material.", strings.Join(missing, ", ")), "snapshot")
	}
	if j.Changes = old.Diff(j.state(s, kept)); j.Changes == nil {
		return false
	}
	said := make([]string, len(j.Changes))
	for i, c := range j.Changes {
		said[i] = c.String()
	}
	j.add(ReasonStateChanged, StatusStale, time.Time{}, "What the approval is about has changed: "+strings.Join(said, "; ")+".", "state")
	return true
}

// byTheRules judges an approval by what the criteria say about the state that
// it approves, which is the present one.
func (j *judged) byTheRules() {
	a := j.Approval
	void := func(code ReasonCode, key, format string, args ...any) {
		j.add(code, StatusVoid, a.At, fmt.Sprintf(format, args...), key)
	}
	if a.Kind == ApproveItem {
		if owner := j.facts(a.Subject()).risk.Owner; owner == "" {
			void(ReasonNotTheOwner, "by", "The risk has no owner who could approve the item.")
		} else if owner != a.By {
			void(ReasonNotTheOwner, "by", "Approved by %s, but the risk's owner is %s.", a.By, owner)
		}
		return
	}
	rule := j.rule(a.Rule)
	switch {
	case a.Rule == "":
		return // told already
	case rule == nil: // criteria change, and approvals stay what they were
		void(ReasonOtherRule, "rule", "The criteria have no rule %s.", a.Rule)
		return
	}
	switch out := j.facts(a.Subject()).out; {
	case out.Rule == "":
		void(ReasonOtherRule, "rule", "The criteria decide nothing about the %s yet, so that the rule %s cannot be followed.", a.Subject(), rule.ID)
	case out.Rule != rule.ID:
		void(ReasonOtherRule, "rule", "The criteria decide about the %s by the rule %s, not by %s.", a.Subject(), out.Rule, rule.ID)
	}
	if !accepts(rule.Outcome) {
		void(ReasonRuleAcceptsNot, "rule", "By the rule %s the risk is not accepted: %s.", rule.ID, rule.Outcome)
	}
	if rule.Authority != "" && j.Rank < j.rank(rule.Authority) {
		void(ReasonRankTooLow, "authority", "The rule %s wants %s (rank %d) or above, not %s (rank %d).",
			rule.ID, rule.Authority, j.rank(rule.Authority), a.Authority, j.Rank)
	}
	if latest := a.At.Add(rule.ValidFor); rule.ValidFor > 0 && j.Expires.After(latest) {
		void(ReasonTooLong, "expires", "Approved until %s, but the rule %s allows %s, until %s.", dated(j.Expires), rule.ID, source.FormatDuration(rule.ValidFor), dated(latest))
	}
	for _, id := range rule.Conditions {
		if !slices.ContainsFunc(a.Conditions, func(c ApprovalCondition) bool { return c.ID == id }) {
			void(ReasonConditionLeftOut, "conditions", "The condition %s of the rule %s is left out.", id, rule.ID)
		}
	}
}

func accepts(d criteria.Decision) bool {
	return d == criteria.Accept || d == criteria.AcceptConditionally
}

func (t *Treatment) rank(authority string) int {
	for _, x := range t.assessment.criteria.Document().Authorities {
		if x.ID == authority {
			return x.Rank
		}
	}
	return 0
}

func (t *Treatment) rule(id string) *criteria.Rule {
	rules := t.assessment.criteria.Document().Acceptance
	for i := range rules {
		if rules[i].ID == id {
			return &rules[i]
		}
	}
	return nil
}

// expires gives the end of an approval: its own, or that of its rule.
func (t *Treatment) expires(a *Approval) time.Time {
	if rule := t.rule(a.Rule); a.Expires.IsZero() && rule != nil && rule.ValidFor > 0 {
		return a.At.Add(rule.ValidFor)
	}
	return a.Expires
}

// finish puts the reasons in order and takes the status of the first one.
func (j *judged) finish() Standing {
	slices.SortStableFunc(j.Reasons, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Code, b.Code), a.Since.Compare(b.Since), cmp.Compare(a.Text, b.Text))
	})
	j.Status, j.Since = StatusActive, j.Approval.At
	if len(j.Reasons) > 0 && j.Reasons[0].Status != StatusActive {
		j.Status, j.Since = j.Reasons[0].Status, j.Reasons[0].Since
		for _, r := range j.Reasons {
			if r.Status == j.Status && r.Since.Before(j.Since) {
				j.Since = r.Since
			}
		}
	}
	return j.Standing
}
