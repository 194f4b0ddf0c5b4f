package measure

import (
	"slices"
	"strconv"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// A Point is a value of a measure at a time, comparable with the other points
// of its series.
type Point struct {
	At      time.Time
	Value   isms.Decimal // as recorded
	Outcome Outcome
}

// Series gives what can be compared of a measure's results, the earliest first,
// and what is left: those of another method that are not re-based, and those of
// which the time, the value or the method is not given or none. A point need
// not be reproduced: its outcome tells.
func Series(m *isms.Measure) (points []Point, left []Outcome) {
	for _, o := range Recompute(m) {
		at, dated := o.Result.At.Get()
		value, measured := o.Result.Value.Get()
		if o.Comparable != Yes || !dated || !measured {
			left = append(left, o)
			continue
		}
		points = append(points, Point{at, value, o})
	}
	slices.SortStableFunc(points, func(a, b Point) int { return a.At.Compare(b.At) })
	return points, left
}

// Rebase puts a measure under another method: it returns a copy in which the
// method is next, and in which each earlier result that can be is computed again
// from its stored inputs, carries the new method's digest and is marked as
// re-based. The measure itself does not change. Without inputs, next computes
// with those that the measure declares.
//
// Left are the outcomes, by the new method, of the results that stay as they
// are and are not comparable: an input that the new method needs is not stored
// or not given, the inputs are not those that were measured, nothing was
// measured, or the method fails for them.
//
// The error is that of Check if the new method does not compile.
func Rebase(m *isms.Measure, next Method) (rebased *isms.Measure, left []Outcome, err error) {
	copied := *m
	copied.Method, copied.MethodVersion, copied.MethodDigest = isms.Some(next.Text), isms.Some(next.Version), isms.Some(next.Digest())
	if next.Inputs != nil {
		copied.Inputs = isms.Some(next.Inputs)
	}
	// What is wrong with the new method does not stand in the measure's file.
	copied.Place = isms.Place{}
	if err := Check(&copied); err != nil {
		return nil, nil, err
	}
	copied.Place = m.Place
	path := "measures[" + m.ID + "]"
	p := prepare(&copied, path)
	if results, ok := m.Results.Get(); ok {
		list := slices.Clone(results)
		for i, r := range list {
			list[i] = p.rebase(r, path+".results["+strconv.Itoa(i)+"]")
		}
		copied.Results = isms.Some(list)
	}
	for _, o := range Recompute(&copied) {
		if o.Comparable != Yes {
			left = append(left, o)
		}
	}
	return &copied, left, nil
}

// rebase gives a result by the method, or the result itself if it is of the
// method already or cannot be computed.
func (p *prepared) rebase(r *isms.MeasureResult, path string) *isms.MeasureResult {
	if _, measured := r.Value.Get(); !measured || sameMethod(r, p.Method) == Yes || inputsMatch(r) == No {
		return r
	}
	exact, missing, code := p.value(r, path)
	if missing != nil || code != "" {
		return r
	}
	f, same := exact.Float64()
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if !same { // a whole number that no double is
		text = exact.FloatString(0)
	}
	value, err := isms.ParseDecimal(text)
	if err != nil {
		return r
	}
	x := *r
	x.Value, x.MethodDigest, x.Rebased = isms.Some(value), isms.Some(p.Digest()), isms.Some(true)
	return &x
}
