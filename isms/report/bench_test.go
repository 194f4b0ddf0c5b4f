package report_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/stretchr/testify/require"
)

// large is a system with n nonconformities, n actions, n/2 documents and n/5
// persons.
func large(n int) *isms.System {
	s := &isms.System{ID: isms.Some("large"), Edition: isms.Edition2022Amd1}
	var persons []*isms.Person
	for i := range n / 5 {
		persons = append(persons, &isms.Person{ID: fmt.Sprintf("p%d", i), Active: isms.Some(true)})
	}
	var actions []*isms.Action
	var ncs []*isms.Nonconformity
	for i := range n {
		actions = append(actions, &isms.Action{ID: fmt.Sprintf("A%d", i), What: isms.Some("Something"), Owner: isms.Some(fmt.Sprintf("p%d", i%(n/5))),
			OpenedAt: isms.Some(asOf.AddDate(0, 0, -i%900)), Due: isms.Some(asOf.AddDate(0, 0, i%90)), Status: isms.ActionStarted})
		ncs = append(ncs, &isms.Nonconformity{ID: fmt.Sprintf("N%d", i), Requirement: isms.Some(fmt.Sprintf("R-%d", i)), DetectedAt: isms.Some(asOf.AddDate(0, 0, -i%900)),
			ClosedAt: isms.None[time.Time](), Actions: isms.Some([]string{fmt.Sprintf("A%d", i)})})
	}
	var documents []*isms.Document
	for i := range n / 2 {
		documents = append(documents, &isms.Document{ID: fmt.Sprintf("D%d", i), Covers: isms.Some([]string{"scope"}), Status: isms.DocumentApproved, Author: isms.Some(fmt.Sprintf("p%d", i%(n/5))), NextReview: isms.Some(asOf.AddDate(0, 0, i%90))})
	}
	var reviews []*isms.Review
	for i := range 8 {
		reviews = append(reviews, &isms.Review{ID: fmt.Sprintf("R%d", i), At: isms.Some(asOf.AddDate(0, -3*i, 0)), OpeningActionReview: isms.Some([]*isms.ActionState{})})
	}
	s.Persons, s.Actions, s.Nonconformities, s.Documents, s.Reviews = isms.Some(persons), isms.Some(actions), isms.Some(ncs), isms.Some(documents), isms.Some(reviews)
	return s
}

// BenchmarkLarge makes and writes each report about large systems.
func BenchmarkLarge(b *testing.B) {
	for _, n := range []int{1250, 2500, 5000, 10000} {
		s := large(n)
		var paths []string
		for i := range n {
			paths = append(paths, fmt.Sprintf("actions[A%d].purpose", i), fmt.Sprintf("nonconformities[N%d].cause", i))
		}
		rep := missing(b, paths...)
		for name, make := range map[string]func() (report.Report, error){
			"evidence":  func() (report.Report, error) { return report.NewEvidence(s, rep), nil },
			"coverage":  func() (report.Report, error) { return report.NewCoverage(s, nil, asOf) },
			"documents": func() (report.Report, error) { return report.NewDocuments(s, conformity.ProfileOf("2022"), asOf) },
			"calendar":  func() (report.Report, error) { return report.NewCalendar(b.Context(), s, asOf, asOf.AddDate(1, 0, 0)) },
			"review": func() (report.Report, error) {
				return report.NewReview(b.Context(), s, report.ReviewOptions{AsOf: asOf})
			},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					r, err := make()
					require.NoError(b, err)
					r.JSON()
					r.Markdown()
					r.CSV()
				}
			})
		}
	}
}
