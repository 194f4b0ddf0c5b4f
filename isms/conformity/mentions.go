package conformity

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/risk"
)

// mentions tells which ids are named in lists that are spread over many
// entities, so that a rule need not walk through all of them for each id.
type mentions struct {
	ids  map[string]bool
	open []string // lists that are not given, in which any id could be
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
	w.named, w.credited, w.planned = &mentions{ids: map[string]bool{}}, &mentions{ids: map[string]bool{}}, &mentions{ids: map[string]bool{}}
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
		for i := range p.Items {
			it := &p.Items[i]
			if it.Status == risk.ItemCancelled {
				continue
			}
			w.planned.add(it.Controls)
			if it.Controls == nil && it.Node().Get("controls") == nil {
				w.planned.miss("plans[" + p.ID + "].items[" + it.ID + "].controls")
			}
		}
	}
	for _, m := range []*mentions{w.named, w.credited, w.planned} {
		slices.Sort(m.open)
	}
}
