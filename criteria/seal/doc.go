// Package seal makes digests that stay the same for ever, on every machine:
// what is hashed is bytes of a stated version, in a stated order.
//
// # Digest
//
// A [Digest] is the text "sha256:" followed by 64 lower-case hexadecimal
// digits. There is one spelling of every digest, so that digests may be
// compared as strings. [Sum] hashes
//
//	version "\n" body
//
// with SHA-256: the line that names the format is inside the hashed bytes, so
// that a document of one format can never pass for one of another.
//
// # Tree
//
// A list of leaves has one root, the Merkle tree hash of RFC 6962, section
// 2.1 (the same as in RFC 9162), with SHA-256 as the hash and || for
// concatenation:
//
//	root()          = SHA-256("")
//	root(d)         = SHA-256(0x00 || d)
//	root(d0 … dn-1) = SHA-256(0x01 || root(d0 … dk-1) || root(dk … dn-1))
//
// where k is the largest power of two that is smaller than n. [LeafHash] is
// the second line, [NodeHash] the outer hash of the third. A [Tree] takes one
// leaf after the other and keeps no more than 64 hashes. The root depends on
// the leaves and their order alone, so that any division of the work that
// ends in the same order gives the same root.
//
// # Proof
//
// A [Proof] shows that a leaf is part of a tree without showing the other
// leaves. It is the audit path of RFC 6962, section 2.1.1: the leaf's index,
// the number of leaves, and the hashes beside the way from the leaf to the
// root, lowest first. The path of leaf m among n leaves is
//
//	path(0, d0)          = nothing
//	path(m, d0 … dn-1)   = path(m, d0 … dk-1), root(dk … dn-1)        if m < k
//	path(m, d0 … dn-1)   = path(m-k, dk … dn-1), root(d0 … dk-1)      otherwise
//
// with k as above. A verifier must have the root from somebody it trusts, and
// the size beside it where "the third of five" has a meaning: the path's
// length and turns follow from index and size, but a tree's root alone does
// not tell its size.
//
// # Order
//
// A [Sorter] brings leaves into the order of their keys in bounded memory, by
// way of temporary files. Keys are compared byte by byte; equal keys keep the
// order of their arrival.
//
// # JSON
//
// [AppendString] writes a string, and [Canonical] a whole text, in the
// canonical form of RFC 8785 (JCS). Numbers are IEEE 754 doubles there; what
// must be exact is best written as a string.
//
// # Limits
//
//   - A tree has less than 2^64 leaves, and a proof at most 64 hashes.
//   - An entry of a Sorter, its key and payload together, takes at most a
//     quarter of the Sorter's memory, see [SorterOptions].
//   - JSON is nested at most [MaxDepth] deep.
//
// Nothing in this package panics on input, whatever its bytes, and no result
// depends on a clock, on randomness, on the environment or on the order of a
// map.
package seal
