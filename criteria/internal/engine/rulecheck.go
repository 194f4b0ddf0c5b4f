package engine

import (
	"maps"
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// shape gives the type of an expression before it is checked, where it is easy
// to tell; it serves to find the nearest field for a wrong one.
func (g *guard) shape(e ast.Expr) (Shape, bool) {
	switch e.Kind() {
	case ast.IdentKind:
		if l, ok := g.local(e.AsIdent()); ok {
			return l.shape, l.shape.Kind != Invalid
		}
		if i, ok := g.env.index[e.AsIdent()]; ok {
			return g.env.vars[i].Shape, true
		}
	case ast.SelectKind:
		if s, ok := g.shape(e.AsSelect().Operand()); ok && s.Kind == Object && !s.List {
			f, ok := g.env.schema.types[s.Of].fields[e.AsSelect().FieldName()]
			return f.Shape, ok
		}
	case ast.CallKind:
		call := e.AsCall()
		switch name := call.FunctionName(); {
		case name == "where" && call.IsMemberFunction():
			return g.shape(call.Target())
		case name == operators.Conditional && len(call.Args()) == 3:
			return g.shape(call.Args()[1])
		case name == operators.Index && len(call.Args()) == 2:
			s, ok := g.shape(call.Args()[0])
			s.List = false
			return s, ok
		case g.env.schema.functions[name] != nil:
			return g.env.schema.functions[name].Result, true
		}
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		if step := c.LoopStep(); step.Kind() == ast.CallKind {
			switch args := step.AsCall().Args(); step.AsCall().FunctionName() {
			case stepKeep:
				return g.shape(c.IterRange())
			case stepCollect, stepCollectIf:
				g.locals = append(g.locals, g.bound(c))
				s, ok := g.shape(args[len(args)-1])
				g.locals = g.locals[:len(g.locals)-1]
				ok = ok && !s.List
				s.List = true
				return s, ok
			}
		}
	}
	return Shape{}, false
}

// bound gives the variable of a comprehension.
func (g *guard) bound(c ast.ComprehensionExpr) local {
	l := local{name: c.IterVar()}
	if g.env.schema != nil {
		if s, ok := g.shape(c.IterRange()); ok && s.List {
			s.List = false
			l.shape = s
		}
	}
	return l
}

// field looks at a field of an object.
func (g *guard) field(e ast.Expr) bool {
	s := e.AsSelect()
	if s.IsTestOnly() {
		g.report(e.ID(), CodeForbidden, "this test is not part of the dialect")
		return true
	}
	if !g.walk(s.Operand()) {
		return false
	}
	shape, ok := g.shape(s.Operand())
	if !ok {
		return true // the checker will tell
	}
	name := cutAt(s.FieldName(), 64)
	if shape.Kind != Object || shape.List {
		g.report(e.ID(), CodeType, "a %s has no field %q", shape, name)
		return true
	}
	t := g.env.schema.types[shape.Of]
	if _, ok := t.fields[s.FieldName()]; !ok {
		g.reportNear(e.ID(), CodeUnknownName, t.names, s.FieldName(), "%s has no field %q", shape.Of, name)
	}
	return true
}

// ruleCall looks at the calls that rules have besides; done means that the
// operands have been looked at, too.
func (g *guard) ruleCall(e ast.Expr) (done, ok bool) {
	c := e.AsCall()
	args := c.Args()
	switch c.FunctionName() {
	case operators.Equals, operators.NotEquals:
		if x := otherThanNull(args); x != nil {
			g.nodes++
			return true, g.walk(x)
		}
	case "where":
		if !c.IsMemberFunction() || len(args) != 2 || !isText(args[0]) {
			g.report(e.ID(), CodeForbidden, "where takes the name of a field as a literal and a text: list.where('id', x)")
		}
	}
	return false, true
}

// otherThanNull gives the operand that is compared with null.
func otherThanNull(args []ast.Expr) ast.Expr {
	for i, x := range args {
		if len(args) == 2 && x.Kind() == ast.LiteralKind && x.AsLiteral() == types.NullValue {
			return args[1-i]
		}
	}
	return nil
}

func isText(e ast.Expr) bool {
	if e.Kind() != ast.LiteralKind {
		return false
	}
	_, ok := e.AsLiteral().(types.String)
	return ok
}

// askForNone turns comparisons with null into questions, so that null needs no
// type and every other type need not be mixed with it.
func askForNone(root ast.Expr) {
	factory := ast.NewExprFactory()
	ast.PostOrderVisit(root, ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind {
			return
		}
		ask := map[string]string{operators.Equals: "@none", operators.NotEquals: "@stated"}[e.AsCall().FunctionName()]
		if x := otherThanNull(e.AsCall().Args()); x != nil && ask != "" {
			e.SetKindCase(factory.NewCall(e.ID(), ask, x))
		}
	}))
}

// ruleCall checks what the engine's checker leaves open in rules.
func (c *checker) ruleCall(e ast.Expr) {
	call := e.AsCall()
	typ := func(x ast.Expr) *types.Type { return c.ast.GetType(x.ID()) }
	switch name := call.FunctionName(); name {
	case operators.Equals, operators.NotEquals:
		if t := typ(call.Args()[0]); !comparableType(t) {
			c.report(e.ID(), CodeForbidden, "%s are not compared; compare their ids", plural(t))
		}
	case operators.In:
		if t := typ(call.Args()[1]); t.Kind() == types.ListKind && !scalar(t.Parameters()[0]) {
			c.report(e.ID(), CodeForbidden, "%s are not compared; compare their ids", plural(t.Parameters()[0]))
		}
	case "@none", "@stated":
		if x := call.Args()[0]; !c.mayBeNone(x) {
			c.report(e.ID(), CodeType, "this value is never none, so that it is not compared with null")
		}
	case "where":
		t := typ(call.Target()).Parameters()[0]
		field := string(call.Args()[0].AsLiteral().(types.String))
		o := c.env.schema.types[t.TypeName()]
		if t.Kind() != types.StructKind || o == nil {
			c.report(e.ID(), CodeType, "where takes a list of objects, not of %s", plural(t))
			return
		}
		f, ok := o.fields[field]
		switch {
		case !ok:
			c.reportNear(call.Args()[0].ID(), CodeUnknownName, o.names, field, "%s has no field %q", t.TypeName(), cutAt(field, 64))
		case f.Kind != String:
			c.report(call.Args()[0].ID(), CodeType, "the field %s of %s is no text", field, t.TypeName())
		}
		c.readField(t, field)
	default:
		if f := c.env.schema.functions[name]; f != nil {
			for _, r := range f.Reads {
				c.read(r)
			}
		}
	}
}

// mayBeNone tells whether an operand of a comparison with null can be none.
func (c *checker) mayBeNone(e ast.Expr) bool {
	switch c.ast.GetType(e.ID()).Kind() {
	case types.TimestampKind, types.DurationKind, types.StructKind:
		return true
	}
	switch e.Kind() {
	case ast.IdentKind:
		i, ok := c.env.index[e.AsIdent()]
		return ok && c.env.vars[i].Shape.mayBeNone()
	case ast.SelectKind:
		t := c.env.schema.types[c.ast.GetType(e.AsSelect().Operand().ID()).TypeName()]
		return t != nil && t.fields[e.AsSelect().FieldName()].mayBeNone()
	case ast.CallKind:
		f := c.env.schema.functions[e.AsCall().FunctionName()]
		return f != nil && f.Result.mayBeNone()
	}
	return false
}

func scalar(t *types.Type) bool {
	switch t.Kind() {
	case types.StructKind, types.ListKind, types.MapKind:
		return false
	}
	return true
}

// comparableType tells whether values of the type can be compared for equality.
func comparableType(t *types.Type) bool {
	return scalar(t) || t.Kind() == types.ListKind && scalar(t.Parameters()[0])
}

func plural(t *types.Type) string {
	switch t.Kind() {
	case types.StructKind:
		return "objects"
	case types.MapKind:
		return "maps"
	case types.ListKind:
		return "lists of lists or objects"
	}
	return t.TypeName() + " values"
}

func (c *checker) readField(t *types.Type, field string) {
	if t.Kind() == types.StructKind {
		c.read(t.TypeName() + "." + field)
	}
}

func (c *checker) read(field string) {
	if c.fields == nil {
		c.fields = map[string]bool{}
	}
	c.fields[field] = true
}

func (c *checker) sortedFields() []string { return slices.Sorted(maps.Keys(c.fields)) }

// openLists puts our own operations on lists in place of the engine's, which
// do not know lists whose elements or size are unknown. It works on a checked
// expression.
func openLists(tree *ast.AST, variables map[string]int) {
	factory := ast.NewExprFactory()
	own := func(e ast.Expr, name, overload string) {
		e.SetKindCase(factory.NewCall(e.ID(), name, e.AsCall().Args()...))
		tree.SetReference(e.ID(), ast.NewFunctionReference(overload))
	}
	isList := func(e ast.Expr) bool { return tree.GetType(e.ID()).Kind() == types.ListKind }
	ast.PostOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() == ast.ComprehensionKind {
			certain(tree, e.AsComprehension(), variables)
		}
		if e.Kind() != ast.CallKind {
			return
		}
		args := e.AsCall().Args()
		switch name := e.AsCall().FunctionName(); {
		case name == operators.Equals && isList(args[0]):
			own(e, "@same", "@rules_same_list")
		case name == operators.NotEquals && isList(args[0]):
			own(e, "@different", "@rules_different_list")
		case name == operators.Index && isList(args[0]):
			own(e, "@item", "@rules_item_list")
		case name == operators.In && isList(args[1]) && args[1].Kind() != ast.ListKind:
			own(e, "@member", "@rules_member_list")
		case name == "math.@max" && len(args) == 1 && isList(args[0]) && args[0].Kind() != ast.ListKind:
			own(e, "@greatest", "@rules_greatest_list")
		case name == "math.@min" && len(args) == 1 && isList(args[0]) && args[0].Kind() != ast.ListKind:
			own(e, "@least", "@rules_least_list")
		}
	}))
}

// certain spares a quantifier over a variable of the rule, whose elements
// belong to it without doubt, from asking each of them.
func certain(tree *ast.AST, c ast.ComprehensionExpr, variables map[string]int) {
	step := c.LoopStep()
	if _, ok := variables[c.IterRange().AsIdent()]; !ok || c.IterRange().Kind() != ast.IdentKind || step.Kind() != ast.CallKind {
		return
	}
	call := step.AsCall()
	overload := map[string]string{stepAny: "@rules_any", stepEvery: "@rules_every", stepOne: "@rules_one"}[call.FunctionName()]
	if overload != "" && len(call.Args()) == 3 {
		step.SetKindCase(ast.NewExprFactory().NewCall(step.ID(), call.FunctionName(), call.Args()[:2]...))
		tree.SetReference(step.ID(), ast.NewFunctionReference(overload))
	}
}
