package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// TestNumbering: the product of two scales of five, against 1 to 5.
func TestNumbering(t *testing.T) {
	fs := found(lint(t, load(t, "L18-yes.yaml"), analysis.Options{}), "L18")
	require.Len(t, fs, 3)
	for i, want := range []struct {
		flips int64
		ties  string
	}{{2, "36 are tied"}, {4, "22 are tied"}, {4, "34 are tied"}} {
		require.Equal(t, want.flips, fs[i].Count)
		require.Equal(t, int64(300), fs[i].Of)
		require.Contains(t, fs[i].Message, want.ties)
	}
}

// TestMasking: the mean of four categories, rounded half up.
func TestMasking(t *testing.T) {
	c := load(t, "L19-yes.yaml")
	fs := found(lint(t, c, analysis.Options{}), "L19")
	require.Len(t, fs, 1)
	require.Equal(t, []int64{194, 369}, []int64{fs[0].Count, fs[0].Of})
	require.Contains(t, fs[0].Message, "at worst 3 levels")
	in := c.NewInputs()
	for k, id := range []string{"finance", "operations", "reputation", "safety"} {
		require.NoError(t, in.Rate(id, []string{"very_high", "low", "very_low", "very_low"}[k]))
	}
	require.NoError(t, in.Rate("likelihood", "low"))
	require.Equal(t, int64(2), c.Evaluate(in, time.Unix(0, 0)).Derived[0].Int(), "(5,2,1,1) loses three levels as well")
}

// TestThresholds: the product attains 14 of 25 numbers, and a band that begins
// at 13, 14 or 15 is the same band.
func TestThresholds(t *testing.T) {
	data := string(load(t, "L04-yes.yaml").Document().Bytes())
	for _, upTo := range []int{13, 14} {
		fs := found(lint(t, compile(t, "L04.yaml", []byte(strings.Replace(data, "upTo: 14", fmt.Sprintf("upTo: %d", upTo), 1))), analysis.Options{}), "L04")
		require.Len(t, fs, 1)
		require.Equal(t, "14 levels of risk: 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 20, 25", fs[0].Witness[0].Outcome)
		require.Contains(t, fs[0].Message, fmt.Sprintf("the same threshold as 12 and %d: band \"extreme\" begins at 15", 27-upTo))
	}
}

// TestDerivedAxes: three consequences of which the greatest counts read like
// one, so what is said of risk is the same as with a single consequence.
func TestDerivedAxes(t *testing.T) {
	one := lint(t, load(t, "L11-yes.yaml"), analysis.Options{})
	data := string(load(t, "L11-yes.yaml").Document().Bytes())
	data = strings.Replace(data, "{id: impact, scale: impact}", "{id: c, scale: impact}\n  - {id: i, scale: impact}\n  - {id: a, scale: impact}", 1)
	data = strings.Replace(data, "level: likelihood * impact", "derive: [{id: worst, expr: \"math.greatest(c, i, a)\"}]\nlevel: likelihood * worst", 1)
	three := lint(t, compile(t, "three.yaml", []byte(data)), analysis.Options{})
	require.Equal(t, int64(81), three.Cells)
	for _, code := range []string{"L10", "L11", "L12", "L13", "L14", "L15", "L16"} {
		a, b := found(one, code), found(three, code)
		require.Len(t, b, len(a), code)
		for i := range a {
			require.Equal(t, []int64{a[i].Count, a[i].Of}, []int64{b[i].Count, b[i].Of}, code)
			require.Equal(t, strings.ReplaceAll(a[i].Message, "impact", "worst"), b[i].Message, code)
		}
	}
}

// TestTablesInTables looks one table up with another one's result, as in NIST
// SP 800-30: likelihood from initiation and success, then risk.
func TestTablesInTables(t *testing.T) {
	c := load(t, "nist.yaml")
	r := lint(t, c, analysis.Options{})
	require.Equal(t, int64(125), r.Cells)
	var fs []analysis.Finding
	for _, f := range r.Findings {
		if f.Code <= "L19" {
			fs = append(fs, f)
		}
	}
	golden(t, "nist-all.golden", print("nist.yaml", fs))
}

// TestEdges lints what is degenerate but compiles.
func TestEdges(t *testing.T) {
	product, rank := string(load(t, "L11-yes.yaml").Document().Bytes()), string(load(t, "L03-no.yaml").Document().Bytes())
	const ranks = "math.greatest(0, math.least(2, likelihood + impact - 3))"
	for name, c := range map[string]struct {
		data  string
		codes []string
	}{
		"one level": {strings.NewReplacer("      - {id: medium, value: 2}\n", "", "      - {id: high, value: 3}\n", "").Replace(product),
			[]string{"L04", "L04", "L05", "L05"}},
		"constant":      {strings.Replace(product, "likelihood * impact", "\"1\"", 1), []string{"L04", "L04", "L05", "L05", "L08", "L08"}},
		"constant band": {strings.Replace(rank, ranks, "\"2\"", 1), []string{"L05", "L05", "L08", "L08"}},
		"one band": {strings.Replace(rank, "band: "+ranks+"\nbands:\n  - {id: low}\n  - {id: medium}\n  - {id: high}\n",
			"level: likelihood\nbands:\n  - {id: low}\n", 1), []string{"L08", "L08"}},
		"real levels": {strings.ReplaceAll(product, "value: 1", "value: 0.5"), []string{"L04", "L09", "L10", "L10", "L11", "L15", "L16"}},
		"no finite band": {strings.Replace(strings.Replace(product, "inputs:\n", "inputs:\n  - {id: n, type: int}\n", 1),
			"likelihood * impact", "likelihood * impact * n", 1), nil},
		"no number": {strings.Replace(product, "likelihood * impact", "\"likelihood == 3 && impact == 3 ? 1 / (likelihood - 3) : likelihood * impact\"", 1),
			[]string{"L01", "L10", "L11", "L12", "L15", "L16"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := lint(t, compile(t, name, []byte(c.data)), analysis.Options{})
			var codes []string
			for _, f := range r.Findings {
				if f.Code <= "L19" {
					codes = append(codes, f.Code)
				}
			}
			require.Equal(t, c.codes, codes)
		})
	}
}

// TestTableOfALargeDomain: eight factors of ten levels are too many cells, but
// their mean is looked up in a table of nine.
func TestTableOfALargeDomain(t *testing.T) {
	r := lint(t, load(t, "owasp.yaml"), analysis.Options{})
	require.False(t, r.Exhaustive)
	require.Contains(t, r.Note, "L07 and L10 to L17 look at the cells of table risk instead")
	var fs []analysis.Finding
	for _, f := range r.Findings {
		if f.Code <= "L19" {
			fs = append(fs, f)
		}
	}
	golden(t, "owasp-all.golden", print("owasp.yaml", fs))
}
