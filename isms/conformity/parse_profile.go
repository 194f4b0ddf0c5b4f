package conformity

import (
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// parseProfile reads the data of a profile.
func parseProfile(name string, data []byte) (*Profile, error) {
	root, err := source.Parse(name, data, source.Limits{})
	if err != nil {
		return nil, err
	}
	r := &reader{}
	o := r.Object(root)
	p := &Profile{}
	if r.format(o, ProfileFormat) {
		r.profile(o, p)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

func (r *reader) profile(o *source.Object, p *Profile) {
	if n := o.Need("id"); n != nil {
		p.ID = r.word(n, profileIDs())
	}
	p.Title = r.text(o, "title", true)
	p.Edition = isms.Edition(p.ID)
	p.Clauses = o.Strings("clauses", true)
	p.Catalogue = o.ID("catalogue", true)
	p.ValidFrom = o.Time("validFrom", true)
	if o.Has("lastDay") {
		p.ValidUntil = o.Time("lastDay", true).Add(24*time.Hour - 1)
	}
	p.Supersedes = o.String("supersedes", false)
	for _, n := range o.List("requiredDocuments", true) {
		d := r.Object(n)
		p.RequiredDocuments = append(p.RequiredDocuments, RequiredDocument{ID: d.ID("id", true), Clause: r.text(d, "clause", true)})
		d.Close()
	}
	for _, n := range o.List("clauseMap", false) {
		m := r.Object(n)
		p.ClauseMap = append(p.ClauseMap, Renumbering{From: r.text(m, "from", true), To: r.text(m, "to", true)})
		m.Close()
	}
	o.Close()
}
