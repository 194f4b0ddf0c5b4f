package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
)

func newReplay(t *tool) *cobra.Command {
	p := &replayer{tool: t}
	cmd := &cobra.Command{
		Use:   "replay RECORD",
		Short: "Compute a record again from its materials",
		Long: `replay verifies a record, computes it again and compares every outcome to the
last byte. A record of a large register names its risks by their digest only;
then --register hands them in.

Exit status 1 if the record was changed or does not follow from its materials.`,
		Example: `  ismskit replay assessment.json
  ismskit replay large.json --register risks.csv`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return p.run(cmd.Context(), args[0]) },
	}
	cmd.Flags().StringVar(&p.register, "register", "", "register, for a record that names it by its digest")
	return cmd
}

type replayer struct {
	*tool
	register string
}

type replayJSON struct {
	Same       bool            `json:"same"`
	Digest     *string         `json:"digest"`
	Outcomes   int             `json:"outcomes"`
	Difference *differenceJSON `json:"difference"`
	Reason     *string         `json:"reason"`
}

type differenceJSON struct {
	Path     string `json:"path"`
	Recorded string `json:"recorded"`
	Replayed string `json:"replayed"`
}

func (p *replayer) run(ctx context.Context, name string) error {
	j := replayJSON{}
	r, err := p.readRecord(name)
	if err == nil {
		j.Digest, j.Outcomes = nullable(string(r.Digest)), len(r.Outcomes)
		err = p.replay(ctx, r)
	}
	var d *risk.Difference
	switch {
	case err == nil:
		j.Same = true
	case errors.As(err, &d):
		j.Difference = &differenceJSON{d.Path, d.Recorded, d.Replayed}
		j.Reason = nullable(reason(err))
	case errors.Is(err, risk.ErrTampered), errors.Is(err, risk.ErrMismatch):
		j.Reason = nullable(reason(err))
	case errors.Is(err, risk.ErrMaterials) && p.register == "":
		return fmt.Errorf("%s: %w; hand the register in with --register", display(name), err)
	default:
		return err
	}
	if p.json {
		err = p.printJSON(j)
	} else if j.Same {
		_, err = fmt.Fprintf(p.out, "%s: %s computed again, the same to the last byte\ndigest %s\n", display(name), counted(j.Outcomes, "outcome", "outcomes"), *j.Digest)
	} else {
		_, err = fmt.Fprintf(p.out, "%s: not the same: %s\n", display(name), visible(*j.Reason))
	}
	if err == nil && !j.Same {
		err = errFindings
	}
	return err
}

func (p *replayer) replay(ctx context.Context, r *risk.Record) error {
	if p.register == "" {
		_, err := risk.Replay(ctx, r)
		return err
	}
	risks, err := p.risksFor(ctx, r, p.register)
	if err != nil {
		return err
	}
	_, err = risk.ReplayWith(ctx, r, risk.Materials{Risks: risks})
	return err
}

// risksFor reads the risks of a record from a register.
func (t *tool) risksFor(ctx context.Context, r *risk.Record, register string) ([]*risk.Risk, error) {
	c, err := criteriaOf(r)
	if err != nil {
		return nil, err
	}
	reg, err := t.readRegister(ctx, register, c)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(reg.Risks, func(a, b *risk.Risk) int { return strings.Compare(a.ID, b.ID) })
	return reg.Risks, nil
}

// criteriaOf compiles the criteria that a record holds.
func criteriaOf(r *risk.Record) (*criteria.Criteria, error) {
	if r.Materials.Criteria == "" {
		return nil, risk.ErrMaterials
	}
	doc, err := criteria.Parse("criteria of the record", []byte(r.Materials.Criteria))
	if err != nil {
		return nil, err
	}
	return doc.Compile()
}
