package page

import (
	"strings"

	"github.com/ismskit/ismskit/risk"
)

// plan is what is done about the risks.
type plan struct {
	Title, ID, Version string
	Digest             string
	Items              []planItem
	Controls           []control
	Demands            []demand
	Findings           []finding
}

type planItem struct {
	ID, Risk, Title string
	Option          string
	Controls        []string
	Rationale       string
	Responsible     string
	Due             string
	Status          state
	Now, Then       *verdict
}

// A state in a word, with the class of what it means.
type state struct{ Text, Class string }

type control struct {
	ID, Title, Owner string
	Status           state
	When             string
	Evidence         string
}

// A demand is what the decision about a risk asks of the plan, and is not there.
type demand struct {
	Risk, Title, Need string
}

type finding struct {
	About   []string // ids
	Message string
	Where   string
}

func newPlan(in *Input, n *names, standings []risk.Standing) *plan {
	t := in.Treatment
	p := t.Plan()
	x := &plan{Title: or(p.Title, p.ID), ID: p.ID, Version: p.Version, Digest: string(p.Digest())}
	for i := range p.Items {
		item := &p.Items[i]
		v := planItem{
			ID: item.ID, Risk: item.Risk, Title: in.Assessment.Risk(item.Risk).Title, Option: words(optionTitle(p, item.Option)),
			Controls: item.Controls, Rationale: item.Rationale, Responsible: item.Responsible, Due: day(item.DueBy()), Status: itemState(item, in),
		}
		if r := t.Residual(item.Risk); r != nil {
			v.Now, v.Then = n.verdict(r.Current), n.verdict(r.Residual)
		}
		x.Items = append(x.Items, v)
	}
	for i := range p.Controls {
		k := &p.Controls[i]
		v := control{ID: k.ID, Title: k.Title, Owner: k.Owner, Status: controlState(k.Status), Evidence: strings.Join(k.Evidence, ", ")}
		if k.Status == risk.Implemented {
			v.When = day(k.Since)
		} else if !k.Due.IsZero() {
			v.When = "due " + day(k.Due)
		}
		x.Controls = append(x.Controls, v)
	}
	for _, d := range t.DemandsUnder(standings) {
		if d.Open {
			x.Demands = append(x.Demands, demand{d.Risk, in.Assessment.Risk(d.Risk).Title, needText(&d, n)})
		}
	}
	for _, f := range t.Findings(in.AsOf) {
		x.Findings = append(x.Findings, finding{nonempty(f.Risk, f.Item, f.Control), f.Message, ""})
	}
	return x
}

func optionTitle(p *risk.Plan, id string) string {
	for i := range p.Options {
		if p.Options[i].ID == id {
			return or(p.Options[i].Title, id)
		}
	}
	return id
}

func itemState(i *risk.PlanItem, in *Input) state {
	switch {
	case i.Status == risk.ItemDone:
		return state{"done " + day(i.Done), "good"}
	case i.Status == risk.ItemCancelled:
		return state{"cancelled", "neutral"}
	case !i.DueBy().IsZero() && i.DueBy().Before(in.AsOf):
		return state{words(or(i.Status.String(), "not stated")) + ", overdue", "bad"}
	case i.Status == risk.ItemStarted:
		return state{"started", "warn"}
	case i.Status == 0:
		return state{"not stated", "unknown"}
	}
	return state{words(i.Status.String()), "neutral"}
}

func controlState(s risk.ControlStatus) state {
	switch s {
	case risk.Implemented:
		return state{"implemented", "good"}
	case risk.Partial:
		return state{"partial", "warn"}
	case risk.Planned:
		return state{"planned", "neutral"}
	case risk.NotImplemented:
		return state{"not implemented", "bad"}
	}
	return state{"not stated", "unknown"}
}

func needText(d *risk.Demand, n *names) string {
	switch d.Need {
	case risk.NeedAcceptance:
		return "an acceptance" + by(d.Current)
	case risk.NeedItem:
		if d.Option != "" {
			return "an item with the option " + words(d.Option)
		}
		return "an item that treats it"
	case risk.NeedAnswers:
		questions := make([]string, len(d.Questions))
		for i, q := range d.Questions {
			questions[i] = n.input(q)
		}
		return "answers: " + strings.Join(questions, ", ")
	}
	return words(d.Need.String())
}

func by(o *risk.Outcome) string {
	if o == nil || o.Authority == "" {
		return ""
	}
	return " by " + o.Authority + " or higher"
}

func nonempty(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
