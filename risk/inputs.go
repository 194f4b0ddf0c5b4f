package risk

import (
	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// Bind gives what is stated about the risk at a stage its meaning under
// criteria, for Criteria.Evaluate, charts and sensitivity. Stage 0 takes what is
// stated for every stage alone. The error is a *source.Error with every
// statement that does not fit.
func (r *Risk) Bind(c *criteria.Criteria, stage Stage) (*criteria.Inputs, error) {
	a := &assessor{criteria: c, inputs: c.NewInputs()}
	var errs source.Reporter
	if r.valid(&errs, appendRisk(nil, r)) {
		a.bind(&errs, r, stage)
	}
	if err := errs.Err(); err != nil {
		return nil, err
	}
	return a.inputs, nil
}
