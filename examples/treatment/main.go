// Command treatment goes on where the quickstart ends: from "this must be
// treated" to "this is what we do, these controls and no others, approved by
// those who own the risk, and here is when that approval went stale".
//
//	go run ./examples/treatment
//
// In April the company plans; the owners of the risks approve. By June one risk
// has grown, one control was cut from the budget and one title was corrected,
// and the supervisory board hears of three high risks at once.
package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
)

//go:embed data
var data embed.FS

var (
	april = time.Date(2026, 4, 10, 0, 0, 0, 0, time.UTC)
	june  = time.Date(2026, 6, 30, 0, 0, 0, 0, time.UTC)
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer) error {
	p := &printer{w: w}
	then, err := bind(ctx, "april", april)
	if err != nil {
		return err
	}
	p.demands(then)
	if err := p.options(then, "R-06",
		risk.ControlSet{Name: "training alone", Controls: []string{"A.6.3"}},
		risk.ControlSet{Name: "training and web filter", Controls: []string{"A.6.3", "A.8.23"}},
	); err != nil {
		return err
	}
	requests, err := then.Requests(april)
	if err != nil {
		return err
	}
	for _, q := range requests {
		if q.Subject == (risk.Subject{Kind: risk.AcceptRisk, Risk: "R-13", Stage: risk.Current}) {
			p.request(q)
		}
	}

	now, err := bind(ctx, "june", june)
	if err != nil {
		return err
	}
	standings, err := now.Standings(june)
	if err != nil {
		return err
	}
	p.standings(standings)
	failure, err := now.Fail("A.7.5")
	if err != nil {
		return err
	}
	p.failure(failure, standings)
	p.findings(now.Findings(june))
	p.portfolio(now.Portfolio(risk.Current))

	statement, in, err := derive(now)
	if err != nil {
		return err
	}
	if err := p.statement(statement, in); err != nil {
		return err
	}
	old, err := read("statement-2013.yaml", soa.ParseStatement)
	if err != nil {
		return err
	}
	migration, err := soa.Migrate(old, annexa.Crosswalk(), annexa.Edition2022())
	if err != nil {
		return err
	}
	p.migration(migration)
	return nil
}

// bind assesses the register of a month and binds its plan to it.
func bind(ctx context.Context, month string, asOf time.Time) (*risk.Treatment, error) {
	doc, err := read("criteria.yaml", criteria.Parse)
	if err != nil {
		return nil, err
	}
	c, err := doc.Compile()
	if err != nil {
		return nil, err
	}
	register, err := read("register-"+month+".yaml", risk.ParseRegister)
	if err != nil {
		return nil, err
	}
	a, err := risk.Assess(ctx, c, register, asOf)
	if err != nil {
		return nil, err
	}
	plan, err := read("plan-"+month+".yaml", risk.ParsePlan)
	if err != nil {
		return nil, err
	}
	return plan.Bind(a)
}

// derive makes the statement of applicability from what was decided.
func derive(t *risk.Treatment) (*soa.Statement, soa.Input, error) {
	own, err := read("catalogue.yaml", soa.ParseCatalogue)
	if err != nil {
		return nil, soa.Input{}, err
	}
	register, err := read("register-june.yaml", risk.ParseRegister)
	if err != nil {
		return nil, soa.Input{}, err
	}
	in := soa.Input{
		ID: "nordlicht-soa", Title: "Statement of applicability of Nordlicht Versand GmbH",
		Catalogues: []*soa.Catalogue{annexa.Edition2022(), own},
		Plans:      []*risk.Plan{t.Plan()},
		Register:   register,
		Requirements: []soa.Requirement{
			{ID: "GDPR-32", Kind: soa.Legal, Title: "Security of processing", Controls: []string{"A.5.34", "A.8.24", "A.8.13"}},
			{ID: "PAY-7", Kind: soa.Contractual, Title: "Card data of the payment provider", Controls: []string{"A.8.20", "A.8.22"}},
		},
	}
	s, err := soa.Derive(in)
	return s, in, err
}

func read[T any](name string, parse func(string, []byte) (T, error)) (T, error) {
	text, err := data.ReadFile("data/" + name)
	if err != nil {
		var none T
		return none, err
	}
	return parse(name, text)
}
