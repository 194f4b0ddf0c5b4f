package soa_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawnEntry draws what an entry may state.
func drawnEntry(t *rapid.T, control, catalogue string) soa.Entry {
	word := func(label string, words ...string) string { return rapid.SampledFrom(words).Draw(t, label) }
	list := func(label string, words ...string) []string {
		out := rapid.SliceOfNDistinct(rapid.SampledFrom(words), 0, len(words), rapid.ID[string]).Draw(t, label)
		if len(out) == 0 {
			return nil
		}
		return out
	}
	e := soa.Entry{
		Control: control, Catalogue: catalogue,
		Necessary:     soa.Necessity(rapid.IntRange(0, 2).Draw(t, "necessary")),
		Risks:         list("risks", "R-1", "R-2", "R-10"),
		Requirements:  list("requirements", "L-1", "B-1"),
		Justification: word("justification", "", "one", "two\nlines", "|"),
		Description:   word("description", "", "so"),
		Status:        risk.ControlStatus(rapid.IntRange(0, 4).Draw(t, "status")),
		External:      word("external", "", "hoster", "bank"),
		Owner:         word("owner", "", "cio", "coo"),
		Evidence:      list("evidence", "a", "b"),
	}
	for r := soa.ReasonRisk; r <= soa.ReasonBusiness; r++ {
		if rapid.Bool().Draw(t, "reason") {
			e.Reasons = append(e.Reasons, r)
		}
	}
	if n := rapid.IntRange(0, 2).Draw(t, "due"); n > 0 {
		e.Due = time.Date(2026, time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	}
	return e
}

// drawnStatement draws a statement over Annex A of 2013: any controls, in any
// order, some twice, one unknown, and own ones.
func drawnStatement(t *rapid.T) *soa.Statement {
	ids := []string{"A.99.1"}
	for _, k := range annexa.Edition2013().Controls {
		ids = append(ids, k.ID)
	}
	s := &soa.Statement{ID: "s", Version: "1", Catalogues: []soa.CatalogueRef{{ID: annexa.ID2013}, {ID: "tools"}}}
	pick := rapid.SampledFrom(ids)
	for range rapid.IntRange(0, 30).Draw(t, "entries") {
		s.Entries = append(s.Entries, drawnEntry(t, pick.Draw(t, "control"), annexa.ID2013))
	}
	for _, own := range []string{"OWN-1", "OWN-2", "T-1"} {
		if rapid.Bool().Draw(t, own) {
			s.Entries = append(s.Entries, drawnEntry(t, own, map[bool]string{true: "tools"}[own == "T-1"]))
		}
	}
	return s
}

func TestMigrationLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawnStatement(t)
		m, err := soa.Migrate(s, annexa.Crosswalk(), annexa.Edition2022())
		require.NoError(t, err)

		// one fate for each entry, no more and no less
		var want, got []string
		for _, e := range s.Entries {
			want = append(want, e.Control)
		}
		for _, f := range m.Fates {
			got = append(got, f.Control)
		}
		require.ElementsMatch(t, want, got)

		// each new control once, and what old ones state is in their successors
		seen := map[string]int{}
		for _, e := range m.Statement.Entries {
			if e.Catalogue == annexa.ID2022 {
				seen[e.Control]++
			}
		}
		require.Len(t, seen, 93)
		for _, e := range s.Entries {
			for _, l := range annexa.Crosswalk().Links {
				if e.Catalogue != annexa.ID2013 || l.From != e.Control {
					continue
				}
				n := m.Statement.Entry(l.To)
				require.Subset(t, n.Risks, e.Risks)
				require.Subset(t, n.Requirements, e.Requirements)
				require.Subset(t, n.Evidence, e.Evidence)
				require.Subset(t, n.Reasons, e.Reasons)
				require.Contains(t, n.Justification, e.Justification)
				require.Contains(t, n.Description, e.Description)
				if n.Necessary != soa.Undecided {
					require.Equal(t, e.Necessary, n.Necessary, "decided only where all agree")
				}
			}
		}
	})
}

func TestMigrationIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawnStatement(t)
		a, err := soa.Migrate(s, annexa.Crosswalk(), annexa.Edition2022())
		require.NoError(t, err)
		other := *s
		other.Entries = rapid.Permutation(s.Entries).Draw(t, "order")
		b, err := soa.Migrate(&other, annexa.Crosswalk(), annexa.Edition2022())
		require.NoError(t, err)
		require.Equal(t, string(a.Statement.Bytes()), string(b.Statement.Bytes()))
		require.Equal(t, a.Controls, b.Controls)
		require.Equal(t, a.Fates, b.Fates)
		require.Equal(t, a.Markdown(), b.Markdown())
	})
}

// A statement and what is read of its bytes do not differ; two statements
// without a difference have one digest.
func TestDiffAndBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawnStatement(t), drawnStatement(t)
		require.Empty(t, soa.Diff(a, a))
		read, err := soa.ParseStatement("s", a.Bytes())
		require.NoError(t, err)
		require.Empty(t, soa.Diff(a, read))
		require.Equal(t, a.Digest(), read.Digest())
		changes := soa.Diff(a, b)
		require.Len(t, soa.Diff(b, a), len(changes), "seen from the other side")
		if len(changes) == 0 {
			slices.SortStableFunc(a.Entries, byControl)
			slices.SortStableFunc(b.Entries, byControl)
			require.Equal(t, a.Digest(), b.Digest())
		} else {
			require.NotEqual(t, a.Digest(), b.Digest())
		}
	})
}

func byControl(a, b soa.Entry) int { return strings.Compare(a.Control, b.Control) }

// drawnInput draws plans, risks, requirements and providers over the small
// catalogues, and perhaps a previous statement.
func drawnInput(t *rapid.T) soa.Input {
	controls := []string{"T-1", "T-2", "T-3", "T-4", "T-10", "ACME-1", "OWN-1", "OWN-2"}
	some := func(label string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(controls), 0, 4, rapid.ID[string]).Draw(t, label)
	}
	tool, _ := soa.ParseCatalogue("c", []byte(tools))
	acme, _ := soa.ParseCatalogue("c", []byte(own))
	in := soa.Input{ID: "s", Catalogues: []*soa.Catalogue{tool, acme}, Register: &risk.Register{ID: "r"}}
	for i := range 3 {
		r := &risk.Risk{ID: fmt.Sprint("R-", i), Controls: some("credited")}
		in.Register.Risks = append(in.Register.Risks, r)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "plans") {
		p := &risk.Plan{ID: fmt.Sprint("plan-", i)}
		for _, c := range controls {
			k := risk.Control{ID: c}
			if rapid.Bool().Draw(t, "stated") { // the same in each plan that states it
				k.Status, k.Owner, k.Title = risk.ControlStatus(len(c)%4+1), "owner-"+c, "Title "+c
			}
			k.Evidence = rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2).Draw(t, "evidence")
			p.Controls = append(p.Controls, k)
		}
		for j := range rapid.IntRange(0, 4).Draw(t, "items") {
			it := risk.PlanItem{ID: fmt.Sprint("P-", j), Risk: fmt.Sprint("R-", rapid.IntRange(0, 2).Draw(t, "risk")), Controls: some("controls"),
				Status: risk.ItemStatus(rapid.IntRange(1, 4).Draw(t, "status")), Due: time.Date(2026, 1, rapid.IntRange(1, 9).Draw(t, "due"), 0, 0, 0, 0, time.UTC)}
			p.Items = append(p.Items, it)
		}
		in.Plans = append(in.Plans, p)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "requirements") {
		in.Requirements = append(in.Requirements, soa.Requirement{ID: fmt.Sprint("L-", i), Kind: soa.RequirementKind(rapid.IntRange(1, 4).Draw(t, "kind")), Controls: some("required")})
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "externals") {
		in.Externals = append(in.Externals, soa.External{ID: fmt.Sprint("X-", i), Controls: some("provided")})
	}
	if rapid.Bool().Draw(t, "previous") {
		in.Previous = &soa.Statement{ID: "s", Version: "0", Catalogues: []soa.CatalogueRef{{ID: "tools"}}}
		for _, c := range controls {
			if c[0] == 'T' && rapid.Bool().Draw(t, "entry") {
				in.Previous.Entries = append(in.Previous.Entries, drawnEntry(t, c, "tools"))
			}
		}
	}
	return in
}

func TestDeriveIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawnInput(t)
		a, err := soa.Derive(in)
		require.NoError(t, err)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		other := in
		other.Plans = slices.Clone(in.Plans)
		for i, p := range other.Plans {
			q := *p
			q.Controls, q.Items = shuffled(rng, p.Controls), shuffled(rng, p.Items)
			other.Plans[i] = &q
		}
		other.Plans = shuffled(rng, other.Plans)
		other.Register = &risk.Register{ID: "r", Risks: shuffled(rng, in.Register.Risks)}
		other.Requirements, other.Externals = shuffled(rng, in.Requirements), shuffled(rng, in.Externals)
		if in.Previous != nil {
			p := *in.Previous
			p.Entries = shuffled(rng, p.Entries)
			other.Previous = &p
		}
		b, err := soa.Derive(other)
		require.NoError(t, err)
		require.Equal(t, string(a.Bytes()), string(b.Bytes()))

		// catalogues in another order: the same entries in that order
		other.Catalogues = []*soa.Catalogue{in.Catalogues[1], in.Catalogues[0]}
		c, err := soa.Derive(other)
		require.NoError(t, err)
		require.Empty(t, slices.DeleteFunc(soa.Diff(a, c), func(x soa.Change) bool { return x.Field == "catalogues" }))
		require.Equal(t, "acme", c.Entries[0].Catalogue)
	})
}

func shuffled[T any](rng *rand.Rand, list []T) []T {
	out := slices.Clone(list)
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// What Derive makes is necessary exactly where the input gives a reason, and
// Check finds nothing that contradicts the input.
func TestDeriveFollows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawnInput(t)
		s, err := soa.Derive(in)
		require.NoError(t, err)
		needed := map[string]bool{}
		for _, p := range in.Plans {
			for _, it := range p.Items {
				for _, c := range it.Controls {
					needed[c] = needed[c] || it.Status != risk.ItemCancelled
				}
			}
		}
		for _, r := range in.Register.Risks {
			for _, c := range r.Controls {
				needed[c] = true
			}
		}
		for _, r := range in.Requirements {
			for _, c := range r.Controls {
				needed[c] = true
			}
		}
		for _, e := range s.Entries {
			require.Equal(t, needed[e.Control], e.Necessary == soa.Necessary, e.Control)
			if e.Necessary == soa.Excluded {
				require.Equal(t, soa.Excluded, in.Previous.Entry(e.Control).Necessary)
			}
		}
		found, err := s.Check(in)
		require.NoError(t, err)
		for _, f := range found {
			switch f.Code {
			case soa.NotApproved, soa.NotDecided, soa.StatusMissing, soa.ExclusionUnjustified, soa.Restated, soa.Contradiction, soa.EvidenceMissing, soa.DueMissing,
				soa.ItemMissing, soa.DescriptionMissing, soa.WithdrawnControl:
			default:
				require.Fail(t, f.String())
			}
		}
	})
}
