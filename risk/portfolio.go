package risk

import (
	"iter"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
)

// A Portfolio is what many risks come to together at one stage: totals of all,
// of each owner and of each scope item, the limits of the criteria applied to
// them, and whether risks that refine one another hold together. Nothing in it
// adds up ranks: bands are counted, and only quantities with a unit are summed.
type Portfolio struct {
	Stage  Stage
	AsOf   time.Time
	All    Unit
	Owners []Unit // by name; "" comes first and holds the risks without an owner
	// Scopes holds the scope items by name; "" comes first and holds the risks
	// without one. A risk with several scope items is in each of them, so that
	// their totals may add up to more than All, in which it is once.
	Scopes []Unit

	Limits      []LimitResult // by limit in order of the criteria, then by unit
	Refinements []Refinement  // those that do not hold together, by child
}

// A Unit is a set of risks: all, those of one owner, or those of one scope item.
type Unit struct {
	Over      criteria.Over
	ID        string      // the owner or scope item; "" for all, and for the risks that name none
	Risks     []string    // ids, ascending
	Bands     []BandCount // every band of the criteria, lowest first
	Decisions []DecisionCount
	Sums      []Sum  // every quantity of the criteria, in their order
	Largest   string // the largest band that a risk is known to be in; "" if no band is known
	MayReach  string // the largest band that a risk may be in; not Largest only while risks are undetermined

	// Undetermined holds the risks whose band is not known, Unrated those among
	// them for which nothing was assessed at this stage.
	Undetermined []string
	Unrated      []string

	holdings []*holding
}

// BandCount is the number of risks in one band.
type BandCount struct {
	Band  string
	Risks int
}

// DecisionCount is the number of risks with one decision; what is not rated
// counts as undetermined. Decisions that do not occur are counted too, as 0.
type DecisionCount struct {
	Decision criteria.Decision
	Risks    int
}

// A Sum is the exact sum of a quantity, of the decimals that records hold.
type Sum struct {
	criteria.Quantity
	Known   *big.Rat // of the risks that have a value
	Missing []string // the risks that have none, so that Known is no total unless this is empty
}

// String gives the sum with its unit, and says what is missing.
func (s Sum) String() string {
	text := decimal(s.Known) + " " + s.Unit
	if len(s.Missing) > 0 {
		text += " and what is missing of " + some(s.Missing)
	}
	return text
}

// Portfolio gives what the risks come to together at a stage, as they were
// assessed.
func (a *Assessment) Portfolio(s Stage) *Portfolio {
	return NewPortfolio(a.criteria, a.Seal.AsOf, s, a.atStage(s, a.Outcome))
}

// Portfolio gives what the risks come to together at a stage; the residual one
// is computed from the plan.
func (t *Treatment) Portfolio(s Stage) *Portfolio {
	a := t.assessment
	return NewPortfolio(a.criteria, a.Seal.AsOf, s, a.atStage(s, t.Outcome))
}

func (a *Assessment) atStage(s Stage, outcome func(string, Stage) *Outcome) iter.Seq2[*Risk, *Outcome] {
	return func(yield func(*Risk, *Outcome) bool) {
		for _, r := range a.risks {
			if !yield(r, outcome(r.ID, s)) {
				return
			}
		}
	}
}

// NewPortfolio makes a portfolio of risks, each once and in any order, with
// the outcome at the stage. A risk whose outcome is nil is not rated at it: its
// band and its quantities are not known. Outcomes are not kept.
func NewPortfolio(c *criteria.Criteria, asOf time.Time, s Stage, risks iter.Seq2[*Risk, *Outcome]) *Portfolio {
	b := newPortfolioBuilder(c)
	var holdings []*holding
	for r, o := range risks {
		holdings = append(holdings, b.holding(r, o))
	}
	slices.SortStableFunc(holdings, func(x, y *holding) int { return strings.Compare(x.id, y.id) })

	owners, scopes := map[string][]*holding{}, map[string][]*holding{}
	for _, m := range holdings {
		owners[m.owner] = append(owners[m.owner], m)
		for _, item := range m.scope {
			scopes[item] = append(scopes[item], m)
		}
	}
	p := &Portfolio{Stage: s, AsOf: asOf.UTC(), All: b.unit(criteria.OverAll, "", holdings),
		Owners: b.units(criteria.OverOwner, owners), Scopes: b.units(criteria.OverScope, scopes)}
	p.applyLimits(c)
	p.refine(c.Document(), holdings)
	return p
}

// Units goes through the units that limits of that kind are applied to.
func (p *Portfolio) Units(over criteria.Over) iter.Seq[*Unit] {
	return func(yield func(*Unit) bool) {
		var units []Unit
		switch over {
		case criteria.OverAll:
			yield(&p.All)
		case criteria.OverOwner:
			units = p.Owners
		case criteria.OverScope:
			units = p.Scopes
		}
		for i := range units {
			if !yield(&units[i]) {
				return
			}
		}
	}
}

// Unit returns the owner or scope item of that id, nil if it has no risks.
func (p *Portfolio) Unit(over criteria.Over, id string) *Unit {
	for u := range p.Units(over) {
		if u.ID == id {
			return u
		}
	}
	return nil
}

// Count returns the number of risks that are known to be in a band.
func (u *Unit) Count(band string) int {
	for _, b := range u.Bands {
		if b.Band == band {
			return b.Risks
		}
	}
	return 0
}

// Sum returns the sum of a quantity; ok is false if the criteria have none of
// that name.
func (u *Unit) Sum(name string) (s Sum, ok bool) {
	for _, s := range u.Sums {
		if s.Name == name {
			return s, true
		}
	}
	return Sum{}, false
}

// holding is what a portfolio needs of one risk.
type holding struct {
	id, owner, parent string
	scope             []string
	rated             bool
	band              int   // rank; -1 if not known
	possible          []int // ranks that the band may have, ascending; the one of band if it is known
	decision          criteria.Decision
	values            []*big.Rat // by quantity; nil if there is none
}

type portfolioBuilder struct {
	doc        *criteria.Document
	quantities []criteria.Quantity
	ranks      map[string]int
	any        []int
}

func newPortfolioBuilder(c *criteria.Criteria) *portfolioBuilder {
	b := &portfolioBuilder{doc: c.Document(), quantities: c.Quantities(), ranks: map[string]int{}}
	for i := range b.doc.Bands {
		b.ranks[b.doc.Bands[i].ID] = i
		b.any = append(b.any, i)
	}
	return b
}

func (b *portfolioBuilder) holding(r *Risk, o *Outcome) *holding {
	m := &holding{id: r.ID, owner: r.Owner, parent: r.Parent, scope: slices.Clone(r.Scope), rated: o != nil,
		band: -1, possible: b.any, decision: criteria.Undetermined, values: make([]*big.Rat, len(b.quantities))}
	slices.Sort(m.scope)
	if m.scope = slices.Compact(m.scope); len(m.scope) == 0 {
		m.scope = []string{""}
	}
	if o == nil {
		return m
	}
	if o.Decision > criteria.Undetermined && o.Decision <= criteria.Avoid {
		m.decision = o.Decision
	}
	if rank, known := b.ranks[o.Band]; known {
		m.band, m.possible = rank, []int{rank}
	} else if o.Possible != nil && len(o.Possible.Failures) == 0 {
		m.possible = b.possible(o.Possible)
	}
	for i, q := range b.quantities {
		if u := o.Used(q.Name); u.From != FromNowhere {
			m.values[i], _ = new(big.Rat).SetString(u.Value) // nil where it is no number
		}
	}
	return m
}

// possible gives the ranks of the bands that could not be excluded. Where
// something may fail the band may be any: what cannot be computed says nothing.
func (b *portfolioBuilder) possible(p *Possible) []int {
	var out []int
	for _, id := range p.Bands {
		if rank, known := b.ranks[id]; known {
			out = append(out, rank)
		}
	}
	if len(out) == 0 {
		return b.any
	}
	slices.Sort(out)
	return out
}

func (b *portfolioBuilder) units(over criteria.Over, holdings map[string][]*holding) []Unit {
	ids := make([]string, 0, len(holdings))
	for id := range holdings {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out := make([]Unit, len(ids))
	for i, id := range ids {
		out[i] = b.unit(over, id, holdings[id])
	}
	return out
}

func (b *portfolioBuilder) unit(over criteria.Over, id string, holdings []*holding) Unit {
	u := Unit{Over: over, ID: id, holdings: holdings}
	for _, band := range b.doc.Bands {
		u.Bands = append(u.Bands, BandCount{Band: band.ID})
	}
	for d := criteria.Undetermined; d <= criteria.Avoid; d++ {
		u.Decisions = append(u.Decisions, DecisionCount{Decision: d})
	}
	for _, q := range b.quantities {
		u.Sums = append(u.Sums, Sum{Quantity: q, Known: new(big.Rat)})
	}
	largest, reach := -1, -1
	for _, m := range holdings {
		u.Risks = append(u.Risks, m.id)
		u.Decisions[m.decision-criteria.Undetermined].Risks++
		if m.band >= 0 {
			u.Bands[m.band].Risks++
			largest = max(largest, m.band)
		} else {
			u.Undetermined = append(u.Undetermined, m.id)
			if !m.rated {
				u.Unrated = append(u.Unrated, m.id)
			}
		}
		reach = max(reach, m.possible[len(m.possible)-1])
		for i, v := range m.values {
			if s := &u.Sums[i]; v != nil {
				s.Known.Add(s.Known, v)
			} else {
				s.Missing = append(s.Missing, m.id)
			}
		}
	}
	if largest >= 0 {
		u.Largest = b.doc.Bands[largest].ID
	}
	if reach >= 0 {
		u.MayReach = b.doc.Bands[reach].ID
	}
	return u
}
