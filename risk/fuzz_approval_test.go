package risk_test

import (
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
)

// FuzzApprovals reads approvals, writes them, reads the same ones back, and
// judges them, which panics for nothing.
func FuzzApprovals(f *testing.F) {
	f.Add(full())
	f.Add("approvals: [{id: A, kind: item, item: P-1, requested: {by: x, at: 2026-03-01}, decision: approved, by: coo, at: 2026-03-02, state: " + someDigest + "}]")
	f.Add("approvals: [{id: A, kind: item, item: P-1, requested: {by: x, at: 2026-03-01}, supersedes: B}, {id: B, kind: item, item: P-1, requested: {by: x, at: 2026-03-01}, supersedes: A}]")
	w := newWorld()
	a := w.approved(f, "A", currentRisk)
	f.Add(`{"approvals":[` + string(risk.AppendApproval(nil, &a)) + `]}`)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := risk.ParseApprovals("plan", []byte(text))
		if err != nil {
			return
		}
		requireRoundTrip(t, list)
		tr := w.bind(t, list...)
		got, err := tr.Standings(on("2026-07-01"))
		if err != nil {
			return
		}
		require.Len(t, got, len(list))
		for _, s := range got {
			require.NotEmpty(t, s.Status.String())
			require.Equal(t, s.Active(), len(s.Reasons) == 0 || s.Reasons[0].Status == active)
		}
		asked, err := tr.Requests(on("2026-07-01"))
		require.NoError(t, err)
		for _, q := range asked {
			require.NotEmpty(t, q.Text())
		}
	})
}
