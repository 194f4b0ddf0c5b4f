package seal_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ismskit/ismskit/criteria/seal"
)

// naive is the definition of RFC 6962, word for word.
func naive(leaves []seal.Hash) seal.Hash {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	default:
		k := 1
		for 2*k < n {
			k *= 2
		}
		l, r := naive(leaves[:k]), naive(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
	}
}

// distinct returns n hashes that differ.
func distinct(n int) []seal.Hash {
	leaves := make([]seal.Hash, n)
	for i := range leaves {
		leaves[i] = seal.LeafHash(binary.BigEndian.AppendUint64(nil, uint64(i)))
	}
	return leaves
}

// reference are the vectors of testdata/rfc6962.txt.
type reference struct {
	leaves []seal.Hash
	roots  []seal.Hash // by size
	proofs []seal.Proof
}

func readReference(t testing.TB) reference {
	var ref reference
	number := func(s string) uint64 {
		n, err := strconv.ParseUint(s, 10, 64)
		require.NoError(t, err)
		return n
	}
	for _, line := range vectors(t, "rfc6962.txt") {
		f := strings.Fields(line)
		switch f[0] {
		case "leaf":
			data, err := hex.DecodeString(strings.TrimPrefix(f[1], "-"))
			require.NoError(t, err)
			h := seal.LeafHash(data)
			require.Equal(t, f[2], hex.EncodeToString(h[:]), line)
			ref.leaves = append(ref.leaves, h)
		case "root":
			require.EqualValues(t, len(ref.roots), number(f[1]))
			ref.roots = append(ref.roots, parseHash(t, f[2]))
		case "proof":
			p := seal.Proof{Index: number(f[1]), Size: number(f[2]), Path: []seal.Hash{}}
			for _, s := range f[3:] {
				p.Path = append(p.Path, parseHash(t, s))
			}
			ref.proofs = append(ref.proofs, p)
		default:
			require.Fail(t, "unknown line", line)
		}
	}
	require.Len(t, ref.leaves, 8)
	require.Len(t, ref.roots, 9)
	require.Len(t, ref.proofs, 36)
	return ref
}

func TestRootVectors(t *testing.T) {
	ref := readReference(t)
	require.Equal(t, seal.Digest("sha256:5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"), ref.roots[8].Digest())
	var tree seal.Tree
	for n, want := range ref.roots {
		require.Equal(t, want, seal.Root(ref.leaves[:n]))
		require.Equal(t, want, tree.Root())
		require.Equal(t, want, tree.Root(), "asking changes nothing")
		require.EqualValues(t, n, tree.Size())
		if n < len(ref.leaves) {
			tree.Append(ref.leaves[n])
		}
	}
}

func TestNodeHash(t *testing.T) {
	ref := readReference(t)
	require.Equal(t, ref.roots[2], seal.NodeHash(ref.leaves[0], ref.leaves[1]))
	require.NotEqual(t, ref.roots[2], seal.NodeHash(ref.leaves[1], ref.leaves[0]))

	// A node shown as a leaf does not hash the same.
	both := append(append([]byte{}, ref.leaves[0][:]...), ref.leaves[1][:]...)
	require.NotEqual(t, ref.roots[2], seal.LeafHash(both))
}

func TestLeafHashOfEverySize(t *testing.T) {
	data := make([]byte, 2000)
	for n := range data {
		data[n] = byte(n * 7)
		want := sha256.Sum256(append([]byte{0}, data[:n]...))
		require.Equal(t, seal.Hash(want), seal.LeafHash(data[:n]))
	}
}

func TestTreeEqualsDefinition(t *testing.T) {
	leaves := distinct(1030)
	var tree seal.Tree
	for n := range leaves {
		if n < 140 || n%97 == 0 || n > 1020 {
			require.Equal(t, naive(leaves[:n]), tree.Root(), n)
		}
		tree.Append(leaves[n])
	}
}

func TestTreeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := distinct(rapid.IntRange(0, 300).Draw(t, "leaves"))
		require.Equal(t, naive(leaves), seal.Root(leaves))

		// A copy goes its own way.
		cut := rapid.IntRange(0, len(leaves)).Draw(t, "cut")
		var tree seal.Tree
		for _, h := range leaves[:cut] {
			tree.Append(h)
		}
		other := tree
		other.Append(seal.Hash{1})
		for _, h := range leaves[cut:] {
			tree.Append(h)
		}
		require.Equal(t, naive(leaves), tree.Root())
		require.Equal(t, naive(append(leaves[:cut:cut], seal.Hash{1})), other.Root())

		// The order counts.
		if len(leaves) > 1 {
			i := rapid.IntRange(0, len(leaves)-2).Draw(t, "swap")
			leaves[i], leaves[i+1] = leaves[i+1], leaves[i]
			require.NotEqual(t, tree.Root(), seal.Root(leaves))
		}
	})
}

func TestTreeAllocatesNothing(t *testing.T) {
	var tree seal.Tree
	data := make([]byte, 200)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		tree.Append(seal.LeafHash(data))
		tree.Root()
	}))
}
