package seal_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria/seal"
)

func BenchmarkTreeAppend(b *testing.B) {
	leaf := seal.LeafHash(nil)
	var tree seal.Tree
	b.ReportAllocs()
	for b.Loop() {
		tree.Append(leaf)
	}
}

func BenchmarkLeafHash(b *testing.B) {
	data := make([]byte, 240)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		seal.LeafHash(data)
	}
}

func BenchmarkProve(b *testing.B) {
	leaves := distinct(10_000)
	for b.Loop() {
		_, err := seal.Prove(leaves, 1234)
		require.NoError(b, err)
	}
}

func BenchmarkVerify(b *testing.B) {
	leaves := distinct(10_000)
	p, err := seal.Prove(leaves, 1234)
	require.NoError(b, err)
	root := seal.Root(leaves)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, p.Verify(leaves[1234], root))
	}
}

// BenchmarkSorter sorts entries of 100 bytes, in memory and by way of files.
func BenchmarkSorter(b *testing.B) {
	for _, order := range []string{"ascending", "mixed"} {
		for _, n := range []int{10_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/%d", order, n), func(b *testing.B) {
				keys := make([]string, n)
				for i := range keys {
					at := i
					if order == "mixed" {
						at = i * 7919 % n
					}
					keys[i] = fmt.Sprintf("R-%08d", at)
				}
				payload := make([]byte, 90)
				dir := b.TempDir()
				b.ReportAllocs()
				for b.Loop() {
					s := seal.NewSorter(seal.SorterOptions{Dir: dir})
					for _, k := range keys {
						if err := s.Add(b.Context(), k, payload); err != nil {
							b.Fatal(err)
						}
					}
					for _, err := range s.Sorted(b.Context()) {
						if err != nil {
							b.Fatal(err)
						}
					}
					if err := s.Close(); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/entry")
			})
		}
	}
}
