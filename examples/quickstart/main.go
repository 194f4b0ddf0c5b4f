// Command quickstart assesses the register of an invented company in two
// years, seals and replays the assessments, and says what changed and why.
//
//	go run ./examples/quickstart
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
)

//go:embed data
var data embed.FS

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer) error {
	// Time is an input: an assessment never looks at the clock.
	old, err := assess(ctx, "2025", time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		return err
	}
	current, err := assess(ctx, "2026", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		return err
	}

	p := printer{w}
	p.decisions(current)
	p.questions(current)
	p.claims(current)

	// A record is one file. Whoever has it can verify it without evaluating
	// anything, compute it again, and prove one outcome without the others.
	file := current.Record().Bytes()
	record, err := risk.ParseRecord("assessment-2026.json", file)
	if err != nil {
		return err
	}
	if _, err := risk.Replay(ctx, record); err != nil {
		return err
	}
	proof, err := record.Prove("R-02", risk.Current)
	if err != nil {
		return err
	}
	if err := proof.Verify(record.Digest); err != nil {
		return err
	}
	p.record(record, proof)

	comparison, err := risk.Compare(ctx, old, current)
	if err != nil {
		return err
	}
	p.comparison(comparison)
	return nil
}

// assess reads one year's criteria and register and applies the one to the
// other.
func assess(ctx context.Context, year string, asOf time.Time) (*risk.Assessment, error) {
	text, err := data.ReadFile("data/criteria-" + year + ".yaml")
	if err != nil {
		return nil, err
	}
	doc, err := criteria.Parse("criteria-"+year+".yaml", text)
	if err != nil {
		return nil, err
	}
	c, err := doc.Compile()
	if err != nil {
		return nil, err
	}
	text, err = data.ReadFile("data/register-" + year + ".yaml")
	if err != nil {
		return nil, err
	}
	register, err := risk.ParseRegister("register-"+year+".yaml", text)
	if err != nil {
		return nil, err
	}
	return risk.Assess(ctx, c, register, asOf)
}
