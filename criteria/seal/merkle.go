package seal

import (
	"crypto/sha256"
	"math/bits"
)

// The prefixes keep leaves and inner nodes apart: without them an inner node
// could be shown as a leaf (RFC 6962, section 2.1).
const (
	leafPrefix = 0x00
	nodePrefix = 0x01
)

// LeafHash returns the hash of a leaf's data, SHA-256(0x00 || leaf).
func LeafHash(leaf []byte) Hash {
	// Leaves up to this size are hashed without an allocation.
	var small [1024]byte
	b := append(small[:0], leafPrefix)
	b = append(b, leaf...)
	return sha256.Sum256(b)
}

// NodeHash returns the hash of an inner node, SHA-256(0x01 || left || right).
func NodeHash(left, right Hash) Hash {
	var b [1 + 2*sha256.Size]byte
	b[0] = nodePrefix
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}

// A Tree computes the root of leaves that come one after the other. It keeps
// one hash for each power of two in its size, never the leaves. The zero value
// is the empty tree, and a copy of a Tree is a tree of its own with the leaves
// so far. A Tree is not safe for concurrent use.
type Tree struct {
	size uint64
	// full[i] is the root of the full subtree of 2^i leaves, where bit i of
	// size is set. The subtree of the highest bit is the leftmost. An array,
	// so that trees can be copied.
	full [64]Hash
}

// Append adds the hash of a leaf, as [LeafHash] returns it, at the end.
func (t *Tree) Append(leaf Hash) {
	level := bits.TrailingZeros64(^t.size)
	for i := range level {
		leaf = NodeHash(t.full[i], leaf)
	}
	if level < len(t.full) { // else the tree holds 2^64-1 leaves, which takes thousands of years
		t.full[level] = leaf
	}
	t.size++
}

// Size returns the number of leaves.
func (t *Tree) Size() uint64 { return t.size }

// Root returns the root of the leaves so far. The root of the empty tree is
// SHA-256 of no bytes. More leaves may be appended afterwards.
func (t *Tree) Root() Hash {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	level := bits.TrailingZeros64(t.size)
	root := t.full[level]
	for i := level + 1; i < bits.Len64(t.size); i++ {
		if t.size>>i&1 == 1 {
			root = NodeHash(t.full[i], root)
		}
	}
	return root
}

// Root returns the root of a tree of the leaves' hashes.
func Root(leaves []Hash) Hash {
	var t Tree
	for _, leaf := range leaves {
		t.Append(leaf)
	}
	return t.Root()
}
