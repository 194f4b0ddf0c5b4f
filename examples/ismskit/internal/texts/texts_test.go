package texts_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
)

func TestIdentifier(t *testing.T) {
	for in, want := range map[string]string{
		"Likely": "likely", "Très élevé": "tres_eleve", "1 - low": "l_1_low", "true": "l_true", "no": "l_no", "☠": "", "": "", "__a--b__": "a_b",
		"ﬁne": "fine", strings.Repeat("a", 70): strings.Repeat("a", 60), "Loss & Fines": "loss_fines",
	} {
		require.Equal(t, want, texts.Identifier(in), in)
	}
}

func TestID(t *testing.T) {
	for in, want := range map[string]string{
		"R-001": "R-001", "R 1": "R-1", "  a//b  ": "a-b", "-._": "", "Müller": "Mueller", "Mu\u0308ller": "Mueller", "Möller": "Moeller", "José Ångström": "Jose-Aangstroem", "Łódź": "Lodz", "風": "", "": "", strings.Repeat("a", 63) + " b": strings.Repeat("a", 63),
	} {
		require.Equal(t, want, texts.ID(in), in)
	}
}

// TestDigest tells parts apart: the digest is of all of them, each with its length.
func TestDigest(t *testing.T) {
	require.Equal(t, "facdde7abf", texts.Digest("a", "b"), "SHA-256 of 1:a1:b")
	require.NotEqual(t, texts.Digest("ab", ""), texts.Digest("a", "b"))
}

func TestCut(t *testing.T) {
	require.Equal(t, "abc", texts.Cut("abc", 3))
	require.Equal(t, "ab", texts.Cut("abc", 2))
	require.Equal(t, "é", texts.Cut("éé", 3), "between characters")
	require.Equal(t, "", texts.Cut("é", 1))
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		" a\r\nb ": "a\nb", "a\u00a0b": "a\u00a0b", "a\x00\u202eb": "ab", "a\rb": "a b", "\xff": "\uFFFD", "a\x07\u00a0b": "a b",
	} {
		require.Equal(t, want, texts.Clean(in), "%q", in)
	}
	require.Equal(t, "a b c", texts.Line(" a\n\tb  c "))
}

// FuzzTexts makes of any text what documents can hold.
func FuzzTexts(f *testing.F) {
	for _, s := range []string{"Risk 1", "\u202e\x00", "☠é", strings.Repeat("-a", 90)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		require.True(t, source.Clean([]byte(texts.Clean(s))), "%q", s)
		if id := texts.ID(s); id != "" {
			require.True(t, source.ValidID(id), "%q gives %q", s, id)
		}
		if name := texts.Identifier(s); name != "" {
			require.Regexp(t, `^[a-z][a-z0-9_]*$`, name)
		}
		if utf8.ValidString(s) {
			require.True(t, utf8.ValidString(texts.Cut(s, len(s)/2)))
		}
	})
}
