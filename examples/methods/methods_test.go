package methods_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/methods"
	"github.com/stretchr/testify/require"
)

var asOf = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func TestEveryMethodCompiles(t *testing.T) {
	require.Equal(t, []string{"ebios-rm", "hack23", "nist-800-30", "owasp-risk-rating", "product-5x5"}, methods.Names())
	for _, name := range methods.Names() {
		c, err := methods.Compile(name)
		require.NoError(t, err, name)
		require.Equal(t, name, c.Document().ID)
	}
	_, err := methods.Compile("nist")
	require.ErrorContains(t, err, "nist-800-30")
}

// The tables as NIST SP 800-30 Rev. 1 prints them: rows from very high to very
// low, columns from very low to very high.
var (
	g5 = []string{"LMHVV", "LMMHV", "LLMMH", "vLLMM", "vvLLL"}
	i2 = []string{"vLMHV", "vLMHV", "vLMMH", "vLLLM", "vvvLL"}
)

var letters = map[byte]string{'v': "very_low", 'L': "low", 'M': "moderate", 'H': "high", 'V': "very_high"}

var levels = []string{"very_low", "low", "moderate", "high", "very_high"}

func TestNIST(t *testing.T) {
	c, err := methods.Compile("nist-800-30")
	require.NoError(t, err)
	in := c.NewInputs()
	for row, text := range g5 {
		for column := range 5 {
			require.NoError(t, in.Rate("initiation", levels[4-row]))
			require.NoError(t, in.Rate("adverse", levels[column]))
			require.NoError(t, in.Rate("impact", "low"))
			want := letters[text[column]]
			overall := c.Evaluate(in, asOf).Derived[0]
			require.Equal(t, c.Input("initiation").Scale.Levels[indexOf(want)].ValueText(), overall.String(), "G-5 %d %d", row, column)
		}
	}
	// Initiation very high and adverse impact at each level reach each overall
	// likelihood but very low; both very low give that one.
	reach := map[string][2]string{"very_low": {"very_low", "very_low"}, "low": {"very_high", "very_low"}, "moderate": {"very_high", "low"},
		"high": {"very_high", "moderate"}, "very_high": {"very_high", "high"}}
	for row, text := range i2 {
		for column := range 5 {
			pair := reach[levels[4-row]]
			require.NoError(t, in.Rate("initiation", pair[0]))
			require.NoError(t, in.Rate("adverse", pair[1]))
			require.NoError(t, in.Rate("impact", levels[column]))
			o := c.Evaluate(in, asOf)
			require.Equal(t, letters[text[column]], c.Document().Bands[o.Band].ID, "I-2 %d %d", row, column)
		}
	}
}

func indexOf(level string) int {
	for i, l := range levels {
		if l == level {
			return i
		}
	}
	return -1
}

func TestOWASPWorkedExample(t *testing.T) {
	c, err := methods.Compile("owasp-risk-rating")
	require.NoError(t, err)
	in := c.NewInputs()
	rate := func(scores map[string]string) {
		for id, level := range scores {
			require.NoError(t, in.Rate(id, level), id)
		}
	}
	rate(map[string]string{"skill": "s5", "motive": "s2", "opportunity": "s7", "agents": "s1", "discovery": "s3", "exploit": "s6", "awareness": "s9", "detection": "s2"})
	rate(map[string]string{"confidentiality": "s9", "integrity": "s7", "availability": "s5", "accountability": "s8"})
	rate(map[string]string{"financial": "s1", "reputation": "s2", "non_compliance": "s1", "privacy": "s5"})
	o := c.Evaluate(in, asOf)
	require.Equal(t, []string{"4.375", "7.25", "2.25", "1", "2", "0"}, texts(o.Derived)) // means, then grades: medium, high, low
	require.Equal(t, "low", c.Document().Bands[o.Band].ID)
	require.NoError(t, in.Set("business_known", criteria.BoolValue(false)))
	o = c.Evaluate(in, asOf)
	require.Equal(t, "high", c.Document().Bands[o.Band].ID)
}

func texts(values []criteria.Value) []string {
	var out []string
	for _, v := range values {
		out = append(out, v.String())
	}
	return out
}

// TestProductsAndGrid evaluates every cell of the methods with two inputs. What
// is expected is worked out from what each method publishes.
func TestProductsAndGrid(t *testing.T) {
	for name, test := range map[string]struct {
		first, second string // the inputs
		level         func(a, b int) int
		cells         []string // bands by the first letter, one text for each level of the first input
	}{
		// Products of 1 to 5 and 1 to 5: up to 4 low, 9 medium, 14 high, else critical.
		"product-5x5": {"likelihood", "impact", func(a, b int) int { return a * b }, []string{
			"llllm", //  1  2  3  4  5
			"llmmh", //  2  4  6  8 10
			"lmmhc", //  3  6  9 12 15
			"lmhcc", //  4  8 12 16 20
			"mhccc", //  5 10 15 20 25
		}},
		// 20 times 1 to 5 times 1 to 6: up to 49 minimal (-), 99 low, 199 medium, 399 high, else critical.
		"hack23": {"probability", "impact", func(a, b int) int { return 20 * a * b }, []string{
			"--LLMM", //  20  40  60  80 100 120
			"-LMMHH", //  40  80 120 160 200 240
			"LMMHHH", //  60 120 180 240 300 360
			"LMHHCC", //  80 160 240 320 400 480
			"MHHCCC", // 100 200 300 400 500 600
		}},
		"ebios-rm": {"severity", "likelihood", nil, []string{"lllm", "llmm", "lmmh", "mhhh"}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := methods.Compile(name)
			require.NoError(t, err)
			in := c.NewInputs()
			first, second := c.Input(test.first).Scale.Levels, c.Input(test.second).Scale.Levels
			require.Len(t, test.cells, len(first))
			for i, row := range test.cells {
				require.Len(t, row, len(second))
				for j := range second {
					require.NoError(t, in.Rate(test.first, first[i].ID))
					require.NoError(t, in.Rate(test.second, second[j].ID))
					o := c.Evaluate(in, asOf)
					band := c.Document().Bands[o.Band].ID[:1]
					if c.Document().Bands[o.Band].ID == "Minimal" {
						band = "-"
					}
					require.Equal(t, row[j:j+1], band, "%d %d", i+1, j+1)
					if test.level != nil {
						require.Equal(t, strconv.Itoa(test.level(i+1, j+1)), o.Level.String(), "%d %d", i+1, j+1)
					}
				}
			}
		})
	}
}
