package soa

import (
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// StatementFormat is the first line of every statement of this version, and
// the line that its digest begins with.
const StatementFormat = "ismskit.soa/v1"

// A Statement is a statement of applicability: for every control of one or
// several catalogues, and for the organisation's own controls, whether it is
// necessary, why, and how far it has come.
type Statement struct {
	ID      string
	Version string // "" for a draft
	Title   string

	Catalogues []CatalogueRef // that the statement goes through, in its order
	Plans      []PlanRef      // the treatment plans whose controls it states

	ApprovedBy string    // "" if it is not approved
	ApprovedAt time.Time // zero if it is not approved
	Document   string    // id of the documented information that holds the statement
	Previous   string    // version of the statement that this one replaces

	Entries []Entry

	node *source.Node
}

// A CatalogueRef names a catalogue, and its exact content by its digest.
type CatalogueRef struct {
	ID     string
	Digest seal.Digest // "" if not stated

	node *source.Node
}

// A PlanRef names a treatment plan, and its exact content by its digest.
type PlanRef struct {
	ID         string
	Version    string
	Digest     seal.Digest // of the plan; "" if not stated
	Assessment seal.Digest // of the assessment that the plan treats; "" if not stated

	node *source.Node
}

// An Entry is what the statement says about one control.
type Entry struct {
	Control   string
	Catalogue string // id of its catalogue; "" for a control of the organisation's own that is in none
	Title     string // of a control that is in no catalogue

	Necessary    Necessity
	Reasons      []Reason // why it is necessary, without repetition, in the order of the constants
	Risks        []string // that it modifies
	Requirements []string // that it fulfils

	Justification string // why it is necessary, or why it is not
	Description   string // how the organisation does it; needed for its own controls

	Status   risk.ControlStatus
	External string    // who provides it, if somebody else does
	Due      time.Time // when it will be implemented; zero if not stated
	Owner    string
	Evidence []string // that it is implemented

	node *source.Node
}

// Necessity says whether a control is needed. What nobody decided is neither
// necessary nor excluded.
type Necessity uint8

// The decisions about a control.
const (
	Undecided Necessity = iota
	Necessary
	Excluded
)

var necessityNames = [...]string{"undecided", "necessary", "excluded"}

// String returns the name that reports use.
func (n Necessity) String() string {
	if int(n) < len(necessityNames) {
		return necessityNames[n]
	}
	return ""
}

// A Reason is why a control is necessary.
type Reason uint8

// The reasons. The zero Reason is invalid.
const (
	ReasonRisk        Reason = iota + 1 // it modifies a risk
	ReasonLegal                         // a law or a regulator asks for it
	ReasonContractual                   // a contract asks for it
	ReasonBusiness                      // the business wants it
)

var reasonNames = [...]string{"", "risk", "legal", "contractual", "business"}

// String returns the name that documents use.
func (r Reason) String() string {
	if int(r) < len(reasonNames) {
		return reasonNames[r]
	}
	return ""
}

// Node returns the root of the statement's document, nil if it was made in Go.
func (s *Statement) Node() *source.Node { return s.node }

// Node returns the place in the document, nil if the entry was made in Go.
func (e *Entry) Node() *source.Node { return e.node }
