package conformity

import (
	"cmp"
	"slices"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
)

// bound is a plan with what is computed of it.
type bound struct {
	plan      *risk.Plan
	path      string
	treatment *risk.Treatment          // nil if the plan is not bound
	ranked    *ranked                  // of the criteria by which its assessment was made
	standings map[string]risk.Standing // by approval; nil if they are not known
	missing   string                   // what it takes to know them

	items     map[string]*risk.PlanItem   // by id
	treating  map[string][]*risk.PlanItem // by risk; without those that are cancelled
	controls  map[string]*risk.Control
	approvals map[string]*risk.Approval
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
	b := newBound(p, path)
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
	if b.treatment != nil {
		b.ranked = rankedBy(a.Criteria().Document())
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
	items := ordered(p.Items, func(it *risk.PlanItem) string { return it.ID }, func(it *risk.PlanItem) *object { return w.item(o, p, it) })
	controls := ordered(p.Controls, func(c *risk.Control) string { return c.ID }, func(c *risk.Control) *object { return w.planControl(o, c) })
	approvals := ordered(p.Approvals, func(a *risk.Approval) string { return a.ID }, func(a *risk.Approval) *object { return w.approval(o, b, a) })
	o.set("controls", objects(controls))
	o.set("approvals", objects(approvals))
	if b.itemsOpen() != nil {
		o.set("items", rules.Unknown(o.fieldPath("items")))
		w.miss(o.fieldPath("items"), o.where(""), "item")
	} else {
		o.set("items", objects(items))
	}
	return o
}

// ordered makes objects in order of their ids, in whatever order they are
// written.
func ordered[T any](list []T, id func(*T) string, entity func(*T) *object) []*object {
	sorted := make([]*T, len(list))
	for i := range list {
		sorted[i] = &list[i]
	}
	slices.SortStableFunc(sorted, func(a, b *T) int { return cmp.Compare(id(a), id(b)) })
	out := make([]*object, len(list))
	for i, x := range sorted {
		out[i] = entity(x)
	}
	return out
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
	o.set("risk", b.riskOf(a))
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
	w.standing(o, b, a)
	return o
}

// standing fills in what an approval is worth. It follows from what it
// approves, and is not known unless that is.
func (w *world) standing(o *object, b *bound, a *risk.Approval) {
	s, ok := b.standings[a.ID]
	if !ok {
		for _, key := range []string{"authorityRank", "expires", "standing", "reasons"} {
			o.set(key, rules.Unknown(b.missing))
		}
		return
	}
	o.set("authorityRank", rules.Int(int64(s.Rank)))
	o.set("expires", timeOrNone(s.Expires))
	o.set("standing", rules.Text(s.Status.String()))
	reasons := make([]string, len(s.Reasons))
	for i, r := range s.Reasons {
		reasons[i] = string(r.Code)
	}
	o.set("reasons", textList(reasons))
	if open := b.open(b.riskID(a)).state; open != nil {
		o.set("reasons", rules.Unknown(open...))
		if !settled(&s) {
			o.set("standing", rules.Unknown(open...))
		}
	}
}

// settled tells whether a standing is what it is whatever the approval is about.
func settled(s *risk.Standing) bool {
	switch s.Status {
	case risk.StatusRejected, risk.StatusProposed, risk.StatusUnderReview:
		return true
	}
	return slices.ContainsFunc(s.Reasons, func(r risk.Reason) bool {
		return r.Code == risk.ReasonSelfApproved || r.Code == risk.ReasonAuthorityNotHeld || r.Code == risk.ReasonNoRule
	})
}

func (w *world) conditions(o *object, a *risk.Approval) {
	o.set("conditions", objects(ordered(a.Conditions, func(c *risk.ApprovalCondition) string { return c.ID }, func(c *risk.ApprovalCondition) *object {
		x := w.object("condition", o.path+".conditions["+c.ID+"]", c.ID, o.node.Get("conditions"))
		x.set("id", rules.Text(c.ID))
		x.set("text", textOf(nil, "", c.Text))
		x.set("due", timeOf(c.Due))
		x.set("met", timeOrNone(c.Met))
		return x
	})))
}

// residual gives the risks that a plan treats the residual level that follows
// from it. What the register says of that stage is not used then.
func (w *world) residual(b *bound) {
	for _, o := range w.subjects["risk"] {
		if len(b.treating[o.id]) == 0 {
			continue
		}
		if b.treatment == nil {
			o.set("residual", rules.Unknown(b.missing))
			continue
		}
		if open := b.open(o.id).residual; open != nil {
			o.set("residual", rules.Unknown(open...))
			continue
		}
		if out := b.treatment.Outcome(o.id, risk.Residual); out != nil {
			o.set("residual", w.outcome(o.fieldPath("residual"), o.path, o.node, b.ranked, out).value)
		}
	}
}
