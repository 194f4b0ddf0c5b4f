package soa

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// ParseStatement reads a statement of applicability, YAML or JSON. The error
// is a *source.Error that holds every error found, in order of position.
// Whether the statement says what it should is for Check to say.
func ParseStatement(name string, data []byte) (*Statement, error) {
	r := &reader{}
	o, err := r.open(name, data, StatementFormat)
	if err != nil {
		return nil, err
	}
	s := &Statement{
		ID:       o.ID("id", true),
		Version:  o.String("version", false),
		Title:    o.String("title", false),
		Document: o.ID("document", false),
		Previous: o.String("previous", false),
		node:     o.Node(),
	}
	if n := o.Opt("approval"); n != nil {
		a := r.Object(n)
		s.ApprovedBy, s.ApprovedAt = a.ID("by", true), a.Time("at", true)
		a.Close()
	}
	known := map[string]bool{}
	for _, n := range o.List("catalogues", false) {
		c := r.Object(n)
		ref := CatalogueRef{ID: c.ID("id", true), Digest: r.digest(c, "digest"), node: n}
		c.Close()
		r.unique(n, known, ref.ID, "catalogue")
		s.Catalogues = append(s.Catalogues, ref)
	}
	plans := map[string]bool{}
	for _, n := range o.List("plans", false) {
		p := r.Object(n)
		ref := PlanRef{ID: p.ID("id", true), Version: p.String("version", false), Digest: r.digest(p, "digest"), Assessment: r.digest(p, "assessment"), node: n}
		p.Close()
		r.unique(n, plans, ref.ID, "plan")
		s.Plans = append(s.Plans, ref)
	}
	for _, n := range o.List("entries", true) {
		e := r.entry(n)
		if e.Catalogue != "" && !known[e.Catalogue] {
			var ids []string
			for _, c := range s.Catalogues {
				ids = append(ids, c.ID)
			}
			r.ReportNear(n.Get("catalogue"), source.UnknownName, source.Nearest(e.Catalogue, ids), "the statement names no catalogue %q", e.Catalogue)
		}
		s.Entries = append(s.Entries, e)
	}
	o.Close()
	if err := r.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// unique reports an id that is known already, and remembers it.
func (r *reader) unique(n *source.Node, known map[string]bool, id, kind string) {
	if id != "" && known[id] {
		r.Report(n.Get("id"), source.DuplicateID, "the %s %q is there already", kind, id)
	}
	known[id] = true
}

func (r *reader) entry(n *source.Node) Entry {
	o := r.Object(n)
	e := Entry{
		Control:       o.ID("control", true),
		Catalogue:     o.ID("catalogue", false),
		Title:         o.String("title", false),
		Risks:         r.ids(o, "risks"),
		Requirements:  r.ids(o, "requirements"),
		Justification: o.String("justification", false),
		Description:   o.String("description", false),
		Status:        risk.ControlStatus(r.word(o.Opt("status"), statusNames)),
		External:      o.String("external", false),
		Due:           o.Time("due", false),
		Owner:         o.ID("owner", false),
		Evidence:      o.Strings("evidence", false),
		node:          n,
	}
	if v := o.Opt("necessary"); v != nil {
		if e.Necessary = Excluded; r.BoolOf(v) {
			e.Necessary = Necessary
		}
	}
	for _, v := range o.List("reasons", false) {
		reason := Reason(r.word(v, reasonNames[:]))
		if reason != 0 && slices.Contains(e.Reasons, reason) {
			r.Report(v, source.DuplicateID, "%q is in the list already", reason)
			continue
		}
		e.Reasons = append(e.Reasons, reason)
	}
	slices.Sort(e.Reasons)
	o.Close()
	return e
}
