package isms_test

import (
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

// TestComplete reads a document that states every field of every type.
func TestComplete(t *testing.T) {
	s, err := isms.Parse("complete.yaml", read(t, "complete.yaml"))
	require.NoError(t, err)
	stated := map[string]bool{}
	for _, e := range s.Walk() {
		typ := isms.TypeOf(e)
		for i := range typ.Fields {
			if _, state := typ.Fields[i].Value(e); state != isms.StateUnknown {
				stated[typ.Name+"."+typ.Fields[i].Name] = true
			}
		}
	}
	for _, typ := range isms.Types() {
		for _, f := range typ.Fields {
			require.True(t, stated[typ.Name+"."+f.Name], "%s.%s is not stated", typ.Name, f.Name)
		}
	}
	golden(t, "complete.json", s.Bytes())
	again, err := isms.Parse("complete.json", s.Bytes())
	require.NoError(t, err)
	require.Equal(t, content(s), content(again))
	require.Equal(t, string(s.Bytes()), string(again.Bytes()))
}

// TestCompleteIsSound checks the complete document with its register: nothing
// in it contradicts anything.
func TestCompleteIsSound(t *testing.T) {
	s, err := isms.Merge([]isms.File{{Name: "a.yaml", Data: read(t, "complete.yaml")}, {Name: "r.yaml", Data: read(t, "register.yaml")}})
	require.NoError(t, err)
	require.Empty(t, s.Check(july))
}
