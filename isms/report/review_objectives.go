package report

import (
	"math/big"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// An ObjectiveLine tells how far an objective is reached.
type ObjectiveLine struct {
	ID        string         `json:"id"`
	Statement string         `json:"statement,omitempty"`
	Who       []Who          `json:"who,omitempty"`
	When      time.Time      `json:"when,omitzero"`
	Unit      string         `json:"unit,omitempty"`
	Direction isms.Direction `json:"direction,omitempty"`
	Baseline  string         `json:"baseline,omitempty"`
	Target    string         `json:"target,omitempty"`
	Result    string         `json:"result,omitempty"` // until the end of the period
	ResultAt  time.Time      `json:"resultAt,omitzero"`
	Reached   Reach          `json:"reached"`
	Trend     Trend          `json:"trend"`             // from the baseline to the result
	Change    string         `json:"change,omitempty"`  // from the baseline, a decimal
	Overdue   bool           `json:"overdue,omitempty"` // its time is over, and it is not known to be reached
	Note      string         `json:"note,omitempty"`    // why it is not measured, or how it is evaluated
}

func (b *briefing) objectives() {
	b.Objectives = []ObjectiveLine{}
	for _, o := range b.sys.Objectives.Or(nil) {
		b.Objectives = append(b.Objectives, b.objective(o))
	}
}

func (b *briefing) objective(o *isms.Objective) ObjectiveLine {
	x := ObjectiveLine{ID: o.ID, Statement: o.Statement.Or(""), Who: b.each(o.Who.Or("")), When: stated(o.When), Unit: o.Unit.Or(""), Direction: o.Direction,
		Baseline: decimalText(o.Baseline), Target: decimalText(o.Target), Reached: ReachNotKnown, Trend: TrendNotKnown}
	if measurable, ok := o.Measurable.Get(); ok && !measurable {
		x.Note = "not measured: " + or(o.NotMeasurableRationale.Or(""), "no reason is stated")
		if how := o.Evaluation.Or(""); how != "" {
			x.Note += "; evaluated: " + how
		}
	}
	var value *big.Rat
	if v, ok := o.Result.Get(); ok && past(o.ResultAt, b.Until) {
		value = v.Rat()
		x.Result, x.ResultAt = v.String(), stated(o.ResultAt)
	}
	switch base, ok := o.Baseline.Get(); {
	case value == nil && (o.Result.IsNone() || stated(o.ResultAt).After(b.Until)):
		x.Trend = TrendNone
	case value != nil && o.Baseline.IsNone():
		x.Trend = TrendFirst
	case value != nil && ok:
		change := new(big.Rat).Sub(value, base.Rat())
		x.Change, x.Trend = decimalOf(change), trendOf(change.Sign(), o.Direction)
	}
	x.Reached = reached(value, o.Target, o.Direction)
	x.Overdue = x.Reached != Reached && !x.When.IsZero() && endOf(x.When).Before(b.Until)
	return x
}
