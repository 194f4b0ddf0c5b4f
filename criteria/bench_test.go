package criteria_test

import (
	"fmt"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

// BenchmarkEvaluate runs the sample document over all its 162 cells.
func BenchmarkEvaluate(b *testing.B) {
	for _, rows := range []int{criteria.MaxTableRows, 0} {
		c := compile(b, acmeText(b), criteria.WithTableRows(rows))
		inputs := everything(b, c)
		b.Run(fmt.Sprintf("table=%v", rows > 0), func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if o := c.EvaluateShared(inputs[i], asOf); o.Rule < 0 {
					b.Fatal(o)
				}
				if i++; i == len(inputs) {
					i = 0
				}
			}
		})
	}
	c := compile(b, acmeText(b))
	in := everything(b, c)[0]
	b.Run("into", func(b *testing.B) {
		b.ReportAllocs()
		var o criteria.Outcome
		for b.Loop() {
			c.EvaluateInto(&o, in, asOf)
		}
	})
	missing := c.NewInputs()
	b.Run("missing", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if o := c.EvaluateShared(missing, asOf); o.Uncertain == nil {
				b.Fatal(o)
			}
		}
	})
}

func BenchmarkCompile(b *testing.B) {
	text := []byte(acmeText(b))
	b.ReportAllocs()
	for b.Loop() {
		doc, err := criteria.Parse("acme.yaml", text)
		require.NoError(b, err)
		_, err = doc.Compile()
		require.NoError(b, err)
	}
}

// everything gives the inputs of each cell.
func everything(t testing.TB, c *criteria.Criteria) []*criteria.Inputs {
	var out []*criteria.Inputs
	values := make([]criteria.Value, len(c.Document().Inputs))
	var walk func(i int)
	walk = func(i int) {
		if i == len(values) {
			in := c.NewInputs()
			for k, v := range values {
				require.NoError(t, in.SetAt(k, v))
			}
			out = append(out, in)
			return
		}
		switch d := &c.Document().Inputs[i]; d.Type {
		case criteria.Rating:
			for l := range d.Scale.Levels {
				values[i] = d.Scale.Level(l)
				walk(i + 1)
			}
		case criteria.Bool:
			for _, b := range []bool{false, true} {
				values[i] = criteria.BoolValue(b)
				walk(i + 1)
			}
		default:
			values[i] = criteria.Value{} // its default
			walk(i + 1)
		}
	}
	walk(0)
	return out
}
