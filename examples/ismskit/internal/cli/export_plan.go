package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa/oscal"
)

// planExport is a treatment plan.
type planExport struct{ *risk.Plan }

func (p *planExport) title() string { return or(p.Title, p.ID) }

func (p *planExport) json() (any, error) { return p.Bytes(), nil }

func (p *planExport) oscal(ctx context.Context, x *exporter) (oscal.Document, error) {
	if x.record == "" {
		return nil, usagef("a plan needs --record, the record of the assessment that it treats, to become OSCAL")
	}
	at, err := x.time(time.Time{})
	if err != nil {
		return nil, err
	}
	a, err := x.assessment(ctx, x.record, x.register)
	if err != nil {
		return nil, err
	}
	t, err := p.Bind(a)
	if err != nil {
		return nil, err
	}
	act := oscal.Action{Info: oscal.Info{AsOf: at}, SystemID: x.system.ID}
	for i := range a.Outcomes {
		if i > 0 && a.Outcomes[i].Risk == a.Outcomes[i-1].Risk {
			continue // another stage
		}
		if _, ok := t.Accepted(a.Outcomes[i].Risk, at); ok {
			act.Accepted = append(act.Accepted, a.Outcomes[i].Risk)
		}
	}
	return oscal.NewPOAM(t, act)
}

// The tables of a plan have a column for each field that a person reads. What is
// bound to digests - states, snapshots - and the plan's own words for options and
// material fields are in the plan itself.
func (p *planExport) tables(x *exporter) ([]*sheet.Table, error) {
	for _, part := range []struct {
		what string
		n    int
	}{{"options", len(p.Options)}, {"holders", len(p.Holders)}, {"material fields", len(p.Material)}, {"approvals' states and snapshots", len(p.Approvals)}} {
		if part.n > 0 {
			x.left.leave(part.what, "they are in the plan itself", part.n)
		}
	}
	return []*sheet.Table{p.items(), p.controls(), p.approvals()}, nil
}

func (p *planExport) items() *sheet.Table {
	t := &sheet.Table{Name: "items", Columns: []string{"id", "risk", "option", "controls", "rationale", "responsible", "resources", "cost", "currency",
		"start", "due", "revised_due", "revised_by", "status", "done", "expected", "actual", "deviation", "creates"}}
	for i := range p.Items {
		it := &p.Items[i]
		var revised risk.Revision
		if it.Revised != nil {
			revised = *it.Revised
		}
		amount, currency := cost(it.Cost)
		t.Rows = append(t.Rows, []sheet.Value{sheet.Text(it.ID), sheet.Text(it.Risk), sheet.Text(it.Option), sheet.List(it.Controls), sheet.Text(it.Rationale),
			sheet.Text(it.Responsible), sheet.List(it.Resources), amount, currency, sheet.Date(it.Start), sheet.Date(it.Due), sheet.Date(revised.Due),
			sheet.Text(revised.By), sheet.Text(it.Status.String()), sheet.Date(it.Done), statements(it.Expected), statements(it.Actual), sheet.Text(it.Deviation), sheet.List(it.Creates)})
	}
	return t
}

func (p *planExport) controls() *sheet.Table {
	t := &sheet.Table{Name: "controls", Columns: []string{"id", "title", "catalogue", "owner", "status", "since", "due", "evidence", "effects", "cost", "currency"}}
	for i := range p.Controls {
		k := &p.Controls[i]
		amount, currency := cost(k.Cost)
		var effects []string
		for e := range k.Effects {
			effects = append(effects, effect(&k.Effects[e]))
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.Text(k.ID), sheet.Text(k.Title), sheet.Text(k.Catalogue), sheet.Text(k.Owner), sheet.Text(k.Status.String()),
			sheet.Date(k.Since), sheet.Date(k.Due), sheet.List(k.Evidence), sheet.List(effects), amount, currency})
	}
	return t
}

func (p *planExport) approvals() *sheet.Table {
	t := &sheet.Table{Name: "approvals", Columns: []string{"id", "kind", "risk", "item", "stage", "requested_by", "requested_at", "decision", "by", "authority", "at",
		"rule", "justification", "conditions", "expires", "supersedes", "revoked_at", "revoked_by"}}
	for i := range p.Approvals {
		a := &p.Approvals[i]
		var revoked risk.Revocation
		if a.Revoked != nil {
			revoked = *a.Revoked
		}
		var conditions []string
		for _, c := range a.Conditions {
			conditions = append(conditions, c.ID)
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.Text(a.ID), sheet.Text(a.Kind.String()), sheet.Text(a.Risk), sheet.Text(a.Item), sheet.Text(a.Stage.String()),
			sheet.Text(a.RequestedBy), sheet.Date(a.RequestedAt), sheet.Text(a.Decision.String()), sheet.Text(a.By), sheet.Text(a.Authority), sheet.Date(a.At),
			sheet.Text(a.Rule), sheet.Text(a.Justification), sheet.List(conditions), sheet.Date(a.Expires), sheet.Text(a.Supersedes), sheet.Date(revoked.At), sheet.Text(revoked.By)})
	}
	return t
}

func cost(c *risk.Cost) (amount, currency sheet.Value) {
	if c == nil || c.Amount == nil {
		return amount, currency
	}
	return sheet.Rat(c.Amount), sheet.Text(c.Currency)
}

// effect says what a control does, such as likelihood -2 x 0.5.
func effect(e *risk.Effect) string {
	s := e.Input + " -" + strconv.Itoa(e.Steps)
	if e.Effectiveness == nil {
		return s
	}
	digits, _ := e.Effectiveness.FloatPrec()
	return s + " x " + e.Effectiveness.FloatString(digits)
}

func statements(list []risk.Statement) sheet.Value {
	var parts []string
	for _, s := range list {
		parts = append(parts, s.Input+" = "+s.Value.String())
	}
	return sheet.Text(strings.Join(parts, "; "))
}

func count(n int) sheet.Value {
	if n == 0 {
		return sheet.Value{}
	}
	return sheet.Number(strconv.Itoa(n))
}

func duration(d time.Duration) sheet.Value {
	if d == 0 {
		return sheet.Value{}
	}
	return sheet.Text(source.FormatDuration(d))
}
