package risk

import (
	"errors"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// CodeOtherAssessment is the code of the error that ErrOtherAssessment matches.
const CodeOtherAssessment source.Code = "other_assessment"

// Errors of treatments. Match them with errors.Is.
var (
	// ErrOtherAssessment tells that a plan treats another assessment.
	ErrOtherAssessment error = CodeOtherAssessment
	ErrUnknownRisk           = errors.New("risk: the assessment has no such risk")
	ErrUnknownControl        = errors.New("risk: the plan has no such control")
)

// A Treatment is a plan bound to the assessment that it treats. It is
// immutable and safe for concurrent use.
type Treatment struct {
	plan       *Plan
	assessment *Assessment
	controls   map[string]*Control
	items      map[string]*PlanItem
	byRisk     map[string][]*PlanItem // items that are not cancelled, by id

	accepted map[string][]*Approval // by risk, the approved acceptances by id

	levers    []lever    // the plan's controls, by id
	positions []position // one for each risk of the assessment, in its order
	concerns  [][]int32  // for each lever the positions that it moves, ascending
}

// Bind checks a plan against the assessment that it treats, and computes every
// risk's level after treatment. The error is a *source.Error that holds
// everything that does not fit, with its place; it matches ErrOtherAssessment
// if the plan treats another assessment. A plan that was made in Go is checked
// in the same way, its errors have a path and no position.
func (p *Plan) Bind(a *Assessment) (*Treatment, error) {
	var errs source.Reporter
	b := &binder{planReporter: planReporter{&errs, p}, assessment: a}
	if d := a.Digest(); string(p.Assessment) != d {
		other := string(p.Assessment)
		if !p.Assessment.Valid() {
			other = source.Clip(other)
		}
		b.report(b.root().key("assessment"), CodeOtherAssessment, "the plan treats the assessment %s, not %s", other, d)
		return nil, errs.Err()
	}
	p.check(&errs)
	b.references()
	if err := errs.Err(); err != nil {
		return nil, err
	}
	t := &Treatment{plan: p, assessment: a, controls: make(map[string]*Control, len(p.Controls)),
		items: make(map[string]*PlanItem, len(p.Items)), byRisk: map[string][]*PlanItem{}, accepted: map[string][]*Approval{}}
	for i := range p.Controls {
		t.controls[p.Controls[i].ID] = &p.Controls[i]
	}
	for i := range p.Items {
		it := &p.Items[i]
		t.items[it.ID] = it
		if it.Status != ItemCancelled {
			t.byRisk[it.Risk] = append(t.byRisk[it.Risk], it)
		}
	}
	for _, list := range t.byRisk {
		slices.SortFunc(list, func(a, b *PlanItem) int { return strings.Compare(a.ID, b.ID) })
	}
	for i := range p.Approvals {
		if x := &p.Approvals[i]; x.Kind == AcceptRisk && x.Decision == Approved {
			t.accepted[x.Risk] = append(t.accepted[x.Risk], x)
		}
	}
	for _, list := range t.accepted {
		slices.SortFunc(list, func(a, b *Approval) int { return strings.Compare(a.ID, b.ID) })
	}
	b.expectations(t)
	if err := errs.Err(); err != nil {
		return nil, err
	}
	t.compute()
	return t, nil
}

// Plan returns the plan, which must not be changed.
func (t *Treatment) Plan() *Plan { return t.plan }

// Assessment returns the assessment that the plan treats.
func (t *Treatment) Assessment() *Assessment { return t.assessment }

// Outcome returns what the criteria say about a risk at a stage, nil if there
// is no such risk, or, for the inherent stage, if it is not rated there. The
// current stage is that of the assessment; where only inherent ratings are
// stated, it is computed from these and the controls that are credited. The
// residual stage is always computed from the plan, see Residual.
func (t *Treatment) Outcome(risk string, s Stage) *Outcome {
	p := t.position(risk)
	switch {
	case p == nil:
		return nil
	case s == Current || s == Residual:
		return p.outcomes[s-Current]
	}
	return t.assessment.Outcome(risk, s)
}

// position finds what is known of a risk, nil if there is no such risk.
func (t *Treatment) position(risk string) *position {
	i, found := t.assessment.indexOf(risk)
	if !found {
		return nil
	}
	return &t.positions[i]
}
