package chart_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/chart"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite golden files")

var asOf = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func compile(t *testing.T, file string) *criteria.Criteria {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return compileText(t, string(data))
}

func compileText(t *testing.T, text string) *criteria.Criteria {
	t.Helper()
	doc, err := criteria.Parse("criteria.yaml", []byte(text))
	require.NoError(t, err)
	c, err := doc.Compile()
	require.NoError(t, err)
	return c
}

// heatmap draws n risks, spread without pattern over some cells.
func heatmap(t *testing.T, c *criteria.Criteria, rows, columns string, n int) *chart.HeatMap {
	t.Helper()
	m, err := chart.NewHeatMap(context.Background(), c, rows, columns, chart.Options{})
	require.NoError(t, err)
	in := c.NewInputs()
	for i := range n {
		require.NoError(t, in.SetAt(m.Rows.Index(), m.Rows.Scale.Level((i*i+3*i)%len(m.Rows.Scale.Levels))))
		require.NoError(t, in.SetAt(m.Columns.Index(), m.Columns.Scale.Level((i*7+i/3)%len(m.Columns.Scale.Levels))))
		require.True(t, m.Place(fmt.Sprintf("R-%03d", i), fmt.Sprintf("Risk %d of the register", i), in))
	}
	return m
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// wellFormed reads a picture as XML, finds nothing active in it, and returns
// its texts.
func wellFormed(t require.TestingT, svg []byte) []string {
	d := xml.NewDecoder(bytes.NewReader(svg))
	var texts []string
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		require.NoError(t, err)
		switch x := tok.(type) {
		case xml.StartElement:
			require.Contains(t, []string{"svg", "title", "desc", "rect", "line", "text", "circle"}, x.Name.Local)
			for _, a := range x.Attr {
				require.False(t, strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href", a.Name.Local)
			}
		case xml.CharData:
			if s := strings.TrimSpace(string(x)); s != "" {
				texts = append(texts, s)
			}
		}
	}
}

func TestHeatMapGolden(t *testing.T) {
	methods := filepath.Join("..", "..", "examples", "methods")
	for _, test := range []struct {
		file, rows, columns string
		risks               int
	}{
		{"product-5x5", "likelihood", "impact", 15},
		{"nist-800-30", "initiation", "impact", 0},
		{"ebios-rm", "severity", "likelihood", 500},
		{"hack23", "probability", "impact", 15},
	} {
		m := heatmap(t, compile(t, filepath.Join(methods, test.file+".yaml")), test.rows, test.columns, test.risks)
		golden(t, test.file+".svg", m.SVG())
		golden(t, test.file+".txt", []byte(m.Text()))
		wellFormed(t, m.SVG())
		require.Equal(t, m.SVG(), m.SVG())
	}
}

func TestTornadoGolden(t *testing.T) {
	c := compile(t, filepath.Join("..", "testdata", "acme.yaml"))
	in := c.NewInputs()
	for id, level := range map[string]string{"likelihood": "likely", "confidentiality": "minor", "integrity": "minor", "availability": "major"} {
		require.NoError(t, in.Rate(id, level))
	}
	s, err := analysis.Sense(context.Background(), c, in, asOf)
	require.NoError(t, err)
	svg := chart.Tornado(c, s, "R-001 <Ransomware> & co.", "p1-")
	wellFormed(t, svg)
	golden(t, "tornado.svg", svg)
}

// The contrasts of WCAG's own definition: black on white is 21 to 1.
func TestContrast(t *testing.T) {
	require.InDelta(t, 21, chart.Ratio("#000000", "#ffffff"), 1e-9)
	require.InDelta(t, 1, chart.Ratio("#777777", "#777777"), 1e-9)
	require.InDelta(t, 4.54, chart.Ratio("#767676", "#ffffff"), 0.01) // the lightest grey that passes on white
	rapid.Check(t, func(t *rapid.T) {
		r, g, b := rapid.Byte().Draw(t, "r"), rapid.Byte().Draw(t, "g"), rapid.Byte().Draw(t, "b")
		require.GreaterOrEqual(t, chart.Contrast(r, g, b), 4.5)
	})
	for n := 1; n <= 100; n++ {
		for i := range n {
			require.GreaterOrEqual(t, chart.BandContrast(i, n), 4.5)
		}
	}
}

func TestColors(t *testing.T) {
	bands := []criteria.Band{{ID: "low", Color: "#4c9f70"}, {ID: "medium", Color: "green"}, {ID: "high"}}
	got := chart.Colors(bands)
	require.Len(t, got, 3)
	require.Equal(t, chart.Color{Fill: "#4c9f70", Ink: "#141414"}, got[0], "as declared")
	require.Equal(t, chart.Colors(make([]criteria.Band, 3))[1:], got[1:], "what is no colour is not declared")
	for i, c := range got {
		require.GreaterOrEqual(t, chart.Ratio(c.Fill, c.Ink), 4.5, i)
	}
	require.Empty(t, chart.Colors(nil))
}

func TestHostileTexts(t *testing.T) {
	c := compileText(t, `{"format": "ismskit.criteria/v1", "id": "x", "version": "<1>", "title": "</title><script>alert(1)</script>",
"scales": [{"id": "a", "title": "\"><image href=x>", "levels": [{"id": "l", "value": 1, "title": "]]>&\u202e"}, {"id": "h", "value": 2}]},
 {"id": "b", "levels": [{"id": "l", "value": 1}, {"id": "h", "value": 2}]}],
"inputs": [{"id": "a", "scale": "a"}, {"id": "b", "scale": "b"}], "level": "a * b",
"bands": [{"id": "low", "title": "<b onload='x'>", "upTo": 2}, {"id": "high", "color": "#000000"}],
"acceptance": [{"id": "all", "when": "true", "outcome": "treat"}]}`)
	m := heatmap(t, c, "a", "b", 3)
	in := c.NewInputs()
	require.NoError(t, in.Rate("a", "l"))
	require.NoError(t, in.Rate("b", "h"))
	require.True(t, m.Place("x'\"><", "\x1b[31m\u202e\ufffe"+strings.Repeat("long ", 1000), in))
	texts := strings.Join(wellFormed(t, m.SVG()), "\n")
	require.Contains(t, texts, "<script>alert(1)</script>") // as text
	require.NotContains(t, texts, "\u202e")
	require.NotContains(t, m.Text(), "\u202e")
	require.Less(t, len(m.SVG()), 20_000)
}

func TestManyBandsAndOneLevel(t *testing.T) {
	var bands strings.Builder
	for i := range 100 {
		if i < 99 {
			fmt.Fprintf(&bands, "  - {id: b%d, upTo: %d}\n", i, i)
		} else {
			fmt.Fprintf(&bands, "  - {id: b%d}\n", i)
		}
	}
	c := compileText(t, "format: ismskit.criteria/v1\nid: x\nversion: \"1\"\nscales:\n  - {id: a, levels: [{id: only, value: 1}]}\n  - {id: b, levels: [{id: l, value: 1}, {id: h, value: 98}]}\n"+
		"inputs: [{id: a, scale: a}, {id: b, scale: b}]\nlevel: a * b\nbands:\n"+bands.String()+"acceptance: [{id: all, when: true, outcome: treat}]\n")
	m := heatmap(t, c, "a", "b", 2)
	require.Equal(t, 98, m.Cells[0][1].Band)
	wellFormed(t, m.SVG())
	require.Contains(t, m.Text(), "only")
}

func TestWorstCaseAndFixed(t *testing.T) {
	c := compile(t, filepath.Join("..", "testdata", "acme.yaml"))
	m, err := chart.NewHeatMap(context.Background(), c, "likelihood", "availability", chart.Options{Title: "Mine"})
	require.NoError(t, err)
	require.True(t, m.Worst)
	require.Equal(t, "Mine", m.Title)
	// The other two impacts may be severe, so the level is 3 times the likelihood: 3, 6, 9.
	for row, band := range []int{1, 2, 2} {
		for column := range 3 {
			require.Equal(t, band, m.Cells[row][column].Band)
		}
	}
	require.Contains(t, m.Text(), "other inputs at their worst")
	fixed := c.NewInputs()
	require.NoError(t, fixed.Rate("confidentiality", "minor"))
	require.NoError(t, fixed.Rate("integrity", "minor"))
	m, err = chart.NewHeatMap(context.Background(), c, "likelihood", "availability", chart.Options{Fixed: fixed})
	require.NoError(t, err)
	require.False(t, m.Worst)
	require.Equal(t, 0, m.Cells[0][0].Band)
	require.Equal(t, 2, m.Cells[2][2].Band)
	require.False(t, m.Place("R-1", "", c.NewInputs()))
}

func TestHeatMapErrors(t *testing.T) {
	c := compile(t, filepath.Join("..", "testdata", "acme.yaml"))
	_, err := chart.NewHeatMap(context.Background(), c, "likelyhood", "integrity", chart.Options{})
	require.ErrorIs(t, err, source.UnknownName)
	require.ErrorContains(t, err, `did you mean "likelihood"?`)
	_, err = chart.NewHeatMap(context.Background(), c, "likelihood", "personal_data", chart.Options{})
	require.ErrorIs(t, err, source.UnknownName)
	_, err = chart.NewHeatMap(context.Background(), c, "likelihood", "likelihood", chart.Options{})
	require.Error(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = chart.NewHeatMap(ctx, c, "likelihood", "integrity", chart.Options{})
	require.ErrorIs(t, err, context.Canceled)
	rows, columns, ok := chart.MainInputs(c)
	require.True(t, ok)
	require.Equal(t, []string{"likelihood", "confidentiality"}, []string{rows, columns})
	_, err = chart.NewHeatMap(context.Background(), c, rows, columns, chart.Options{Fixed: compile(t, filepath.Join("..", "testdata", "acme.yaml")).NewInputs()})
	require.NoError(t, err)
}
