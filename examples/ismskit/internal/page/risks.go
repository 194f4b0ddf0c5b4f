package page

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
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
	Plain  bool // there are too many for an element for everything, see mostRich
	Risks  []riskView
	Open   []openRisk // not decided
	Claims []claim    // that do not follow
}

// mostInBlock is how many risks a browser draws at once, when they are scrolled
// to. One by one costs more than drawing them does.
const mostInBlock = 100

// Blocks gives the risks in lists that are drawn at once.
func (l *riskList) Blocks() iter.Seq[[]riskView] { return slices.Chunk(l.Risks, mostInBlock) }

// style says how many rows a block has, for the space that it takes before it is
// drawn.
func (l *riskList) style() string {
	last := len(l.Risks) % mostInBlock
	if last == 0 {
		last = mostInBlock
	}
	return fmt.Sprintf(".risks{--rows:%d}.risks:last-child{--rows:%d}\n", mostInBlock, last)
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

	Flips []flip // to another decision, then those to another band alone
	More  int    // of them
	Idle  string
	Items []string // of the plan
}

type fact struct{ Name, Value string }

type stageView struct {
	Stage string
	verdict
}

type value struct{ Name, Value, From, Why string }

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
	l.Plain = len(l.Risks) > mostRich
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
	for _, f := range slices.Concat(s.DecisionFlips, s.BandFlips) {
		x := n.flip(f)
		switch {
		case slices.ContainsFunc(v.Flips, func(o flip) bool { return o.To == x.To && slices.Equal(o.Steps, x.Steps) }):
		case len(v.Flips) < mostFlips:
			v.Flips = append(v.Flips, x)
		default:
			v.More++
		}
	}
	slices.SortStableFunc(v.Flips, func(a, b flip) int { return len(a.Steps) - len(b.Steps) })
	idle := make([]string, len(s.Idle))
	for i, id := range s.Idle {
		idle[i] = n.input(id)
	}
	v.Idle = strings.Join(idle, ", ")
	return nil
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
		v.Values = append(v.Values, value{n.input(u.Name), n.value(u), from, r.RationaleOf(o.Stage, u.Name)})
	}
	return v
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
