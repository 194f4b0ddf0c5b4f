package risk

import (
	"cmp"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
)

// A Request asks a risk's owner for one decision: that an item is carried out,
// or that a risk is accepted. Text is ready to send, Approval is what to put
// into the plan.
type Request struct {
	Owner   string // of the risk; "" if it has none
	Subject Subject
	AsOf    time.Time
	Risk    *Risk
	// Items are what treats the risk: for an item that one, for a residual
	// risk every item that is not cancelled.
	Items []*PlanItem

	Now  *Outcome // of the current risk; nil if it is not assessed
	Then *Outcome // of the risk after treatment; nil for a current risk, or if it is not assessed

	// Authority is the least that may accept the risk, by the rule; "" if
	// anybody may, and for an item, which the owner approves. Rank is its rank,
	// and Holders hold it or a higher one as of AsOf.
	Authority string
	Rank      int
	Holders   []Holder

	State State // what the decision is about, see State.Digest
	// Earlier are the approvals of the same subject, the latest request first:
	// none of them is active.
	Earlier []Standing

	t *Treatment
}

// Requests lists what is to be decided as of a time: grouped by owner, then by
// risk, the items before the acceptances. The error is that of Standings.
//
// Asked for is whatever has no active approval: each item that is not
// cancelled; the residual risk where there is such an item and the criteria
// accept what it leads to; and the current risk where the criteria accept it on
// conditions, or by an authority. What the criteria do not accept is not asked
// for: it has to be treated.
func (t *Treatment) Requests(asOf time.Time) ([]Request, error) {
	standings, err := t.Standings(asOf)
	if err != nil {
		return nil, err
	}
	earlier := make(map[Subject][]Standing)
	for _, s := range standings {
		earlier[s.Approval.Subject()] = append(earlier[s.Approval.Subject()], s)
	}
	var out []Request
	for _, r := range t.assessment.risks {
		for _, s := range t.toDecide(r) {
			list := earlier[s]
			if slices.ContainsFunc(list, func(s Standing) bool { return s.Active() }) {
				continue
			}
			slices.SortStableFunc(list, func(a, b Standing) int {
				return cmp.Or(b.Approval.RequestedAt.Compare(a.Approval.RequestedAt), cmp.Compare(b.Approval.ID, a.Approval.ID))
			})
			out = append(out, t.request(s, r, asOf, list))
		}
	}
	slices.SortStableFunc(out, func(a, b Request) int { return cmp.Compare(a.Owner, b.Owner) })
	return out, nil
}

// toDecide lists what there is to decide about a risk.
func (t *Treatment) toDecide(r *Risk) []Subject {
	var out []Subject
	items := slices.Clone(t.byRisk[r.ID])
	slices.SortFunc(items, func(a, b *PlanItem) int { return cmp.Compare(a.ID, b.ID) })
	for _, it := range items {
		out = append(out, Subject{Kind: ApproveItem, Item: it.ID})
	}
	if now := t.Outcome(r.ID, Current); now != nil &&
		(now.Decision == criteria.AcceptConditionally || now.Decision == criteria.Accept && now.Authority != "") {
		out = append(out, Subject{Kind: AcceptRisk, Risk: r.ID, Stage: Current})
	}
	if then := t.Outcome(r.ID, Residual); then != nil && len(items) > 0 && accepts(then.Decision) {
		out = append(out, Subject{Kind: AcceptRisk, Risk: r.ID, Stage: Residual})
	}
	return out
}

func (t *Treatment) request(s Subject, r *Risk, asOf time.Time, earlier []Standing) Request {
	q := Request{Owner: r.Owner, Subject: s, AsOf: asOf.UTC(), Risk: r, Now: t.Outcome(r.ID, Current), State: t.state(s, t.plan.material()), Earlier: earlier, t: t}
	if s.Stage != Current {
		q.Then = t.Outcome(r.ID, Residual)
		q.Items = slices.Clone(t.facts(s).items)
		slices.SortFunc(q.Items, func(a, b *PlanItem) int { return cmp.Compare(a.ID, b.ID) })
	}
	if s.Kind == AcceptRisk {
		q.Authority = q.outcome().Authority
		q.Rank = t.rank(q.Authority)
		for _, h := range t.plan.Holders {
			if rank := t.rank(h.Authority); rank > 0 && rank >= q.Rank && h.covers(asOf) {
				q.Holders = append(q.Holders, h)
			}
		}
		slices.SortFunc(q.Holders, func(a, b Holder) int { return compareHolders(&a, &b) })
	}
	return q
}

// outcome is what the criteria say about the risk that is asked about.
func (q *Request) outcome() *Outcome {
	if q.Subject.Stage == Current {
		return q.Now
	}
	return q.Then
}

// Approval returns the request as it stands in the plan: a proposal of that id
// with the digest and the snapshot of the state, the rule and its conditions,
// and what it supersedes. RequestedBy is left to whoever asks; so are the due
// dates of the conditions, and all that is decided.
func (q Request) Approval(id string) Approval {
	a := Approval{ID: id, Kind: q.Subject.Kind, Item: q.Subject.Item, Risk: q.Subject.Risk, Stage: q.Subject.Stage,
		RequestedAt: q.AsOf, State: q.State.Digest(), Snapshot: slices.Clone(q.State.Fields)}
	if a.Kind == AcceptRisk {
		a.Rule = q.outcome().Rule
		for _, c := range q.outcome().Conditions {
			a.Conditions = append(a.Conditions, ApprovalCondition{ID: c})
		}
	}
	for _, s := range q.Earlier {
		switch s.Status {
		case StatusRevoked, StatusExpired, StatusBreached, StatusStale: // took effect, and nothing else has replaced it
			a.Supersedes = s.Approval.ID
			return a
		}
	}
	return a
}
