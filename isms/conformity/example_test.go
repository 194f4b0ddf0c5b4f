package conformity_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// The sample of the package's documentation.
const houseRules = `format: ismskit.rules/v1
id: meridian-house-rules
version: "1"
title: House rules of Meridian Tours
owner: organisation_own
rules:
  - id: H-01
    clause: H.1
    kind: shall
    forEach: document
    when: document.status == 'approved'
    expr: document.language in ['en', 'tr']
    meaning: Guides can read every approved document.
    advice: Translate the document, or withdraw it.
`

const meridian = `format: ismskit.isms/v1
id: meridian
edition: 2022-amd1
documents:
  - {id: D-1, title: Manual, status: approved, language: en, nextReview: 2026-05-01}
  - {id: D-2, title: Leaflet, status: approved, language: de, nextReview: 2027-01-01}
  - {id: D-3, title: Contract, status: approved, nextReview: 2027-01-01}
  - {id: D-4, title: Poster, status: draft}
`

// An organisation's own rules stand beside those of the standard, in the same
// report and at the same rank.
func Example() {
	own, err := conformity.ParseRules("house.yaml", []byte(houseRules))
	if err != nil {
		fmt.Println(err)
		return
	}
	rules, err := conformity.Compile(conformity.Standard(), own)
	if err != nil {
		fmt.Println(err)
		return
	}
	sys, err := isms.Parse("isms.yaml", []byte(meridian))
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := rules.Check(context.Background(), sys, conformity.Options{AsOf: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, id := range []string{"R753-11", "H-01"} {
		fmt.Printf("%s %s: %s\n", id, rules.Rule(id).Clause, rules.Rule(id).Meaning)
		for _, v := range report.Of(id) {
			fmt.Printf("  %s %s\n", v.Subject.ID, v.Status)
			for _, s := range v.Seen {
				fmt.Printf("    %s: %s is %s\n", s.Position, s.Field, s.Value)
			}
			for _, m := range v.Missing {
				fmt.Printf("    %s: what is %s?\n", v.Position, m)
			}
		}
	}
	// Output:
	// R753-11 7.5: The review of the document is not overdue.
	//   D-1 nonconform
	//     isms.yaml:5:38: status is approved
	//     isms.yaml:5:74: nextReview is 2026-05-01T00:00:00Z
	//   D-2 conform
	//   D-3 conform
	//   D-4 not_applicable
	// H-01 H.1: Guides can read every approved document.
	//   D-1 conform
	//   D-2 nonconform
	//     isms.yaml:6:59: language is de
	//     isms.yaml:6:39: status is approved
	//   D-3 undetermined
	//     isms.yaml:7:5: what is documents[D-3].language?
	//   D-4 not_applicable
}

// A mistake in a rule is found before anything is checked, at its place.
func ExampleCompile_error() {
	own, err := conformity.ParseRules("house.yaml", []byte(`format: ismskit.rules/v1
id: house
version: "1"
rules:
  - {id: R41-01, clause: H.1, kind: shall, forEach: review, expr: review.chairdBy != null, meaning: Somebody leads.}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = conformity.Compile(own)
	fmt.Println(err)
	// Output:
	// house.yaml:5:73: rules[0].expr: rule R41-01: expr_unknown_name: review has no field "chairdBy" (did you mean "chairedBy"?)
	//       5 |   - {id: R41-01, clause: H.1, kind: shall, forEach: review, expr: review.chairdBy != null, meaning: Somebody leads.}
	//         |                                                                         ^
}

func ExampleDiff() {
	d := conformity.Diff(conformity.ProfileOf("2022"), conformity.ProfileOf("2022-amd1"))
	for _, r := range d.Added {
		fmt.Println(r.ID, r.Clause, r.Meaning)
	}
	// Output:
	// R41-03 4.1 It is decided whether climate change is a relevant issue, with a reason, whether yes or no.
	// R42-05 4.2 Where climate change is relevant, requirements of interested parties about it were considered.
}
