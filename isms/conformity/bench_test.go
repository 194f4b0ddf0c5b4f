package conformity_test

import (
	"fmt"
	"testing"

	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/stretchr/testify/require"
)

// BenchmarkHouse makes the whole report of Meridian Tours, bytes and all.
func BenchmarkHouse(b *testing.B) {
	rules, err := standardRules()
	require.NoError(b, err)
	sys := newHouse(b).system(b)
	b.ReportAllocs()
	for b.Loop() {
		rep, err := rules.Check(b.Context(), sys, conformity.Options{AsOf: asOf, Contents: contents})
		require.NoError(b, err)
		require.NotEmpty(b, rep.Bytes())
	}
}

// BenchmarkCheck checks a system of 10,000 risks, 5,000 documents, 2,000
// persons and 1,000 nonconformities, and systems that are 2, 4 and 8 times as
// large.
func BenchmarkCheck(b *testing.B) {
	rules, err := standardRules()
	require.NoError(b, err)
	for _, n := range []int{1, 2, 4, 8} {
		b.Run(fmt.Sprintf("%dx", n), func(b *testing.B) {
			sys := synthetic(b, 10*n)
			b.ReportAllocs()
			var rep *conformity.Report
			for b.Loop() {
				rep, err = rules.Check(b.Context(), sys, conformity.Options{AsOf: day("2026-03-01")})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(len(rep.Verdicts)), "verdicts")
		})
	}
}

// BenchmarkCompile compiles the standard's rules.
func BenchmarkCompile(b *testing.B) {
	set := conformity.Standard()
	b.ReportAllocs()
	for b.Loop() {
		_, err := conformity.Compile(set)
		require.NoError(b, err)
	}
}
