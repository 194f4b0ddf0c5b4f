package risk

import (
	"cmp"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// A lever is a control with its effects in whole levels.
type lever struct {
	control *Control
	effects []reduction // by input
}

// reduction is the effect of a control on one input.
type reduction struct {
	input  int
	levels int
	effect *Effect
}

func (l *lever) on(input int) *reduction {
	for i := range l.effects {
		if l.effects[i].input == input {
			return &l.effects[i]
		}
	}
	return nil
}

// lifts tells whether the control lowers anything, so that its failure can
// move a risk.
func (l *lever) lifts() bool {
	for i := range l.effects {
		if l.effects[i].levels > 0 {
			return true
		}
	}
	return false
}

// makeLevers puts the plan's controls in order of their ids, so that no result
// depends on the order in which they are written.
func (t *Treatment) makeLevers() map[string]int32 {
	t.levers = make([]lever, 0, len(t.plan.Controls))
	for i := range t.plan.Controls {
		c := &t.plan.Controls[i]
		l := lever{control: c}
		for k := range c.Effects {
			e := &c.Effects[k]
			l.effects = append(l.effects, reduction{t.assessment.criteria.Input(e.Input).Index(), e.Levels(), e})
		}
		slices.SortFunc(l.effects, func(a, b reduction) int { return cmp.Compare(a.input, b.input) })
		t.levers = append(t.levers, l)
	}
	slices.SortFunc(t.levers, func(a, b lever) int { return cmp.Compare(a.control.ID, b.control.ID) })
	index := make(map[string]int32, len(t.levers))
	for i := range t.levers {
		index[t.levers[i].control.ID] = int32(i)
	}
	return index
}

// lever finds a control by its id.
func (t *Treatment) lever(id string) (int32, bool) {
	i, found := slices.BinarySearchFunc(t.levers, id, func(l lever, id string) int { return cmp.Compare(l.control.ID, id) })
	return int32(i), found
}

// sum adds up the levels by which some controls lower an input; acts tells
// whether any of them has an effect on it, be it of 0 levels.
func (t *Treatment) sum(levers []int32, input int) (levels int, acts bool) {
	for _, l := range levers {
		if r := t.levers[l].on(input); r != nil {
			levels += r.levels
			acts = true
		}
	}
	return levels, acts
}

// lowered moves a rating down, both ends of a range. What not even the upper
// end can use is cut.
func lowered(v criteria.Value, levels int) (out criteria.Value, cut int) {
	low, high := v.Levels()
	return v.Scale().Range(max(low-levels, 0), max(high-levels, 0)), max(levels-high, 0)
}

// raised moves a rating up, at most to a ceiling; without one, to the highest
// level of the scale. A rating above the ceiling stays.
func raised(v criteria.Value, levels int, ceiling criteria.Value) criteria.Value {
	low, high := v.Levels()
	top := len(v.Scale().Levels) - 1
	lowTop, highTop := top, top
	if ceiling.Known() {
		lowTop, highTop = ceiling.Levels()
	}
	return v.Scale().Range(min(low+levels, max(low, lowTop)), min(high+levels, max(high, highTop)))
}
