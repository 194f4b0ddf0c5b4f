package risk

import (
	"github.com/ismskit/ismskit/criteria"
)

// control checks one control of the plan.
func (f *finder) control(i int) {
	c := &f.t.plan.Controls[i]
	r := planReporter{plan: f.t.plan}
	for k := range c.Effects {
		if e := &c.Effects[k]; e.Effectiveness == nil {
			f.add(spot{e.node, r.control(i).key("effects").item(k).path}, Finding{Code: FindNoEffectiveness, Control: c.ID, Input: e.Input},
				"nobody says how effective the control %s is for %s: it counts for nothing", c.ID, e.Input)
		}
	}
	if c.Status == Implemented && c.Since.After(f.asOf) {
		f.add(r.control(i).key("since"), Finding{Code: FindLater, Control: c.ID, Value: dated(c.Since), Against: dated(f.asOf)},
			"the control %s is said to be implemented since %s, which is later than %s", c.ID, dated(c.Since), dated(f.asOf))
	}
}

// item checks one item that is not cancelled.
func (f *finder) item(it *PlanItem) {
	about := func(code FindingCode) Finding { return Finding{Code: code, Risk: it.Risk, Item: it.ID} }
	at := f.place(it)
	if f.t.plan.needsControls(it.Option) && len(it.Controls) == 0 {
		f.add(at.key("option"), about(FindNoControls), "the option of the item %s is %s, and it has no control", it.ID, it.Option)
	}
	if it.Rationale == "" {
		f.add(at, about(FindNoRationale), "the item %s does not say why its option was chosen", it.ID)
	}
	if it.Responsible == "" {
		f.add(at, about(FindNoResponsible), "the item %s does not say who is responsible", it.ID)
	}
	if it.Due.IsZero() {
		f.add(at, about(FindNoDue), "the item %s does not say when it is due", it.ID)
	}
	if len(it.Resources) == 0 {
		f.add(at, about(FindNoResources), "the item %s does not say what it takes", it.ID)
	}
	if due := it.DueBy(); it.Status != ItemDone && !due.IsZero() && due.Before(f.asOf) {
		x := about(FindOverdue)
		x.Value, x.Against = dated(due), dated(f.asOf)
		where := at.key("due")
		if it.Revised != nil {
			where = at.key("revised").key("due")
		}
		f.add(where, x, "the item %s was due by %s and is not done", it.ID, dated(due))
	}
	for k, id := range it.Creates {
		if d := f.t.demand(f.t.position(id)); d.Open {
			x := about(FindCreatesUntreated)
			x.Value, x.Against = id, d.Need.String()
			f.add(at.key("creates").item(k), x, "the item %s brings about the risk %s, whose demand for %s is open", it.ID, id, demanded(d.Need))
		}
	}
	if it.Status == ItemDone {
		f.done(it, at, about)
	}
}

func demanded(n Need) string {
	switch n {
	case NeedAcceptance:
		return "an acceptance"
	case NeedItem:
		return "an item"
	}
	return n.String()
}

// done checks an item that is done.
func (f *finder) done(it *PlanItem, at spot, about func(FindingCode) Finding) {
	if it.Done.After(f.asOf) {
		x := about(FindLater)
		x.Value, x.Against = dated(it.Done), dated(f.asOf)
		f.add(at.key("done"), x, "the item %s is said to be done on %s, which is later than %s", it.ID, dated(it.Done), dated(f.asOf))
	}
	for k, id := range it.Controls {
		if c := f.t.controls[id]; c.Status != Implemented {
			x := about(FindDoneNotImplemented)
			x.Control, x.Value, x.Against = id, c.Status.String(), Implemented.String()
			f.add(at.key("controls").item(k), x, "the item %s is done, and its control %s is not implemented", it.ID, id)
		}
	}
	if it.Deviation != "" {
		return
	}
	p := f.t.position(it.Risk)
	doc := f.t.assessment.criteria.Document()
	for i := range doc.Inputs {
		want, expected := f.find(it.Expected, doc.Inputs[i].ID)
		got, found := f.find(it.Actual, doc.Inputs[i].ID)
		if !expected && !found {
			continue
		}
		if !expected {
			want = f.t.effective(p.residual[i], i)
		}
		if want.Equal(got) {
			continue
		}
		x := about(FindDeviation)
		x.Input, x.Value, x.Against = doc.Inputs[i].ID, got.String(), want.String()
		switch {
		case !found:
			f.add(at.key("expected").key(x.Input), x, "the item %s is done and expected the %s %s; it does not say what was found", it.ID, x.Input, want)
		default:
			f.add(at.key("actual").key(x.Input), x, "the item %s found the %s %s, not %s as expected, and does not say why", it.ID, x.Input, got, orUnknown(want))
		}
	}
}

func (f *finder) find(list []Statement, input string) (v criteria.Value, found bool) {
	for i := range list {
		if list[i].Input == input {
			return f.t.assessment.value(&list[i]), true
		}
	}
	return criteria.Value{}, false
}

func orUnknown(v criteria.Value) string {
	if !v.Known() {
		return "?"
	}
	return v.String()
}
