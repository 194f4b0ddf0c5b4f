package criteria

import (
	"math/big"

	"github.com/ismskit/ismskit/criteria/source"
)

func (p *parser) scales(o *source.Object) {
	seen := map[string]*source.Node{}
	for _, n := range p.list(o, "scales", true, MaxScales) {
		s := p.scale(p.Object(n), n)
		p.unique(seen, n.Get("id"), s.ID)
		p.doc.Scales = append(p.doc.Scales, s)
	}
}

func (p *parser) scale(o *source.Object, n *source.Node) Scale {
	s := Scale{
		ID:          o.String("id", true),
		Title:       o.String("title", false),
		Description: o.String("description", false),
		Kind:        p.word(o, "kind", "likelihood", "consequence", "effectiveness", "custom"),
		Unit:        o.String("unit", false),
		Horizon:     o.String("horizon", false),
		integer:     true,
		node:        n,
	}
	if _, dup := p.names.groups[s.ID]; !dup || s.ID == "params" || s.ID == "band" {
		p.names.group(o.Opt("id"), s.ID, "a scale")
	}
	seen := map[string]*source.Node{}
	for _, ln := range p.list(o, "levels", true, MaxLevels) {
		l := p.level(p.Object(ln), ln)
		p.unique(seen, ln.Get("id"), l.ID)
		if k := len(s.Levels); k > 0 && l.Value != nil && s.Levels[k-1].Value != nil && l.Value.Cmp(s.Levels[k-1].Value) <= 0 {
			p.Report(ln.Get("value"), CodeOrder, "the value %s does not exceed %s, that of level %q before it; levels go from the lowest to the highest",
				l.text, s.Levels[k-1].text, s.Levels[k-1].ID)
		}
		if l.Value != nil && (!l.Value.IsInt() || ln.Get("value").Kind() != source.Int) {
			s.integer = false
		}
		s.Levels = append(s.Levels, l)
	}
	o.Close()
	if s.integer {
		for i := range s.Levels {
			if v := s.Levels[i].Value; v != nil && !v.Num().IsInt64() {
				p.Report(s.Levels[i].node.Get("value"), source.BadValue, "the value does not fit into 64 bits")
			}
		}
	}
	return s
}

func (p *parser) level(o *source.Object, n *source.Node) Level {
	l := Level{
		ID:         o.String("id", true),
		Value:      o.Decimal("value", true),
		Title:      o.String("title", false),
		Definition: o.String("definition", false),
		node:       n,
	}
	p.names.identifier(o.Opt("id"), l.ID)
	if l.Value != nil {
		l.text = formatRat(l.Value)
	}
	if r := o.Opt("range"); r != nil {
		switch items := r.Items(); {
		case r.Kind() != source.List || len(items) != 2:
			p.Report(r, source.WrongType, "a range is a list of two numbers, [from, to]")
		default:
			l.Low, l.High = p.DecimalOf(items[0]), p.DecimalOf(items[1])
			if l.Low != nil && l.High != nil && l.Low.Cmp(l.High) > 0 {
				p.Report(r, CodeOrder, "the range begins at %s, above its end %s", formatRat(l.Low), formatRat(l.High))
			}
		}
	}
	o.Close()
	return l
}

// word reads one of a few words.
func (p *parser) word(o *source.Object, key string, words ...string) string {
	n := o.Opt(key)
	if n == nil {
		return ""
	}
	s := p.StringOf(n)
	for _, w := range words {
		if s == w {
			return s
		}
	}
	if s != "" {
		p.ReportNear(n, source.BadValue, source.Nearest(s, words), "%q is none of %s", s, joinWords(words))
	}
	return ""
}

func (p *parser) scaleNamed(n *source.Node) *Scale {
	id := p.StringOf(n)
	if id == "" {
		return nil
	}
	valid := make([]string, len(p.doc.Scales))
	for i := range p.doc.Scales {
		if valid[i] = p.doc.Scales[i].ID; valid[i] == id {
			return &p.doc.Scales[i]
		}
	}
	p.ReportNear(n, source.UnknownName, source.Nearest(id, valid), "no scale has the id %q", id)
	return nil
}

func (p *parser) bands(o *source.Object) {
	seen := map[string]*source.Node{}
	for _, n := range p.list(o, "bands", true, MaxBands) {
		e := p.Object(n)
		b := Band{ID: e.String("id", true), Title: e.String("title", false), Description: e.String("description", false),
			Color: e.String("color", false), node: n}
		if e.Has("upTo") {
			b.UpTo = e.Decimal("upTo", false)
		}
		p.names.identifier(e.Opt("id"), b.ID)
		p.unique(seen, e.Opt("id"), b.ID)
		if b.Color != "" && !isColor(b.Color) {
			p.Report(e.Opt("color"), source.BadValue, "%q is no colour; write #rrggbb", b.Color)
		}
		e.Close()
		p.doc.Bands = append(p.doc.Bands, b)
	}
}

// banding checks that the level and the bands fit together: either a level
// with thresholds, or an expression for the band.
func (p *parser) banding(o *source.Object) {
	d := p.doc
	if !d.Band.Empty() {
		for _, b := range d.Bands {
			if n := b.node.Get("upTo"); n != nil {
				p.Report(n, source.BadValue, "the band is given by `band`, so upTo would never be used")
			}
		}
		return
	}
	if d.Level.Empty() {
		if !o.Has("level") {
			p.Report(o.Node(), source.MissingKey, "either `level` with bands up to a threshold, or `band` is needed")
		}
		return
	}
	var last *big.Rat
	for i, b := range d.Bands {
		n := b.node.Get("upTo")
		switch end := i == len(d.Bands)-1; {
		case end && n != nil:
			p.Report(n, source.BadValue, "the last band takes every level above and has no upTo")
		case !end && n == nil:
			p.Report(b.node, source.MissingKey, "missing key upTo: every band but the last needs it")
		case b.UpTo != nil && last != nil && b.UpTo.Cmp(last) <= 0:
			p.Report(n, CodeOrder, "upTo %s does not exceed %s, that of the band before it", formatRat(b.UpTo), formatRat(last))
		}
		if b.UpTo != nil {
			last = b.UpTo
		}
	}
}

func isColor(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	for i := 1; i < 7; i++ {
		c := s[i] | 0x20
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
