package risk

import (
	"math/big"
)

// A ResidualRisk explains how a risk stands after its treatment.
type ResidualRisk struct {
	Risk string
	// Derived is set where no current ratings are stated. They were computed
	// from the inherent ones then, as Existing shows.
	Derived  bool
	Existing []RatingMove // from inherent to current; nil if not Derived
	Planned  []RatingMove // from current to residual

	Current  *Outcome
	Residual *Outcome
}

// A RatingMove is an input before and after controls act on it.
type RatingMove struct {
	Input    string
	Old, New Used
	Basis    Basis
	// By lists the controls that act on the input, by id, whether they made
	// the difference or, where something else is stated, did not.
	By []Reduction
	// Cut is the number of levels that could not be used because the rating
	// is at its lowest before; for a range, not even by its upper end.
	Cut int
}

// Moved tells whether the value changed.
func (m *RatingMove) Moved() bool { return m.Old.String() != m.New.String() }

// A Reduction is what one control does to one rating.
type Reduction struct {
	Control       string
	Steps         int
	Effectiveness *big.Rat // nil if not stated
	Levels        int      // Steps times Effectiveness, rounded down
}

// Residual explains how a risk stands after its treatment; nil if there is no
// such risk. All inputs of the criteria are there, in their order.
func (t *Treatment) Residual(risk string) *ResidualRisk {
	p := t.position(risk)
	if p == nil {
		return nil
	}
	r := &ResidualRisk{Risk: risk, Derived: p.derived, Current: p.outcomes[0], Residual: p.outcomes[1]}
	if p.derived {
		basis := make([]Basis, len(p.current))
		for i := range basis {
			basis[i] = FromCurrent
			if _, acts := t.sum(p.credited, i); acts {
				basis[i] = FromControls
			}
		}
		r.Existing = t.moves(p.inherent, p.current, basis, p.credited)
	}
	r.Planned = t.moves(p.current, p.residual, p.basis, p.planned)
	return r
}

func (t *Treatment) moves(old, new []slot, basis []Basis, levers []int32) []RatingMove {
	inputs := t.assessment.criteria.Document().Inputs
	out := make([]RatingMove, len(inputs))
	for i := range inputs {
		m := RatingMove{Input: inputs[i].ID, Old: t.used(old[i], i), New: t.used(new[i], i), Basis: basis[i]}
		total := 0
		for _, l := range levers {
			if r := t.levers[l].on(i); r != nil {
				m.By = append(m.By, Reduction{t.levers[l].control.ID, r.effect.Steps, r.effect.Effectiveness, r.levels})
				total += r.levels
			}
		}
		if basis[i] == FromControls {
			_, m.Cut = t.lower(old[i], i, total)
		}
		out[i] = m
	}
	return out
}

// used describes a value as outcomes do.
func (t *Treatment) used(s slot, input int) Used {
	from := FromInputs
	switch v := t.effective(s, input); {
	case !v.Known():
		from = FromNowhere
	case !s.value.Known():
		from = FromDefault
	case s.rated:
		from = FromRating
	}
	return used(t.assessment.criteria.Document().Inputs[input].ID, t.effective(s, input), from)
}
