package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa/oscal"
)

// registerExport is a register; with criteria, ranges and lists can be told apart.
type registerExport struct {
	*risk.Register
	criteria *criteria.Criteria
}

func (r *registerExport) title() string { return or(r.Title, r.ID) }

func (r *registerExport) json() (any, error) { return r.Bytes(), nil }

func (r *registerExport) oscal(context.Context, *exporter) (oscal.Document, error) {
	return nil, usagef("OSCAL has no model for a register by itself; assess it, and export the record")
}

// A registerColumn is a column as risk.StreamCSV reads it.
type registerColumn struct {
	name string
	cell func(*risk.Risk) (sheet.Value, error)
}

// registerFields lists the fields of a risk in the order of the format.
var registerFields = []registerColumn{
	{"id", textOf(func(r *risk.Risk) string { return r.ID })},
	{"title", textOf(func(r *risk.Risk) string { return r.Title })},
	{"description", textOf(func(r *risk.Risk) string { return r.Description })},
	{"approach", textOf(func(r *risk.Risk) string { return r.Approach })},
	{"cia", listOf(func(r *risk.Risk) []string { return r.CIA })},
	{"owner", textOf(func(r *risk.Risk) string { return r.Owner })},
	{"scope", listOf(func(r *risk.Risk) []string { return r.Scope })},
	{"assets", listOf(func(r *risk.Risk) []string { return r.Assets })},
	{"threat", textOf(func(r *risk.Risk) string { return r.Threat })},
	{"source", textOf(func(r *risk.Risk) string { return r.Source })},
	{"event", textOf(func(r *risk.Risk) string { return r.Event })},
	{"category", textOf(func(r *risk.Risk) string { return r.Category })},
	{"parent", textOf(func(r *risk.Risk) string { return r.Parent })},
	{"vulnerabilities", listOf(func(r *risk.Risk) []string { return r.Vulnerabilities })},
	{"issues", listOf(func(r *risk.Risk) []string { return r.Issues })},
	{"requirements", listOf(func(r *risk.Risk) []string { return r.Requirements })},
	{"controls", listOf(func(r *risk.Risk) []string { return r.Controls })},
	{"identified", func(r *risk.Risk) (sheet.Value, error) { return sheet.Date(r.Identified), nil }},
}

// claimFields lists the columns of what is claimed.
var claimFields = []registerColumn{
	{"claimed_level", claimOf(func(c *risk.Claim) sheet.Value {
		if c.Level == nil {
			return sheet.Value{}
		}
		return sheet.Rat(c.Level)
	})},
	{"claimed_band", claimOf(func(c *risk.Claim) sheet.Value { return sheet.Text(c.Band) })},
	{"claimed_stage", claimOf(func(c *risk.Claim) sheet.Value { return sheet.Text(c.Stage.String()) })},
}

func textOf(get func(*risk.Risk) string) func(*risk.Risk) (sheet.Value, error) {
	return func(r *risk.Risk) (sheet.Value, error) { return cellText(get(r)) }
}

func listOf(get func(*risk.Risk) []string) func(*risk.Risk) (sheet.Value, error) {
	return func(r *risk.Risk) (sheet.Value, error) { return cellList(get(r)) }
}

func claimOf(get func(*risk.Claim) sheet.Value) func(*risk.Risk) (sheet.Value, error) {
	return func(r *risk.Risk) (sheet.Value, error) {
		if r.Claimed == nil {
			return sheet.Value{}, nil
		}
		return get(r.Claimed), nil
	}
}

func cellText(s string) (sheet.Value, error) {
	if strings.TrimSpace(s) != s {
		return sheet.Text(s), fmt.Errorf("blanks at the ends of a text are lost when it is read")
	}
	return sheet.Text(s), nil
}

func cellList(items []string) (sheet.Value, error) {
	for _, s := range items {
		if s == "" || strings.TrimSpace(s) != s || strings.ContainsAny(s, sheet.ListSeparator+"\n") {
			return sheet.List(items), fmt.Errorf("an entry of a list that is empty, has %q in it, or blanks at its ends, is read as another one", sheet.ListSeparator)
		}
	}
	return sheet.List(items), nil
}

func (r *registerExport) tables(x *exporter) ([]*sheet.Table, error) {
	columns := slices.Concat(registerFields, r.statements(), r.rationales(), claimFields)
	t := &sheet.Table{Name: "risks"}
	rows := make([][]sheet.Value, len(r.Risks))
	for _, c := range columns {
		values, some := make([]sheet.Value, len(r.Risks)), false
		for i, one := range r.Risks {
			v, err := c.cell(one)
			if err != nil {
				x.left.leave(one.ID+", "+c.name, err.Error(), 1)
			}
			values[i] = v
			some = some || v != sheet.Value{}
		}
		if !some && c.name != "id" && c.name != "title" {
			continue // nobody states it
		}
		t.Columns = append(t.Columns, c.name)
		for i, v := range values {
			rows[i] = append(rows[i], v)
		}
	}
	t.Rows = rows
	for _, one := range r.Risks {
		for _, stage := range risk.Stages() {
			if list := one.Ratings[stage-1]; list != nil && len(list) == 0 {
				x.left.leave(one.ID+", "+stage.String(), "a stage without a rating is read as one that is not rated", 1)
			}
		}
	}
	if r.Title != "" {
		x.left.leave("the register's title", "a table of risks has no place for it", 1)
	}
	return []*sheet.Table{t}, nil
}

// statements are the columns of ratings by stage, then of inputs, each by name.
func (r *registerExport) statements() []registerColumn {
	var columns []registerColumn
	stages := risk.Stages()
	for _, stage := range append(stages[:], 0) {
		of := func(one *risk.Risk) []risk.Statement {
			if stage == 0 {
				return one.Inputs
			}
			return one.Ratings[stage-1]
		}
		var names []string
		for _, one := range r.Risks {
			for _, s := range of(one) {
				names = append(names, s.Input)
			}
		}
		slices.Sort(names)
		prefix := "inputs."
		if stage != 0 {
			prefix = stage.String() + "."
		}
		for _, name := range slices.Compact(names) {
			columns = append(columns, registerColumn{prefix + name, func(one *risk.Risk) (sheet.Value, error) {
				for _, s := range of(one) {
					if s.Input == name {
						return r.stated(name, s.Value, stage != 0)
					}
				}
				return sheet.Value{}, nil
			}})
		}
	}
	return columns
}

// stated writes a value as StreamCSV reads it. Two texts are a range of a rating,
// or a list: the criteria know; without them ratings have ranges, inputs lists.
func (r *registerExport) stated(name string, v criteria.Stated, staged bool) (sheet.Value, error) {
	d := json.NewDecoder(bytes.NewReader(v.AppendJSON(nil)))
	d.UseNumber()
	var x any
	if err := d.Decode(&x); err != nil {
		return sheet.Value{}, err
	}
	switch x := x.(type) {
	case bool:
		return sheet.Bool(x), nil
	case json.Number:
		return sheet.Number(x.String()), nil
	case []any:
		items := make([]string, len(x))
		for i := range x {
			items[i] = fmt.Sprint(x[i])
		}
		if r.criteria != nil && r.criteria.Input(name) != nil {
			staged = r.criteria.Input(name).Type == criteria.Rating
		}
		if staged && len(items) == 2 {
			return sheet.Text(items[0] + ".." + items[1]), nil
		}
		if len(items) == 0 {
			return sheet.Value{}, fmt.Errorf("an empty list is read as nothing")
		}
		return cellList(items)
	case string:
		if x == "" {
			return sheet.Value{}, fmt.Errorf("an empty text is read as nothing")
		}
		return cellText(x)
	}
	return sheet.Value{}, nil
}

// rationales are the columns of reasons, for all stages first.
func (r *registerExport) rationales() []registerColumn {
	type key struct {
		stage risk.Stage
		input string
	}
	var keys []key
	for _, one := range r.Risks {
		for _, why := range one.Rationale {
			keys = append(keys, key{why.Stage, why.Input})
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.stage != b.stage {
			return int(a.stage) - int(b.stage)
		}
		return strings.Compare(a.input, b.input)
	})
	var columns []registerColumn
	for _, k := range slices.Compact(keys) {
		name := "rationale." + k.input
		if k.stage != 0 {
			name = "rationale." + k.stage.String() + "." + k.input
		}
		columns = append(columns, registerColumn{name, func(one *risk.Risk) (sheet.Value, error) {
			for _, why := range one.Rationale {
				if why.Stage == k.stage && why.Input == k.input {
					return cellText(why.Text)
				}
			}
			return sheet.Value{}, nil
		}})
	}
	return columns
}
