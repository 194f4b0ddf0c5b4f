package soa

import "github.com/ismskit/ismskit/risk"

// A Count says how many controls stand where.
type Count struct {
	Controls  int
	Necessary int
	Excluded  int
	Undecided int // also those that have no entry
	External  int // of the necessary ones, those that somebody else provides

	// Of the necessary ones, by status.
	Implemented    int
	Partial        int
	Planned        int
	NotImplemented int
	Unstated       int
}

// add counts a control by its entry, nil if it has none.
func (c *Count) add(e *Entry) {
	c.Controls++
	switch {
	case e == nil || e.Necessary == Undecided:
		c.Undecided++
		return
	case e.Necessary == Excluded:
		c.Excluded++
		return
	}
	c.Necessary++
	if e.External != "" {
		c.External++
	}
	switch e.Status {
	case risk.Implemented:
		c.Implemented++
	case risk.Partial:
		c.Partial++
	case risk.Planned:
		c.Planned++
	case risk.NotImplemented:
		c.NotImplemented++
	default:
		c.Unstated++
	}
}

// Coverage is what a statement says, in numbers.
type Coverage struct {
	Total      Count
	Catalogues []CatalogueCoverage // in the order given
	Own        Count               // entries that are of no catalogue
}

// CatalogueCoverage is what a statement says of one catalogue. Withdrawn
// controls count only where they have an entry.
type CatalogueCoverage struct {
	Catalogue  string
	Count      Count
	Groups     []GroupCoverage     // in the order of the catalogue; a group's controls count for its parents, too
	Attributes []AttributeCoverage // in the order in which names, and under each its values, occur first
}

// GroupCoverage counts the controls of one group.
type GroupCoverage struct {
	Group string
	Title string
	Count Count
}

// AttributeCoverage counts the controls with one value of an attribute.
type AttributeCoverage struct {
	Name  string
	Value string
	Count Count
}

// Coverage counts what the statement says about the controls of catalogues, by
// group and by every value of every attribute, and about own controls. Of
// several entries of one control the first counts.
func (s *Statement) Coverage(catalogues ...*Catalogue) Coverage {
	entries := make(map[string]*Entry, len(s.Entries))
	for i := range s.Entries {
		if e := &s.Entries[i]; entries[e.Control] == nil {
			entries[e.Control] = e
		}
	}
	var out Coverage
	for _, c := range catalogues {
		out.Catalogues = append(out.Catalogues, c.coverage(entries, &out.Total))
	}
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Catalogue == "" && entries[e.Control] == e {
			out.Own.add(e)
			out.Total.add(e)
		}
	}
	return out
}

func (c *Catalogue) coverage(entries map[string]*Entry, total *Count) CatalogueCoverage {
	out := CatalogueCoverage{Catalogue: c.ID}
	groups := map[string]int{}
	for i, g := range c.Groups {
		groups[g.ID] = i
		out.Groups = append(out.Groups, GroupCoverage{Group: g.ID, Title: g.Title})
	}
	values := map[[2]string]int{}
	var names []string
	byName := map[string][]AttributeCoverage{}
	for i := range c.Controls {
		k := &c.Controls[i]
		e := entries[k.ID]
		if e != nil && e.Catalogue != c.ID {
			e = nil
		}
		if k.Withdrawn && e == nil {
			continue
		}
		out.Count.add(e)
		total.add(e)
		at := k.Group
		for range len(c.Groups) { // no way up is longer
			g, ok := groups[at]
			if !ok {
				break
			}
			out.Groups[g].Count.add(e)
			at = c.Groups[g].Parent
		}
		for _, a := range k.Attributes {
			if byName[a.Name] == nil {
				names = append(names, a.Name)
			}
			for _, v := range a.Values {
				n, ok := values[[2]string{a.Name, v}]
				if !ok {
					n = len(byName[a.Name])
					values[[2]string{a.Name, v}] = n
					byName[a.Name] = append(byName[a.Name], AttributeCoverage{Name: a.Name, Value: v})
				}
				byName[a.Name][n].Count.add(e)
			}
		}
	}
	for _, name := range names {
		out.Attributes = append(out.Attributes, byName[name]...)
	}
	return out
}
