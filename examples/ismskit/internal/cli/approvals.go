package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/layout"
	"github.com/ismskit/ismskit/risk"
)

func newApprovals(t *tool) *cobra.Command {
	a := &approver{treater: treater{tool: t}}
	cmd := &cobra.Command{
		Use:   "approvals RECORD PLAN --at TIME",
		Short: "Tell what each approval is worth, and what is to be decided",
		Long: `approvals computes the status of every approval of a plan as of a time, with the
reasons and with what has changed since it was given, and lists the requests
that are open. --request prints those about one risk or item as texts, ready to
be sent to the owner of the risk; with --entry and --by it prints one as it
stands under approvals at the end of a plan, with the state that is to be
approved. R-1/current and R-1/residual name one request of several about a risk.
Whoever decides adds decision, by, authority and at.

Exit status 1 if an approval that was given does not hold: void, expired,
breached or stale.`,
		Example: `  ismskit approvals assessment.json plan.yaml --at 2026-06-30
  ismskit approvals assessment.json plan.yaml --at 2026-06-30 --request R-13
  ismskit approvals assessment.json plan.yaml --at 2026-06-30 --request P-06 --entry A-9 --by ana >> plan.yaml`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return a.run(cmd.Context(), args[0], args[1]) },
	}
	a.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&a.request, "request", "", "print the open requests about this risk or item, such as R-1, R-1/residual or P-1")
	f.StringVar(&a.entry, "entry", "", "print the request as it is put under approvals of the plan, with this id")
	f.StringVar(&a.by, "by", "", "who asks")
	return cmd
}

type approver struct {
	treater
	request, entry, by string
}

// lapsed are the statuses of what was approved and does not hold, without anybody
// having decided so.
var lapsed = []risk.Status{risk.StatusVoid, risk.StatusExpired, risk.StatusBreached, risk.StatusStale}

func (a *approver) run(ctx context.Context, record, plan string) error {
	switch {
	case a.entry != "" && a.request == "":
		return usagef("--entry needs --request")
	case (a.entry == "") != (a.by == ""):
		return usagef("--entry and --by go together: the id of the entry, and who asks")
	case a.entry != "" && (!source.ValidID(a.entry) || !source.ValidID(a.by)):
		return usagef("--entry and --by are ids: 1 to 64 letters, digits, dots, underscores and hyphens")
	}
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
		return a.printRequests(t, at, requests)
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
		text := r.Text
		if r.Code == risk.ReasonStateChanged && len(s.Changes) > 0 {
			text = "What was approved has changed:" // the changes follow
		}
		if r.Pos.Line > 0 {
			text = fmt.Sprintf("%s:%d:%d: %s", r.File, r.Pos.Line, r.Pos.Col, text)
		}
		fmt.Fprintf(a.out, "    %s\n", visible(text))
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

// about tells whether a request is about a risk or an item of that id, or about a
// risk at a stage, such as R-1/residual.
func about(q *risk.Request, id string) bool { return q.Risk.ID == id || handle(q) == id }

// handle is the name by which one request can be asked for.
func handle(q *risk.Request) string {
	if q.Subject.Item != "" {
		return q.Subject.Item
	}
	return q.Subject.Risk + "/" + q.Subject.Stage.String()
}

func (a *approver) printRequests(t *risk.Treatment, at time.Time, requests []risk.Request) error {
	var found []risk.Request
	for i := range requests {
		if about(&requests[i], a.request) {
			found = append(found, requests[i])
		}
	}
	if len(found) == 0 {
		items := t.Plan().Items
		id, _, _ := strings.Cut(a.request, "/")
		if t.Assessment().Risk(id) == nil && !slices.ContainsFunc(items, func(x risk.PlanItem) bool { return x.ID == a.request }) {
			return fmt.Errorf("there is no risk and no item %q", source.Clip(a.request))
		}
		_, err := fmt.Fprintf(a.err, "Nothing is to be decided about %s.\n", visible(a.request))
		return err
	}
	if a.entry != "" {
		return a.printEntry(t.Plan(), at, found)
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

// printEntry prints a request as an entry of a plan's approvals.
func (a *approver) printEntry(plan *risk.Plan, at time.Time, found []risk.Request) error {
	if len(found) > 1 {
		var handles []string
		for i := range found {
			handles = append(handles, handle(&found[i]))
		}
		return usagef("there are %d requests about %s; name one of them: %s", len(found), a.request, strings.Join(handles, ", "))
	}
	if slices.ContainsFunc(plan.Approvals, func(x risk.Approval) bool { return x.ID == a.entry }) {
		return usagef("--entry: the plan has an approval %q already", a.entry)
	}
	x := found[0].Approval(a.entry)
	x.RequestedBy, x.RequestedAt = a.by, at
	text, err := layout.ToYAML("entry", (&risk.Plan{ID: plan.ID, Assessment: plan.Assessment, Approvals: []risk.Approval{x}}).Bytes())
	if err != nil {
		return err
	}
	_, entry, _ := strings.Cut(string(text), "\napprovals:\n")
	if len(plan.Approvals) == 0 {
		entry = "approvals:\n" + entry // it is the first
	}
	_, err = a.out.WriteString(entry)
	return err
}
