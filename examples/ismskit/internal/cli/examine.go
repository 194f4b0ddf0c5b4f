package cli

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/risk"
)

// examination is one risk of a record, looked at again under its criteria.
type examination struct {
	criteria *criteria.Criteria
	record   *risk.Record
	risk     *risk.Risk
	outcome  *risk.Outcome
	sense    *analysis.Sensitivity
}

// examiner holds the flags of the commands that look at one risk.
type examiner struct {
	*tool
	stage, register string
}

func (e *examiner) flags(f *pflag.FlagSet) {
	f.StringVar(&e.stage, "stage", "", "stage of the outcome (default: current, or the only one there is)")
	f.StringVar(&e.register, "register", "", "register, for a record that names it by its digest")
}

func (e *examiner) examine(ctx context.Context, name, id string) (*examination, error) {
	r, err := e.readRecord(name)
	if err != nil {
		return nil, recordError(name, err)
	}
	x := &examination{record: r}
	if x.outcome, err = outcomeOf(r, id, e.stage); err != nil {
		return nil, err
	}
	if x.criteria, err = criteriaOf(r); err != nil {
		return nil, err
	}
	risks := r.Materials.Risks
	if e.register != "" && len(risks) == 0 {
		if risks, err = e.risksFor(ctx, r, e.register); err != nil {
			return nil, err
		}
	}
	for _, k := range risks {
		if k.ID == id {
			x.risk = k
		}
	}
	if x.risk == nil {
		return nil, fmt.Errorf("%s: the ratings of %s are not at hand; hand the register in with --register", display(name), id)
	}
	in, err := x.risk.Bind(x.criteria, x.outcome.Stage)
	if err != nil {
		return nil, err
	}
	x.sense, err = analysis.Sense(ctx, x.criteria, in, r.Seal.AsOf)
	return x, err
}
