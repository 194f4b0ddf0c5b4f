package soa_test

import (
	"testing"

	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

func TestCoverage(t *testing.T) {
	s := statement(t, soundText(t))
	s.Entry("T-3").Status = 0
	s.Entries = append(s.Entries, s.Entries[0]) // the first entry counts
	c := s.Coverage(catalogue(t, tools), catalogue(t, own))
	t1 := soa.Count{Controls: 1, Necessary: 1, External: 1, Implemented: 1}
	t2 := soa.Count{Controls: 1, Necessary: 1, Planned: 1}
	require.Equal(t, soa.Coverage{
		Total: soa.Count{Controls: 6, Necessary: 5, Excluded: 1, External: 2, Implemented: 2, Partial: 1, Planned: 1, Unstated: 1},
		Catalogues: []soa.CatalogueCoverage{
			{
				Catalogue: "tools",
				Count:     soa.Count{Controls: 4, Necessary: 3, Excluded: 1, External: 2, Implemented: 1, Planned: 1, Unstated: 1},
				Groups: []soa.GroupCoverage{
					{Group: "g1", Title: "First", Count: soa.Count{Controls: 3, Necessary: 3, External: 2, Implemented: 1, Planned: 1, Unstated: 1}},
					{Group: "g2", Title: "Second", Count: soa.Count{Controls: 2, Necessary: 2, External: 1, Planned: 1, Unstated: 1}},
				},
				Attributes: []soa.AttributeCoverage{
					{Name: "type", Value: "preventive", Count: soa.Count{Controls: 2, Necessary: 2, External: 1, Implemented: 1, Planned: 1}},
					{Name: "type", Value: "detective", Count: t2},
					{Name: "place", Value: "inside", Count: t1},
					{Name: "place", Value: "outside", Count: t1},
				},
			},
			{Catalogue: "acme", Count: soa.Count{Controls: 1, Necessary: 1, Implemented: 1}},
		},
		Own: soa.Count{Controls: 1, Necessary: 1, Partial: 1},
	}, c)
}

// Over Annex A the themes have their controls, and an empty statement has
// decided nothing.
func TestCoverageOfNothing(t *testing.T) {
	c := (&soa.Statement{}).Coverage(annexa.Edition2022())
	require.Equal(t, soa.Count{Controls: 93, Undecided: 93}, c.Total)
	require.Equal(t, soa.Count{Controls: 37, Undecided: 37}, c.Catalogues[0].Groups[0].Count)
	require.Equal(t, soa.Count{Controls: 34, Undecided: 34}, c.Catalogues[0].Groups[3].Count)
	require.Len(t, c.Catalogues[0].Attributes, 30)
	m := migrate(t, old2013())
	c = m.Statement.Coverage(annexa.Edition2022())
	require.Equal(t, 27, c.Total.Undecided)
	require.Equal(t, 94, c.Total.Controls)
	require.Equal(t, c.Total.Necessary, c.Total.Implemented+c.Total.Partial+c.Total.Planned+c.Total.NotImplemented+c.Total.Unstated)
}

// A circle of groups, which only a catalogue made by hand can have, ends.
func TestCoverageCircle(t *testing.T) {
	c := &soa.Catalogue{ID: "x", Groups: []soa.Group{{ID: "a", Parent: "b"}, {ID: "b", Parent: "a"}}, Controls: []soa.Control{{ID: "K", Group: "a"}, {ID: "L", Withdrawn: true}}}
	out := (&soa.Statement{}).Coverage(c)
	require.Equal(t, 1, out.Catalogues[0].Groups[0].Count.Controls)
	require.Equal(t, 1, out.Catalogues[0].Groups[1].Count.Controls)
	require.Equal(t, 1, out.Total.Undecided)
}
