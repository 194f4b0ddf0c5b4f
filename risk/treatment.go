package risk

import (
	"errors"
	"fmt"

	"github.com/ismskit/ismskit/criteria/seal"
)

// ErrOtherAssessment tells that a plan treats another assessment.
var ErrOtherAssessment = errors.New("risk: the plan treats another assessment")

// A Treatment is a plan bound to the assessment that it treats. It is
// immutable and safe for concurrent use.
type Treatment struct {
	plan       *Plan
	assessment *Assessment
	controls   map[string]*Control
	items      map[string]*PlanItem
	byRisk     map[string][]*PlanItem // items that are not cancelled, by id
}

// Bind checks a plan against the assessment that it treats.
func (p *Plan) Bind(a *Assessment) (*Treatment, error) {
	if d := a.Digest(); p.Assessment != seal.Digest(d) {
		return nil, fmt.Errorf("%w: %s, not %s", ErrOtherAssessment, p.Assessment, d)
	}
	t := &Treatment{plan: p, assessment: a, controls: map[string]*Control{}, items: map[string]*PlanItem{}, byRisk: map[string][]*PlanItem{}}
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
	return t, nil
}

// Plan returns the plan, which must not be changed.
func (t *Treatment) Plan() *Plan { return t.plan }

// Assessment returns the assessment that the plan treats.
func (t *Treatment) Assessment() *Assessment { return t.assessment }

// Outcome returns what the criteria say about a risk at a stage, nil if there
// is no such risk. The residual stage is computed from the plan.
func (t *Treatment) Outcome(risk string, s Stage) *Outcome {
	return t.assessment.Outcome(risk, s)
}
