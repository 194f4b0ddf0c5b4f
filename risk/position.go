package risk

import (
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// Basis tells where a rating after treatment comes from.
type Basis uint8

// The bases, the first that there is counts. The zero Basis is invalid.
const (
	FromExpected Basis = iota + 1 // an item of the plan states it
	FromControls                  // the current rating, lowered by the controls of the items
	FromRegister                  // the register states it
	FromCurrent                   // the current rating: nothing acts on it
)

var basisNames = [...]string{"", "expected", "controls", "register", "current"}

// String returns the name of the basis.
func (b Basis) String() string {
	if int(b) < len(basisNames) {
		return basisNames[b]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (b Basis) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// slot is the value of one input at one stage.
type slot struct {
	value criteria.Value // zero where nothing is stated; then the default counts
	rated bool           // for this stage, not for all of them
}

// position is where one risk stands, before and after its treatment.
type position struct {
	risk     *Risk
	items    []*PlanItem // that are not cancelled, by id
	credited []int32     // controls that are credited and implemented
	planned  []int32     // other controls of the items

	inherent []slot // nil if that stage is not rated
	current  []slot
	residual []slot
	basis    []Basis // of each residual rating
	derived  bool    // current was computed from inherent

	verdicts [2]*criteria.Outcome // current and residual
	outcomes [2]*Outcome
}

// compute finds out where every risk stands.
func (t *Treatment) compute() {
	index := t.makeLevers()
	t.positions = make([]position, len(t.assessment.risks))
	t.concerns = make([][]int32, len(t.levers))
	a := newAssessor(t.assessment.criteria, t.assessment.Seal.AsOf)
	for i, r := range t.assessment.risks {
		p := &t.positions[i]
		p.risk, p.items = r, t.byRisk[r.ID]
		t.assign(p, index)
		t.rate(p)
		t.judge(p, a)
		for _, list := range [2][]int32{p.credited, p.planned} {
			for _, l := range list {
				if t.levers[l].lifts() {
					t.concerns[l] = append(t.concerns[l], int32(i))
				}
			}
		}
	}
}

// assign says which controls count for the current rating, and which for the
// rating after treatment.
func (t *Treatment) assign(p *position, index map[string]int32) {
	for _, id := range p.risk.Controls {
		if l, found := index[id]; found && t.levers[l].control.Status == Implemented && !slices.Contains(p.credited, l) {
			p.credited = append(p.credited, l)
		}
	}
	for _, it := range p.items {
		for _, id := range it.Controls {
			if l := index[id]; !slices.Contains(p.credited, l) && !slices.Contains(p.planned, l) {
				p.planned = append(p.planned, l)
			}
		}
	}
	slices.Sort(p.credited)
	slices.Sort(p.planned)
}

// stated gives what the register says about a stage.
func (t *Treatment) stated(r *Risk, s Stage) []slot {
	out := make([]slot, len(t.assessment.criteria.Document().Inputs))
	for rated, list := range [2][]Statement{r.Inputs, r.Ratings[s-1]} {
		for i := range list {
			if in := t.assessment.criteria.Input(list[i].Input); in != nil {
				out[in.Index()] = slot{t.assessment.value(&list[i]), rated == 1}
			}
		}
	}
	return out
}

// rate finds the ratings before and after treatment.
func (t *Treatment) rate(p *position) {
	r := p.risk
	if r.Ratings[Inherent-1] != nil {
		p.inherent = t.stated(r, Inherent)
	}
	if p.derived = r.Ratings[Current-1] == nil && p.inherent != nil; p.derived {
		p.current = t.lowerAll(p.inherent, p.credited)
	} else {
		p.current = t.stated(r, Current)
	}
	p.residual, p.basis = t.treated(p)
}

// lowerAll lowers ratings by controls.
func (t *Treatment) lowerAll(from []slot, levers []int32) []slot {
	out := slices.Clone(from)
	for i := range out {
		if levels, _ := t.sum(levers, i); levels > 0 {
			out[i], _ = t.lower(out[i], i, levels)
		}
	}
	return out
}

// lower moves the rating that is used, be it a default. One that is not known
// stays so.
func (t *Treatment) lower(s slot, input, levels int) (out slot, cut int) {
	v := t.effective(s, input)
	if levels == 0 || !v.Known() {
		return s, 0
	}
	w, cut := lowered(v, levels)
	if w.Equal(v) {
		return s, cut
	}
	return slot{w, true}, cut
}

// effective is the value that evaluation uses.
func (t *Treatment) effective(s slot, input int) criteria.Value {
	if s.value.Known() {
		return s.value
	}
	return t.assessment.criteria.Document().Inputs[input].Default
}

// treated finds the ratings after treatment.
func (t *Treatment) treated(p *position) ([]slot, []Basis) {
	out, basis := slices.Clone(p.current), make([]Basis, len(p.current))
	for i := range basis {
		basis[i] = FromCurrent
	}
	for i := range p.risk.Ratings[Residual-1] {
		st := &p.risk.Ratings[Residual-1][i]
		k := t.assessment.criteria.Input(st.Input).Index()
		out[k], basis[k] = slot{t.assessment.value(st), true}, FromRegister
	}
	for _, l := range p.planned {
		for k := range t.levers[l].effects {
			basis[t.levers[l].effects[k].input] = FromControls
		}
	}
	for i := range basis {
		if basis[i] == FromControls {
			levels, _ := t.sum(p.planned, i)
			out[i], _ = t.lower(p.current[i], i, levels)
		}
	}
	for _, it := range p.items {
		for i := range it.Expected {
			k := t.assessment.criteria.Input(it.Expected[i].Input).Index()
			out[k], basis[k] = slot{t.assessment.value(&it.Expected[i]), true}, FromExpected
		}
	}
	return out, basis
}

// judge asks the criteria about both stages.
func (t *Treatment) judge(p *position, a *assessor) {
	for k, slots := range [2][]slot{p.current, p.residual} {
		stage := Current + Stage(k)
		p.verdicts[k] = a.evaluate(slots)
		if stage == Current && !p.derived {
			p.outcomes[k] = t.assessment.Outcome(p.risk.ID, Current)
		}
		if p.outcomes[k] == nil {
			var claim *Claim
			if p.risk.claimStage() == stage {
				claim = p.risk.Claimed
			}
			p.outcomes[k] = a.outcomeOf(p.risk.ID, claim, stage, slots, p.verdicts[k])
		}
	}
}

// evaluate asks the criteria about ratings. The answer is shared.
func (a *assessor) evaluate(slots []slot) *criteria.Outcome {
	a.inputs.Reset()
	for i := range slots {
		if slots[i].value.Known() {
			_ = a.inputs.SetAt(i, slots[i].value) // it fits: it was bound to this input, or moved along its scale
		}
	}
	return a.criteria.EvaluateShared(a.inputs, a.asOf)
}

// outcomeOf describes what evaluate gave last, beside a claim if there is one.
func (a *assessor) outcomeOf(risk string, claim *Claim, s Stage, slots []slot, out *criteria.Outcome) *Outcome {
	// Only what describe looks at: which values are rated, and the claim.
	x := Risk{ID: risk}
	x.Ratings[s-1] = make([]Statement, 0, len(slots))
	for i := range slots {
		if slots[i].rated {
			x.Ratings[s-1] = append(x.Ratings[s-1], Statement{Input: a.criteria.Document().Inputs[i].ID})
		}
	}
	if claim != nil {
		x.Claimed = &Claim{Stage: s, Level: claim.Level, Band: claim.Band}
	}
	o := &Outcome{Values: make([]Used, 0, len(slots)+len(out.Derived)), Order: make([]string, 0, len(out.Order)), order: make([]criteria.Value, 0, len(out.Order))}
	a.describe(o, &x, s, out, a.inputs)
	return o
}
