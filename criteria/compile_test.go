package criteria_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// level replaces the expression of the level, with everything in the line.
func level(text string) []string {
	return []string{"level: likelihood * impact  # the level of risk: a number", "level: " + text}
}

// when replaces the condition of the second rule.
func when(text string) []string {
	return []string{"when: band == band.medium && !personal_data", "when: " + text}
}

// TestCompileErrors puts mistakes into expressions. The engine's places are
// those of CEL: an operator, the parenthesis of a call or macro, the first
// character of a name, a literal or a list.
func TestCompileErrors(t *testing.T) {
	for _, v := range []variant{
		// Names.
		{name: "unknown name", edits: level("likelihood * ¦impcat"), code: criteria.CodeExprUnknownName, path: "level", nearest: "impact"},
		{name: "unknown name, nothing near", edits: level("likelihood * ¦weather"), code: criteria.CodeExprUnknownName, path: "level"},
		{name: "unknown level", edits: when("impact >= ¦impact.sever"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "severe"},
		{name: "unknown parameter", edits: when("level <= ¦params.tolerence"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "tolerance"},
		{name: "unknown band", edits: when("band == ¦band.mediun"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "medium"},
		{name: "unknown scale", edits: when("impact >= ¦impcat.severe"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "impact"},
		{name: "scale as a value", edits: []string{"- id: impact\n", "- id: harm\n", "scale: impact}\n  - {id: integrity, scale: impact}\n  - {id: availability, scale: impact}",
			"scale: harm}\n  - {id: integrity, scale: harm}\n  - {id: availability, scale: harm}", "math.greatest(confidentiality, integrity, availability)", "math.greatest(confidentiality, ¦harm)"},
			code: criteria.CodeExprUnknownName, path: "derive[0].expr", says: "harm.minor"},
		{name: "level used in a derived value", edits: []string{"math.greatest(confidentiality, integrity, availability)", "math.greatest(confidentiality, ¦level)"}, code: criteria.CodeExprOrder, path: "derive[0].expr"},
		{name: "band used in the level", edits: level("likelihood * ¦band"), code: criteria.CodeExprOrder, path: "level"},
		{name: "derived value used in itself", edits: []string{"math.greatest(confidentiality, integrity, availability)", "¦impact + 1"}, code: criteria.CodeExprOrder, path: "derive[0].expr"},
		{name: "derived value used above it", edits: []string{"derive:", "derive:\n  - {id: twice, expr: 2 * ¦impact}\n #"}, code: criteria.CodeExprOrder, path: "derive[0].expr"},

		// Types.
		{name: "int times double", edits: level("likelihood ¦* 1.5"), code: criteria.CodeExprType, path: "level", says: "int and double do not mix"},
		{name: "int compared with double", edits: when("level ¦<= 2.5"), code: criteria.CodeExprType, path: "acceptance[1].when", says: "int and double do not mix"},
		{name: "int and bool", edits: when("¦level && personal_data"), code: criteria.CodeExprType, path: "acceptance[1].when"},
		{name: "level is a bool", edits: level("likelihood ¦> impact"), code: criteria.CodeExprType, path: "level", says: "int or double"},
		{name: "rule is an int", edits: when("¦level"), code: criteria.CodeExprType, path: "acceptance[1].when", says: "bool"},
		{name: "band is a double", edits: with(matrix(cells), "band: matrix(likelihood, impact)", "band: ¦1.0"), code: criteria.CodeExprType, path: "band"},
		{name: "derived value is a map", edits: []string{`"math.greatest(confidentiality, integrity, availability)"`, `'¦{"a": 1}'`}, code: criteria.CodeExprType, path: "derive[0].expr"},
		{name: "derived value is a list of ints", edits: []string{`"math.greatest(confidentiality, integrity, availability)"`, `"¦[integrity]"`}, code: criteria.CodeExprType, path: "derive[0].expr"},
		{name: "order by a derived list", edits: []string{`"math.greatest(confidentiality, integrity, availability)"`, `"tags"`, "level: likelihood * impact", "level: likelihood", `"-impact"`, `¦"-impact"`}, code: criteria.CodeExprType, path: "order[1]"},
		{name: "two types in one list", edits: when("size(¦[1, true]) == 2"), code: criteria.CodeExprType, path: "acceptance[1].when"},
		{name: "empty list", edits: when("size(¦[]) == 0"), code: criteria.CodeExprType, path: "acceptance[1].when", says: "not fixed"},
		{name: "dyn", edits: when("dyn¦(level) == 1"), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},

		// Outside the dialect.
		{name: "map that is walked through", edits: when(`'¦{"a": 1}.exists(k, k == "a")'`), code: criteria.CodeExprForbidden, path: "acceptance[1].when", says: "only lists"},
		{name: "sum of texts", edits: when(`"tags[0] ¦+ \"x\" == \"xx\""`), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},
		{name: "function of another library", edits: when(`tags[0].replace¦("a", "b") == "b"`), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},
		{name: "misspelt function", edits: when(`tags[0].startWith¦("a")`), code: criteria.CodeExprForbidden, path: "acceptance[1].when", nearest: "startsWith"},
		{name: "misspelt table", edits: with(matrix(cells), "band: matrix(", "band: matix¦("), code: criteria.CodeExprForbidden, path: "band", nearest: "matrix"},
		{name: "has", edits: when("has¦(band.low)"), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},
		{name: "pattern that is no literal", edits: when("tags[0].matches¦(tags[1])"), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},
		{name: "pattern that is none", edits: when(`tags[0].matches(¦"(")`), code: criteria.CodeExprLiteral, path: "acceptance[1].when"},
		{name: "time that is none", edits: when(`asOf > timestamp(¦"2026-13-01T00:00:00Z")`), code: criteria.CodeExprLiteral, path: "acceptance[1].when"},
		{name: "unsigned literal", edits: when("level > ¦1u"), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},
		{name: "null literal", edits: when("level == ¦null"), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},
		{name: "number that is infinite", edits: when("double(level) < ¦1e999"), code: criteria.CodeExprSyntax, path: "acceptance[1].when"},
		{name: "variable that hides an input", edits: when("tags.exists¦(likelihood, true)"), code: criteria.CodeExprForbidden, path: "acceptance[1].when"},

		// Tables.
		{name: "arguments transposed", edits: with(matrix(cells), "band: matrix(likelihood, impact)", "band: matrix(¦impact, likelihood)"), code: criteria.CodeExprScale, path: "band", says: "the axis is likelihood", others: 1},
		{name: "level of another scale as argument", edits: with(matrix(cells), "band: matrix(likelihood, impact)", "band: matrix(likelihood, likelihood¦.rare)"), code: criteria.CodeExprScale, path: "band"},
		{name: "argument of another type", edits: with(matrix(cells), "band: matrix(likelihood, impact)", "band: matrix¦(likelihood, 1.0)"), code: criteria.CodeExprType, path: "band"},
		{name: "argument too few", edits: with(matrix(cells), "band: matrix(likelihood, impact)", "band: matrix¦(likelihood)"), code: criteria.CodeExprType, path: "band"},

		// Places in every kind of scalar.
		{name: "syntax", edits: level("likelihood * ¦* impact"), code: criteria.CodeExprSyntax, path: "level"},
		{name: "in single quotes", edits: level(`'likelihood * ¦impcat'`), code: criteria.CodeExprUnknownName, path: "level", nearest: "impact"},
		{name: "in single quotes, after a quote", edits: when(`'tags[0] == "it''s" && ¦levle > 1'`), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "level"},
		{name: "in double quotes", edits: level(`"likelihood * ¦impcat"`), code: criteria.CodeExprUnknownName, path: "level", nearest: "impact"},
		{name: "in double quotes, after escapes", edits: when(`"\"\u00e9\t\x41\" in tags && ¦levle > 1"`), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "level"},
		{name: "after letters of several bytes", edits: when(`tags[0] == "éß漢😀" && ¦levle > 1`), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "level"},
		{name: "in a plain scalar of two lines", edits: when("level > 1 &&\n      ¦levle < 9"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "level"},
		{name: "in a literal block", edits: when("|\n      level > 1\n      && impact > 1\n      && ¦levle < 9"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "level"},
		{name: "in a literal block, further to the right", edits: when("|-\n      level > 1\n        && ¦levle < 9"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "level"},
		{name: "in a folded block", edits: when(">\n      level > 1\n      && impact > 1\n      && ¦levle < 9"), code: criteria.CodeExprUnknownName, path: "acceptance[1].when", nearest: "level"},
		{name: "in a folded block, after an empty line", edits: when(">-\n      level > 1 &&\n\n      impact ¦< 1.5"), code: criteria.CodeExprType, path: "acceptance[1].when"},
		{name: "type in a literal block", edits: when("|\n      level > 1 &&\n      impact ¦< 1.5"), code: criteria.CodeExprType, path: "acceptance[1].when"},
		{name: "syntax in a literal block", edits: when("|\n      level > 1 &&\n      impact < ¦< 3"), code: criteria.CodeExprSyntax, path: "acceptance[1].when"},

		// Limits of an expression.
		{name: "too long", edits: when(`"¦` + strings.Repeat(" ", 4096) + `1"`), code: criteria.CodeExprLimit, path: "acceptance[1].when"},
		{name: "control character", edits: when(`"level >¦\u200b 1"`), code: criteria.CodeExprForbidden, path: "acceptance[1].when", says: "U+200B"},
		{name: "comprehensions too deep", edits: when("tags.exists(a, tags.exists(b, tags.exists(c, tags.exists¦(d, true))))"), code: criteria.CodeExprLimit, path: "acceptance[1].when"},
	} {
		t.Run(v.name, v.run)
	}
}

// TestCompileAll reports the errors of all expressions, but not those that
// only follow from an earlier one.
func TestCompileAll(t *testing.T) {
	v := variant{edits: with(when("¦levle > 1"), "math.greatest(confidentiality, integrity, availability)", "confidentalty > 1",
		"level <= params.appetite", "level <= 2.5")}
	text, _, _ := v.text(t)
	err := wrong(text)
	var e *source.Error
	require.ErrorAs(t, err, &e)
	var paths []string
	for _, d := range e.Diagnostics {
		paths = append(paths, d.Path)
	}
	require.Equal(t, []string{"derive[0].expr", "acceptance[1].when"}, paths)
	require.ErrorContains(t, err, "confidentiality")
}

// TestCompileJSON finds places behind the escapes of JSON.
func TestCompileJSON(t *testing.T) {
	doc, err := criteria.Parse("c.json", []byte(`{"format": "ismskit.criteria/v1", "id": "j", "version": "1",
 "scales": [{"id": "s", "levels": [{"id": "a", "value": 1}]}], "inputs": [{"id": "x", "scale": "s"}, {"id": "name", "type": "string"}],
 "level": "x", "bands": [{"id": "all"}], "acceptance": [
 {"id": "some", "when": "name == \"\u00e9\ud83d\ude00\" && y > 1", "outcome": "accept"}, {"id": "all", "when": "true", "outcome": "treat"}]}`))
	require.NoError(t, err)
	_, err = doc.Compile()
	var e *source.Error
	require.ErrorAs(t, err, &e)
	line := ` {"id": "some", "when": "name == \"\u00e9\ud83d\ude00\" && y > 1"`
	require.Equal(t, source.Pos{Line: 4, Col: strings.Index(line, "y > 1") + 1}, e.Diagnostics[0].Pos)
}

func TestCompile(t *testing.T) {
	text := acmeText(t)
	c := compile(t, text)
	require.Equal(t, "acme-risk-criteria", c.Document().ID)
	require.Equal(t, seal.Sum(criteria.Format, []byte(text)), c.Digest())
	require.Equal(t, criteria.Digest([]byte(text)), c.Digest())
	require.Equal(t, 2, c.Input("integrity").Index())
	require.Nil(t, c.Input("impact"), "a derived value")
	require.Regexp(t, `^cel\.dev/cel-go (v0\.\d+\.\d+|unknown)`, criteria.Engine())

	for i, want := range []bool{true, true, true, true, true, false} {
		require.Equal(t, want, c.Reads(i), c.Document().Inputs[i].ID)
	}
	info := c.TableInfo()
	require.Equal(t, criteria.TableInfo{Rows: 3 * 3 * 3 * 3 * 2}, info)
	require.Equal(t, "there are more than 161 combinations", compile(t, text, criteria.WithTableRows(161)).TableInfo().Reason)
	require.Equal(t, 162, compile(t, text, criteria.WithTableRows(162)).TableInfo().Rows)
	require.Zero(t, compile(t, text, criteria.WithTableRows(-1)).TableInfo().Rows)
	require.Equal(t, 162, compile(t, text, criteria.WithTableRows(1<<30)).TableInfo().Rows)
}

// TestCompileTwice: a document can be compiled again, with the same result.
func TestCompileTwice(t *testing.T) {
	doc, err := criteria.Parse("acme.yaml", []byte(acmeText(t)))
	require.NoError(t, err)
	a, err := doc.Compile()
	require.NoError(t, err)
	b, err := doc.Compile()
	require.NoError(t, err)
	require.Equal(t, a.Digest(), b.Digest())
	in := a.NewInputs()
	o := b.Evaluate(in, asOf)
	require.Equal(t, criteria.Undetermined, o.Decision)
	require.Equal(t, criteria.FailEvaluation, o.Failure.Code, "inputs of other criteria")
	require.ErrorContains(t, o.Failure, "other criteria")
}

// TestNames: what the dialect does not reserve can be the name of anything.
func TestNames(t *testing.T) {
	for _, name := range []string{"contains", "startsWith", "endsWith", "getFullYear", "getHours", "getMilliseconds", "getDayOfMonth",
		"all", "exists", "exists_one", "filter", "greatest", "abs", "_", "__x__", "X", "e1", "result", "accu", "has_x", "asof", "strings", "self"} {
		text := sheet{
			scales: "[{id: " + name + ", levels: [{id: " + name + ", value: 1}, {id: b, value: 2}]}]",
			inputs: "[{id: x, scale: " + name + "}]", params: "{" + name + ": 1}", derive: "[{id: y, expr: 1}]",
			tables: "[{id: " + name + ", axes: [" + name + "], result: band, cells: [" + name + ", b]}]",
			bands:  "[{id: " + name + "}, {id: b}]",
			level:  name + "(x) + " + name + "." + name + " + params." + name,
			band:   name + "(x)",
			rules:  "[{id: one, when: band == band." + name + ", outcome: accept}, {id: rest, when: true, outcome: treat}]",
		}
		c := compile(t, text.text())
		o := c.Evaluate(state(t, c, "x=b"), asOf)
		require.Equal(t, "3", o.Level.String(), name)
		require.Equal(t, 1, o.Band)
		require.Equal(t, criteria.Treat, o.Decision)

		text.tables, text.band, text.level, text.bands = "", "", name+" * 2", ""
		text.inputs, text.rules = "[{id: "+name+", scale: "+name+"}]", ""
		c = compile(t, text.text())
		require.Equal(t, "4", c.Evaluate(state(t, c, name+"=b"), asOf).Level.String(), name)
	}
}

// TestReads follows names to the inputs behind them.
func TestReads(t *testing.T) {
	c := compile(t, sheet{inputs: "[{id: w, scale: s}, {id: x, scale: s}, {id: y, scale: s}, {id: z, scale: s}]",
		derive: "[{id: one, expr: y}, {id: two, expr: one + one + w}, {id: none, expr: 1}]", level: "two", bands: "[{id: a}, {id: b}]",
		band: "'level > 3 && x > level ? 1 : 0'", order: "[z]"}.text())
	require.Equal(t, []int{2}, c.DerivedReads(0))
	require.Equal(t, []int{0, 2}, c.DerivedReads(1))
	require.Empty(t, c.DerivedReads(2))
	require.Equal(t, []int{0, 2}, c.LevelReads())
	require.Equal(t, []int{0, 1, 2}, c.BandReads())
	require.True(t, c.Reads(3), "by the order")
	require.Equal(t, "acceptance[0]", c.Document().Acceptance[0].Node().Path())

	c = compile(t, sheet{bands: "[{id: a}, {id: b}]", band: "1"}.text())
	require.Empty(t, c.LevelReads(), "there is no level")
	require.Empty(t, c.BandReads())
	require.False(t, c.Reads(0))
}

// TestRenumberedParts: defaults, axes and results of tables move with their
// scales, and the document itself stays.
func TestRenumberedParts(t *testing.T) {
	doc, err := criteria.Parse("test.yaml", []byte(sheet{scales: "[{id: s, levels: [{id: a, value: 0.5}, {id: b, value: 2}]}]",
		inputs: "[{id: x, scale: s, default: b}]", tables: "[{id: m, axes: [s], result: s, cells: [b, a]}]", level: "m(x)"}.text()))
	require.NoError(t, err)
	other, err := doc.Renumbered(func(_ *criteria.Scale, level int) *big.Rat { return big.NewRat(int64(level+1), 3) })
	require.NoError(t, err)
	require.Equal(t, "1/3", other.Scales[0].Levels[0].ValueText(), "no decimal")
	for d, want := range map[*criteria.Document]string{doc: "0.5", other: "0.3333333333333333"} {
		c, err := d.Compile()
		require.NoError(t, err)
		o := c.Evaluate(c.NewInputs(), asOf)
		require.Equal(t, want, o.Level.String())
		require.Same(t, &d.Scales[0], d.Inputs[0].Default.Scale())
	}
}

func TestDecisions(t *testing.T) {
	for d := criteria.Undetermined; d <= criteria.Avoid; d++ {
		got, ok := criteria.ParseDecision(d.String())
		require.True(t, ok)
		require.Equal(t, d, got)
		text, err := json.Marshal(d)
		require.NoError(t, err)
		require.Equal(t, `"`+d.String()+`"`, string(text))
	}
	for _, s := range []string{"", "Accept", "accept ", "ok"} {
		_, ok := criteria.ParseDecision(s)
		require.False(t, ok, s)
	}
	require.Empty(t, criteria.Decision(0).String())
	require.Empty(t, criteria.Decision(99).String())
}
