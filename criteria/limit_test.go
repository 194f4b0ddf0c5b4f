package criteria_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// limited puts quantities and limits into the sample document.
func limited(limits string) []string {
	return []string{
		"- {id: tags, type: list(string), default: []}", "- {id: tags, type: list(string), default: []}\n" +
			"  - {id: loss, type: double, unit: EUR}\n  - {id: people, type: int, unit: persons}\n  - {id: score, type: double}",
		"derive:", "derive:\n  - {id: exposure, unit: EUR a year, expr: 2.0 * loss}\n  - {id: factor, expr: 2.0 * loss}",
		"order: [", "limits: " + limits + "\norder: [",
	}
}

// limitWhen is a limit with that expression, which may be marked.
func limitWhen(when string) []string {
	return limited("[{id: cap, over: all, outcome: treat, when: '" + when + "'}]")
}

func TestLimitErrors(t *testing.T) {
	const expr = "limits[0].when"
	for _, v := range []variant{
		// The document.
		{name: "limits are a map", edits: limited("¦{}"), code: source.WrongType, path: "limits"},
		{name: "limit is a text", edits: limited("[¦x]"), code: source.WrongType, path: "limits[0]"},
		{name: "no id", edits: limited("[¦{over: all, outcome: treat, when: total > 1}]"), code: source.MissingKey, path: "limits[0]", says: "id"},
		{name: "bad id", edits: limited("[{id: ¦a b, over: all, outcome: treat, when: total > 1}]"), code: source.BadValue, path: "limits[0].id"},
		{name: "two of one id", edits: limited("[{id: a, over: all, outcome: treat, when: total > 1}, {id: ¦a, over: all, outcome: treat, when: total > 1}]"), code: source.DuplicateID, path: "limits[1].id"},
		{name: "no over", edits: limited("[¦{id: a, outcome: treat, when: total > 1}]"), code: source.MissingKey, path: "limits[0]", says: "over"},
		{name: "misspelt over", edits: limited("[{id: a, over: ¦ownr, outcome: treat, when: total > 1}]"), code: source.BadValue, path: "limits[0].over", nearest: "owner"},
		{name: "over is a list", edits: limited("[{id: a, over: ¦[all], outcome: treat, when: total > 1}]"), code: source.WrongType, path: "limits[0].over"},
		{name: "no when", edits: limited("[¦{id: a, over: all, outcome: treat}]"), code: source.MissingKey, path: "limits[0]", says: "when"},
		{name: "when is empty", edits: limited("[{id: a, over: all, outcome: treat, when: ¦' '}]"), code: source.BadValue, path: expr},
		{name: "no outcome", edits: limited("[¦{id: a, over: all, when: total > 1}]"), code: source.MissingKey, path: "limits[0]", says: "outcome"},
		{name: "a limit accepts nothing", edits: limited("[{id: a, over: all, outcome: ¦accept, when: total > 1}]"), code: source.BadValue, path: "limits[0].outcome", says: "escalate, treat or avoid"},
		{name: "nor conditionally", edits: limited("[{id: a, over: all, outcome: ¦accept_conditionally, when: total > 1}]"), code: source.BadValue, path: "limits[0].outcome"},
		{name: "nor undetermined", edits: limited("[{id: a, over: all, outcome: ¦undetermined, when: total > 1}]"), code: source.BadValue, path: "limits[0].outcome"},
		{name: "misspelt outcome", edits: limited("[{id: a, over: all, outcome: ¦treet, when: total > 1}]"), code: source.BadValue, path: "limits[0].outcome", nearest: "treat"},
		{name: "escalates to nobody", edits: limited("[¦{id: a, over: all, outcome: escalate, when: total > 1}]"), code: source.MissingKey, path: "limits[0]", says: "to whom"},
		{name: "unknown authority", edits: limited("[{id: a, over: all, outcome: escalate, authority: ¦bord, when: total > 1}]"), code: source.UnknownName, path: "limits[0].authority", nearest: "board"},
		{name: "unknown key", edits: limited("[{id: a, over: all, outcome: treat, when: total > 1, ¦validFor: 1d}]"), code: source.UnknownKey, path: "limits[0].validFor"},
		{name: "misspelt limits", edits: []string{"order: [", "¦limit: []\norder: ["}, code: source.UnknownKey, path: "limit", nearest: "limits"},
		{name: "unit of a rating", edits: []string{"{id: integrity, scale: impact}", "{id: integrity, scale: impact, unit: ¦EUR}"}, code: source.BadValue, path: "inputs[2].unit"},
		{name: "unit of a bool", edits: []string{"type: bool, default: false}", "type: bool, unit: ¦EUR, default: false}"}, code: source.BadValue, path: "inputs[4].unit", says: "bool"},
		{name: "unit of a list", edits: []string{"type: list(string), default: []}", "type: list(string), unit: ¦EUR}"}, code: source.BadValue, path: "inputs[5].unit"},
		{name: "empty unit", edits: []string{"type: bool, default: false}", "type: int, unit: ¦'', default: 0}", " && !personal_data", ""}, code: source.BadValue, path: "inputs[4].unit"},
		{name: "unit is a number", edits: []string{"type: bool, default: false}", "type: int, unit: ¦1, default: 0}", " && !personal_data", ""}, code: source.WrongType, path: "inputs[4].unit"},
		{name: "unit of a derived rank", edits: []string{"{id: impact, expr:", "{id: impact, unit: ¦EUR, expr:"}, code: criteria.CodeExprOrdinal, path: "derive[0].unit", says: "rank on the scale impact"},
		{name: "unit of a derived bool", edits: []string{`{id: impact, expr:`, "{id: worse, unit: ¦EUR, expr: integrity > availability}\n  - {id: impact, expr:"}, code: criteria.CodeExprOrdinal, path: "derive[0].unit", says: "bool"},

		// What has no sum.
		{name: "sum of a rating", edits: limitWhen("sum(¦integrity) > 5"), code: criteria.CodeExprOrdinal, path: expr, says: "integrity is a rating on the scale impact; ordinal ranks are never summed"},
		{name: "sum of a derived rank", edits: limitWhen("sum(¦impact) > 5"), code: criteria.CodeExprOrdinal, path: expr, says: "ordinal ranks are never summed"},
		{name: "sum of the level", edits: limitWhen("sum(¦level) > 5"), code: criteria.CodeExprOrdinal, path: expr, says: "level is the level of risk; ordinal ranks are never summed"},
		{name: "sum of the band", edits: limitWhen("sum(¦band) > 5"), code: criteria.CodeExprOrdinal, path: expr, says: "ordinal ranks are never summed"},
		{name: "sum without unit", edits: limitWhen("sum(¦score) > 5.0"), code: criteria.CodeExprOrdinal, path: expr, says: "score has no unit; ordinal ranks are never summed"},
		{name: "sum of a derived value without unit", edits: limitWhen("sum(¦factor) > 5.0"), code: criteria.CodeExprOrdinal, path: expr, says: "factor has no unit"},
		{name: "sum of a list", edits: limitWhen("sum(¦tags) > 5"), code: criteria.CodeExprOrdinal, path: expr, says: "list(string)"},
		{name: "sum of a bool", edits: limitWhen("sum(¦personal_data) > 5"), code: criteria.CodeExprOrdinal, path: expr, says: "bool"},
		{name: "misspelt sum", edits: limitWhen("sum(¦los) > 5.0"), code: criteria.CodeExprUnknownName, path: expr, nearest: "loss", says: "number with a unit"},
		{name: "refused name near another", edits: with(limitWhen("sum(¦lots) > 5.0"), "{id: score,", "{id: lots,"), code: criteria.CodeExprOrdinal, path: expr, nearest: "loss"},
		{name: "sum of nothing that is there", edits: limitWhen("sum(¦weather) > 5.0"), code: criteria.CodeExprUnknownName, path: expr},
		{name: "sum of a level of a scale", edits: limitWhen("sum(¦impact.severe) > 5"), code: criteria.CodeExprForbidden, path: expr, says: "such as loss"},
		{name: "sum of a parameter", edits: limitWhen("sum(¦params.appetite) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of a number", edits: limitWhen("sum(¦1) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of the time", edits: limitWhen("sum(¦asOf) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of an expression", edits: limitWhen("sum(loss ¦+ loss) > 5.0"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of a list of sums", edits: limitWhen("sum(¦[sum(loss)]) > 5.0"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of a sum", edits: limitWhen("sum(sum¦(loss)) > 5.0"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of a count", edits: limitWhen("sum(count¦(band.high)) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of total", edits: limitWhen("sum(¦total) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of two", edits: limitWhen("sum¦(loss, loss) > 5.0"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum of none", edits: limitWhen("sum¦() > 5.0"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum as a method", edits: limitWhen("loss.sum¦() > 5.0"), code: criteria.CodeExprForbidden, path: expr},
		{name: "sum in a document without units", edits: []string{"order: [", "limits: [{id: a, over: all, outcome: treat, when: sum(¦impcat) > 1}]\norder: ["}, code: criteria.CodeExprUnknownName, path: expr, says: "the document has none"},

		// What is no band.
		{name: "count of a rank", edits: limitWhen("count(¦2) > 5"), code: criteria.CodeExprForbidden, path: expr, says: "such as band.low"},
		{name: "count of a level of a scale", edits: limitWhen("count(¦impact.severe) > 5"), code: criteria.CodeExprForbidden, path: expr, says: "band"},
		{name: "count of a misspelt band", edits: limitWhen("count(¦band.hihg) > 5"), code: criteria.CodeExprUnknownName, path: expr, nearest: "band.high"},
		{name: "count of an expression", edits: limitWhen("count(band.high ¦- 1) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "count of the largest band", edits: limitWhen("count(¦largest) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "count of a rating", edits: limitWhen("count(¦integrity) > 5"), code: criteria.CodeExprUnknownName, path: expr},
		{name: "count of a variable of a comprehension", edits: limitWhen("[0, 1].exists(b, count(¦b) > 5)"), code: criteria.CodeExprForbidden, path: expr},
		{name: "count of a field of a field", edits: limitWhen("count(band.high¦.x) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "has", edits: limitWhen("count(has¦(band.high)) > 5"), code: criteria.CodeExprForbidden, path: expr},
		{name: "misspelt count", edits: limitWhen("cuont¦(band.high) > 5"), code: criteria.CodeExprForbidden, path: expr, nearest: "count"},
		{name: "count of a list", edits: limitWhen("[1].count¦(band.high) > 5"), code: criteria.CodeExprForbidden, path: expr},

		// What is a value of one risk.
		{name: "input alone", edits: limitWhen("¦loss > 5.0"), code: criteria.CodeExprUnknownName, path: expr, says: "loss is a value of one risk"},
		{name: "level alone", edits: limitWhen("¦level > 5"), code: criteria.CodeExprUnknownName, path: expr, says: "level is a value of one risk"},
		{name: "band alone", edits: limitWhen("¦band == band.high"), code: criteria.CodeExprUnknownName, path: expr, says: "band.low"},
		{name: "misspelt total", edits: limitWhen("¦totl > 5"), code: criteria.CodeExprUnknownName, path: expr, nearest: "total"},
		{name: "variable that hides a name", edits: limitWhen("[1].exists¦(loss, loss > 0)"), code: criteria.CodeExprForbidden, path: expr, says: "hides"},
		{name: "variable that hides total", edits: limitWhen("[1].exists¦(total, total > 0)"), code: criteria.CodeExprForbidden, path: expr, says: "hides"},
		{name: "count outside of a limit", edits: []string{"when: level <= params.appetite", "when: count¦(band.high) > 1"}, code: criteria.CodeExprForbidden, path: "acceptance[0].when"},
		{name: "total outside of a limit", edits: []string{"when: level <= params.appetite", "when: ¦total > 1"}, code: criteria.CodeExprUnknownName, path: "acceptance[0].when"},
		{name: "table in a limit", edits: with(matrix(cells), "order: [", "limits: [{id: a, over: all, outcome: treat, when: 'matrix¦(likelihood.rare, impact.minor) == 0'}]\norder: ["), code: criteria.CodeExprForbidden, path: expr},
		{name: "hidden variable", edits: limitWhen("¦@sum_loss > 1.0"), code: criteria.CodeExprSyntax, path: expr},

		// Types.
		{name: "limit is an int", edits: limitWhen("¦total"), code: criteria.CodeExprType, path: expr, says: "bool"},
		{name: "count is no double", edits: limitWhen("count(band.high) ¦> 1.5"), code: criteria.CodeExprType, path: expr, says: "do not mix"},
		{name: "sum of doubles is no int", edits: limitWhen("sum(loss) ¦> 5"), code: criteria.CodeExprType, path: expr, says: "do not mix"},
		{name: "sum of ints is no double", edits: limitWhen("sum(people) ¦> 5.0"), code: criteria.CodeExprType, path: expr, says: "do not mix"},
	} {
		t.Run(v.name, v.run)
	}
}

// TestLimitHostile: texts made to cost more than they are long are refused, or
// run within the limits of the dialect.
func TestLimitHostile(t *testing.T) {
	r := strings.Repeat
	for _, test := range []struct {
		text string
		code source.Code // "" if it is allowed
	}{
		{"count(band.low)" + r(" + count(band.low)", 300) + " > 0", criteria.CodeExprLimit}, // 4096 bytes
		{r("count(", 200) + "band.low" + r(")", 200) + " > 0", criteria.CodeExprLimit},
		{r("sum(", 30) + "loss" + r(")", 30) + " > 0.0", criteria.CodeExprForbidden},
		{r("sum(", 900) + "loss" + r(")", 900), criteria.CodeExprLimit},
		{"count(" + r("x", 4000) + ") > 0", criteria.CodeExprUnknownName},
		{"[1, 2, 3].all(a, [1, 2].all(b, [1].all(c, count(band.high) > a * b * c)))", ""},
		{"[1].all(a, [1].all(b, [1].all(c, [1].all(d, count(band.high) > d))))", criteria.CodeExprLimit},
		{"[count(band.low), count(band.medium), count(band.high)].exists(n, n > 3)", ""},
		{"{'a': sum(loss)}['a'] > 1.0", ""},
		{"{sum(loss): 1}[1.0] == 1", criteria.CodeExprForbidden},
		{"sum(loss) / 0.0 > 1.0 || 1 / count(band.high) > 0 || 9223372036854775807 + total > 0", ""},
		{"sum(people) * 9223372036854775807 > 0", ""},
		{"count(band.high", criteria.CodeExprSyntax},
		{"count", criteria.CodeExprUnknownName},
		{"sum", criteria.CodeExprUnknownName},
		{"count.high > 1", criteria.CodeExprUnknownName},
		{"count(count) > 1", criteria.CodeExprUnknownName},
		{"sum(*) > 1", criteria.CodeExprSyntax},
		{".count(band.high) > 1", criteria.CodeExprForbidden},
		{"count(.band.high) > 1", criteria.CodeExprUnknownName},
		{"count(band['high']) > 1", criteria.CodeExprForbidden},
		{"count({}) > 1", criteria.CodeExprForbidden},
		{"sum(band.high) > 1", criteria.CodeExprForbidden},
	} {
		t.Run(test.text[:min(len(test.text), 40)], func(t *testing.T) {
			edits := limited("[{id: cap, over: all, outcome: treat, when: \"" + test.text + "\"}]")
			edits[1] = "¦" + edits[1]
			text, _, _ := variant{edits: edits}.text(t)
			err := wrong(text)
			if test.code != "" {
				require.ErrorIs(t, err, test.code)
				places(t, text, err)
				return
			}
			c := compile(t, text)
			for _, u := range []criteria.Unit{{}, {Counts: []int{1, 2, 3}}, {Open: []criteria.OpenBand{{Risks: 100}}}} {
				o := c.EvaluateLimit(0, &u, asOf)
				require.NotZero(t, o.Verdict)
			}
		})
	}
}

// TestLimitNames: in a limit total and largest mean what they mean in every
// limit, whatever the document calls so; and those names stay free.
func TestLimitNames(t *testing.T) {
	c := compile(t, sheet{
		scales: "[{id: s, levels: [{id: a, value: 1}, {id: b, value: 2}]}, {id: total, levels: [{id: few, value: 5}]}, {id: sum, levels: [{id: few, value: 7}]}]",
		inputs: "[{id: x, scale: s}, {id: total, type: int, unit: EUR}, {id: largest, scale: total}, {id: count, type: int, unit: EUR}, {id: sum, type: double, unit: EUR}]",
		level:  "x", bands: "[{id: low, upTo: 1}, {id: high}]",
	}.text()+`limits:
  - {id: a, over: scope, outcome: treat, when: "sum(total) == 70 && total == 3 && total.few == 5"}
  - {id: b, over: owner, outcome: avoid, when: "sum(count) == 8 && count(band.low) == 3 && sum(sum) == 0.5 && sum.few == 7"}
  - {id: c, over: all, outcome: treat, when: "largest == band.low"}
`)
	u := criteria.Unit{Counts: []int{3, 0}, Sums: rats("70", "8", "0.5")}
	for i, over := range []criteria.Over{criteria.OverScope, criteria.OverOwner, criteria.OverAll} {
		require.Equal(t, over, c.Document().Limits[i].Over)
		require.Equal(t, criteria.LimitExceeded, c.EvaluateLimit(i, &u, asOf).Verdict, i)
	}
	require.Equal(t, []criteria.Quantity{{Name: "total", Unit: "EUR", Type: criteria.Int}, {Name: "count", Unit: "EUR", Type: criteria.Int}, {Name: "sum", Unit: "EUR", Type: criteria.Double}}, c.Quantities())
}

// TestLimitReads: the bands, the sums, and what is read through them.
func TestLimitReads(t *testing.T) {
	edits := limited(`[{id: a, title: A, over: owner, when: count(band.high) + count(band.low) > 2, outcome: escalate, authority: board, because: enough},
    {id: b, over: all, when: sum(exposure) > 1.0 || sum(people) > 2 && total > 3, outcome: treat}, {id: c, over: scope, when: largest == band.high, outcome: avoid, authority: ciso}]`)
	edits[5] = "¦" + edits[5]
	text, _, _ := variant{edits: edits}.text(t)
	c := compile(t, text)
	l := c.Document().Limits[0]
	require.Equal(t, "a A owner escalate board enough", strings.Join([]string{l.ID, l.Title, l.Over.String(), l.Outcome.String(), l.Authority, l.Because}, " "))
	require.Equal(t, "limits[0]", l.Node().Path())
	require.Equal(t, criteria.LimitReads{Bands: []int{0, 2}}, c.LimitReads(0))
	require.Equal(t, criteria.LimitReads{Total: true, Quantities: []int{1, 2}}, c.LimitReads(1))
	require.Equal(t, criteria.LimitReads{Largest: true}, c.LimitReads(2))
	require.Zero(t, c.LimitReads(3))
	require.Zero(t, c.LimitReads(-1))

	require.True(t, c.Reads(c.Input("people").Index()), "only a sum reads it")
	require.True(t, c.Reads(c.Input("loss").Index()))
	require.False(t, c.Reads(c.Input("score").Index()))
	require.Equal(t, "EUR", c.Input("loss").Unit)
	require.Equal(t, "EUR a year", c.Document().Derive[0].Unit)
	require.Empty(t, criteria.Over(0).String()+criteria.Over(9).String()+criteria.LimitVerdict(0).String()+criteria.LimitVerdict(9).String())
}

// TestLimitAfterError: what does not compile further up is one error, not two.
func TestLimitAfterError(t *testing.T) {
	edits := limitWhen("sum(exposure) > 1.0")
	edits[3] = strings.Replace(edits[3], "2.0 * loss}\n", "2.0 * ¦los}\n", 1)
	variant{edits: edits, code: criteria.CodeExprUnknownName, path: "derive[0].expr", nearest: "loss"}.run(t)
}
