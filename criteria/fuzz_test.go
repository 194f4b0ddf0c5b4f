package criteria_test

import (
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
)

// try evaluates with nothing known, with every default, and with lowest levels.
func try(t *testing.T, c *criteria.Criteria) {
	in := c.NewInputs()
	o := c.Evaluate(in, asOf)
	fits(t, c, &o)
	for i := range c.Document().Inputs {
		d := &c.Document().Inputs[i]
		switch d.Type {
		case criteria.Rating:
			require.NoError(t, in.SetAt(i, d.Scale.Level(0)))
		case criteria.Bool:
			require.NoError(t, in.SetAt(i, criteria.BoolValue(true)))
		case criteria.String:
			require.NoError(t, in.SetAt(i, criteria.StringValue("x")))
		}
	}
	o = c.Evaluate(in, asOf)
	fits(t, c, &o)
}

// fits: an outcome is whole, and a failure decides nothing.
func fits(t *testing.T, c *criteria.Criteria, o *criteria.Outcome) {
	d := c.Document()
	require.Less(t, o.Band, len(d.Bands))
	require.Less(t, o.Rule, len(d.Acceptance))
	require.Len(t, o.Derived, len(d.Derive))
	require.Len(t, o.Order, len(d.Order))
	require.NotEmpty(t, o.Decision.String())
	if o.Failure != nil {
		require.Equal(t, criteria.Undetermined, o.Decision)
		require.Equal(t, -1, o.Rule)
	} else if o.Uncertain == nil {
		require.GreaterOrEqual(t, o.Rule, 0)
		require.GreaterOrEqual(t, o.Band, 0)
		require.Equal(t, d.Acceptance[o.Rule].Outcome, o.Decision)
	}
}

// places: every error has a place in the text.
func places(t *testing.T, text string, err error) {
	var e *source.Error
	require.ErrorAs(t, err, &e)
	require.NotEmpty(t, e.Diagnostics)
	lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 2
	for _, d := range e.Diagnostics {
		require.NotEmpty(t, d.Code)
		require.NotEmpty(t, d.Message)
		require.LessOrEqual(t, d.Pos.Line, lines)
	}
	require.NotEmpty(t, err.Error())
}

// compiled compiles a text; nil if it is wrong, which must be said with places.
func compiled(t *testing.T, text string) *criteria.Criteria {
	doc, err := criteria.Parse("fuzz.yaml", []byte(text))
	if err == nil {
		var c *criteria.Criteria
		if c, err = doc.Compile(); err == nil {
			return c
		}
	}
	places(t, text, err)
	return nil
}

func FuzzParse(f *testing.F) {
	f.Add(acmeText(f))
	f.Add(smallCriteria)
	f.Add(typed(`tags.exists(t, t == "x") || n > 3`))
	f.Add(sheet{tables: "[{id: m, axes: [s, s], result: band, cells: [[low, low, mid], [low, mid, high], [mid, high, high]]}]",
		bands: "[{id: low}, {id: mid}, {id: high}]", band: "m(x, x)"}.text())
	f.Add(strings.Replace(limitText, "WHEN", "count(band.high) > 2 && sum(loss) > 1.5", 1))
	f.Add(sheet{}.text() + "authorities: [{id: board, rank: 1}]\nlimits: [{id: a, over: owner, when: largest > 1, outcome: escalate, authority: board, because: b}]\n")
	f.Add(`{"format": "ismskit.criteria/v1", "id": "x"}`)
	f.Add("format: ismskit.criteria/v1\nscales: [{levels: [{value: 1e308}, {value: .nan}]}]\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c := compiled(t, text); c != nil {
			try(t, c)
		}
	})
}

func FuzzExpression(f *testing.F) {
	for _, s := range signatures {
		f.Add(s)
	}
	for _, s := range []string{"x > 1 && flag", "1 / 0 == 1", "tags.map(t, t)[0] == name", `{"a": {"b": 1}}["a"]["b"] == n`,
		"tags.exists(a, tags.exists(b, a == b))", "\"\\u202e\" == name", "x.y.z", "a?.b", "[1][?0]", "((((((((((", "\x00", "`x`", "'''\n'''=='\\n'", "-9223372036854775808 < n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		text := typed("true")
		at := strings.Index(text, `when: "true"`)
		require.Positive(t, at)
		quoted := string(criteria.StateText(expr).AppendJSON(nil)) // JSON's escapes are YAML's, too
		text = text[:at] + "when: " + quoted + text[at+len(`when: "true"`):]
		c := compiled(t, text)
		if c == nil {
			return
		}
		try(t, c)
		// Without a table the answers are the same.
		plain, err := c.Document().Compile(criteria.WithTableRows(0))
		require.NoError(t, err)
		a, b := c.Evaluate(c.NewInputs(), asOf), plain.Evaluate(plain.NewInputs(), asOf)
		require.Equal(t, say(&b), say(&a))
	})
}
