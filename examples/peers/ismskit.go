package main

import (
	"context"
	_ "embed"
	"log"
	"time"

	"github.com/ismskit/ismskit/criteria"
)

//go:embed criteria.yaml
var criteriaYAML []byte

var asOf = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// ismskit prepares the library's paths: evaluation of inputs, the decision
// table row by row, and columns with keys made beforehand or not.
func ismskit(risks []risk) []contestant {
	doc, err := criteria.Parse("criteria.yaml", criteriaYAML)
	must(err)
	c, err := doc.Compile()
	must(err)
	plain, err := doc.Compile(criteria.WithTableRows(0))
	must(err)
	table, err := c.DecisionTable(context.Background())
	must(err)

	levels := make([][5]uint8, len(risks))
	columns := make([][]uint8, 5)
	for k := range columns {
		columns[k] = make([]uint8, len(risks))
	}
	for i, r := range risks {
		levels[i] = [5]uint8{uint8(r.likelihood - 1), uint8(r.confidentiality - 1), uint8(r.integrity - 1), uint8(r.availability - 1), bit(r.personalData)}
		for k := range columns {
			columns[k][i] = levels[i][k]
		}
	}
	keys := make([]uint32, len(risks))
	must(criteria.Keys(table, keys, columns...))
	fresh := make([]uint32, len(risks))
	decisions := make([]criteria.Decision, len(risks))
	translate := func(answers []uint8) {
		for i := range answers {
			answers[i] = answer(decisions[i])
		}
	}
	evaluate := func(c *criteria.Criteria) func([]risk, []uint8) {
		in := c.NewInputs()
		values := ratings(c)
		return func(risks []risk, answers []uint8) {
			for i := range risks {
				for k := range 4 {
					_ = in.SetAt(k, values[k][levels[i][k]])
				}
				_ = in.SetAt(4, values[4][levels[i][4]])
				answers[i] = answer(c.EvaluateShared(in, asOf).Decision)
			}
		}
	}
	return []contestant{
		{name: "ismskit columns, keys at ingest", run: func(r []risk, _ []uint8) { table.Decide(decisions[:len(r)], keys[:len(r)]) }, after: translate},
		{name: "ismskit columns, with keys", run: func(r []risk, _ []uint8) {
			must(criteria.Keys(table, fresh, columns...))
			table.Decide(decisions, fresh)
		}, after: translate},
		{name: "ismskit decision table", run: func(r []risk, _ []uint8) {
			for i := range r {
				key, _ := table.Row(levels[i][:])
				decisions[i] = table.Decision(key)
			}
		}, after: translate},
		{name: "ismskit Evaluate", run: evaluate(c)},
		{name: "ismskit Evaluate without table", run: evaluate(plain)},
	}
}

// ratings holds the value of every level of every input.
func ratings(c *criteria.Criteria) [5][]criteria.Value {
	var out [5][]criteria.Value
	for k := range 4 {
		for l := range 3 {
			out[k] = append(out[k], c.Document().Inputs[k].Scale.Level(l))
		}
	}
	out[4] = []criteria.Value{criteria.BoolValue(false), criteria.BoolValue(true)}
	return out
}

func answer(d criteria.Decision) uint8 {
	switch d {
	case criteria.Accept:
		return 0
	case criteria.AcceptConditionally:
		return 1
	}
	return 2
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
