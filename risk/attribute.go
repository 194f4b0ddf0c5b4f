package risk

import (
	"fmt"
	"math/big"
	"math/bits"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
)

// comparer evaluates pairs of risks under both criteria.
type comparer struct {
	old, new *Assessment
	result   *Comparison

	sameCriteria bool
	bands        string // why ranks of bands cannot be compared, "" if they can
	inputs       []string
	apart        string // why no risk at all can be told apart
	x, y         *assessor
}

func (c *comparer) prepare() {
	c.x, c.y = newAssessor(c.old.criteria, c.old.Seal.AsOf), newAssessor(c.new.criteria, c.new.Seal.AsOf)
	c.sameCriteria = c.old.Seal.Criteria == c.new.Seal.Criteria && c.old.Seal.AsOf.Equal(c.new.Seal.AsOf)
	a, b := bandIDs(c.old.criteria), bandIDs(c.new.criteria)
	if !slices.Equal(a, b) {
		c.bands = fmt.Sprintf("the bands differ (%s; %s), so their ranks cannot be compared", strings.Join(a, ", "), strings.Join(b, ", "))
	}
	names := c.factorNames()
	c.inputs = names[:len(names)-1]
	for _, id := range c.inputs {
		if why := c.counterpart(id); why != "" {
			c.apart = why
			return
		}
	}
}

func bandIDs(c *criteria.Criteria) []string {
	var out []string
	for _, b := range c.Document().Bands {
		out = append(out, b.ID)
	}
	return out
}

// counterpart tells why an input of one criteria has none in the other. An
// input that only one of them has is separable if it has a default: that is
// what the criteria say about registers that do not state it.
func (c *comparer) counterpart(id string) string {
	a, b := c.old.criteria.Input(id), c.new.criteria.Input(id)
	switch {
	case a == nil && !b.Default.Known():
		return fmt.Sprintf("the input %q is new and has no default, so the old ratings say nothing under the new criteria", id)
	case b == nil && !a.Default.Known():
		return fmt.Sprintf("the input %q is gone and had no default, so the new ratings say nothing under the old criteria", id)
	case a != nil && b != nil && a.Type != b.Type:
		return fmt.Sprintf("the input %q changed its type from %s to %s", id, a.Type, b.Type)
	}
	return ""
}

// pair compares one risk at one stage.
func (c *comparer) pair(x, y *Outcome) Change {
	switch {
	case x == nil:
		return Change{Risk: y.Risk, Stage: y.Stage, Cause: CauseAdded, New: y, NoShares: "the risk was added"}
	case y == nil:
		return Change{Risk: x.Risk, Stage: x.Stage, Cause: CauseRemoved, Old: x, NoShares: "the risk was removed"}
	}
	ch := Change{Risk: x.Risk, Stage: x.Stage, Old: x, New: y}
	p := &pairing{comparer: c, stage: x.Stage, old: c.old.Risk(x.Risk), new: c.new.Risk(y.Risk)}
	p.bind()
	for _, i := range p.changed {
		ch.Inputs = append(ch.Inputs, c.inputs[i])
	}
	if len(ch.Inputs) == 0 && c.sameCriteria {
		return ch
	}
	if p.apart != "" {
		ch.NotSeparable, ch.NoShares = p.apart, "inputs and criteria cannot be told apart: "+p.apart
		if !x.same(y) {
			ch.Cause = CauseUnknown
		}
		return ch
	}
	all := uint(1)<<len(p.changed) - 1
	inputsOnly, criteriaOnly := p.outcome(all, c.x), p.outcome(0, c.y)
	ch.InputsOnly, ch.CriteriaOnly = inputsOnly, criteriaOnly
	ch.LevelCause = cause(x.Level, inputsOnly.Level, criteriaOnly.Level, y.Level)
	ch.BandCause = cause(x.Band, inputsOnly.Band, criteriaOnly.Band, y.Band)
	ch.DecisionCause = cause(x.Decision, inputsOnly.Decision, criteriaOnly.Decision, y.Decision)
	aspect := func(o *Outcome) string { return o.Level }
	switch {
	case ch.DecisionCause != 0:
		ch.Cause, aspect = ch.DecisionCause, func(o *Outcome) string { return o.Decision.String() }
	case ch.BandCause != 0:
		ch.Cause, aspect = ch.BandCause, func(o *Outcome) string { return o.Band }
	default:
		ch.Cause = ch.LevelCause
	}
	p.share(&ch, aspect)
	return ch
}

// cause reads the two by two table.
func cause[T comparable](old, inputs, criteria, new T) Cause {
	byInputs, byCriteria := inputs == new, criteria == new
	switch {
	case old == new:
		return 0
	case byInputs && byCriteria:
		return CauseEither
	case byInputs:
		return CauseInputs
	case byCriteria:
		return CauseCriteria
	}
	return CauseInteraction
}

// pairing holds the values of one risk in both assessments, as both criteria
// read them: [under old, under new][as stated then, as stated now].
type pairing struct {
	*comparer
	stage    Stage
	old, new *Risk
	values   [2][2][]criteria.Value // by index of comparer.inputs
	changed  []int
	apart    string
}

func (p *pairing) bind() {
	p.apart = p.comparer.apart
	for side, r := range [2]*Risk{p.old, p.new} {
		home, away := p.comparer.old.criteria, p.comparer.new.criteria
		if side == 1 {
			home, away = away, home
		}
		at, other := p.bound(home, r), make([]criteria.Value, len(p.inputs))
		for i, v := range at {
			if in := away.Input(p.inputs[i]); in != nil && v.Known() {
				other[i] = p.translate(in, v)
			}
		}
		p.values[side][side], p.values[1-side][side] = at, other
	}
	for i, id := range p.inputs {
		was, is := p.values[0][0][i], p.values[1][1][i]
		if p.comparer.old.criteria.Input(id) == nil { // stated now, unheard of then
			was = criteria.Value{}
		}
		if !was.Equal(is) {
			p.changed = append(p.changed, i)
		}
	}
}

// bound gives the values stated, without defaults, by input.
func (p *pairing) bound(c *criteria.Criteria, r *Risk) []criteria.Value {
	out := make([]criteria.Value, len(p.inputs))
	for _, list := range [2][]Statement{r.Inputs, r.Ratings[p.stage-1]} {
		for i := range list {
			if in := c.Input(list[i].Input); in != nil {
				v, _ := in.Bind(list[i].Value) // it was assessed, so it fits
				out[slices.Index(p.inputs, in.ID)] = v
			}
		}
	}
	return out
}

// translate finds the counterpart of a value in other criteria: levels are
// the same where their ids are.
func (p *pairing) translate(in *criteria.Input, v criteria.Value) criteria.Value {
	if v.Type() != criteria.Rating || in.Type != criteria.Rating || in.Scale == v.Scale() {
		return v
	}
	low, high := v.Levels()
	from := v.Scale()
	i, j := in.Scale.Index(from.Levels[low].ID), in.Scale.Index(from.Levels[high].ID)
	if i < 0 || j < i || j-i != high-low {
		if p.apart == "" {
			p.apart = fmt.Sprintf("%s of the scale %q has no counterpart in the other criteria's scale %q of the input %q", v, from.ID, in.Scale.ID, in.ID)
		}
		return criteria.Value{}
	}
	return in.Scale.Range(i, j)
}

// outcome evaluates with the new values of the changed inputs in set, under
// the criteria of a.
func (p *pairing) outcome(set uint, a *assessor) *Outcome {
	p.evaluate(set, a)
	var o Outcome
	a.describe(&o, p.new, p.stage, a.out, a.inputs)
	o.Claimed = nil
	return &o
}

func (p *pairing) evaluate(set uint, a *assessor) {
	under := 0
	if a == p.y {
		under = 1
	}
	a.inputs.Reset()
	for i, id := range p.inputs {
		in := a.criteria.Input(id)
		if in == nil {
			continue
		}
		side := 0
		if k := slices.Index(p.changed, i); k >= 0 && set&(1<<k) != 0 {
			side = 1
		}
		_ = a.inputs.SetAt(in.Index(), p.values[under][side][i]) // translated above
	}
	a.out = a.criteria.EvaluateShared(a.inputs, a.asOf)
}

// share computes the shares of the change in the band's rank, and the minimal
// causes of the change in the aspect.
func (p *pairing) share(ch *Change, aspect func(*Outcome) string) {
	n := len(p.changed) + 1
	if n > MaxFactors {
		ch.NoShares = fmt.Sprintf("%d inputs changed; exact shares are computed for at most %d", n-1, MaxFactors-1)
		return
	}
	names := append(slices.Clone(ch.Inputs), CriteriaFactor)
	ranks := make([]int64, 1<<n)
	known := p.bands == ""
	same := make([]bool, 1<<n)
	want := aspect(ch.New)
	for s := range ranks {
		a := p.x
		if s&(1<<(n-1)) != 0 {
			a = p.y
		}
		p.evaluate(uint(s)&(1<<(n-1)-1), a)
		ranks[s] = int64(a.out.Band)
		known = known && a.out.Band >= 0
		var o Outcome
		a.describe(&o, p.new, p.stage, a.out, a.inputs)
		same[s] = aspect(&o) == want
	}
	if ch.Cause != 0 {
		ch.Minimal = minimal(same, names)
	}
	switch {
	case p.bands != "":
		ch.NoShares = p.bands
	case !known:
		ch.NoShares = "the band is undetermined for some of the combinations of old and new"
	default:
		ch.Shares = shapley(ranks, names)
	}
}

// shapley shares v(all) - v(none) among n factors; v is indexed by the set of
// factors that have their new value.
func shapley(v []int64, names []string) []Share {
	n := len(names)
	fact := make([]int64, n+1)
	fact[0] = 1
	for i := 1; i <= n; i++ {
		fact[i] = fact[i-1] * int64(i)
	}
	out := make([]Share, n)
	for i := range n {
		sum := new(big.Int)
		for s := range v {
			if s&(1<<i) != 0 {
				continue
			}
			k := bits.OnesCount(uint(s))
			w := big.NewInt(fact[k] * fact[n-k-1])
			sum.Add(sum, w.Mul(w, big.NewInt(v[s|1<<i]-v[s])))
		}
		out[i] = Share{names[i], new(big.Rat).SetFrac(sum, big.NewInt(fact[n]))}
	}
	return out
}

// minimal lists the smallest sets of factors, by size and then in order of
// the factors, for which same holds.
func minimal(same []bool, names []string) [][]string {
	best := len(names) + 1
	var out [][]string
	for s := 1; s < len(same); s++ {
		size := bits.OnesCount(uint(s))
		if !same[s] || size > best {
			continue
		}
		if size < best {
			best, out = size, nil
		}
		var set []string
		for i := range names {
			if s&(1<<i) != 0 {
				set = append(set, names[i])
			}
		}
		out = append(out, set)
	}
	return out
}
