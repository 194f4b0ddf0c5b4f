package isms

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// A Problem is something about the system's data that cannot be right, or that
// cannot be told: it says nothing about conformity.
type Problem struct {
	Code     ProblemCode
	Path     string // of what it is about, such as documents[D-1].approvedBy
	Position Position
	Message  string
	Nearest  string // id that was probably meant, "" if none is near
}

// String gives the problem in one line: file:line:col: path: message.
func (p Problem) String() string {
	s := p.Path + ": " + p.Message
	if at := p.Position.String(); at != "" {
		s = at + ": " + s
	}
	if p.Nearest != "" {
		s += " (did you mean " + strconv.Quote(p.Nearest) + "?)"
	}
	return s
}

// ProblemCode is the stable code of a problem.
type ProblemCode string

// The codes of Check.
const (
	// DanglingReference: an id names nothing, and every list in which it could
	// is stated.
	DanglingReference ProblemCode = "dangling_reference"
	// UnresolvedReference: an id names nothing that is stated, but a list in
	// which it could be is not.
	UnresolvedReference ProblemCode = "unresolved_reference"
	// Cycle: following what comes before, or what something is a part of, one
	// comes back.
	Cycle ProblemCode = "cycle"
	// OutOfOrder: something was done before what must come first.
	OutOfOrder ProblemCode = "out_of_order"
	// AfterAsOf: something that happened is dated after the time of the check.
	AfterAsOf ProblemCode = "after_as_of"
	// HolderLeft: somebody who is not active any more has a lasting duty.
	HolderLeft ProblemCode = "holder_left"
	// ActedAbsent: somebody did something before joining or after leaving.
	ActedAbsent ProblemCode = "acted_absent"
	// DuplicateRisk: two registers have risks with the same id.
	DuplicateRisk ProblemCode = "duplicate_risk"
	// OtherDigest: a document is not the one whose digest is stated.
	OtherDigest ProblemCode = "other_digest"
)

// The codes of CheckSuccession.
const (
	Edited  ProblemCode = "edited"  // a sealed entry is not what it was
	Removed ProblemCode = "removed" // a sealed entry is not there any more
)

// Check tells what in the system's data cannot be right as of a time: ids that
// name nothing, cycles, dates in the wrong order or after asOf, duties of
// persons that left, risks that two registers have, criteria that are not those
// of the stated digest. What is not stated is not
// checked. Problems are in order of path, then of code and message.
func (s *System) Check(asOf time.Time) []Problem {
	c := &checker{sys: s, index: s.Index(), asOf: asOf.UTC()}
	c.references()
	c.chains()
	c.times()
	c.risks()
	c.plans()
	c.statements()
	c.criteria()
	return c.sorted()
}

type checker struct {
	sys      *System
	index    *Index
	asOf     time.Time
	problems []Problem
}

func (c *checker) add(code ProblemCode, path string, at Position, message string) {
	c.problems = append(c.problems, Problem{Code: code, Path: path, Position: at, Message: message})
}

func (c *checker) sorted() []Problem {
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message), a.Position.compare(b.Position))
	})
	return c.problems
}

// day writes a time for a message: a date if it is midnight.
func day(t time.Time) string {
	if t = t.UTC(); t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}
