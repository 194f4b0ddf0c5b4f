package criteria_test

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

// sheet is a small document; empty parts are left at what stands here.
type sheet struct {
	scales, inputs, params, derive, level, bands, band, tables, rules, order string
}

func (s sheet) text() string {
	def := func(key, value, otherwise string) string {
		if value == "" {
			value = otherwise
		}
		if value == "" {
			return ""
		}
		return key + ": " + value + "\n"
	}
	if s.level == "" && s.band == "" {
		s.level = "x"
	}
	return "format: ismskit.criteria/v1\nid: sheet\nversion: \"1\"\n" +
		def("scales", s.scales, "[{id: s, levels: [{id: a, value: 1}, {id: b, value: 2}, {id: c, value: 3}]}]") +
		def("inputs", s.inputs, "[{id: x, scale: s}]") +
		def("params", s.params, "") +
		def("derive", s.derive, "") +
		def("level", s.level, "") +
		def("bands", s.bands, "[{id: low, upTo: 1}, {id: mid, upTo: 2}, {id: high}]") +
		def("tables", s.tables, "") +
		def("band", s.band, "") +
		def("acceptance", s.rules, "[{id: rest, when: true, outcome: treat}]") +
		def("order", s.order, "")
}

// state sets inputs from words: ids and values, a range as low..high.
func state(t testing.TB, c *criteria.Criteria, words string) *criteria.Inputs {
	t.Helper()
	in := c.NewInputs()
	for _, w := range strings.Fields(words) {
		id, value, ok := strings.Cut(w, "=")
		require.True(t, ok, w)
		d := c.Input(id)
		require.NotNil(t, d, id)
		s := criteria.StateText(value)
		switch low, high, span := strings.Cut(value, ".."); {
		case span:
			s = criteria.StateRange(low, high)
		case d.Type == criteria.Bool:
			s = criteria.StateBool(value == "true")
		}
		v, err := d.Bind(s)
		require.NoError(t, err)
		require.NoError(t, in.Set(id, v))
	}
	return in
}

func TestEvaluateSample(t *testing.T) {
	c := compile(t, acmeText(t))
	d := c.Document()
	for _, test := range []struct {
		inputs         string
		impact, level  int64
		band, decision string
		rule           int
	}{
		{"likelihood=rare confidentiality=minor integrity=minor availability=minor", 1, 1, "low", "accept", 0},
		{"likelihood=rare confidentiality=minor integrity=major availability=minor", 2, 2, "low", "accept", 0},
		{"likelihood=likely confidentiality=minor integrity=minor availability=minor", 1, 2, "low", "accept", 0},
		{"likelihood=rare confidentiality=severe integrity=minor availability=minor", 3, 3, "medium", "accept_conditionally", 1},
		{"likelihood=certain confidentiality=minor integrity=minor availability=minor", 1, 3, "medium", "accept_conditionally", 1},
		{"likelihood=likely confidentiality=minor integrity=minor availability=major", 2, 4, "medium", "accept_conditionally", 1},
		{"likelihood=likely confidentiality=minor integrity=minor availability=major personal_data=true", 2, 4, "medium", "treat", 2},
		{"likelihood=rare confidentiality=minor integrity=major availability=minor personal_data=true", 2, 2, "low", "accept", 0},
		{"likelihood=likely confidentiality=major integrity=severe availability=minor", 3, 6, "high", "treat", 2},
		{"likelihood=certain confidentiality=severe integrity=severe availability=severe", 3, 9, "high", "treat", 2},
	} {
		o := c.Evaluate(state(t, c, test.inputs), asOf)
		require.Nil(t, o.Failure)
		require.Nil(t, o.Uncertain)
		require.Equal(t, []criteria.Value{criteria.IntValue(test.impact)}, o.Derived, test.inputs)
		require.Equal(t, criteria.IntValue(test.level), o.Level, test.inputs)
		require.Equal(t, test.band, d.Bands[o.Band].ID, test.inputs)
		require.Equal(t, test.decision, o.Decision.String(), test.inputs)
		require.Equal(t, test.rule, o.Rule, test.inputs)
		require.Len(t, o.Order, 3)
		require.Equal(t, o.Level, o.Order[0])
		require.Equal(t, o.Derived[0], o.Order[1])
		require.Equal(t, criteria.Rating, o.Order[2].Type())
	}
}

// TestEvaluateBands runs an expression as the level and looks at the band.
func TestEvaluateBands(t *testing.T) {
	for _, test := range []struct {
		name, level, bands string
		inputs             string
		value              string
		band               int
	}{
		{"int at the threshold", "x", "[{id: l, upTo: 2}, {id: h}]", "x=b", "2", 0},
		{"int above it", "x", "[{id: l, upTo: 2}, {id: h}]", "x=c", "3", 1},
		{"int, decimal threshold", "x", "[{id: l, upTo: 2.5}, {id: h}]", "x=b", "2", 0},
		{"int above a decimal threshold", "x", "[{id: l, upTo: 2.5}, {id: h}]", "x=c", "3", 1},
		{"int just below a decimal threshold", "x", "[{id: l, upTo: 2.999}, {id: h}]", "x=c", "3", 1},
		{"negative int, decimal threshold", "-x", "[{id: l, upTo: -1.5}, {id: h}]", "x=b", "-2", 0},
		{"negative int above a decimal threshold", "-x", "[{id: l, upTo: -1.5}, {id: h}]", "x=a", "-1", 1},
		{"threshold above every int", "9223372036854775807 - 0 * x", "[{id: l, upTo: 1e30}, {id: h}]", "x=a", "9223372036854775807", 0},
		{"threshold below every int", "-9223372036854775808 + 0 * x", "[{id: l, upTo: -1e30}, {id: m, upTo: 0}, {id: h}]", "x=a", "-9223372036854775808", 1},
		{"least int as a threshold", "-9223372036854775808 + 0 * x", "[{id: l, upTo: -9223372036854775808}, {id: m, upTo: 0}, {id: h}]", "x=a", "-9223372036854775808", 0},
		{"threshold that no double is", "9007199254740993 + 0 * x", "[{id: l, upTo: 9007199254740992}, {id: h}]", "x=a", "9007199254740993", 1},
		{"double at the threshold", "double(x) * 0.1", "[{id: l, upTo: 0.1}, {id: h}]", "x=a", "0.1", 0},
		{"double above by one unit in the last place", "double(x) * 0.1", "[{id: l, upTo: 0.3}, {id: h}]", "x=c", "0.30000000000000004", 1},
		{"double, threshold of many digits", "double(x)", "[{id: l, upTo: 1.00000000000000000001}, {id: h}]", "x=a", "1", 0},
		{"double, threshold beyond doubles", "double(x) * 1e308", "[{id: l, upTo: 99e307}, {id: h}]", "x=a", "1e+308", 0},
		{"minus zero", "-0.0 * double(x)", "[{id: l, upTo: 0}, {id: h}]", "x=a", "0", 0},
		{"one band", "x", "[{id: all}]", "x=c", "3", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := compile(t, sheet{level: fmt.Sprintf("%q", test.level), bands: test.bands}.text())
			o := c.Evaluate(state(t, c, test.inputs), asOf)
			require.Nil(t, o.Failure)
			require.Equal(t, test.value, o.Level.String())
			require.Equal(t, test.band, o.Band)
		})
	}
}

// TestEvaluateConditions runs conditions over inputs of every type.
func TestEvaluateConditions(t *testing.T) {
	in := typed("true")
	for _, test := range []struct {
		condition string
		want      bool
	}{
		{"x == s.a && x < s.b", true},
		{"flag", false},
		{"n == 7 && n % 4 == 3", true},
		{"d == 2.5", true},
		{`name == "abc"`, true},
		{`tags == ["erp", "crm"]`, true},
		{`"ERP" in tags`, false},
		{`since == timestamp("2026-01-01T00:00:00Z")`, true},
		{`asOf - since > duration("1416h")`, false}, // 31 + 28 days are 1416 hours
		{`asOf - since >= duration("1416h")`, true},
		{`since + span < asOf`, true},
		{`span == duration("36h")`, true},
		{"band == band.low && level == 1", true},
		{`false && 1 / 0 == 1`, false},
		{`true || 1 / (n - 7) == 1`, true},
		{`1 / (n - 7) == 1 || true`, true},
		{`flag ? 1 / 0 == 1 : true`, true},
	} {
		c := compile(t, strings.Replace(in, `when: "true"`, fmt.Sprintf("when: %q", test.condition), 1))
		o := c.Evaluate(c.NewInputs(), asOf)
		require.Nil(t, o.Failure, test.condition)
		want := criteria.Treat
		if test.want {
			want = criteria.Accept
		}
		require.Equal(t, want, o.Decision, test.condition)
	}
}

// TestEvaluateAsOf: time passes between two evaluations only by the argument.
func TestEvaluateAsOf(t *testing.T) {
	c := compile(t, strings.Replace(typed("true"), `when: "true"`, `when: asOf < timestamp("2026-06-01T00:00:00Z")`, 1))
	in := c.NewInputs()
	for _, test := range []struct {
		at   time.Time
		want criteria.Decision
	}{
		{time.Date(2026, 5, 31, 23, 59, 59, 0, time.UTC), criteria.Accept},
		{time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), criteria.Treat},
		{time.Date(2026, 6, 1, 1, 0, 0, 0, time.FixedZone("", 2*3600)), criteria.Accept}, // 23:00 in UTC
		{time.Time{}, criteria.Accept},
		{time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), criteria.Treat},
		{time.Time{}, criteria.Accept},
	} {
		require.Equal(t, test.want, c.Evaluate(in, test.at).Decision, test.at)
	}
}

func TestEvaluateFirstMatch(t *testing.T) {
	c := compile(t, sheet{rules: `[{id: one, when: x >= 2, outcome: escalate}, {id: two, when: x >= 1, outcome: accept},
  {id: three, when: x >= 3, outcome: avoid}, {id: rest, when: true, outcome: treat}]`}.text())
	for inputs, want := range map[string]criteria.Decision{"x=a": criteria.Accept, "x=b": criteria.Escalate, "x=c": criteria.Escalate} {
		o := c.Evaluate(state(t, c, inputs), asOf)
		require.Equal(t, want, o.Decision, inputs)
	}
}

func TestEvaluateParamsAndDerived(t *testing.T) {
	c := compile(t, sheet{params: "{factor: 3, share: 0.5, strict: true, unit: EUR}",
		inputs: "[{id: x, scale: s, default: b}, {id: tags, type: list(string), default: [p, q]}, {id: since, type: timestamp, default: 2026-01-01}]",
		derive: `[{id: n, expr: x * params.factor}, {id: half, expr: double(n) * params.share}, {id: big, expr: half > 2.5 && params.strict},
  {id: unit, expr: params.unit}, {id: some, expr: 'tags.filter(t, t != "p")'}, {id: due, expr: 'since + duration("24h")'}, {id: age, expr: due - since}]`,
		level: "n", order: "[-n, half, big, unit, due, age, band, x, since]"}.text())
	o := c.Evaluate(c.NewInputs(), asOf)
	var got []string
	for _, v := range o.Derived {
		got = append(got, v.Type().String()+" "+v.String())
	}
	require.Equal(t, []string{"int 6", "double 3", "bool true", "string EUR", "list(string) q", "timestamp 2026-01-02T00:00:00Z", "duration 1d"}, got)
	got = nil
	for _, v := range o.Order {
		got = append(got, v.String())
	}
	require.Equal(t, []string{"6", "3", "true", "EUR", "2026-01-02T00:00:00Z", "1d", "2", "b", "2026-01-01T00:00:00Z"}, got)
}

func TestEvaluateTables(t *testing.T) {
	const scales = `
  - {id: s, levels: [{id: a, value: 1}, {id: b, value: 2}]}
  - {id: t, levels: [{id: p, value: 0.5}, {id: q, value: 1}, {id: r, value: 7}]}
  - {id: u, levels: [{id: no, value: 0}, {id: yes, value: 1}]}`
	const inputs = "[{id: x, scale: s}, {id: y, scale: t}, {id: z, scale: u}]"
	const bands = "[{id: low}, {id: mid}, {id: high}]"
	one := compile(t, sheet{scales: scales, inputs: inputs, bands: bands, band: "one(y)",
		tables: "[{id: one, axes: [t], result: band, cells: [low, high, mid]}]"}.text())
	two := compile(t, sheet{scales: scales, inputs: inputs, bands: bands, band: "two(x, y)",
		tables: "[{id: two, axes: [s, t], result: band, cells: [[low, low, mid], [low, mid, high]]}]"}.text())
	three := compile(t, sheet{scales: scales, inputs: inputs, bands: bands, level: "three(x, y, z)", band: "'level < t.r ? band.low : band.high'",
		tables: "[{id: three, axes: [s, t, u], result: t, cells: [[[p, q], [r, p], [q, r]], [[0.5, 1], [7, p], [q, 1.0]]]}]"}.text())
	for _, test := range []struct {
		c      *criteria.Criteria
		inputs string
		level  string
		band   int
	}{
		{one, "y=p", "", 0}, {one, "y=q", "", 2}, {one, "y=r", "", 1},
		{two, "x=a y=p", "", 0}, {two, "x=a y=r", "", 1}, {two, "x=b y=p", "", 0}, {two, "x=b y=q", "", 1}, {two, "x=b y=r", "", 2},
		{three, "x=a y=p z=no", "0.5", 0}, {three, "x=a y=p z=yes", "1", 0}, {three, "x=a y=q z=no", "7", 2},
		{three, "x=b y=q z=yes", "0.5", 0}, {three, "x=b y=r z=yes", "1", 0}, {three, "x=a y=r z=yes", "7", 2},
	} {
		o := test.c.Evaluate(state(t, test.c, test.inputs), asOf)
		require.Nil(t, o.Failure)
		require.Equal(t, test.level, o.Level.String(), test.inputs)
		require.Equal(t, test.band, o.Band, test.inputs)
	}
}

// TestEvaluateFailures: what cannot be computed is never a pass.
func TestEvaluateFailures(t *testing.T) {
	const inputs = "[{id: x, scale: s, default: a}, {id: n, type: int, default: 0}, {id: d, type: double, default: 0}, {id: tags, type: list(string), default: [a]}, {id: name, type: string, default: abc}]"
	accept := func(when string) string {
		return fmt.Sprintf("[{id: first, when: %q, outcome: accept}, {id: rest, when: true, outcome: treat}]", when)
	}
	loud := strings.Repeat("tags.all(a, ", 3) + "a != \"x\"" + strings.Repeat(")", 3)
	for _, test := range []struct {
		name  string
		sheet sheet
		code  string
		path  string
		set   func(in *criteria.Inputs) error
	}{
		{name: "division", sheet: sheet{level: "x / n"}, code: criteria.FailDivision, path: "level"},
		{name: "remainder", sheet: sheet{level: "x % n"}, code: criteria.FailDivision, path: "level"},
		{name: "overflow", sheet: sheet{level: "x * 9223372036854775807 + 1"}, code: criteria.FailOverflow, path: "level"},
		{name: "negation", sheet: sheet{level: "-(n - 9223372036854775807 - x)"}, code: criteria.FailOverflow, path: "level"},
		{name: "infinite level", sheet: sheet{level: "1.0 / d"}, code: criteria.FailNonFinite, path: "level"},
		{name: "infinite the other way", sheet: sheet{level: "-1.0 / d"}, code: criteria.FailNonFinite, path: "level"},
		{name: "level that is no number", sheet: sheet{level: "d / d"}, code: criteria.FailNonFinite, path: "level"},
		{name: "infinite derived value", sheet: sheet{derive: "[{id: k, expr: 1e308 * 10.0 + d}, {id: l, expr: 1 / n}]"}, code: criteria.FailNonFinite, path: "derive[0].expr"},
		{name: "second derived value", sheet: sheet{derive: "[{id: k, expr: d}, {id: l, expr: 1 / n}]"}, code: criteria.FailDivision, path: "derive[1].expr"},
		{name: "int of a large double", sheet: sheet{level: "int(d + 1e30)"}, code: criteria.FailOverflow, path: "level"},
		{name: "index", sheet: sheet{rules: accept("tags[1] == name")}, code: criteria.FailIndex, path: "acceptance[0].when"},
		{name: "key", sheet: sheet{rules: accept(`{"a": 1}[name] == 1`)}, code: criteria.FailKey, path: "acceptance[0].when"},
		{name: "time", sheet: sheet{rules: accept(`asOf < timestamp(name)`)}, code: criteria.FailConversion, path: "acceptance[0].when"},
		{name: "band below the lowest", sheet: sheet{band: "x - 2", bands: "[{id: low}, {id: high}]"}, code: criteria.FailBandOutside, path: "band"},
		{name: "band above the highest", sheet: sheet{band: "x + 1", bands: "[{id: low}, {id: high}]"}, code: criteria.FailBandOutside, path: "band"},
		{name: "band that fails", sheet: sheet{band: "x / n", bands: "[{id: low}, {id: high}]"}, code: criteria.FailDivision, path: "band"},
		{name: "off the scale", sheet: sheet{tables: "[{id: m, axes: [s], result: s, cells: [a, b, c]}]", level: "m(x + 3)"}, code: criteria.FailOffScale, path: "level"},
		{name: "rule", sheet: sheet{rules: accept("1 / n == 0")}, code: criteria.FailDivision, path: "acceptance[0].when"},
		{name: "rule that negates an error", sheet: sheet{rules: accept("!(1 / n == 0)")}, code: criteria.FailDivision, path: "acceptance[0].when"},
		{name: "error or false", sheet: sheet{rules: accept("1 / n == 0 || false")}, code: criteria.FailDivision, path: "acceptance[0].when"},
		{name: "cost", sheet: sheet{rules: accept(loud)}, code: criteria.FailCost, path: "acceptance[0].when", set: func(in *criteria.Inputs) error {
			return in.Set("tags", criteria.StringsValue(make([]string, criteria.MaxListItems)...))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.sheet.inputs = inputs
			for _, rows := range []int{criteria.MaxTableRows, 0} {
				c := compile(t, test.sheet.text(), criteria.WithTableRows(rows))
				in := c.NewInputs()
				if test.set != nil {
					require.NoError(t, test.set(in))
				}
				for range 2 { // the second time out of the table
					o := c.Evaluate(in, asOf)
					require.NotNil(t, o.Failure)
					require.Equal(t, test.code, o.Failure.Code, o.Failure.Detail)
					require.Equal(t, test.path, o.Failure.Path)
					require.Equal(t, criteria.Undetermined, o.Decision)
					require.Equal(t, -1, o.Rule)
					require.Nil(t, o.Uncertain)
					require.ErrorContains(t, o.Failure, test.path+": "+test.code)
				}
			}
		})
	}
}

// TestEvaluateInto reuses memory and leaves nothing of the last outcome.
func TestEvaluateInto(t *testing.T) {
	c := compile(t, acmeText(t))
	var out criteria.Outcome
	c.EvaluateInto(&out, c.NewInputs(), asOf)
	require.NotNil(t, out.Uncertain)
	in := state(t, c, "likelihood=rare confidentiality=minor integrity=minor availability=minor")
	c.EvaluateInto(&out, in, asOf)
	require.Nil(t, out.Uncertain)
	require.Equal(t, c.Evaluate(in, asOf), out)
	out.Derived[0] = criteria.IntValue(99) // a copy: nobody else sees it
	require.Equal(t, "1", c.Evaluate(in, asOf).Derived[0].String())
}

// TestEvaluateConcurrently runs many goroutines over one Criteria. It is worth
// most under the race detector.
func TestEvaluateConcurrently(t *testing.T) {
	c := compile(t, strings.Replace(acmeText(t), "when: level <= params.appetite", `when: level <= params.appetite && !tags.exists(t, t == "hot") && asOf.getFullYear() == 2026`, 1))
	alone := compile(t, acmeText(t))
	words := []string{"rare", "likely", "certain"}
	impacts := []string{"minor", "major", "severe"}
	var wg sync.WaitGroup
	errs := make(chan string, 64)
	for g := range 32 {
		wg.Go(func() {
			in := c.NewInputs()
			for i := range 300 {
				in.Reset()
				k := i*7 + g
				_ = in.Rate("likelihood", words[k%3])
				_ = in.Rate("confidentiality", impacts[k/3%3])
				_ = in.Rate("integrity", impacts[k/9%3])
				if k%5 != 0 { // sometimes open
					_ = in.Rate("availability", "minor")
				}
				if k%11 == 0 {
					_ = in.Set("tags", criteria.StringsValue("hot"))
				}
				o := c.Evaluate(in, asOf)
				level := int64(k%3+1) * int64(max(k/3%3, k/9%3)+1)
				if k%5 != 0 && o.Level.Int() != level {
					errs <- fmt.Sprint(k, ": ", o.Level, " is not ", level)
					return
				}
				if want := k%11 != 0 && level <= 2; k%5 != 0 && (o.Decision == criteria.Accept) != want {
					errs <- fmt.Sprint(k, ": ", o.Decision)
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for e := range errs {
		require.Fail(t, e)
	}
	require.NotEqual(t, alone.Digest(), c.Digest())
}

// TestEvaluateNonFinite: a double that is no number cannot even be stated.
func TestEvaluateNonFinite(t *testing.T) {
	for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		require.False(t, criteria.DoubleValue(f).Known())
	}
}
