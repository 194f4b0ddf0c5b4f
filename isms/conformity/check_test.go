package conformity_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

// countdown is a context that is cancelled after it was asked so often.
type countdown struct {
	context.Context
	left chan struct{}
}

func (c countdown) Err() error {
	select {
	case <-c.left:
		return nil
	default:
		return context.Canceled
	}
}

func after(n int) countdown {
	c := countdown{context.Background(), make(chan struct{}, n)}
	for range n {
		c.left <- struct{}{}
	}
	return c
}

// TestCancelled shows that a check ends where its context does, at whatever
// point that is: there is no report then, not even a part of one.
func TestCancelled(t *testing.T) {
	rules, err := standardRules()
	require.NoError(t, err)
	sys := newHouse(t).system(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rep, err := rules.Check(ctx, sys, conformity.Options{AsOf: asOf})
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, rep)
	ctx, cancel = context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	_, err = rules.Check(ctx, sys, conformity.Options{AsOf: asOf})
	require.ErrorIs(t, err, context.DeadlineExceeded)

	// Somebody asks the context for each subject, so that a check ends soon.
	whole := after(1_000_000)
	_, err = rules.Check(whole, sys, conformity.Options{AsOf: asOf})
	require.NoError(t, err)
	asked := 1_000_000 - len(whole.left)
	require.Greater(t, asked, 500, "a check asks for each subject")
	for _, n := range []int{1, 3, 10, 100, asked / 2, asked * 9 / 10} {
		c := after(n)
		_, err := rules.Check(c, sys, conformity.Options{AsOf: asOf})
		require.ErrorIs(t, err, context.Canceled, "after %d", n)
	}
}

func TestProgress(t *testing.T) {
	rules, err := standardRules()
	require.NoError(t, err)
	var mu sync.Mutex
	var calls, last, total int
	rep, err := rules.Check(t.Context(), newHouse(t).system(t), conformity.Options{AsOf: asOf, Progress: func(done, of int) {
		mu.Lock()
		defer mu.Unlock()
		calls, last, total = calls+1, max(last, done), of
	}})
	require.NoError(t, err)
	require.Greater(t, calls, 100, "rules")
	require.Equal(t, total, last)
	require.Less(t, total, len(rep.Verdicts), "rules without subjects have a verdict too")
}

func TestCheckArguments(t *testing.T) {
	rules, err := standardRules()
	require.NoError(t, err)
	for _, at := range []time.Time{{}, time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		_, err := rules.Check(t.Context(), &isms.System{Edition: isms.Edition2022}, conformity.Options{AsOf: at})
		require.ErrorIs(t, err, conformity.ErrTime)
	}
	for _, sys := range []*isms.System{nil, {}, {Edition: "2005"}} {
		_, err := rules.Check(t.Context(), sys, conformity.Options{AsOf: asOf})
		require.ErrorIs(t, err, conformity.ErrProfile)
	}
	rep, err := rules.Check(t.Context(), &isms.System{Edition: isms.Edition2022}, conformity.Options{AsOf: asOf})
	require.NoError(t, err)
	require.Equal(t, "2022", rep.Profile.ID)
	rep, err = rules.Check(t.Context(), nil, conformity.Options{AsOf: asOf, Profile: conformity.ProfileOf("2022")})
	require.NoError(t, err)
	require.Equal(t, rep.Count(0).Total(), rep.Count(0).Undetermined)

	none, err := conformity.Compile()
	require.NoError(t, err)
	rep, err = none.Check(t.Context(), nil, conformity.Options{AsOf: asOf, Profile: conformity.ProfileOf("2022")})
	require.NoError(t, err)
	require.Empty(t, rep.Verdicts)
	require.NotEmpty(t, rep.Bytes())
}

// TestMadeInGo checks a system that was made in Go: nothing of it has a place
// in a file, much of it is zero, and nothing panics.
func TestMadeInGo(t *testing.T) {
	sys := &isms.System{
		Edition:         isms.Edition2022,
		Registers:       []*risk.Register{{ID: "reg", Risks: []*risk.Risk{{ID: "R-1"}, {ID: "R-1"}, {ID: "R-2", Parent: "R-1"}}}},
		Plans:           []*risk.Plan{{ID: "plan"}, {ID: "plan", Version: "2"}, {ID: "other", Assessment: "sha256:no", Items: []risk.PlanItem{{ID: "T-1", Risk: "R-1"}}, Approvals: []risk.Approval{{ID: "AP-1", Kind: risk.ApproveItem, Item: "T-9"}}}},
		Statements:      []*soa.Statement{{ID: "soa", Catalogues: []soa.CatalogueRef{{ID: "none"}}, Entries: []soa.Entry{{Control: "C-1"}, {Control: "C-1"}}}},
		Records:         []*risk.Record{{}},
		Documents:       isms.Some([]*isms.Document{{ID: "D-1"}, {}}),
		Measures:        isms.Some([]*isms.Measure{{Results: isms.Some([]*isms.MeasureResult{{}})}}),
		Assessments:     isms.Some([]*isms.Assessment{{ID: "A-1", Record: isms.Some(risk.Record{}.Digest)}}),
		Nonconformities: isms.Some([]*isms.Nonconformity{{ID: "NC-1", ClosedAt: isms.Some(day("2026-01-01")), Requirement: isms.Some("4.1")}}),
	}
	for _, p := range conformity.Profiles() {
		rep := check(t, sys, p.ID)
		require.NotEmpty(t, rep.Verdicts)
		for _, v := range rep.Verdicts {
			require.NotEmpty(t, v.Status)
			require.Equal(t, v.Status == isms.VerdictUndetermined, len(v.Missing) > 0 || v.Error != "", "%s %v", v.Rule.ID, v.Subject)
		}
		require.False(t, strings.Contains(string(rep.Bytes()), `"error":"evaluation"`))
	}
}
