package conformity

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/source"
)

// CodeRule is the code of an expression that does not compile; the reason is in
// the message, and the code of criteria/rules before it.
const CodeRule source.Code = "rule"

// Rules are compiled sets of rules. They are immutable and safe for concurrent
// use.
type Rules struct {
	sets  []*RuleSet
	rules []*compiled // by clause, then by id
}

type compiled struct {
	*Rule
	set  *RuleSet
	when *rules.Rule // nil without a precondition
	expr *rules.Rule
	// reads are the fields of the subject that the rule looks at.
	reads map[string][]string // type -> fields, in order of the type
}

// Compile compiles sets of rules, all of equal rank. Nothing compiles unless
// everything does: the error is a *source.Error with every mistake, at its
// place inside the expression. No two rules may have the same id, even in
// different sets.
func Compile(sets ...*RuleSet) (*Rules, error) {
	c := &compiler{scopes: map[string]*rules.Scope{}, first: map[string]*compiled{}}
	out := &Rules{sets: slices.Clone(sets)}
	for _, s := range sets {
		for i := range s.Rules {
			if r := c.rule(s, &s.Rules[i]); r != nil {
				out.rules = append(out.rules, r)
			}
		}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(out.rules, func(a, b *compiled) int {
		if n := CompareClauses(a.Clause, b.Clause); n != 0 {
			return n
		}
		return compareNumbered(a.ID, b.ID)
	})
	slices.SortStableFunc(out.sets, func(a, b *RuleSet) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// Sets lists the sets by id.
func (r *Rules) Sets() []*RuleSet { return slices.Clone(r.sets) }

// Rule returns the rule of that id, or nil.
func (r *Rules) Rule(id string) *Rule {
	for _, x := range r.rules {
		if x.ID == id {
			return x.Rule
		}
	}
	return nil
}

// Reads lists the fields that a rule may look at, as "type.field", sorted; nil
// if there is no rule of that id.
func (r *Rules) Reads(id string) []string {
	var list []string
	for _, x := range r.rules {
		if x.ID != id {
			continue
		}
		for typ, fields := range x.reads {
			for _, f := range fields {
				list = append(list, typ+"."+f)
			}
		}
	}
	slices.Sort(list)
	return list
}

type compiler struct {
	source.Reporter
	scopes map[string]*rules.Scope
	first  map[string]*compiled
}

func (c *compiler) rule(s *RuleSet, r *Rule) *compiled {
	x := &compiled{Rule: r, set: s, reads: map[string][]string{}}
	if before := c.first[r.ID]; before != nil {
		c.Report(nodeOf(r, "id"), source.DuplicateID, "the rule %q of %s is already in %s%s", r.ID, s.ID, before.set.ID, placed(before.Rule))
		return nil
	}
	c.first[r.ID] = x
	if r.Kind < Shall || r.Kind > Lint {
		c.Report(nodeOf(r, "kind"), source.BadValue, "the rule %q has no kind", r.ID)
	}
	scope := c.scope(r)
	if scope == nil {
		return nil
	}
	if r.When != "" {
		x.when = c.text(r, scope, "when", r.When)
	}
	x.expr = c.text(r, scope, "expr", r.Expr)
	if x.expr == nil || r.When != "" && x.when == nil {
		return nil
	}
	x.note(x.when)
	x.note(x.expr)
	return x
}

func nodeOf(r *Rule, key string) *source.Node {
	if n := r.node.Get(key); n != nil {
		return n
	}
	return r.node
}

// placed says where a rule stands, if it stands in a file.
func placed(r *Rule) string {
	if p := r.Position().String(); p != "" {
		return " at " + p
	}
	return ""
}

func (c *compiler) scope(r *Rule) *rules.Scope {
	if s := c.scopes[r.ForEach]; s != nil {
		return s
	}
	if !slices.Contains(Subjects(), r.ForEach) {
		c.ReportNear(nodeOf(r, "forEach"), source.UnknownName, source.Nearest(r.ForEach, Subjects()), "rule %s: no type of the model is called %q", r.ID, source.Clip(r.ForEach))
		return nil
	}
	s, err := Schema().Scope(variables(r.ForEach)...)
	if err != nil {
		c.Report(nodeOf(r, "forEach"), CodeRule, "rule %s: %v", r.ID, err)
		return nil
	}
	c.scopes[r.ForEach] = s
	return s
}

func (c *compiler) text(r *Rule, scope *rules.Scope, key, text string) *rules.Rule {
	compiled, issues := scope.Compile(text)
	n := nodeOf(r, key)
	for _, i := range issues {
		at := n.Pos()
		if v := r.node.Get(key); v != nil {
			at = v.At(i.Offset)
		}
		c.ReportAtNear(n, at, CodeRule, i.Nearest, "%s", fmt.Sprintf("rule %s: %s: %s", r.ID, i.Code, i.Message))
	}
	return compiled
}

// note keeps which fields a rule reads.
func (x *compiled) note(r *rules.Rule) {
	if r == nil {
		return
	}
	for _, read := range r.Reads() {
		typ, field, _ := strings.Cut(read, ".")
		if !slices.Contains(x.reads[typ], field) {
			x.reads[typ] = append(x.reads[typ], field)
		}
	}
	for typ, fields := range x.reads {
		index := model().shapes[typ].index
		slices.SortFunc(fields, func(a, b string) int { return index[a] - index[b] })
	}
}
