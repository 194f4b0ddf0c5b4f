package risk

import (
	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// MaxRecordBytes bounds a record that is read.
const MaxRecordBytes = 512 << 20

// ParseRecord reads a record and verifies it. What is no record of this format
// is a *source.Error, what was changed after it was made matches ErrTampered.
func ParseRecord(name string, data []byte) (*Record, error) {
	root, err := source.ParseJSON(name, data, source.Limits{Bytes: MaxRecordBytes, Nodes: 100_000_000})
	if err != nil {
		return nil, err
	}
	p := &parser{}
	r := p.record(root)
	if err := p.Err(); err != nil {
		return nil, err
	}
	r.bytes = data
	if err := r.Verify(); err != nil {
		return nil, err
	}
	return r, nil
}

func (p *parser) record(root *source.Node) *Record {
	o := p.Object(root)
	r := &Record{}
	if n := o.Need("format"); n != nil {
		if s := p.StringOf(n); s != RecordFormat {
			p.ReportNear(n, source.BadValue, RecordFormat, "the format is %q, this release reads %s", source.Clip(s), RecordFormat)
			return r
		}
	}
	r.Digest = p.digest(o, "digest")
	if n := o.Need("seal"); n != nil {
		r.Seal = p.seal(n)
	}
	if n := o.Need("builtWith"); n != nil {
		b := p.Object(n)
		r.BuiltWith = BuiltWith{b.String("module", true), b.String("engine", true), b.String("go", true)}
		b.Close()
	}
	r.Materials.Criteria = o.String("criteria", true)
	for _, n := range o.List("risks", true) {
		r.Materials.Risks = append(r.Materials.Risks, p.risk(n))
	}
	for _, n := range o.List("outcomes", true) {
		r.Outcomes = append(r.Outcomes, p.outcome(n))
	}
	for _, n := range o.List("rankings", true) {
		r.Rankings = append(r.Rankings, p.ranking(n))
	}
	o.String("checksum", true)
	o.Close()
	return r
}

func (p *parser) digest(o *source.Object, key string) seal.Digest {
	s := o.String(key, true)
	d, err := seal.ParseDigest(s)
	if err != nil && s != "" {
		p.Report(o.Opt(key), source.BadValue, "%q is no digest", source.Clip(s))
	}
	return d
}

func (p *parser) seal(n *source.Node) Seal {
	o := p.Object(n)
	s := Seal{
		AsOf:     o.Time("asOf", true),
		Criteria: p.digest(o, "criteria"),
		Dialect:  p.word(o, "dialect", criteria.Dialect),
	}
	s.Outcomes = p.root(o.Need("outcomes"))
	s.Register = p.root(o.Need("register"))
	if o.Has("registerId") {
		s.ID = o.ID("registerId", false)
	}
	o.Close()
	return s
}

func (p *parser) root(n *source.Node) Root {
	if n == nil {
		return Root{}
	}
	o := p.Object(n)
	r := Root{Hash: p.digest(o, "root"), Count: uint64(max(0, o.Int("count", true)))}
	o.Close()
	return r
}

func (p *parser) outcome(n *source.Node) Outcome {
	o := p.Object(n)
	out := Outcome{
		Risk:        o.ID("risk", true),
		Stage:       p.stage(o),
		Level:       o.String("level", false),
		Band:        o.String("band", false),
		Rule:        o.String("rule", false),
		Authority:   o.String("authority", false),
		ValidFor:    o.Duration("validFor", false),
		ReviewEvery: o.Duration("reviewEvery", false),
		Conditions:  o.Strings("conditions", false),
		Because:     o.String("because", false),
		Order:       o.Strings("order", false),
		Missing:     o.Strings("missing", false),
		Narrow:      o.Strings("narrow", false),
	}
	if d := o.Need("decision"); d != nil {
		out.Decision = p.decision(d)
	}
	for _, v := range o.List("values", true) {
		out.Values = append(out.Values, p.used(v))
	}
	if x := o.Opt("possible"); x != nil {
		out.Possible = p.possible(x)
	}
	if x := o.Opt("failure"); x != nil {
		f := p.Object(x)
		out.Failure = &Failure{Code: f.String("code", true), Path: f.String("path", true)}
		f.Close()
	}
	if x := o.Opt("claimed"); x != nil {
		c := p.Object(x)
		out.Claimed = &Claimed{Level: c.String("level", false), Band: c.String("band", false), Follows: c.Bool("follows", true)}
		c.Close()
	}
	o.Close()
	return out
}

func (p *parser) stage(o *source.Object) Stage {
	n := o.Need("stage")
	if n == nil {
		return 0
	}
	s, _ := ParseStage(p.oneOf(n, stageNames[1:]))
	return s
}

func (p *parser) decision(n *source.Node) criteria.Decision {
	d, ok := criteria.ParseDecision(p.StringOf(n))
	if !ok {
		p.Report(n, source.BadValue, "%q is no decision", source.Clip(n.Text()))
	}
	return d
}

func (p *parser) used(n *source.Node) Used {
	o := p.Object(n)
	u := Used{Name: o.String("name", true)}
	from := o.String("from", true)
	for i := FromRating; i <= FromNowhere; i++ {
		if originNames[i] == from {
			u.From = i
		}
	}
	if u.From == 0 {
		p.Report(n, source.BadValue, "%q is no origin of a value", source.Clip(from))
	}
	if o.Has("list") {
		if u.List = o.Strings("list", false); u.List == nil {
			u.List = []string{}
		}
	} else if o.Has("value") {
		u.Value = o.String("value", false)
	}
	o.Close()
	return u
}

func (p *parser) possible(n *source.Node) *Possible {
	o := p.Object(n)
	x := &Possible{
		Complete: o.Bool("complete", true),
		Bands:    o.Strings("bands", false),
		Rules:    o.Strings("rules", false),
		Failures: o.Strings("failures", false),
		Low:      o.String("low", false),
		High:     o.String("high", false),
	}
	for _, d := range o.List("decisions", false) {
		x.Decisions = append(x.Decisions, p.decision(d))
	}
	o.Close()
	return x
}

func (p *parser) ranking(n *source.Node) Ranking {
	o := p.Object(n)
	r := Ranking{Stage: p.stage(o)}
	for _, g := range o.List("groups", true) {
		r.Groups = append(r.Groups, p.StringsOf(g))
	}
	o.Close()
	return r
}
