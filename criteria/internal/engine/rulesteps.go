package engine

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// hidden lists the functions that the macros and the checker put into an
// expression, by name and overload in turn. The engine keeps names and overloads
// in one space, which they must leave to the functions of a schema.
var hidden = []string{
	stepAny, "@rules_any", stepAny, "@rules_any_in", stepEvery, "@rules_every", stepEvery, "@rules_every_in", stepOne, "@rules_one", stepOne, "@rules_one_in",
	stepKeep, "@rules_keep", stepCollect, "@rules_collect", stepCollectIf, "@rules_collect_if",
	"@untilTrue", "@rules_until_true", "@untilFalse", "@rules_until_false", "@untilTwo", "@rules_until_two",
	"@verdict", "@rules_verdict", "@isOne", "@rules_is_one", "@list", "@rules_list",
	"@given", "@rules_given", "@none", "@rules_none", "@stated", "@rules_stated",
	"@same", "@rules_same_list", "@different", "@rules_different_list", "@item", "@rules_item_list", "@member", "@rules_member_list",
	"@greatest", "@rules_greatest_list", "@least", "@rules_least_list",
}

// foldFunctions declares the steps.
func foldFunctions() []cel.EnvOption {
	b, i, t, u := cel.BoolType, cel.IntType, cel.TypeParamType("T"), cel.TypeParamType("U")
	lt, lu := cel.ListType(t), cel.ListType(u)
	lax := cel.OverloadIsNonStrict()
	fn := func(name string, overloads ...cel.FunctionOpt) cel.EnvOption {
		return cel.Function(name, append(overloads, decls.DisableTypeGuards(true))...)
	}
	is := func(f func(ref.Val) bool) cel.OverloadOpt {
		return cel.UnaryBinding(func(v ref.Val) ref.Val { return types.Bool(f(v)) })
	}
	quantify := func(name, id string, accu *cel.Type, step func(accu, predicate ref.Val) ref.Val, stepIn func(accu, predicate, element ref.Val) ref.Val) cel.EnvOption {
		return fn(name,
			cel.Overload(id, []*cel.Type{accu, b}, accu, lax, cel.BinaryBinding(step)),
			cel.Overload(id+"_in", []*cel.Type{accu, b, t}, accu, lax, cel.FunctionBinding(func(a ...ref.Val) ref.Val { return stepIn(a[0], a[1], a[2]) })))
	}
	return []cel.EnvOption{
		quantify(stepAny, "@rules_any", b, func(a, p ref.Val) ref.Val { return decide(types.True, a, p) },
			func(a, p, e ref.Val) ref.Val { return decideIn(types.True, a, p, e) }),
		quantify(stepEvery, "@rules_every", b, func(a, p ref.Val) ref.Val { return decide(types.False, a, p) },
			func(a, p, e ref.Val) ref.Val { return decideIn(types.False, a, p, e) }),
		quantify(stepOne, "@rules_one", i, count, countIn),
		fn(stepKeep, cel.Overload("@rules_keep", []*cel.Type{lt, b, t}, lt, lax, cel.FunctionBinding(func(a ...ref.Val) ref.Val { return keep(a[0], a[1], a[2], a[2]) }))),
		fn(stepCollect, cel.Overload("@rules_collect", []*cel.Type{lu, t, u}, lu, lax, cel.FunctionBinding(func(a ...ref.Val) ref.Val { return keep(a[0], types.True, a[1], a[2]) }))),
		fn(stepCollectIf, cel.Overload("@rules_collect_if", []*cel.Type{lu, t, b, u}, lu, lax,
			cel.FunctionBinding(func(a ...ref.Val) ref.Val { return keep(a[0], a[2], a[1], a[3]) }))),
		fn("@untilTrue", cel.Overload("@rules_until_true", []*cel.Type{b}, b, lax, is(func(v ref.Val) bool { return v != types.True }))),
		fn("@untilFalse", cel.Overload("@rules_until_false", []*cel.Type{b}, b, lax, is(func(v ref.Val) bool { return v != types.False }))),
		fn("@untilTwo", cel.Overload("@rules_until_two", []*cel.Type{i}, b, lax, is(func(v ref.Val) bool { return counted(v) < 2 }))),
		fn("@verdict", cel.Overload("@rules_verdict", []*cel.Type{b}, b, lax, cel.UnaryBinding(verdict))),
		fn("@isOne", cel.Overload("@rules_is_one", []*cel.Type{i}, b, lax, cel.UnaryBinding(isOne))),
		fn("@list", cel.Overload("@rules_list", []*cel.Type{lt}, lt, lax, cel.UnaryBinding(finished))),
		fn("@given", cel.Overload("@rules_given", []*cel.Type{t}, b, is(func(v ref.Val) bool { return v != types.NullValue }))),
		fn("@stated", cel.Overload("@rules_stated", []*cel.Type{t}, b, is(func(v ref.Val) bool { return v != types.NullValue }))),
		fn("@none", cel.Overload("@rules_none", []*cel.Type{t}, b, is(func(v ref.Val) bool { return v == types.NullValue }))),
		fn("@same", cel.Overload("@rules_same_list", []*cel.Type{lt, lt}, b, cel.BinaryBinding(sameList))),
		fn("@different", cel.Overload("@rules_different_list", []*cel.Type{lt, lt}, b, cel.BinaryBinding(func(x, y ref.Val) ref.Val {
			if same, ok := sameList(x, y).(types.Bool); ok {
				return !same
			}
			return sameList(x, y)
		}))),
		fn("@item", cel.Overload("@rules_item_list", []*cel.Type{lt, i}, t, cel.BinaryBinding(item))),
		fn("@member", cel.Overload("@rules_member_list", []*cel.Type{t, lt}, b, cel.BinaryBinding(func(v, in ref.Val) ref.Val {
			if l, ok := asList(in); ok {
				return l.contains(v)
			}
			return failing(CodeNone, "a search in what is none")
		}))),
		fn("@greatest", cel.Overload("@rules_greatest_list", []*cel.Type{lt}, t, cel.UnaryBinding(func(v ref.Val) ref.Val { return extreme(v, types.IntNegOne) }))),
		fn("@least", cel.Overload("@rules_least_list", []*cel.Type{lt}, t, cel.UnaryBinding(func(v ref.Val) ref.Val { return extreme(v, types.IntOne) }))),
	}
}
