package isms_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ismskit/ismskit/isms"
	"github.com/stretchr/testify/require"
)

// synthetic makes a document with n nonconformities and half as many documents
// and actions.
func synthetic(n int) []byte {
	var b strings.Builder
	b.WriteString(document("persons: [{id: ana, active: true}, {id: ben, active: true}]\nroles: []\nnonconformities:\n"))
	for i := range n {
		fmt.Fprintf(&b, "  - {id: NC-%d, detectedAt: 2026-01-02, source: audit, requirement: '8.1', description: Something is not as it should be, reaction: {control: x, consequences: y, at: 2026-01-03}, cause: z, actions: [ACT-%d], closedAt: 2026-03-01, document: D-%d}\n", i, i/2, i/2)
	}
	b.WriteString("documents:\n")
	for i := range n / 2 {
		fmt.Fprintf(&b, "  - {id: D-%d, title: Report %d, author: ana, date: 2026-01-02, reviewedBy: ben, reviewedAt: 2026-01-03, approvedBy: ben, approvedAt: 2026-01-04, status: approved, version: '1', previous: %s, distribution: [{to: ana, version: '1', at: 2026-01-05}]}\n", i, i, []string{"~", fmt.Sprintf("D-%d", i-1)}[min(i, 1)])
	}
	b.WriteString("actions:\n")
	for i := range n / 2 {
		fmt.Fprintf(&b, "  - {id: ACT-%d, owner: ana, doneAt: 2026-02-01, status: done}\n", i)
	}
	return []byte(b.String())
}

func BenchmarkSystem(b *testing.B) {
	for _, n := range []int{1250, 2500, 5000, 10_000} {
		data := synthetic(n)
		s, err := isms.Parse("a.yaml", data)
		require.NoError(b, err)
		require.Empty(b, s.Check(july))
		one := s.Bytes()
		b.Run(fmt.Sprintf("Parse/%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				_, err := isms.Parse("a.yaml", data)
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("ParseJSON/%d", n), func(b *testing.B) {
			for b.Loop() {
				_, err := isms.Parse("a.json", one)
				require.NoError(b, err)
			}
		})
		b.Run(fmt.Sprintf("Bytes/%d", n), func(b *testing.B) {
			for b.Loop() {
				s.Bytes()
			}
		})
		b.Run(fmt.Sprintf("Check/%d", n), func(b *testing.B) {
			for b.Loop() {
				s.Check(july)
			}
		})
	}
}

// TestManyFiles merges a document for each entry, as many as a folder may hold.
func TestManyFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("merges 10,000 files")
	}
	var files []isms.File
	for i := range isms.MaxFiles {
		files = append(files, file(fmt.Sprintf("%05d.yaml", i), document(fmt.Sprintf("id: x\nnonconformities: [{id: NC-%05d}]\n", i))))
	}
	require.Len(t, merge(t, files...).Nonconformities.Or(nil), isms.MaxFiles)
}

// TestManyDanglingReferences offers near ids for the first of them only.
func TestManyDanglingReferences(t *testing.T) {
	var b strings.Builder
	b.WriteString(document("documents: [{id: doc-1}]\nnonconformities:\n"))
	for i := range 200 {
		fmt.Fprintf(&b, "  - {id: NC-%03d, document: doc-2}\n", i)
	}
	near := 0
	for _, p := range parse(t, b.String()).Check(july) {
		require.Equal(t, isms.DanglingReference, p.Code)
		if p.Nearest == "doc-1" {
			near++
		}
	}
	require.Equal(t, 50, near)
}
