package seal_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ismskit/ismskit/criteria/seal"
)

func TestCanonicalVectors(t *testing.T) {
	lines := vectors(t, "canonical.txt")
	require.Zero(t, len(lines)%2)
	for i := 0; i < len(lines); i += 2 {
		in, want := lines[i], lines[i+1]
		got, err := seal.Canonical([]byte(in))
		require.NoError(t, err, in)
		require.Equal(t, want, string(got))
		again, err := seal.Canonical(got)
		require.NoError(t, err)
		require.Equal(t, want, string(again))
	}
}

func TestCanonicalLeavesItsInput(t *testing.T) {
	in := []byte(`{ "b": 1.0, "a": 2 }`)
	out, err := seal.Canonical(in)
	require.NoError(t, err)
	require.Equal(t, `{ "b": 1.0, "a": 2 }`, string(in))
	out[0] = 'x'
	require.Equal(t, byte('{'), in[0])
}

func TestCanonicalErrors(t *testing.T) {
	tests := []struct{ name, text, message string }{
		{"empty", "", ""},
		{"spaces", " \n", ""},
		{"two values", "1 2", ""},
		{"behind", "{}]", ""},
		{"cut off", `{"a":`, ""},
		{"duplicate name", `{"a":1,"a":2}`, "duplicate"},
		{"duplicate name by an escape", `{"a":1,"\u0061":2}`, "duplicate"},
		{"invalid UTF-8", "\"\xff\"", "UTF-8"},
		{"lone surrogate", `"\ud800"`, ""},
		{"raw control character", "\"\n\"", ""},
		{"byte order mark", "\ufeff{}", ""},
		{"comment", "{} // x", ""},
		{"comma", "[1,]", ""},
		{"NaN", "NaN", ""},
		{"leading zero", "01", ""},
		{"out of range", `[1, 1e309]`, "number out of range at byte 9"},
		{"out of range", `[-1e309]`, "number out of range"},
		{"deep", strings.Repeat("[", seal.MaxDepth+1) + strings.Repeat("]", seal.MaxDepth+1), "deeper than 128"},
		{"never closed", strings.Repeat("[", 4<<20), "deeper than 128"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := seal.Canonical([]byte(test.text))
			require.ErrorIs(t, err, seal.ErrJSON)
			require.ErrorContains(t, err, test.message)
			require.Nil(t, got)
		})
	}
}

func TestCanonicalDepth(t *testing.T) {
	deep := strings.Repeat(`{"a":`, seal.MaxDepth) + "0" + strings.Repeat("}", seal.MaxDepth)
	got, err := seal.Canonical([]byte(deep))
	require.NoError(t, err)
	require.Equal(t, deep, string(got))
}

// Sorting moves what is deep inside once for every level.
func TestCanonicalOfHostileText(t *testing.T) {
	if testing.Short() {
		t.Skip("4 MiB of JSON")
	}
	deep := strings.Repeat(`{"b":`, seal.MaxDepth) + `"` + strings.Repeat("x", 4<<20) + `"` + strings.Repeat(`,"a":0}`, seal.MaxDepth)
	got, err := seal.Canonical([]byte(deep))
	require.NoError(t, err)
	require.Len(t, got, len(deep))
}

func TestAppendString(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", `""`},
		{"plain", `"plain"`},
		{`"\/`, `"\"\\/"`},
		{"\b\f\n\r\t", `"\b\f\n\r\t"`},
		{"\x00\x1f\x7f", `"\u0000\u001f` + "\x7f\""},
		{"é€😀\u2028<>&", "\"é€😀\u2028<>&\""},
		{"a\xffb\xc3", "\"a\ufffdb\ufffd\""},
	}
	for _, test := range tests {
		require.Equal(t, "x"+test.want, string(seal.AppendString([]byte("x"), test.in)))
	}
}

func TestAppendStringIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		b := seal.AppendString(nil, s)
		var back string
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, s, back)
		canonical, err := seal.Canonical(b)
		require.NoError(t, err)
		require.Equal(t, string(b), string(canonical))
	})
}

func FuzzCanonical(f *testing.F) {
	for _, line := range vectors(f, "canonical.txt") {
		f.Add([]byte(line))
	}
	f.Add([]byte(`{"a":1,"a":2}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := seal.Canonical(b)
		if err != nil {
			require.ErrorIs(t, err, seal.ErrJSON)
			return
		}
		require.True(t, utf8.Valid(c))
		require.True(t, json.Valid(c))
		again, err := seal.Canonical(c)
		require.NoError(t, err)
		require.Equal(t, string(c), string(again))
	})
}
