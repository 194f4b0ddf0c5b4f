package conformity

import (
	"slices"
)

// A Difference is what is asked for by one profile and not by another.
type Difference struct {
	From, To string // ids of the profiles

	Added      []*Rule      // rules that only the second has, by id
	Removed    []*Rule      // rules that only the first has
	Renumbered []Renumbered // rules that both have, under other clauses

	AddedClauses        []string // clauses that only the second lists, as it numbers them
	RemovedClauses      []string // and only the first
	AddedDocuments      []RequiredDocument
	RemovedDocuments    []RequiredDocument
	RenumberedDocuments []Renumbered

	OldCatalogue, NewCatalogue string
}

// Renumbered is a rule, or a required document, whose clause has another number.
type Renumbered struct {
	ID       string
	Old, New string // clauses
}

// Diff tells how two profiles differ in what they ask for: by the rules of the
// sets, or by those of the standard if there are none.
func Diff(from, to *Profile, sets ...*RuleSet) Difference {
	if len(sets) == 0 {
		sets = []*RuleSet{Standard()}
	}
	d := Difference{From: from.ID, To: to.ID, OldCatalogue: from.Catalogue, NewCatalogue: to.Catalogue,
		AddedClauses: lacking(from.Clauses, to.Clauses), RemovedClauses: lacking(to.Clauses, from.Clauses)}
	for _, s := range sets {
		for i := range s.Rules {
			r := &s.Rules[i]
			switch before, after := r.In(from.ID), r.In(to.ID); {
			case after && !before:
				d.Added = append(d.Added, r)
			case before && !after:
				d.Removed = append(d.Removed, r)
			case before && from.Clause(r.Clause) != to.Clause(r.Clause):
				d.Renumbered = append(d.Renumbered, Renumbered{r.ID, from.Clause(r.Clause), to.Clause(r.Clause)})
			}
		}
	}
	slices.SortFunc(d.Added, func(a, b *Rule) int { return compareNumbered(a.ID, b.ID) })
	slices.SortFunc(d.Removed, func(a, b *Rule) int { return compareNumbered(a.ID, b.ID) })
	slices.SortFunc(d.Renumbered, func(a, b Renumbered) int { return compareNumbered(a.ID, b.ID) })
	d.documents(from, to)
	return d
}

func (d *Difference) documents(from, to *Profile) {
	old := map[string]string{}
	for _, x := range from.RequiredDocuments {
		old[x.ID] = x.Clause
	}
	for _, x := range to.RequiredDocuments {
		clause, ok := old[x.ID]
		switch delete(old, x.ID); {
		case !ok:
			d.AddedDocuments = append(d.AddedDocuments, x)
		case clause != x.Clause:
			d.RenumberedDocuments = append(d.RenumberedDocuments, Renumbered{x.ID, clause, x.Clause})
		}
	}
	for _, x := range from.RequiredDocuments {
		if _, gone := old[x.ID]; gone {
			d.RemovedDocuments = append(d.RemovedDocuments, x)
		}
	}
}

// lacking lists what is in the second list and not in the first.
func lacking(first, second []string) []string {
	var out []string
	for _, s := range second {
		if !slices.Contains(first, s) {
			out = append(out, s)
		}
	}
	return out
}
