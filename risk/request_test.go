package risk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

func requests(t *testing.T, tr *risk.Treatment, asOf string) []risk.Request {
	t.Helper()
	list, err := tr.Requests(on(asOf))
	require.NoError(t, err)
	return list
}

func asked(list []risk.Request) string {
	var out []string
	for _, q := range list {
		out = append(out, q.Owner+": "+q.Subject.String())
	}
	return strings.Join(out, ", ")
}

func TestRequests(t *testing.T) {
	w := newWorld()
	// Both current risks are medium, which is accepted on conditions; both
	// items wait for their approval, and both residual risks are accepted by
	// the criteria: one within appetite, one tolerated.
	all := "cfo: item P-2, cfo: current risk R-2, cfo: residual risk R-2, coo: item P-1, coo: current risk R-1, coo: residual risk R-1"
	require.Equal(t, all, asked(requests(t, w.bind(t), "2026-04-01")))
	w.swap = true
	require.Equal(t, all, asked(requests(t, w.bind(t), "2026-04-01")))
	w.swap = false

	// What is approved is not asked for until it holds no more.
	list := []risk.Approval{w.approved(t, "A", currentRisk), w.approved(t, "B", residualRisk), w.approved(t, "C", itemOne)}
	rest := "cfo: item P-2, cfo: current risk R-2, cfo: residual risk R-2"
	require.Equal(t, rest, asked(requests(t, w.bind(t, list...), "2026-04-01")))
	require.Equal(t, rest+", coo: current risk R-1", asked(requests(t, w.bind(t, list...), "2026-06-30")))
	w.item.Due = on("2026-07-31")
	require.Equal(t, rest+", coo: item P-1, coo: residual risk R-1", asked(requests(t, w.bind(t, list...), "2026-04-01")))

	// What is not acceptable is not asked for; what is cancelled neither.
	w = newWorld()
	w.likelihood, w.availability = "certain", 3 // 9 now, 6 after treatment
	w.other.Status = risk.ItemCancelled
	require.Equal(t, "cfo: current risk R-2, coo: item P-1", asked(requests(t, w.bind(t), "2026-04-01")))
	w.r.Owner = ""
	require.Equal(t, ": item P-1, cfo: current risk R-2", asked(requests(t, w.bind(t), "2026-04-01")))

	// A low risk without an item needs nobody, unless the rule names somebody.
	w = newWorld()
	w.likelihood = "rare"
	w.item.Status, w.other.Status = risk.ItemCancelled, risk.ItemCancelled
	require.Equal(t, "cfo: current risk R-2", asked(requests(t, w.bind(t), "2026-04-01")))
	w.criteria = []string{"outcome: accept\n", "outcome: accept\n    authority: unit_head\n"}
	require.Equal(t, "cfo: current risk R-2, coo: current risk R-1", asked(requests(t, w.bind(t), "2026-04-01")))

	_, err := w.bind(t).Requests(time.Time{})
	require.ErrorIs(t, err, risk.ErrTime)
}

// TestRequestBecomesAnApproval takes each request through its life: proposed,
// decided, active.
func TestRequestBecomesAnApproval(t *testing.T) {
	w := newWorld()
	for _, q := range requests(t, w.bind(t), "2026-04-01") {
		a := q.Approval("X")
		require.Equal(t, q.Subject, a.Subject())
		require.Equal(t, q.State.Digest(), a.State)
		require.Empty(t, a.Supersedes)
		a.RequestedBy = "it-lead"
		s, err := w.bind(t, a).Standing("X", on("2026-04-01"))
		require.NoError(t, err)
		require.Equal(t, proposed.String(), s.Status.String())
		requireRoundTrip(t, []risk.Approval{a})

		a.Decision, a.By, a.At = risk.Approved, q.Owner, on("2026-04-02")
		if a.Kind == risk.AcceptRisk {
			require.NotEmpty(t, q.Holders)
			a.By, a.Authority = q.Holders[0].Person, q.Holders[0].Authority
		}
		for i := range a.Conditions {
			a.Conditions[i].Due = on("2026-06-30")
		}
		tr := w.bind(t, a)
		s, err = tr.Standing("X", on("2026-04-02"))
		require.NoError(t, err)
		require.True(t, s.Active(), "%v", s.Reasons)
		requireRoundTrip(t, []risk.Approval{a})
		require.NotContains(t, asked(requests(t, tr, "2026-04-02")), q.Subject.String())
	}
}

func TestRequestKnowsWhatWasBefore(t *testing.T) {
	w := newWorld()
	a := w.approved(t, "A", currentRisk)
	a.Expires = on("2026-03-10")
	b := w.approved(t, "B", currentRisk)
	b.RequestedAt, b.At, b.Supersedes = on("2026-03-11"), on("2026-03-12"), "A"
	c := w.approved(t, "C", currentRisk)
	c.RequestedBy, c.RequestedAt, c.At = "lena", on("2026-03-13"), on("2026-03-14")
	w.r.Owner = "cfo"
	var found bool
	for _, q := range requests(t, w.bind(t, a, c, b), "2026-04-01") {
		if q.Subject != currentRisk {
			require.Empty(t, q.Earlier)
			continue
		}
		found = true
		require.Len(t, q.Earlier, 3)
		require.Equal(t, "C void, B stale, A superseded", q.Earlier[0].Approval.ID+" "+q.Earlier[0].Status.String()+", "+
			q.Earlier[1].Approval.ID+" "+q.Earlier[1].Status.String()+", "+q.Earlier[2].Approval.ID+" "+q.Earlier[2].Status.String())
		require.Equal(t, "B", q.Approval("D").Supersedes) // C never took effect, A is replaced
	}
	require.True(t, found)
}

// TestRequestText writes the requests as a risk owner gets them.
func TestRequestText(t *testing.T) {
	w := newWorld()
	a := w.approved(t, "A-1", currentRisk)
	p := w.approved(t, "A-2", itemOne)
	r := w.approved(t, "A-3", residualRisk)
	open(&r)
	r.Decision, r.By, r.At = risk.Rejected, "lena", on("2026-03-03")
	o := w.approved(t, "A-4", residualRisk)
	open(&o)
	w.item.Due = on("2026-07-31")
	w.r.Scope = append(w.r.Scope, "web-shop")
	w.item.Rationale = "cheapest,\nand simplest\n"
	w.holders = append(w.holders, risk.Holder{Person: "cfo", Authority: "board", Until: on("2027-01-01")}, risk.Holder{Person: "old", Authority: "board", Until: on("2026-01-01")})
	w.criteria = []string{"{id: ciso, rank: 2}", "{id: ciso, rank: 2, title: Head of security}"}
	var b strings.Builder
	write := func(w *world, asOf string, list ...risk.Approval) {
		for _, q := range requests(t, w.bind(t, list...), asOf) {
			if len(list) > 0 || q.Owner != "cfo" { // theirs are the same each time
				b.WriteString(q.Text() + "\n----\n\n")
			}
		}
	}
	write(w, "2026-07-01", a, p, r, o)
	w = newWorld() // much is not known
	w.likelihood, w.r.Owner, w.r.Title, w.holders, w.tags = "", "", "", nil, nil
	w.item = risk.PlanItem{ID: "P-1", Risk: "R-1", Option: risk.OptionRetain}
	write(w, "2026-04-01")
	w = newWorld() // too large even after treatment, by an option of the organisation's own
	w.likelihood, w.availability = "certain", 3
	w.options = []risk.Option{{ID: "watch", Title: "look at it each month"}}
	w.item.Option, w.b.Status = "watch", 0
	write(w, "2026-04-01")
	w = newWorld() // nobody may decide
	w.criteria = []string{"180d", "36h"}
	w.holders = nil
	write(w, "2026-04-01")

	file := filepath.Join("testdata", "requests.txt")
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}
