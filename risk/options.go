package risk

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// A ControlSet is one of several ways to treat a risk.
type ControlSet struct {
	Name     string
	Controls []string // of the plan; one that is named twice counts once
}

// An Alternative is what a set of controls would do about a risk, and what it
// would cost.
type Alternative struct {
	Name    string
	Outcome *Outcome     // of the risk with these controls in place
	Ratings []RatingMove // from the current ratings

	// Credited lists the controls of the set that are in the current ratings
	// already: they change nothing and cost nothing more.
	Credited []string

	// Acceptable tells whether the criteria let the risk be accepted then.
	// Who may do so holds Authority ("" if anybody may) or one of a higher
	// rank; Holders are those who do at the assessment's time, the lowest
	// sufficient rank first.
	Acceptable bool
	Authority  string
	Holders    []Holder

	// Costs are the sums of what is stated, one for each currency. An item of
	// the risk whose controls are all in the set costs what it states, for all
	// of them; every other control costs what it states itself. Uncosted lists
	// the controls for which nothing is stated: with them the sums are less
	// than the whole.
	Costs    []Cost
	Uncosted []string
}

// Options puts sets of controls side by side: what each would make of the
// risk's current ratings if it were in place, and what it would cost. What the
// items of the plan or the register expect plays no part, so that all sets are
// judged in the same way. A set without controls shows the risk as it is. The
// error matches ErrUnknownRisk or ErrUnknownControl.
func (t *Treatment) Options(risk string, sets ...ControlSet) ([]Alternative, error) {
	p := t.position(risk)
	if p == nil {
		return nil, fmt.Errorf("%w: %q", ErrUnknownRisk, risk)
	}
	a := newAssessor(t.assessment.criteria, t.assessment.Seal.AsOf)
	out := make([]Alternative, 0, len(sets))
	for _, set := range sets {
		x, err := t.alternative(p, a, set)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func (t *Treatment) alternative(p *position, a *assessor, set ControlSet) (Alternative, error) {
	x := Alternative{Name: set.Name}
	var levers []int32
	for _, id := range set.Controls {
		l, found := t.lever(id)
		if !found {
			return x, fmt.Errorf("%w: %q", ErrUnknownControl, id)
		}
		levers = append(levers, l)
	}
	slices.Sort(levers)
	levers = slices.Compact(levers)
	levers = slices.DeleteFunc(levers, func(l int32) bool {
		credited := slices.Contains(p.credited, l)
		if credited {
			x.Credited = append(x.Credited, t.levers[l].control.ID)
		}
		return credited
	})
	slots := t.lowerAll(p.current, levers)
	basis := make([]Basis, len(slots))
	for i := range basis {
		basis[i] = FromCurrent
		if _, acts := t.sum(levers, i); acts {
			basis[i] = FromControls
		}
	}
	x.Ratings = t.moves(p.current, slots, basis, levers)
	x.Outcome = a.outcomeOf(p.risk.ID, nil, Residual, slots, a.evaluate(slots))
	if d := x.Outcome.Decision; d == criteria.Accept || d == criteria.AcceptConditionally {
		x.Acceptable, x.Authority = true, x.Outcome.Authority
		x.Holders = t.holders(x.Authority)
	}
	t.costs(&x, p, levers)
	return x, nil
}

// holders lists who holds an authority, or a higher one, at the assessment's
// time. Without an authority anybody may, which needs no list.
func (t *Treatment) holders(authority string) []Holder {
	if authority == "" {
		return nil
	}
	rank := map[string]int{}
	for _, a := range t.assessment.criteria.Document().Authorities {
		rank[a.ID] = a.Rank
	}
	asOf := t.assessment.Seal.AsOf
	var out []Holder
	for _, h := range t.plan.Holders {
		if rank[h.Authority] >= rank[authority] && !asOf.Before(h.From) && (h.Until.IsZero() || asOf.Before(h.Until)) {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(rank[a.Authority], rank[b.Authority]), compareHolders(&a, &b))
	})
	return out
}

// costs sums up what the controls cost.
func (t *Treatment) costs(x *Alternative, p *position, levers []int32) {
	covered := map[string]bool{}
	sums := map[string]*big.Rat{}
	add := func(c *Cost) {
		if sums[c.Currency] == nil {
			sums[c.Currency] = new(big.Rat)
		}
		sums[c.Currency].Add(sums[c.Currency], c.Amount)
	}
	in := func(id string) bool {
		l, _ := t.lever(id) // the plan has it: Bind saw to it
		return slices.Contains(levers, l)
	}
	for _, it := range p.items {
		if it.Cost == nil || len(it.Controls) == 0 || slices.ContainsFunc(it.Controls, func(id string) bool { return !in(id) }) {
			continue
		}
		add(it.Cost)
		for _, id := range it.Controls {
			covered[id] = true
		}
	}
	for _, l := range levers {
		switch c := t.levers[l].control; {
		case covered[c.ID]:
		case c.Cost != nil:
			add(c.Cost)
		default:
			x.Uncosted = append(x.Uncosted, c.ID)
		}
	}
	for currency, sum := range sums {
		x.Costs = append(x.Costs, Cost{sum, currency})
	}
	slices.SortFunc(x.Costs, func(a, b Cost) int { return cmp.Compare(a.Currency, b.Currency) })
}
