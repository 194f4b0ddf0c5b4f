package measure_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/measure"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// methods compute with a, b and the list c.
var methods = []string{"a", "a + b", "a * 0.1 - b", "a / b", "b == 0.0 ? a : a / b", "a > b ? double(size(c)) : 1.0", "size(c)",
	"double(size(c.filter(x, x > a))) / double(size(c))", "c[0] + a", "math.round(a)"}

func drawMeasure(t *rapid.T) *isms.Measure {
	number := rapid.Custom(func(t *rapid.T) isms.Decimal {
		d, _ := isms.ParseDecimal(big.NewRat(rapid.Int64Range(-999, 999).Draw(t, "n"), 10).FloatString(1))
		return d
	})
	state := func(name string, list *isms.Opt[string]) {
		if rapid.IntRange(0, 9).Draw(t, "given") > 0 {
			*list = isms.Some(name)
		}
	}
	m := &isms.Measure{ID: "M", Method: isms.Some(rapid.SampledFrom(methods).Draw(t, "method")), Inputs: isms.Some([]*isms.MeasureInput{
		{Name: isms.Some("a"), Many: isms.Some(false)}, {Name: isms.Some("b"), Many: isms.Some(false)}, {Name: isms.Some("c"), Many: isms.Some(true)}})}
	var results []*isms.MeasureResult
	for range rapid.IntRange(1, 3).Draw(t, "results") {
		var in []*isms.MeasuredInput
		for _, name := range []string{"a", "b", "c"} {
			x := &isms.MeasuredInput{}
			state(name, &x.Name)
			switch n := rapid.IntRange(0, 9).Draw(t, "value"); {
			case n > 1 && name == "c":
				x.Values = isms.Some(rapid.SliceOfN(number, 0, 3).Draw(t, "c"))
			case n > 1:
				x.Value = isms.Some(number.Draw(t, name))
			case n == 1:
				x.Value = isms.None[isms.Decimal]()
			}
			in = append(in, x)
		}
		r := &isms.MeasureResult{Value: isms.Some(number.Draw(t, "recorded"))}
		if rapid.IntRange(0, 9).Draw(t, "inputs") > 0 {
			r.Inputs = isms.Some(in)
		}
		results = append(results, r)
	}
	m.Results = isms.Some(results)
	return m
}

// TestFillingIn: what is filled in turns an unknown outcome into another one,
// and no other.
func TestFillingIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeasure(t)
		before := measure.Recompute(m)
		for _, r := range m.Results.Or(nil) {
			if !r.Inputs.Known() {
				r.Inputs = isms.Some([]*isms.MeasuredInput{})
			}
			for i, in := range r.Inputs.Or(nil) {
				if !in.Name.Known() {
					in.Name = isms.Some(rapid.SampledFrom([]string{"a", "b", "c", "d" + strconv.Itoa(i)}).Draw(t, "name"))
				}
				if !in.Value.Known() {
					in.Value = isms.Some(isms.Decimal{})
				}
				if !in.Values.Known() {
					in.Values = isms.Some([]isms.Decimal{{}})
				}
			}
		}
		for i, o := range measure.Recompute(m) {
			require.NotEqual(t, measure.Unknown, o.Status, "%+v", o)
			if b := before[i]; b.Status != measure.Unknown {
				require.Equal(t, b.Status, o.Status)
				require.Equal(t, b.Value, o.Value)
			} else {
				require.NotEmpty(t, b.Missing)
			}
		}
	})
}

// TestRebased: whatever is re-based is reproduced by the new method, and to
// re-base once more changes nothing.
func TestRebased(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeasure(t)
		next := measure.Method{Text: rapid.SampledFrom(methods).Draw(t, "next"), Version: "2"}
		got, left, err := measure.Rebase(m, next)
		require.NoError(t, err)
		again, same, err := measure.Rebase(got, next)
		require.NoError(t, err)
		require.Equal(t, got, again)
		require.Equal(t, left, same)
		out := map[*isms.MeasureResult]bool{}
		for _, o := range left {
			out[o.Result] = true
			require.NotEqual(t, measure.Yes, o.Comparable)
		}
		for _, o := range measure.Recompute(got) {
			if !out[o.Result] {
				require.Equal(t, measure.Reproduced, o.Status)
			}
		}
	})
}

// FuzzMethod: no text and no number makes it panic.
func FuzzMethod(f *testing.F) {
	for _, m := range methods {
		f.Add(m, "1.5")
	}
	f.Add("a / (a - a)", "-0.1")
	f.Add("\x00", "1")
	f.Fuzz(func(t *testing.T, method, number string) {
		d, err := isms.ParseDecimal(number)
		if err != nil {
			return
		}
		in := []*isms.MeasuredInput{{Name: isms.Some("a"), Value: isms.Some(d)}}
		m := &isms.Measure{ID: "M", Method: isms.Some(method), Inputs: isms.Some([]*isms.MeasureInput{{Name: isms.Some("a"), Many: isms.Some(false)}}),
			Results: isms.Some([]*isms.MeasureResult{{Value: isms.Some(d), Inputs: isms.Some(in)}})}
		o := measure.Recompute(m)[0]
		require.Equal(t, o, measure.Recompute(m)[0])
		if measure.Check(m) != nil {
			require.Equal(t, measure.Failed, o.Status)
		}
		if got, left, err := measure.Rebase(m, measure.Method{Text: method}); err == nil && len(left) == 0 {
			require.Equal(t, measure.Reproduced, measure.Recompute(got)[0].Status)
		}
	})
}
