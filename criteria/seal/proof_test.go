package seal_test

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ismskit/ismskit/criteria/seal"
)

func TestProofVectors(t *testing.T) {
	ref := readReference(t)
	for _, want := range ref.proofs {
		p, err := seal.Prove(ref.leaves[:want.Size], want.Index)
		require.NoError(t, err)
		require.Equal(t, want, p)
		require.NoError(t, want.Verify(ref.leaves[want.Index], ref.roots[want.Size]))
	}
}

func TestProveOutside(t *testing.T) {
	for _, test := range []struct {
		leaves int
		index  uint64
	}{{0, 0}, {1, 1}, {3, 3}, {3, math.MaxUint64}} {
		p, err := seal.Prove(distinct(test.leaves), test.index)
		require.ErrorIs(t, err, seal.ErrProof)
		require.Zero(t, p)
	}
}

func TestMalformedProof(t *testing.T) {
	path := func(n int) []seal.Hash { return make([]seal.Hash, n) }
	tests := []struct {
		name    string
		proof   seal.Proof
		message string
	}{
		{"zero", seal.Proof{}, "no leaf 0, counted from 0, among 0"},
		{"index beyond", seal.Proof{Index: 2, Size: 2, Path: path(1)}, "no leaf 2"},
		{"index far beyond", seal.Proof{Index: math.MaxUint64, Size: math.MaxUint64, Path: path(64)}, "no leaf"},
		{"path for a single leaf", seal.Proof{Size: 1, Path: path(1)}, "has 0 hashes, not 1"},
		{"no path", seal.Proof{Size: 2}, "has 1 hashes, not 0"},
		{"long path", seal.Proof{Index: 4, Size: 5, Path: path(2)}, "has 1 hashes, not 2"},
		{"short path", seal.Proof{Index: 3, Size: 5, Path: path(2)}, "has 3 hashes, not 2"},
		{"very long path", seal.Proof{Index: 3, Size: 5, Path: path(100000)}, "has 3 hashes, not 100000"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, err := test.proof.Root(seal.Hash{})
			require.ErrorIs(t, err, seal.ErrProof)
			require.ErrorContains(t, err, test.message)
			require.Zero(t, root)
			require.ErrorIs(t, test.proof.Verify(seal.Hash{}, seal.Hash{}), seal.ErrProof)
		})
	}
}

func TestProofOfTheLargestTrees(t *testing.T) {
	for _, index := range []uint64{0, 1, 1 << 62, 1<<63 - 1, math.MaxUint64 - 1} {
		p := seal.Proof{Index: index, Size: math.MaxUint64}
		for range 64 {
			if _, err := p.Root(seal.Hash{}); err == nil {
				break
			}
			p.Path = append(p.Path, seal.Hash{})
		}
		_, err := p.Root(seal.Hash{})
		require.NoError(t, err)
	}
}

func TestEveryProofVerifies(t *testing.T) {
	for n := 1; n <= 70; n++ {
		leaves := distinct(n)
		root := naive(leaves)
		for i := range leaves {
			p, err := seal.Prove(leaves, uint64(i))
			require.NoError(t, err)
			require.NoError(t, p.Verify(leaves[i], root))
			for j := range leaves {
				if j != i {
					require.ErrorIs(t, p.Verify(leaves[j], root), seal.ErrProof)
					moved := p
					moved.Index = uint64(j)
					require.ErrorIs(t, moved.Verify(leaves[i], root), seal.ErrProof)
				}
			}
		}
	}
}

func TestChangedBitBreaksProof(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := distinct(rapid.IntRange(1, 500).Draw(t, "leaves"))
		index := rapid.Uint64Range(0, uint64(len(leaves)-1)).Draw(t, "index")
		p, err := seal.Prove(leaves, index)
		require.NoError(t, err)
		leaf, root := leaves[index], seal.Root(leaves)
		require.NoError(t, p.Verify(leaf, root))

		// The bits of the leaf, the root and the path, in one row.
		parts := []*seal.Hash{&leaf, &root}
		for i := range p.Path {
			parts = append(parts, &p.Path[i])
		}
		bit := rapid.IntRange(0, 256*len(parts)-1).Draw(t, "bit")
		parts[bit/256][bit%256/8] ^= 1 << (bit % 8)
		require.ErrorIs(t, p.Verify(leaf, root), seal.ErrProof)
	})
}

func FuzzProofVerify(f *testing.F) {
	encode := func(p seal.Proof) []byte {
		var b []byte
		for i := range p.Path {
			b = append(b, p.Path[i][:]...)
		}
		return b
	}
	for _, n := range []int{1, 2, 7, 8, 33} {
		leaves := distinct(n)
		for _, i := range []int{0, n / 2, n - 1} {
			p, err := seal.Prove(leaves, uint64(i))
			require.NoError(f, err)
			f.Add(p.Index, p.Size, encode(p), leaves[i][:])
		}
	}
	f.Add(uint64(math.MaxUint64), uint64(0), []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, index, size uint64, path, data []byte) {
		p := seal.Proof{Index: index, Size: size}
		for ; len(path) >= 32; path = path[32:] {
			p.Path = append(p.Path, seal.Hash(path[:32]))
		}
		leaf := seal.LeafHash(data)
		root, err := p.Root(leaf)
		if err != nil {
			require.ErrorIs(t, err, seal.ErrProof)
			require.ErrorIs(t, p.Verify(leaf, root), seal.ErrProof)
			return
		}
		require.Less(t, index, size)
		require.LessOrEqual(t, len(p.Path), 64)
		require.NoError(t, p.Verify(leaf, root))
		root[0] ^= 1
		require.ErrorIs(t, p.Verify(leaf, root), seal.ErrProof)
		if size <= 1<<10 {
			leaves := distinct(int(size))
			honest, err := seal.Prove(leaves, index)
			require.NoError(t, err)
			require.Len(t, p.Path, len(honest.Path))
			require.Error(t, p.Verify(seal.LeafHash(binary.BigEndian.AppendUint64(nil, size)), seal.Root(leaves)))
		}
	})
}
