package analysis_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/stretchr/testify/require"
)

// large makes a document of n ratings with ten levels each, whose band is read
// from the product of their greatest and least.
func large(t testing.TB, n int, ranged, mean bool) *criteria.Criteria {
	var b strings.Builder
	b.WriteString("format: ismskit.criteria/v1\nid: large\nversion: \"1\"\nscales:\n  - id: ten\n    levels:\n")
	for i := range 10 {
		ranges := ""
		if ranged {
			ranges = fmt.Sprintf(", range: [%d.001, %d.001]", i*1_000_003, (i+1)*1_000_003)
		}
		fmt.Fprintf(&b, "      - {id: l%d, value: %d%s}\n", i, i+1, ranges)
	}
	b.WriteString("inputs:\n")
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("r%d", i))
		fmt.Fprintf(&b, "  - {id: r%d, scale: ten}\n", i)
	}
	sum := strings.Join(names, " + ")
	if mean {
		fmt.Fprintf(&b, "derive:\n  - {id: mean, expr: (%s) / %d}\nlevel: mean + (r0 - r0)\nbands:\n  - {id: low, upTo: 4}\n  - {id: medium, upTo: 7}\n  - {id: high}\n", sum, n)
	} else {
		fmt.Fprintf(&b, "level: %s\nbands:\n  - {id: low, upTo: %d}\n  - {id: medium, upTo: %d}\n  - {id: high}\n", sum, 4*n, 7*n)
	}
	b.WriteString("acceptance:\n  - {id: small, when: band == band.low, outcome: accept}\n  - {id: otherwise, when: \"true\", outcome: treat}\n")
	return compile(t, "large.yaml", []byte(b.String()))
}

func BenchmarkLint25(b *testing.B) {
	c := load(b, "L07-yes.yaml")
	b.ReportAllocs()
	for b.Loop() {
		_, err := analysis.Lint(context.Background(), c, analysis.Options{})
		require.NoError(b, err)
	}
}

func BenchmarkLint25Product(b *testing.B) {
	c := load(b, "L18-yes.yaml")
	b.ReportAllocs()
	for b.Loop() {
		_, err := analysis.Lint(context.Background(), c, analysis.Options{})
		require.NoError(b, err)
	}
}

func BenchmarkLintMillion(b *testing.B) {
	// a sum; with long ranges, so that products are beyond 64 bits; and a mean,
	// for which L19 looks at every combination once more
	b.Run("sum", func(b *testing.B) { million(b, large(b, 6, false, false)) })
	b.Run("ranges", func(b *testing.B) { million(b, large(b, 6, true, false)) })
	b.Run("mean", func(b *testing.B) { million(b, large(b, 6, true, true)) })
}

func million(b *testing.B, c *criteria.Criteria) {
	b.ReportAllocs()
	var peak uint64
	for b.Loop() {
		done := make(chan struct{})
		go func() { // peak of the heap, looked at every 5 ms
			var m runtime.MemStats
			for {
				select {
				case <-done:
					return
				case <-time.After(5 * time.Millisecond):
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapInuse)
				}
			}
		}()
		r, err := analysis.Lint(context.Background(), c, analysis.Options{})
		close(done)
		require.NoError(b, err)
		require.True(b, r.Exhaustive)
	}
	b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
}
