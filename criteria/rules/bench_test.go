package rules_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/stretchr/testify/require"
)

// flat is an object whose fields cost as little to ask for as they can.
type flat struct{ status, owner, due rules.Value }

func (*flat) Type() string { return "item" }
func (*flat) Path() string { return "items[I-1]" }

func (f *flat) Field(name string) rules.Value {
	switch name {
	case "status":
		return f.status
	case "owner":
		return f.owner
	case "due":
		return f.due
	}
	return rules.Value{}
}

// BenchmarkSimple evaluates rules of one entity.
func BenchmarkSimple(b *testing.B) {
	s, err := rules.NewSchema([]rules.Type{{Name: "item", Fields: []rules.Field{{Name: "status", Kind: rules.KindText},
		{Name: "owner", Kind: rules.KindText}, {Name: "due", Kind: rules.KindTime}}}}, nil)
	require.NoError(b, err)
	scope, err := s.Scope(rules.Var{Name: "item", Kind: rules.KindObject, Of: "item"}, rules.Var{Name: "asOf", Kind: rules.KindTime})
	require.NoError(b, err)
	item := rules.Of(&flat{status: rules.Text("open"), owner: rules.Text("P-1"), due: rules.Time(time.Unix(2, 0))})
	empty := rules.Of(&flat{})
	asOf := rules.Time(time.Unix(1, 0))
	for name, text := range map[string]string{
		"one":   `item.owner != ""`,
		"three": `item.status != "done" && item.owner != "" && (item.due == null || item.due >= asOf)`,
		"in":    `item.status in ["open", "planned", "done"]`,
	} {
		r, issues := scope.Compile(text)
		require.NotNil(b, r, "%v", issues)
		require.True(b, r.Eval(item, asOf).True())
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Eval(item, asOf)
			}
		})
		b.Run(name+"/unknown", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Eval(empty, asOf)
			}
		})
	}
}

// BenchmarkWhere evaluates, for each of n entities, a rule that looks another
// one up. The time of an entity is to stay the same as n grows; that of the
// same rule without where grows with n.
func BenchmarkWhere(b *testing.B) {
	scope := nodeScope(b)
	for name, text := range map[string]string{
		"where":  "every.where('s', x.s).exists(v, v.i == x.i)",
		"exists": "every.exists(v, v.s == x.s && v.i == x.i)",
		"in":     "x.s in x.tags && every.where('s', x.s).size() == 1",
	} {
		r, issues := scope.Compile(text)
		require.NotNil(b, r, "%v", issues)
		for _, n := range []int{1250, 2500, 5000, 10_000} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					every := big(n) // the index is part of the price
					for i := range n {
						if name == "exists" && i%50 != 0 {
							continue // a sample is enough to see that it is slow
						}
						if !r.Eval(every.At(i), every).True() {
							b.Fatal(i)
						}
					}
				}
				entities := n
				if name == "exists" {
					entities = (n + 49) / 50
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(entities), "ns/entity")
			})
		}
	}
}

// BenchmarkAll walks through n entities in one rule.
func BenchmarkAll(b *testing.B) {
	r, issues := nodeScope(b).Compile("every.all(v, v.s != '' && v.i >= 0 && !v.b)")
	require.NotNil(b, r, "%v", issues)
	for _, n := range []int{1250, 2500, 5000, 10_000} {
		every := big(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Eval(rules.Value{}, every)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/element")
		})
	}
}

// BenchmarkCompile compiles one rule in a scope.
func BenchmarkCompile(b *testing.B) {
	scope := nodeScope(b)
	for b.Loop() {
		scope.Compile("every.filter(v, v.b).all(v, x.kids.where('s', v.s).exists(q, q.i == v.i && q.t != null))")
	}
}
