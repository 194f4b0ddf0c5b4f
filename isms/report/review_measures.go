package report

import (
	"math/big"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/measure"
)

// A MeasureTrend tells how the results of a measure went.
type MeasureTrend struct {
	ID        string         `json:"id"`
	What      string         `json:"what,omitempty"`
	Unit      string         `json:"unit,omitempty"`
	Direction isms.Direction `json:"direction,omitempty"`
	Target    string         `json:"target,omitempty"` // a decimal; "" if none is set or stated
	Points    []Point        `json:"points,omitempty"` // results until the end of the period, in order of time
	Trend     Trend          `json:"trend"`
	Change    string         `json:"change,omitempty"`    // from the earlier result to the later one, a decimal
	Since     time.Time      `json:"since,omitzero"`      // of the earlier result
	Reached   Reach          `json:"reached"`             // whether the last result of the period reaches the target
	Concluded string         `json:"concluded,omitempty"` // what the measure's evaluation says, if it was made in the period
	NextDue   time.Time      `json:"nextDue,omitzero"`
	Overdue   bool           `json:"overdue,omitempty"` // as of the end of the period
}

// A Point is a result of a measure.
type Point struct {
	At       time.Time   `json:"at"`
	Value    string      `json:"value,omitempty"` // a decimal; "" if it could not be measured, or is not stated
	Method   seal.Digest `json:"method,omitempty"`
	InPeriod bool        `json:"inPeriod"`

	value *big.Rat
}

// Trend tells how two results of a measure compare.
type Trend string

// The trends.
const (
	TrendBetter        Trend = "better"
	TrendWorse         Trend = "worse"
	TrendSame          Trend = "same"
	TrendUp            Trend = "up"             // it is not stated in which direction the measure is good
	TrendDown          Trend = "down"           // likewise
	TrendFirst         Trend = "first_result"   // there is nothing to compare with
	TrendNone          Trend = "no_result"      // there is no result in the period
	TrendNotComparable Trend = "not_comparable" // the results were got by different methods
	TrendNotKnown      Trend = "not_known"      // results, their values, dates or methods are not stated
)

// Reach tells whether a target is reached.
type Reach string

// Whether a target is reached.
const (
	Reached       Reach = "reached"
	NotReached    Reach = "not_reached"
	NoTarget      Reach = "no_target" // it is stated that none is set
	ReachNotKnown Reach = "not_known"
)

func (b *briefing) measures() {
	b.Measures = []MeasureTrend{}
	for _, m := range b.sys.Measures.Or(nil) {
		b.Measures = append(b.Measures, b.measure(m))
	}
}

func (b *briefing) measure(m *isms.Measure) MeasureTrend {
	t := MeasureTrend{ID: m.ID, What: m.What.Or(""), Unit: m.Unit.Or(""), Direction: m.Direction, Target: decimalText(m.Target), NextDue: stated(m.NextDue)}
	t.Overdue = !t.NextDue.IsZero() && endOf(t.NextDue).Before(b.Until)
	if e, ok := m.Evaluation.Get(); ok && b.period().holds(stated(e.At)) {
		t.Concluded = e.Conclusion.Or("")
	}
	open := !m.Results.Known()
	for _, o := range measure.Recompute(m) {
		r := o.Result
		at := stated(r.At)
		if at.IsZero() {
			open = true // nobody knows in which period it belongs
			continue
		}
		if !at.After(b.Until) {
			p := Point{At: at, Value: decimalText(r.Value), Method: methodOf(m, &o), InPeriod: b.period().holds(at)}
			if v, ok := r.Value.Get(); ok {
				p.value = v.Rat()
			}
			t.Points = append(t.Points, p)
		}
	}
	slices.SortStableFunc(t.Points, func(a, b Point) int { return a.At.Compare(b.At) })
	t.Reached = ReachNotKnown
	if n := len(t.Points); n > 0 && t.Points[n-1].InPeriod {
		t.Reached = reached(t.Points[n-1].value, m.Target, m.Direction)
	}
	if t.compare(); open && (t.Trend == TrendNone || t.Trend == TrendFirst) {
		t.Trend = TrendNotKnown
	}
	return t
}

// methodOf gives the digest of the method by which a result stands, "" if it is
// not known. One that was computed again stands by the method in force if that
// reproduces it.
func methodOf(m *isms.Measure, o *measure.Outcome) seal.Digest {
	if stated := o.Result.MethodDigest.Or(""); !o.Result.Rebased.Or(false) || o.Comparable == measure.No {
		return stated
	}
	if method, ok := m.Method.Get(); ok && o.Comparable == measure.Yes {
		return isms.DigestMethod(method)
	}
	return ""
}

// compare holds the last result of the period against the last one before it,
// or else against the first one of the period. Only results by the same method
// compare.
func (t *MeasureTrend) compare() {
	n := len(t.Points)
	if n == 0 || !t.Points[n-1].InPeriod {
		t.Trend = TrendNone
		return
	}
	last := &t.Points[n-1]
	first := slices.IndexFunc(t.Points, func(p Point) bool { return p.InPeriod })
	old := &t.Points[max(0, first-1)]
	if old == last {
		t.Trend = TrendFirst
		return
	}
	t.Since = old.At
	switch {
	case old.Method == "" || last.Method == "":
		t.Trend = TrendNotKnown
	case old.Method != last.Method:
		t.Trend = TrendNotComparable
	case old.value == nil || last.value == nil:
		t.Trend = TrendNotKnown
	default:
		change := new(big.Rat).Sub(last.value, old.value)
		t.Change = decimalOf(change)
		t.Trend = trendOf(change.Sign(), t.Direction)
	}
}

func trendOf(sign int, d isms.Direction) Trend {
	switch {
	case sign == 0:
		return TrendSame
	case d == isms.AtLeast && sign > 0, d == isms.AtMost && sign < 0:
		return TrendBetter
	case d == isms.AtLeast, d == isms.AtMost:
		return TrendWorse
	case sign > 0:
		return TrendUp
	}
	return TrendDown
}

// reached tells whether a value reaches a target.
func reached(value *big.Rat, target isms.Opt[isms.Decimal], d isms.Direction) Reach {
	want, ok := target.Get()
	switch {
	case target.IsNone():
		return NoTarget
	case !ok || value == nil || d == "":
		return ReachNotKnown
	}
	if c := value.Cmp(want.Rat()); d == isms.AtLeast && c >= 0 || d == isms.AtMost && c <= 0 {
		return Reached
	}
	return NotReached
}

func decimalText(d isms.Opt[isms.Decimal]) string {
	if v, ok := d.Get(); ok {
		return v.String()
	}
	return ""
}

// decimalOf writes a difference of two decimals, which is one.
func decimalOf(r *big.Rat) string {
	n, _ := r.FloatPrec()
	return r.FloatString(n)
}
