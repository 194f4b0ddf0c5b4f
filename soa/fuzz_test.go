package soa_test

import (
	"testing"

	"github.com/ismskit/ismskit/soa"
	"github.com/stretchr/testify/require"
)

func FuzzParseCatalogue(f *testing.F) {
	f.Add(tools)
	f.Add(own)
	f.Add(`{"format":"ismskit.catalogue/v1","id":"x","controls":[{"id":"A","parent":"A"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := soa.ParseCatalogue("c", []byte(text))
		if err != nil {
			return
		}
		require.Empty(t, soa.Lint(c))
		again, err := soa.ParseCatalogue("c", c.Bytes())
		require.NoError(t, err)
		require.Equal(t, string(c.Bytes()), string(again.Bytes()))
		_, err = soa.NewCatalogue(*c)
		require.NoError(t, err)
	})
}

func FuzzParseStatement(f *testing.F) {
	f.Add(full)
	f.Add(sound)
	f.Add(`{"format":"ismskit.soa/v1","id":"x","entries":[{"control":"T-1","necessary":false,"justification":"n/a"}]}`)
	in := toolInput(f)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := soa.ParseStatement("s", []byte(text))
		if err != nil {
			return
		}
		again, err := soa.ParseStatement("s", s.Bytes())
		require.NoError(t, err)
		require.Equal(t, string(s.Bytes()), string(again.Bytes()))
		require.Empty(t, soa.Diff(s, again))
		_, err = s.Check(in)
		require.NoError(t, err)
		in := in
		in.Previous = s
		next, err := soa.Derive(in)
		if err != nil {
			require.ErrorIs(t, err, soa.ErrInput)
			return
		}
		require.GreaterOrEqual(t, next.Coverage(in.Catalogues...).Total.Controls, 6, "nothing of the catalogues and the plan is overlooked")
	})
}

func FuzzParseCrosswalk(f *testing.F) {
	f.Add(links)
	f.Add("a,b,relation\n\"A\",,removed\n")
	from, to := catalogue(f, oldTools), catalogue(f, newTools)
	f.Fuzz(func(t *testing.T, text string) {
		x, err := soa.ParseCrosswalk("x", []byte(text))
		if err != nil {
			return
		}
		found := x.Lint(from, to)
		m, err := soa.Migrate(&soa.Statement{ID: "s", Catalogues: []soa.CatalogueRef{{ID: "old"}}, Entries: []soa.Entry{{Control: "O-1", Catalogue: "old"}}}, x, to)
		if err != nil {
			require.NotEmpty(t, found, "what is sound migrates")
			return
		}
		require.Len(t, m.Fates, 1)
	})
}
