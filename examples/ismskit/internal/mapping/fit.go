package mapping

import (
	"errors"
	"slices"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// Fit tells whether the criteria have what columns become: the inputs, their
// levels and the bands. The error is a *source.Error with places in the mapping,
// where such a mistake is one and not one in each row.
func (m *Mapping) Fit(c *criteria.Criteria) error {
	var errs source.Reporter
	for i := range m.Columns {
		col := &m.Columns[i]
		if col.Ignore {
			continue
		}
		switch {
		case col.Target.Kind == ToStatement && c.Input(col.Target.Input) == nil:
			var names []string
			for _, in := range c.Document().Inputs {
				names = append(names, in.ID)
			}
			errs.ReportNear(col.node.Get("to"), source.UnknownName, source.Nearest(col.Target.Input, names), "the criteria have no input %q", source.Clip(col.Target.Input))
		case col.Target.Kind == ToStatement:
			col.fitLevels(&errs, c)
		case col.Target.Kind == ToClaim && col.Target.Field == "band":
			col.fitBands(&errs, c)
		}
	}
	return errs.Err()
}

// fitLevels states each value of a column by itself.
func (c *Column) fitLevels(errs *source.Reporter, to *criteria.Criteria) {
	for _, f := range c.node.Get("values").Fields() {
		v := c.Values[fold(f.Key)]
		if !v.Given() {
			continue
		}
		r := &risk.Risk{ID: "R"}
		r.State(c.Target.Stage, c.Target.Input, v)
		_, err := r.Bind(to, max(c.Target.Stage, risk.Inherent))
		var e *source.Error
		if errors.As(err, &e) {
			d := e.Diagnostics[0]
			errs.ReportNear(f.Value, d.Code, d.Nearest, "%s", d.Message)
		}
	}
}

func (c *Column) fitBands(errs *source.Reporter, to *criteria.Criteria) {
	var bands []string
	for _, b := range to.Document().Bands {
		bands = append(bands, b.ID)
	}
	for _, f := range c.node.Get("values").Fields() {
		v := c.Values[fold(f.Key)]
		if texts, ok := v.Texts(); !ok || len(texts) != 1 || slices.Contains(bands, texts[0]) {
			continue
		}
		errs.ReportNear(f.Value, source.UnknownName, source.Nearest(v.String(), bands), "the criteria have no band %q", source.Clip(v.String()))
	}
}
