package soa_test

import (
	"fmt"
	"testing"

	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
	"github.com/stretchr/testify/require"
)

// largeInput has 10,000 controls and 10,000 risks that credit five of them each.
func largeInput(t testing.TB) soa.Input {
	c := soa.Catalogue{ID: "large"}
	r := &risk.Register{ID: "r"}
	for i := range 10_000 {
		c.Controls = append(c.Controls, soa.Control{ID: fmt.Sprint("C-", i), Title: fmt.Sprint("Control ", i)})
		x := &risk.Risk{ID: fmt.Sprint("R-", i)}
		for k := range 5 {
			x.Controls = append(x.Controls, fmt.Sprint("C-", (i*7+k)%5000))
		}
		r.Risks = append(r.Risks, x)
	}
	made, err := soa.NewCatalogue(c)
	require.NoError(t, err)
	return soa.Input{ID: "s", Catalogues: []*soa.Catalogue{made}, Register: r}
}

func BenchmarkDerive(b *testing.B) {
	in := largeInput(b)
	for b.Loop() {
		_, err := soa.Derive(in)
		require.NoError(b, err)
	}
}

func BenchmarkCheck(b *testing.B) {
	in := largeInput(b)
	s, err := soa.Derive(in)
	require.NoError(b, err)
	for b.Loop() {
		_, err := s.Check(in)
		require.NoError(b, err)
	}
}

func BenchmarkMigrate(b *testing.B) {
	s := old2013()
	for b.Loop() {
		_, err := soa.Migrate(s, annexa.Crosswalk(), annexa.Edition2022())
		require.NoError(b, err)
	}
}
