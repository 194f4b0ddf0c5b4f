package analysis_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// effects are the controls that the files of L29 are about.
var effects = analysis.Options{Effects: []analysis.Effect{{Input: "impact", MaxReduction: 2}, {Input: "impact", MaxReduction: 1}}}

// TestRuleChecks lints one document that a check finds something in, and a
// neighbour that it finds nothing in.
func TestRuleChecks(t *testing.T) {
	for n := 20; n <= 32; n++ {
		code := fmt.Sprintf("L%02d", n)
		if code == "L31" {
			continue // TestVersions
		}
		t.Run(code, func(t *testing.T) {
			opts := analysis.Options{}
			if code == "L29" {
				opts = effects
			}
			fs := found(lint(t, load(t, code+"-yes.yaml"), opts), code)
			require.NotEmpty(t, fs)
			golden(t, code+"-yes.golden", print(code+"-yes.yaml", fs))
			require.Empty(t, found(lint(t, load(t, code+"-no.yaml"), opts), code))
		})
	}
}

// TestVersions is L31: two versions over their whole domain.
func TestVersions(t *testing.T) {
	p, err := analysis.Compare(t.Context(), load(t, "L31-old.yaml"), load(t, "L31-yes.yaml"))
	require.NoError(t, err)
	require.NotEqual(t, analysis.Equal, p.Bands.Relation)
	require.NotEmpty(t, p.Changes)
	p, err = analysis.Compare(t.Context(), load(t, "L31-old.yaml"), load(t, "L31-no.yaml"))
	require.NoError(t, err)
	require.Equal(t, analysis.Equal, p.Bands.Relation)
	require.Equal(t, analysis.Equal, p.Decisions.Relation)
	require.Empty(t, p.Changes)
}

var (
	i2Rows = []string{"00011", "01112", "01223", "01234", "01234"}
	g5Rows = []string{"00111", "01122", "11223", "12234", "12344"}
)

// matrix5 writes criteria with a table of bands a to e over two scales of five
// levels, rows from the lowest.
func matrix5(t *testing.T, names string, rows []string, acceptance string) *criteria.Criteria {
	t.Helper()
	var cells, levels []string
	for _, r := range rows {
		cells = append(cells, "["+strings.Join(strings.Split(strings.NewReplacer("0", "a", "1", "b", "2", "c", "3", "d", "4", "e").Replace(r), ""), ", ")+"]")
	}
	for i := range 5 {
		levels = append(levels, fmt.Sprintf("{id: %s%d, value: %d}", names, i, i))
	}
	all := strings.Join(levels, ", ")
	return compile(t, "m.yaml", []byte("format: ismskit.criteria/v1\nid: m\nversion: '1'\nscales:\n  - {id: x, levels: ["+all+"]}\n  - {id: y, levels: ["+all+"]}\n"+
		"inputs: [{id: x, scale: x}, {id: y, scale: y}]\ntables: [{id: t, axes: [x, y], result: band, cells: ["+strings.Join(cells, ", ")+"]}]\n"+
		"bands: [{id: a}, {id: b}, {id: c}, {id: d}, {id: e}]\nband: t(x, y)\nacceptance: ["+acceptance+"{id: rest, when: true, outcome: treat}]\n"))
}

const acceptLow = "{id: low, when: band <= band.b, outcome: accept}, "

// TestI2ToG5 has the numbers of the method: 9 cells stricter, none laxer.
func TestI2ToG5(t *testing.T) {
	p, err := analysis.Compare(t.Context(), matrix5(t, "l", i2Rows, acceptLow), matrix5(t, "l", g5Rows, acceptLow))
	require.NoError(t, err)
	require.Equal(t, int64(25), p.Cells)
	require.Equal(t, analysis.Tally{Relation: analysis.Stricter, Stricter: 9, Equal: 16}, p.Bands)
	require.Equal(t, "stricter", p.Bands.Relation.String())
	back, err := analysis.Compare(t.Context(), matrix5(t, "l", g5Rows, acceptLow), matrix5(t, "l", i2Rows, acceptLow))
	require.NoError(t, err)
	require.Equal(t, int64(9), back.Bands.Laxer)
	apart, err := analysis.Compare(t.Context(), matrix5(t, "l", i2Rows, ""), matrix5(t, "m", i2Rows, ""))
	require.NoError(t, err)
	require.Contains(t, apart.Apart, "levels of the input")
}

// TestAcceptanceOnI2: accepting up to Low takes 15 of 25 cells, flips on 7 of 40
// steps, and leaves every impact an acceptable likelihood.
func TestAcceptanceOnI2(t *testing.T) {
	c := matrix5(t, "l", i2Rows, acceptLow)
	r := lint(t, c, analysis.Options{})
	var steps *analysis.Finding
	for _, f := range found(r, "L28") {
		if strings.Contains(f.Message, "decision") {
			steps = &f
		}
	}
	require.NotNil(t, steps)
	require.Equal(t, []int64{7, 40}, []int64{steps.Count, steps.Of})
	require.Empty(t, found(r, "L27"))
	accepted := 0
	table, err := c.DecisionTable(t.Context())
	require.NoError(t, err)
	for k := range table.Rows() {
		if table.Decision(uint32(k)) == criteria.Accept {
			accepted++
		}
	}
	require.Equal(t, 15, accepted)
}

func TestIdentify(t *testing.T) {
	matches := func(rows []string) []string {
		m, err := analysis.Identify(t.Context(), matrix5(t, "any", rows, ""))
		require.NoError(t, err)
		var out []string
		for _, x := range m {
			if x.Matrix == "t" {
				out = append(out, x.String())
			}
		}
		return out
	}
	turned := make([]string, 5)
	for i := range 5 {
		for k := range 5 {
			turned[i] += i2Rows[k][i : i+1]
		}
	}
	require.Equal(t, []string{"t equals NIST SP 800-30 I-2", "t differs from NIST SP 800-30 G-5 in 9 cells"}, matches(i2Rows))
	require.Equal(t, "t equals NIST SP 800-30 I-2, with rows and columns exchanged", matches(turned)[0])
	require.Equal(t, "t equals NIST SP 800-30 G-5", matches(g5Rows)[1])
	changed := append([]string(nil), i2Rows...)
	changed[4] = "01233"
	m, err := analysis.Identify(t.Context(), matrix5(t, "any", changed, ""))
	require.NoError(t, err)
	require.Equal(t, []analysis.Difference{{Row: "any4", Column: "any4", Has: "d", Wants: "e"}}, m[0].Differences)
	require.Empty(t, matches([]string{"44444", "33333", "22222", "11111", "00000"}))
}

// TestSense examines a risk of the sample criteria: likelihood likely (2) and
// the worst impact major (2) give level 4, medium, tolerated.
func TestSense(t *testing.T) {
	data, err := os.ReadFile("../testdata/acme.yaml")
	require.NoError(t, err)
	c := compile(t, "acme.yaml", data)
	in := c.NewInputs()
	for id, level := range map[string]string{"likelihood": "likely", "confidentiality": "minor", "integrity": "minor", "availability": "major"} {
		require.NoError(t, in.Rate(id, level))
	}
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	s, err := analysis.Sense(t.Context(), c, in, at)
	require.NoError(t, err)
	var flips []string
	for _, f := range s.DecisionFlips {
		flips = append(flips, fmt.Sprint(f.Steps, f.Outcome.Decision))
	}
	require.Equal(t, []string{"[{likelihood likely rare}]accept", "[{likelihood likely certain}]treat", "[{availability major minor}]accept", "[{availability major severe}]treat", "[{personal_data false true}]treat"}, flips)
	require.Len(t, s.BandFlips, 4) // personal data change no band
	require.Empty(t, s.Questions)
	require.Equal(t, "likelihood", s.Swings[0].Input)
	require.Equal(t, []string{"rare", "certain"}, []string{s.Swings[0].Low.At, s.Swings[0].High.At})
	require.NotContains(t, s.Idle, "personal_data")

	// At the top one step is not enough: certain and severe give 9, high; two
	// steps down give 3 or 4, which is medium.
	for _, id := range []string{"confidentiality", "integrity", "availability"} {
		require.NoError(t, in.Rate(id, "minor"))
	}
	require.NoError(t, in.Rate("likelihood", "certain"))
	require.NoError(t, in.Rate("availability", "severe"))
	s, err = analysis.Sense(t.Context(), c, in, at)
	require.NoError(t, err)
	for _, f := range s.DecisionFlips {
		total := 0
		for _, st := range f.Steps {
			from, to := c.Input(st.Input).Scale.Index(st.From), c.Input(st.Input).Scale.Index(st.To)
			total += from - to
		}
		require.Equal(t, 2, total, f)
	}
	require.NotEmpty(t, s.DecisionFlips)

	require.NoError(t, in.Set("likelihood", criteria.Value{}))
	s, err = analysis.Sense(t.Context(), c, in, at)
	require.NoError(t, err)
	require.Equal(t, 0, s.Questions[0].Input)
}

func TestAccepted(t *testing.T) {
	data, err := os.ReadFile("testdata/L06-yes.yaml")
	require.NoError(t, err)
	c := compile(t, "a.yaml", append(data, "accepted: [{code: L06, because: agreed with the board}, {code: L01, because: to be sure}]\n"...))
	r := lint(t, c, analysis.Options{})
	for _, f := range found(r, "L06") {
		require.Equal(t, "agreed with the board", f.Accepted)
	}
	require.Contains(t, found(r, "L01")[0].Message, "was not found")
	require.Contains(t, r.String(), "agreed with the board")
	_, err = criteria.Parse("a.yaml", append(data, "accepted: [{code: L99, because: x}]\n"...))
	require.Error(t, err)
	_, err = criteria.Parse("a.yaml", append(data, "accepted: [{code: L06}]\n"...))
	require.Error(t, err)
}

func TestReportForms(t *testing.T) {
	r := lint(t, load(t, "L06-yes.yaml"), analysis.Options{})
	golden(t, "report.golden", r.String()+string(r.AppendJSON(nil))+"\n")
	require.Equal(t, analysis.Error, r.Worst())
	require.Equal(t, "error", r.Worst().String())
	for i := range r.Findings {
		if s := r.Findings[i].Share(); s != nil {
			require.LessOrEqual(t, s.Sign(), 1)
		}
	}
}

func TestCancelled(t *testing.T) {
	c := load(t, "L06-yes.yaml")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := analysis.Lint(cancelled, c, analysis.Options{})
	require.ErrorIs(t, err, context.Canceled)
	_, err = analysis.Compare(cancelled, c, c)
	require.ErrorIs(t, err, context.Canceled)
	_, err = analysis.Identify(cancelled, c)
	require.ErrorIs(t, err, context.Canceled)
}
