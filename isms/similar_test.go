package isms_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// shown writes candidates in short: id, whether it is listed, and the reasons.
func shown(list []isms.Candidate) []string {
	var out []string
	for _, c := range list {
		line := c.Nonconformity.ID
		if c.Listed {
			line += " listed"
		}
		for _, r := range c.Reasons {
			line += fmt.Sprintf("; %s %s", r.Same, r.Value)
		}
		out = append(out, line)
	}
	return out
}

func similarTo(s *isms.System, id string) []string {
	return shown(s.SimilarIndex().Similar(s.Index().Entity(id).(*isms.Nonconformity)))
}

func TestSimilar(t *testing.T) {
	s := parse(t, document(`nonconformities:
  - {id: N-1, requirement: "7.5.3 c", controls: [C-1, C-2, C-1], processes: [P-1], cause: "The form had no field for it.", similar: {found: [N-9, N-5, N-0]}}
  - {id: N-2, requirement: " 7.5.3  C", controls: [C-2], processes: [], cause: 'the form had no field, for it'}
  - {id: N-3, requirement: "7.5.3", controls: [C-1], processes: [P-1, P-2], cause: Nobody had a field}
  - {id: N-4, requirement: "4.1", controls: [C-1], cause: ""}
  - {id: N-5, requirement: "", controls: [], processes: [P-1], cause: "..."}
  - {id: N-6, requirement: "", controls: [], processes: [], cause: "?"}
  - {id: N-7}
  - {id: N-8, requirement: "4.1"}
`))
	require.Equal(t, []string{
		"N-2; requirement 7.5.3 c; control C-2; cause The form had no field for it.",
		"N-3; control C-1; process P-1",
		"N-4; control C-1",
		"N-5 listed; process P-1",
	}, similarTo(s, "N-1"))
	require.Equal(t, []string{"N-1; control C-1", "N-3; control C-1", "N-8; requirement 4.1"}, similarTo(s, "N-4"))
	require.Equal(t, []string{"N-1; process P-1", "N-3; process P-1"}, similarTo(s, "N-5"))
	require.Empty(t, similarTo(s, "N-6"), "what is stated to be nothing is nothing in common")
	require.Empty(t, similarTo(s, "N-7"), "nor is what is not given")
	require.Empty(t, (&isms.System{}).SimilarIndex().Similar(&isms.Nonconformity{ID: "N"}))

	// One that the system does not hold yet can be asked about, too.
	n := &isms.Nonconformity{ID: "N-NEW", Cause: isms.Some("NOBODY had a field!")}
	require.Equal(t, []string{"N-3; cause NOBODY had a field!"}, shown(s.SimilarIndex().Similar(n)))
}

// TestSimilarLaws: likeness goes both ways, for as many reasons, and does not
// depend on the order in which nonconformities are stated; to fill something in
// takes no reason away.
func TestSimilarLaws(t *testing.T) {
	text := rapid.SampledFrom([]string{"", "a", "b", "A!", "c"})
	rapid.Check(t, func(t *rapid.T) {
		s := &isms.System{}
		var list []*isms.Nonconformity
		for i := range rapid.IntRange(1, 6).Draw(t, "count") {
			n := &isms.Nonconformity{ID: "N-" + strconv.Itoa(i)}
			if rapid.Bool().Draw(t, "requirement") {
				n.Requirement = isms.Some(text.Draw(t, "text"))
			}
			if rapid.Bool().Draw(t, "controls") {
				n.Controls = isms.Some(rapid.SliceOfN(text, 0, 3).Draw(t, "list"))
			}
			if rapid.Bool().Draw(t, "cause") {
				n.Cause = isms.Some(text.Draw(t, "text"))
			}
			list = append(list, n)
		}
		s.Nonconformities = isms.Some(list)
		x := s.SimilarIndex()
		reasons := map[string]int{}
		for _, n := range list {
			for _, c := range x.Similar(n) {
				require.NotEqual(t, n.ID, c.Nonconformity.ID)
				reasons[n.ID+" "+c.Nonconformity.ID] = len(c.Reasons)
			}
		}
		for pair, count := range reasons {
			a, b, _ := strings.Cut(pair, " ")
			require.Equal(t, count, reasons[b+" "+a], pair)
		}
		s.Nonconformities = isms.Some(rapid.Permutation(list).Draw(t, "order"))
		shuffled := s.SimilarIndex()
		for _, n := range list {
			require.Equal(t, x.Similar(n), shuffled.Similar(n))
		}
		for _, n := range list {
			if !n.Processes.Known() {
				n.Processes = isms.Some([]string{text.Draw(t, "process")})
			}
			if !n.Cause.Known() {
				n.Cause = isms.Some("b")
			}
		}
		x = s.SimilarIndex()
		for _, n := range list {
			for _, c := range x.Similar(n) {
				pair := n.ID + " " + c.Nonconformity.ID
				require.GreaterOrEqual(t, len(c.Reasons), reasons[pair])
				delete(reasons, pair)
			}
		}
		require.Empty(t, reasons)
	})
}

// manyNonconformities share a requirement, a control or a cause with nine others.
func manyNonconformities(n int) *isms.System {
	list := make([]*isms.Nonconformity, n)
	for i := range list {
		list[i] = &isms.Nonconformity{ID: fmt.Sprintf("N-%06d", i), Requirement: isms.Some(strconv.Itoa(i / 10)),
			Controls: isms.Some([]string{"C-" + strconv.Itoa(i%(n/10))}), Cause: isms.Some("cause " + strconv.Itoa((i+5)/10))}
	}
	return &isms.System{Nonconformities: isms.Some(list)}
}

// TestSimilarMany: 10,000 of them, and all in one requirement.
func TestSimilarMany(t *testing.T) {
	s := manyNonconformities(10_000)
	x := s.SimilarIndex()
	for _, n := range s.Nonconformities.Or(nil) {
		found := x.Similar(n)
		require.GreaterOrEqual(t, len(found), 18) // 9 by requirement, 9 by control, fewer than 9 more by cause
		require.LessOrEqual(t, len(found), 27)
	}
	for _, n := range s.Nonconformities.Or(nil) {
		n.Requirement = isms.Some("4.1")
	}
	require.Len(t, s.SimilarIndex().Similar(s.Nonconformities.Or(nil)[0]), 9_999)
}

func BenchmarkSimilar(b *testing.B) {
	for _, n := range []int{10_000, 20_000, 40_000, 80_000} {
		s := manyNonconformities(n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				x := s.SimilarIndex()
				for _, n := range s.Nonconformities.Or(nil) {
					x.Similar(n)
				}
			}
		})
	}
}

func ExampleSimilarIndex_Similar() {
	s, err := isms.Parse("isms.yaml", []byte(`format: ismskit.isms/v1
nonconformities:
  - {id: NC-1, requirement: "4.1", processes: [booking], cause: The form had no field for it}
  - {id: NC-2, requirement: "7.5.3", processes: [booking], cause: the form had no field for it}
  - {id: NC-3, requirement: "4.1"}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	x := s.SimilarIndex()
	for _, c := range x.Similar(s.Nonconformities.Or(nil)[0]) {
		fmt.Println(c.Nonconformity.ID, c.Reasons)
	}
	// Output:
	// NC-2 [{process booking} {cause The form had no field for it}]
	// NC-3 [{requirement 4.1}]
}
