package engine

import "cel.dev/cel-go/common/ast"

// axes refuses an argument that is known to be on another scale than its
// axis: a table that is read transposed gives plausible nonsense.
func (c *checker) axes(t *Table, args []ast.Expr) {
	for i, a := range args {
		if s := c.scaleOf(a); i < len(t.Axes) && s != "" && s != t.Axes[i].Scale {
			c.report(a.ID(), CodeScale, "argument %d of %s is on scale %s, the axis is %s", i+1, t.Name, s, t.Axes[i].Scale)
		}
	}
}

// scaleOf gives the scale of an expression's values where it is certain.
func (c *checker) scaleOf(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind:
		if k, ok := c.env.consts[e.AsIdent()]; ok {
			return k.Scale
		}
		if i, ok := c.env.index[e.AsIdent()]; ok {
			return c.env.vars[i].Scale
		}
	case ast.SelectKind:
		if s := e.AsSelect(); s.Operand().Kind() == ast.IdentKind {
			return c.env.consts[s.Operand().AsIdent()+"."+s.FieldName()].Scale
		}
	case ast.CallKind:
		call := e.AsCall()
		if t := c.env.tables[call.FunctionName()]; t != nil {
			return t.Result
		}
		switch call.FunctionName() {
		case "_?_:_":
			return c.same(call.Args()[1:])
		case "math.@max", "math.@min":
			if args := call.Args(); len(args) == 1 && args[0].Kind() == ast.ListKind {
				return c.same(args[0].AsList().Elements())
			}
			return c.same(call.Args())
		}
	}
	return ""
}

func (c *checker) same(es []ast.Expr) string {
	s := ""
	for i, e := range es {
		t := c.scaleOf(e)
		if t == "" || i > 0 && t != s {
			return ""
		}
		s = t
	}
	return s
}
