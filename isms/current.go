package isms

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// CurrentPlans returns of each treatment plan the version that was changed
// last, by id. Where one does not say when it was changed, this cannot be told,
// and all versions of that plan are returned.
func (s *System) CurrentPlans() []*risk.Plan {
	byID := map[string][]*risk.Plan{}
	for _, p := range s.Plans {
		byID[p.ID] = append(byID[p.ID], p)
	}
	var out []*risk.Plan
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		list := byID[id]
		slices.SortStableFunc(list, func(a, b *risk.Plan) int {
			return cmp.Or(a.Changed.Compare(b.Changed), cmp.Compare(a.Version, b.Version))
		})
		if !list[0].Changed.IsZero() {
			list = list[len(list)-1:]
		}
		out = append(out, list...)
	}
	return out
}

// CurrentStatements returns the statements of applicability, by id and version,
// without those that another version of the same statement replaces.
func (s *System) CurrentStatements() []*soa.Statement {
	replaced := map[string]bool{}
	for _, x := range s.Statements {
		if x.Previous != "" {
			replaced[x.ID+"@"+x.Previous] = true
		}
	}
	list := slices.Clone(s.Statements)
	slices.SortStableFunc(list, func(a, b *soa.Statement) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version))
	})
	return slices.DeleteFunc(list, func(x *soa.Statement) bool { return x.Version != "" && replaced[x.ID+"@"+x.Version] })
}

// Replay computes a record of an assessment again. Materials that the record
// only names are looked for in the system. The errors are those of
// risk.ReplayWith.
func (s *System) Replay(ctx context.Context, r *risk.Record) (*risk.Assessment, error) {
	var m risk.Materials
	for _, d := range s.CriteriaDocuments {
		if criteria.Digest(d.Bytes()) == r.Seal.Criteria {
			m.Criteria = string(d.Bytes())
		}
	}
	for _, reg := range s.Registers {
		if reg.ID == r.Seal.ID {
			m.Risks = reg.Risks
		}
	}
	return risk.ReplayWith(ctx, r, m)
}
