package criteria

import (
	"math"
	"math/big"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// A Unit is a set of risks that a limit is applied to: those of one owner, of
// one scope item, or all.
type Unit struct {
	Counts []int      // risks that are known to be in each band, lowest first; nil if none is
	Open   []OpenBand // risks whose band is not known
	// Sums holds the exact sum of each of Criteria.Quantities over all risks of
	// the unit, nil where one of them has no value. A sum becomes an int, or the
	// nearest double; one that does not fit counts as not known, with the
	// failure overflow.
	Sums []*big.Rat
}

// OpenBand stands for risks of which each is in one of several bands, any of
// them, whatever the others are in.
type OpenBand struct {
	Bands []int // ranks; nil means any band
	Risks int
}

// LimitVerdict is what a limit says about a unit.
type LimitVerdict uint8

// The verdicts. The zero LimitVerdict is invalid.
const (
	LimitUndetermined LimitVerdict = iota + 1 // it depends on what is not known, or cannot be computed
	LimitKept
	LimitExceeded
)

var limitVerdictNames = [...]string{"", "undetermined", "kept", "exceeded"}

// String returns the verdict in one word.
func (v LimitVerdict) String() string {
	if int(v) < len(limitVerdictNames) {
		return limitVerdictNames[v]
	}
	return ""
}

// A LimitOutcome is what a limit says about a unit, and where it cannot say it,
// what has to be settled first.
type LimitOutcome struct {
	Verdict LimitVerdict
	// Complete is false where the risks that are open can be in more than
	// MaxCells distributions over the bands, so that they were not tried.
	Complete bool
	Open     []int    // indexes of Unit.Open whose band may make a difference
	Missing  []int    // indexes of Quantities whose sum is not known, and may make a difference
	Failure  *Failure // why the limit cannot be computed in one of the cases at least
}

// EvaluateLimit applies limit i of the document to a unit as of a time. The
// verdict has three values: where the bands of some risks are not known, every
// distribution of these risks over their possible bands is tried, and the
// limit is exceeded, or kept, only where it is so for all of them.
func (c *Criteria) EvaluateLimit(i int, u *Unit, asOf time.Time) LimitOutcome {
	if i < 0 || i >= len(c.limits) || !c.fits(u) {
		return LimitOutcome{Verdict: LimitUndetermined, Complete: true,
			Failure: &Failure{Code: FailEvaluation, Path: "limits", Detail: "no such limit, or a unit of other criteria"}}
	}
	t := c.newTrial(i, u, asOf)
	r := t.program.Eval(t.vars)
	switch {
	case r.Known():
		return LimitOutcome{Verdict: verdict(r.Bool()), Complete: true}
	case r.Failure() != nil:
		t.note(r)
		return t.undetermined(true)
	}
	t.note(r)
	if !t.blamesBands {
		return t.undetermined(true)
	}
	cases, complete := t.cases()
	if !complete {
		return t.undetermined(false)
	}
	all, same := t.run(cases[0]), true
	for _, k := range cases[1:] {
		if !all.Known() || !same {
			break
		}
		next := t.run(k)
		same = next.Known() && next.Bool() == all.Bool()
	}
	if !all.Known() || !same {
		return t.undetermined(true)
	}
	return LimitOutcome{Verdict: verdict(all.Bool()), Complete: true}
}

func verdict(exceeded bool) LimitVerdict {
	if exceeded {
		return LimitExceeded
	}
	return LimitKept
}

// fits tells whether a unit can be one of these criteria.
func (c *Criteria) fits(u *Unit) bool {
	bands := len(c.doc.Bands)
	ok := (u.Counts == nil || len(u.Counts) == bands) && len(u.Sums) <= len(c.quantities)
	total := 0
	add := func(n int) {
		ok = ok && n >= 0 && n <= math.MaxInt32 && total <= math.MaxInt32
		total += max(0, min(n, math.MaxInt32))
	}
	for _, n := range u.Counts {
		add(n)
	}
	for _, o := range u.Open {
		add(o.Risks)
		for _, b := range o.Bands {
			ok = ok && b >= 0 && b < bands
		}
	}
	return ok
}

// trial tries one limit on one unit.
type trial struct {
	c       *Criteria
	limit   int
	unit    *Unit
	program *engine.Program
	vars    *engine.Vars
	reads   LimitReads
	base    distribution // of the risks whose bands are known

	overflow    []bool // by quantity: the sum does not fit into its type
	blamesBands bool   // a run depends on bands that are not known
	missing     []int
	failure     *Failure
}

func (c *Criteria) newTrial(i int, u *Unit, asOf time.Time) *trial {
	t := &trial{c: c, limit: i, unit: u, program: c.limits[i], vars: c.limitEnv.NewVars(), reads: c.LimitReads(i),
		overflow: make([]bool, len(c.quantities))}
	t.vars.Set(asOfVar, engine.TimestampConst(asOf))
	t.base = t.known()
	t.set(t.base)
	total := 0
	for _, n := range u.Counts {
		total += n
	}
	for _, o := range u.Open {
		total += o.Risks
		if o.Risks == 0 {
			continue
		}
		bands := c.possible(o)
		for _, b := range t.reads.Bands {
			if slices.Contains(bands, b) {
				t.vars.SetUnknown(limitCounts + b)
			}
		}
		if slices.Max(bands) > t.base.largest {
			t.vars.SetUnknown(limitLargest)
		}
	}
	t.vars.Set(limitTotal, engine.IntConst(int64(total)))
	for _, q := range t.reads.Quantities {
		t.setSum(q)
	}
	return t
}

// possible lists the bands that open risks may be in, ascending.
func (c *Criteria) possible(o OpenBand) []int {
	if len(o.Bands) > 0 {
		return sorted(slices.Clone(o.Bands))
	}
	all := make([]int, len(c.doc.Bands))
	for i := range all {
		all[i] = i
	}
	return all
}

func (t *trial) setSum(q int) {
	if q >= len(t.unit.Sums) || t.unit.Sums[q] == nil {
		return // unknown, as every variable is at first
	}
	sum, v := t.unit.Sums[q], t.c.limitSums()+q
	if t.c.quantities[q].Type == Int {
		if t.overflow[q] = !sum.IsInt() || !sum.Num().IsInt64(); !t.overflow[q] {
			t.vars.Set(v, engine.IntConst(sum.Num().Int64()))
		}
		return
	}
	f, _ := sum.Float64()
	if t.overflow[q] = math.IsInf(f, 0); !t.overflow[q] {
		t.vars.Set(v, engine.DoubleConst(f))
	}
}

// set gives the variables of the bands the values of one distribution.
func (t *trial) set(d distribution) {
	for i, b := range t.reads.Bands {
		t.vars.Set(limitCounts+b, engine.IntConst(int64(d.counts[i])))
	}
	t.vars.Set(limitLargest, engine.IntConst(int64(d.largest)))
}

func (t *trial) run(d distribution) engine.Result {
	t.set(d)
	r := t.program.Eval(t.vars)
	t.note(r)
	return r
}

// note keeps why a run gave no value.
func (t *trial) note(r engine.Result) {
	path := t.c.doc.Limits[t.limit].When.node.Path()
	if f := r.Failure(); f != nil && t.failure == nil {
		t.failure = &Failure{Code: string(f.Code), Path: path, Detail: f.Detail}
	}
	r.Blame(func(v int) {
		q := v - t.c.limitSums()
		switch {
		case q < 0:
			t.blamesBands = true
		case t.overflow[q]:
			if t.failure == nil {
				t.failure = &Failure{Code: FailOverflow, Path: path, Detail: "the sum of " + t.c.quantities[q].Name + " is too large"}
			}
		case !slices.Contains(t.missing, q):
			t.missing = append(t.missing, q)
		}
	})
}

func (t *trial) undetermined(complete bool) LimitOutcome {
	out := LimitOutcome{Verdict: LimitUndetermined, Complete: complete, Missing: sorted(t.missing), Failure: t.failure}
	if !t.blamesBands {
		return out
	}
	for i, o := range t.unit.Open {
		if o.Risks > 0 && t.matters(t.c.possible(o)) {
			out.Open = append(out.Open, i)
		}
	}
	return out
}

// matters tells whether the expression can tell the bands of a risk apart.
func (t *trial) matters(bands []int) bool {
	counted := 0
	for _, b := range bands {
		if slices.Contains(t.reads.Bands, b) {
			counted++
		}
	}
	return counted > 0 && len(bands) > 1 || t.reads.Largest && len(bands) > 1 && bands[len(bands)-1] > t.base.largest
}
