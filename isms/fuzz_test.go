package isms_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

func FuzzParse(f *testing.F) {
	f.Add(string(read(f, "complete.yaml")))
	f.Add(string(read(f, "complete.json")))
	f.Add(document("roles: [{id: A}]\nscope: {document: ~, approvedAt: 2026-01-01}\nmeasures: [{id: M, target: 1e3, results: [{value: -0.50}]}]\n"))
	f.Add(document("organisation: {name: \"\\u200b\\ud83d\\ude00\"}\nreviewInterval: 1d12h\n"))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := isms.Parse("a", []byte(text))
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		again, err := isms.Parse("b.json", s.Bytes())
		require.NoError(t, err)
		require.Equal(t, string(s.Bytes()), string(again.Bytes()))
		require.Equal(t, content(s), content(again))
		s.Check(july)
		require.Empty(t, isms.CheckSuccession(s, again))
	})
}

func FuzzMerge(f *testing.F) {
	f.Add(document("roles: [{id: A}]\n"), document("roles: [{id: B}]\n"))
	f.Add(registerText, criteriaText)
	f.Add("# x\n\n{\"format\": \"ismskit.isms/v1\"}", "\ufeffformat: 'ismskit.isms/v1'\n")
	f.Fuzz(func(t *testing.T, one, two string) {
		a, errA := isms.Merge([]isms.File{file("a", one), file("b", two)})
		b, errB := isms.Merge([]isms.File{file("b", two), file("a", one)})
		if errA != nil {
			require.EqualError(t, errB, errA.Error())
			return
		}
		require.NoError(t, errB)
		require.Equal(t, string(a.Bytes()), string(b.Bytes()))
	})
}

func FuzzParseSnapshot(f *testing.F) {
	s, err := merge(f, file("a.yaml", document("id: x\n")), file("c.yaml", criteriaText)).Snapshot(july)
	require.NoError(f, err)
	f.Add(string(s.Bytes()))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := isms.ParseSnapshot("a", []byte(text))
		if err != nil {
			return
		}
		require.Equal(t, text, string(s.Bytes()))
		require.NoError(t, s.Verify())
	})
}
