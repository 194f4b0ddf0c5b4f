package risk

import (
	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// Limits of a register. Larger ones are streamed.
const (
	MaxRegisterBytes = 64 << 20 // bytes of a register that is parsed as one document
	MaxLineBytes     = 1 << 20  // bytes of one line of NDJSON or of one CSV record
	MaxTextBytes     = criteria.MaxTextBytes
	MaxItems         = 1000 // entries of one list of a risk, ratings included
)

// ParseRegister reads a register, YAML or JSON. The error is a *source.Error
// that holds every error found, in order of position. Whether ratings fit the
// criteria is checked by Assess.
func ParseRegister(name string, data []byte) (*Register, error) {
	root, err := source.Parse(name, data, source.Limits{Bytes: MaxRegisterBytes, Nodes: 20_000_000})
	if err != nil {
		return nil, err
	}
	p := &parser{}
	reg := p.register(root)
	if err := p.Err(); err != nil {
		return nil, err
	}
	reg.file, reg.node = name, root
	return reg, nil
}

type parser struct{ source.Reporter }

func (p *parser) register(root *source.Node) *Register {
	o := p.Object(root)
	reg := &Register{}
	if !p.format(o, RegisterFormat) {
		return reg
	}
	reg.ID = o.ID("id", true)
	reg.Title = o.String("title", false)
	if n := o.Opt("title"); n != nil {
		p.legible(n)
	}
	items := o.List("risks", true)
	if len(items) == 0 && o.Opt("risks").Kind() == source.List {
		p.Report(o.Opt("risks"), source.Empty, "the register has no risks")
	}
	seen := make(map[string]*source.Node, len(items))
	for _, n := range items {
		r := p.risk(n)
		if first, dup := seen[r.ID]; dup && r.ID != "" {
			p.Report(n.Get("id"), source.DuplicateID, "the risk %q is already at line %s", r.ID, lineOf{first})
		}
		seen[r.ID] = n
		reg.Risks = append(reg.Risks, r)
	}
	o.Close()
	return reg
}

func (p *parser) format(o *source.Object, want string) bool {
	n := o.Need("format")
	if n == nil {
		return true
	}
	if s := p.StringOf(n); s != want && s != "" {
		p.ReportNear(n, source.BadValue, want, "the format is %q, this release reads %s", source.Clip(s), want)
		return false
	}
	return true
}

func (p *parser) risk(n *source.Node) *Risk {
	o := p.Object(n)
	p.legible(n)
	r := &Risk{
		ID:              o.ID("id", true),
		Title:           p.text(o, "title"),
		Description:     p.text(o, "description"),
		Approach:        p.word(o, "approach", "event", "asset"),
		CIA:             p.words(o, "cia", "confidentiality", "integrity", "availability"),
		Owner:           p.id(o, "owner"),
		Scope:           p.strings(o, "scope"),
		Assets:          p.strings(o, "assets"),
		Threat:          p.text(o, "threat"),
		Source:          p.text(o, "source"),
		Event:           p.text(o, "event"),
		Category:        p.text(o, "category"),
		Parent:          p.id(o, "parent"),
		Vulnerabilities: p.strings(o, "vulnerabilities"),
		Issues:          p.strings(o, "issues"),
		Requirements:    p.strings(o, "requirements"),
		Controls:        p.strings(o, "controls"),
		Identified:      o.Time("identified", false),
		node:            n,
	}
	p.ratings(r, o.Opt("ratings"))
	if in := o.Opt("inputs"); in != nil {
		r.Inputs = p.statements(in)
	}
	p.rationale(r, o.Opt("rationale"))
	p.claim(r, o.Opt("claimed"))
	o.Close()
	for _, s := range Stages() {
		for _, st := range r.Ratings[s-1] {
			for _, common := range r.Inputs {
				if common.Input == st.Input {
					p.Report(st.node, source.DuplicateKey, "%q is stated twice for the stage %s: here, and under inputs at line %d",
						st.Input, s, common.node.Pos().Line)
				}
			}
		}
	}
	return r
}

func (p *parser) ratings(r *Risk, n *source.Node) {
	if n == nil {
		return
	}
	o := p.Object(n)
	for _, s := range Stages() {
		if in := o.Opt(s.String()); in != nil {
			if r.Ratings[s-1] = p.statements(in); r.Ratings[s-1] == nil {
				r.Ratings[s-1] = []Statement{}
			}
		}
	}
	o.Close()
}

func (p *parser) statements(n *source.Node) []Statement {
	if n.Kind() != source.Map {
		p.Object(n) // reports
		return nil
	}
	if n.Len() > criteria.MaxInputs {
		p.Report(n, source.Limit, "%d inputs, at most %d are allowed", n.Len(), criteria.MaxInputs)
		return nil
	}
	out := make([]Statement, 0, n.Len())
	for _, f := range n.Fields() {
		if v := criteria.ReadStated(&p.Reporter, f.Value); v.Given() {
			out = append(out, Statement{Input: f.Key, Value: v, node: f.Value})
		}
	}
	return out
}

func (p *parser) rationale(r *Risk, n *source.Node) {
	if n == nil {
		return
	}
	if n.Kind() != source.Map {
		p.Object(n)
		return
	}
	for _, f := range n.Fields() {
		if stage, ok := ParseStage(f.Key); ok && f.Value.Kind() == source.Map {
			for _, g := range f.Value.Fields() {
				r.Rationale = append(r.Rationale, Rationale{stage, g.Key, p.bounded(g.Value)})
			}
			continue
		}
		r.Rationale = append(r.Rationale, Rationale{0, f.Key, p.bounded(f.Value)})
	}
	if len(r.Rationale) > MaxItems {
		p.Report(n, source.Limit, "%d entries, at most %d are allowed", len(r.Rationale), MaxItems)
	}
}

func (p *parser) claim(r *Risk, n *source.Node) {
	if n == nil {
		return
	}
	o := p.Object(n)
	c := &Claim{Band: o.String("band", false)}
	if o.Has("level") {
		c.Level = o.Decimal("level", false)
	}
	if s := p.word(o, "stage", stageNames[1:]...); s != "" {
		c.Stage, _ = ParseStage(s)
	}
	o.Close()
	if !o.Has("level") && !o.Has("band") {
		p.Report(n, source.MissingKey, "a claim names a level, a band, or both")
	}
	r.Claimed = c
}

const unreadable = "the text has a character that a record could not be read back with: a format character, or a control character from U+007F"

// legible refuses, wherever they stand below a node, texts that canonical JSON
// would write as they are and that documents may hold as escapes only.
func (p *parser) legible(n *source.Node) {
	if n.Kind() == source.String && !source.Clean(seal.AppendString(nil, n.Text())) {
		p.Report(n, source.Encoding, unreadable)
	}
	for _, f := range n.Fields() {
		if !source.Clean(seal.AppendString(nil, f.Key)) {
			p.Report(f.Value, source.Encoding, "the key: %s", unreadable)
		}
		p.legible(f.Value)
	}
	for _, x := range n.Items() {
		p.legible(x)
	}
}

// The readers below bound what they read.

func (p *parser) bounded(n *source.Node) string {
	s := p.StringOf(n)
	if len(s) > MaxTextBytes {
		p.Report(n, source.Limit, "the text has %d bytes, at most %d are allowed", len(s), MaxTextBytes)
	}
	return s
}

func (p *parser) text(o *source.Object, key string) string {
	if n := o.Opt(key); n != nil {
		return p.bounded(n)
	}
	return ""
}

func (p *parser) id(o *source.Object, key string) string {
	if n := o.Opt(key); n != nil {
		return p.IDOf(n)
	}
	return ""
}

func (p *parser) strings(o *source.Object, key string) []string {
	n := o.Opt(key)
	if n == nil {
		return nil
	}
	list := p.StringsOf(n)
	if len(list) > MaxItems {
		p.Report(n, source.Limit, "%d entries, at most %d are allowed", len(list), MaxItems)
	}
	for i, s := range list {
		if len(s) > MaxTextBytes && i < n.Len() {
			p.Report(n.Items()[i], source.Limit, "the text has %d bytes, at most %d are allowed", len(s), MaxTextBytes)
		}
	}
	return list
}

func (p *parser) word(o *source.Object, key string, words ...string) string {
	n := o.Opt(key)
	if n == nil {
		return ""
	}
	return p.oneOf(n, words)
}

func (p *parser) oneOf(n *source.Node, words []string) string {
	s := p.StringOf(n)
	for _, w := range words {
		if s == w {
			return s
		}
	}
	if s != "" {
		p.ReportNear(n, source.BadValue, source.Nearest(s, words), "%q is none of %s", source.Clip(s), join(words))
	}
	return ""
}

func (p *parser) words(o *source.Object, key string, words ...string) []string {
	list := p.strings(o, key)
	if n := o.Opt(key); n.Len() == len(list) {
		for _, item := range n.Items() {
			p.oneOf(item, words)
		}
	}
	return list
}
