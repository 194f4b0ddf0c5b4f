package ciso_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/ciso"
)

const library = `name: L
version: 1
objects:
  risk_matrix:
  - ref_id: m
    probability: [{id: 0, name: low, translations: {fr: {name: bas}}}, {id: 1, name: high}]
    impact: [{id: 0, name: low}, {id: 1, name: high}]
    risk: [{id: 0, name: low, hexcolor: '#00FF00'}, {id: 1, name: high}]
    grid: [[0, 0], [0, 1]]
  framework:
    urn: urn:x:f
    requirement_nodes:
    - {urn: "urn:x:a", assessable: false, ref_id: A, name: A}
    - {urn: "urn:x:a.1", parent_urn: "urn:x:a", assessable: true, ref_id: A.1, name: B}
`

// TestLibrary reads what the format says: the grid is by probability, then impact.
func TestLibrary(t *testing.T) {
	lib, err := ciso.Read("l.yaml", []byte(library))
	require.NoError(t, err)
	m, ok := lib.Matrix("")
	require.True(t, ok)
	require.Equal(t, []string{"fr"}, m.Languages())
	require.Equal(t, [][]int{{0, 0}, {0, 1}}, m.Grid)
	text, _ := m.Criteria(lib, "fr")
	doc, err := criteria.Parse("made", text)
	require.NoError(t, err)
	_, err = doc.Compile()
	require.NoError(t, err)
	require.Equal(t, "bas", doc.Scales[0].Levels[0].Title)
	require.Equal(t, "#00ff00", doc.Bands[0].Color)
	f, ok := lib.Framework("urn:x:f")
	require.True(t, ok)
	k, _, err := f.Catalogue(lib, "k", "")
	require.NoError(t, err)
	require.Equal(t, "A", k.Control("A.1").Group)
}

// TestCircle ends where parents lead back.
func TestCircle(t *testing.T) {
	lib, err := ciso.Read("l.yaml", []byte(`name: L
objects: {framework: {ref_id: f, requirement_nodes: [{urn: a, parent_urn: b, assessable: true, name: A}, {urn: b, parent_urn: a, assessable: true, name: B}]}}
`))
	require.NoError(t, err)
	f, _ := lib.Framework("")
	_, _, err = f.Catalogue(lib, "k", "")
	require.ErrorContains(t, err, "part of itself")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(library))
	f.Add([]byte("objects: {risk_matrix: 7, framework: [7]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lib, err := ciso.Read("l.yaml", data)
		if err != nil {
			var e *source.Error
			require.ErrorAs(t, err, &e)
			return
		}
		for i := range lib.Matrices {
			lib.Matrices[i].Criteria(lib, "fr")
		}
		for i := range lib.Frameworks {
			_, _, _ = lib.Frameworks[i].Catalogue(lib, "k", "fr")
		}
	})
}
