package criteria

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// DialectDoc describes the dialect of expressions, criteria/v1, as a page of
// Markdown. It is made from the lists that the compiler goes by.
func DialectDoc() string {
	return dialectIntro +
		"\n## Operators and functions\n\nNothing else may be called. `T`, `K` and `V` stand for any type.\n\n" + engine.FunctionTable(engine.Functions()) +
		"\n## Macros\n\n`x` is a name of your own, which must not hide a name of the document.\n\n" + engine.MacroTable(engine.Macros()) +
		limitsDoc() +
		"\n## Reserved names\n\nNo scale, level, input, parameter, derived value, band or table may be called\n\n" + engine.NameList(engine.ReservedNames()) +
		".\n\n## Limits\n\n" + engine.LimitTable([]engine.Limit{
		{What: "bytes of an expression", Most: engine.MaxExpressionBytes},
		{What: "nesting of an expression", Most: engine.MaxNesting},
		{What: "nodes of an expression, macros expanded", Most: engine.MaxNodes},
		{What: "comprehensions inside one another", Most: engine.MaxComprehensions},
		{What: "instructions of a compiled pattern", Most: engine.MaxRegexProgram},
		{What: "cost of one run with comprehensions, in the engine's units", Most: engine.MaxCost},
		{What: "the same of a limit on many risks", Most: engine.MaxAggregateCost},
		{What: "memory of one run with comprehensions, in items or 10 bytes of text", Most: engine.MaxMemory},
		{What: "cells of a table", Most: engine.MaxTableCells},
		{What: "bytes of a text value", Most: engine.MaxStringBytes},
		{What: "items of a list value", Most: engine.MaxListItems},
		{What: "bytes of all texts of a list value", Most: engine.MaxListBytes},
	})
}

// limitForms lists what the expressions of limits may name beside constants
// and asOf.
var limitForms = [...]struct{ form, doc string }{
	{"count(band.id) -> int", "number of risks in that band"},
	{"sum(int) -> int", "sum of an int with a unit over all risks, exact; overflow where it has more than 64 bits"},
	{"sum(double) -> double", "the double nearest to the exact sum of a double with a unit over all risks; overflow beyond the greatest double"},
	{"total", "number of risks, an int"},
	{"largest", "rank of the largest band that a risk is in, -1 where there is no risk"},
}

const dialectLimitsIntro = `
## Limits on many risks

The expression ` + "`when`" + ` of a limit is about all risks of an owner, of a scope item
or of the register. It may name these, ` + "`asOf`, `band.id`, `scale.level` and `params.id`" + `,
but no value of one risk and no table:

| written | is |
|---|---|
`

const dialectLimitsRules = `
What stands in brackets is a name, not a value: ` + "`count(band.high)`, `sum(loss)`" + `, where
loss is an input or derived value with a unit. A rating, a level, a band and a
number without a unit have no sum: ordinal ranks are never summed. In a limit,
` + "`total` and `largest`" + ` are the above even where an input has that name. A count, the
largest band or a sum that is not known makes the limit undetermined, unless it
comes to the same whatever they are.
`

// limitsDoc describes the expressions of limits.
func limitsDoc() string {
	var b strings.Builder
	b.WriteString(dialectLimitsIntro)
	for _, f := range limitForms {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.form, f.doc)
	}
	b.WriteString(dialectLimitsRules)
	return b.String()
}

const dialectIntro = `# The dialect ` + engine.DialectV1 + `

The expressions of criteria documents are CEL, the Common Expression Language,
without what is unbounded, depends on the machine, or could give two results.
The dialect never changes: what could alter an outcome is a new dialect.

## Names

| written | is |
|---|---|
| the id of an input or derived value | its value |
| ` + "`level`, `band`" + ` | the level of risk and the rank of its band, in the rules of acceptance; ` + "`level`" + ` in ` + "`band`" + `, too |
| ` + "`asOf`" + ` | the time of evaluation, a timestamp |
| ` + "`scale.level`" + ` | the value of a level, such as ` + "`impact.severe`" + ` |
| ` + "`band.id`" + ` | the rank of a band, counted from 0 |
| ` + "`params.id`" + ` | the value of a parameter |
| ` + "`table(x, y)`" + ` | the cell of a table of the document |

A name can be used below the place where it is defined.

## Types

bool, int (64 bits, signed), double (IEEE 754), string, timestamp, duration,
list and map. A rating is an int if all values of its scale are whole numbers,
otherwise a double. A band is an int. Types are known before anything runs, and
they do not mix: write ` + "`double(n) * 0.5`, `2.0 * d`" + `.

Lists can be walked through, maps cannot. The keys of a map are literals.
A value of an expression is a bool, int, double, string, list(string), timestamp
or duration; one that is an infinite double or no number is an error. Inside an
expression doubles follow IEEE 754: 1.0 / 0.0 is infinite and greater than every
number, and to compare it is no error. Ask d != 0.0 first, or divide in derive.
`
