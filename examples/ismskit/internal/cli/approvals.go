package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

func newApprovals(t *tool) *cobra.Command {
	a := &approver{treater: treater{tool: t}}
	cmd := &cobra.Command{
		Use:   "approvals RECORD PLAN --at TIME",
		Short: "Tell what every approval and acceptance is worth, and what is to be decided",
		Long: `approvals computes the status of every approval of a plan as of a time, with the
reasons and with what has changed since it was given, and lists the requests that
are open. --request prints those about one risk or item as texts, ready to be
sent to the owner of the risk.

Exit status 1 if an approval that was given does not hold: void, expired,
breached or stale.`,
		Example: `  ismskit approvals assessment.json plan.yaml --at 2026-06-30
  ismskit approvals assessment.json plan.yaml --at 2026-06-30 --request R-13`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.run(cmd.Context(), args[0], args[1]) },
	}
	a.flags(cmd)
	cmd.Flags().StringVar(&a.request, "request", "", "print the open requests about this risk or item as texts")
	return cmd
}

type approver struct {
	treater
	request string
}

// lapsed are the statuses of what was approved and does not hold, without anybody
// having decided so.
var lapsed = []risk.Status{risk.StatusVoid, risk.StatusExpired, risk.StatusBreached, risk.StatusStale}

func (a *approver) run(ctx context.Context, record, plan string) error {
	t, at, err := a.bind(ctx, record, plan)
	if err != nil {
		return err
	}
	standings, err := t.Standings(at)
	if err != nil {
		return err
	}
	requests, err := t.Requests(at)
	if err != nil {
		return err
	}
	if a.request != "" {
		return a.printRequests(t, requests)
	}
	if a.json {
		err = a.printJSON(newApprovalsJSON(t.Plan(), at, standings, requests))
	} else {
		err = a.print(t.Plan(), at, standings, requests)
	}
	if err == nil && slices.ContainsFunc(standings, func(s risk.Standing) bool { return slices.Contains(lapsed, s.Status) }) {
		err = errFindings
	}
	return err
}

func (a *approver) print(plan *risk.Plan, at time.Time, standings []risk.Standing, requests []risk.Request) error {
	fmt.Fprintln(a.out, a.style.bold(visible(fmt.Sprintf("Approvals of %s, as of %s", strings.TrimSpace(plan.ID+" "+plan.Version), timeText(at)))))
	b := newTable("id", "of", "status", "since", "expires", "by", "as")
	for i := range standings {
		s := &standings[i]
		b.add(cell{text: s.Approval.ID}, cell{text: s.Approval.Subject().String()}, cell{s.Status.String(), a.painter(s.Status)},
			cell{text: dayText(s.Since)}, cell{text: dayText(s.Expires)}, cell{text: s.Approval.By}, cell{text: s.Approval.Authority})
	}
	if err := b.print(a.out, a.style, a.width); err != nil {
		return err
	}
	for i := range standings {
		a.printReasons(&standings[i])
	}
	if len(requests) == 0 {
		_, err := fmt.Fprintln(a.out, "\nNothing is to be decided.")
		return err
	}
	fmt.Fprintf(a.out, "\n%s\n", a.style.bold("To be decided"))
	b = newTable("owner", "of", "title", "needs", "may decide")
	for i := range requests {
		q := &requests[i]
		b.addText(or(q.Owner, "(none)"), q.Subject.String(), q.Risk.Title, or(q.Authority, "the owner"), strings.Join(persons(q.Holders), ", "))
	}
	return b.print(a.out, a.style, a.width)
}

func (a *approver) painter(s risk.Status) func(string) string {
	code := ""
	switch {
	case s == risk.StatusActive:
		code = "32"
	case slices.Contains(lapsed, s):
		code = "31"
	default:
		return nil
	}
	return func(text string) string { return a.style.paint(code, text) }
}

// printReasons says why an approval is what it is, and what has changed.
func (a *approver) printReasons(s *risk.Standing) {
	if len(s.Reasons)+len(s.Changes) == 0 {
		return
	}
	fmt.Fprintf(a.out, "\n%s: %s\n", s.Approval.ID, s.Status)
	for _, r := range s.Reasons {
		at := ""
		if r.Pos.Line > 0 {
			at = fmt.Sprintf("%s:%d:%d: ", r.File, r.Pos.Line, r.Pos.Col)
		}
		fmt.Fprintf(a.out, "    %s\n", visible(at+r.Text))
	}
	for _, c := range s.Changes {
		fmt.Fprintf(a.out, "    %s\n", visible(c.String()))
	}
}

// dayText gives a date where the time is midnight.
func dayText(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case t.Equal(t.UTC().Truncate(24 * time.Hour)):
		return t.UTC().Format(time.DateOnly)
	}
	return timeText(t)
}

func persons(holders []risk.Holder) []string {
	names := []string{}
	for _, h := range holders {
		if !slices.Contains(names, h.Person) {
			names = append(names, h.Person)
		}
	}
	return names
}

// about tells whether a request is about a risk or an item of that id.
func about(q *risk.Request, id string) bool { return q.Subject.Item == id || q.Risk.ID == id }

func (a *approver) printRequests(t *risk.Treatment, requests []risk.Request) error {
	var found []risk.Request
	for i := range requests {
		if about(&requests[i], a.request) {
			found = append(found, requests[i])
		}
	}
	if len(found) == 0 {
		items := t.Plan().Items
		if t.Assessment().Risk(a.request) == nil && !slices.ContainsFunc(items, func(x risk.PlanItem) bool { return x.ID == a.request }) {
			return fmt.Errorf("there is no risk and no item %q", source.Clip(a.request))
		}
		_, err := fmt.Fprintf(a.err, "Nothing is to be decided about %s.\n", visible(a.request))
		return err
	}
	if a.json {
		j := []requestJSON{}
		for i := range found {
			j = append(j, newRequestJSON(&found[i]))
		}
		return a.printJSON(struct {
			Requests []requestJSON `json:"requests"`
		}{j})
	}
	for i := range found {
		if i > 0 {
			fmt.Fprintf(a.out, "\n%s\n\n", strings.Repeat("-", 72))
		}
		if _, err := fmt.Fprintf(a.out, "%s\n", printable(found[i].Text())); err != nil {
			return err
		}
	}
	return nil
}

// printable is visible for a text of several lines.
func printable(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := range lines {
		lines[i] = visible(lines[i])
	}
	return strings.Join(lines, "\n")
}

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
