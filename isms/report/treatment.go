package report

import (
	"context"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
)

// treated is a current treatment plan, with what its approvals are worth if its
// assessment is at hand and the plan fits it.
type treated struct {
	plan      *risk.Plan
	path      string
	standings map[string]*risk.Standing // by approval; nil if they cannot be told
}

// treatments binds the current plans to their assessments. The only error is
// that of the context: what cannot be bound has no standings.
func treatments(ctx context.Context, sys *isms.System, asOf time.Time) ([]treated, error) {
	plans := sys.CurrentPlans()
	many := map[string]int{}
	for _, p := range plans {
		many[p.ID]++
	}
	list := make([]treated, len(plans))
	for i, p := range plans {
		list[i] = treated{plan: p, path: "plans[" + p.ID + "]"}
		if many[p.ID] > 1 {
			list[i].path = "plans[" + p.ID + "@" + p.Version + "]"
		}
		list[i].standings = standingsOf(ctx, sys, p, asOf)
	}
	return list, ctx.Err()
}

func standingsOf(ctx context.Context, sys *isms.System, p *risk.Plan, asOf time.Time) map[string]*risk.Standing {
	for _, r := range sys.Records {
		if p.Assessment == "" || r.Digest != p.Assessment {
			continue
		}
		a, err := sys.Replay(ctx, r)
		if err != nil {
			return nil
		}
		t, err := p.Bind(a)
		if err != nil {
			return nil
		}
		list, err := t.Standings(asOf)
		if err != nil {
			return nil
		}
		byID := make(map[string]*risk.Standing, len(list))
		for i := range list {
			byID[list[i].Approval.ID] = &list[i]
		}
		return byID
	}
	return nil
}

// recordOf gives the sealed record of an assessment, nil if it is not at hand.
func recordOf(sys *isms.System, a *isms.Assessment) *risk.Record {
	digest, ok := a.Record.Get()
	if !ok {
		return nil
	}
	for _, r := range sys.Records {
		if r.Digest == digest {
			return r
		}
	}
	return nil
}

// assessmentsUntil lists the assessments that were made until then, in order of
// time, without those that another entry corrects.
func assessmentsUntil(sys *isms.System, until time.Time) []*isms.Assessment {
	return entriesUntil(sys.Assessments.Or(nil), until, func(a *isms.Assessment) (string, string, isms.Opt[time.Time]) { return a.ID, a.Corrects.Or(""), a.At })
}

// reviewsUntil lists the reviews that took place until then, likewise.
func reviewsUntil(sys *isms.System, until time.Time) []*isms.Review {
	return entriesUntil(sys.Reviews.Or(nil), until, func(r *isms.Review) (string, string, isms.Opt[time.Time]) { return r.ID, r.Corrects.Or(""), r.At })
}

// auditsUntil lists the audits that were carried out until then, likewise.
func auditsUntil(sys *isms.System, until time.Time) []*isms.Audit {
	return entriesUntil(sys.Audits.Or(nil), until, func(a *isms.Audit) (string, string, isms.Opt[time.Time]) { return a.ID, a.Corrects.Or(""), a.At })
}
