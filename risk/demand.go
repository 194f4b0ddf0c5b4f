package risk

import (
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// Need is what a decision asks of the plan.
type Need uint8

// The needs. The zero Need is invalid.
const (
	NeedNothing    Need = iota + 1 // the risk is accepted as it is
	NeedAcceptance                 // it may be accepted, on conditions, by somebody with the authority
	NeedItem                       // it must be treated
	NeedAnswers                    // nothing is decided before something is known
)

var needNames = [...]string{"", "nothing", "acceptance", "item", "answers"}

// String returns the name of the need.
func (n Need) String() string {
	if int(n) < len(needNames) {
		return needNames[n]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (n Need) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// A Demand is what the decision about a risk, as it currently stands, asks of
// the plan, and what the plan has for it.
type Demand struct {
	Risk     string
	Current  *Outcome // with the decision, its rule, authority and conditions
	Residual *Outcome
	Need     Need
	// Option is the only option that meets the demand, "" if any does: what
	// must be avoided is not retained.
	Option string

	Items       []string // of the plan that are not cancelled, by id
	Acceptances []string // approved acceptances of the current or the residual risk, by id; whether they hold is told by their standing

	// Questions lists the inputs that are to be stated, then those that are
	// to be narrowed, the most informative first.
	Questions []string
	// Open is set where the plan has nothing that meets the demand: no item
	// (of that option), no answers yet, or no acceptance; see also
	// [Treatment.DemandsUnder]. An acceptance of the residual risk counts only
	// beside an item, since nothing gets there without.
	Open bool
}

// Demands tells for each risk of the assessment, by id, what its decision
// demands, what the plan has, and what is still open.
func (t *Treatment) Demands() []Demand {
	out := make([]Demand, len(t.positions))
	for i := range t.positions {
		out[i] = t.demand(&t.positions[i])
	}
	return out
}

// DemandsUnder is Demands with the approvals as they stand at a time, by
// [Treatment.Standings]: an acceptance that does not hold, because it expired, is
// void or is not among them, meets no demand.
func (t *Treatment) DemandsUnder(standings []Standing) []Demand {
	holds := map[string]Stage{} // of acceptances, by id
	for i := range standings {
		if s := &standings[i]; s.Active() {
			holds[s.Approval.ID] = s.Approval.Stage
		}
	}
	demands := t.Demands()
	for i := range demands {
		d := &demands[i]
		d.Open = d.Open || d.Need == NeedAcceptance && !slices.ContainsFunc(d.Acceptances, func(id string) bool {
			stage, ok := holds[id]
			return ok && (stage == Current || len(d.Items) > 0)
		})
	}
	return demands
}

func (t *Treatment) demand(p *position) Demand {
	d := Demand{Risk: p.risk.ID, Current: p.outcomes[0], Residual: p.outcomes[1]}
	for _, it := range p.items {
		d.Items = append(d.Items, it.ID)
	}
	current, residual := t.acceptances(d.Risk, Current), t.acceptances(d.Risk, Residual)
	d.Acceptances = slices.Concat(current, residual)
	slices.Sort(d.Acceptances)
	switch d.Current.Decision {
	case criteria.Accept:
		d.Need = NeedNothing
	case criteria.AcceptConditionally:
		d.Need = NeedAcceptance
		d.Open = len(current) == 0 && (len(residual) == 0 || len(d.Items) == 0)
	case criteria.Avoid:
		d.Need, d.Option = NeedItem, OptionAvoid
		d.Open = !slices.ContainsFunc(p.items, func(it *PlanItem) bool { return it.Option == OptionAvoid })
	case criteria.Treat, criteria.Escalate:
		d.Need = NeedItem
		d.Open = len(d.Items) == 0
	default:
		d.Need, d.Open = NeedAnswers, true
		d.Questions = append(slices.Clone(d.Current.Missing), d.Current.Narrow...)
	}
	return d
}

// acceptances lists the approved acceptances of a risk at a stage.
func (t *Treatment) acceptances(risk string, s Stage) []string {
	var out []string
	for _, a := range t.accepted[risk] {
		if a.Stage == s {
			out = append(out, a.ID)
		}
	}
	return out
}
