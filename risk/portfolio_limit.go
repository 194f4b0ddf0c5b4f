package risk

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// A LimitResult is what a limit of the criteria says about one unit.
type LimitResult struct {
	Limit   *criteria.Limit // with the outcome, the authority and the reason; it must not be changed
	Unit    *Unit           // with the counts
	Verdict criteria.LimitVerdict
	// Complete is false where too many risks are undetermined to try what they
	// may come to, see criteria.MaxCells. The verdict is then undetermined.
	Complete bool

	// Risks holds the risks that make a limit exceeded: those in the bands that
	// its expression counts and, if it asks for the largest band, those in the
	// largest band of the unit. If it does neither, or if no risk is in those
	// bands, they are all of the unit. A risk whose band is not known is among
	// them if it can only be in such bands.
	Risks []string
	// Settle holds the risks whose band or value has to be settled before an
	// undetermined limit can be decided.
	Settle  []string
	Failure *Failure // why it cannot be computed, in one of the possible cases at least
}

// String says it in one sentence.
func (r *LimitResult) String() string {
	of := r.Unit.Over.String() + " " + r.Unit.ID
	switch {
	case r.Unit.Over == criteria.OverAll:
		of = "all risks"
	case r.Unit.ID == "":
		of = "risks without " + r.Unit.Over.String()
	}
	text := fmt.Sprintf("limit %s for %s is %s", r.Limit.ID, of, r.Verdict)
	switch {
	case r.Verdict == criteria.LimitExceeded:
		text += " by " + some(r.Risks) + ": " + r.Limit.Outcome.String()
		if r.Limit.Authority != "" {
			text += " to " + r.Limit.Authority
		}
	case r.Failure != nil:
		text += ": " + r.Failure.Code
	case len(r.Settle) > 0:
		text += ": settle " + some(r.Settle)
	}
	return text
}

// applyLimits applies every limit to each of its units. The risks without an
// owner or scope item are a unit, too: they escape no limit.
func (p *Portfolio) applyLimits(c *criteria.Criteria) {
	for i, l := range c.Document().Limits {
		for u := range p.Units(l.Over) {
			p.Limits = append(p.Limits, p.limit(c, i, u))
		}
	}
}

func (p *Portfolio) limit(c *criteria.Criteria, i int, u *Unit) LimitResult {
	asked := criteria.Unit{Counts: make([]int, len(u.Bands)), Sums: make([]*big.Rat, len(u.Sums))}
	for k, b := range u.Bands {
		asked.Counts[k] = b.Risks
	}
	var open []*holding
	for _, m := range u.holdings {
		if m.band < 0 {
			open = append(open, m)
			asked.Open = append(asked.Open, criteria.OpenBand{Bands: m.possible, Risks: 1})
		}
	}
	for k := range u.Sums {
		if s := &u.Sums[k]; len(s.Missing) == 0 {
			asked.Sums[k] = s.Known
		}
	}
	o := c.EvaluateLimit(i, &asked, p.AsOf)
	r := LimitResult{Limit: &c.Document().Limits[i], Unit: u, Verdict: o.Verdict, Complete: o.Complete}
	if o.Failure != nil {
		r.Failure = &Failure{Code: o.Failure.Code, Path: o.Failure.Path}
	}
	if o.Verdict == criteria.LimitExceeded {
		r.Risks = u.exceeding(c.LimitReads(i))
	}
	for _, k := range o.Open {
		r.Settle = append(r.Settle, open[k].id)
	}
	for _, q := range o.Missing {
		r.Settle = append(r.Settle, u.Sums[q].Missing...)
	}
	slices.Sort(r.Settle)
	r.Settle = slices.Compact(r.Settle)
	return r
}

// exceeding lists the risks that a limit which reads that is about.
func (u *Unit) exceeding(reads criteria.LimitReads) []string {
	counted := make([]bool, len(u.Bands))
	for _, b := range reads.Bands {
		counted[b] = true
	}
	if reads.Largest {
		for i, b := range u.Bands {
			if b.Band == u.Largest {
				counted[i] = true
			}
		}
	}
	var out []string
	for _, m := range u.holdings {
		if !slices.ContainsFunc(m.possible, func(b int) bool { return !counted[b] }) {
			out = append(out, m.id)
		}
	}
	if out == nil {
		return slices.Clone(u.Risks)
	}
	return out
}
