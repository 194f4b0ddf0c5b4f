package risk_test

import (
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// matrix makes criteria with a table over likelihood and impact, five levels
// each, rows from the lowest.
func matrix(t testing.TB, version string, rows ...string) *criteria.Criteria {
	var cells []string
	for _, r := range rows {
		cells = append(cells, "["+strings.Join(strings.Split(r, ""), ", ")+"]")
	}
	var levels []string
	for i := range 5 {
		levels = append(levels, fmt.Sprintf("{id: l%d, value: %d}", i, i))
	}
	text := "format: ismskit.criteria/v1\nid: m\nversion: " + version + "\nscales:\n  - {id: likelihood, levels: [" + strings.Join(levels, ", ") + "]}\n  - {id: impact, levels: [" + strings.Join(levels, ", ") + "]}\n" +
		"inputs: [{id: likelihood, scale: likelihood}, {id: impact, scale: impact}]\ntables: [{id: t, axes: [likelihood, impact], result: band, cells: [" + strings.NewReplacer("0", "a", "1", "b", "2", "c", "3", "d", "4", "e").Replace(strings.Join(cells, ", ")) + "]}]\n" +
		"bands: [{id: a}, {id: b}, {id: c}, {id: d}, {id: e}]\nband: t(likelihood, impact)\nacceptance: [{id: low, when: band <= band.b, outcome: accept}, {id: rest, when: true, outcome: treat}]\norder: [-band]\n"
	return compiled(t, "m.yaml", text)
}

func i2(t testing.TB) *criteria.Criteria {
	return matrix(t, "'i2'", "00011", "01112", "01223", "01234", "01234")
}

func g5(t testing.TB) *criteria.Criteria {
	return matrix(t, "'g5'", "00111", "01122", "11223", "12234", "12344")
}

func rated(pairs ...int) *risk.Register {
	r := &risk.Register{ID: "r"}
	for i := 0; i < len(pairs); i += 2 {
		x := &risk.Risk{ID: fmt.Sprintf("R-%d", i/2)}
		x.State(risk.Current, "likelihood", criteria.StateText(fmt.Sprintf("l%d", pairs[i])))
		x.State(risk.Current, "impact", criteria.StateInt(int64(pairs[i+1])))
		r.Risks = append(r.Risks, x)
	}
	return r
}

// TestAttributionOracle is case (a) of the method: NIST I-2 becomes G-5 while
// (likelihood, impact) goes from (1, 3) to (3, 1).
func TestAttributionOracle(t *testing.T) {
	c, err := risk.Compare(ctx, assess(t, i2(t), rated(1, 3)), assess(t, g5(t), rated(3, 1)))
	require.NoError(t, err)
	require.Equal(t, risk.Comparable, c.Verdict)
	require.Len(t, c.Changes, 1)
	ch := c.Changes[0]
	require.Equal(t, []risk.Share{{"likelihood", big.NewRat(7, 6)}, {"impact", big.NewRat(-5, 6)}, {"criteria", big.NewRat(2, 3)}}, ch.Shares)
	// v: none 1, likelihood and impact 1, criteria 2, all 2 (bands b, b, c, c).
	require.Equal(t, []string{"b", "b", "c", "c"}, []string{ch.Old.Band, ch.InputsOnly.Band, ch.CriteriaOnly.Band, ch.New.Band})
	require.Equal(t, risk.CauseCriteria, ch.BandCause)
	require.Equal(t, risk.CauseCriteria, ch.DecisionCause)
	require.Equal(t, []string{"likelihood", "impact"}, ch.Inputs)
	require.Equal(t, [][]string{{"likelihood"}, {"criteria"}}, ch.Minimal) // each alone gives the new decision
	require.Equal(t, ch.Shares, c.Totals)
}

// TestSharesObeyTheirLaws checks, over random registers under random pairs of
// matrices, what defines the shares, and the causes against the two by two
// table.
func TestSharesObeyTheirLaws(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		draw := func(name string) []string {
			rows := make([]string, 5)
			for i := range rows {
				rows[i] = rapid.StringMatching(`[0-4]{5}`).Draw(r, name)
			}
			return rows
		}
		old := matrix(t, "'1'", draw("old")...)
		now := old
		if rapid.Bool().Draw(r, "criteria change") {
			now = matrix(t, "'2'", draw("new")...)
		}
		n := rapid.IntRange(1, 6).Draw(r, "n")
		a, b := make([]int, 2*n), make([]int, 2*n)
		for i := range a {
			a[i] = rapid.IntRange(0, 4).Draw(r, "a")
			b[i] = rapid.SampledFrom([]int{a[i], rapid.IntRange(0, 4).Draw(r, "b")}).Draw(r, "which")
		}
		x, y := assess(t, old, rated(a...)), assess(t, now, rated(b...))
		c, err := risk.Compare(ctx, x, y)
		require.NoError(r, err)
		totals := map[string]*big.Rat{}
		seen := map[string]bool{}
		for _, ch := range slices.Concat(c.Changes, c.Offsets) {
			seen[ch.Risk] = true
			var i int
			_, _ = fmt.Sscanf(ch.Risk, "R-%d", &i)
			sum := new(big.Rat)
			for _, s := range ch.Shares {
				sum.Add(sum, s.Share)
				if totals[s.Factor] == nil {
					totals[s.Factor] = new(big.Rat)
				}
				totals[s.Factor].Add(totals[s.Factor], s.Share)
				if s.Factor == "likelihood" {
					require.NotEqual(r, a[2*i], b[2*i]) // unchanged inputs have no share
				}
				if s.Factor == "criteria" && now == old {
					require.Zero(r, s.Share.Sign())
				}
			}
			require.Equal(r, big.NewRat(int64(ch.New.Band[0])-int64(ch.Old.Band[0]), 1).RatString(), sum.RatString())
			require.Equal(r, plainCause(ch.Old.Decision, ch.InputsOnly.Decision, ch.CriteriaOnly.Decision, ch.New.Decision), ch.DecisionCause.String())
			require.Equal(r, plainCause(ch.Old.Band, ch.InputsOnly.Band, ch.CriteriaOnly.Band, ch.New.Band), ch.BandCause.String())
		}
		for i := range n {
			id := fmt.Sprintf("R-%d", i)
			if x.Outcome(id, risk.Current).Band != y.Outcome(id, risk.Current).Band {
				require.True(r, seen[id])
			}
		}
		for _, s := range c.Totals {
			require.Equal(r, totals[s.Factor].RatString(), s.Share.RatString())
		}
		count := 0
		for _, m := range c.Migrations {
			count += m.Count
		}
		require.Equal(r, n, count)
		require.Equal(r, plainInversions(x.Ranking(risk.Current), y.Ranking(risk.Current)), pairs(c))
	})
}

func plainCause[T comparable](old, inputs, criteria, now T) string {
	switch {
	case old == now:
		return ""
	case inputs == now && criteria == now:
		return "either"
	case inputs == now:
		return "inputs"
	case criteria == now:
		return "criteria"
	}
	return "interaction"
}

func pairs(c *risk.Comparison) int {
	n := 0
	for _, i := range c.Inversions {
		n += i.Pairs
	}
	return n
}

func plainInversions(old, now risk.Ranking) int {
	place := func(r risk.Ranking) map[string]int {
		m := map[string]int{}
		for g, ids := range r.Groups {
			for _, id := range ids {
				m[id] = g
			}
		}
		return m
	}
	x, y := place(old), place(now)
	n := 0
	for a := range x {
		for b := range x {
			if x[a] < x[b] && y[a] > y[b] {
				n++
			}
		}
	}
	return n
}

// TestCauses has each cause once. Under the old criteria the level is the
// likelihood times the greatest impact, low up to 2 and medium up to 4.
func TestCauses(t *testing.T) {
	reg := func(risks ...string) *risk.Register {
		var list []string
		for _, r := range risks {
			id, levels, _ := strings.Cut(r, " ")
			list = append(list, fmt.Sprintf(`{"id": %q, "ratings": {"current": {"likelihood": %q, "confidentiality": %q, "integrity": "minor", "availability": "minor"}}}`,
				id, strings.Split(levels, " ")[0], strings.Split(levels, " ")[1]))
		}
		return register(t, "r.json", `{"format": "ismskit.register/v1", "id": "r", "risks": [`+strings.Join(list, ",")+`]}`)
	}
	old := assess(t, acme(t), reg("inputs rare minor", "criteria rare major", "either rare major", "both rare minor", "same certain severe", "gone rare minor"))
	// The new criteria accept up to 1 only, and call medium what exceeds 1.
	now := assess(t, acme(t, "appetite: 2", "appetite: 1", "upTo: 2", "upTo: 1"),
		reg("inputs certain severe", "criteria rare major", "either likely major", "both rare major", "same certain severe", "new rare minor"))
	c, err := risk.Compare(ctx, old, now)
	require.NoError(t, err)
	causes := map[string]string{}
	for _, ch := range c.Changes {
		causes[ch.Risk] = ch.Cause.String()
	}
	require.Equal(t, map[string]string{"inputs": "inputs", "criteria": "criteria", "either": "either", "both": "interaction", "gone": "removed", "new": "added"}, causes)
	require.Equal(t, []string{"both/current", "either/current", "inputs/current"}, c.Rerated)
	text, err := c.Changes[0].Cause.MarshalText()
	require.NoError(t, err)
	require.NotEmpty(t, text)
	require.Equal(t, "comparable", c.Verdict.String())
}

// TestNotSeparable has criteria whose scales or inputs have no counterpart.
func TestNotSeparable(t *testing.T) {
	reg := register(t, "r.yaml", acmeRegister)
	old := assess(t, acme(t), reg)
	renamed := strings.ReplaceAll(acmeRegister, "likely", "probable")
	for name, test := range map[string]struct {
		now      *risk.Assessment
		verdict  risk.Verdict
		contains string
	}{
		"renamed level": {assess(t, acme(t, "upTo: 4", "upTo: 6", "{id: likely,", "{id: probable,"), register(t, "r.yaml", renamed)), risk.Partly, "no counterpart"},
		"new input":     {assess(t, acme(t, "upTo: 4", "upTo: 6", "  - {id: tags,", "  - {id: speed, scale: likelihood}\n  - {id: tags,"), reg), risk.NotComparable, `"speed" is new and has no default`},
		"input gone":    {assess(t, acme(t, "upTo: 4", "upTo: 6", "  - {id: integrity, scale: impact}\n", "", "integrity, ", ""), register(t, "r.yaml", strings.NewReplacer("integrity: minor, ", "").Replace(acmeRegister))), risk.NotComparable, `"integrity" is gone`},
		"other type":    {assess(t, acme(t, "upTo: 4", "upTo: 6", "{id: personal_data, type: bool, default: false}", "{id: personal_data, type: int, default: 0}", "!personal_data", "personal_data == 0"), register(t, "r.yaml", strings.ReplaceAll(acmeRegister, "personal_data: true", "personal_data: 1"))), risk.NotComparable, "changed its type from bool to int"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := risk.Compare(ctx, old, test.now)
			require.NoError(t, err)
			require.Equal(t, test.verdict, c.Verdict)
			found := false
			for _, ch := range c.Changes {
				if ch.NotSeparable != "" {
					found = true
					require.Contains(t, ch.NotSeparable, test.contains)
					require.Equal(t, risk.CauseUnknown, ch.Cause)
					require.Empty(t, ch.Shares)
					require.Nil(t, ch.InputsOnly)
				}
			}
			require.True(t, found)
		})
	}
	// With a default the new input is separable: it says what it meant before.
	c, err := risk.Compare(ctx, old, assess(t, acme(t, "  - {id: tags,", "  - {id: speed, scale: likelihood, default: rare}\n  - {id: tags,"), reg))
	require.NoError(t, err)
	require.Equal(t, risk.Comparable, c.Verdict)
	// Other bands: causes are told, shares are not.
	c, err = risk.Compare(ctx, old, assess(t, acme(t, "{id: high, title: High}", "{id: top, title: High}"), reg))
	require.NoError(t, err)
	require.NotEmpty(t, c.Changes)
	for _, ch := range c.Changes {
		require.Equal(t, risk.CauseCriteria, ch.Cause)
		require.Contains(t, ch.NoShares, "the bands differ")
	}
}

func TestCompareRecords(t *testing.T) {
	file := assess(t, acme(t), register(t, "r.yaml", acmeRegister)).Record()
	same, err := risk.CompareRecords(ctx, file, file)
	require.NoError(t, err)
	require.Empty(t, same.Changes)
	// A record that another release computed otherwise.
	other := edit(t, file.Bytes(), func(s string) string {
		return strings.Replace(s, `"stage":"current","level":"6","band":"high"`, `"stage":"current","level":"6","band":"low"`, 1)
	})
	c, err := risk.CompareRecords(ctx, other, file)
	require.NoError(t, err)
	require.Len(t, c.Changes, 1)
	require.Equal(t, risk.CauseEngine, c.Changes[0].Cause)
	require.Equal(t, "low", c.Changes[0].Old.Band)
}

// TestManyFactors has more changed inputs than can be shared exactly.
func TestManyFactors(t *testing.T) {
	data, err := os.ReadFile("../examples/methods/owasp-risk-rating.yaml")
	require.NoError(t, err)
	c := compiled(t, "owasp.yaml", string(data))
	all := func(level string) *risk.Register {
		x := &risk.Risk{ID: "R"}
		for i := range c.Document().Inputs {
			if in := &c.Document().Inputs[i]; in.Type == criteria.Rating {
				x.State(risk.Current, in.ID, criteria.StateText(level))
			}
		}
		return &risk.Register{ID: "r", Risks: []*risk.Risk{x}}
	}
	res, err := risk.Compare(ctx, assess(t, c, all("s1")), assess(t, c, all("s8")))
	require.NoError(t, err)
	require.Equal(t, risk.CauseInputs, res.Changes[0].Cause)
	require.Contains(t, res.Changes[0].NoShares, "16 inputs changed")
}
