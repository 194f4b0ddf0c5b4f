package page

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// conformance is what rules say of the management system, by clause.
type conformance struct {
	Profile  string
	AsOf     string
	Digest   string
	Sets     []string
	Warnings []string
	Kinds    []kindCount
	Clauses  []clause
	Evidence []evidence
}

type kindCount struct {
	Kind string
	conformity.Counts
}

// A clause with everything in it that is not conform.
type clause struct {
	ID string
	conformity.Counts
	Open []open
}

// open is a verdict that is nonconform or undetermined.
type open struct {
	Rule, Kind string
	State      state
	Subject    string
	Meaning    string
	Advice     string
	Missing    []string
	More       int
	Seen       []string
	Where      string
	Error      string
}

// evidence is something that is not given and would decide rules.
type evidence struct {
	Path  string
	Rules []string
}

func newConformance(r *conformity.Report) *conformance {
	x := &conformance{Profile: or(r.Profile.Title, r.Profile.ID), AsOf: day(r.AsOf), Digest: string(r.Digest())}
	for _, s := range r.Sets {
		x.Sets = append(x.Sets, join(", version ", or(s.Title, s.ID), s.Version))
	}
	for _, w := range r.Warnings {
		x.Warnings = append(x.Warnings, w.Message)
	}
	for _, k := range conformity.Kinds() {
		if c := r.Count(k); c.Total() > 0 {
			x.Kinds = append(x.Kinds, kindCount{k.String(), c})
		}
	}
	rules := map[string][]string{}
	for i := range r.Verdicts {
		v := &r.Verdicts[i]
		if k := len(x.Clauses); k == 0 || x.Clauses[k-1].ID != v.Clause {
			x.Clauses = append(x.Clauses, clause{ID: v.Clause})
		}
		c := &x.Clauses[len(x.Clauses)-1]
		switch v.Status {
		case isms.VerdictConform:
			c.Conform++
		case isms.VerdictNonconform:
			c.Nonconform++
		case isms.VerdictUndetermined:
			c.Undetermined++
			for _, path := range v.Missing {
				if !slices.Contains(rules[path], v.Rule.ID) {
					rules[path] = append(rules[path], v.Rule.ID)
				}
			}
		default:
			c.NotApplicable++
		}
		if v.Status == isms.VerdictNonconform || v.Status == isms.VerdictUndetermined {
			c.Open = append(c.Open, newOpen(v))
		}
	}
	paths := make([]string, 0, len(rules))
	for path := range rules {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b string) int {
		if n := len(rules[b]) - len(rules[a]); n != 0 {
			return n // what decides most comes first
		}
		return strings.Compare(a, b)
	})
	for _, path := range paths {
		x.Evidence = append(x.Evidence, evidence{path, rules[path]})
	}
	return x
}

func newOpen(v *conformity.Verdict) open {
	o := open{
		Rule: v.Rule.ID, Kind: v.Rule.Kind.String(), State: state{"undetermined", "unknown"}, Subject: join(" ", v.Subject.Type, v.Subject.ID),
		Meaning: v.Rule.Meaning, Advice: v.Rule.Advice, Missing: v.Missing, More: v.More, Where: v.Position.String(), Error: words(v.Error),
	}
	if v.Status == isms.VerdictNonconform {
		o.State = state{"nonconform", "bad"}
	}
	for _, s := range v.Seen {
		o.Seen = append(o.Seen, s.Field+": "+s.Value)
	}
	return o
}
