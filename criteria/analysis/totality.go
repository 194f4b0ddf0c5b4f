package analysis

import (
	"cmp"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// failures says in words what it means that an expression fails.
var failures = map[string]string{
	criteria.FailDivision:   "it divides by zero",
	criteria.FailOverflow:   "a number leaves the 64 bits that it has",
	criteria.FailIndex:      "it asks for an item that a list does not have",
	criteria.FailKey:        "it asks for a key that there is not",
	criteria.FailConversion: "a value cannot be converted",
	criteria.FailOffScale:   "it looks a table up with a value that is no level of the table's axis",
	criteria.FailNonFinite:  "the result is no finite number",
	criteria.FailCost:       "it costs more than is allowed",
	criteria.FailMemory:     "it needs more memory than is allowed",
}

// failureGroup is one expression that fails for one reason.
type failureGroup struct {
	path, code string
	first      int
	count      int64
}

// sampled qualifies a number of cells that is not all of them.
func (d *domain) sampled() string {
	if d.exhaustive {
		return ""
	}
	return " that were sampled"
}

func (d *domain) failureGroups() []failureGroup {
	at := map[[2]string]int{}
	var out []failureGroup
	for i, f := range d.failure {
		key := [2]string{f.Path, f.Code}
		k, seen := at[key]
		if !seen {
			k = len(out)
			at[key] = k
			out = append(out, failureGroup{path: f.Path, code: f.Code, first: i})
		}
		out[k].count++
		out[k].first = min(out[k].first, i)
	}
	slices.SortFunc(out, func(a, b failureGroup) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.path, b.path), cmp.Compare(a.code, b.code))
	})
	return out
}

// totality is L01: every combination of inputs has a band and a decision.
func totality(l *linter) {
	d := l.domain
	for _, g := range d.failureGroups() {
		if g.code == criteria.FailBandOutside {
			continue // L03
		}
		why, known := failures[g.code]
		if !known {
			why = "it fails with " + g.code
		}
		l.add("L01", Error, l.node(g.path), Finding{Witness: []Witness{d.witness(g.first)}, Count: g.count, Of: int64(d.n)},
			"the expression gives nothing in %d of %s%s, because %s; such risks stay undetermined", g.count, amount(int64(d.n), "cell"), d.sampled(), why)
	}
}
