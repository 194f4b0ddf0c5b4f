package measure_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/measure"
	"github.com/stretchr/testify/require"
)

const hours = "    method: minutes / 60.0\n    inputs: [{name: minutes, many: false}]\n"

// TestStatuses has results whose values are computed by hand.
func TestStatuses(t *testing.T) {
	mean := "    method: 'size(closed) == 0 ? 0.0 : sum / double(size(closed))'\n    inputs: [{name: closed, many: true}, {name: sum, many: false}]\n"
	for _, test := range []struct {
		name, measure, result string
		status                measure.Status
		value                 string
		missing               []string
		code                  rules.Code
	}{
		{name: "as recorded", measure: hours, result: "value: 1.25, inputs: [{name: minutes, value: 75}]", status: measure.Reproduced, value: "1.25"},
		{name: "rounded as recorded", measure: hours, result: "value: 1.67, inputs: [{name: minutes, value: 100}]", status: measure.Reproduced, value: "1.67"},
		{name: "half away from zero", measure: hours, result: "value: -1, inputs: [{name: minutes, value: -30}]", status: measure.Reproduced, value: "-1"},
		{name: "more decimals than a double has", measure: hours, result: "value: 1.66666666666666667, inputs: [{name: minutes, value: 100}]",
			status: measure.Reproduced, value: "1.66666666666666674"}, // the double nearest to 5/3 is 1.666666666666666740...
		{name: "another value", measure: hours, result: "value: 1.26, inputs: [{name: minutes, value: 75}]", status: measure.Differs, value: "1.25"},
		{name: "a list", measure: mean, result: "value: 4, inputs: [{name: closed, values: [1, 2]}, {name: sum, value: 8}]", status: measure.Reproduced, value: "4"},
		{name: "an input that does not matter", measure: mean, result: "value: 0, inputs: [{name: closed, values: []}, {name: sum}]", status: measure.Reproduced, value: "0"},
		{name: "an input that does", measure: mean, result: "value: 0, inputs: [{name: closed, values: [1]}, {name: sum}]", status: measure.Unknown,
			missing: []string{"measures[M].results[0].inputs[1].value"}},
		{name: "a whole number", measure: "    method: size(x)\n    inputs: [{name: x, many: true}]\n", result: "value: 3, inputs: [{name: x, values: [7, 7, 7]}]",
			status: measure.Reproduced, value: "3"},
		{name: "nothing was measured", measure: hours, result: "value: ~", status: measure.Unmeasured},

		{name: "no value", measure: hours, result: "inputs: [{name: minutes, value: 75}]", status: measure.Unknown, missing: []string{"measures[M].results[0].value"}},
		{name: "no inputs", measure: hours, result: "value: 1", status: measure.Unknown, missing: []string{"measures[M].results[0].inputs"}},
		{name: "a number without a name", measure: hours, result: "value: 1, inputs: [{value: 60}]", status: measure.Unknown, missing: []string{"measures[M].results[0].inputs[0].name"}},
		{name: "a name without a number", measure: hours, result: "value: 1, inputs: [{name: minutes, values: [60]}]", status: measure.Unknown,
			missing: []string{"measures[M].results[0].inputs[0].value"}},
		{name: "a name without numbers", measure: "    method: size(x)\n    inputs: [{name: x, many: true}]\n", result: "value: 1, inputs: [{name: x, value: 60}]",
			status: measure.Unknown, missing: []string{"measures[M].results[0].inputs[0].values"}},
		{name: "no method", measure: "    inputs: []\n", result: "value: 1, inputs: []", status: measure.Unknown, missing: []string{"measures[M].method"}},
		{name: "no declared inputs", measure: "    method: \"1\"\n", result: "value: 1, inputs: []", status: measure.Unknown, missing: []string{"measures[M].inputs"}},
		{name: "a declared input without name and number", measure: "    method: \"1\"\n    inputs: [{title: x}]\n", result: "value: 1, inputs: []", status: measure.Unknown,
			missing: []string{"measures[M].inputs[0].name", "measures[M].inputs[0].many"}},

		{name: "an input that is not stored", measure: hours, result: "value: 1, inputs: []", status: measure.Failed, code: rules.NoKey},
		{name: "an input that is stored twice", measure: hours, result: "value: 1, inputs: [{name: minutes, value: 60}, {name: minutes, value: 61}]",
			status: measure.Failed, code: rules.NoKey},
		{name: "an input that is none", measure: hours, result: "value: 1, inputs: [{name: minutes, value: ~}]", status: measure.Failed, code: rules.NoneValue},
		{name: "a method that does not compile", measure: "    method: minuets / 60.0\n    inputs: [{name: minutes, many: false}]\n",
			result: "value: 1, inputs: [{name: minutes, value: 60}]", status: measure.Failed, code: rules.UnknownName},
		{name: "a method that gives no number", measure: "    method: minutes > 1.0\n    inputs: [{name: minutes, many: false}]\n",
			result: "value: 1, inputs: [{name: minutes, value: 60}]", status: measure.Failed, code: rules.WrongType},
		{name: "two inputs of a name", measure: "    method: a\n    inputs: [{name: a, many: false}, {name: a, many: true}]\n",
			result: "value: 1, inputs: [{name: a, value: 60}]", status: measure.Failed, code: rules.UnknownName},
		{name: "no finite number", measure: "    method: minutes / 0.0\n    inputs: [{name: minutes, many: false}]\n",
			result: "value: 1, inputs: [{name: minutes, value: 60}]", status: measure.Failed, code: rules.NonFinite},
		{name: "a division of whole numbers by zero", measure: "    method: 1 / size(x)\n    inputs: [{name: x, many: true}]\n",
			result: "value: 1, inputs: [{name: x, values: []}]", status: measure.Failed, code: rules.Division},
		{name: "a number with more than 40 digits", measure: "    method: x * x\n    inputs: [{name: x, many: false}]\n",
			result: "value: 1, inputs: [{name: x, value: 1e25}]", status: measure.Failed, code: rules.Conversion},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := measure.Recompute(parse(t, test.measure+"    results: [{"+test.result+"}]\n"))
			require.Len(t, list, 1)
			o := list[0]
			require.Equal(t, test.status.String(), o.Status.String(), "%+v", o)
			require.Equal(t, test.missing, o.Missing)
			require.Equal(t, test.code, o.Code)
			require.Equal(t, "measures[M].results[0]", o.Path)
			if test.value != "" {
				require.Equal(t, test.value, o.Value.String())
			}
		})
	}
}

// TestComparable goes through what a result can say of its method.
func TestComparable(t *testing.T) {
	same := "methodDigest: '" + digest("minutes / 60.0") + "'"
	another := "methodDigest: '" + other + "'"
	for _, test := range []struct {
		said             string
		method, question measure.Answer
	}{
		{same, measure.Yes, measure.Yes},
		{same + ", rebased: false", measure.Yes, measure.Yes},
		{another + ", rebased: false", measure.No, measure.No},
		{another, measure.No, measure.Open},
		{another + ", rebased: true", measure.No, measure.Yes},
		{"methodDigest: ~, rebased: false", measure.No, measure.No},
		{"rebased: false", measure.Open, measure.Open},
		{"rebased: true", measure.Open, measure.Yes},
		{"id: none", measure.Open, measure.Open},
	} {
		said := strings.TrimPrefix(test.said, "id: none")
		if said != "" {
			said = ", " + said
		}
		o := measure.Recompute(parse(t, hours+"    results: [{value: 1.25, inputs: [{name: minutes, value: 75}]"+said+"}]\n"))[0]
		require.Equal(t, test.method, o.SameMethod, test.said)
		require.Equal(t, test.question, o.Comparable, test.said)
	}
	// A result that is said to be re-based must follow from its inputs.
	for result, want := range map[string]measure.Answer{
		"value: 1.26, inputs: [{name: minutes, value: 75}]": measure.No,
		"value: 1.25, inputs: []":                           measure.No,
		"value: 1.25":                                       measure.Open,
	} {
		o := measure.Recompute(parse(t, hours+"    results: [{"+another+", rebased: true, "+result+"}]\n"))[0]
		require.Equal(t, want, o.Comparable, result)
	}
	o := measure.Recompute(parse(t, "    inputs: []\n    results: [{"+same+"}]\n"))[0]
	require.Equal(t, measure.Open, o.SameMethod, "the method is not given")
}

// TestInputsMatch holds the stored inputs against their digest.
func TestInputsMatch(t *testing.T) {
	right := string(seal.Sum("ismskit.isms/v1/inputs", []byte(`{"inputs":[{"name":"a","value":1},{"name":"b","values":[2,3]}]}`)))
	for result, want := range map[string]measure.Answer{
		"inputs: [{name: b, values: [2, 3]}, {name: a, value: 1.0}], inputsDigest: '" + right + "'": measure.Yes,
		"inputs: [{name: b, values: [3, 2]}, {name: a, value: 1}], inputsDigest: '" + right + "'":   measure.No,
		"inputs: [{name: b}, {name: a, value: 1}], inputsDigest: '" + right + "'":                   measure.Open,
		"inputs: [{values: [2, 3]}, {name: a, value: 1}], inputsDigest: '" + right + "'":            measure.Open,
		"inputs: [], inputsDigest: ~":               measure.Open,
		"inputs: []":                                measure.Open,
		"inputsDigest: '" + right + "'":             measure.Open,
		"inputs: [], inputsDigest: '" + other + "'": measure.No,
	} {
		o := measure.Recompute(parse(t, "    results: [{"+result+"}]\n"))[0]
		require.Equal(t, want, o.InputsMatch, result)
	}
}

func TestWords(t *testing.T) {
	require.Equal(t, "[ reproduced differs unknown failed unmeasured ]",
		fmt.Sprint([]measure.Status{0, measure.Reproduced, measure.Differs, measure.Unknown, measure.Failed, measure.Unmeasured, 99}))
	require.Equal(t, "[open no yes ]", fmt.Sprint([]measure.Answer{measure.Open, measure.No, measure.Yes, 99}))
	require.Empty(t, measure.Recompute(&isms.Measure{ID: "M"}))
}
