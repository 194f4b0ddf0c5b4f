package conformity

import (
	"cmp"
	"slices"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
)

// bound is a plan with what is computed of it.
type bound struct {
	plan      *risk.Plan
	treatment *risk.Treatment          // nil if the plan is not bound
	standings map[string]risk.Standing // by approval; nil if they are not known
	missing   string                   // what it takes to know them
}

// addPlans makes the treatment plans, and what they make of the risks.
func (w *world) addPlans() error {
	if len(w.sys.Plans) == 0 {
		w.root.set("plans", rules.Unknown("plans"))
		w.miss("plans", isms.Position{}, "plan", "item", "approval", "planControl", "condition", "approvalException")
		return nil
	}
	plans := w.sys.CurrentPlans()
	count := map[string]int{}
	for _, p := range plans {
		count[p.ID]++
	}
	list := make([]*object, len(plans))
	for i, p := range plans {
		path := "plans[" + p.ID + "]"
		if count[p.ID] > 1 {
			path = "plans[" + p.ID + "@" + p.Version + "]"
		}
		b := w.bind(p, path)
		list[i] = w.plan(b, path)
		w.residual(b)
	}
	w.root.set("plans", objects(list))
	return w.ctx.Err()
}

// bind binds a plan to the assessment that it treats, if its record is at hand.
func (w *world) bind(p *risk.Plan, path string) *bound {
	b := &bound{plan: p, missing: path + ".assessment"}
	if p.Assessment == "" {
		return b
	}
	b.missing = "records[" + string(p.Assessment) + "]"
	rec := w.records[p.Assessment]
	if rec == nil {
		return b
	}
	a, err := rec.replay()
	if err == nil {
		b.missing = path
		b.treatment, err = p.Bind(a)
	}
	var standings []risk.Standing
	if err == nil {
		standings, err = b.treatment.Standings(w.asOf)
	}
	if err != nil {
		w.warn(PlanWrong, path, positionOf(p.Node()), "nothing is computed of the plan: "+err.Error())
		return b
	}
	b.standings = map[string]risk.Standing{}
	for _, s := range standings {
		b.standings[s.Approval.ID] = s
	}
	return b
}

func (w *world) plan(b *bound, path string) *object {
	p, n := b.plan, b.plan.Node()
	o := w.object("plan", path, p.ID, n)
	o.source = b
	for key, s := range map[string]string{"id": p.ID, "version": p.Version, "title": p.Title, "assessment": string(p.Assessment), "document": p.Document} {
		o.set(key, textOf(n, key, s))
	}
	o.set("changed", timeOf(p.Changed))
	o.set("digest", rules.Text(string(p.Digest())))
	items, controls, approvals := make([]*object, len(p.Items)), make([]*object, len(p.Controls)), make([]*object, len(p.Approvals))
	for i := range p.Items {
		items[i] = w.item(o, p, &p.Items[i])
	}
	for i := range p.Controls {
		controls[i] = w.planControl(o, &p.Controls[i])
	}
	for i := range p.Approvals {
		approvals[i] = w.approval(o, b, &p.Approvals[i])
	}
	for key, list := range map[string][]*object{"items": items, "controls": controls, "approvals": approvals} {
		slices.SortStableFunc(list, func(a, b *object) int { return cmp.Compare(a.id, b.id) })
		if key == "items" && p.Items == nil && n.Get(key) == nil {
			o.set(key, rules.Unknown(o.fieldPath(key)))
			w.miss(o.fieldPath(key), o.where(""), "item")
			continue
		}
		o.set(key, objects(list))
	}
	return o
}

func (w *world) item(plan *object, p *risk.Plan, it *risk.PlanItem) *object {
	n := it.Node()
	o := w.object("item", plan.path+".items["+it.ID+"]", it.ID, n)
	o.set("id", rules.Text(it.ID))
	o.set("plan", rules.Text(p.ID))
	for key, s := range map[string]string{"risk": it.Risk, "option": it.Option, "rationale": it.Rationale, "responsible": it.Responsible, "status": it.Status.String()} {
		o.set(key, textOf(n, key, s))
	}
	o.set("controls", textsOf(n, "controls", it.Controls))
	o.set("resources", textsOf(n, "resources", it.Resources))
	o.set("creates", textList(it.Creates))
	o.set("start", timeOf(it.Start))
	o.set("due", timeOf(it.Due))
	o.set("done", timeOrNone(it.Done))
	o.set("revisedDue", rules.None())
	o.set("revisedBy", rules.None())
	if it.Revised != nil {
		o.set("revisedDue", rules.Time(it.Revised.Due))
		o.set("revisedBy", textOrNone(it.Revised.By))
	}
	o.set("expected", statementsOf(n, "expected", it.Expected))
	o.set("actual", statementsOf(n, "actual", it.Actual))
	o.set("deviation", textOrNone(it.Deviation))
	return o
}

// statementsOf writes ratings as texts, sorted.
func statementsOf(n *source.Node, key string, list []risk.Statement) rules.Value {
	if list == nil && n.Get(key) == nil {
		return rules.Value{}
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.Input + "=" + s.Value.String()
	}
	slices.Sort(out)
	return textList(out)
}

func (w *world) planControl(plan *object, c *risk.Control) *object {
	o := w.object("planControl", plan.path+".controls["+c.ID+"]", c.ID, plan.node.Get("controls"))
	o.set("id", rules.Text(c.ID))
	o.set("title", textOf(nil, "", c.Title))
	o.set("catalogue", textOrNone(c.Catalogue))
	o.set("owner", textOf(nil, "", c.Owner))
	o.set("status", textOf(nil, "", c.Status.String()))
	o.set("since", timeOrNone(c.Since))
	o.set("due", timeOf(c.Due))
	o.set("evidence", textsOf(nil, "", c.Evidence))
	return o
}

func (w *world) approval(plan *object, b *bound, a *risk.Approval) *object {
	n := a.Node()
	o := w.object("approval", plan.path+".approvals["+a.ID+"]", a.ID, n)
	o.source = b
	o.set("id", rules.Text(a.ID))
	o.set("plan", rules.Text(b.plan.ID))
	o.set("kind", rules.Text(a.Kind.String()))
	o.set("item", textOrNone(a.Item))
	o.set("stage", textOrNone(a.Stage.String()))
	o.set("risk", w.riskOf(b.plan, a))
	o.set("requestedBy", textOf(n, "requested", a.RequestedBy))
	o.set("requestedAt", timeOf(a.RequestedAt))
	o.set("reviewedAt", timeOrNone(a.ReviewedAt))
	o.set("decision", textOrNone(a.Decision.String()))
	o.set("by", textOrNone(a.By))
	o.set("authority", textOrNone(a.Authority))
	o.set("at", timeOrNone(a.At))
	o.set("rule", textOrNone(a.Rule))
	o.set("justification", textOf(n, "justification", a.Justification))
	o.set("state", textOrNone(string(a.State)))
	w.conditions(o, a)
	o.set("exception", rules.None())
	if e := a.Exception; e != nil {
		x := w.object("approvalException", o.fieldPath("exception"), "", n.Get("exception"))
		x.set("reason", rules.Text(e.Reason))
		x.set("compensating", rules.Text(e.Compensating))
		x.set("by", rules.Text(e.By))
		o.set("exception", x.value)
	}
	s, ok := b.standings[a.ID]
	if !ok {
		for _, key := range []string{"authorityRank", "expires", "standing", "reasons"} {
			o.set(key, rules.Unknown(b.missing))
		}
		return o
	}
	o.set("authorityRank", rules.Int(int64(s.Rank)))
	o.set("expires", timeOrNone(s.Expires))
	o.set("standing", rules.Text(s.Status.String()))
	reasons := make([]string, len(s.Reasons))
	for i, r := range s.Reasons {
		reasons[i] = string(r.Code)
	}
	o.set("reasons", textList(reasons))
	return o
}

func (w *world) conditions(o *object, a *risk.Approval) {
	list := make([]*object, len(a.Conditions))
	for i, c := range a.Conditions {
		x := w.object("condition", o.path+".conditions["+c.ID+"]", c.ID, o.node.Get("conditions"))
		x.set("id", rules.Text(c.ID))
		x.set("text", textOf(nil, "", c.Text))
		x.set("due", timeOf(c.Due))
		x.set("met", timeOrNone(c.Met))
		list[i] = x
	}
	o.set("conditions", objects(list))
}

// riskOf gives the risk that an approval is about: that of its item, if it is
// the approval of one.
func (w *world) riskOf(p *risk.Plan, a *risk.Approval) rules.Value {
	if a.Risk != "" {
		return rules.Text(a.Risk)
	}
	for i := range p.Items {
		if p.Items[i].ID == a.Item {
			return textOrNone(p.Items[i].Risk)
		}
	}
	return rules.None()
}

// residual gives the risks that a plan treats the residual level that follows
// from it. What the register says of that stage is not used then.
func (w *world) residual(b *bound) {
	treated := map[string]bool{}
	for i := range b.plan.Items {
		if it := &b.plan.Items[i]; it.Status != risk.ItemCancelled {
			treated[it.Risk] = true
		}
	}
	for _, o := range w.subjects["risk"] {
		if !treated[o.id] {
			continue
		}
		if b.treatment == nil {
			o.set("residual", rules.Unknown(b.missing))
			continue
		}
		if out := b.treatment.Outcome(o.id, risk.Residual); out != nil {
			o.set("residual", w.outcome(o.fieldPath("residual"), o.path, o.node, b.document(), out).value)
		}
	}
}

// document is that of the criteria by which the plan's assessment was made.
func (b *bound) document() *criteria.Document { return b.treatment.Assessment().Criteria().Document() }
