package risk

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
)

// A Ranking is the order of treatment of the risks at one stage.
type Ranking struct {
	Stage Stage
	// Groups holds the ids of the risks, the most urgent group first. The
	// risks of one group are equal in every order key and stand by id.
	Groups [][]string
}

// Position returns the rank of a risk, counted from 1, and the number of risks
// that are equal with it, itself included; 0, 0 if it is not in the ranking.
// Ranks are distinct: ties end at the risk's id.
func (r Ranking) Position(id string) (rank, equal int) {
	n := 0
	for _, g := range r.Groups {
		if i, found := slices.BinarySearch(g, id); found {
			return n + i + 1, len(g)
		}
		n += len(g)
	}
	return 0, 0
}

// rank orders the outcomes of each stage by the keys of the criteria. A key
// that is undetermined comes first in either direction: what is not known is
// looked at before what is.
func rank(outcomes []Outcome, keys []criteria.OrderKey) []Ranking {
	var byStage [3][]*Outcome
	for i := range outcomes {
		o := &outcomes[i]
		byStage[o.Stage-1] = append(byStage[o.Stage-1], o)
	}
	var out []Ranking
	for i, list := range byStage {
		if len(list) == 0 {
			continue
		}
		slices.SortFunc(list, func(a, b *Outcome) int {
			return cmp.Or(compareOrder(a, b, keys), strings.Compare(a.Risk, b.Risk))
		})
		r := Ranking{Stage: Stage(i + 1)}
		for j, o := range list {
			if j == 0 || compareOrder(list[j-1], o, keys) != 0 {
				r.Groups = append(r.Groups, nil)
			}
			g := &r.Groups[len(r.Groups)-1]
			*g = append(*g, o.Risk)
		}
		out = append(out, r)
	}
	return out
}

func compareOrder(a, b *Outcome, keys []criteria.OrderKey) int {
	for i := range keys {
		x, y := a.order[i], b.order[i]
		c := x.Compare(y)
		if c != 0 && keys[i].Descending && x.Known() && y.Known() {
			c = -c
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// Ranking returns the ranking of a stage, empty if nothing is rated for it.
func (a *Assessment) Ranking(s Stage) Ranking {
	for _, r := range a.Rankings {
		if r.Stage == s {
			return r
		}
	}
	return Ranking{Stage: s}
}

// Outcome returns the outcome of a risk at a stage, or nil.
func (a *Assessment) Outcome(risk string, s Stage) *Outcome { return find(a.Outcomes, risk, s) }

func find(outcomes []Outcome, risk string, s Stage) *Outcome {
	i, found := slices.BinarySearchFunc(outcomes, risk, func(o Outcome, id string) int {
		return cmp.Or(strings.Compare(o.Risk, id), cmp.Compare(o.Stage, s))
	})
	if !found {
		return nil
	}
	return &outcomes[i]
}

// Risk returns the risk of that id, or nil.
func (a *Assessment) Risk(id string) *Risk {
	i, found := a.indexOf(id)
	if !found {
		return nil
	}
	return a.risks[i]
}

func (a *Assessment) indexOf(risk string) (i int, found bool) {
	return slices.BinarySearchFunc(a.risks, risk, func(r *Risk, id string) int { return strings.Compare(r.ID, id) })
}

// Criteria returns the criteria that were applied.
func (a *Assessment) Criteria() *criteria.Criteria { return a.criteria }

// Digest returns the digest of the assessment.
func (a *Assessment) Digest() string { return string(a.Seal.Digest()) }
