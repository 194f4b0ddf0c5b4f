package risk

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/ismskit/ismskit/criteria"
)

// A ControlFailure is what happens if some controls fail together.
type ControlFailure struct {
	Controls []string // that fail, by id
	Moves    []Move   // by risk id, then by stage
	// Risks is the number of risks that were looked at, those on which one of
	// the controls acts, and Evaluations how often the criteria were asked.
	Risks, Evaluations int
}

// A Move is a risk at one stage whose level, band, decision or deciding rule
// is another one once the controls fail.
type Move struct {
	Risk     string
	Stage    Stage // Current or Residual
	Old, New *Outcome

	// Acceptances lists the approved acceptances of the risk at this stage, by
	// id. They were given for Old, none of them covers New. Whether they hold
	// even without the failure is told by their standing.
	Acceptances []string
}

// Fail tells what happens if controls fail, all of them together. What a
// control does is taken back from the ratings on which it acts:
//
//   - a current rating rises by the levels of the failing controls that are
//     credited and implemented, at most to the inherent rating if that stage
//     is rated, otherwise to the scale's highest level;
//   - a residual rating is computed from this current one, without what the
//     failing controls were planned to do. One that is stated, by an item or
//     by the register, rises by the levels of the failing controls that act on
//     it, at most to the current one.
//
// An unknown control is an error that matches ErrUnknownControl.
func (t *Treatment) Fail(controls ...string) (*ControlFailure, error) {
	failed := make([]int32, 0, len(controls))
	for _, id := range controls {
		l, found := t.lever(id)
		if !found {
			return nil, fmt.Errorf("%w: %q", ErrUnknownControl, id)
		}
		failed = append(failed, l)
	}
	slices.Sort(failed)
	f := t.newFailing().fail(slices.Compact(failed))
	return &f, nil
}

// Failures tells for each control of the plan what happens if it fails alone,
// in order of the controls' ids. The error is the context's.
func (t *Treatment) Failures(ctx context.Context) ([]ControlFailure, error) {
	out := make([]ControlFailure, len(t.levers))
	workers := min(runtime.GOMAXPROCS(0), len(t.levers))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f := t.newFailing()
			for i := w; i < len(out) && ctx.Err() == nil; i += workers {
				out[i] = f.fail([]int32{int32(i)})
			}
		}()
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return out, nil
}

// failing holds the memory that one goroutine reuses from risk to risk.
type failing struct {
	t        *Treatment
	assessor *assessor
	slots    [2][]slot // current and residual
	changed  [2]bool
}

func (t *Treatment) newFailing() *failing {
	f := &failing{t: t, assessor: newAssessor(t.assessment.criteria, t.assessment.Seal.AsOf)}
	n := len(t.assessment.criteria.Document().Inputs)
	f.slots = [2][]slot{make([]slot, n), make([]slot, n)}
	return f
}

func (f *failing) fail(levers []int32) ControlFailure {
	var out ControlFailure
	var concerned []int32
	for _, l := range levers {
		out.Controls = append(out.Controls, f.t.levers[l].control.ID)
		concerned = append(concerned, f.t.concerns[l]...)
	}
	if len(levers) > 1 {
		slices.Sort(concerned)
		concerned = slices.Compact(concerned)
	}
	out.Risks = len(concerned)
	for _, i := range concerned {
		p := &f.t.positions[i]
		f.rate(p, levers)
		for k := range f.slots {
			if !f.changed[k] {
				continue
			}
			out.Evaluations++
			verdict := f.assessor.evaluate(f.slots[k])
			if sameVerdict(p.verdicts[k], verdict) {
				continue
			}
			stage := Current + Stage(k)
			out.Moves = append(out.Moves, Move{Risk: p.risk.ID, Stage: stage, Old: p.outcomes[k],
				New:         f.assessor.outcomeOf(p.risk.ID, nil, stage, f.slots[k], verdict),
				Acceptances: f.t.acceptances(p.risk.ID, stage)})
		}
	}
	return out
}

// rate finds the ratings of a risk once the controls fail.
func (f *failing) rate(p *position, failed []int32) {
	copy(f.slots[0], p.current)
	copy(f.slots[1], p.residual)
	f.changed = [2]bool{}
	for i := range p.current {
		existing, planned, kept := f.levels(p, failed, i)
		if existing+planned == 0 {
			continue
		}
		ceiling := criteria.Value{}
		if p.inherent != nil {
			ceiling = f.t.effective(p.inherent[i], i)
		}
		f.lift(0, i, existing, ceiling)
		current := f.slots[0][i]
		switch p.basis[i] {
		case FromCurrent:
			f.put(1, i, current)
		case FromControls:
			lower, _ := f.t.lower(current, i, kept)
			f.put(1, i, lower)
		default: // stated
			f.lift(1, i, existing+planned, f.t.effective(current, i))
		}
	}
}

// levels sums up what acts on an input: failing controls that are credited,
// failing controls that are planned, and planned ones that do not fail.
func (f *failing) levels(p *position, failed []int32, input int) (existing, planned, kept int) {
	for _, l := range p.credited {
		if r := f.t.levers[l].on(input); r != nil && slices.Contains(failed, l) {
			existing += r.levels
		}
	}
	for _, l := range p.planned {
		switch r := f.t.levers[l].on(input); {
		case r == nil:
		case slices.Contains(failed, l):
			planned += r.levels
		default:
			kept += r.levels
		}
	}
	return existing, planned, kept
}

// lift raises a rating; one that is not known stays so.
func (f *failing) lift(stage, input, levels int, ceiling criteria.Value) {
	if v := f.t.effective(f.slots[stage][input], input); levels > 0 && v.Known() {
		f.put(stage, input, slot{raised(v, levels, ceiling), true})
	}
}

func (f *failing) put(stage, input int, s slot) {
	if f.t.effective(s, input).Equal(f.t.effective(f.slots[stage][input], input)) {
		return
	}
	f.slots[stage][input] = s
	f.changed[stage] = true
}

// sameVerdict tells whether two evaluations come to the same.
func sameVerdict(a, b *criteria.Outcome) bool {
	if a == b {
		return true
	}
	if a.Level.Compare(b.Level) != 0 || a.Band != b.Band || a.Decision != b.Decision || a.Rule != b.Rule {
		return false
	}
	if (a.Failure == nil) != (b.Failure == nil) || (a.Uncertain == nil) != (b.Uncertain == nil) {
		return false
	}
	if a.Failure != nil && (a.Failure.Code != b.Failure.Code || a.Failure.Path != b.Failure.Path) {
		return false
	}
	u, v := a.Uncertain, b.Uncertain
	return u == nil || u.Low.Compare(v.Low) == 0 && u.High.Compare(v.High) == 0 && slices.Equal(u.Bands, v.Bands) &&
		slices.Equal(u.Decisions, v.Decisions) && slices.Equal(u.Rules, v.Rules) && slices.Equal(u.Failures, v.Failures)
}

// Lost lists the acceptances, by id, that hold by the standings and would not
// hold any more: they were given for another level of risk than the one that
// the failure brings about. Treatment.Standings gives the standings.
func (f *ControlFailure) Lost(standings []Standing) []string {
	active := make(map[string]bool, len(standings))
	for i := range standings {
		active[standings[i].Approval.ID] = standings[i].Active()
	}
	var out []string
	for i := range f.Moves {
		for _, id := range f.Moves[i].Acceptances {
			if active[id] {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
