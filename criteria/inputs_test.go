package criteria_test

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// inputError asserts the code, the input and the nearest name of an error.
func inputError(t *testing.T, err error, code source.Code, input, nearest string) {
	t.Helper()
	require.ErrorIs(t, err, code)
	require.NotErrorIs(t, err, errors.New("something else"))
	var e *criteria.InputError
	require.ErrorAs(t, err, &e)
	require.Equal(t, code, e.Code)
	require.Equal(t, input, e.Input)
	require.Equal(t, nearest, e.Nearest)
	require.Contains(t, err.Error(), "input "+input+": ")
	if nearest != "" {
		require.Contains(t, err.Error(), "did you mean")
	}
}

func TestInputErrors(t *testing.T) {
	c, other := compile(t, acmeText(t)), compile(t, acmeText(t))
	in := c.NewInputs()
	likelihood, impact := &c.Document().Scales[0], &c.Document().Scales[1]
	require.NoError(t, in.Rate("integrity", "major"))

	inputError(t, in.Set("integritty", impact.Level(0)), source.UnknownName, "integritty", "integrity")
	inputError(t, in.Set("weather", impact.Level(0)), source.UnknownName, "weather", "")
	inputError(t, in.Set("impact", impact.Level(0)), source.UnknownName, "impact", "") // derived
	inputError(t, in.SetAt(-1, impact.Level(0)), source.UnknownName, "-1", "")
	inputError(t, in.SetAt(6, impact.Level(0)), source.UnknownName, "6", "")
	inputError(t, in.Set("integrity", likelihood.Level(0)), criteria.CodeOffScale, "integrity", "")
	inputError(t, in.Set("integrity", other.Document().Scales[1].Level(0)), criteria.CodeOffScale, "integrity", "")
	inputError(t, in.Set("integrity", criteria.IntValue(1)), source.WrongType, "integrity", "")
	inputError(t, in.Set("personal_data", criteria.IntValue(1)), source.WrongType, "personal_data", "")
	inputError(t, in.Set("tags", criteria.StringValue("a")), source.WrongType, "tags", "")
	inputError(t, in.Rate("integrty", "major"), source.UnknownName, "integrty", "integrity")
	inputError(t, in.Rate("integrity", "majr"), criteria.CodeOffScale, "integrity", "major")
	inputError(t, in.Rate("personal_data", "true"), source.WrongType, "personal_data", "")
	inputError(t, in.RateRange("integrity", "minor", "huge"), criteria.CodeOffScale, "integrity", "")
	inputError(t, in.RateRange("integrity", "severe", "minor"), criteria.CodeOrder, "integrity", "")
	inputError(t, in.Set("tags", criteria.StringsValue(strings.Repeat("x", criteria.MaxTextBytes+1))), source.Limit, "tags", "")
	inputError(t, in.Set("tags", criteria.StringsValue(make([]string, criteria.MaxListItems+1)...)), source.Limit, "tags", "")
	long := "x" + strings.Repeat("ä", 500)
	err := in.Set(long, impact.Level(0))
	require.ErrorIs(t, err, source.UnknownName)
	require.Less(t, len(err.Error()), 200)
	require.True(t, utf8.ValidString(err.Error()), "not cut inside a letter")

	require.Equal(t, "major", in.Value(2).String(), "an error changes nothing")
	require.False(t, in.Value(5).Known())
}

func TestInputs(t *testing.T) {
	c := compile(t, acmeText(t))
	in := c.NewInputs()
	require.NoError(t, in.RateRange("likelihood", "rare", "likely"))
	require.Equal(t, "rare..likely", in.Value(0).String())
	require.NoError(t, in.Set("likelihood", criteria.Value{}), "takes it back")
	require.False(t, in.Value(0).Known())
	require.False(t, in.Effective(0).Known())
	require.False(t, in.Value(4).Known())
	require.Equal(t, "false", in.Effective(4).String(), "the default")
	require.NoError(t, in.Set("personal_data", criteria.BoolValue(true)))
	require.Equal(t, "true", in.Effective(4).String())
	require.NoError(t, in.Set("tags", criteria.StringsValue("a")))
	in.Reset()
	for i := range c.Document().Inputs {
		require.False(t, in.Value(i).Known())
	}
	require.Equal(t, "false", in.Effective(4).String())

	// A default can be a range, and a statement narrows it.
	c = compile(t, sheet{inputs: "[{id: x, scale: s, default: [b, c]}]"}.text())
	in = c.NewInputs()
	require.Equal(t, []int{1, 2}, c.Evaluate(in, asOf).Uncertain.Bands)
	require.NoError(t, in.Rate("x", "a"))
	require.Equal(t, 0, c.Evaluate(in, asOf).Band)
	require.NoError(t, in.SetAt(0, criteria.Value{}))
	require.Equal(t, []int{1, 2}, c.Evaluate(in, asOf).Uncertain.Bands)

	// Texts have their limit where they are stated, too.
	c = compile(t, typed("true"))
	require.NoError(t, c.NewInputs().Set("name", criteria.StringValue(strings.Repeat("x", criteria.MaxTextBytes))))
	inputError(t, c.NewInputs().Set("name", criteria.StringValue(strings.Repeat("x", criteria.MaxTextBytes+1))), source.Limit, "name", "")
}

func TestBind(t *testing.T) {
	c := compile(t, strings.NewReplacer("{id: b, value: 2}", "{id: b, value: 2.5}").Replace(typed("true")))
	huge, _ := new(big.Rat).SetString("1e400")
	third := big.NewRat(1, 3)
	half := big.NewRat(5, 2)
	for _, test := range []struct {
		input string
		s     criteria.Stated
		want  string
		code  source.Code
	}{
		{"x", criteria.StateText("b"), "b", ""},
		{"x", criteria.StateInt(1), "a", ""},
		{"x", criteria.StateDecimal(half), "b", ""},
		{"x", criteria.StateDecimal(big.NewRat(1, 1)), "a", ""},
		{"x", criteria.StateRange("a", "b"), "a..b", ""},
		{"x", criteria.StateList(criteria.StateInt(1), criteria.StateText("b")), "a..b", ""},
		{"x", criteria.StateRange("a", "a"), "a", ""},
		{"x", criteria.StateText("2.5"), "", criteria.CodeOffScale}, // a text is an id
		{"x", criteria.StateInt(2), "", criteria.CodeOffScale},
		{"x", criteria.StateDecimal(huge), "", criteria.CodeOffScale},
		{"x", criteria.StateRange("b", "a"), "", criteria.CodeOrder},
		{"x", criteria.StateRange("c", "b"), "", criteria.CodeOffScale},
		{"x", criteria.StateRange("a", "c"), "", criteria.CodeOffScale},
		{"x", criteria.StateBool(true), "", source.WrongType},
		{"x", criteria.StateList(), "", source.WrongType},
		{"x", criteria.StateList(criteria.StateList(), criteria.StateText("a")), "", source.WrongType},
		{"x", criteria.Stated{}, "", source.WrongType},
		{"flag", criteria.StateBool(true), "true", ""},
		{"flag", criteria.StateText("true"), "", source.WrongType},
		{"flag", criteria.StateInt(1), "", source.WrongType},
		{"n", criteria.StateInt(-4), "-4", ""},
		{"n", criteria.StateDecimal(half), "", source.WrongType},
		{"n", criteria.StateText("4"), "", source.WrongType},
		{"d", criteria.StateInt(3), "3", ""},
		{"d", criteria.StateDecimal(half), "2.5", ""},
		{"d", criteria.StateDecimal(huge), "", criteria.CodeNonFinite},
		{"d", criteria.StateDecimal(third), "", source.WrongType}, // no decimal: nothing is stated
		{"d", criteria.StateText("2.5"), "", source.WrongType},
		{"name", criteria.StateText("x y"), "x y", ""},
		{"name", criteria.StateText(""), "", ""},
		{"name", criteria.StateInt(1), "", source.WrongType},
		{"name", criteria.StateText(strings.Repeat("x", criteria.MaxTextBytes+1)), "", source.Limit},
		{"tags", criteria.StateList(criteria.StateText("a"), criteria.StateText("b")), "a,b", ""},
		{"tags", criteria.StateList(), "", ""},
		{"tags", criteria.StateText("a"), "", source.WrongType},
		{"tags", criteria.StateList(criteria.StateInt(1)), "", source.WrongType},
		{"tags", criteria.StateList(make([]criteria.Stated, 1)...), "", source.WrongType},
		{"since", criteria.StateText("2026-02-01"), "2026-02-01T00:00:00Z", ""},
		{"since", criteria.StateText("2026-02-01T01:00:00+02:00"), "2026-01-31T23:00:00Z", ""},
		{"since", criteria.StateText("2026-02-30"), "", source.BadValue},
		{"since", criteria.StateInt(2026), "", source.WrongType},
		{"span", criteria.StateText("36h"), "1d12h", ""},
		{"span", criteria.StateText("-1h"), "", source.BadValue},
		{"span", criteria.StateInt(36), "", source.WrongType},
	} {
		v, err := c.Input(test.input).Bind(test.s)
		if test.code != "" {
			inputError(t, err, test.code, test.input, "")
			require.False(t, v.Known())
			continue
		}
		require.NoError(t, err, "%s %s", test.input, test.s)
		require.Equal(t, test.want, v.String())
		require.NoError(t, c.NewInputs().Set(test.input, v))
	}
	_, err := c.Input("x").Bind(criteria.StateText("bb"))
	require.ErrorIs(t, err, criteria.CodeOffScale)
}

func TestStated(t *testing.T) {
	list := criteria.StateList(criteria.StateInt(-1), criteria.StateDecimal(big.NewRat(1, 8)), criteria.StateBool(true), criteria.StateBool(false), criteria.StateText("a \"b\""))
	require.Equal(t, `[-1,0.125,true,false,"a \"b\""]`, string(list.AppendJSON(nil)))
	require.Equal(t, `[-1, 0.125, true, false, a "b"]`, list.String())
	require.Equal(t, "null", string(criteria.Stated{}.AppendJSON(nil)))
	require.Equal(t, "x", criteria.StateText("x").String())
	require.Equal(t, "7", criteria.StateDecimal(big.NewRat(7, 1)).String())
	require.True(t, list.Given())
	require.False(t, criteria.Stated{}.Given())
	require.False(t, criteria.StateDecimal(big.NewRat(1, 3)).Given())

	same := criteria.StateRange("a", "b")
	require.True(t, same.Equal(criteria.StateList(criteria.StateText("a"), criteria.StateText("b"))))
	for _, s := range []criteria.Stated{{}, criteria.StateRange("a", "c"), criteria.StateText("a"), criteria.StateList(criteria.StateText("a"))} {
		require.False(t, same.Equal(s))
	}
	require.False(t, criteria.StateInt(1).Equal(criteria.StateText("1")))

	texts, ok := same.Texts()
	require.True(t, ok)
	require.Equal(t, []string{"a", "b"}, texts)
	texts, ok = criteria.StateText("a").Texts()
	require.True(t, ok)
	require.Equal(t, []string{"a"}, texts)
	for _, s := range []criteria.Stated{{}, criteria.StateInt(1), list} {
		_, ok = s.Texts()
		require.False(t, ok)
	}
}

func TestDecisionTable(t *testing.T) {
	c := compile(t, acmeText(t))
	table, err := c.DecisionTable(t.Context())
	require.NoError(t, err)
	require.Equal(t, 162, table.Rows())
	require.Len(t, table.Inputs(), 5)
	row, ok := table.Row([]uint8{1, 0, 1, 0, 1}) // likely, major at most, personal data
	require.True(t, ok)
	require.Equal(t, criteria.Treat, table.Decision(row))
	require.Equal(t, "4", table.Outcome(row).Level.String())
	for _, levels := range [][]uint8{nil, {1, 0, 1, 0}, {3, 0, 0, 0, 0}, {0, 0, 0, 0, 2}} {
		_, ok = table.Row(levels)
		require.False(t, ok)
	}
	require.Equal(t, criteria.Undetermined, table.Decision(162))
	require.Nil(t, table.Outcome(162))

	keys := make([]uint32, 2)
	cols := [][]uint8{{1, 2}, {0, 2}, {1, 2}, {0, 2}, {1, 0}}
	require.NoError(t, criteria.Keys(table, keys, cols...))
	require.Equal(t, row, keys[0])
	require.ErrorContains(t, criteria.Keys(table, keys, cols[:4]...), "4 columns for 5 inputs")
	require.ErrorContains(t, criteria.Keys(table, keys, cols[0], cols[1], cols[2], cols[3], []uint8{1}), "personal_data has 1 entries")
	err = criteria.Keys(table, keys, cols[0], []uint8{0, 3}, cols[2], cols[3], cols[4])
	require.ErrorIs(t, err, criteria.CodeOffScale)
	require.ErrorContains(t, err, "entry 1 of column confidentiality is 3")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = c.DecisionTable(ctx)
	require.ErrorIs(t, err, context.Canceled)

	for _, text := range []string{
		sheet{inputs: "[{id: x, scale: s}, {id: n, type: int}]", level: "n"}.text(),
		sheet{inputs: "[{id: x, scale: s}, {id: n, type: int}]", order: "[n]"}.text(),
		typed("n > 3"),
	} {
		_, err := compile(t, text).DecisionTable(t.Context())
		require.ErrorIs(t, err, criteria.ErrNotFinite)
	}
}

// TestScope evaluates over every truth of a condition on texts.
func TestScope(t *testing.T) {
	c := compile(t, typed(`tags.exists(t, t == "hot") && x == s.a`))
	s, ok := c.Scope()
	require.True(t, ok)
	require.Len(t, s.Conditions(), 1)
	require.Equal(t, "acceptance[0].when", s.Conditions()[0].Expr.Node().Path())
	require.Contains(t, s.Conditions()[0].Text, `t == "hot"`)
	require.Equal(t, criteria.Accept, s.Evaluate([]bool{true}).Decision)
	require.Equal(t, []criteria.Truth{criteria.Holds, criteria.Holds}, s.Rules(nil))
	require.Equal(t, criteria.Treat, s.Evaluate(nil).Decision)
	require.Equal(t, []criteria.Truth{criteria.Fails, criteria.Holds}, s.Rules(nil))
	require.NoError(t, s.Inputs().SetAt(0, c.Document().Inputs[0].Scale.Range(0, 1)))
	require.Equal(t, criteria.Undetermined, s.Evaluate([]bool{true}).Decision)
	require.Equal(t, []criteria.Truth{criteria.Open, criteria.Holds}, s.Rules(nil))

	// Conditions of derived values and of the band count, too.
	c = compile(t, sheet{inputs: "[{id: x, scale: s}, {id: n, type: int}]", derive: "[{id: hot, expr: n > 3 && x > 1}]",
		bands: "[{id: low}, {id: high}]", band: "'hot || n < 0 ? 1 : 0'",
		rules: "[{id: one, when: band == band.high, outcome: escalate}, {id: rest, when: true, outcome: treat}]"}.text())
	s, ok = c.Scope()
	require.True(t, ok)
	require.Len(t, s.Conditions(), 2)
	require.Equal(t, "n > 3", s.Conditions()[0].Text)
	require.Equal(t, "n < 0", s.Conditions()[1].Text)
	require.Equal(t, 7, s.Conditions()[1].Offset)
	for truth, want := range map[[2]bool][2]criteria.Decision{ // x=a, x=b
		{false, false}: {criteria.Treat, criteria.Treat}, {true, false}: {criteria.Treat, criteria.Escalate},
		{false, true}: {criteria.Escalate, criteria.Escalate}, {true, true}: {criteria.Escalate, criteria.Escalate},
	} {
		for i, level := range []string{"a", "b"} {
			require.NoError(t, s.Inputs().Rate("x", level))
			require.Equal(t, want[i], s.Evaluate(truth[:]).Decision, "%v %s", truth, level)
		}
	}

	c = compile(t, sheet{level: "6 / (x - 1)", rules: "[{id: one, when: level > 3, outcome: treat}, {id: two, when: 1 / (x - 2) > 0, outcome: treat}, {id: rest, when: true, outcome: treat}]"}.text())
	s, ok = c.Scope()
	require.True(t, ok)
	require.NoError(t, s.Inputs().Rate("x", "a"))
	s.Evaluate(nil)
	require.Equal(t, []criteria.Truth{criteria.Invalid, criteria.Invalid, criteria.Invalid}, s.Rules(nil))
	require.NoError(t, s.Inputs().Rate("x", "b"))
	s.Evaluate(nil)
	require.Equal(t, []criteria.Truth{criteria.Holds, criteria.Invalid, criteria.Holds}, s.Rules(nil))
	for truth, want := range map[criteria.Truth]string{0: "", criteria.Fails: "fails", criteria.Holds: "holds", criteria.Open: "open", criteria.Invalid: "invalid", 9: ""} {
		require.Equal(t, want, truth.String())
	}

	_, ok = compile(t, sheet{inputs: "[{id: x, scale: s}, {id: n, type: int}]", level: "n"}.text()).Scope()
	require.False(t, ok)
}
