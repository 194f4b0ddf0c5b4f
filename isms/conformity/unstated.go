package conformity

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/risk"
)

// unstated lists what a plan does not say about the treatment of a risk, and
// from which something is computed: to fill it in would change that.
type unstated struct {
	residual []string // for the residual risk
	state    []string // for the state that an approval approves, too
}

func newBound(p *risk.Plan, path string) *bound {
	b := &bound{plan: p, path: path, missing: path + ".assessment", items: map[string]*risk.PlanItem{}, treating: map[string][]*risk.PlanItem{},
		controls: map[string]*risk.Control{}, approvals: map[string]*risk.Approval{}}
	for i := range p.Items {
		it := &p.Items[i]
		b.items[it.ID] = it
		if it.Status != risk.ItemCancelled {
			b.treating[it.Risk] = append(b.treating[it.Risk], it)
		}
	}
	for i := range p.Controls {
		b.controls[p.Controls[i].ID] = &p.Controls[i]
	}
	for i := range p.Approvals {
		b.approvals[p.Approvals[i].ID] = &p.Approvals[i]
	}
	return b
}

// riskID gives the risk that an approval is about, "" if there is none.
func (b *bound) riskID(a *risk.Approval) string {
	if a.Risk != "" {
		return a.Risk
	}
	if it := b.items[a.Item]; it != nil {
		return it.Risk
	}
	return ""
}

func (b *bound) riskOf(a *risk.Approval) rules.Value { return textOrNone(b.riskID(a)) }

// open lists what the plan leaves open about the treatment of a risk. What its
// format gives a meaning when it is left out is not open: without expected
// ratings, those count that the controls lead to.
func (b *bound) open(id string) unstated {
	list := b.itemsOpen()
	controls := b.credited(id)
	var more []string
	for _, it := range b.treating[id] {
		path := b.path + ".items[" + it.ID + "]"
		if it.Status == 0 {
			list = append(list, path+".status")
		}
		if it.Controls == nil && it.Node().Get("controls") == nil {
			list = append(list, path+".controls")
		}
		controls = append(controls, it.Controls...)
		more = append(more, b.material(it, path)...)
	}
	slices.Sort(controls)
	for _, id := range slices.Compact(controls) {
		if c := b.controls[id]; c != nil && c.Status == 0 {
			list = append(list, b.path+".controls["+id+"].status")
		}
	}
	return unstated{list, append(slices.Clip(list), more...)}
}

// credited lists the controls that the ratings of a risk count on.
func (b *bound) credited(id string) []string {
	if b.treatment == nil {
		return nil
	}
	r := b.treatment.Assessment().Risk(id)
	if r == nil {
		return nil
	}
	return slices.Clone(r.Controls)
}

// itemsOpen says whether it is known which items there are.
func (b *bound) itemsOpen() []string {
	if b.plan.Items == nil && b.plan.Node().Get("items") == nil {
		return []string{b.path + ".items"}
	}
	return nil
}

// material lists fields of an item that are part of what is approved, and that
// are not given.
func (b *bound) material(it *risk.PlanItem, path string) []string {
	names := b.plan.Material
	if names == nil {
		names = risk.DefaultMaterial()
	}
	var list []string
	for _, f := range []struct {
		name, key string
		empty     bool
	}{
		{"item.due", "due", it.DueBy().IsZero()},
		{"item.rationale", "rationale", it.Rationale == ""},
		{"item.resources", "resources", it.Resources == nil},
		{"item.responsible", "responsible", it.Responsible == ""},
	} {
		if f.empty && slices.Contains(names, f.name) && it.Node().Get(f.key) == nil {
			list = append(list, path+"."+f.key)
		}
	}
	return list
}
