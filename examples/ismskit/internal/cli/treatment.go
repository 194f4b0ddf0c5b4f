package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// treater holds the flags of the commands about a plan and the assessment that it
// treats.
type treater struct {
	*tool
	at, register string
}

func (t *treater) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&t.at, "at", "", "as of when dates and approvals are looked at: a date such as 2026-03-01, or a time")
	f.StringVar(&t.register, "register", "", "register, for a record that names it by its digest")
	require(cmd, "at")
}

// bind reads a record and a plan, and binds the plan to the assessment.
func (t *treater) bind(ctx context.Context, record, plan string) (*risk.Treatment, time.Time, error) {
	at, err := asOf(t.at)
	if err != nil {
		return nil, at, err
	}
	a, err := t.assessment(ctx, record, t.register)
	if err != nil {
		return nil, at, err
	}
	p, err := t.readPlan(plan)
	if err != nil {
		return nil, at, err
	}
	b, err := p.Bind(a)
	return b, at, err
}

func (t *tool) readPlan(name string) (*risk.Plan, error) {
	data, err := t.read(name, risk.MaxPlanBytes)
	if err != nil {
		return nil, err
	}
	return risk.ParsePlan(display(name), data)
}

// assessment computes a record's assessment again.
func (t *tool) assessment(ctx context.Context, name, register string) (*risk.Assessment, error) {
	r, err := t.readRecord(name)
	if err != nil {
		return nil, recordError(name, err)
	}
	return t.replayed(ctx, name, r, register)
}

// replayed computes the assessment of a record that was read.
func (t *tool) replayed(ctx context.Context, name string, r *risk.Record, register string) (*risk.Assessment, error) {
	var m risk.Materials
	if register != "" {
		var err error
		if m.Risks, err = t.risksFor(ctx, r, register); err != nil {
			return nil, err
		}
	}
	a, err := risk.ReplayWith(ctx, r, m)
	if errors.Is(err, risk.ErrMaterials) {
		return nil, fmt.Errorf("%s: %w; hand the register in with --register", display(name), err)
	}
	return a, recordError(name, err)
}

// recordError names the record where the error does not.
func recordError(name string, err error) error {
	if documents := (*source.Error)(nil); err == nil || errors.As(err, &documents) {
		return err
	}
	if errors.Is(err, risk.ErrTampered) || errors.Is(err, risk.ErrMismatch) {
		return fmt.Errorf("%s: %w", display(name), err)
	}
	return err
}
