package oscal

import (
	"cmp"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
)

// Action is what a plan of action and milestones says beside the risks.
type Action struct {
	Info
	SystemID string // of the system that is treated; "" for NotStated
	SSP      string // reference to the system security plan; "" if there is none
	// Accepted names the risks whose acceptance is in force, as the standing
	// of the plan's approvals says at the time.
	Accepted []string
}

// NewPOAM makes a plan of action and milestones from a treatment plan that is
// bound to its assessment.
//
// Every item that is not cancelled is an item there, and a remediation of its
// risk with one milestone, if it has a date; it is planned or completed. Every
// risk that has an item is a risk there, with the outcome of each stage as a
// characterization, and the latest date of its items as the deadline. Its
// status is deviation-approved if Accepted names it; closed if all its items
// are done and the criteria accept what is left; remediating if an item is
// started or done; otherwise open.
//
// A plan without such an item is an ErrEmpty.
func NewPOAM(t *risk.Treatment, act Action) (*POAM, error) {
	plan := t.Plan()
	k, err := act.making("plan", plan.ID)
	if err != nil {
		return nil, err
	}
	w := newRiskMaking(k, t.Assessment(), t.Outcome)
	out := &POAM{Metadata: act.metadata(plan.Title, plan.Version), SystemID: &SystemID{ID: line(act.SystemID)},
		Local: &LocalDefinitions{Components: []Component{k.tool()}}}
	if act.SSP != "" {
		out.ImportSSP = &Reference{Href: act.SSP}
	}
	var people roles
	byRisk := map[string][]*risk.PlanItem{}
	var order []string
	for i := range plan.Items {
		it := &plan.Items[i]
		if it.Status == risk.ItemCancelled {
			continue
		}
		if byRisk[it.Risk] == nil {
			order = append(order, it.Risk)
		}
		byRisk[it.Risk] = append(byRisk[it.Risk], it)
		item := k.item(it)
		item.RelatedRisks = []RelatedRisk{{UUID: w.uuid("risk", it.Risk)}}
		out.Items = append(out.Items, item)
	}
	if len(out.Items) == 0 {
		return nil, ErrEmpty
	}
	for _, id := range order {
		r := w.risk(id)
		due := slices.MaxFunc(byRisk[id], func(a, b *risk.PlanItem) int { return itemDue(a).Compare(itemDue(b)) })
		if d := itemDue(due); !d.IsZero() {
			r.Deadline = stamp(d)
		}
		for _, it := range byRisk[id] {
			r.Remediations = append(r.Remediations, k.remediation(it, &people))
		}
		r.Status = status(byRisk[id], t.Outcome(id, risk.Residual), slices.Contains(act.Accepted, id))
		out.Risks = append(out.Risks, r)
	}
	out.Metadata.Roles = people.list
	out.Metadata.Props = given(out.Metadata.Props, "plan", plan.ID)
	out.Metadata.Props = given(out.Metadata.Props, "plan-version", plan.Version)
	out.Metadata.Props = given(out.Metadata.Props, "assessment", string(plan.Assessment))
	out.Metadata.Props = given(out.Metadata.Props, "document", plan.Document)
	k.seal(out, &out.UUID)
	return out, nil
}

func status(list []*risk.PlanItem, residual *risk.Outcome, accepted bool) string {
	all, some := true, false
	for _, it := range list {
		all = all && it.Status == risk.ItemDone
		some = some || it.Status == risk.ItemStarted || it.Status == risk.ItemDone
	}
	switch {
	case accepted:
		return "deviation-approved"
	case all && residual != nil && residual.Decision == criteria.Accept:
		return "closed"
	case some:
		return "remediating"
	}
	return "open"
}

// itemDue is when an item is due, as last approved.
func itemDue(it *risk.PlanItem) time.Time {
	if it.Revised != nil {
		return it.Revised.Due
	}
	return it.Due
}

func itemTitle(it *risk.PlanItem) string { return it.ID + ": " + stated(it.Option) + " " + it.Risk }

func (k making) item(it *risk.PlanItem) POAMItem {
	out := POAMItem{UUID: k.uuid("item", it.ID), Title: itemTitle(it), Description: stated(it.Rationale),
		Props: itemProps(it)}
	out.Props = given(out.Props, "creates", it.Creates...)
	return out
}

func itemProps(it *risk.PlanItem) []Property {
	var list []Property
	list = given(list, "item", it.ID)
	list = given(list, "option", it.Option)
	list = given(list, "status", it.Status.String())
	list = given(list, "control", it.Controls...)
	list = given(list, "responsible", it.Responsible)
	list = given(list, "resource", it.Resources...)
	if it.Cost != nil && it.Cost.Amount != nil {
		digits, _ := it.Cost.Amount.FloatPrec() // Bind has seen that it is a decimal
		list = given(list, "cost", it.Cost.Amount.FloatString(digits)+" "+it.Cost.Currency)
	}
	list = givenTime(list, "done", it.Done)
	return list
}

func (k making) remediation(it *risk.PlanItem, people *roles) Remediation {
	out := Remediation{UUID: k.uuid("remediation", it.ID), Lifecycle: "planned", Title: itemTitle(it),
		Description: stated(it.Rationale), Props: given(nil, "option", it.Option), Remarks: it.Deviation}
	if it.Status == risk.ItemDone {
		out.Lifecycle = "completed"
	}
	if due := itemDue(it); !due.IsZero() {
		timing := &Timing{On: &OnDate{Date: stamp(due)}}
		if !it.Start.IsZero() && !it.Start.After(due) {
			timing = &Timing{Within: &Range{Start: stamp(it.Start), End: stamp(due)}}
		}
		out.Tasks = []Task{{UUID: k.uuid("task", it.ID), Type: "milestone", Title: cmp.Or(it.ID, NotStated) + " is done", Timing: timing,
			Roles: people.responsible(it.Responsible)}}
	}
	return out
}
