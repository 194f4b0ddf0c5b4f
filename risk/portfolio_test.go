package risk_test

import (
	"fmt"
	"iter"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

const portfolioCriteria = `format: ismskit.criteria/v1
id: portfolio
version: "1"
scales:
  - {id: likelihood, levels: [{id: rare, value: 1}, {id: likely, value: 2}, {id: certain, value: 3}]}
  - {id: harm, levels: [{id: minor, value: 1}, {id: major, value: 2}, {id: severe, value: 3}]}
inputs:
  - {id: likelihood, scale: likelihood}
  - {id: harm, scale: harm}
  - {id: loss, type: double, unit: EUR}
  - {id: hours, type: int, unit: h, default: 0}
derive: [{id: half, unit: EUR, expr: loss * 0.5}]
level: likelihood * harm
bands: [{id: low, upTo: 2}, {id: medium, upTo: 4}, {id: high}]
authorities: [{id: board, rank: 1}]
acceptance:
  - {id: small, when: band == band.low, outcome: accept}
  - {id: rest, when: "true", outcome: treat}
limits:
  - {id: few_high, over: owner, when: count(band.high) > 2, outcome: escalate, authority: board, because: No one carries more than two.}
  - {id: scope_high, over: scope, when: count(band.high) >= 3, outcome: treat}
  - {id: exposure, over: all, when: sum(loss) > 100.0, outcome: avoid}
  - {id: size, over: all, when: total > 6, outcome: treat}
  - {id: worst, over: scope, when: largest == band.high, outcome: treat}
  - {id: hours, over: owner, when: sum(hours) > 2, outcome: treat}
  - {id: ratio, over: all, when: count(band.high) / count(band.medium) > 9, outcome: treat}
`

const portfolioRegister = `format: ismskit.register/v1
id: portfolio
risks:
  - {id: R-3, owner: coo, ratings: {current: {likelihood: likely, harm: severe}}, inputs: {loss: 1000000}}
  - {id: R-1, owner: coo, scope: [web, erp], ratings: {current: {likelihood: likely, harm: severe}}, inputs: {loss: 0.1}}
  - {id: R-2, owner: coo, scope: [web], ratings: {current: {likelihood: certain, harm: severe}}, inputs: {loss: 0.2, hours: 3}}
  - {id: R-4, owner: cfo, scope: [erp], ratings: {current: {likelihood: rare, harm: minor}}, inputs: {loss: 5}}
  - {id: R-5, scope: [erp, crm], ratings: {current: {harm: minor}}}
  - {id: R-6, owner: cfo, scope: [web], ratings: {inherent: {likelihood: rare, harm: minor}}, inputs: {loss: 7}}
  - {id: R-7, owner: cfo, scope: [hr], ratings: {current: {likelihood: [rare, certain], harm: minor}}, inputs: {loss: 1}}
`

func portfolioOf(t testing.TB, stage risk.Stage) *risk.Portfolio {
	t.Helper()
	return assess(t, compiled(t, "portfolio.yaml", portfolioCriteria), register(t, "r.yaml", portfolioRegister)).Portfolio(stage)
}

// sayUnit writes a unit in one line.
func sayUnit(u *risk.Unit) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s/%s [%s]", u.Over, u.ID, strings.Join(u.Risks, " "))
	for _, c := range u.Bands {
		fmt.Fprintf(&b, " %s=%d", c.Band, c.Risks)
	}
	fmt.Fprintf(&b, " open=[%s] unrated=[%s] largest=%s..%s", strings.Join(u.Undetermined, " "), strings.Join(u.Unrated, " "), u.Largest, u.MayReach)
	for _, d := range u.Decisions {
		if d.Risks > 0 {
			fmt.Fprintf(&b, " %s=%d", d.Decision, d.Risks)
		}
	}
	for _, s := range u.Sums {
		fmt.Fprintf(&b, " %s=%s", s.Name, s)
	}
	return b.String()
}

// say writes a portfolio.
func say(p *risk.Portfolio) string {
	var b strings.Builder
	for _, over := range []criteria.Over{criteria.OverAll, criteria.OverOwner, criteria.OverScope} {
		for u := range p.Units(over) {
			fmt.Fprintln(&b, sayUnit(u))
		}
	}
	for i := range p.Limits {
		l := &p.Limits[i]
		fmt.Fprintln(&b, l, l.Complete)
	}
	for _, r := range p.Refinements {
		fmt.Fprintln(&b, r)
	}
	return b.String()
}

// TestPortfolio compares with what was counted by hand.
func TestPortfolio(t *testing.T) {
	p := portfolioOf(t, risk.Current)
	require.Equal(t, risk.Current, p.Stage)
	require.Equal(t, march, p.AsOf)
	require.Equal(t, `all/ [R-1 R-2 R-3 R-4 R-5 R-6 R-7] low=1 medium=0 high=3 open=[R-5 R-6 R-7] unrated=[R-6] largest=high..high undetermined=3 accept=1 treat=3`+
		` loss=1000006.3 EUR and what is missing of R-5, R-6 hours=3 h and what is missing of R-6 half=500003.15 EUR and what is missing of R-5, R-6
owner/ [R-5] low=0 medium=0 high=0 open=[R-5] unrated=[] largest=..medium undetermined=1 loss=0 EUR and what is missing of R-5 hours=0 h half=0 EUR and what is missing of R-5
owner/cfo [R-4 R-6 R-7] low=1 medium=0 high=0 open=[R-6 R-7] unrated=[R-6] largest=low..high undetermined=2 accept=1`+
		` loss=6 EUR and what is missing of R-6 hours=0 h and what is missing of R-6 half=3 EUR and what is missing of R-6
owner/coo [R-1 R-2 R-3] low=0 medium=0 high=3 open=[] unrated=[] largest=high..high treat=3 loss=1000000.3 EUR hours=3 h half=500000.15 EUR
scope/ [R-3] low=0 medium=0 high=1 open=[] unrated=[] largest=high..high treat=1 loss=1000000 EUR hours=0 h half=500000 EUR
scope/crm [R-5] low=0 medium=0 high=0 open=[R-5] unrated=[] largest=..medium undetermined=1 loss=0 EUR and what is missing of R-5 hours=0 h half=0 EUR and what is missing of R-5
scope/erp [R-1 R-4 R-5] low=1 medium=0 high=1 open=[R-5] unrated=[] largest=high..high undetermined=1 accept=1 treat=1`+
		` loss=5.1 EUR and what is missing of R-5 hours=0 h half=2.55 EUR and what is missing of R-5
scope/hr [R-7] low=0 medium=0 high=0 open=[R-7] unrated=[] largest=..medium undetermined=1 loss=1 EUR hours=0 h half=0.5 EUR
scope/web [R-1 R-2 R-6] low=0 medium=0 high=2 open=[R-6] unrated=[R-6] largest=high..high undetermined=1 treat=2`+
		` loss=0.3 EUR and what is missing of R-6 hours=3 h and what is missing of R-6 half=0.15 EUR and what is missing of R-6
limit few_high for risks without owner is kept true
limit few_high for owner cfo is kept true
limit few_high for owner coo is exceeded by R-1, R-2, R-3: escalate to board true
limit scope_high for risks without scope is kept true
limit scope_high for scope crm is kept true
limit scope_high for scope erp is kept true
limit scope_high for scope hr is kept true
limit scope_high for scope web is undetermined: settle R-6 true
limit exposure for all risks is undetermined: settle R-5, R-6 true
limit size for all risks is exceeded by R-1, R-2, R-3, R-4, R-5, R-6, R-7: treat true
limit worst for risks without scope is exceeded by R-3: treat true
limit worst for scope crm is kept true
limit worst for scope erp is exceeded by R-1: treat true
limit worst for scope hr is kept true
limit worst for scope web is exceeded by R-1, R-2: treat true
limit hours for risks without owner is kept true
limit hours for owner cfo is undetermined: settle R-6 true
limit hours for owner coo is exceeded by R-1, R-2, R-3: treat true
limit ratio for all risks is undetermined: division_by_zero true
`, say(p))

	coo := p.Unit(criteria.OverOwner, "coo")
	require.Equal(t, 3, coo.Count("high"))
	require.Zero(t, coo.Count("none"))
	loss, ok := coo.Sum("loss")
	require.True(t, ok)
	require.Zero(t, loss.Known.Cmp(big.NewRat(10000003, 10)))
	_, ok = coo.Sum("level")
	require.False(t, ok)
	require.Same(t, &p.All, p.Unit(criteria.OverAll, ""))
	require.Nil(t, p.Unit(criteria.OverOwner, "nobody"))
	require.Nil(t, p.Unit(0, ""))
	require.Equal(t, "No one carries more than two.", p.Limits[2].Limit.Because)
	require.Same(t, coo, p.Limits[2].Unit)
	require.Equal(t, []string{"R-5", "R-6", "R-7"}, p.Limits[18].Settle)
	require.Equal(t, &risk.Failure{Code: "division_by_zero", Path: "limits[6].when"}, p.Limits[18].Failure)
}

// TestPortfolioUnrated: what was not assessed at a stage passes no limit.
func TestPortfolioUnrated(t *testing.T) {
	p := portfolioOf(t, risk.Residual)
	require.Equal(t, p.All.Risks, p.All.Unrated)
	require.Empty(t, p.All.Largest)
	require.Equal(t, "high", p.All.MayReach)
	for i := range p.Limits {
		l := &p.Limits[i]
		if l.Limit.ID == "size" { // depends on nothing but the number of risks
			require.Equal(t, criteria.LimitExceeded, l.Verdict)
			require.Len(t, l.Risks, 7)
			continue
		}
		if (l.Limit.ID == "few_high" || l.Limit.ID == "scope_high") && len(l.Unit.Risks) < 3 {
			require.Equal(t, criteria.LimitKept, l.Verdict, "so few cannot exceed it")
			continue
		}
		require.Equal(t, criteria.LimitUndetermined, l.Verdict, l.String())
		require.Equal(t, l.Unit.Risks, l.Settle)
	}
}

// TestPortfolioCertain: a risk that can only be in bands that a limit counts
// is one of those that exceed it, though its own band is not known.
func TestPortfolioCertain(t *testing.T) {
	text := strings.Replace(portfolioCriteria, "when: count(band.high) > 2,", "when: count(band.low) + count(band.medium) > 2,", 1)
	p := assess(t, compiled(t, "c.yaml", text), register(t, "r.yaml", strings.Replace(portfolioRegister, "{id: R-5,", "{id: R-5, owner: cfo,", 1))).Portfolio(risk.Current)
	require.Equal(t, "limit few_high for owner cfo is exceeded by R-4, R-5, R-7: escalate to board", p.Limits[0].String())
}

// TestPortfolioAbsent: where a limit is exceeded by what is not there, or by
// no risk in particular, all risks of the unit are.
func TestPortfolioAbsent(t *testing.T) {
	for _, when := range []string{"count(band.medium) == 0", "largest >= band.low && count(band.medium) == 0"} {
		text := strings.Replace(portfolioCriteria, "when: count(band.high) > 2,", "when: "+when+",", 1)
		reg := register(t, "r.yaml", `format: ismskit.register/v1
id: r
risks: [{id: R-1, ratings: {current: {likelihood: rare, harm: minor}}}, {id: R-2, ratings: {current: {likelihood: likely, harm: severe}}}]
`)
		p := assess(t, compiled(t, "c.yaml", text), reg).Portfolio(risk.Current)
		if strings.HasPrefix(when, "largest") {
			require.Equal(t, []string{"R-2"}, p.Limits[0].Risks)
		} else {
			require.Equal(t, []string{"R-1", "R-2"}, p.Limits[0].Risks)
		}
	}
}

// TestPortfolioSentence: a sentence does not list a thousand risks.
func TestPortfolioSentence(t *testing.T) {
	reg := &risk.Register{ID: "r"}
	for i := range 12 {
		reg.Risks = append(reg.Risks, &risk.Risk{ID: fmt.Sprintf("R-%02d", i)})
	}
	p := assess(t, compiled(t, "c.yaml", portfolioCriteria), reg).Portfolio(risk.Current)
	require.Equal(t, "limit few_high for risks without owner is undetermined: settle R-00, R-01, R-02, R-03, R-04, R-05, R-06, R-07, R-08, R-09 and 2 more", p.Limits[0].String())
}

// TestPortfolioFailure: a risk whose level cannot be computed may be in any band.
func TestPortfolioFailure(t *testing.T) {
	text := strings.Replace(portfolioCriteria, "level: likelihood * harm", "level: likelihood * harm / hours", 1)
	reg := `format: ismskit.register/v1
id: r
risks:
  - {id: R-1, owner: coo, ratings: {current: {likelihood: likely, harm: severe}}, inputs: {loss: 1}}
  - {id: R-2, owner: coo, ratings: {current: {likelihood: likely, harm: severe}}, inputs: {loss: 1, hours: 1}}
  - {id: R-3, owner: coo, ratings: {current: {likelihood: likely, harm: severe}}, inputs: {loss: 1, hours: 1}}
`
	p := assess(t, compiled(t, "c.yaml", text), register(t, "r.yaml", reg)).Portfolio(risk.Current)
	require.Equal(t, []string{"R-1"}, p.All.Undetermined)
	require.Empty(t, p.All.Unrated)
	require.Equal(t, "limit few_high for owner coo is undetermined: settle R-1", p.Limits[0].String())
}

// TestPortfolioOutcomes: outcomes that no assessment gives say nothing.
func TestPortfolioOutcomes(t *testing.T) {
	c := compiled(t, "c.yaml", portfolioCriteria)
	seq := func(yield func(*risk.Risk, *risk.Outcome) bool) {
		_ = yield(&risk.Risk{ID: "b"}, &risk.Outcome{Band: "other", Decision: 99, Possible: &risk.Possible{Bands: []string{"high", "low"}},
			Values: []risk.Used{{Name: "loss", Value: "much", From: risk.FromRating}}}) &&
			yield(&risk.Risk{ID: "a"}, &risk.Outcome{Possible: &risk.Possible{Bands: []string{"other"}}})
	}
	p := risk.NewPortfolio(c, march, risk.Current, seq)
	require.Equal(t, "all/ [a b] low=0 medium=0 high=0 open=[a b] unrated=[] largest=..high undetermined=2"+
		" loss=0 EUR and what is missing of a, b hours=0 h and what is missing of a, b half=0 EUR and what is missing of a, b", sayUnit(&p.All))

	p = risk.NewPortfolio(c, march, risk.Current, func(func(*risk.Risk, *risk.Outcome) bool) {})
	require.Empty(t, p.All.Risks)
	require.Empty(t, p.All.MayReach)
	require.Equal(t, "limit size for all risks is kept", p.Limits[1].String())
}

// TestPortfolioTreatment: a plan that does nothing leaves the current stage
// as it was assessed, but for R-6, which has no current ratings: nothing lowers
// its inherent ones.
func TestPortfolioTreatment(t *testing.T) {
	reg := register(t, "r.yaml", portfolioRegister)
	a := assess(t, compiled(t, "portfolio.yaml", portfolioCriteria), reg)
	treatment, err := (&risk.Plan{ID: "p", Assessment: seal.Digest(a.Digest())}).Bind(a)
	require.NoError(t, err)
	r6 := reg.Risk("R-6")
	r6.Ratings[risk.Current-1] = r6.Ratings[risk.Inherent-1]
	a = assess(t, compiled(t, "portfolio.yaml", portfolioCriteria), reg)
	require.Equal(t, say(a.Portfolio(risk.Current)), say(treatment.Portfolio(risk.Current)))
}

// TestLimitsOutsideRecord: limits and units of the criteria are in their
// digest, and nowhere else in a record.
func TestLimitsOutsideRecord(t *testing.T) {
	with := assess(t, compiled(t, "c.yaml", portfolioCriteria), register(t, "r.yaml", portfolioRegister))
	without := assess(t, compiled(t, "c.yaml", portfolioCriteria[:strings.Index(portfolioCriteria, "limits:")]), register(t, "r.yaml", portfolioRegister))
	require.NotEqual(t, with.Seal.Criteria, without.Seal.Criteria)
	require.Equal(t, with.Seal.Outcomes, without.Seal.Outcomes)
	require.Equal(t, with.Seal.Register, without.Seal.Register)
}

func TestRefinements(t *testing.T) {
	reg := `format: ismskit.register/v1
id: r
risks:
  - {id: P-high, ratings: {current: {likelihood: likely, harm: severe}}}
  - {id: P-low, ratings: {current: {likelihood: rare, harm: minor}}}
  - {id: P-open, ratings: {current: {harm: minor}}}
  - {id: C-1, parent: P-high, ratings: {current: {likelihood: likely, harm: severe}}}
  - {id: C-2, parent: P-low, ratings: {current: {likelihood: likely, harm: severe}}}
  - {id: C-3, parent: P-low, ratings: {current: {harm: minor}}}
  - {id: C-4, parent: P-open, ratings: {current: {likelihood: likely, harm: severe}}}
  - {id: C-5, parent: P-open, ratings: {current: {likelihood: likely, harm: major}}}
  - {id: C-6, parent: P-open, ratings: {current: {likelihood: rare, harm: minor}}}
  - {id: C-7, parent: P-none, ratings: {current: {likelihood: rare, harm: minor}}}
  - {id: C-8, parent: C-8, ratings: {current: {harm: minor}}}
  - {id: C-9, parent: P-high, ratings: {current: {}}}
`
	p := assess(t, compiled(t, "c.yaml", portfolioCriteria), register(t, "r.yaml", reg)).Portfolio(risk.Current)
	require.Equal(t, []risk.Refinement{
		{Parent: "P-low", Child: "C-2", ParentBand: "low", ChildBand: "high", Problem: risk.ParentBelowChild},
		{Parent: "P-low", Child: "C-3", ParentBand: "low", Problem: risk.ParentUndetermined}, // low or medium
		{Parent: "P-open", Child: "C-4", ChildBand: "high", Problem: risk.ParentBelowChild},  // low or medium is below high
		{Parent: "P-open", Child: "C-5", ChildBand: "medium", Problem: risk.ParentUndetermined},
		{Parent: "P-none", Child: "C-7", ChildBand: "low", Problem: risk.ParentNotInRegister},
	}, p.Refinements)
	require.Equal(t, "parent_below_child", p.Refinements[0].Problem.String())
	require.Empty(t, risk.RefinementProblem(0).String()+risk.RefinementProblem(9).String())
}

// TestPortfolioProperties counts once more, in the plainest way, and in
// another order of the risks.
func TestPortfolioProperties(t *testing.T) {
	c := compiled(t, "c.yaml", portfolioCriteria)
	rapid.Check(t, func(t *rapid.T) {
		reg := &risk.Register{ID: "r"}
		for i := range rapid.IntRange(1, 12).Draw(t, "risks") {
			r := &risk.Risk{ID: fmt.Sprintf("R-%02d", i), Owner: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "owner"),
				Scope: rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3).Draw(t, "scope")}
			stage := rapid.SampledFrom([]risk.Stage{risk.Current, risk.Current, risk.Current, risk.Inherent}).Draw(t, "stage")
			for _, in := range []string{"likelihood", "harm"} {
				if n := rapid.IntRange(0, 3).Draw(t, in); n > 0 {
					r.State(stage, in, criteria.StateInt(int64(n)))
				}
			}
			if n := rapid.IntRange(-1, 5).Draw(t, "loss"); n >= 0 {
				r.State(0, "loss", criteria.StateInt(int64(n)))
			}
			reg.Risks = append(reg.Risks, r)
		}
		a, err := risk.Assess(ctx, c, reg, march)
		require.NoError(t, err)
		p := a.Portfolio(risk.Current)

		inUnit := func(u *risk.Unit, r *risk.Risk) bool {
			switch u.Over {
			case criteria.OverOwner:
				return r.Owner == u.ID
			case criteria.OverScope:
				return slices.Contains(r.Scope, u.ID) || u.ID == "" && len(r.Scope) == 0
			}
			return true
		}
		units := 0
		for _, over := range []criteria.Over{criteria.OverAll, criteria.OverOwner, criteria.OverScope} {
			for u := range p.Units(over) {
				units++
				bands, decisions, loss, missing := map[string]int{}, map[criteria.Decision]int{}, new(big.Rat), 0
				var ids []string
				for _, r := range reg.Risks {
					if !inUnit(u, r) {
						continue
					}
					ids = append(ids, r.ID)
					o := a.Outcome(r.ID, risk.Current)
					if o == nil {
						bands[""]++
						decisions[criteria.Undetermined]++
						missing++
						continue
					}
					bands[o.Band]++
					decisions[o.Decision]++
					if v, ok := new(big.Rat).SetString(o.Used("loss").Value); ok {
						loss.Add(loss, v)
					} else {
						missing++
					}
				}
				require.Equal(t, ids, u.Risks)
				counted := len(u.Undetermined)
				for _, b := range u.Bands {
					require.Equal(t, bands[b.Band], b.Risks)
					counted += b.Risks
				}
				require.Len(t, u.Undetermined, bands[""])
				require.Equal(t, len(ids), counted, "each risk is counted once")
				for _, d := range u.Decisions {
					require.Equal(t, decisions[d.Decision], d.Risks)
				}
				require.Zero(t, loss.Cmp(u.Sums[0].Known))
				require.Len(t, u.Sums[0].Missing, missing)
			}
		}
		owners, scopes := map[string]bool{}, map[string]bool{}
		for _, r := range reg.Risks {
			owners[r.Owner] = true
			for _, s := range r.Scope {
				scopes[s] = true
			}
			if len(r.Scope) == 0 {
				scopes[""] = true
			}
		}
		require.Equal(t, 1+len(owners)+len(scopes), units)
		require.True(t, slices.IsSortedFunc(p.Owners, func(a, b risk.Unit) int { return strings.Compare(a.ID, b.ID) }))
		require.Len(t, p.Scopes, len(slices.Collect(maps.Keys(scopes))))

		order := rapid.Permutation(reg.Risks).Draw(t, "order")
		require.Equal(t, say(p), say(risk.NewPortfolio(c, march, risk.Current, inOrder(a, order))))
	})
}

func inOrder(a *risk.Assessment, risks []*risk.Risk) iter.Seq2[*risk.Risk, *risk.Outcome] {
	return func(yield func(*risk.Risk, *risk.Outcome) bool) {
		for _, r := range risks {
			if !yield(r, a.Outcome(r.ID, risk.Current)) {
				return
			}
		}
	}
}

func BenchmarkPortfolio(b *testing.B) {
	c := compiled(b, "c.yaml", portfolioCriteria)
	reg := &risk.Register{ID: "r"}
	for i := range 10_000 {
		r := &risk.Risk{ID: fmt.Sprintf("R-%05d", i), Owner: fmt.Sprintf("o%d", i%50), Scope: []string{fmt.Sprintf("s%d", i%100), fmt.Sprintf("t%d", i%7)}}
		r.State(risk.Current, "likelihood", criteria.StateInt(int64(i%3+1)))
		if i%20 > 0 {
			r.State(risk.Current, "harm", criteria.StateInt(int64(i/3%3+1)))
		}
		r.State(0, "loss", criteria.StateInt(int64(i)))
		reg.Risks = append(reg.Risks, r)
	}
	a := assess(b, c, reg)
	for b.Loop() {
		a.Portfolio(risk.Current)
	}
}
