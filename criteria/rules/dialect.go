package rules

import "github.com/ismskit/ismskit/criteria/internal/engine"

// DialectDoc describes the dialect of rules, rules/v1, as a page of Markdown. It
// is made from the lists that the compiler goes by.
func DialectDoc() string {
	return dialectIntro +
		"\n## Operators and functions\n\nNothing else may be called but the schema's own functions. `T`, `K` and `V` stand for any type.\n\n" +
		engine.FunctionTable(engine.RuleFunctions()) +
		"\n## Macros\n\n`x` is a name of your own, which must not hide a variable.\n\n" + engine.MacroTable(engine.RuleMacros()) +
		"\n## Reserved names\n\nNo variable or function may be called\n\n" + engine.NameList(engine.RuleReservedNames()) +
		".\n\n## Limits\n\n" + engine.LimitTable([]engine.Limit{
		{What: "bytes of a rule", Most: engine.MaxExpressionBytes},
		{What: "nesting of a rule", Most: engine.MaxNesting},
		{What: "nodes of a rule, macros expanded", Most: engine.MaxNodes},
		{What: "comprehensions inside one another", Most: engine.MaxRuleComprehensions},
		{What: "instructions of a compiled pattern", Most: engine.MaxRegexProgram},
		{What: "cost of one run with comprehensions, in the engine's units", Most: engine.MaxRuleCost},
		{What: "missing paths that a result lists", Most: engine.MaxMissing},
		{What: "missing paths that a result counts", Most: engine.MaxMissingCounted},
	}) + dialectLimits
}

const dialectIntro = `# The dialect ` + Dialect + `

Rules are CEL, the Common Expression Language, over a typed model, without what
is unbounded, depends on the machine, or could give two results. The dialect
never changes: what could alter a verdict is a new dialect.

## Types

bool, int (64 bits, signed), double (IEEE 754), string, timestamp, duration,
list and map, and the types of objects that a schema declares. Types are known
before anything runs, and they do not mix: write ` + "`double(n) * 0.5`" + `. A field of
an object is ` + "`x.f`" + `; one that its type does not have is an error of the rule.
Lists can be walked through, maps cannot. The keys of a map are literals.

## Three states

A field is *given*, stated to be *none*, or *not given*.

| | given | none | not given |
|---|---|---|---|
| ` + "`has(x.f)`" + ` | true | false | unknown |
| ` + "`x.f == null`" + ` | false | true | unknown |
| ` + "`x.f == y`" + ` | compared | true if both are none, otherwise false | unknown |
| any other use of ` + "`x.f`" + ` | its value | the failure ` + "`none_value`" + ` | unknown |

The empty text and the empty list are given. Only times, durations, objects and
fields declared so can be none, and only these may be compared with null. Objects
are not compared with each other: compare their ids.

A rule is true or false only where it would be so whatever the unknown values
are. ` + "`&&` and `||`" + ` come to false and true by one operand, whatever the other
is; all, exists and exists_one by the elements that decide, in any order. An
element for which the predicate of a filter is unknown is in doubt: it counts in
what follows only where it changes nothing, and the size of such a list is
unknown. (What is no object loses its value there.) The same holds for a failure of one element, so that
` + "`l.filter(x, p).exists(x, q)` is `l.exists(x, p && q)`" + `. ` + "`c ? a : b`" + ` is
unknown where c is.

A failure is never true: a division by zero, an index outside a list, an
operation on none. ` + "`x.at != null && x.at < asOf`" + ` does not fail.

## Time

A comparison of each element with each other one takes a time that grows with
the square of their number, and meets the limit at about 600 elements. Look up
by a field instead: write ` + "`l.where('id', y.ref).exists(x, x.active)`" + ` for
` + "`l.exists(x, x.id == y.ref && x.active)`" + `, and ` + "`l.where('tags', t)`" + ` for
` + "`l.filter(x, t in x.tags)`" + `.
`

const dialectLimits = `
The limit of cost leaves room for a predicate of 60 nodes on each of 10,000
elements, three times over. A list that a rule builds costs 5 units an item, so
that the limit bounds memory, too: 600,000 items. An element on which a predicate
is unknown or fails costs 25. A call of one of the schema's functions costs what
the schema says, and every other step about 1. Which lists are indexed already
changes no cost.
`
