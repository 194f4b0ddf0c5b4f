package cli

import (
	"context"
	"slices"

	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa/oscal"
)

// recordExport is the record of an assessment.
type recordExport struct{ *risk.Record }

func (r *recordExport) title() string {
	return "Assessment of " + or(r.Seal.ID, "a register") + " as of " + timeText(r.Seal.AsOf)
}

func (r *recordExport) json() (any, error) {
	j := assessJSON{Digest: string(r.Digest), AsOf: timeText(r.Seal.AsOf), Outcomes: make([]outcomeJSON, 0, len(r.Outcomes))}
	ranks := ranksOf(r.Rankings)
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		j.Outcomes = append(j.Outcomes, newOutcomeJSON(o, ranks[o.Key()]))
	}
	return j, nil
}

func (r *recordExport) oscal(ctx context.Context, x *exporter) (oscal.Document, error) {
	at, err := x.time(r.Seal.AsOf)
	if err != nil {
		return nil, err
	}
	a, err := x.replayed(ctx, x.left.File, r.Record, x.register)
	if err != nil {
		return nil, err
	}
	return oscal.NewResults(a, oscal.Assessed{Info: oscal.Info{AsOf: at}})
}

// outcomeColumn is a column of the table of outcomes.
type outcomeColumn struct {
	name string
	cell func(*risk.Outcome) sheet.Value
}

var outcomeColumns = []outcomeColumn{
	{"stage", func(o *risk.Outcome) sheet.Value { return sheet.Text(o.Stage.String()) }},
	{"level", func(o *risk.Outcome) sheet.Value { return sheet.Number(o.Level) }},
	{"band", func(o *risk.Outcome) sheet.Value { return sheet.Text(o.Band) }},
	{"decision", func(o *risk.Outcome) sheet.Value { return sheet.Text(o.Decision.String()) }},
	{"rule", func(o *risk.Outcome) sheet.Value { return sheet.Text(o.Rule) }},
	{"because", func(o *risk.Outcome) sheet.Value { return sheet.Text(o.Because) }},
	{"authority", func(o *risk.Outcome) sheet.Value { return sheet.Text(o.Authority) }},
	{"valid_for", func(o *risk.Outcome) sheet.Value { return duration(o.ValidFor) }},
	{"review_every", func(o *risk.Outcome) sheet.Value { return duration(o.ReviewEvery) }},
	{"conditions", func(o *risk.Outcome) sheet.Value { return sheet.List(o.Conditions) }},
	{"missing", func(o *risk.Outcome) sheet.Value { return sheet.List(o.Missing) }},
	{"too_wide", func(o *risk.Outcome) sheet.Value { return sheet.List(o.Narrow) }},
	{"claimed_level", claimed(func(c *risk.Claimed) sheet.Value { return sheet.Number(c.Level) })},
	{"claimed_band", claimed(func(c *risk.Claimed) sheet.Value { return sheet.Text(c.Band) })},
	{"claim_follows", claimed(func(c *risk.Claimed) sheet.Value { return sheet.Bool(c.Follows) })},
}

func claimed(get func(*risk.Claimed) sheet.Value) func(*risk.Outcome) sheet.Value {
	return func(o *risk.Outcome) sheet.Value {
		if o.Claimed == nil {
			return sheet.Value{}
		}
		return get(o.Claimed)
	}
}

func (r *recordExport) tables(x *exporter) ([]*sheet.Table, error) {
	risks := map[string]*risk.Risk{}
	for _, one := range r.Materials.Risks {
		risks[one.ID] = one
	}
	if r.Materials.Risks == nil && len(r.Outcomes) > 0 {
		x.left.leave("titles and owners", "the record names its register by the digest alone", 1)
	}
	ranks := ranksOf(r.Rankings)
	t := &sheet.Table{Name: "outcomes", Columns: []string{"risk", "title", "owner", "rank"}}
	for _, c := range outcomeColumns {
		t.Columns = append(t.Columns, c.name)
	}
	names := r.values()
	for _, name := range names {
		t.Columns = append(t.Columns, "value."+name)
	}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		one := risks[o.Risk]
		if one == nil {
			one = &risk.Risk{}
		}
		row := []sheet.Value{sheet.Text(o.Risk), sheet.Text(one.Title), sheet.Text(one.Owner), count(ranks[o.Key()])}
		for _, c := range outcomeColumns {
			row = append(row, c.cell(o))
		}
		for _, name := range names {
			row = append(row, used(o.Used(name)))
		}
		t.Rows = append(t.Rows, row)
	}
	return []*sheet.Table{t}, nil
}

// used writes a value that was used: a number as one.
func used(u risk.Used) sheet.Value {
	switch {
	case u.From == risk.FromNowhere:
		return sheet.Value{}
	case u.List == nil && number(u.Value) != nil:
		return sheet.Rat(number(u.Value))
	}
	return sheet.Text(u.String())
}

// values lists the names of the values used, in the order of the criteria.
func (r *recordExport) values() []string {
	var names []string
	for i := range r.Outcomes {
		for _, u := range r.Outcomes[i].Values {
			if !slices.Contains(names, u.Name) {
				names = append(names, u.Name)
			}
		}
	}
	return names
}
