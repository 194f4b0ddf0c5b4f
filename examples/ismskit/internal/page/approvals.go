package page

import (
	"strings"

	"github.com/ismskit/ismskit/risk"
)

// approvals are the decisions of people about plan and risks, each with what it
// is worth today.
type approvals struct {
	AsOf      string
	Standings []standing
	Requests  []request
	Active    int
}

type standing struct {
	ID, Subject string
	Risk        string
	Decided     string
	At, Expires string
	State       state
	Since       string
	Reasons     []string
	Changes     []string
}

// A request is a decision that is still to be made.
type request struct {
	Risk, Title, Subject string
	Owner                string
	Authority            string
	Holders              string
	Earlier              string
}

func newApprovals(in *Input, all []risk.Standing) (*approvals, error) {
	x := &approvals{AsOf: day(in.AsOf)}
	for i := range all {
		s := &all[i]
		a := s.Approval
		v := standing{
			ID: a.ID, Subject: subject(a.Subject()), Risk: riskOf(in.Treatment.Plan(), a),
			At: day(a.At), Expires: day(s.Expires),
			State: approvalState(s.Status), Since: day(s.Since),
		}
		if a.By != "" {
			v.Decided = a.By
			if a.Authority != "" {
				v.Decided += " as " + a.Authority
			}
		}
		if s.Active() {
			x.Active++
		}
		for _, r := range s.Reasons {
			if r.Code == risk.ReasonStateChanged && len(s.Changes) > 0 {
				continue // the changes say it, one by one
			}
			v.Reasons = append(v.Reasons, r.Text)
		}
		for _, c := range s.Changes {
			v.Changes = append(v.Changes, c.String())
		}
		x.Standings = append(x.Standings, v)
	}
	requests, err := in.Treatment.Requests(in.AsOf)
	if err != nil {
		return nil, err
	}
	for i := range requests {
		q := &requests[i]
		v := request{
			Risk: q.Risk.ID, Title: q.Risk.Title, Subject: subject(q.Subject),
			Owner: or(q.Owner, "nobody is named"), Authority: or(q.Authority, "the owner of the risk"),
		}
		var holders []string
		for _, h := range q.Holders {
			holders = append(holders, h.Person)
		}
		v.Holders = strings.Join(holders, ", ")
		if len(q.Earlier) > 0 {
			v.Earlier = q.Earlier[0].Approval.ID + ", " + words(q.Earlier[0].Status.String())
		}
		x.Requests = append(x.Requests, v)
	}
	return x, nil
}

// subject says what a decision is about, without the risk, which stands beside
// it.
func subject(s risk.Subject) string {
	if s.Kind == risk.ApproveItem {
		return "item " + s.Item + " for"
	}
	return s.Stage.String() + " risk"
}

// riskOf is the risk that an approval is about.
func riskOf(p *risk.Plan, a *risk.Approval) string {
	if a.Kind != risk.ApproveItem {
		return a.Risk
	}
	for i := range p.Items {
		if p.Items[i].ID == a.Item {
			return p.Items[i].Risk
		}
	}
	return ""
}

func approvalState(s risk.Status) state {
	x := state{words(s.String()), "neutral"}
	switch s {
	case risk.StatusActive:
		x.Class = "good"
	case risk.StatusStale, risk.StatusExpired:
		x.Class = "warn"
	case risk.StatusRejected, risk.StatusVoid, risk.StatusRevoked, risk.StatusBreached:
		x.Class = "bad"
	}
	return x
}

func join(between string, parts ...string) string { return strings.Join(nonempty(parts...), between) }
