package report

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// ConformityFormat names the report of conformity by clause.
const ConformityFormat = "ismskit.report.conformity/v1"

// Conformity is what rules say of a management system, clause by clause: for
// each rule how many subjects conform, and every verdict that needs attention.
// Rules of the standard, of the organisation and of vendors stand side by side.
// There is no score, and no rule counts for more than another.
type Conformity struct {
	Head
	Report   seal.Digest     `json:"reportDigest"` // of the verdicts that this is made from
	Sets     []RuleSet       `json:"ruleSets"`     // that the system was held against
	Kinds    []KindCounts    `json:"kinds"`        // verdicts by kind of rule; kinds are never added up
	Warnings []Warning       `json:"warnings"`
	Clauses  []ClauseVerdict `json:"clauses"` // in the order of the profile's numbers
}

// A RuleSet names a set of rules.
type RuleSet struct {
	ID      string           `json:"id"`
	Version string           `json:"version,omitempty"`
	Title   string           `json:"title,omitempty"`
	Owner   isms.RuleSetKind `json:"owner"` // whose rules they are
	Digest  seal.Digest      `json:"digest"`
}

// KindCounts counts the verdicts of the rules of a kind.
type KindCounts struct {
	Kind  string `json:"kind"` // shall, strict or lint
	Rules int    `json:"rules"`
	conformity.Counts
}

// A Warning is something about the check as a whole.
type Warning struct {
	Code     conformity.WarningCode `json:"code"`
	Path     string                 `json:"path,omitempty"`
	Position string                 `json:"position,omitempty"` // file:line:col
	Message  string                 `json:"message"`
}

// A ClauseVerdict is what the rules about a clause say.
type ClauseVerdict struct {
	Clause string        `json:"clause"` // as the profile numbers it, without letters
	Label  string        `json:"label,omitempty"`
	Rules  []RuleVerdict `json:"rules"` // by kind, then as the conformity report has them
}

// Needs tells whether a rule about the clause needs attention.
func (c *ClauseVerdict) Needs() bool {
	return slices.ContainsFunc(c.Rules, func(r RuleVerdict) bool { return len(r.Attention) > 0 })
}

// Count counts the verdicts of the rules of a kind.
func (c *ClauseVerdict) Count(kind string) conformity.Counts {
	var n conformity.Counts
	for _, r := range c.Rules {
		if r.Kind == kind {
			n = n.Plus(r.Counts)
		}
	}
	return n
}

// A RuleVerdict is what one rule says of all its subjects.
type RuleVerdict struct {
	Rule    string           `json:"rule"`
	Set     string           `json:"set"`
	Owner   isms.RuleSetKind `json:"owner"`
	Kind    string           `json:"kind"`
	Clause  string           `json:"clause"` // with its letters
	Meaning string           `json:"meaning"`
	Advice  string           `json:"advice,omitempty"`
	conformity.Counts
	// Attention are the verdicts that are not conform or not applicable:
	// nonconform ones first, then undetermined ones.
	Attention []Attention `json:"attention,omitempty"`
}

// Attention is a verdict that needs attention.
type Attention struct {
	Status   isms.VerdictStatus `json:"status"`
	Type     string             `json:"type"`           // of the subject, such as document
	ID       string             `json:"id,omitempty"`   // of the subject
	Path     string             `json:"path,omitempty"` // of the subject; "" for the system itself
	Witness  []string           `json:"witness,omitempty"`
	Seen     []Seen             `json:"seen,omitempty"` // the values that the rule looked at
	Missing  []string           `json:"missing,omitempty"`
	More     int                `json:"more,omitempty"`  // missing paths beyond those
	Error    string             `json:"error,omitempty"` // code of a rule that failed
	Position string             `json:"position,omitempty"`
}

// Seen is a value that a rule looked at.
type Seen struct {
	Field    string `json:"field"`
	Value    string `json:"value"`
	Position string `json:"position,omitempty"`
}

// NewConformity makes the report of conformity by clause. The system is the
// one that was checked.
func NewConformity(sys *isms.System, rep *conformity.Report) *Conformity {
	c := &Conformity{Head: headOf(sys, rep.AsOf), Report: rep.Digest(), Warnings: []Warning{}, Clauses: []ClauseVerdict{}}
	c.Profile = rep.Profile.ID
	for _, s := range rep.Sets {
		c.Sets = append(c.Sets, RuleSet{s.ID, s.Version, s.Title, s.Owner, s.Digest()})
	}
	for _, w := range rep.Warnings {
		c.Warnings = append(c.Warnings, Warning{w.Code, w.Path, w.Position.String(), w.Message})
	}
	rules := ruleVerdicts(rep)
	for _, k := range conformity.Kinds() {
		n := rep.Count(k)
		kc := KindCounts{Kind: k.String(), Counts: n}
		for _, r := range rules {
			if r.Kind == kc.Kind {
				kc.Rules++
			}
		}
		c.Kinds = append(c.Kinds, kc)
	}
	for _, r := range rules {
		number := clauseNumber(r.Clause)
		i := slices.IndexFunc(c.Clauses, func(x ClauseVerdict) bool { return x.Clause == number })
		if i < 0 {
			i = len(c.Clauses)
			c.Clauses = append(c.Clauses, ClauseVerdict{Clause: number, Label: clauseLabel(rep.Profile, number)})
		}
		c.Clauses[i].Rules = append(c.Clauses[i].Rules, r)
	}
	slices.SortStableFunc(c.Clauses, func(a, b ClauseVerdict) int { return conformity.CompareClauses(a.Clause, b.Clause) })
	for i := range c.Clauses {
		slices.SortStableFunc(c.Clauses[i].Rules, func(a, b RuleVerdict) int { return kindOrder(a.Kind) - kindOrder(b.Kind) })
	}
	return c
}

// ruleVerdicts puts the verdicts of each rule together. They stand together in
// a report already.
func ruleVerdicts(rep *conformity.Report) []RuleVerdict {
	var list []RuleVerdict
	for i := range rep.Verdicts {
		v := &rep.Verdicts[i]
		if n := len(list); n == 0 || list[n-1].Rule != v.Rule.ID {
			list = append(list, RuleVerdict{Rule: v.Rule.ID, Set: v.Set.ID, Owner: v.Set.Owner, Kind: v.Rule.Kind.String(),
				Clause: v.Clause, Meaning: v.Rule.Meaning, Advice: v.Rule.Advice})
		}
		r := &list[len(list)-1]
		r.Add(v.Status)
		if v.Status == isms.VerdictNonconform || v.Status == isms.VerdictUndetermined {
			r.Attention = append(r.Attention, attentionOf(v))
		}
	}
	for i := range list {
		slices.SortStableFunc(list[i].Attention, func(a, b Attention) int {
			return strings.Compare(string(a.Status), string(b.Status)) // nonconform is before undetermined
		})
	}
	return list
}

func attentionOf(v *conformity.Verdict) Attention {
	a := Attention{Status: v.Status, Type: v.Subject.Type, ID: v.Subject.ID, Path: v.Subject.Path, Witness: v.Witness,
		Missing: v.Missing, More: v.More, Error: v.Error, Position: v.Position.String()}
	for _, s := range v.Seen {
		a.Seen = append(a.Seen, Seen{s.Field, s.Value, s.Position.String()})
	}
	return a
}

// clauseNumber gives the first of several clauses, without its letters.
func clauseNumber(clause string) string {
	clause, _, _ = strings.Cut(clause, ",")
	clause, _, _ = strings.Cut(strings.TrimSpace(clause), " ")
	return clause
}

func kindOrder(kind string) int {
	return slices.IndexFunc(conformity.Kinds(), func(k conformity.Kind) bool { return k.String() == kind })
}

// Format returns ConformityFormat.
func (c *Conformity) Format() string { return ConformityFormat }

// JSON returns the report as JSON.
func (c *Conformity) JSON() []byte { return encode(c, c) }

// CSV returns a row for each verdict that needs attention, and for each rule a
// row for those that conform and for those that do not apply. The counts of all
// rows together are the number of verdicts.
func (c *Conformity) CSV() []byte {
	t := newTable("clause", "rule", "set", "owner", "kind", "status", "count", "subject", "path", "witness", "seen", "missing", "error", "position", "meaning", "advice")
	for _, cl := range c.Clauses {
		for _, r := range cl.Rules {
			row := func(status isms.VerdictStatus, n int, a Attention) {
				if n == 0 {
					return
				}
				missing := joined(a.Missing)
				if a.More > 0 {
					missing += "; and " + count(a.More, "more", "more")
				}
				t.row(r.Clause, r.Rule, r.Set, string(r.Owner), r.Kind, string(status), itoa(n), strings.TrimSpace(a.Type+" "+a.ID), a.Path,
					joined(a.Witness), seenText(a.Seen), missing, a.Error, a.Position, r.Meaning, r.Advice)
			}
			for _, a := range r.Attention {
				row(a.Status, 1, a)
			}
			row(isms.VerdictConform, r.Conform, Attention{})
			row(isms.VerdictNotApplicable, r.NotApplicable, Attention{})
		}
	}
	return t.bytes()
}

func seenText(list []Seen) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = s.Field + "=" + or(s.Value, `""`)
	}
	return joined(texts)
}
