package criteria

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

func (p *parser) authorities(o *source.Object) {
	seen, ranks := map[string]*source.Node{}, map[int]string{}
	for _, n := range p.list(o, "authorities", false, MaxAuthorities) {
		e := p.Object(n)
		a := Authority{ID: e.ID("id", true), Title: e.String("title", false), node: n}
		if rn := e.Need("rank"); rn != nil {
			rank := p.IntOf(rn)
			if rank < 1 || rank > 1_000_000 {
				p.Report(rn, source.BadValue, "a rank is a whole number from 1 to 1000000")
			} else if other, dup := ranks[int(rank)]; dup {
				p.Report(rn, source.DuplicateID, "rank %d is already that of %q", rank, other)
			} else {
				a.Rank = int(rank)
				ranks[a.Rank] = a.ID
			}
		}
		p.unique(seen, e.Opt("id"), a.ID)
		e.Close()
		p.doc.Authorities = append(p.doc.Authorities, a)
	}
}

func (p *parser) acceptance(o *source.Object) {
	seen := map[string]*source.Node{}
	items := p.list(o, "acceptance", true, MaxRules)
	for i, n := range items {
		r := p.rule(p.Object(n), n)
		p.unique(seen, n.Get("id"), r.ID)
		if i == len(items)-1 && !r.When.Empty() && strings.TrimSpace(r.When.Text) != "true" {
			p.Report(r.When.node, CodeNotTotal, "the last rule must apply to every risk that is left: when: \"true\"")
		}
		p.doc.Acceptance = append(p.doc.Acceptance, r)
	}
}

func (p *parser) rule(o *source.Object, n *source.Node) Rule {
	r := Rule{
		ID:          o.ID("id", true),
		When:        p.expression(o, "when", true),
		ValidFor:    o.Duration("validFor", false),
		ReviewEvery: o.Duration("reviewEvery", false),
		Because:     o.String("because", false),
		node:        n,
	}
	r.Outcome = p.outcome(o, Accept)
	r.Authority = p.authority(o)
	if c := o.Opt("conditions"); c != nil {
		r.Conditions = o.Strings("conditions", false)
		if len(r.Conditions) > MaxConditions {
			p.Report(c, source.Limit, "%d conditions, at most %d are allowed", len(r.Conditions), MaxConditions)
		}
		for _, item := range c.Items() {
			if item.Kind() == source.String {
				p.IDOf(item)
			}
		}
	}
	o.Close()
	return r
}

// outcome reads a decision, from the least one that is allowed.
func (p *parser) outcome(o *source.Object, least Decision) Decision {
	n := o.Need("outcome")
	if n == nil {
		return 0
	}
	s := p.StringOf(n)
	switch d, ok := ParseDecision(s); {
	case s == "":
	case d == Undetermined:
		p.Report(n, source.BadValue, "undetermined is what evaluation says of missing data; a rule cannot decide it")
	case !ok || d < least:
		words := decisionNames[least:]
		p.ReportNear(n, source.BadValue, source.Nearest(s, words), "%q is none of %s", s, joinWords(words))
	default:
		return d
	}
	return 0
}

// authority reads the id of an authority, "" if there is none.
func (p *parser) authority(o *source.Object) string {
	n := o.Opt("authority")
	if n == nil {
		return ""
	}
	id := p.StringOf(n)
	if id != "" {
		p.authorityNamed(n, id)
	}
	return id
}

func (p *parser) authorityNamed(n *source.Node, id string) {
	valid := make([]string, len(p.doc.Authorities))
	for i, a := range p.doc.Authorities {
		valid[i] = a.ID
	}
	if !slices.Contains(valid, id) {
		p.ReportNear(n, source.UnknownName, source.Nearest(id, valid), "no authority has the id %q", id)
	}
}

// order reads the keys by which risks are sorted: names of values, with a
// minus sign in front for the greatest first. Expressions belong into derive.
func (p *parser) order(o *source.Object) {
	items := p.list(o, "order", false, MaxOrderKeys)
	valid := []string{"level", "band"}
	for _, in := range p.doc.Inputs {
		if in.Type != Strings {
			valid = append(valid, in.ID)
		}
	}
	for _, d := range p.doc.Derive {
		valid = append(valid, d.ID)
	}
	seen := map[string]*source.Node{}
	for _, n := range items {
		text := p.StringOf(n)
		name, descending := strings.CutPrefix(text, "-")
		switch {
		case text == "":
			continue
		case name == "level" && p.doc.Level.Empty():
			p.Report(n, source.UnknownName, "the document has no level of risk; order by band or by a derived value")
			continue
		case !slices.Contains(valid, name):
			p.ReportNear(n, source.UnknownName, source.Nearest(name, valid), "%q is nothing to order by: an input that is no list, a derived value, level or band", source.Clip(name))
			continue
		}
		p.unique(seen, n, name)
		p.doc.Order = append(p.doc.Order, OrderKey{Name: name, Descending: descending, node: n})
	}
}
