package risk

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// FindingCode is the stable code of a finding.
type FindingCode string

// The findings about a plan. Beside them, where there is one, the rule of the
// standard's conformity checks that asks for the same.
const (
	FindResidualAbove         FindingCode = "residual_above_current"   // R613-26: a level, a band or a rating after treatment is above the current one
	FindLoweredWithoutControl FindingCode = "lowered_without_control"  // R613-27: something is lower after treatment and no control of the items acts on it
	FindExpectedUnexplained   FindingCode = "expected_unexplained"     // an item expects less than its controls explain
	FindRegisterLower         FindingCode = "register_residual_lower"  // the register states less after treatment than follows from the plan
	FindCurrentUnexplained    FindingCode = "current_unexplained"      // a current rating is lower than the inherent one and the credited controls explain
	FindCountedTwice          FindingCode = "counted_twice"            // R613-29: a control is credited and additional, or in two items, or credited twice
	FindNotImplemented        FindingCode = "credited_not_implemented" // R613-28
	FindUnknownCredited       FindingCode = "credited_unknown"         // R613-28: the plan does not know the credited control
	FindBelowLowest           FindingCode = "below_lowest"             // controls lower a rating below its lowest level
	FindNoEffectiveness       FindingCode = "no_effectiveness"         // an effect counts as nothing, since nobody says how effective it is
	FindNoControls            FindingCode = "no_controls"              // R613-03: the option needs controls and the item has none
	FindNoRationale           FindingCode = "no_rationale"             // R613-02
	FindNoResponsible         FindingCode = "no_responsible"           // R613-17
	FindNoDue                 FindingCode = "no_due"                   // R613-17
	FindNoResources           FindingCode = "no_resources"             // R613-17
	FindOverdue               FindingCode = "overdue"                  // R83-01
	FindDoneNotImplemented    FindingCode = "done_not_implemented"     // R83-02
	FindDeviation             FindingCode = "deviation_unexplained"    // R83-04: what was found is not what was expected, or nobody looked, and there is no reason
	FindCreatesUntreated      FindingCode = "creates_untreated"        // an item brings about a risk whose demand is open
	FindLater                 FindingCode = "later"                    // something is said to have happened after the time of the check
)

// A Finding is something about a plan that somebody should look at. It
// carries no severity: what it weighs is for the organisation to say.
type Finding struct {
	Code    FindingCode
	Risk    string // what it is about; "" where it does not apply
	Item    string
	Control string
	Input   string
	Message string // a sentence

	Value   string // what is there
	Against string // what it was held against

	// Where it is stated; File and Pos are empty for what was made in Go.
	File string
	Pos  source.Pos
	Path string
}

// String gives the finding in one line: file:line:col: path: message.
func (f Finding) String() string {
	return source.Diagnostic{File: f.File, Pos: f.Pos, Path: f.Path, Message: f.Message}.String()
}

// Findings checks the plan as of a time, of which overdue items and dates that
// lie ahead depend. They are sorted by risk, item, control, code and input;
// those about a control alone come first.
func (t *Treatment) Findings(asOf time.Time) []Finding {
	f := &finder{t: t, asOf: asOf.UTC(), index: make(map[*PlanItem]int, len(t.plan.Items))}
	for i := range t.plan.Items {
		f.index[&t.plan.Items[i]] = i
	}
	for i := range t.plan.Controls {
		f.control(i)
	}
	for i := range t.plan.Items {
		if it := &t.plan.Items[i]; it.Status != ItemCancelled {
			f.item(it)
		}
	}
	for i := range t.positions {
		f.risk(&t.positions[i])
	}
	slices.SortStableFunc(f.out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Risk, b.Risk), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Control, b.Control),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Input, b.Input))
	})
	return f.out
}

// finder collects findings.
type finder struct {
	t     *Treatment
	asOf  time.Time
	index map[*PlanItem]int
	out   []Finding
}

func (f *finder) place(it *PlanItem) spot {
	return planReporter{plan: f.t.plan}.item(f.index[it])
}

func (f *finder) add(at spot, x Finding, format string, args ...any) {
	x.Message = fmt.Sprintf(format, args...)
	if x.Path = at.path; at.node != nil {
		x.File, x.Pos, x.Path = at.node.File(), at.node.Pos(), at.node.Path()
	}
	f.out = append(f.out, x)
}

// addRisk adds a finding about a risk, at the place of something that the
// risk states, or of the risk. One that was read from a line has no node.
func (f *finder) addRisk(r *Risk, at *source.Node, x Finding, format string, args ...any) {
	x.Risk = r.ID
	if at == nil {
		at = r.node
	}
	f.add(spot{at, r.ID}, x, format, args...)
	if at == nil {
		last := &f.out[len(f.out)-1]
		last.File, last.Pos = r.at.file, source.Pos{Line: r.at.line}
	}
}

// statement finds the node of what a risk states, or nil.
func (r *Risk) statement(s Stage, input string) *source.Node {
	for i := range r.Ratings[s-1] {
		if r.Ratings[s-1][i].Input == input {
			return r.Ratings[s-1][i].node
		}
	}
	return nil
}

func (f *finder) risk(p *position) {
	f.creditedControls(p)
	f.twice(p)
	f.verdicts(p)
	doc := f.t.assessment.criteria.Document()
	for i := range doc.Inputs {
		if doc.Inputs[i].Type == criteria.Rating {
			f.rating(p, i, doc.Inputs[i].ID)
		}
	}
}

func (f *finder) creditedControls(p *position) {
	seen := map[string]bool{}
	for k, id := range p.risk.Controls {
		at := spot{node: p.risk.node}.key("controls").item(k).node
		switch c := f.t.controls[id]; {
		case seen[id]:
			f.addRisk(p.risk, at, Finding{Code: FindCountedTwice, Control: id}, "the control %s is credited twice in the risk %s", source.Clip(id), p.risk.ID)
		case c == nil:
			f.addRisk(p.risk, at, Finding{Code: FindUnknownCredited, Control: id}, "the risk %s credits the control %s, which the plan does not know", p.risk.ID, source.Clip(id))
		case c.Status != Implemented:
			f.addRisk(p.risk, at, Finding{Code: FindNotImplemented, Control: id, Value: c.Status.String(), Against: Implemented.String()},
				"the risk %s credits the control %s, whose status is %s: it counts for nothing", p.risk.ID, id, cmp.Or(c.Status.String(), "not stated"))
		}
		seen[id] = true
	}
}

// twice finds controls that are credited and in an item, or in two items.
func (f *finder) twice(p *position) {
	in := map[string]string{}
	for _, it := range p.items {
		for k, id := range it.Controls {
			at := f.place(it).key("controls").item(k)
			switch other, found := in[id]; {
			case slices.Contains(p.risk.Controls, id):
				f.add(at, Finding{Code: FindCountedTwice, Risk: p.risk.ID, Item: it.ID, Control: id},
					"the control %s is credited in the current ratings of the risk %s and additional in the item %s", id, p.risk.ID, it.ID)
			case found:
				f.add(at, Finding{Code: FindCountedTwice, Risk: p.risk.ID, Item: it.ID, Control: id, Against: other},
					"the control %s is in the items %s and %s of the risk %s; it counts once", id, other, it.ID, p.risk.ID)
			default:
				in[id] = it.ID
			}
		}
	}
}

// verdicts compares level and band before and after treatment.
func (f *finder) verdicts(p *position) {
	current, residual := p.verdicts[0], p.verdicts[1]
	lower := false
	if current.Level.Known() && residual.Level.Known() {
		c := residual.Level.Compare(current.Level)
		lower = c < 0
		if c > 0 {
			f.addRisk(p.risk, nil, Finding{Code: FindResidualAbove, Value: residual.Level.String(), Against: current.Level.String()},
				"the level of the risk %s after treatment, %s, is above the current one, %s", p.risk.ID, residual.Level, current.Level)
		}
	}
	if current.Band >= 0 && residual.Band >= 0 {
		lower = lower || residual.Band < current.Band
		if residual.Band > current.Band {
			f.addRisk(p.risk, nil, Finding{Code: FindResidualAbove, Value: p.outcomes[1].Band, Against: p.outcomes[0].Band},
				"the band of the risk %s after treatment, %s, is above the current one, %s", p.risk.ID, p.outcomes[1].Band, p.outcomes[0].Band)
		}
	}
	if lower && !slices.ContainsFunc(p.items, func(it *PlanItem) bool { return len(it.Controls) > 0 }) {
		f.addRisk(p.risk, nil, Finding{Code: FindLoweredWithoutControl, Value: p.outcomes[1].Band, Against: p.outcomes[0].Band},
			"the risk %s is lower after treatment, and no item has a control for it", p.risk.ID)
	}
}
