package conformity

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/risk"
)

// mentions tells which ids are named in lists that are spread over many
// entities, so that a rule need not walk through all of them for each id.
type mentions struct {
	ids   map[string]bool
	maybe map[string]string // ids that are named where it is not known whether it counts: what it takes to know it
	open  []string          // lists that are not given, in which any id could be
}

func newMentions() *mentions {
	return &mentions{ids: map[string]bool{}, maybe: map[string]string{}}
}

func (m *mentions) add(list []string) {
	for _, id := range list {
		m.ids[id] = true
	}
}

// has is true if an id is named, and false only if every list is known.
func (m *mentions) has(id string) rules.Value {
	switch {
	case m.ids[id]:
		return rules.Bool(true)
	case m.maybe[id] != "":
		return rules.Unknown(append(m.open[:len(m.open):len(m.open)], m.maybe[id])...)
	case m.open != nil:
		return rules.Unknown(m.open...)
	}
	return rules.Bool(false)
}

// maxOpen bounds the lists that are named as missing.
const maxOpen = 20

func (m *mentions) miss(path string) {
	if len(m.open) < maxOpen {
		m.open = append(m.open, path)
	}
}

// mentioned goes through risks and plans once.
func (w *world) mentioned() {
	w.named, w.credited, w.planned = newMentions(), newMentions(), newMentions()
	if len(w.sys.Registers) == 0 {
		w.named.miss("risks")
		w.credited.miss("risks")
	}
	for _, reg := range w.sys.Registers {
		for _, r := range reg.Risks {
			w.named.add(r.Assets)
			w.credited.add(r.Controls)
			if r.Assets == nil && r.Node().Get("assets") == nil {
				w.named.miss("risks[" + r.ID + "].assets")
			}
			if r.Controls == nil && r.Node().Get("controls") == nil {
				w.credited.miss("risks[" + r.ID + "].controls")
			}
		}
	}
	if len(w.sys.Plans) == 0 {
		w.planned.miss("plans")
	}
	for _, p := range w.sys.CurrentPlans() {
		w.mentionedBy(p)
	}
	for _, m := range []*mentions{w.named, w.credited, w.planned} {
		slices.Sort(m.open)
	}
}

// mentionedBy goes through the items of a plan.
func (w *world) mentionedBy(p *risk.Plan) {
	path := "plans[" + p.ID + "]"
	if p.Items == nil && p.Node().Get("items") == nil {
		w.planned.miss(path + ".items")
	}
	for i := range p.Items {
		it := &p.Items[i]
		switch at := path + ".items[" + it.ID + "]"; {
		case it.Status == risk.ItemCancelled:
		case it.Controls == nil && it.Node().Get("controls") == nil:
			w.planned.miss(at + ".controls")
		case it.Status == 0:
			for _, id := range it.Controls {
				if s := w.planned.maybe[id]; s == "" || at+".status" < s {
					w.planned.maybe[id] = at + ".status"
				}
			}
		default:
			w.planned.add(it.Controls)
		}
	}
}
