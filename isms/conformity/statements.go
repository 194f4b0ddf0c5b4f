package conformity

import (
	"slices"
	"strconv"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
)

// catalogues lists those of Annex A and those of the system.
func (w *world) catalogues() []*soa.Catalogue {
	return append([]*soa.Catalogue{annexa.Edition2013(), annexa.Edition2022()}, w.sys.Catalogues...)
}

func (w *world) catalogue(id string) *soa.Catalogue {
	for _, c := range w.catalogues() {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// addStatements makes the statements of applicability.
func (w *world) addStatements() error {
	if len(w.sys.Statements) == 0 {
		w.root.set("statements", rules.Unknown("statements"))
		w.miss("statements", isms.Position{}, "statement", "entry", "catalogueRef", "planRef")
		return nil
	}
	list := w.sys.CurrentStatements()
	count := map[string]int{}
	for _, s := range list {
		count[s.ID]++
	}
	catalogues := w.catalogues()
	out := make([]*object, len(list))
	for i, s := range list {
		path := "statements[" + s.ID + "]"
		if count[s.ID] > 1 {
			path = "statements[" + s.ID + "@" + s.Version + "]"
		}
		out[i] = w.statement(s, path, catalogues)
	}
	w.root.set("statements", objects(out))
	return nil
}

func (w *world) statement(s *soa.Statement, path string, catalogues []*soa.Catalogue) *object {
	n := s.Node()
	o := w.object("statement", path, s.ID, n)
	o.source = s
	o.set("id", rules.Text(s.ID))
	o.set("version", textOrNone(s.Version))
	o.set("title", textOf(n, "title", s.Title))
	o.set("approvedBy", textOrNone(s.ApprovedBy))
	o.set("approvedAt", timeOrNone(s.ApprovedAt))
	o.set("document", textOrNone(s.Document))
	o.set("previous", textOrNone(s.Previous))
	o.set("catalogues", objects(ordered(s.Catalogues, func(c *soa.CatalogueRef) string { return c.ID }, func(c *soa.CatalogueRef) *object {
		x := w.object("catalogueRef", path+".catalogues["+c.ID+"]", c.ID, n.Get("catalogues"))
		x.set("id", rules.Text(c.ID))
		x.set("digest", textOf(nil, "", string(c.Digest)))
		return x
	})))
	o.set("plans", objects(ordered(s.Plans, func(p *soa.PlanRef) string { return p.ID }, func(p *soa.PlanRef) *object {
		x := w.object("planRef", path+".plans["+p.ID+"]", p.ID, n.Get("plans"))
		x.set("id", rules.Text(p.ID))
		x.set("version", textOf(nil, "", p.Version))
		x.set("digest", textOf(nil, "", string(p.Digest)))
		x.set("assessment", textOf(nil, "", string(p.Assessment)))
		return x
	})))
	o.set("entries", objects(w.entries(o, s, catalogues)))
	return o
}

func (w *world) entries(o *object, s *soa.Statement, catalogues []*soa.Catalogue) []*object {
	order := make([]int, len(s.Entries))
	count := map[string]int{}
	for i := range s.Entries {
		order[i] = i
		count[s.Entries[i].Control]++
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return compareNumbered(s.Entries[a].Control, s.Entries[b].Control)
	})
	out := make([]*object, len(order))
	seen := map[string]int{}
	for i, at := range order {
		e := &s.Entries[at]
		path := o.path + ".entries[" + e.Control + "]"
		if count[e.Control] > 1 {
			seen[e.Control]++
			path = o.path + ".entries[" + e.Control + "#" + strconv.Itoa(seen[e.Control]) + "]"
		}
		out[i] = w.entry(path, s, e, catalogues)
	}
	return out
}

func (w *world) entry(path string, s *soa.Statement, e *soa.Entry, catalogues []*soa.Catalogue) *object {
	n := e.Node()
	o := w.object("entry", path, e.Control, n)
	o.set("statement", rules.Text(s.ID))
	o.set("control", rules.Text(e.Control))
	o.set("catalogue", textOrNone(e.Catalogue))
	o.set("title", textOf(n, "title", e.Title))
	if src := e.Source(catalogues...); src != "" {
		o.set("source", rules.Text(src))
	} else {
		o.set("source", rules.Unknown("catalogues["+e.Catalogue+"]"))
	}
	if e.Necessary != soa.Undecided {
		o.set("necessary", rules.Bool(e.Necessary == soa.Necessary))
	}
	// An approved statement says all that it has to say: what it leaves out is
	// stated to be nothing.
	approved := !s.ApprovedAt.IsZero()
	if approved || e.Reasons != nil || n.Get("reasons") != nil {
		o.set("reasons", rules.ListFunc(len(e.Reasons), func(i int) rules.Value { return rules.Text(e.Reasons[i].String()) }))
	}
	for key, list := range map[string][]string{"risks": e.Risks, "requirements": e.Requirements, "evidence": e.Evidence} {
		o.set(key, textsOf(n, key, list))
		if approved {
			o.set(key, textList(list))
		}
	}
	for key, t := range map[string]string{"justification": e.Justification, "description": e.Description, "owner": e.Owner} {
		o.set(key, textOf(n, key, t))
		if approved {
			o.set(key, rules.Text(t))
		}
	}
	o.set("status", textOf(n, "status", e.Status.String()))
	o.set("due", timeOf(e.Due))
	if approved {
		o.set("status", textOrNone(e.Status.String()))
		o.set("due", timeOrNone(e.Due))
	}
	o.set("external", textOrNone(e.External))
	o.set("credited", w.credited.has(e.Control))
	o.set("planned", w.planned.has(e.Control))
	return o
}
