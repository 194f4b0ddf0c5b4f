package criteria

import (
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

func (p *parser) limits(o *source.Object) {
	seen := map[string]*source.Node{}
	for _, n := range p.list(o, "limits", false, MaxLimits) {
		e := p.Object(n)
		l := Limit{
			ID:        e.ID("id", true),
			Title:     e.String("title", false),
			Over:      p.over(e),
			When:      p.expression(e, "when", true),
			Outcome:   p.outcome(e, Escalate),
			Authority: p.authority(e),
			Because:   e.String("because", false),
			node:      n,
		}
		if l.Outcome == Escalate && !e.Has("authority") {
			p.Report(n, source.MissingKey, "missing key authority: a limit that escalates says to whom")
		}
		p.unique(seen, e.Opt("id"), l.ID)
		e.Close()
		p.doc.Limits = append(p.doc.Limits, l)
	}
}

func (p *parser) over(o *source.Object) Over {
	n := o.Need("over")
	if n == nil {
		return 0
	}
	s := p.StringOf(n)
	for over := OverScope; over <= OverAll; over++ {
		if over.String() == s {
			return over
		}
	}
	if s != "" {
		words := overNames[OverScope:]
		p.ReportNear(n, source.BadValue, source.Nearest(s, words), "%q is none of %s", source.Clip(s), joinWords(words))
	}
	return 0
}

// unit reads what a number counts.
func (p *parser) unit(o *source.Object) string {
	n := o.Opt("unit")
	s := o.String("unit", false)
	if n.Kind() == source.String && strings.TrimSpace(s) == "" {
		p.Report(n, source.BadValue, "the unit is empty; leave it out where there is none")
		return ""
	}
	return s
}
