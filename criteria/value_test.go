package criteria_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

func TestValues(t *testing.T) {
	d := compile(t, acmeText(t)).Document()
	impact := &d.Scales[1]
	day := time.Date(2026, 2, 1, 10, 30, 0, 5, time.FixedZone("", 3600))
	for _, test := range []struct {
		v     criteria.Value
		typ   criteria.Type
		name  string
		text  string
		exact bool
		rat   *big.Rat
	}{
		{criteria.Value{}, 0, "", "", false, nil},
		{impact.Level(2), criteria.Rating, "scale", "severe", true, big.NewRat(3, 1)},
		{impact.Range(0, 1), criteria.Rating, "scale", "minor..major", false, nil},
		{criteria.BoolValue(true), criteria.Bool, "bool", "true", true, nil},
		{criteria.BoolValue(false), criteria.Bool, "bool", "false", true, nil},
		{criteria.IntValue(math.MinInt64), criteria.Int, "int", "-9223372036854775808", true, new(big.Rat).SetInt64(math.MinInt64)},
		{criteria.DoubleValue(0.1), criteria.Double, "double", "0.1", true, new(big.Rat).SetFloat64(0.1)},
		{criteria.DoubleValue(math.Copysign(0, -1)), criteria.Double, "double", "0", true, new(big.Rat)},
		{criteria.DoubleValue(1e21), criteria.Double, "double", "1e+21", true, new(big.Rat).SetFloat64(1e21)},
		{criteria.DoubleValue(123456789012345680000), criteria.Double, "double", "123456789012345680000", true, new(big.Rat).SetFloat64(123456789012345680000)},
		{criteria.DoubleValue(5e-7), criteria.Double, "double", "5e-07", true, new(big.Rat).SetFloat64(5e-7)},
		{criteria.DoubleValue(-1e-6), criteria.Double, "double", "-0.000001", true, new(big.Rat).SetFloat64(-1e-6)},
		{criteria.StringValue("é"), criteria.String, "string", "é", true, nil},
		{criteria.StringsValue("a", "b"), criteria.Strings, "list(string)", "a,b", true, nil},
		{criteria.TimestampValue(day), criteria.Timestamp, "timestamp", "2026-02-01T09:30:00.000000005Z", true, nil},
		{criteria.DurationValue(36 * time.Hour), criteria.Duration, "duration", "1d12h", true, nil},
	} {
		t.Run(test.name+" "+test.text, func(t *testing.T) {
			require.Equal(t, test.typ, test.v.Type())
			require.Equal(t, test.name, test.v.Type().String())
			require.Equal(t, test.text, test.v.String())
			require.Equal(t, test.exact, test.v.Exact())
			require.Equal(t, test.typ != 0, test.v.Known())
			if got := test.v.Rat(); test.rat == nil {
				require.Nil(t, got)
			} else {
				require.Zero(t, test.rat.Cmp(got))
			}
			require.True(t, test.v.Equal(test.v))
			require.Zero(t, test.v.Compare(test.v))
		})
	}
	require.Empty(t, criteria.Type(99).String())

	// A getter of another type gives the zero value.
	b, s := criteria.BoolValue(true), criteria.StringsValue("a")
	require.True(t, b.Bool())
	require.Zero(t, b.Int())
	require.Zero(t, b.Double())
	require.Empty(t, b.Text())
	require.Nil(t, b.Texts())
	require.True(t, b.Time().IsZero())
	require.Zero(t, b.Duration())
	require.Nil(t, b.Scale())
	require.False(t, s.Bool())
	require.Equal(t, int64(7), criteria.IntValue(7).Int())
	require.Equal(t, 0.5, criteria.DoubleValue(0.5).Double())
	require.Equal(t, time.Hour, criteria.DurationValue(time.Hour).Duration())
	require.Equal(t, impact, impact.Level(0).Scale())
	low, high := impact.Range(1, 2).Levels()
	require.Equal(t, []int{1, 2}, []int{low, high})

	// Nothing that is handed out or in can change a value.
	texts := []string{"a", "b"}
	v := criteria.StringsValue(texts...)
	texts[0] = "x"
	v.Texts()[1] = "y"
	require.Equal(t, []string{"a", "b"}, v.Texts())
	v = impact.Level(0)
	v.Rat().SetInt64(99)
	require.Equal(t, big.NewRat(1, 1), v.Rat())

	for _, r := range [][2]int{{-1, 0}, {0, 3}, {2, 1}, {3, 3}} {
		require.False(t, impact.Range(r[0], r[1]).Known())
	}
	require.False(t, impact.Level(3).Known())
}

func TestValuesOrder(t *testing.T) {
	d := compile(t, acmeText(t)).Document()
	other := compile(t, acmeText(t)).Document()
	impact := &d.Scales[1]
	at := func(h int) criteria.Value { return criteria.TimestampValue(asOf.Add(time.Duration(h) * time.Hour)) }
	// Each list ascends.
	for _, list := range [][]criteria.Value{
		{{}, criteria.IntValue(-5)},
		{{}, criteria.BoolValue(false), criteria.BoolValue(true)},
		{impact.Level(0), impact.Range(0, 1), impact.Range(0, 2), impact.Level(1), impact.Level(2)},
		{criteria.IntValue(math.MinInt64), criteria.IntValue(-1), criteria.IntValue(0), criteria.IntValue(math.MaxInt64)},
		{criteria.DoubleValue(-1e300), criteria.DoubleValue(-0.5), criteria.DoubleValue(0), criteria.DoubleValue(0.5), criteria.DoubleValue(1e300)},
		{criteria.IntValue(math.MaxInt64 - 1), criteria.IntValue(math.MaxInt64), criteria.DoubleValue(1 << 63)},
		{criteria.DoubleValue(0.5), impact.Level(0), criteria.DoubleValue(1.5), criteria.IntValue(2)},
		{criteria.StringValue(""), criteria.StringValue("A"), criteria.StringValue("a"), criteria.StringValue("é")},
		{criteria.StringsValue(), criteria.StringsValue("a"), criteria.StringsValue("a", "a"), criteria.StringsValue("b")},
		{at(-1), at(0), at(1)},
		{criteria.DurationValue(-time.Hour), criteria.DurationValue(0), criteria.DurationValue(time.Hour)},
		{criteria.BoolValue(true), criteria.StringValue("a")}, // of no common kind: by type
	} {
		for i, a := range list {
			for j, b := range list {
				got := a.Compare(b)
				switch {
				case i < j:
					require.Negative(t, got, "%s %s", a, b)
				case i > j:
					require.Positive(t, got, "%s %s", a, b)
				default:
					require.Zero(t, got, "%s %s", a, b)
				}
				require.Equal(t, i == j, a.Equal(b), "%s %s", a, b)
			}
		}
	}
	require.Zero(t, criteria.IntValue(2).Compare(criteria.DoubleValue(2)))
	require.False(t, criteria.IntValue(2).Equal(criteria.DoubleValue(2)), "of another type")
	require.True(t, impact.Level(1).Equal(other.Scales[1].Level(1)), "over two documents")
	require.True(t, at(0).Equal(criteria.TimestampValue(asOf.In(time.FixedZone("", 7200)))))
	require.True(t, criteria.DoubleValue(math.Copysign(0, -1)).Equal(criteria.DoubleValue(0)))
}

// TestRound: what String writes gives the double back.
func TestRound(t *testing.T) {
	for _, f := range []float64{0.1, 1.0 / 3, math.MaxFloat64, math.SmallestNonzeroFloat64, 1e-6, 999999999999999900000, 123456.789} {
		var back float64
		_, err := fmt.Sscan(criteria.DoubleValue(f).String(), &back)
		require.NoError(t, err)
		require.Equal(t, f, back)
	}
}
