package criteria

import (
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// Parse reads a criteria document, YAML or JSON. The name is used in
// positions only. The error is a *source.Error that holds every error found,
// in order of position; expressions are checked by Compile.
func Parse(name string, data []byte) (*Document, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxBytes})
	if err != nil {
		return nil, err
	}
	p := &parser{doc: &Document{file: name, data: data, root: root}}
	p.names = newNames(&p.Reporter)
	p.document(root)
	if err := p.Err(); err != nil {
		return nil, err
	}
	return p.doc, nil
}

type parser struct {
	source.Reporter
	doc   *Document
	names *names
}

func (p *parser) document(root *source.Node) {
	d := p.doc
	o := p.Object(root)
	if f := o.Need("format"); f != nil {
		if s := p.StringOf(f); s != Format && s != "" {
			p.ReportNear(f, source.BadValue, Format, "the format is %q, this release reads %s", s, Format)
			return // every further error would be a guess
		}
	}
	d.ID = o.ID("id", true)
	d.Version = o.String("version", true)
	d.Title = o.String("title", false)
	d.Effective = o.Time("effective", false)
	if n := o.Opt("approval"); n != nil {
		a := p.Object(n)
		d.Approval.By = a.ID("by", true)
		d.Approval.At = a.Time("at", true)
		a.Close()
	}
	d.Supersedes = o.String("supersedes", false)
	d.Rationale = o.String("rationale", false)
	p.assessing(o)

	p.scales(o)
	p.inputs(o)
	p.params(o)
	p.derive(o)
	d.Level = p.expression(o, "level", false)
	p.bands(o)
	p.tables(o)
	d.Band = p.expression(o, "band", false)
	p.banding(o)
	p.authorities(o)
	p.acceptance(o)
	p.order(o)
	p.accepted(o)
	p.limits(o)
	o.Close()
}

// list reads the objects of a list, bounded.
func (p *parser) list(o *source.Object, key string, need bool, limit int) []*source.Node {
	items := o.List(key, need)
	if len(items) > limit {
		p.Report(o.Opt(key), source.Limit, "%d entries, at most %d are allowed", len(items), limit)
		return items[:limit]
	}
	if need && len(items) == 0 && o.Opt(key).Kind() == source.List {
		p.Report(o.Opt(key), source.BadValue, "must not be empty")
	}
	return items
}

// unique reports an id that an earlier entry of the same list has.
func (p *parser) unique(seen map[string]*source.Node, node *source.Node, id string) {
	if id == "" || node == nil {
		return
	}
	if first, dup := seen[id]; dup {
		p.Report(node, source.DuplicateID, "%q is already used at line %d", id, first.Pos().Line)
		return
	}
	seen[id] = node
}

// expression reads the text of an expression. Numbers and bools are
// expressions too, so `when: true` needs no quotes.
func (p *parser) expression(o *source.Object, key string, need bool) Expression {
	if !need && !o.Has(key) {
		return Expression{}
	}
	n := o.Need(key)
	if n == nil {
		return Expression{}
	}
	text := p.ScalarOf(n)
	if n.Kind() == source.String && strings.TrimSpace(text) == "" {
		p.Report(n, source.BadValue, "the expression is empty")
		return Expression{}
	}
	return Expression{Text: text, node: n}
}

func (p *parser) params(o *source.Object) {
	n := o.Opt("params")
	if n == nil {
		return
	}
	if n.Kind() != source.Map {
		p.Object(n)
		return
	}
	if n.Len() > MaxParams {
		p.Report(n, source.Limit, "%d parameters, at most %d are allowed", n.Len(), MaxParams)
		return
	}
	for _, f := range n.Fields() {
		p.names.identifierAt(f.Value, f.KeyPos(), f.Key)
		v := p.constant(f.Value)
		if !v.Known() {
			continue
		}
		p.doc.Params = append(p.doc.Params, Param{ID: f.Key, Value: v, node: f.Value})
	}
}

func (p *parser) derive(o *source.Object) {
	for _, n := range p.list(o, "derive", false, MaxDerived) {
		e := p.Object(n)
		d := Derived{ID: e.String("id", true), Title: e.String("title", false), Expr: p.expression(e, "expr", true), node: n}
		p.names.variable(e.Opt("id"), d.ID, "a derived value")
		d.Unit = p.unit(e)
		e.Close()
		p.doc.Derive = append(p.doc.Derive, d)
	}
}

func article(k source.Kind) string {
	s := k.String()
	if s != "" && strings.ContainsRune("aeiou", rune(s[0])) {
		return "an " + s
	}
	return "a " + s
}
