package seal_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ismskit/ismskit/criteria/seal"
)

// vectors returns the lines of a file in testdata, without comments.
func vectors(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var lines []string
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		if line := sc.Text(); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	require.NotEmpty(t, lines)
	return lines
}

func parseHash(t testing.TB, s string) seal.Hash {
	t.Helper()
	h, err := seal.Digest("sha256:" + s).Hash()
	require.NoError(t, err)
	return h
}

func TestSumVectors(t *testing.T) {
	for _, line := range vectors(t, "sum.txt") {
		var version, body, want string
		_, err := fmt.Sscanf(line, "%q %q %s", &version, &body, &want)
		require.NoError(t, err, line)
		require.Equal(t, seal.Digest(want), seal.Sum(version, []byte(body)), line)
	}
}

func TestSumKeepsVersionsApart(t *testing.T) {
	a := seal.Sum("a/v1", []byte("x"))
	require.NotEqual(t, a, seal.Sum("a/v2", []byte("x")))
	require.NotEqual(t, a, seal.Sum("a/v1", []byte("y")))
	require.NotEqual(t, a, seal.Sum("a/v", []byte("1x")))
	require.Equal(t, seal.Sum("a", nil), seal.Sum("a", []byte{}))
}

func TestParseDigest(t *testing.T) {
	zeros := strings.Repeat("0", 64)
	good := "sha256:" + zeros[:54] + "0123456789"
	tests := []struct {
		name, text, message string
	}{
		{"good", good, ""},
		{"letters", "sha256:" + strings.Repeat("abcdef09", 8), ""},
		{"empty", "", "0 bytes long"},
		{"no prefix", zeros, "64 bytes long"},
		{"short", good[:70], "70 bytes long"},
		{"long", good + "0", "72 bytes long"},
		{"huge", strings.Repeat("x", 1<<20), "1048576 bytes long"},
		{"upper case", "sha256:" + zeros[:63] + "A", "byte 71 is no lower-case"},
		{"upper-case prefix", "SHA256:" + zeros, `begin with "sha256:"`},
		{"other algorithm", "sha512:" + zeros, `begin with "sha256:"`},
		{"no hex", "sha256:" + "g" + zeros[1:], "byte 8 is no lower-case"},
		{"before 0", "sha256:" + "/" + zeros[1:], "byte 8"},
		{"after 9", "sha256:" + ":" + zeros[1:], "byte 8"},
		{"space", "sha256:" + " " + zeros[1:], "byte 8"},
		{"newline at the end", good[:70] + "\n", "byte 71"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, err := seal.ParseDigest(test.text)
			_, hashErr := seal.Digest(test.text).Hash()
			require.Equal(t, test.message == "", seal.Digest(test.text).Valid())
			if test.message == "" {
				require.NoError(t, err)
				require.NoError(t, hashErr)
				require.Equal(t, test.text, string(d))
				return
			}
			require.Empty(t, d)
			require.ErrorIs(t, err, seal.ErrDigest)
			require.ErrorContains(t, err, test.message)
			require.ErrorIs(t, hashErr, seal.ErrDigest)
			require.Less(t, len(err.Error()), 200)
		})
	}
}

func TestDigestAndHash(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h seal.Hash
		copy(h[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "hash"))
		d := h.Digest()
		require.True(t, d.Valid())
		require.Equal(t, "sha256:"+hex.EncodeToString(h[:]), string(d))
		require.Equal(t, string(d), h.String())
		back, err := d.Hash()
		require.NoError(t, err)
		require.Equal(t, h, back)
	})
}

func TestSumIsSHA256(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := rapid.StringMatching(`[a-z./0-9]*`).Draw(t, "version")
		body := rapid.SliceOf(rapid.Byte()).Draw(t, "body")
		want := sha256.Sum256(append([]byte(version+"\n"), body...))
		require.Equal(t, seal.Hash(want).Digest(), seal.Sum(version, body))
	})
}

func FuzzParseDigest(f *testing.F) {
	good := string(seal.Sum("v", nil))
	for _, s := range []string{"", good, good + " ", strings.ToUpper(good), good[:70], "sha256:", "sha256:" + strings.Repeat("1", 63)} {
		f.Add(s)
	}
	shape := regexp.MustCompile(`\Asha256:[0-9a-f]{64}\z`)
	f.Fuzz(func(t *testing.T, s string) {
		d, err := seal.ParseDigest(s)
		require.Equal(t, shape.MatchString(s), err == nil)
		require.Equal(t, err == nil, seal.Digest(s).Valid())
		if err != nil {
			require.ErrorIs(t, err, seal.ErrDigest)
			return
		}
		h, err := d.Hash()
		require.NoError(t, err)
		require.Equal(t, s, string(h.Digest()))
	})
}
