package criteria_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

// complete fills what is open in the inputs with random values that are
// possible.
func complete(w *writer, c *criteria.Criteria, in *criteria.Inputs) *criteria.Inputs {
	full := c.NewInputs()
	for i := range c.Document().Inputs {
		d := &c.Document().Inputs[i]
		v := in.Effective(i)
		switch {
		case v.Exact():
		case v.Known() || d.Type == criteria.Rating || d.Type == criteria.Bool:
			values := possible(in, d)
			v = values[w.rng.IntN(len(values))]
		default:
			for v = w.value(d); !v.Known(); v = w.value(d) {
			}
		}
		_ = full.SetAt(i, v) // of the input's own type
	}
	return full
}

// against names what an outcome says that one of the cases behind it denies.
func against(o, x *criteria.Outcome) string {
	u := o.Uncertain
	if x.Failure != nil && u != nil && !u.Complete {
		return "" // what an input without levels may make fail is not gone through
	}
	switch {
	case o.Failure != nil && x.Failure == nil: // another expression may fail first
		return "failure"
	case o.Failure != nil:
		return ""
	case o.Decision != criteria.Undetermined && x.Decision != o.Decision:
		return "decision"
	case o.Rule >= 0 && x.Rule != o.Rule:
		return "rule"
	case u == nil && x.Failure != nil:
		return "failure of a decided case"
	case u != nil && x.Failure == nil && !slices.Contains(u.Rules, x.Rule):
		return "possible rules"
	case u != nil && x.Failure == nil && !slices.Contains(u.Decisions, x.Decision):
		return "possible decisions"
	case u != nil && x.Failure != nil && !slices.Contains(u.Failures, x.Failure.Code):
		return "possible failures"
	}
	switch {
	case o.Band >= 0 && x.Band != o.Band:
		return "band"
	case u != nil && x.Band >= 0 && !slices.Contains(u.Bands, x.Band):
		return "possible bands"
	case o.Level.Known() && !o.Level.Equal(x.Level):
		return "level"
	case u != nil && u.Low.Known() && x.Level.Known() && (x.Level.Compare(u.Low) < 0 || x.Level.Compare(u.High) > 0):
		return "range of the level"
	}
	for i, v := range o.Derived {
		if v.Known() && !v.Equal(x.Derived[i]) {
			return "derived value"
		}
	}
	return ""
}

// TestNothingDecidedIsDenied fills in what is missing, texts, lists, numbers
// and times included: whatever is decided or excluded before must be so after.
func TestNothingDecidedIsDenied(t *testing.T) {
	documents := 1500
	if testing.Short() {
		documents = 150
	}
	w := &writer{rng: rand.New(rand.NewPCG(2026, 7))}
	var open, blind int
	for range documents {
		text := w.document()
		c := compile(t, text)
		for range 10 {
			in := c.NewInputs()
			for i := range c.Document().Inputs {
				if w.rng.IntN(3) > 0 {
					require.NoError(t, in.SetAt(i, w.value(&c.Document().Inputs[i])))
				}
			}
			o := c.Evaluate(in, asOf)
			if o.Uncertain != nil {
				open++
				if !o.Uncertain.Complete {
					blind++
				}
			}
			for range 12 {
				x := c.Evaluate(complete(w, c, in), asOf)
				require.Empty(t, against(&o, &x), "%s\n%s\n%s", text, say(&o), say(&x))
			}
		}
	}
	t.Logf("%d open, %d of them depend on inputs without levels", open, blind)
	require.Greater(t, blind, documents/10)
	require.Greater(t, open, blind)
}
