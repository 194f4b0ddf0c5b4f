package page

import (
	"context"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// mostFlips is how many ways to another result are listed for one risk.
const mostFlips = 12

// riskList holds all risks, those of the main stage in order of treatment
// first.
type riskList struct {
	Stage  string
	Risks  []riskView
	Open   []openRisk // not decided
	Claims []claim    // that do not follow
}

// riskView is one risk.
type riskView struct {
	ID, Title, Description string
	Rank                   string // "2=" where the id alone decides the order; "" if not rated at the main stage
	Stage                  string // that the reasons are about
	verdict
	Facts  []fact // owner, scope and what else is stated
	Owner  string
	Stages []stageView // all that are rated, if there are several

	Rule, When, Because, Terms string
	Failure                    string
	Values                     []value
	Missing                    []string
	Possible                   string
	Claim                      *claim

	Flips []flips
	Idle  string
	Items []string // of the plan
}

type fact struct{ Name, Value string }

type stageView struct {
	Stage string
	verdict
}

type value struct{ Name, Value, From, Why string }

type flips struct {
	What string
	All  []flip
	More int
}

type openRisk struct {
	Risk, Title, Stage string
	Missing            []string
	Failure, Possible  string
}

type claim struct {
	Risk, Title, Stage string
	Claimed, Computed  string
	Follows            bool
}

func newRiskList(ctx context.Context, in *Input, n *names) (*riskList, error) {
	a, stage := in.Assessment, mainStage(in.Assessment)
	l := &riskList{Stage: stage.String()}
	stages := map[string][]*risk.Outcome{}
	var ids []string // by id
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if stages[o.Risk] == nil {
			ids = append(ids, o.Risk)
		}
		stages[o.Risk] = append(stages[o.Risk], o)
		if o.Decision == criteria.Undetermined || len(o.Missing)+len(o.Narrow) > 0 {
			l.Open = append(l.Open, openRisk{o.Risk, a.Risk(o.Risk).Title, o.Stage.String(), missing(o, n), failure(o), possible(o)})
		}
		if c := newClaim(a, o, n); c != nil && !c.Follows {
			l.Claims = append(l.Claims, *c)
		}
	}
	items := map[string][]string{}
	if in.Treatment != nil {
		for _, item := range in.Treatment.Plan().Items {
			items[item.Risk] = append(items[item.Risk], item.ID)
		}
	}
	at, order := 0, map[string]string{}
	place := func(id, rank string, o *risk.Outcome) {
		v := newRiskView(a.Risk(id), o, n)
		v.Rank, v.Items = rank, items[id]
		v.Claim = newClaim(a, o, n)
		if all := stages[id]; len(all) > 1 {
			for _, s := range all {
				v.Stages = append(v.Stages, stageView{s.Stage.String(), *n.verdict(s)})
			}
		}
		l.Risks = append(l.Risks, v)
	}
	for _, group := range a.Ranking(stage).Groups {
		for _, id := range group {
			at++
			order[id] = strconv.Itoa(at)
			if len(group) > 1 {
				order[id] += "="
			}
			place(id, order[id], a.Outcome(id, stage))
		}
	}
	for _, id := range ids {
		if order[id] == "" {
			place(id, "", stages[id][0])
		}
	}
	return l, l.examine(ctx, in, n)
}

// examine finds what would flip each risk. Each is computed by itself, so that
// the order of work does not show.
func (l *riskList) examine(ctx context.Context, in *Input, n *names) error {
	var next, done atomic.Int64
	errs := make([]error, len(l.Risks))
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(l.Risks) || ctx.Err() != nil {
				return
			}
			errs[i] = l.Risks[i].examine(ctx, in.Assessment, n)
			if k := done.Add(1); in.Progress != nil && k%64 == 0 {
				in.Progress(64)
			}
		}
	}
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(work)
	}
	group.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *riskView) examine(ctx context.Context, a *risk.Assessment, n *names) error {
	stage, _ := risk.ParseStage(v.Stage)
	in, err := a.Risk(v.ID).Bind(n.criteria, stage)
	if err != nil {
		return err
	}
	s, err := analysis.Sense(ctx, n.criteria, in, a.Seal.AsOf)
	if err != nil {
		return err
	}
	for _, x := range []struct {
		what  string
		flips []analysis.Flip
	}{{"decision", s.DecisionFlips}, {"band", s.BandFlips}} {
		f := flips{What: x.what}
		for i := range x.flips[:min(len(x.flips), mostFlips)] {
			f.All = append(f.All, n.flip(x.flips[i]))
		}
		f.More = len(x.flips) - len(f.All)
		v.Flips = append(v.Flips, f)
	}
	if same(v.Flips[0], v.Flips[1]) {
		v.Flips = v.Flips[:1]
		v.Flips[0].What = "decision and band"
	}
	idle := make([]string, len(s.Idle))
	for i, id := range s.Idle {
		idle[i] = n.input(id)
	}
	v.Idle = strings.Join(idle, ", ")
	return nil
}

// same tells whether decision and band flip at the same changes.
func same(a, b flips) bool {
	if len(a.All) == 0 || len(a.All) != len(b.All) || a.More != b.More {
		return false
	}
	for i := range a.All {
		if a.All[i].To != b.All[i].To || len(a.All[i].Steps) != len(b.All[i].Steps) {
			return false
		}
		for k := range a.All[i].Steps {
			if a.All[i].Steps[k] != b.All[i].Steps[k] {
				return false
			}
		}
	}
	return true
}

func newRiskView(r *risk.Risk, o *risk.Outcome, n *names) riskView {
	v := riskView{
		ID: r.ID, Title: r.Title, Description: r.Description, Owner: r.Owner, Stage: o.Stage.String(), verdict: *n.verdict(o),
		Rule: o.Rule, Because: o.Because, Terms: terms(o), Failure: failure(o), Missing: missing(o, n), Possible: possible(o),
	}
	if rule := n.rules[o.Rule]; rule != nil {
		v.When = rule.When.Text
	}
	for _, f := range []fact{
		{"Owner", r.Owner}, {"Scope", strings.Join(r.Scope, ", ")}, {"Assets", strings.Join(r.Assets, ", ")},
		{"Concerns", strings.Join(r.CIA, ", ")}, {"Category", r.Category}, {"Threat", r.Threat}, {"Source", r.Source}, {"Event", r.Event},
		{"Vulnerabilities", strings.Join(r.Vulnerabilities, ", ")}, {"Controls in place", strings.Join(r.Controls, ", ")},
		{"Refines", r.Parent}, {"Identified", day(r.Identified)},
	} {
		if f.Value != "" {
			v.Facts = append(v.Facts, f)
		}
	}
	for _, u := range o.Values {
		from := u.From.String()
		if u.From == risk.FromRating || u.From == risk.FromInputs {
			from = "" // stated, as most are
		}
		v.Values = append(v.Values, value{n.input(u.Name), n.value(u), from, rationale(r, o.Stage, u.Name)})
	}
	return v
}

// rationale is what is said about an input, at the stage if there is something.
func rationale(r *risk.Risk, stage risk.Stage, input string) string {
	text := ""
	for _, x := range r.Rationale {
		if x.Input == input && (x.Stage == stage || x.Stage == 0 && text == "") {
			text = x.Text
		}
	}
	return text
}

// terms says who may decide so and for how long it holds.
func terms(o *risk.Outcome) string {
	var parts []string
	if o.Authority != "" {
		parts = append(parts, "decided by "+o.Authority+" or higher")
	}
	if o.ValidFor > 0 {
		parts = append(parts, "valid for "+source.FormatDuration(o.ValidFor))
	}
	if o.ReviewEvery > 0 {
		parts = append(parts, "reviewed every "+source.FormatDuration(o.ReviewEvery))
	}
	if len(o.Conditions) > 0 {
		parts = append(parts, "on condition of "+strings.Join(o.Conditions, ", "))
	}
	return strings.Join(parts, "; ")
}

func failure(o *risk.Outcome) string {
	if o.Failure == nil {
		return ""
	}
	return o.Failure.Path + " cannot be computed from these values: " + words(o.Failure.Code)
}

// missing says what would have to be known, the most informative first.
func missing(o *risk.Outcome, n *names) []string {
	var all []string
	for _, id := range o.Missing {
		all = append(all, n.input(id))
	}
	for _, id := range o.Narrow {
		all = append(all, n.input(id)+", which is now given as "+n.value(o.Used(id)))
	}
	return all
}

func possible(o *risk.Outcome) string {
	if o.Possible == nil {
		return ""
	}
	all := make([]string, len(o.Possible.Decisions))
	for i, d := range o.Possible.Decisions {
		all[i] = words(d.String())
	}
	return strings.Join(all, " or ")
}

func newClaim(a *risk.Assessment, o *risk.Outcome, n *names) *claim {
	if o.Claimed == nil {
		return nil
	}
	return &claim{o.Risk, a.Risk(o.Risk).Title, o.Stage.String(),
		levelAndBand(o.Claimed.Level, n.band(o.Claimed.Band)), levelAndBand(o.Level, n.band(o.Band)), o.Claimed.Follows}
}

func levelAndBand(level string, b band) string {
	switch {
	case level == "" && b == noBand:
		return "not determined"
	case level == "":
		return b.Title
	case b == noBand:
		return "level " + level
	}
	return b.Title + ", level " + level
}
