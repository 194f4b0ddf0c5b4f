package risk

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
)

// Cause tells why an outcome is another one than before.
type Cause uint8

// The causes. The zero Cause means that nothing changed.
const (
	CauseInputs      Cause = iota + 1 // the new inputs alone give the new outcome, the new criteria alone do not
	CauseCriteria                     // the new criteria alone give it, the new inputs alone do not
	CauseEither                       // each of them alone gives it
	CauseInteraction                  // only both together give it
	CauseAdded                        // the risk was not rated before
	CauseRemoved                      // the risk is not rated any more
	CauseEngine                       // the records differ, but not when both are computed by this release
	CauseUnknown                      // inputs and criteria cannot be told apart
)

var causeNames = [...]string{"", "inputs", "criteria", "either", "interaction", "added", "removed", "engine", "not_separable"}

// String returns the name of the cause.
func (c Cause) String() string {
	if int(c) < len(causeNames) {
		return causeNames[c]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (c Cause) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// A Comparison is what changed between two assessments, and why.
//
// Every risk that both have is evaluated four times: old and new inputs under
// old and new criteria. An aspect (level, band, decision) changed because of
// the inputs if they alone bring it about, because of the criteria if these
// alone do, because of either, or only by both together.
type Comparison struct {
	Verdict    Verdict
	Old, New   Seal
	Changes    []Change    // risks with another level, band or decision, added and removed ones; by risk id and stage
	Offsets    []Change    // risks re-rated under changed criteria whose outcome stayed the same because both cancel out
	Rerated    []string    // risk/stage of all whose inputs changed
	Migrations []Migration // for each stage the number of risks from band to band
	Inversions []Inversions
	Totals     []Share // sums of the shares of all risks
	Explained  []Explained
}

// Verdict tells how far two assessments can be compared.
type Verdict uint8

// The verdicts. The zero Verdict is invalid.
const (
	Comparable    Verdict = iota + 1 // every change is attributed
	Partly                           // some changes cannot be: see Change.NotSeparable
	NotComparable                    // no risk can be evaluated under both criteria
)

var verdictNames = [...]string{"", "comparable", "partly_comparable", "not_comparable"}

// String returns the name of the verdict.
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// A Change is one risk at one stage, before and after.
type Change struct {
	Risk  string
	Stage Stage
	Cause Cause // of the decision if that changed, otherwise of the band, otherwise of the level

	LevelCause, BandCause, DecisionCause Cause // 0 if that aspect did not change

	Old, New     *Outcome // nil if the risk was added or removed
	InputsOnly   *Outcome // new inputs, old criteria; nil if they cannot be told apart
	CriteriaOnly *Outcome // old inputs, new criteria

	Inputs []string // inputs whose values changed, in order of the criteria

	// Shares are the exact Shapley shares of each changed input, and of the
	// criteria, in the change of the band's rank; they sum to it. They are
	// bookkeeping, not measurement: a rank is no quantity. Empty where
	// NoShares tells why there are none.
	Shares   []Share
	NoShares string

	// Minimal lists the smallest sets of factors that alone give the new
	// outcome.
	Minimal [][]string

	// NotSeparable is the reason why inputs and criteria cannot be told
	// apart, "" if they can.
	NotSeparable string
}

// A Share is a factor's part in a change: an input's id, or "criteria".
type Share struct {
	Factor string
	Share  *big.Rat
}

// CriteriaFactor is the name of the criteria among the factors. No input can
// have it.
const CriteriaFactor = "criteria"

// A Migration counts the risks that went from one band to another.
type Migration struct {
	Stage    Stage
	From, To string // bands; "" is undetermined
	Count    int
}

// Explained counts the changes for which a set of factors is a minimal cause.
type Explained struct {
	Factors []string
	Changes int
}

// MaxFactors bounds the factors among which a change is shared exactly.
const MaxFactors = 12

// Compare tells what changed from one assessment to another, and why.
func Compare(ctx context.Context, old, new *Assessment) (*Comparison, error) {
	return compare(ctx, side{a: old}, side{a: new})
}

// CompareRecords replays two records and compares them. Where a record does
// not follow from its materials under this release, the difference shows as
// CauseEngine; everything else that is wrong with a record is an error.
func CompareRecords(ctx context.Context, old, new *Record) (*Comparison, error) {
	var sides [2]side
	for i, r := range []*Record{old, new} {
		a, err := Replay(ctx, r)
		if err != nil && (a == nil || !errors.Is(err, ErrMismatch)) {
			return nil, err
		}
		sides[i] = side{a: a}
		if err != nil {
			sides[i].recorded = r.Outcomes
		}
	}
	return compare(ctx, sides[0], sides[1])
}

// side is one of the two assessments, with what its record says where that is
// something else.
type side struct {
	a        *Assessment
	recorded []Outcome
}

func compare(ctx context.Context, old, new side) (*Comparison, error) {
	c := &comparer{old: old.a, new: new.a, result: &Comparison{Verdict: Comparable, Old: old.a.Seal, New: new.a.Seal}}
	c.prepare()
	both, apart := 0, 0
	err := merge(old.a.Outcomes, new.a.Outcomes, func(x, y *Outcome) error {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		ch := c.pair(x, y)
		if x != nil && y != nil {
			both++
			if ch.NotSeparable != "" {
				apart++
			}
			c.migrate(x, y)
		}
		c.keep(ch)
		return nil
	})
	if err != nil {
		return nil, err
	}
	c.engine(old, new)
	switch {
	case apart > 0 && apart == both:
		c.result.Verdict = NotComparable
	case apart > 0:
		c.result.Verdict = Partly
	}
	c.finish()
	return c.result, nil
}

// merge walks through two sorted lists of outcomes at once.
func merge(old, new []Outcome, f func(x, y *Outcome) error) error {
	for len(old) > 0 || len(new) > 0 {
		var x, y *Outcome
		d := 0
		switch {
		case len(old) == 0:
			d = 1
		case len(new) == 0:
			d = -1
		default:
			d = compareKeys(&old[0], &new[0])
		}
		if d <= 0 {
			x, old = &old[0], old[1:]
		}
		if d >= 0 {
			y, new = &new[0], new[1:]
		}
		if err := f(x, y); err != nil {
			return err
		}
	}
	return nil
}

func compareKeys(a, b *Outcome) int {
	return cmp.Or(strings.Compare(a.Risk, b.Risk), cmp.Compare(a.Stage, b.Stage))
}

// engine marks changes that only the records show.
func (c *comparer) engine(old, new side) {
	if old.recorded == nil && new.recorded == nil {
		return
	}
	x, y := old.a.Outcomes, new.a.Outcomes
	if old.recorded != nil {
		x = old.recorded
	}
	if new.recorded != nil {
		y = new.recorded
	}
	known := map[string]bool{}
	for _, ch := range c.result.Changes {
		known[ch.Risk+"/"+ch.Stage.String()] = true
	}
	_ = merge(x, y, func(a, b *Outcome) error {
		if a == nil || b == nil || known[a.Key()] || a.same(b) {
			return nil
		}
		c.result.Changes = append(c.result.Changes, Change{Risk: a.Risk, Stage: a.Stage, Cause: CauseEngine, Old: a, New: b,
			NoShares: "the records differ, but not when both are computed by this release"})
		return nil
	})
	slices.SortStableFunc(c.result.Changes, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.Risk, b.Risk), cmp.Compare(a.Stage, b.Stage))
	})
}

// same tells whether two outcomes have the same level, band and decision.
func (o *Outcome) same(p *Outcome) bool {
	return o.Level == p.Level && o.Band == p.Band && o.Decision == p.Decision
}

func (c *comparer) keep(ch Change) {
	r := c.result
	if len(ch.Inputs) > 0 {
		r.Rerated = append(r.Rerated, ch.Risk+"/"+ch.Stage.String())
	}
	switch {
	case ch.Cause != 0:
		r.Changes = append(r.Changes, ch)
	case ch.offset():
		r.Offsets = append(r.Offsets, ch)
	}
}

// offset tells whether something moved although the outcome stayed the same.
func (ch *Change) offset() bool {
	for _, s := range ch.Shares {
		if s.Share.Sign() != 0 {
			return true
		}
	}
	return false
}

func (c *comparer) migrate(x, y *Outcome) {
	for i := range c.result.Migrations {
		m := &c.result.Migrations[i]
		if m.Stage == x.Stage && m.From == x.Band && m.To == y.Band {
			m.Count++
			return
		}
	}
	c.result.Migrations = append(c.result.Migrations, Migration{x.Stage, x.Band, y.Band, 1})
}

// finish sorts the tables and adds up what concerns the whole register.
func (c *comparer) finish() {
	r := c.result
	slices.SortFunc(r.Migrations, func(a, b Migration) int {
		return cmp.Or(cmp.Compare(a.Stage, b.Stage), cmp.Compare(c.bandOrder(a.From), c.bandOrder(b.From)), cmp.Compare(c.bandOrder(a.To), c.bandOrder(b.To)))
	})
	totals := map[string]*big.Rat{}
	for _, list := range [][]Change{r.Changes, r.Offsets} {
		for i := range list {
			for _, s := range list[i].Shares {
				if totals[s.Factor] == nil {
					totals[s.Factor] = new(big.Rat)
				}
				totals[s.Factor].Add(totals[s.Factor], s.Share)
			}
		}
	}
	for _, f := range c.factorNames() {
		if t := totals[f]; t != nil {
			r.Totals = append(r.Totals, Share{f, t})
		}
	}
	explained := map[string]int{}
	for i := range r.Changes {
		for _, m := range r.Changes[i].Minimal {
			explained[strings.Join(m, "+")]++
		}
	}
	for k, n := range explained {
		r.Explained = append(r.Explained, Explained{strings.Split(k, "+"), n})
	}
	slices.SortFunc(r.Explained, func(a, b Explained) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), cmp.Compare(len(a.Factors), len(b.Factors)), slices.Compare(a.Factors, b.Factors))
	})
	for _, s := range Stages() {
		if inv := invert(c.old.Ranking(s), c.new.Ranking(s)); inv.Pairs > 0 {
			inv.Stage = s
			r.Inversions = append(r.Inversions, inv)
		}
	}
}

// bandOrder gives the place of a band for tables: those of the old criteria,
// then those of the new, undetermined last.
func (c *comparer) bandOrder(id string) int {
	n := 0
	for _, a := range []*Assessment{c.old, c.new} {
		for _, b := range a.criteria.Document().Bands {
			if b.ID == id {
				return n
			}
			n++
		}
	}
	return n
}

// factorNames lists the inputs of both criteria, then the criteria.
func (c *comparer) factorNames() []string {
	var out []string
	for _, a := range []*Assessment{c.old, c.new} {
		for i := range a.criteria.Document().Inputs {
			if id := a.criteria.Document().Inputs[i].ID; !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return append(out, CriteriaFactor)
}
