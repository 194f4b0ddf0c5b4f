package risk_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
)

const exampleCriteria = `
format: ismskit.criteria/v1
id: small
version: "1"
scales:
  - {id: likelihood, levels: [{id: rare, value: 1}, {id: likely, value: 2}, {id: certain, value: 3}]}
  - {id: impact, levels: [{id: minor, value: 1}, {id: major, value: 2}, {id: severe, value: 3}]}
inputs: [{id: likelihood, scale: likelihood}, {id: impact, scale: impact}]
level: likelihood * impact
bands: [{id: low, upTo: 2}, {id: medium, upTo: 4}, {id: high}]
acceptance:
  - {id: small, when: band == band.low, outcome: accept}
  - {id: rest, when: "true", outcome: treat}
order: ["-level"]
`

const exampleRegister = `
format: ismskit.register/v1
id: example
risks:
  - {id: R-1, ratings: {current: {likelihood: likely, impact: severe}}}
  - {id: R-2, ratings: {current: {impact: major}}}
`

func load(criteriaText, registerText string) (*criteria.Criteria, *risk.Register) {
	doc, err := criteria.Parse("criteria.yaml", []byte(criteriaText))
	if err != nil {
		panic(err)
	}
	c, err := doc.Compile()
	if err != nil {
		panic(err)
	}
	reg, err := risk.ParseRegister("register.yaml", []byte(registerText))
	if err != nil {
		panic(err)
	}
	return c, reg
}

var exampleTime = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func ExampleAssess() {
	c, reg := load(exampleCriteria, exampleRegister)
	a, err := risk.Assess(context.Background(), c, reg, exampleTime)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range a.Outcomes {
		fmt.Println(o.Risk, o.Level, o.Band, o.Decision, o.Missing)
	}
	fmt.Println(a.Ranking(risk.Current).Groups)
	// Output:
	// R-1 6 high treat []
	// R-2   undetermined [likelihood]
	// [[R-2] [R-1]]
}

func ExampleReplay() {
	c, reg := load(exampleCriteria, exampleRegister)
	a, _ := risk.Assess(context.Background(), c, reg, exampleTime)
	file := a.Record().Bytes()

	record, err := risk.ParseRecord("assessment.json", file) // verified here
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = risk.Replay(context.Background(), record)
	fmt.Println("replayed:", err == nil)

	_, err = risk.ParseRecord("assessment.json", []byte(strings.Replace(string(file), `"treat"`, `"avoid"`, 1)))
	fmt.Println("edited:", err != nil)
	// Output:
	// replayed: true
	// edited: true
}

func ExampleRecord_Prove() {
	c, reg := load(exampleCriteria, exampleRegister)
	a, _ := risk.Assess(context.Background(), c, reg, exampleTime)
	proof, err := a.Record().Prove("R-1", risk.Current)
	if err != nil {
		fmt.Println(err)
		return
	}
	// The auditor has the digest, and gets the proof.
	fmt.Println(proof.Outcome.Decision, proof.Verify(a.Seal.Digest()))
	// Output: treat <nil>
}

func ExampleCompare() {
	c, reg := load(exampleCriteria, exampleRegister)
	stricter, next := load(strings.Replace(exampleCriteria, "upTo: 4", "upTo: 6", 1), strings.Replace(exampleRegister, "likelihood: likely", "likelihood: rare", 1))
	old, _ := risk.Assess(context.Background(), c, reg, exampleTime)
	now, _ := risk.Assess(context.Background(), stricter, next, exampleTime.AddDate(1, 0, 0))
	cmp, err := risk.Compare(context.Background(), old, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, ch := range cmp.Changes {
		fmt.Println(ch.Risk, ch.Old.Band, "to", ch.New.Band, "because of", ch.BandCause)
		for _, s := range ch.Shares {
			fmt.Println(" ", s.Factor, s.Share.RatString())
		}
	}
	// Output:
	// R-1 high to medium because of either
	//   likelihood -1/2
	//   criteria -1/2
}

func ExampleAssessStream() {
	c, _ := load(exampleCriteria, exampleRegister)
	s, err := risk.StreamNDJSON("register.ndjson", strings.NewReader(`
{"id": "R-2", "ratings": {"current": {"likelihood": "rare", "impact": 2}}}
{"id": "R-1", "ratings": {"current": {"likelihood": "certain", "impact": 3}}}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	seal, err := risk.AssessStream(context.Background(), c, s, exampleTime, risk.StreamOptions{
		Outcome: func(o *risk.Outcome) error { fmt.Println(o.Risk, o.Band, o.Decision); return nil },
	})
	fmt.Println(seal.Outcomes.Count, err)
	// Output:
	// R-2 low accept
	// R-1 high treat
	// 2 <nil>
}

func ExampleAssessment_Portfolio() {
	c, reg := load(exampleCriteria+`
authorities: [{id: board, rank: 1}]
limits:
  - {id: few_high, over: owner, when: count(band.high) > 1, outcome: escalate, authority: board}
`, `
format: ismskit.register/v1
id: example
risks:
  - {id: R-1, owner: coo, ratings: {current: {likelihood: likely, impact: severe}}}
  - {id: R-2, owner: coo, ratings: {current: {likelihood: certain, impact: severe}}}
  - {id: R-3, owner: cfo, ratings: {current: {likelihood: likely, impact: severe}}}
  - {id: R-4, owner: cfo, ratings: {current: {impact: severe}}}
`)
	a, err := risk.Assess(context.Background(), c, reg, exampleTime)
	if err != nil {
		fmt.Println(err)
		return
	}
	p := a.Portfolio(risk.Current)
	for u := range p.Units(criteria.OverOwner) {
		fmt.Println(u.ID, u.Bands, u.Largest, u.Undetermined)
	}
	for i := range p.Limits {
		fmt.Println(&p.Limits[i])
	}
	// Output:
	// cfo [{low 0} {medium 0} {high 1}] high [R-4]
	// coo [{low 0} {medium 0} {high 2}] high []
	// limit few_high for owner cfo is undetermined: settle R-4
	// limit few_high for owner coo is exceeded by R-1, R-2: escalate to board
}
