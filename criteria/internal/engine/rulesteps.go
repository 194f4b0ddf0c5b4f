package engine

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// hidden lists the functions that the macros and the checker put into an
// expression, by name and overload in turn.
var hidden = []string{
	stepAny, "any", stepAny, "any_in", stepEvery, "every", stepEvery, "every_in", stepOne, "one", stepOne, "one_in",
	stepKeep, "keep", stepCollect, "collect", stepCollectIf, "collect_if",
	"@untilTrue", "until_true", "@untilFalse", "until_false", "@untilTwo", "until_two",
	"@verdict", "verdict", "@isOne", "is_one", "@list", "list",
	"@given", "given", "@none", "none", "@stated", "stated",
	"@same", "same_list", "@different", "different_list", "@item", "item_list", "@member", "member_list",
	"@greatest", "greatest_list", "@least", "least_list",
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
		quantify(stepAny, "any", b, func(a, p ref.Val) ref.Val { return decide(types.True, a, p) },
			func(a, p, e ref.Val) ref.Val { return decideIn(types.True, a, p, e) }),
		quantify(stepEvery, "every", b, func(a, p ref.Val) ref.Val { return decide(types.False, a, p) },
			func(a, p, e ref.Val) ref.Val { return decideIn(types.False, a, p, e) }),
		quantify(stepOne, "one", i, count, countIn),
		fn(stepKeep, cel.Overload("keep", []*cel.Type{lt, b, t}, lt, lax, cel.FunctionBinding(func(a ...ref.Val) ref.Val { return keep(a[0], a[1], a[2], a[2]) }))),
		fn(stepCollect, cel.Overload("collect", []*cel.Type{lu, t, u}, lu, lax, cel.FunctionBinding(func(a ...ref.Val) ref.Val { return keep(a[0], types.True, a[1], a[2]) }))),
		fn(stepCollectIf, cel.Overload("collect_if", []*cel.Type{lu, t, b, u}, lu, lax,
			cel.FunctionBinding(func(a ...ref.Val) ref.Val { return keep(a[0], a[2], a[1], a[3]) }))),
		fn("@untilTrue", cel.Overload("until_true", []*cel.Type{b}, b, lax, is(func(v ref.Val) bool { return v != types.True }))),
		fn("@untilFalse", cel.Overload("until_false", []*cel.Type{b}, b, lax, is(func(v ref.Val) bool { return v != types.False }))),
		fn("@untilTwo", cel.Overload("until_two", []*cel.Type{i}, b, lax, is(func(v ref.Val) bool { return counted(v) < 2 }))),
		fn("@verdict", cel.Overload("verdict", []*cel.Type{b}, b, lax, cel.UnaryBinding(verdict))),
		fn("@isOne", cel.Overload("is_one", []*cel.Type{i}, b, lax, cel.UnaryBinding(isOne))),
		fn("@list", cel.Overload("list", []*cel.Type{lt}, lt, lax, cel.UnaryBinding(finished))),
		fn("@given", cel.Overload("given", []*cel.Type{t}, b, is(func(v ref.Val) bool { return v != types.NullValue }))),
		fn("@stated", cel.Overload("stated", []*cel.Type{t}, b, is(func(v ref.Val) bool { return v != types.NullValue }))),
		fn("@none", cel.Overload("none", []*cel.Type{t}, b, is(func(v ref.Val) bool { return v == types.NullValue }))),
		fn("@same", cel.Overload("same_list", []*cel.Type{lt, lt}, b, cel.BinaryBinding(sameList))),
		fn("@different", cel.Overload("different_list", []*cel.Type{lt, lt}, b, cel.BinaryBinding(func(x, y ref.Val) ref.Val {
			if same, ok := sameList(x, y).(types.Bool); ok {
				return !same
			}
			return sameList(x, y)
		}))),
		fn("@item", cel.Overload("item_list", []*cel.Type{lt, i}, t, cel.BinaryBinding(item))),
		fn("@member", cel.Overload("member_list", []*cel.Type{t, lt}, b, cel.BinaryBinding(func(v, in ref.Val) ref.Val {
			if l, ok := asList(in); ok {
				return l.contains(v)
			}
			return failing(CodeNone, "a search in what is none")
		}))),
		fn("@greatest", cel.Overload("greatest_list", []*cel.Type{lt}, t, cel.UnaryBinding(func(v ref.Val) ref.Val { return extreme(v, types.IntNegOne) }))),
		fn("@least", cel.Overload("least_list", []*cel.Type{lt}, t, cel.UnaryBinding(func(v ref.Val) ref.Val { return extreme(v, types.IntOne) }))),
	}
}
