package risk

import (
	"cmp"
	"slices"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// Bytes returns the plan as a document of its own format in canonical form:
// JSON, keys in a fixed order, nothing that is not stated, and what has an id
// sorted by it, one entry a line. ParsePlan reads it back. Two plans that say
// the same give the same bytes, however they were written.
func (p *Plan) Bytes() []byte {
	o := object{b: append(make([]byte, 0, 4096), '{')}
	o.text("format", PlanFormat)
	o.text("id", p.ID)
	o.text("version", p.Version)
	o.text("title", p.Title)
	o.text("assessment", string(p.Assessment))
	o.time("changed", p.Changed)
	o.text("document", p.Document)
	appendSorted(&o, "options", p.Options, func(a, b *Option) int { return cmp.Compare(a.ID, b.ID) }, appendOption)
	o.texts("material", p.Material)
	appendSorted(&o, "holders", p.Holders, compareHolders, appendHolder)
	appendSorted(&o, "controls", p.Controls, func(a, b *Control) int { return cmp.Compare(a.ID, b.ID) }, appendControl)
	appendSorted(&o, "items", p.Items, func(a, b *PlanItem) int { return cmp.Compare(a.ID, b.ID) }, appendPlanItem)
	appendSorted(&o, "approvals", p.Approvals, func(a, b *Approval) int { return cmp.Compare(a.ID, b.ID) }, appendApproval)
	return append(o.b, "}\n"...)
}

// Digest returns the digest of the plan: SHA-256 over the format's line and
// Bytes.
func (p *Plan) Digest() seal.Digest { return seal.Sum(PlanFormat, p.Bytes()) }

// appendSorted writes a list of entries, one a line.
func appendSorted[T any](o *object, key string, list []T, compare func(a, b *T) int, write func([]byte, *T) []byte) {
	if len(list) == 0 {
		return
	}
	sorted := make([]*T, len(list))
	for i := range list {
		sorted[i] = &list[i]
	}
	slices.SortStableFunc(sorted, compare)
	o.b = append(o.b, ",\n"...)
	o.more = false
	o.key(key)
	o.b = append(o.b, '[')
	for i, x := range sorted {
		o.b = write(separate(o.b, i), x)
	}
	o.b = append(o.b, ']')
	o.more = true
}

func compareHolders(a, b *Holder) int {
	return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Authority, b.Authority), a.From.Compare(b.From), a.Until.Compare(b.Until))
}

func appendOption(b []byte, x *Option) []byte {
	o := object{b: append(b, '{')}
	o.text("id", x.ID)
	o.text("title", x.Title)
	if x.Controls {
		o.bool("controls", true)
	}
	return append(o.b, '}')
}

func appendHolder(b []byte, h *Holder) []byte {
	o := object{b: append(b, '{')}
	o.text("person", h.Person)
	o.text("authority", h.Authority)
	o.time("from", h.From)
	o.time("until", h.Until)
	return append(o.b, '}')
}

func appendControl(b []byte, c *Control) []byte {
	o := object{b: append(b, '{')}
	o.text("id", c.ID)
	o.text("title", c.Title)
	o.text("catalogue", c.Catalogue)
	o.text("owner", c.Owner)
	o.text("status", c.Status.String())
	o.time("since", c.Since)
	o.time("due", c.Due)
	o.texts("evidence", c.Evidence)
	o.cost(c.Cost)
	if len(c.Effects) > 0 {
		o.key("effects")
		o.b = append(o.b, '[')
		effects := slices.Clone(c.Effects)
		slices.SortStableFunc(effects, func(a, b Effect) int { return cmp.Compare(a.Input, b.Input) })
		for i := range effects {
			if i > 0 {
				o.b = append(o.b, ',')
			}
			o.b = appendEffect(o.b, &effects[i])
		}
		o.b = append(o.b, ']')
	}
	return append(o.b, '}')
}

func appendEffect(b []byte, e *Effect) []byte {
	o := object{b: append(b, '{')}
	o.text("input", e.Input)
	o.int("steps", e.Steps)
	if e.Effectiveness != nil {
		o.key("effectiveness")
		o.b = append(o.b, decimal(e.Effectiveness)...)
	}
	return append(o.b, '}')
}

func appendPlanItem(b []byte, i *PlanItem) []byte {
	o := object{b: append(b, '{')}
	o.text("id", i.ID)
	o.text("risk", i.Risk)
	o.text("option", i.Option)
	o.texts("controls", i.Controls)
	o.text("rationale", i.Rationale)
	o.text("responsible", i.Responsible)
	o.texts("resources", i.Resources)
	o.cost(i.Cost)
	o.time("start", i.Start)
	o.time("due", i.Due)
	if r := i.Revised; r != nil {
		o.key("revised")
		inner := object{b: append(o.b, '{')}
		inner.time("due", r.Due)
		inner.text("by", r.By)
		o.b = append(inner.b, '}')
	}
	o.text("status", i.Status.String())
	o.time("done", i.Done)
	o.statements("expected", i.Expected)
	o.statements("actual", i.Actual)
	o.text("deviation", i.Deviation)
	o.texts("creates", i.Creates)
	return append(o.b, '}')
}

func (o *object) statements(k string, list []Statement) {
	if len(list) > 0 {
		o.key(k)
		o.b = appendStatements(o.b, list)
	}
}

func (o *object) cost(c *Cost) {
	if c == nil {
		return
	}
	o.key("cost")
	inner := object{b: append(o.b, '{')}
	if c.Amount != nil {
		inner.key("amount")
		inner.b = append(inner.b, decimal(c.Amount)...)
	}
	inner.text("currency", c.Currency)
	o.b = append(inner.b, '}')
}

// Node returns the root of the plan's document, nil if it was made in Go.
func (p *Plan) Node() *source.Node { return p.node }

// Node returns the place in the document, nil if the item was made in Go.
func (i *PlanItem) Node() *source.Node { return i.node }

// Node returns the place in the document, nil if the approval was made in Go.
func (a *Approval) Node() *source.Node { return a.node }
