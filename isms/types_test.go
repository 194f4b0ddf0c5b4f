package isms_test

import (
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

// TestFormatDoc pins every type and field.
func TestFormatDoc(t *testing.T) { golden(t, "../FORMAT.md", []byte(isms.FormatDoc())) }

// TestSampleIsTheDocs runs the sample that the package's documentation shows.
func TestSampleIsTheDocs(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	require.Contains(t, string(doc), "//\t"+strings.ReplaceAll(strings.TrimSuffix(sample, "\n"), "\n", "\n//\t")+"\n")
}

// TestTypesHangTogether: references name types that have ids, times of acts
// are times, chains lead to their own type, everything has a doc.
func TestTypesHangTogether(t *testing.T) {
	targets := map[string]bool{"risk": true, "record": true}
	names := map[string]bool{}
	for _, typ := range isms.Types() {
		require.False(t, names[typ.Name], typ.Name)
		names[typ.Name] = true
		targets[typ.Name] = targets[typ.Name] || typ.Identified()
	}
	require.Equal(t, "isms", isms.Types()[0].Name)
	for _, typ := range isms.Types() {
		require.NotEmpty(t, typ.Doc, typ.Name)
		for _, f := range typ.Fields {
			name := typ.Name + "." + f.Name
			require.NotEmpty(t, f.Doc, name)
			require.NotZero(t, f.Kind, name)
			require.Equal(t, f.Kind == isms.KindObject, f.Type != nil, name)
			require.Equal(t, f.Kind == isms.KindWord, f.Words != nil, name)
			require.False(t, f.Kind == isms.KindReference && f.Targets == nil, name)
			for _, target := range f.Targets {
				require.True(t, targets[target], "%s refers to %s", name, target)
			}
			if f.ActAt != "" {
				require.Equal(t, isms.KindTime, typ.Field(f.ActAt).Kind, name)
			}
			if f.Chain {
				require.Equal(t, []string{typ.Name}, f.Targets, name)
			}
			if f.Fact {
				require.Equal(t, isms.KindTime, f.Kind, name)
			}
		}
	}
}

func TestOpt(t *testing.T) {
	var unknown isms.Opt[string]
	none, some := isms.None[string](), isms.Some("")
	for _, test := range []struct {
		opt         isms.Opt[string]
		state       isms.State
		known, none bool
		or          string
		name        string
	}{
		{unknown, isms.StateUnknown, false, false, "x", "unknown"},
		{none, isms.StateNone, true, true, "x", "none"},
		{some, isms.StateValue, true, false, "", "value"},
	} {
		require.Equal(t, test.state, test.opt.State())
		require.Equal(t, test.known, test.opt.Known())
		require.Equal(t, test.none, test.opt.IsNone())
		require.Equal(t, test.or, test.opt.Or("x"))
		_, ok := test.opt.Get()
		require.Equal(t, test.state == isms.StateValue, ok)
		require.Equal(t, test.name, test.state.String())
	}
	require.Empty(t, isms.State(9).String())
	require.Empty(t, isms.Kind(99).String())
}

func TestDecimal(t *testing.T) {
	for text, want := range map[string]string{"0": "0", "-0": "0", "+1.50": "1.5", "100": "100", "-.5": "-0.5", "1.": "1", strings.Repeat("9", 40): strings.Repeat("9", 40)} {
		d, err := isms.ParseDecimal(text)
		require.NoError(t, err, text)
		require.Equal(t, want, d.String())
		rat, _ := new(big.Rat).SetString(text)
		require.Zero(t, rat.Cmp(d.Rat()), text)
	}
	for _, text := range []string{"", "x", "1e3", "1/3", "1_0", "--1", "0x1", strings.Repeat("9", 41)} {
		_, err := isms.ParseDecimal(text)
		require.ErrorIs(t, err, isms.ErrDecimal, text)
	}
	one, _ := isms.ParseDecimal("1.0")
	other, _ := isms.ParseDecimal("1")
	require.Equal(t, one, other)
	var zero isms.Decimal
	require.Zero(t, zero.Rat().Sign())
}
