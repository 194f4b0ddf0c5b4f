package isms

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// A Likeness is what two nonconformities have in common.
type Likeness string

// What nonconformities can have in common, in the order in which it is shown.
const (
	SameRequirement Likeness = "requirement"
	SameControl     Likeness = "control"
	SameProcess     Likeness = "process"
	SameCause       Likeness = "cause"
)

// A Reason says why a nonconformity may be similar to another one: both name
// the same thing.
type Reason struct {
	Same  Likeness
	Value string // as the nonconformity that was asked about has it
}

// A Candidate is a nonconformity that may be similar to another one (10.2 b).
// Whether it is, somebody has to judge.
type Candidate struct {
	Nonconformity *Nonconformity
	Reasons       []Reason // in the order of Likeness, then as stated
	// Listed tells that the other one names it under similar.found already.
	Listed bool
}

// A SimilarIndex finds nonconformities that have something in common. It is
// made of the system as it was then, and is safe for concurrent use.
type SimilarIndex struct {
	list   []*Nonconformity
	sharer map[trait][]int // positions in list, in order
}

// trait is a thing that nonconformities can have in common.
type trait struct {
	same  Likeness
	value string // as it is compared
}

// SimilarIndex indexes the nonconformities of the system. The work is linear in
// what they state.
func (s *System) SimilarIndex() *SimilarIndex {
	x := &SimilarIndex{list: slices.Clone(s.Nonconformities.Or(nil)), sharer: map[trait][]int{}}
	slices.SortStableFunc(x.list, func(a, b *Nonconformity) int { return cmp.Compare(a.ID, b.ID) })
	for i, n := range x.list {
		for _, t := range traits(n) {
			x.sharer[t.trait] = append(x.sharer[t.trait], i)
		}
	}
	return x
}

// Similar proposes nonconformities that may be similar to n, those with most
// reasons first, then by id. What is not given, or stated to be nothing, is no
// reason. Requirements are compared as they are written but for blanks and
// case, causes by their words. The work is linear in the reasons found.
func (x *SimilarIndex) Similar(n *Nonconformity) []Candidate {
	found := map[int]int{} // position in x.list -> in out
	var out []Candidate
	var listed []string
	if s, ok := n.Similar.Get(); ok {
		listed = s.Found.Or(nil)
	}
	for _, t := range traits(n) {
		for _, i := range x.sharer[t.trait] {
			if x.list[i].ID == n.ID {
				continue
			}
			j, ok := found[i]
			if !ok {
				j = len(out)
				found[i] = j
				out = append(out, Candidate{Nonconformity: x.list[i]})
			}
			out[j].Reasons = append(out[j].Reasons, Reason{t.same, t.stated})
		}
	}
	for _, id := range listed {
		if i, ok := slices.BinarySearchFunc(x.list, id, func(n *Nonconformity, id string) int { return cmp.Compare(n.ID, id) }); ok {
			if j, ok := found[i]; ok {
				out[j].Listed = true
			}
		}
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(len(b.Reasons), len(a.Reasons)), cmp.Compare(a.Nonconformity.ID, b.Nonconformity.ID))
	})
	return out
}

// stated is a trait and the words in which a nonconformity has it.
type stated struct {
	trait
	stated string
}

// traits lists what a nonconformity can have in common with others, each once.
func traits(n *Nonconformity) []stated {
	var list []stated
	seen := map[trait]bool{}
	add := func(same Likeness, value, text string) {
		if t := (trait{same, value}); value != "" && !seen[t] {
			seen[t] = true
			list = append(list, stated{t, text})
		}
	}
	requirement := n.Requirement.Or("")
	add(SameRequirement, strings.ToLower(strings.Join(strings.Fields(requirement), " ")), requirement)
	for _, id := range n.Controls.Or(nil) {
		add(SameControl, id, id)
	}
	for _, id := range n.Processes.Or(nil) {
		add(SameProcess, id, id)
	}
	cause := n.Cause.Or("")
	words := strings.FieldsFunc(strings.ToLower(cause), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	add(SameCause, strings.Join(words, " "), cause)
	return list
}
