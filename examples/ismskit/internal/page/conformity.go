package page

import (
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/isms/report"
)

// conformance is what rules say of the management system, by clause.
type conformance struct {
	*report.Conformity
	AsOf     string
	Clauses  []clause
	Evidence *report.Evidence
}

// A clause with everything in it that needs attention.
type clause struct {
	ID, Label string
	conformity.Counts
	Rules []ruleVerdict
}

type ruleVerdict struct {
	*report.RuleVerdict
	Open []attention
}

// attention is a verdict that is nonconform or undetermined.
type attention struct {
	*report.Attention
	State state
}

func newConformance(c *report.Conformity, e *report.Evidence) *conformance {
	x := &conformance{Conformity: c, AsOf: day(c.AsOf), Evidence: e}
	for i := range c.Clauses {
		from := &c.Clauses[i]
		to := clause{ID: from.Clause, Label: from.Label}
		for k := range from.Rules {
			rule := ruleVerdict{RuleVerdict: &from.Rules[k]}
			to.Counts = to.Counts.Plus(rule.Counts)
			for j := range rule.Attention {
				a := attention{&rule.Attention[j], state{"undetermined", "unknown"}}
				if a.Status == isms.VerdictNonconform {
					a.State = state{"nonconform", "bad"}
				}
				rule.Open = append(rule.Open, a)
			}
			if len(rule.Open) > 0 {
				to.Rules = append(to.Rules, rule)
			}
		}
		x.Clauses = append(x.Clauses, to)
	}
	return x
}
