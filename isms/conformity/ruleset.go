package conformity

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// Format is the first line of every file of rules of this version, and the line
// that the digest of a set of rules begins with.
const Format = "ismskit.rules/v1"

// Limits of a file of rules. A limit that is hit is an error with its place.
// Those of an expression are limits of the dialect, see criteria/rules.
const (
	MaxBytes     = 4 << 20 // bytes of a file
	MaxRules     = 5_000   // rules of a file
	MaxTextBytes = 2_000   // bytes of a title, a meaning or an advice
)

// Kind tells what stands behind a rule. It is no weight: a report counts every
// kind on its own.
type Kind uint8

// The kinds. The zero Kind is invalid.
const (
	Shall  Kind = iota + 1 // the standard, or whoever wrote the rule, demands it
	Strict                 // more than the standard demands
	Lint                   // good practice
)

var kinds = [...]string{"", "shall", "strict", "lint"}

// String returns the word that files of rules use.
func (k Kind) String() string {
	if int(k) < len(kinds) {
		return kinds[k]
	}
	return ""
}

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Shall, Strict, Lint} }

// A Rule says what must be true of every entity of a type.
type Rule struct {
	ID string
	// Clause is that of the edition of 2022, such as "6.1.2 c1", or of the one
	// edition that has the rule. A profile knows the older number.
	Clause string
	Kind   Kind
	// Editions are the ids of the profiles that have the rule; none: all have.
	Editions []string
	ForEach  string // type of the model: one verdict for each entity of it
	When     string // precondition; false: the rule does not apply; "" for none
	Expr     string // what must be true
	Meaning  string // what it asks for, in a sentence
	Advice   string // how to mend it

	node *source.Node
}

// Node returns the rule's place in its file, nil if it was made in Go.
func (r *Rule) Node() *source.Node { return r.node }

// Position returns where the rule begins.
func (r *Rule) Position() isms.Position { return positionOf(r.node) }

// In tells whether a profile has the rule.
func (r *Rule) In(profile string) bool {
	return len(r.Editions) == 0 || slices.Contains(r.Editions, profile)
}

// A RuleSet is the rules of one source: of the standard, of an organisation or
// of a vendor. No set outranks another.
type RuleSet struct {
	ID      string
	Version string
	Title   string
	Owner   isms.RuleSetKind // whose rules they are
	Rules   []Rule

	node *source.Node
}

// Node returns the root of the file, nil if the set was made in Go or of
// several files.
func (s *RuleSet) Node() *source.Node { return s.node }

// Rule returns the rule of that id, or nil.
func (s *RuleSet) Rule(id string) *Rule {
	for i := range s.Rules {
		if s.Rules[i].ID == id {
			return &s.Rules[i]
		}
	}
	return nil
}

// Bytes returns the set as a file in canonical form: JSON, a rule a line, rules
// by id. ParseRules reads it back.
func (s *RuleSet) Bytes() []byte {
	o := writer{b: []byte("{")}
	o.text("format", Format)
	o.text("id", s.ID)
	o.text("version", s.Version)
	o.text("title", s.Title)
	o.text("owner", string(s.Owner))
	rules := slices.Clone(s.Rules)
	slices.SortStableFunc(rules, func(a, b Rule) int { return compareNumbered(a.ID, b.ID) })
	o.list("rules", len(rules), func(w *writer, i int) {
		r := &rules[i]
		w.text("id", r.ID)
		w.text("clause", r.Clause)
		w.text("kind", r.Kind.String())
		w.texts("editions", slices.Sorted(slices.Values(r.Editions)))
		w.text("forEach", r.ForEach)
		w.text("when", r.When)
		w.text("expr", r.Expr)
		w.text("meaning", r.Meaning)
		w.text("advice", r.Advice)
	})
	return append(o.b, "}\n"...)
}

// Digest returns the digest of the set: SHA-256 over the format's line and the
// bytes. The order of the rules and the shape of the file do not matter.
func (s *RuleSet) Digest() seal.Digest { return seal.Sum(Format, s.Bytes()) }
