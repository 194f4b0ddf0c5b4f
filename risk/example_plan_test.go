package risk_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/risk"
)

const examplePlan = `
format: ismskit.plan/v1
id: plan-2026
assessment: DIGEST
controls:
  - {id: BACKUP, status: planned, effects: [{input: impact, steps: 2, effectiveness: 0.5}]}
  - {id: GUARD, status: planned, effects: [{input: likelihood, steps: 1, effectiveness: 1}]}
items:
  - {id: P-1, risk: R-1, option: modify, controls: [BACKUP, GUARD], rationale: cheaper than an outage, responsible: it-lead, due: 2026-06-30}
`

func ExamplePlan_Bind() {
	c, reg := load(exampleCriteria, exampleRegister)
	a, _ := risk.Assess(context.Background(), c, reg, exampleTime)
	plan, err := risk.ParsePlan("plan.yaml", []byte(strings.Replace(examplePlan, "DIGEST", a.Digest(), 1)))
	if err != nil {
		fmt.Println(err)
		return
	}
	t, err := plan.Bind(a)
	if err != nil {
		fmt.Println(err)
		return
	}
	before, after := t.Outcome("R-1", risk.Current), t.Outcome("R-1", risk.Residual)
	fmt.Println("R-1:", before.Level, before.Band, before.Decision, "to", after.Level, after.Band, after.Decision)
	for _, m := range t.Residual("R-1").Planned {
		fmt.Println(" ", m.Input, m.Old, "to", m.New, "by", m.By[0].Control)
	}
	for _, d := range t.Demands() {
		if d.Open {
			fmt.Println(d.Risk, "needs", d.Need, d.Questions)
		}
	}
	for _, f := range t.Findings(exampleTime) {
		fmt.Println(f)
	}
	// Output:
	// R-1: 6 high treat to 2 low accept
	//   likelihood likely to rare by GUARD
	//   impact severe to major by BACKUP
	// R-2 needs answers [likelihood]
	// plan.yaml:9:5: items[0]: the item P-1 does not say what it takes
}

func ExampleTreatment_Fail() {
	c, reg := load(exampleCriteria, exampleRegister)
	a, _ := risk.Assess(context.Background(), c, reg, exampleTime)
	plan, _ := risk.ParsePlan("plan.yaml", []byte(strings.Replace(examplePlan, "DIGEST", a.Digest(), 1)))
	t, err := plan.Bind(a)
	if err != nil {
		fmt.Println(err)
		return
	}
	failure, err := t.Fail("BACKUP")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range failure.Moves {
		fmt.Println(m.Risk, m.Stage, m.Old.Level, m.Old.Decision, "to", m.New.Level, m.New.Decision)
	}
	// Output: R-1 residual 2 accept to 3 treat
}
