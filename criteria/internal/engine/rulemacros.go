package engine

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/parser"
)

// The macros of rules expand to the same comprehensions as those of criteria,
// but with steps of their own, which no text can name. The engine's steps are
// sound with unknown elements, too, yet a filter or map in which one predicate
// is unknown becomes unknown as a whole, an exists over it loses the element
// that decides, and collecting unknowns takes a time that grows with the square
// of their number.
const (
	stepAny       = "@any"       // exists: accumulator, predicate[, element]
	stepEvery     = "@every"     // all
	stepOne       = "@one"       // exists_one
	stepKeep      = "@keep"      // filter: accumulator, predicate, element
	stepCollect   = "@collect"   // map: accumulator, element, value
	stepCollectIf = "@collectIf" // map: accumulator, element, predicate, value
)

func ruleMacros() []cel.Macro {
	return []cel.Macro{
		cel.GlobalMacro("has", 1, expandHas),
		cel.ReceiverMacro("exists", 2, quantifier(stepAny, types.False, "@untilTrue", "@verdict")),
		cel.ReceiverMacro("all", 2, quantifier(stepEvery, types.True, "@untilFalse", "@verdict")),
		cel.ReceiverMacro("exists_one", 2, quantifier(stepOne, types.IntZero, "@untilTwo", "@isOne")),
		cel.ReceiverMacro("filter", 2, builder(func(eh parser.ExprHelper, x string, args []ast.Expr) ast.Expr {
			return eh.NewCall(stepKeep, eh.NewAccuIdent(), args[0], eh.NewIdent(x))
		})),
		cel.ReceiverMacro("map", 2, builder(func(eh parser.ExprHelper, x string, args []ast.Expr) ast.Expr {
			return eh.NewCall(stepCollect, eh.NewAccuIdent(), eh.NewIdent(x), args[0])
		})),
		cel.ReceiverMacro("map", 3, builder(func(eh parser.ExprHelper, x string, args []ast.Expr) ast.Expr {
			return eh.NewCall(stepCollectIf, eh.NewAccuIdent(), eh.NewIdent(x), args[0], args[1])
		})),
	}
}

func expandHas(eh parser.ExprHelper, _ ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
	if args[0].Kind() != ast.SelectKind {
		return nil, eh.NewError(args[0].ID(), "has takes a field, such as x.f")
	}
	return eh.NewCall("@given", args[0]), nil
}

func quantifier(step string, start ref.Val, until, result string) parser.MacroExpander {
	return func(eh parser.ExprHelper, over ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
		if args[0].Kind() != ast.IdentKind {
			return nil, eh.NewError(args[0].ID(), "the first argument must be a name for the item")
		}
		x := args[0].AsIdent()
		operands := []ast.Expr{eh.NewAccuIdent(), args[1]}
		// The elements of a field and of a literal belong to it without doubt.
		if k := over.Kind(); k != ast.SelectKind && k != ast.ListKind {
			operands = append(operands, eh.NewIdent(x))
		}
		return eh.NewComprehension(over, x, eh.AccuIdentName(), eh.NewLiteral(start),
			eh.NewCall(until, eh.NewAccuIdent()), eh.NewCall(step, operands...), eh.NewCall(result, eh.NewAccuIdent())), nil
	}
}

func builder(step func(eh parser.ExprHelper, x string, args []ast.Expr) ast.Expr) parser.MacroExpander {
	return func(eh parser.ExprHelper, over ast.Expr, args []ast.Expr) (ast.Expr, *cel.Error) {
		if args[0].Kind() != ast.IdentKind {
			return nil, eh.NewError(args[0].ID(), "the first argument must be a name for the item")
		}
		x := args[0].AsIdent()
		return eh.NewComprehension(over, x, eh.AccuIdentName(), eh.NewList(), eh.NewLiteral(types.True),
			step(eh, x, args[1:]), eh.NewCall("@list", eh.NewAccuIdent())), nil
	}
}
