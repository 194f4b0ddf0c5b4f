package engine_test

import (
	"os"
	"testing"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
	"cel.dev/cel-go/interpreter"
	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria"
)

// The benchmarks run the sample criteria over the same 100,000 risks: as a
// programmer would with cel-go alone, a flat activation and the five
// expressions one after the other, and through package criteria.

const benchRisks = 100_000

type benchRisk struct {
	likelihood, confidentiality, integrity, availability int64
	personalData                                         bool
}

func benchData() []benchRisk {
	out := make([]benchRisk, benchRisks)
	for i := range out {
		n := int64(i)
		out[i] = benchRisk{1 + n%3, 1 + n/3%3, 1 + n/9%3, 1 + n/27%3, n%2 == 0}
	}
	return out
}

// flat is an activation that is reused from risk to risk.
type flat struct{ vals [8]ref.Val }

var flatNames = map[string]int{"likelihood": 0, "confidentiality": 1, "integrity": 2, "availability": 3, "personal_data": 4, "impact": 5, "level": 6, "band": 7}

func (f *flat) ResolveName(name string) (any, bool) {
	i, ok := flatNames[name]
	if !ok {
		return nil, false
	}
	return f.vals[i], true
}

func (f *flat) Parent() interpreter.Activation { return nil }

func perRisk(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRisks, "ns/risk")
}

func BenchmarkPlainCEL(b *testing.B) {
	vars := []cel.EnvOption{ext.Math(), cel.Variable("personal_data", cel.BoolType)}
	for name := range flatNames {
		if name != "personal_data" {
			vars = append(vars, cel.Variable(name, cel.IntType))
		}
	}
	e, err := cel.NewEnv(vars...)
	require.NoError(b, err)
	var programs []cel.Program
	for _, text := range []string{"math.greatest(confidentiality, integrity, availability)", "likelihood * impact", "level <= 2", "band == 1 && !personal_data", "true"} {
		a, iss := e.Compile(text)
		require.NoError(b, iss.Err())
		p, err := e.Program(a, cel.EvalOptions(cel.OptOptimize))
		require.NoError(b, err)
		programs = append(programs, p)
	}
	risks := benchData()
	counts := [3]int{}
	var f flat
	eval := func(p cel.Program) ref.Val {
		v, _, err := p.Eval(&f)
		if err != nil {
			b.Fatal(err)
		}
		return v
	}
	b.ReportAllocs()
	for b.Loop() {
		counts = [3]int{}
		for i := range risks {
			r := &risks[i]
			f.vals = [8]ref.Val{types.Int(r.likelihood), types.Int(r.confidentiality), types.Int(r.integrity), types.Int(r.availability), types.Bool(r.personalData)}
			f.vals[5] = eval(programs[0])
			level := eval(programs[1])
			band := types.Int(0)
			if level.(types.Int) > 2 {
				band++
			}
			if level.(types.Int) > 4 {
				band++
			}
			f.vals[6], f.vals[7] = level, band
			for rule, p := range programs[2:] {
				if eval(p) == types.True {
					counts[rule]++
					break
				}
			}
		}
	}
	perRisk(b)
	require.Equal(b, benchCounts(b), counts)
}

// benchCounts counts the deciding rules by the library.
func benchCounts(b *testing.B) (counts [3]int) {
	benchEvaluate(b, benchCriteria(b), func(rule int) { counts[rule]++ })
	return counts
}

func benchCriteria(b *testing.B, opts ...criteria.Option) *criteria.Criteria {
	data, err := os.ReadFile("../../testdata/acme.yaml")
	require.NoError(b, err)
	doc, err := criteria.Parse("acme.yaml", data)
	require.NoError(b, err)
	c, err := doc.Compile(opts...)
	require.NoError(b, err)
	return c
}

func benchEvaluate(b *testing.B, c *criteria.Criteria, decided func(rule int)) {
	in, asOf := c.NewInputs(), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	likelihood, impact := c.Input("likelihood").Scale, c.Input("impact")
	require.Nil(b, impact) // a derived value, no input
	scale := c.Input("availability").Scale
	risks := benchData()
	for i := range risks {
		r := &risks[i]
		_ = in.SetAt(0, likelihood.Level(int(r.likelihood-1)))
		_ = in.SetAt(1, scale.Level(int(r.confidentiality-1)))
		_ = in.SetAt(2, scale.Level(int(r.integrity-1)))
		_ = in.SetAt(3, scale.Level(int(r.availability-1)))
		_ = in.SetAt(4, criteria.BoolValue(r.personalData))
		decided(c.EvaluateShared(in, asOf).Rule)
	}
}

func BenchmarkEvaluateWithoutTable(b *testing.B) {
	c := benchCriteria(b, criteria.WithTableRows(0))
	b.ReportAllocs()
	for b.Loop() {
		benchEvaluate(b, c, func(int) {})
	}
	perRisk(b)
}

func BenchmarkEvaluateWithTable(b *testing.B) {
	c := benchCriteria(b)
	b.ReportAllocs()
	for b.Loop() {
		benchEvaluate(b, c, func(int) {})
	}
	perRisk(b)
}
