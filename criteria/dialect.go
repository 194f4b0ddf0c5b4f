package criteria

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// DialectDoc describes the dialect of expressions, criteria/v1, as a page of
// Markdown. It is made from the lists that the compiler goes by.
func DialectDoc() string {
	var b strings.Builder
	b.WriteString(dialectIntro)

	b.WriteString("\n## Operators and functions\n\nNothing else may be called. `T`, `K` and `V` stand for any type.\n\n")
	b.WriteString("| name | takes and gives | meaning |\n|---|---|---|\n")
	for _, f := range engine.Functions() {
		forms := make([]string, len(f.Overloads))
		for i, o := range f.Overloads {
			forms[i] = code(o.Signature)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", code(f.Name), strings.Join(forms, "<br>"), cell(f.Doc))
	}

	b.WriteString("\n## Macros\n\n`x` is a name of your own, which must not hide a name of the document.\n\n| form | meaning |\n|---|---|\n")
	for _, m := range engine.Macros() {
		fmt.Fprintf(&b, "| %s | %s |\n", code(m.Form), cell(m.Doc))
	}

	b.WriteString(dialectLimitsIntro)
	for _, f := range limitForms {
		fmt.Fprintf(&b, "| %s | %s |\n", code(f.form), cell(f.doc))
	}
	b.WriteString(dialectLimitsRules)

	b.WriteString("\n## Reserved names\n\nNo scale, level, input, parameter, derived value, band or table may be called\n\n")
	for i, n := range engine.ReservedNames() {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(code(n))
	}
	b.WriteString(".\n\n## Limits\n\n| limit | at most |\n|---|---|\n")
	for _, l := range dialectLimits {
		fmt.Fprintf(&b, "| %s | %d |\n", l.what, l.most)
	}
	return b.String()
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

var dialectLimits = [...]struct {
	what string
	most int
}{
	{"bytes of an expression", engine.MaxExpressionBytes},
	{"nesting of an expression", engine.MaxNesting},
	{"nodes of an expression, macros expanded", engine.MaxNodes},
	{"comprehensions inside one another", engine.MaxComprehensions},
	{"instructions of a compiled pattern", engine.MaxRegexProgram},
	{"cost of one run with comprehensions, in the engine's units", engine.MaxCost},
	{"the same of a limit on many risks", engine.MaxAggregateCost},
	{"memory of one run with comprehensions, in items or 10 bytes of text", engine.MaxMemory},
	{"cells of a table", engine.MaxTableCells},
	{"bytes of a text value", engine.MaxStringBytes},
	{"items of a list value", engine.MaxListItems},
	{"bytes of all texts of a list value", engine.MaxListBytes},
}

// cell keeps a text inside its cell of a Markdown table.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func code(s string) string { return "`" + cell(s) + "`" }

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
