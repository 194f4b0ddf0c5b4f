package seal

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// ErrProof is the error of a proof that does not hold: its shape is wrong, or
// it proves something else.
var ErrProof = errors.New("proof does not hold")

// A Proof shows that a leaf is at Index, counted from 0, among the Size leaves
// of a tree. Path holds the hashes beside the way from the leaf up to the
// root, lowest first. The zero value proves nothing.
type Proof struct {
	Index, Size uint64
	Path        []Hash
}

// Prove returns the proof for the leaf at index. It hashes every leaf once.
// An index beyond the leaves is an [ErrProof].
func Prove(leaves []Hash, index uint64) (Proof, error) {
	size := uint64(len(leaves))
	if index >= size {
		return Proof{}, outside(index, size)
	}
	p := Proof{Index: index, Size: size, Path: make([]Hash, 0, bits.Len64(size-1))}
	for len(leaves) > 1 {
		k := uint64(1) << (bits.Len(uint(len(leaves)-1)) - 1) // the largest power of two below
		if index < k {
			p.Path = append(p.Path, Root(leaves[k:]))
			leaves = leaves[:k]
		} else {
			p.Path = append(p.Path, Root(leaves[:k]))
			leaves = leaves[k:]
			index -= k
		}
	}
	slices.Reverse(p.Path)
	return p, nil
}

// Root returns the root of the tree that p speaks of, if leaf is the hash of
// the leaf at its index. An index beyond the size and a path that is too long
// or too short are an [ErrProof]. A root that comes without an error proves
// nothing yet: it has to be compared with one that is trusted, as Verify does.
func (p Proof) Root(leaf Hash) (Hash, error) {
	if p.Index >= p.Size {
		return Hash{}, outside(p.Index, p.Size)
	}
	// Up to the level where the ways of this leaf and of the last one meet,
	// a bit of the index says on which side the neighbour is. Above, the way
	// is on the right edge of the tree, and a neighbour is on the left
	// wherever there is one: where the bit is set.
	meet := bits.Len64(p.Index ^ (p.Size - 1))
	if want := meet + bits.OnesCount64(p.Index>>meet); len(p.Path) != want {
		return Hash{}, fmt.Errorf("seal: %w: the path of leaf %d of %d has %d hashes, not %d",
			ErrProof, p.Index, p.Size, want, len(p.Path))
	}
	for i, beside := range p.Path {
		if i < meet && p.Index>>i&1 == 0 {
			leaf = NodeHash(leaf, beside)
		} else {
			leaf = NodeHash(beside, leaf)
		}
	}
	return leaf, nil
}

// Verify returns nil if p proves that leaf, a leaf's hash, is part of the tree
// with this root, and an [ErrProof] otherwise.
func (p Proof) Verify(leaf, root Hash) error {
	got, err := p.Root(leaf)
	if err != nil {
		return err
	}
	if got != root {
		return fmt.Errorf("seal: %w: the leaf and the path give the root %v, not %v", ErrProof, got, root)
	}
	return nil
}

func outside(index, size uint64) error {
	return fmt.Errorf("seal: %w: there is no leaf %d, counted from 0, among %d", ErrProof, index, size)
}
