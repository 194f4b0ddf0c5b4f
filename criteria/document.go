package criteria

import (
	"math/big"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
)

// Format is the first line of every criteria document of this version.
const Format = "ismskit.criteria/v1"

// A Document is a criteria document as its author wrote it, with positions.
// Parse makes one; its expressions are still text. It must not be changed
// after Compile.
type Document struct {
	ID         string
	Version    string
	Title      string
	Effective  time.Time // from when the criteria hold; zero if not stated
	Approval   Approval
	Supersedes string // version that this one replaces
	Rationale  string // why it was changed
	Assessing  Assessing

	Scales      []Scale
	Inputs      []Input
	Params      []Param
	Derive      []Derived
	Level       Expression // the level of risk, a number; empty if the bands come from Band
	Bands       []Band     // lowest first
	Band        Expression // the band's rank, instead of Level with upTo
	Tables      []Table
	Authorities []Authority
	Acceptance  []Rule // the first whose When holds decides; the last is total
	Order       []OrderKey
	Accepted    []Accepted // findings of the analysis that are accepted
	Limits      []Limit    // on all the risks of an owner, of a scope item, or of the register

	file string
	data []byte
	root *source.Node
}

// File returns the name the document was parsed under.
func (d *Document) File() string { return d.file }

// Bytes returns the document's text as it was parsed. It must not be changed.
func (d *Document) Bytes() []byte { return d.data }

// Node returns the root of the document's tree, for positions.
func (d *Document) Node() *source.Node { return d.root }

// Approval says who put the criteria into force, and when.
type Approval struct {
	By string
	At time.Time
}

// A Scale is an ordered set of levels, lowest first.
type Scale struct {
	ID          string
	Title       string
	Description string
	Kind        string // likelihood, consequence, effectiveness or custom; "" if not stated
	Unit        string // what Range counts, for instance EUR or events a year
	Horizon     string // the time that a likelihood looks ahead
	Levels      []Level

	integer bool
	node    *source.Node
}

// Integer tells whether all values are whole numbers, so that the scale is an
// int in expressions; otherwise it is a double.
func (s *Scale) Integer() bool { return s.integer }

// Index returns the position of the level with that id, or -1.
func (s *Scale) Index(id string) int {
	for i := range s.Levels {
		if s.Levels[i].ID == id {
			return i
		}
	}
	return -1
}

// Node returns the place in the document.
func (s *Scale) Node() *source.Node { return s.node }

// A Level is one step of a scale.
type Level struct {
	ID         string
	Value      *big.Rat // exact; strictly increasing along the scale
	Title      string
	Definition string
	Low, High  *big.Rat // declared range in the scale's unit; nil if not stated

	text string // Value as a canonical decimal
	node *source.Node
}

// ValueText returns the value as a decimal.
func (l *Level) ValueText() string { return l.text }

// Node returns the place in the document.
func (l *Level) Node() *source.Node { return l.node }

// An Input is what an assessor states about a risk. It is a variable of its
// id in expressions.
type Input struct {
	ID          string
	Title       string
	Description string
	Type        Type
	Scale       *Scale // for Type Rating
	Unit        string // of an int or double that may be summed, such as EUR; "" if not stated
	Default     Value  // the zero Value if there is none

	index int
	node  *source.Node
}

// Index returns the position among the document's inputs.
func (in *Input) Index() int { return in.index }

// Node returns the place in the document.
func (in *Input) Node() *source.Node { return in.node }

// A Param is a constant of the document: params.ID in expressions.
type Param struct {
	ID    string
	Value Value

	node *source.Node
}

// A Derived is a named value that is computed from inputs and from the
// derived values above it.
type Derived struct {
	ID    string
	Title string
	Unit  string // of an int or double that may be summed, such as EUR; "" if not stated
	Expr  Expression

	node *source.Node
}

// An Expression is the text of an expression and where it stands.
type Expression struct {
	Text string
	node *source.Node
}

// Empty tells whether there is no expression.
func (e Expression) Empty() bool { return e.node == nil }

// Node returns the place in the document.
func (e Expression) Node() *source.Node { return e.node }

// A Band is a class of levels of risk.
type Band struct {
	ID          string
	Title       string
	Description string
	UpTo        *big.Rat // greatest level of the band; nil for the last one, and where Document.Band decides
	Color       string   // #rrggbb, or ""

	node *source.Node
}

// Node returns the place in the document.
func (b *Band) Node() *source.Node { return b.node }

// A Table is a function that is looked up: one argument an axis.
type Table struct {
	ID     string
	Axes   []*Scale
	Result *Scale // nil if the result is a band
	// Cells holds indexes of levels or bands; the last axis varies fastest.
	Cells []int

	cellNodes []*source.Node
	node      *source.Node
}

// Node returns the place in the document.
func (t *Table) Node() *source.Node { return t.node }

// CellNode returns the place of a cell in the document.
func (t *Table) CellNode(i int) *source.Node { return t.cellNodes[i] }

// An Authority may decide about risks; a higher rank decides about more.
type Authority struct {
	ID    string
	Title string
	Rank  int

	node *source.Node
}

// A Rule of acceptance says what is done about a risk that it applies to.
type Rule struct {
	ID          string
	When        Expression
	Outcome     Decision
	Authority   string        // who may decide so, "" if anybody
	ValidFor    time.Duration // how long the decision holds; 0 if without end
	ReviewEvery time.Duration // when the risk is looked at again; 0 if not stated
	Conditions  []string      // ids of what must be met
	Because     string        // the reason, in the organisation's words

	node *source.Node
}

// Node returns the place in the document.
func (r *Rule) Node() *source.Node { return r.node }

// An OrderKey is a value by which risks are put in order for treatment.
type OrderKey struct {
	Name       string // an input, a derived value, level or band
	Descending bool

	node *source.Node
}

// Decision is what the acceptance rules say about a risk.
type Decision uint8

// The decisions. Undetermined is never written by an author: evaluation gives
// it where the outcome depends on what is not known, or where an expression
// fails. The zero Decision is invalid.
const (
	Undetermined Decision = iota + 1
	Accept
	AcceptConditionally
	Escalate
	Treat
	Avoid
)

var decisionNames = [...]string{"", "undetermined", "accept", "accept_conditionally", "escalate", "treat", "avoid"}

// String returns the name that documents and records use.
func (d Decision) String() string {
	if int(d) < len(decisionNames) {
		return decisionNames[d]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (d Decision) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// ParseDecision reads the name of a decision; ok is false for any other text.
func ParseDecision(s string) (d Decision, ok bool) {
	for i := 1; i < len(decisionNames); i++ {
		if decisionNames[i] == s {
			return Decision(i), true
		}
	}
	return 0, false
}
