package cli

import (
	"time"

	"github.com/ismskit/ismskit/risk"
)

type approvalsJSON struct {
	Plan      planRefJSON    `json:"plan"`
	AsOf      string         `json:"asOf"`
	Approvals []standingJSON `json:"approvals"`
	Requests  []requestJSON  `json:"requests"`
}

type subjectJSON struct {
	Kind  string  `json:"kind"`
	Item  *string `json:"item"`
	Risk  *string `json:"risk"`
	Stage *string `json:"stage"`
}

type standingJSON struct {
	ID        string       `json:"id"`
	Of        subjectJSON  `json:"of"`
	Status    string       `json:"status"`
	Since     *string      `json:"since"`
	Expires   *string      `json:"expires"`
	By        *string      `json:"by"`
	Authority *string      `json:"authority"`
	Reasons   []reasonJSON `json:"reasons"`
	Changes   []fieldJSON  `json:"changes"`
}

type reasonJSON struct {
	Code string `json:"code"`
	Text string `json:"text"`
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"col"`
}

type fieldJSON struct {
	Name string  `json:"name"`
	Old  *string `json:"old"` // canonical JSON
	New  *string `json:"new"`
}

type requestJSON struct {
	Owner     *string     `json:"owner"`
	Of        subjectJSON `json:"of"`
	Authority *string     `json:"authority"`
	Holders   []string    `json:"holders"`
	State     string      `json:"state"`
	Text      string      `json:"text"`
}

func newSubjectJSON(s risk.Subject) subjectJSON {
	j := subjectJSON{Kind: s.Kind.String(), Item: nullable(s.Item), Risk: nullable(s.Risk)}
	if s.Kind == risk.AcceptRisk {
		j.Stage = nullable(s.Stage.String())
	}
	return j
}

func newRequestJSON(q *risk.Request) requestJSON {
	return requestJSON{nullable(q.Owner), newSubjectJSON(q.Subject), nullable(q.Authority), persons(q.Holders), string(q.State.Digest()), q.Text()}
}

func newApprovalsJSON(plan *risk.Plan, at time.Time, standings []risk.Standing, requests []risk.Request) approvalsJSON {
	j := approvalsJSON{Plan: newPlanRefJSON(plan), AsOf: timeText(at), Approvals: []standingJSON{}, Requests: []requestJSON{}}
	for i := range standings {
		s := &standings[i]
		x := standingJSON{s.Approval.ID, newSubjectJSON(s.Approval.Subject()), s.Status.String(), nullable(momentText(s.Since)), nullable(momentText(s.Expires)),
			nullable(s.Approval.By), nullable(s.Approval.Authority), []reasonJSON{}, []fieldJSON{}}
		for _, r := range s.Reasons {
			x.Reasons = append(x.Reasons, reasonJSON{string(r.Code), r.Text, r.File, r.Pos.Line, r.Pos.Col})
		}
		for _, c := range s.Changes {
			x.Changes = append(x.Changes, fieldJSON{c.Name, nullable(c.Old), nullable(c.New)})
		}
		j.Approvals = append(j.Approvals, x)
	}
	for i := range requests {
		j.Requests = append(j.Requests, newRequestJSON(&requests[i]))
	}
	return j
}

// momentText is timeText, and nothing for no time.
func momentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return timeText(t)
}
