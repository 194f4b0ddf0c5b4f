package risk_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// epoch is how the risk and its item were at some time.
type epoch struct {
	likelihood int // 1 to 3
	personal   bool
	owner      string
	option     string
	due        string
	title      string
}

func (e epoch) world() *world {
	w := newWorld()
	w.likelihood = []string{"", "rare", "likely", "certain"}[e.likelihood]
	w.personal, w.r.Owner, w.r.Title = e.personal, e.owner, e.title
	w.item.Option, w.item.Due = e.option, on(e.due)
	return w
}

// past is an approval as the history knows it.
type past struct {
	risk.Approval
	of epoch // what it approves
}

var stateOf = map[string]risk.State{}

func drawEpoch(r *rapid.T) epoch {
	return epoch{
		likelihood: rapid.SampledFrom([]int{2, 2, 2, 2, 2, 2, 1, 3}).Draw(r, "likelihood"),
		personal:   rapid.IntRange(0, 9).Draw(r, "personal") == 0,
		owner:      rapid.SampledFrom([]string{"coo", "coo", "coo", "cfo"}).Draw(r, "owner"),
		option:     rapid.SampledFrom([]string{"modify", "modify", "modify", "share"}).Draw(r, "option"),
		due:        rapid.SampledFrom([]string{"2026-06-30", "2026-06-30", "2026-07-31"}).Draw(r, "due"),
		title:      rapid.SampledFrom([]string{"Ransomware", "Ransomwear"}).Draw(r, "title"),
	}
}

func drawDay(r *rapid.T, from time.Time, days int, what string) time.Time {
	return from.AddDate(0, 0, rapid.IntRange(0, days).Draw(r, what))
}

func drawPast(t *testing.T, r *rapid.T, id string, epochs []epoch, earlier []past) past {
	rare := func(what string) bool { return rapid.IntRange(0, 9).Draw(r, what) == 0 }
	e := epochs[min(rapid.SampledFrom([]int{0, 0, 0, 0, 1, 2}).Draw(r, "epoch"), len(epochs)-1)]
	s := rapid.SampledFrom([]risk.Subject{currentRisk, currentRisk, residualRisk, itemOne}).Draw(r, "subject")
	key := fmt.Sprint(e, s)
	st, known := stateOf[key]
	if !known {
		var err error
		st, err = e.world().bind(t).State(s)
		require.NoError(t, err)
		stateOf[key] = st
	}
	a := risk.Approval{ID: id, Kind: s.Kind, Risk: s.Risk, Item: s.Item, Stage: s.Stage, State: st.Digest(),
		RequestedBy: rapid.SampledFrom([]string{"it-lead", "it-lead", "it-lead", "it-lead", "it-lead", "it-lead", "it-lead", "it-lead", "lena", "coo"}).Draw(r, "requester"),
		RequestedAt: drawDay(r, on("2026-03-01"), 20, "requested")}
	if !rare("no snapshot") {
		a.Snapshot = st.Fields
	}
	if rapid.IntRange(0, 2).Draw(r, "review") == 0 {
		a.ReviewedAt = a.RequestedAt
	}
	for _, c := range []string{"plan_item", "test"} {
		if c == "plan_item" != rare("other condition") {
			x := risk.ApprovalCondition{ID: c, Due: drawDay(r, on("2026-04-01"), 200, "due")}
			if rapid.IntRange(0, 3).Draw(r, "met") > 0 {
				x.Met = drawDay(r, on("2026-04-01"), 20, "met at")
			}
			a.Conditions = append(a.Conditions, x)
		}
	}
	if s.Kind == risk.AcceptRisk {
		a.Rule = map[bool]string{true: "tolerated", false: "within_appetite"}[s == currentRisk]
		if rare("another rule") {
			a.Rule = rapid.SampledFrom([]string{"", "tolerated", "within_appetite", "otherwise"}).Draw(r, "rule")
		}
	}
	var same []past
	for _, x := range earlier {
		if x.Subject() == s {
			same = append(same, x)
		}
	}
	if k := rapid.IntRange(0, 3*len(same)).Draw(r, "supersedes"); k < 2*len(same) {
		old := same[k/2]
		a.Supersedes = old.ID
		if a.RequestedAt.Before(old.At) {
			a.RequestedAt = old.At
		}
		if !a.ReviewedAt.IsZero() {
			a.ReviewedAt = a.RequestedAt
		}
	}
	a.Decision = rapid.SampledFrom([]risk.ApprovalDecision{0, risk.Rejected, risk.Approved, risk.Approved, risk.Approved, risk.Approved, risk.Approved, risk.Approved}).Draw(r, "decision")
	if a.Decision == 0 {
		return past{a, e}
	}
	a.At = drawDay(r, a.RequestedAt, 5, "at")
	by := rapid.SampledFrom([]string{"lena", "lena", "lena", "lena", "lena", "lena", "chair", "chair", "max", "coo", "ghost"}).Draw(r, "by")
	if s.Kind == risk.ApproveItem && !rare("not the owner") {
		by = e.owner
	}
	a.By, a.Authority = by, map[string]string{"lena": "ciso", "chair": "board", "max": "unit_head", "coo": "unit_head", "ghost": "ciso"}[by]
	if s.Kind == risk.AcceptRisk && by == "cfo" {
		a.Authority = "unit_head"
	}
	switch rapid.IntRange(0, 5).Draw(r, "expires") {
	case 0, 1:
		a.Expires = a.At.AddDate(0, 0, rapid.IntRange(20, 180).Draw(r, "days"))
	case 2:
		a.Expires = a.At.AddDate(0, 0, rapid.IntRange(175, 190).Draw(r, "days"))
	}
	if a.Decision == risk.Approved && rapid.IntRange(0, 7).Draw(r, "revoked") == 0 {
		a.Revoked = &risk.Revocation{At: drawDay(r, a.At, 10, "revoked at"), By: "lena", Reason: "an incident"}
	}
	switch rapid.IntRange(0, 4).Draw(r, "exception") {
	case 0:
		a.Exception = &risk.Exception{Reason: "small", Compensating: "audit", By: "chair"}
	case 1:
		a.Exception = &risk.Exception{Reason: "small", By: "chair"}
	}
	return past{a, e}
}

// The rules again, as plain as can be, and without the code under test.

func sameState(a past, now epoch) bool {
	was := a.of
	if was.likelihood != now.likelihood || was.personal != now.personal || was.owner != now.owner {
		return false
	}
	return a.Kind == risk.AcceptRisk && a.Stage == risk.Current || was.option == now.option && was.due == now.due
}

// decides gives the rule for the epoch: the impact is 2, and 1 after treatment.
func decides(e epoch, s risk.Stage) string {
	level := e.likelihood
	if s == risk.Current {
		level *= 2
	}
	switch {
	case level <= 2:
		return "within_appetite"
	case level <= 4 && !e.personal:
		return "tolerated"
	}
	return "otherwise"
}

func tookEffect(a past, now epoch) bool {
	ranks := map[string]int{"unit_head": 1, "ciso": 2, "board": 3}
	if a.RequestedBy == a.By && (a.Exception == nil || a.Exception.Reason == "" || a.Exception.Compensating == "" || a.Exception.By == "") {
		return false
	}
	if a.By == "ghost" || a.Kind == risk.AcceptRisk && a.Rule == "" {
		return false
	}
	if !sameState(a, now) {
		return true // the rest cannot be told
	}
	if a.Kind == risk.ApproveItem {
		return a.By == a.of.owner
	}
	if a.Rule == "otherwise" || a.Rule != decides(a.of, a.Stage) {
		return false
	}
	if a.Rule == "tolerated" {
		long := !a.Expires.IsZero() && a.Expires.After(a.At.AddDate(0, 0, 180))
		listed := false
		for _, c := range a.Conditions {
			listed = listed || c.ID == "plan_item"
		}
		return ranks[a.Authority] >= 2 && !long && listed
	}
	return true
}

func over(a past, asOf time.Time) bool {
	end := a.Expires
	if end.IsZero() && a.Rule == "tolerated" {
		end = a.At.AddDate(0, 0, 180)
	}
	return !end.IsZero() && !asOf.Before(end)
}

func overdue(a past, asOf time.Time) bool {
	for _, c := range a.Conditions {
		if c.Met.IsZero() && !c.Due.After(asOf) {
			return true
		}
	}
	return false
}

func replaced(a past, all []past, now epoch) bool {
	for _, b := range all {
		if b.Supersedes == a.ID && b.Decision == risk.Approved && tookEffect(b, now) {
			return true
		}
	}
	return false
}

func plainStatus(a past, all []past, now epoch, asOf time.Time) risk.Status {
	switch {
	case a.Decision == risk.Rejected:
		return rejected
	case a.Decision == 0 && a.ReviewedAt.IsZero():
		return proposed
	case a.Decision == 0:
		return underReview
	case !tookEffect(a, now):
		return void
	case a.Revoked != nil:
		return revoked
	case replaced(a, all, now):
		return superseded
	case over(a, asOf):
		return expired
	case overdue(a, asOf):
		return breached
	case !sameState(a, now):
		return stale
	}
	return active
}

func plainActive(a past, all []past, now epoch, asOf time.Time) bool {
	return a.Decision == risk.Approved && tookEffect(a, now) && a.Revoked == nil && !replaced(a, all, now) &&
		!over(a, asOf) && !overdue(a, asOf) && sameState(a, now)
}

// TestHistories compares 1,000 random histories with the plain rules above, and
// shuffles all that has no order.
func TestHistories(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	was := checks.Value.String()
	want := "1000"
	if testing.Short() {
		want = "5000" // of which rapid then runs a fifth
	}
	require.NoError(t, checks.Value.Set(want))
	defer func() { require.NoError(t, checks.Value.Set(was)) }()

	count, histories := map[risk.Status]int{}, 0
	rapid.Check(t, func(r *rapid.T) {
		epochs := []epoch{drawEpoch(r), drawEpoch(r), drawEpoch(r)}
		var all []past
		for i := range rapid.IntRange(1, 6).Draw(r, "approvals") {
			all = append(all, drawPast(t, r, fmt.Sprintf("A-%d", i), epochs, all))
		}
		asOf := drawDay(r, on("2026-05-01"), 200, "asOf")
		now := epochs[0]
		if rapid.IntRange(0, 4).Draw(r, "changed") == 0 {
			now = epochs[1]
		}
		w := now.world()
		w.holders = append(w.holders, risk.Holder{Person: "cfo", Authority: "unit_head"}, risk.Holder{Person: "lena", Authority: "unit_head", Until: on("2025-01-01")})
		list := make([]risk.Approval, len(all))
		for i := range all {
			list[i] = all[i].Approval
		}
		got, err := w.bind(t, list...).Standings(asOf)
		require.NoError(r, err)
		require.Len(r, got, len(all))
		for i, a := range all {
			require.Equal(r, a.ID, got[i].Approval.ID)
			require.Equal(r, plainStatus(a, all, now, asOf).String(), got[i].Status.String(), "%s %v", a.ID, got[i].Reasons)
			require.Equal(r, plainActive(a, all, now, asOf), got[i].Active())
			count[got[i].Status]++
		}
		histories++

		w.swap = true
		w.holders = rapid.Permutation(w.holders).Draw(r, "holders")
		w.r.Scope, w.r.Assets, w.item.Resources = []string{"warehouse", "order-platform"}, slices.Clone(w.r.Assets), nil
		list = rapid.Permutation(list).Draw(r, "order")
		for i := range list {
			list[i].Conditions = rapid.Permutation(list[i].Conditions).Draw(r, "conditions")
		}
		again, err := w.bind(t, list...).Standings(asOf)
		require.NoError(r, err)
		require.Equal(r, told(got), told(again))
	})
	require.GreaterOrEqual(t, histories, 1000)
	total := 0
	for _, s := range risk.Statuses() {
		total += count[s]
		require.GreaterOrEqual(t, count[s], 40, "%s in %v", s, count)
	}
	t.Logf("%d approvals in %d histories: %v", total, histories, count)
}

// told is all that standings say.
func told(list []risk.Standing) string {
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintln(&b, s.Approval.ID, s.Status, s.Since, s.Expires, s.Rank, s.Reasons, s.Changes)
	}
	return b.String()
}
