package criteria_test

import (
	"math/big"
	"os"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/stretchr/testify/require"
)

func acme(t *testing.T) *criteria.Document {
	t.Helper()
	data, err := os.ReadFile("testdata/acme.yaml")
	require.NoError(t, err)
	doc, err := criteria.Parse("acme.yaml", data)
	require.NoError(t, err)
	return doc
}

func TestRenumbered(t *testing.T) {
	doc := acme(t)
	other, err := doc.Renumbered(func(s *criteria.Scale, level int) *big.Rat { return big.NewRat(10<<level, 1) })
	require.NoError(t, err)
	for _, c := range []struct {
		doc   *criteria.Document
		level int64
	}{{doc, 6}, {other, 800}} {
		compiled, err := c.doc.Compile()
		require.NoError(t, err)
		in := compiled.NewInputs()
		require.NoError(t, in.Rate("likelihood", "likely"))
		for _, id := range []string{"confidentiality", "integrity", "availability"} {
			require.NoError(t, in.Rate(id, "severe"))
		}
		o := compiled.Evaluate(in, time.Unix(0, 0))
		require.Equal(t, c.level, o.Level.Int())
	}
	require.Equal(t, "1", doc.Scales[0].Levels[0].ValueText(), "the document itself stays")
	require.Empty(t, other.Bytes())

	_, err = doc.Renumbered(func(s *criteria.Scale, level int) *big.Rat { return big.NewRat(1, 1) })
	require.ErrorContains(t, err, "do not increase")
	_, err = doc.Renumbered(func(s *criteria.Scale, level int) *big.Rat { return big.NewRat(int64(2*level+1), 2) })
	require.ErrorContains(t, err, "whole numbers")
}

func TestReadsOfParts(t *testing.T) {
	c, err := acme(t).Compile()
	require.NoError(t, err)
	require.Equal(t, []int{1, 2, 3}, c.DerivedReads(0), "confidentiality, integrity, availability")
	require.Equal(t, []int{0, 1, 2, 3}, c.LevelReads(), "and likelihood")
	require.Equal(t, []int{0, 1, 2, 3}, c.BandReads())
}
