package risk_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
)

var approvalCriteria = strings.NewReplacer(
	"acceptance:\n", "authorities: [{id: unit_head, rank: 1}, {id: ciso, rank: 2}]\nacceptance:\n",
	"  - {id: rest", "  - {id: tolerated, when: band == band.medium, outcome: accept_conditionally, authority: ciso, validFor: 180d}\n  - {id: rest",
).Replace(exampleCriteria)

// treatment binds a plan with these approvals to a register in which the risk
// has this impact.
func treatment(impact string, approvals ...risk.Approval) *risk.Treatment {
	c, reg := load(approvalCriteria, `
format: ismskit.register/v1
id: example
risks:
  - {id: R-1, title: Ransomware, owner: coo, ratings: {current: {likelihood: likely, impact: `+impact+`}}}
`)
	a, err := risk.Assess(context.Background(), c, reg, exampleTime)
	if err != nil {
		panic(err)
	}
	plan := &risk.Plan{ID: "plan", Version: "1", Assessment: seal.Digest(a.Digest()), Approvals: approvals,
		Holders: []risk.Holder{{Person: "lena", Authority: "ciso", From: exampleTime.AddDate(-1, 0, 0)}}}
	t, err := plan.Bind(a)
	if err != nil {
		panic(err)
	}
	return t
}

func ExampleTreatment_Standings() {
	april := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	requests, err := treatment("major").Requests(april)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(requests[0].Text())

	// The request becomes a proposal in the plan, and then a decision.
	a := requests[0].Approval("A-1")
	a.RequestedBy = "it-lead"
	a.Decision, a.By, a.Authority, a.At = risk.Approved, "lena", "ciso", april.AddDate(0, 0, 1)

	for _, look := range []struct {
		impact string
		asOf   time.Time
	}{{"major", april.AddDate(0, 1, 0)}, {"severe", april.AddDate(0, 1, 0)}, {"major", april.AddDate(0, 0, 181)}} {
		standings, err := treatment(look.impact, a).Standings(look.asOf)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, s := range standings {
			fmt.Println("\n"+s.Approval.ID, "is", s.Status, "on", look.asOf.Format(time.DateOnly))
			for _, r := range s.Reasons {
				fmt.Println(" ", r.Text)
			}
		}
	}

	// Output:
	// To: coo
	// Please decide whether to accept, as it is, the risk R-1, Ransomware
	//
	// What is asked
	//   That the risk is carried at its present level.
	//
	// How large the risk is
	//   now: medium, level 4. By the rule tolerated: acceptable on conditions.
	//   This comes from:
	//     likelihood: likely (rated for this stage)
	//     impact: major (rated for this stage)
	//
	// What the decision takes
	//   It may be decided by ciso, or above.
	//     lena is ciso from 2025-03-01
	//   You are none of them: please pass it on, with your view of it.
	//   It holds for at most 180 days, then it is decided anew.
	//   Whoever asked for it may not decide it.
	//
	// What was decided before
	//   Nothing.
	//
	// What exactly is decided on
	//   The state as of 2026-04-01. The decision holds while it stays the same:
	//   sha256:e1c8986c5f1ad8c83afeba58d6bf3392b7af0d2cc3907294b7a00a24f1ce0fc8
	//
	// A-1 is active on 2026-05-01
	//
	// A-1 is stale on 2026-05-01
	//   What the approval is about has changed: band: was medium and is now high; decision by the criteria: was accept_conditionally and is now treat; level of risk: was 4 and is now 6; ratings: impact was major and is now severe; rule of acceptance: authority was ciso and is now not stated, id was tolerated and is now rest, validFor was 180d and is now not stated.
	//
	// A-1 is expired on 2026-09-29
	//   Expired on 2026-09-29.
}

func ExampleDiff() {
	subject := risk.Subject{Kind: risk.AcceptRisk, Risk: "R-1", Stage: risk.Current}
	was, err := treatment("major").State(subject)
	if err != nil {
		fmt.Println(err)
		return
	}
	is, err := treatment("severe").State(subject)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range risk.Diff(was, is) {
		fmt.Println(c)
	}
	// Output:
	// band: was medium and is now high
	// decision by the criteria: was accept_conditionally and is now treat
	// level of risk: was 4 and is now 6
	// ratings: impact was major and is now severe
	// rule of acceptance: authority was ciso and is now not stated, id was tolerated and is now rest, validFor was 180d and is now not stated
}
