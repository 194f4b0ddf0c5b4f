package risk

import (
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria"
)

// rating checks one rating of a risk over its stages.
func (f *finder) rating(p *position, i int, input string) {
	t := f.t
	inherent, current, residual := criteria.Value{}, t.effective(p.current[i], i), t.effective(p.residual[i], i)
	if p.inherent != nil {
		inherent = t.effective(p.inherent[i], i)
	}
	existing, _ := t.sum(p.credited, i)
	planned, acts := t.sum(p.planned, i)

	if inherent.Known() && !p.derived {
		explained, _ := lowered(inherent, existing)
		if _, below := compareRatings(current, explained); below {
			f.addRisk(p.risk, p.risk.statement(Current, input), Finding{Code: FindCurrentUnexplained, Input: input, Value: current.String(), Against: explained.String()},
				"the current %s of the risk %s is %s; the credited controls lower %s by %s, to %s", input, p.risk.ID, current, inherent, levelsText(existing), explained)
		}
	}
	if inherent.Known() && p.derived {
		f.cut(p, input, inherent, existing, p.credited, i)
	}
	if p.basis[i] == FromControls && current.Known() {
		f.cut(p, input, current, planned, p.planned, i)
	}

	above, below := compareRatings(residual, current)
	if above {
		f.addRisk(p.risk, p.risk.statement(Residual, input), Finding{Code: FindResidualAbove, Input: input, Value: residual.String(), Against: current.String()},
			"the %s of the risk %s after treatment, %s, is above the current one, %s", input, p.risk.ID, residual, current)
	}
	stated := p.basis[i] == FromExpected || p.basis[i] == FromRegister
	if below && stated && !acts {
		f.addRisk(p.risk, p.risk.statement(Residual, input), Finding{Code: FindLoweredWithoutControl, Input: input, Value: residual.String(), Against: current.String()},
			"the %s of the risk %s is %s after treatment, now it is %s, and no control of its items acts on it", input, p.risk.ID, residual, current)
	}
	if p.basis[i] == FromExpected && acts && current.Known() {
		explained, _ := lowered(current, planned)
		if _, less := compareRatings(residual, explained); less {
			f.expected(p, input, residual, current, explained, planned)
		}
	}
	f.register(p, i, input, residual)
}

// cut finds a reduction that goes below the lowest level.
func (f *finder) cut(p *position, input string, from criteria.Value, by int, levers []int32, i int) {
	_, cut := lowered(from, by)
	if cut == 0 {
		return
	}
	var controls []string
	for _, l := range levers {
		if r := f.t.levers[l].on(i); r != nil && r.levels > 0 {
			controls = append(controls, f.t.levers[l].control.ID)
		}
	}
	f.addRisk(p.risk, nil, Finding{Code: FindBelowLowest, Input: input, Value: levelsText(by), Against: from.String()},
		"%s %s the %s of the risk %s by %s, of which %s of no use: it is %s", joinAnd(controls), lowers(len(controls)), input, p.risk.ID, levelsText(by), are(cut), from)
}

// expected finds the item that expects less than the controls explain.
func (f *finder) expected(p *position, input string, residual, current, explained criteria.Value, by int) {
	for _, it := range p.items {
		for k := range it.Expected {
			if st := &it.Expected[k]; st.Input == input {
				at := f.place(it).key("expected").key(input)
				f.add(at, Finding{Code: FindExpectedUnexplained, Risk: p.risk.ID, Item: it.ID, Input: input, Value: residual.String(), Against: explained.String()},
					"the item %s expects the %s %s; the controls lower %s by %s, to %s", it.ID, input, residual, current, levelsText(by), explained)
			}
		}
	}
}

// register finds what the register states lower than it is after treatment.
func (f *finder) register(p *position, i int, input string, residual criteria.Value) {
	if p.basis[i] != FromControls && p.basis[i] != FromExpected {
		return
	}
	for k := range p.risk.Ratings[Residual-1] {
		st := &p.risk.Ratings[Residual-1][k]
		if st.Input != input {
			continue
		}
		v := f.t.assessment.value(st)
		if _, below := compareRatings(v, residual); below {
			f.addRisk(p.risk, st.node, Finding{Code: FindRegisterLower, Input: input, Value: v.String(), Against: residual.String()},
				"the register states the %s %s of the risk %s after treatment; from the plan follows %s", input, v, p.risk.ID, residual)
		}
	}
}

// compareRatings tells whether an end of a rating is above, and whether one is
// below, that of another rating.
func compareRatings(v, w criteria.Value) (above, below bool) {
	if !v.Known() || !w.Known() {
		return false, false
	}
	low, high := v.Levels()
	lowest, highest := w.Levels()
	return low > lowest || high > highest, low < lowest || high < highest
}

func levelsText(n int) string {
	if n == 1 {
		return "1 level"
	}
	return strconv.Itoa(n) + " levels"
}

func lowers(n int) string {
	if n == 1 {
		return "lowers"
	}
	return "lower"
}

func are(n int) string {
	if n == 1 {
		return "1 is"
	}
	return strconv.Itoa(n) + " are"
}

func joinAnd(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return join(words)
}
