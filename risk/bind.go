package risk

import (
	"errors"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// binder checks what a plan names against an assessment and its criteria.
type binder struct {
	planReporter
	assessment *Assessment
	risks      []string // ids, once one is to be offered
}

func (b *binder) references() {
	p, doc := b.plan, b.assessment.criteria.Document()
	authorities := make([]string, len(doc.Authorities))
	for i := range doc.Authorities {
		authorities[i] = doc.Authorities[i].ID
	}
	for i := range p.Holders {
		if h := &p.Holders[i]; !known(h.Authority, authorities) {
			b.reportNear(b.entry("holders", i, h.node).key("authority"), source.UnknownName, nearest(b.Reporter, h.Authority, authorities),
				"the criteria have no authority %q", source.Clip(h.Authority))
		}
	}
	for i := range p.Controls {
		for k := range p.Controls[i].Effects {
			e := &p.Controls[i].Effects[k]
			b.effect(spot{node: e.node, path: b.control(i).key("effects").item(k).path}, e)
		}
	}
	for i := range p.Items {
		it := &p.Items[i]
		b.risk(b.item(i).key("risk"), it.Risk)
		for k, id := range it.Creates {
			b.risk(b.item(i).key("creates").item(k), id)
		}
		b.statements(b.item(i).key("expected"), it.Expected)
		b.statements(b.item(i).key("actual"), it.Actual)
	}
}

// known tells whether a name is one of a list; what is empty was reported.
func known(name string, list []string) bool {
	for _, x := range list {
		if x == name {
			return true
		}
	}
	return name == ""
}

func (b *binder) risk(at spot, id string) {
	if id == "" || b.assessment.Risk(id) != nil {
		return
	}
	if b.risks == nil {
		for _, r := range b.assessment.risks {
			b.risks = append(b.risks, r.ID)
		}
	}
	b.reportNear(at, source.UnknownName, nearest(b.Reporter, id, b.risks), "the assessment has no risk %q", source.Clip(id))
}

func (b *binder) effect(at spot, e *Effect) {
	switch in := b.input(at.key("input"), e.Input); {
	case in == nil:
	case in.Type != criteria.Rating:
		b.report(at.key("input"), source.WrongType, "the input %s is of type %s; a control acts on a rating", e.Input, in.Type)
	}
}

// input finds an input of the criteria, or reports that there is none.
func (b *binder) input(at spot, id string) *criteria.Input {
	if id == "" {
		return nil
	}
	in := b.assessment.criteria.Input(id)
	if in == nil {
		b.reportNear(at, source.UnknownName, nearest(b.Reporter, id, inputIDs(b.assessment.criteria)), "the criteria have no input %q", source.Clip(id))
	}
	return in
}

func (b *binder) statements(at spot, list []Statement) {
	for i := range list {
		st := &list[i]
		here := spot{node: st.node, path: at.path + "." + st.Input}
		if in := b.input(here, st.Input); in != nil && st.Value.Given() {
			if _, err := in.Bind(st.Value); err != nil {
				var e *criteria.InputError
				errors.As(err, &e) // Bind returns nothing else
				b.reportNear(here, e.Code, e.Nearest, "%s", e.Message)
			}
		}
	}
}

// expectations refuses two live items of one risk that expect different
// ratings: which of them holds would depend on their order.
func (b *binder) expectations(t *Treatment) {
	type stated struct {
		item  *PlanItem
		value criteria.Value
	}
	seen := map[[2]string]stated{}
	for i := range b.plan.Items {
		it := &b.plan.Items[i]
		if it.Status == ItemCancelled {
			continue
		}
		for k := range it.Expected {
			st := &it.Expected[k]
			v := t.assessment.value(st)
			key := [2]string{it.Risk, st.Input}
			if was, found := seen[key]; found && !was.value.Equal(v) {
				b.report(spot{node: st.node, path: b.item(i).key("expected").path + "." + st.Input}, source.BadValue,
					"the item %s expects %s of the risk %s, this one %s", was.item.ID, was.value, it.Risk, v)
				continue
			}
			seen[key] = stated{it, v}
		}
	}
}

// value gives a statement its meaning; the zero Value if it has none.
func (a *Assessment) value(st *Statement) criteria.Value {
	in := a.criteria.Input(st.Input)
	if in == nil {
		return criteria.Value{}
	}
	v, _ := in.Bind(st.Value) // what does not fit was refused before
	return v
}
