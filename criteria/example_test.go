package criteria_test

import (
	"fmt"
	"time"

	"github.com/ismskit/ismskit/criteria"
)

const smallCriteria = `format: ismskit.criteria/v1
id: small
version: "1"
scales:
  - id: likelihood
    levels: [{id: rare, value: 1}, {id: likely, value: 2}, {id: certain, value: 3}]
  - id: impact
    levels: [{id: minor, value: 1}, {id: major, value: 2}, {id: severe, value: 3}]
inputs:
  - {id: likelihood, scale: likelihood}
  - {id: impact, scale: impact}
level: likelihood * impact
bands: [{id: low, upTo: 2}, {id: medium, upTo: 4}, {id: high}]
acceptance:
  - {id: within_appetite, when: band == band.low, outcome: accept}
  - {id: otherwise, when: true, outcome: treat}
`

// Criteria are parsed and compiled once, and evaluated for each risk.
func Example() {
	doc, err := criteria.Parse("small.yaml", []byte(smallCriteria))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := doc.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	in := c.NewInputs()
	if err := in.Rate("likelihood", "likely"); err != nil {
		fmt.Println(err)
		return
	}
	if err := in.Rate("impact", "severe"); err != nil {
		fmt.Println(err)
		return
	}
	asOf := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	o := c.Evaluate(in, asOf)
	fmt.Println(o.Level, doc.Bands[o.Band].ID, o.Decision, doc.Acceptance[o.Rule].ID)
	// Output: 6 high treat otherwise
}

// What is missing or a range leaves the outcome open only where it matters.
func ExampleUncertainty() {
	doc, err := criteria.Parse("small.yaml", []byte(smallCriteria))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := doc.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	in := c.NewInputs()
	if err := in.RateRange("likelihood", "rare", "likely"); err != nil {
		fmt.Println(err)
		return
	}
	o := c.Evaluate(in, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	fmt.Println(o.Decision)
	for _, b := range o.Uncertain.Bands {
		fmt.Println("possible:", doc.Bands[b].ID)
	}
	for _, q := range o.Uncertain.Questions {
		fmt.Printf("needed: %s (missing: %v)\n", doc.Inputs[q.Input].ID, q.Missing)
	}
	// Output:
	// undetermined
	// possible: low
	// possible: medium
	// possible: high
	// needed: impact (missing: true)
	// needed: likelihood (missing: false)
}

// An error of an expression has its place inside the document.
func ExampleDocument_Compile() {
	text := `format: ismskit.criteria/v1
id: small
version: "1"
scales:
  - {id: impact, levels: [{id: minor, value: 1}, {id: severe, value: 3}]}
inputs:
  - {id: impact, scale: impact}
level: 2 * impcat
bands: [{id: low, upTo: 2}, {id: high}]
acceptance:
  - {id: all, when: true, outcome: treat}
`
	doc, err := criteria.Parse("small.yaml", []byte(text))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = doc.Compile()
	fmt.Println(err)
	// Output:
	// small.yaml:8:12: level: unknown name "impcat" (did you mean "impact"?)
	//       8 | level: 2 * impcat
	//         |            ^
}

// A limit is about many risks. Where the band of one of them is not known, the
// verdict is the one of every band that it may be in, or undetermined.
func ExampleCriteria_EvaluateLimit() {
	doc, err := criteria.Parse("small.yaml", []byte(smallCriteria+`authorities: [{id: board, rank: 1}]
limits:
  - {id: few_high, over: owner, when: count(band.high) > 2, outcome: escalate, authority: board}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := doc.Compile()
	if err != nil {
		fmt.Println(err)
		return
	}
	asOf := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, high := range []int{1, 2, 3} {
		unit := criteria.Unit{
			Counts: []int{0, 4, high},
			Open:   []criteria.OpenBand{{Bands: []int{1, 2}, Risks: 1}}, // medium or high
		}
		fmt.Println(high, c.EvaluateLimit(0, &unit, asOf).Verdict)
	}
	// Output:
	// 1 kept
	// 2 undetermined
	// 3 exceeded
}
