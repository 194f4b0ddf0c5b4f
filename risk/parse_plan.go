package risk

import (
	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// Limits of a treatment plan. A list in an item or a control has at most
// MaxItems entries, a text at most MaxTextBytes bytes.
const (
	MaxPlanBytes    = 32 << 20
	MaxPlanOptions  = 100    // of the organisation's own
	MaxPlanHolders  = 10_000 // entries of holders
	MaxPlanControls = 10_000
	MaxPlanItems    = 50_000
	MaxEffects      = criteria.MaxInputs
	MaxSteps        = criteria.MaxLevels // of one effect
)

// ParsePlan reads a treatment plan, YAML or JSON. The error is a *source.Error
// that holds every error found, in order of position. Whether the plan fits an
// assessment is checked by Plan.Bind.
func ParsePlan(name string, data []byte) (*Plan, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxPlanBytes, Nodes: 5_000_000})
	if err != nil {
		return nil, err
	}
	pr := &parser{}
	p := &Plan{file: name, node: root}
	if pr.plan(p, root) {
		p.check(&pr.Reporter)
	}
	if err := pr.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// plan reads a plan; it returns false for a document of another format.
func (p *parser) plan(out *Plan, root *source.Node) bool {
	o := p.Object(root)
	if o.Node() == nil || !p.format(o, PlanFormat) {
		return false
	}
	out.ID = o.ID("id", true)
	out.Version = p.text(o, "version")
	out.Title = p.text(o, "title")
	out.Assessment = p.digest(o, "assessment")
	out.Changed = o.Time("changed", false)
	out.Document = p.id(o, "document")
	for _, n := range p.list(o, "options", MaxPlanOptions) {
		out.Options = append(out.Options, p.option(n))
	}
	if n := o.Opt("material"); n != nil {
		if out.Material = p.strings(o, "material"); out.Material == nil && n.Kind() == source.List {
			out.Material = []string{} // an empty list is an error of its own
		}
	}
	for _, n := range p.list(o, "holders", MaxPlanHolders) {
		out.Holders = append(out.Holders, p.holder(n))
	}
	for _, n := range p.list(o, "controls", MaxPlanControls) {
		out.Controls = append(out.Controls, p.control(n))
	}
	for _, n := range p.list(o, "items", MaxPlanItems) {
		out.Items = append(out.Items, p.planItem(n))
	}
	out.Approvals = p.approvals(o.Opt("approvals"))
	o.Close()
	return true
}

// list reads the items of a list of bounded length.
func (p *parser) list(o *source.Object, key string, most int) []*source.Node {
	items := o.List(key, false)
	if len(items) > most {
		p.Report(o.Opt(key), source.Limit, "%d entries, at most %d are allowed", len(items), most)
		return nil
	}
	return items
}

func (p *parser) option(n *source.Node) Option {
	o := p.Object(n)
	x := Option{ID: o.ID("id", true), Title: p.text(o, "title"), Controls: o.Bool("controls", false), node: n}
	o.Close()
	return x
}

func (p *parser) holder(n *source.Node) Holder {
	o := p.Object(n)
	h := Holder{Person: o.ID("person", true), Authority: o.ID("authority", true),
		From: o.Time("from", false), Until: o.Time("until", false), node: n}
	o.Close()
	return h
}

func (p *parser) control(n *source.Node) Control {
	o := p.Object(n)
	c := Control{
		ID:        o.ID("id", true),
		Title:     p.text(o, "title"),
		Catalogue: p.id(o, "catalogue"),
		Owner:     p.id(o, "owner"),
		Status:    ControlStatus(p.place(o, "status", controlStatusNames[:])),
		Since:     o.Time("since", false),
		Due:       o.Time("due", false),
		Evidence:  p.strings(o, "evidence"),
		Cost:      p.cost(o.Opt("cost")),
		node:      n,
	}
	for _, e := range p.list(o, "effects", MaxEffects) {
		c.Effects = append(c.Effects, p.effect(e))
	}
	o.Close()
	return c
}

// place reads one of several names under a key, the first of which is none.
func (p *parser) place(o *source.Object, key string, names []string) int {
	if n := o.Opt(key); n != nil {
		return p.index(n, names)
	}
	return 0
}

func (p *parser) effect(n *source.Node) Effect {
	o := p.Object(n)
	e := Effect{node: n}
	if in := o.Need("input"); in != nil {
		if e.Input = p.bounded(in); e.Input == "" && in.Kind() == source.String {
			p.Report(in, source.Empty, "the input is empty")
		}
	}
	if s := o.Need("steps"); s != nil {
		steps := p.IntOf(s)
		if s.Kind() == source.Int && (steps < 1 || steps > MaxSteps) {
			p.Report(s, source.BadValue, "steps are whole levels, 1 to %d, not %s", MaxSteps, source.Clip(s.Text()))
			steps = 1 // reported
		}
		e.Steps = int(steps)
	}
	e.Effectiveness = o.Decimal("effectiveness", false)
	o.Close()
	return e
}

func (p *parser) cost(n *source.Node) *Cost {
	if n == nil {
		return nil
	}
	o := p.Object(n)
	c := &Cost{Amount: o.Decimal("amount", true), Currency: o.String("currency", true)}
	o.Close()
	return c
}

func (p *parser) planItem(n *source.Node) PlanItem {
	o := p.Object(n)
	i := PlanItem{
		ID:          o.ID("id", true),
		Risk:        o.ID("risk", true),
		Option:      o.ID("option", true),
		Controls:    p.strings(o, "controls"),
		Rationale:   p.text(o, "rationale"),
		Responsible: p.id(o, "responsible"),
		Resources:   p.strings(o, "resources"),
		Cost:        p.cost(o.Opt("cost")),
		Start:       o.Time("start", false),
		Due:         o.Time("due", false),
		Status:      ItemStatus(p.place(o, "status", itemStatusNames[:])),
		Done:        o.Time("done", false),
		Expected:    p.expectation(o, "expected"),
		Actual:      p.expectation(o, "actual"),
		Deviation:   p.text(o, "deviation"),
		Creates:     p.strings(o, "creates"),
		node:        n,
	}
	if r := o.Opt("revised"); r != nil {
		ro := p.Object(r)
		i.Revised = &Revision{Due: ro.Time("due", true), By: ro.ID("by", true)}
		ro.Close()
	}
	o.Close()
	return i
}

// expectation reads ratings; an empty map states nothing.
func (p *parser) expectation(o *source.Object, key string) []Statement {
	n := o.Opt(key)
	if n == nil {
		return nil
	}
	if list := p.statements(n); len(list) > 0 {
		return list
	}
	return nil
}
