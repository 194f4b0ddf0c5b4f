package criteria_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

// writer makes random criteria that use every kind of input and every way in
// which an expression can fail.
type writer struct {
	rng    *rand.Rand
	scales [][]string // levels of each scale
	finite bool       // conditions on ratings and bools alone
}

func (w *writer) pick(s ...string) string { return s[w.rng.IntN(len(s))] }

func (w *writer) document() string {
	w.scales, w.finite = nil, w.rng.IntN(3) == 0
	var b strings.Builder
	b.WriteString("format: ismskit.criteria/v1\nid: generated\nversion: \"1\"\nscales:\n")
	for s := range 1 + w.rng.IntN(3) {
		var levels, ids []string
		value := w.rng.IntN(3)
		for l := range 2 + w.rng.IntN(3) {
			ids = append(ids, fmt.Sprintf("l%d", l))
			levels = append(levels, fmt.Sprintf("{id: l%d, value: %d}", l, value))
			value += 1 + w.rng.IntN(3)
		}
		w.scales = append(w.scales, ids)
		fmt.Fprintf(&b, "  - {id: s%d, levels: [%s]}\n", s, strings.Join(levels, ", "))
	}
	b.WriteString("inputs:\n")
	for s := range w.scales {
		fmt.Fprintf(&b, "  - {id: x%d, scale: s%d}\n", s, s)
	}
	b.WriteString("  - {id: flag, type: bool}\n  - {id: sure, type: bool, default: true}\n  - {id: n, type: int, default: 3}\n" +
		"  - {id: d, type: double}\n  - {id: name, type: string}\n  - {id: tags, type: list(string), default: []}\n  - {id: since, type: timestamp}\n")
	b.WriteString("derive:\n")
	fmt.Fprintf(&b, "  - {id: one, expr: %q}\n", w.number(2))
	fmt.Fprintf(&b, "  - {id: two, expr: %q}\n", w.condition(2, "one"))
	fmt.Fprintf(&b, "level: %q\n", w.number(3, "one"))
	b.WriteString("bands: [{id: low, upTo: 2}, {id: mid, upTo: 6.5}, {id: high}]\nacceptance:\n")
	for i := range 1 + w.rng.IntN(3) {
		fmt.Fprintf(&b, "  - {id: r%d, when: %q, outcome: %s}\n", i, w.condition(3, "one", "level", "band"), w.pick("accept", "accept_conditionally", "escalate"))
	}
	b.WriteString("  - {id: rest, when: \"true\", outcome: treat}\norder: [\"-level\", one, -band]\n")
	return b.String()
}

// number writes an int that depends on ratings, bools and the names given.
func (w *writer) number(depth int, names ...string) string {
	x := func() string { return w.number(depth-1, names...) }
	if depth == 0 {
		switch s := w.rng.IntN(len(w.scales)); w.rng.IntN(6) {
		case 0:
			return fmt.Sprint(w.rng.IntN(5))
		case 1:
			return fmt.Sprintf("s%d.%s", s, w.pick(w.scales[s]...))
		case 2:
			if len(names) > 0 {
				return w.pick(names...)
			}
			fallthrough
		default:
			return fmt.Sprintf("x%d", s)
		}
	}
	switch w.rng.IntN(11) {
	case 0, 1:
		return "(" + x() + " + " + x() + ")"
	case 2:
		return "(" + x() + " - " + x() + ")"
	case 3, 4:
		return x() + " * " + x()
	case 5:
		return x() + " / " + x() // may divide by zero
	case 6:
		return "math.greatest(" + x() + ", " + x() + ")"
	case 7:
		return x() + " * 4611686018427387904" // overflows from 2 on
	case 8:
		return x() + " % " + x()
	}
	return "(" + w.condition(depth-1, names...) + " ? " + x() + " : " + x() + ")"
}

// condition writes a bool; some parts depend on texts, lists and numbers.
func (w *writer) condition(depth int, names ...string) string {
	if depth == 0 {
		kind := w.rng.IntN(14)
		if w.finite && kind >= 2 && kind <= 7 {
			kind = 8
		}
		switch kind {
		case 0, 1:
			return w.pick("flag", "sure", "!flag")
		case 2:
			return w.pick(`"erp" in tags`, `tags.exists(t, t == "crm")`, `size(tags) > 1`)
		case 3:
			return w.pick("n > 2", "10 / n > 3", "n * 4611686018427387904 > 0")
		case 4:
			return w.pick("d < 1.5", "1.0 / d > 2.0", "int(d) == 1")
		case 5:
			return w.pick(`name.startsWith("a")`, `name == "abc"`, `name.matches("^[a-c]+$")`)
		case 6:
			return w.pick(`asOf - since > duration("24h")`, `tags[0] == "erp"`)
		case 7:
			return fmt.Sprintf("n > x%d", w.rng.IntN(len(w.scales))) // mixes both
		default:
			return w.number(1, names...) + w.pick(" < ", " <= ", " > ", " == ", " != ") + w.number(0, names...)
		}
	}
	a, b := w.condition(depth-1, names...), w.condition(depth-1, names...)
	switch w.rng.IntN(4) {
	case 0:
		return "(" + a + " && " + b + ")"
	case 1:
		return "(" + a + " || " + b + ")"
	case 2:
		return "!(" + a + ")"
	}
	return a
}

// value draws a value of an input: exact, a range, or none.
func (w *writer) value(in *criteria.Input) criteria.Value {
	if w.rng.IntN(8) == 0 {
		return criteria.Value{}
	}
	switch in.Type {
	case criteria.Rating:
		n := len(in.Scale.Levels)
		low := w.rng.IntN(n)
		if w.rng.IntN(8) == 0 {
			return in.Scale.Range(low, low+w.rng.IntN(n-low))
		}
		return in.Scale.Level(low)
	case criteria.Bool:
		return criteria.BoolValue(w.rng.IntN(2) == 1)
	case criteria.Int:
		return criteria.IntValue([]int64{0, 1, 3, -7, math.MaxInt64, math.MinInt64}[w.rng.IntN(6)])
	case criteria.Double:
		return criteria.DoubleValue([]float64{0, math.Copysign(0, -1), 1, 0.3, -2, 1e300, math.NaN(), math.Inf(1)}[w.rng.IntN(8)])
	case criteria.String:
		return criteria.StringValue(w.pick("abc", "erp", "", "é"))
	case criteria.Strings:
		return criteria.StringsValue([][]string{nil, {"erp"}, {"crm", "erp"}, {"x", "y", "z"}}[w.rng.IntN(4)]...)
	}
	return criteria.TimestampValue(asOf.Add(-time.Duration(w.rng.IntN(72)) * time.Hour))
}

var asOf = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// say writes everything that an outcome holds, the code of a failure included.
func say(o *criteria.Outcome) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d %s %d", o.Level, o.Band, o.Decision, o.Rule)
	for _, v := range append(append([]criteria.Value(nil), o.Derived...), o.Order...) {
		fmt.Fprintf(&b, " %s:%s", v.Type(), v)
	}
	if f := o.Failure; f != nil {
		fmt.Fprintf(&b, " %s %s", f.Path, f.Code)
	}
	if u := o.Uncertain; u != nil {
		fmt.Fprintf(&b, " %v %v %v %v %v %s %s %v", u.Complete, u.Bands, u.Decisions, u.Rules, u.Failures, u.Low, u.High, u.Questions)
	}
	return b.String()
}

// differs runs risks through both ways of evaluation and returns the first
// difference.
func differs(w *writer, table, plain *criteria.Criteria, risks int) string {
	x, y := table.NewInputs(), plain.NewInputs()
	inputs := plain.Document().Inputs
	for range risks {
		x.Reset()
		y.Reset()
		for i := range inputs {
			v := w.value(&inputs[i])
			if err := x.SetAt(i, v); err != nil {
				return err.Error()
			}
			if err := y.SetAt(i, v); err != nil {
				return err.Error()
			}
		}
		a, b := table.EvaluateShared(x, asOf), plain.EvaluateShared(y, asOf)
		if say(a) != say(b) {
			return say(a) + " | " + say(b)
		}
	}
	return ""
}

// TestDecisionTableAgrees compares the decision table with the engine over
// generated criteria: every cell of the finite inputs, and random risks.
func TestDecisionTableAgrees(t *testing.T) {
	documents, risks := 2000, 10_000
	if testing.Short() {
		documents, risks = 200, 200
	}
	w := &writer{rng: rand.New(rand.NewPCG(2026, 1))}
	var compiled, tables, atoms, complete int
	faults := [3]int{}
	for n := 0; compiled < documents; n++ {
		text := w.document()
		doc, err := criteria.Parse("generated.yaml", []byte(text))
		require.NoError(t, err, text)
		plain, err := doc.Compile(criteria.WithTableRows(0))
		require.NoError(t, err, text)
		c, err := doc.Compile()
		require.NoError(t, err)
		compiled++
		if info := c.TableInfo(); info.Rows > 0 {
			tables++
			atoms += min(info.Atoms, 1)
		}
		// All risks for the first documents, fewer for the others: the work is
		// in the engine, which has to answer everything twice.
		count := risks / 50
		if n < 20 {
			count = risks
		}
		require.Empty(t, differs(w, c, plain, count), text)
		require.Empty(t, everyCell(w, c, plain), text)
		complete += columns(t, c, plain)
		for kind := range faults {
			if faults[kind] < 5 && c.TableInfo().Rows > 1 {
				broken, err := doc.Compile()
				require.NoError(t, err)
				if criteria.Fault(broken, kind) && differs(w, broken, plain, 2000) != "" {
					faults[kind]++
				}
			}
		}
	}
	t.Logf("%d documents, %d with a table, %d of them with atoms, %d with columns; faults found: %v", compiled, tables, atoms, complete, faults)
	require.Greater(t, tables, compiled/3)
	require.Greater(t, atoms, compiled/10)
	require.Greater(t, complete, compiled/20)
	for kind, found := range faults {
		require.Equal(t, 5, found, "fault %d of the table must be found", kind)
	}
}

// everyCell runs every combination of ratings and bools through both ways,
// with random values of the other inputs.
func everyCell(w *writer, table, plain *criteria.Criteria) string {
	x, y := table.NewInputs(), plain.NewInputs()
	inputs := plain.Document().Inputs
	var walk func(i int) string
	walk = func(i int) string {
		if i == len(inputs) {
			a, b := table.EvaluateShared(x, asOf), plain.EvaluateShared(y, asOf)
			if say(a) != say(b) {
				return say(a) + " | " + say(b)
			}
			return ""
		}
		var values []criteria.Value
		switch inputs[i].Type {
		case criteria.Rating:
			for l := range inputs[i].Scale.Levels {
				values = append(values, inputs[i].Scale.Level(l))
			}
		case criteria.Bool:
			values = []criteria.Value{criteria.BoolValue(false), criteria.BoolValue(true)}
		default:
			values = []criteria.Value{w.value(&inputs[i])}
		}
		for _, v := range values {
			_ = x.SetAt(i, v) // of the input's own type
			_ = y.SetAt(i, v)
			if d := walk(i + 1); d != "" {
				return d
			}
		}
		return ""
	}
	return walk(0)
}

// columns compares the columnar form with the engine in every cell.
func columns(t *testing.T, c, plain *criteria.Criteria) int {
	table, err := c.DecisionTable(context.Background())
	if err != nil {
		require.ErrorIs(t, err, criteria.ErrNotFinite)
		return 0
	}
	cols := make([][]uint16, len(table.Inputs()))
	in := plain.NewInputs()
	var want []*criteria.Outcome
	var walk func(k int, cell []uint16)
	walk = func(k int, cell []uint16) {
		if k == len(cols) {
			for i, l := range cell {
				cols[i] = append(cols[i], l)
			}
			want = append(want, plain.EvaluateShared(in, asOf))
			return
		}
		x := table.Inputs()[k]
		levels := 2
		if x.Type == criteria.Rating {
			levels = len(x.Scale.Levels)
		}
		for l := range levels {
			v := criteria.BoolValue(l == 1)
			if x.Type == criteria.Rating {
				v = x.Scale.Level(l)
			}
			require.NoError(t, in.SetAt(x.Index(), v))
			walk(k+1, append(cell, uint16(l)))
		}
	}
	walk(0, nil)
	require.Len(t, want, table.Rows())
	keys := make([]uint32, len(want))
	require.NoError(t, criteria.Keys(table, keys, cols...))
	decisions, bands, rules := make([]criteria.Decision, len(want)), make([]int16, len(want)), make([]int16, len(want))
	table.Decide(decisions, keys)
	table.Bands(bands, keys)
	table.Rules(rules, keys)
	for i, o := range want {
		require.Equal(t, o.Decision, decisions[i])
		require.Equal(t, o.Band, int(bands[i]))
		require.Equal(t, o.Rule, int(rules[i]))
		require.Equal(t, say(o), say(table.Outcome(keys[i])))
		require.Equal(t, o.Decision, table.Decision(keys[i]))
	}
	return 1
}
