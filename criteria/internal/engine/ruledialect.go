package engine

import (
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/decls"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// DialectRules is the name of the dialect of rules.
const DialectRules = "rules/v1"

// RuleFunctions lists the operators and functions of rules/v1: those of
// criteria/v1 and three more.
var RuleFunctions = sync.OnceValue(func() []Function {
	all := slices.Clone(Functions())
	for i, f := range all {
		switch f.Name {
		case "==", "!=":
			all[i].Doc = f.Doc + "; objects and maps are not compared; `x " + f.Name + " null` asks whether a time, a duration, an object or a field declared so is none"
		case "in":
			all[i].Doc = f.Doc + "; takes the same time however long the list is"
		case "[]":
			all[i].Doc = f.Doc + "; unknown where it is not known which items are in the list"
		}
	}
	return append(all,
		fn("where", "where", "the items of a list of objects whose field is the text, or is a list of texts that holds it, found by an index; those whose field is not known come last and may or may not belong to it",
			"@rules_where", "list(T).where(field, string) -> list(T)"),
		fn("lowerAscii", "lowerAscii", "the text with A-Z as a-z", "@rules_lower_ascii", "string.lowerAscii() -> string"),
	)
})

// RuleMacros lists the macros of rules/v1.
var RuleMacros = sync.OnceValue(func() []Macro {
	return append([]Macro{{"has(x.f)", "whether the field is given; false if it is stated to be none, unknown if nothing is stated"}}, Macros()...)
})

var ruleDialect = sync.OnceValue(func() *dialect {
	return newDialect(RuleFunctions(), []string{"all", "exists", "exists_one", "filter", "has", "map"}, MaxRuleComprehensions, hidden...)
})

// RuleReservedNames is ReservedNames for rules.
func RuleReservedNames() []string {
	all := append(ReservedNames(), "where", "lowerAscii")
	slices.Sort(all)
	return all
}

var ruleBase = sync.OnceValues(func() (*cel.Env, error) {
	e, err := newBase(ruleMacros()...)
	if err != nil {
		return nil, err
	}
	lt := cel.ListType(cel.TypeParamType("T"))
	return e.Extend(append(foldFunctions(),
		// The engine's guards look at the first element of a list, which may be unknown.
		cel.Function("where", decls.DisableTypeGuards(true), cel.MemberOverload("@rules_where", []*cel.Type{lt, cel.StringType, cel.StringType}, lt,
			cel.FunctionBinding(func(a ...ref.Val) ref.Val {
				l, ok := asList(a[0])
				text, isText := a[2].(types.String)
				if !ok || !isText {
					return failing(CodeNone, "where of or by what is none")
				}
				return l.where(string(a[1].(types.String)), string(text))
			}))),
		cel.Function("lowerAscii", cel.MemberOverload("@rules_lower_ascii", []*cel.Type{cel.StringType}, cel.StringType,
			cel.UnaryBinding(func(v ref.Val) ref.Val { return types.String(lowerASCII(string(v.(types.String)))) }))),
	)...)
})

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
