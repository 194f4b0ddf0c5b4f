package criteria

import (
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

func (p *parser) inputs(o *source.Object) {
	for _, n := range p.list(o, "inputs", true, MaxInputs) {
		e := p.Object(n)
		in := Input{ID: e.String("id", true), Title: e.String("title", false), Description: e.String("description", false),
			index: len(p.doc.Inputs), node: n}
		p.names.variable(e.Opt("id"), in.ID, "an input")
		scale, typ := e.Opt("scale"), e.Opt("type")
		switch {
		case scale != nil && typ != nil:
			p.Report(typ, source.BadValue, "an input has a scale or a type, not both")
		case scale != nil:
			if in.Scale = p.scaleNamed(scale); in.Scale != nil {
				in.Type = Rating
			}
		case typ != nil:
			in.Type = p.inputType(typ)
		default:
			p.Report(n, source.MissingKey, "missing key scale or type")
		}
		if in.Unit = p.unit(e); in.Unit != "" && in.Type != 0 && !in.Type.number() {
			p.Report(e.Opt("unit"), source.BadValue, "an input of type %s has no unit: only ints and doubles are quantities", in.Type)
			in.Unit = ""
		}
		if def := e.Opt("default"); def != nil && in.Type != 0 {
			in.Default = in.Read(&p.Reporter, def)
		}
		e.Close()
		p.doc.Inputs = append(p.doc.Inputs, in)
	}
}

func (p *parser) inputType(n *source.Node) Type {
	s := p.StringOf(n)
	for t := Bool; t <= Duration; t++ {
		if t.String() == s {
			return t
		}
	}
	if s != "" {
		p.ReportNear(n, source.BadValue, source.Nearest(s, typeNames[2:]), "%q is none of the types %s", s, joinWords(typeNames[2:]))
	}
	return 0
}

func joinWords(words []string) string {
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// constant reads the value of a parameter.
func (p *parser) constant(n *source.Node) Value {
	types := map[source.Kind]Type{source.Int: Int, source.Float: Double, source.Bool: Bool, source.String: String}
	t, ok := types[n.Kind()]
	if !ok {
		p.Report(n, source.WrongType, "a parameter is a number, a bool or a text, not %s", article(n.Kind()))
		return Value{}
	}
	in := Input{Type: t}
	return in.Read(&p.Reporter, n)
}
