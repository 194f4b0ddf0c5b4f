package report_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
)

const sample = `format: ismskit.isms/v1
id: meridian
organisation: {name: Meridian Tours}
edition: 2022-amd1
persons:
  - {id: ana, name: Ana, active: true}
  - {id: ben, name: Ben, active: true}
roles:
  - {id: officer, title: Security officer, person: ana, responsibilities: [isms_conformity]}
processes:
  - {id: P-1, name: Handle bookings, owner: ben}
actions:
  - {id: ACT-1, what: Offer evening walks, owner: ben, due: 2026-06-15, status: started}
  - {id: ACT-2, what: Train the guides, owner: officer, due: 2026-08-01, status: planned}
reviewInterval: 365d
reviews:
  - {id: REV-1, at: 2025-09-01, chairedBy: ana}
`

func ExampleNewEvidence() {
	sys, err := isms.Parse("isms.yaml", []byte(sample))
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err := conformity.Compile(conformity.Standard())
	if err != nil {
		fmt.Println(err)
		return
	}
	rep, err := rules.Check(context.Background(), sys, conformity.Options{AsOf: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range report.NewEvidence(sys, rep).Owed {
		for _, q := range o.Questions {
			if q.About == "action ACT-2 “Train the guides”" {
				fmt.Printf("%s, %s: %s\n  %s\n", o.Who, q.Why, q.Question, q.Path)
			}
		}
	}
	// Output:
	// Ana, owner of the action, as Security officer: What is it about?
	//   actions[ACT-2].subject
}

func ExampleNewCalendar() {
	sys, err := isms.Parse("isms.yaml", []byte(sample))
	if err != nil {
		fmt.Println(err)
		return
	}
	from := time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)
	c, err := report.NewCalendar(context.Background(), sys, from, from.AddDate(0, 3, 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(c.Text()))
	// Output:
	// Meridian Tours: what falls due from 2026-07-01 until 2026-10-01
	// 1 overdue, 2 due until 2026-10-01, 1 without a date.
	//
	// Overdue
	//   2026-06-15, 16 days late  action              ACT-1: Offer evening walks. Who: Ben
	//
	// August 2026
	//   2026-08-01                action              ACT-2: Train the guides. Who: Ana (Security officer)
	//
	// September 2026
	//   2026-09-01                management review   Management review, at the latest (the last one was REV-1, 2025-09-01). Who: Ana
	//
	// Without a date
	//                             assessment of risk  Assess the risks again (it is not stated which assessments there were). Who: nobody is named
}

func ExampleNewReview() {
	sys, err := isms.Parse("isms.yaml", []byte(sample))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := report.NewReview(context.Background(), sys, report.ReviewOptions{AsOf: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("since", r.Previous)
	for _, a := range r.Actions.Lines {
		fmt.Println(a.ID, a.Status, a.Owner[0])
	}
	fmt.Println("not stated:", r.NotKnown)
	// Output:
	// since REV-1
	// ACT-1 overdue Ben
	// ACT-2 open Ana (Security officer)
	// not stated: [audits changes context improvements measures nonconformities objectives opportunities parties assessments plans]
}
