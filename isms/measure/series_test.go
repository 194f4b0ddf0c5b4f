package measure_test

import (
	"testing"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/measure"
	"github.com/stretchr/testify/require"
)

// years has results of two methods, not in order of time.
var years = hours + "    methodVersion: \"2\"\n    results:\n" +
	"      - {at: 2026-06-30, value: 0.5, inputs: [{name: minutes, value: 30}, {name: outages, value: 4}], methodDigest: '" + digest("minutes / 60.0") + "'}\n" +
	"      - {at: 2026-03-31, value: 1, inputs: [{name: minutes, value: 61}, {name: outages, value: 2}], methodDigest: '" + digest("minutes / 60.0") + "'}\n" +
	"      - {at: 2025-12-31, value: 80, inputs: [{name: minutes, value: 80}, {name: outages, value: 0}], methodDigest: '" + other + "', rebased: false}\n" +
	"      - {at: 2025-09-30, value: 90, inputs: [{name: minutes, value: 91}, {name: outages, value: 3}], inputsDigest: '" + other + "', methodDigest: '" + other + "', rebased: false}\n" +
	"      - {at: 2025-06-30, value: 70, inputs: [{name: minutes, value: 70}], methodDigest: '" + other + "', rebased: false}\n" +
	"      - {at: 2025-03-31, value: ~, inputs: [], methodDigest: '" + other + "', rebased: false}\n"

func values(points []measure.Point) []string {
	var list []string
	for _, p := range points {
		list = append(list, p.At.Format("2006-01-02 ")+p.Value.String())
	}
	return list
}

func TestSeries(t *testing.T) {
	points, left := measure.Series(parse(t, years))
	require.Equal(t, []string{"2026-03-31 1", "2026-06-30 0.5"}, values(points))
	require.Len(t, left, 4)
	require.Equal(t, measure.Reproduced, points[0].Outcome.Status, "61/60 is 1, rounded to a whole number")
	for _, o := range left {
		require.Equal(t, measure.No, o.Comparable)
	}
	_, left = measure.Series(parse(t, hours+"    results: [{value: 1, methodDigest: '"+digest("minutes / 60.0")+"'}]\n"))
	require.Len(t, left, 1, "a result without a time is no point")
}

func TestRebase(t *testing.T) {
	m := parse(t, years)
	before := string(isms.DigestInputs(m.Results.Or(nil)[0].Inputs.Or(nil)))
	next := measure.Method{Text: "minutes / outages", Version: "3", Inputs: []*isms.MeasureInput{
		{Name: isms.Some("minutes"), Many: isms.Some(false)}, {Name: isms.Some("outages"), Many: isms.Some(false)}}}
	got, left, err := measure.Rebase(m, next)
	require.NoError(t, err)
	points, _ := measure.Series(got)
	require.Equal(t, []string{"2026-03-31 30.5", "2026-06-30 7.5"}, values(points), "61/2 and 30/4")
	for _, p := range points {
		require.Equal(t, measure.Reproduced, p.Outcome.Status)
		require.True(t, p.Outcome.Result.Rebased.Or(false))
	}
	require.Equal(t, isms.Some("3"), got.MethodVersion)
	require.Equal(t, digest("minutes / outages"), string(got.MethodDigest.Or("")))

	require.Equal(t, "minutes / 60.0", m.Method.Or(""), "the measure does not change")
	require.Equal(t, "0.5", first(m, "2026-06-30").Value.Or(isms.Decimal{}).String())
	require.Equal(t, before, string(isms.DigestInputs(m.Results.Or(nil)[0].Inputs.Or(nil))))

	why := map[string]measure.Outcome{}
	for _, o := range left {
		why[o.Result.At.Or(july).Format("2006-01-02")] = o
		require.Equal(t, measure.No, o.Comparable)
	}
	require.Len(t, why, 4)
	require.Equal(t, rules.NonFinite, why["2025-12-31"].Code, "80 minutes in no outage")
	require.Equal(t, measure.No, why["2025-09-30"].InputsMatch, "the inputs were changed")
	require.Equal(t, rules.NoKey, why["2025-06-30"].Code, "outages were not counted")
	require.Equal(t, measure.Unmeasured, why["2025-03-31"].Status)

	again, left, err := measure.Rebase(got, measure.Method{Text: "minutes / 60.0", Version: "4"})
	require.NoError(t, err)
	require.Len(t, left, 3, "the inputs that the measure declares stay, and one result has not all of them")
	points, _ = measure.Series(again)
	require.Equal(t, []string{"2025-12-31 1.3333333333333333", "2026-03-31 1.0166666666666666", "2026-06-30 0.5"}, values(points))
}

// TestRebaseNumbers: what is written is what the method came to.
func TestRebaseNumbers(t *testing.T) {
	for method, want := range map[string]string{
		"x * 0.1":                          "0.30000000000000004", // as 3 * 0.1 is in doubles
		"9007199254740993 + size([x]) - 1": "9007199254740993",    // 2^53 + 1 is no double
		"x * 1e40":                         "70",                  // 41 characters: left as it is
	} {
		m := parse(t, "    method: x\n    inputs: [{name: x, many: false}]\n    results: [{value: 70, inputs: [{name: x, value: 3}], rebased: false}]\n")
		got, left, err := measure.Rebase(m, measure.Method{Text: method})
		require.NoError(t, err)
		require.Equal(t, want, got.Results.Or(nil)[0].Value.Or(isms.Decimal{}).String(), method)
		require.Equal(t, want == "70", len(left) == 1, method)
	}
}

func TestCheck(t *testing.T) {
	require.NoError(t, measure.Check(parse(t, hours)))
	require.NoError(t, measure.Check(parse(t, "    what: x\n")), "what is not given is not wrong")
	err := measure.Check(parse(t, "    method: 60.0 / minuets\n    inputs: [{name: minutes, many: false}]\n"))
	require.ErrorIs(t, err, measure.CodeMethod)
	require.ErrorContains(t, err, "m.yaml:4:20: measures[0].method: measure M: expr_unknown_name")
	require.ErrorContains(t, err, "minutes")
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.Len(t, e.Diagnostics, 1)

	_, _, err = measure.Rebase(parse(t, years), measure.Method{Text: "minuets"})
	require.ErrorIs(t, err, measure.CodeMethod)
	require.NotContains(t, err.Error(), "m.yaml", "the new method is in no file")
}
