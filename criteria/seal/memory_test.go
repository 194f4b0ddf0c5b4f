package seal_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria/seal"
)

// gauge is a context that measures the live heap while it is asked for its
// error, which the Sorter does in the middle of all its work.
type gauge struct {
	context.Context
	every, asked int
	base, peak   uint64
}

func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (g *gauge) Err() error {
	if g.asked++; g.asked%g.every == 0 {
		if now := live(); now > g.base {
			g.peak = max(g.peak, now-g.base)
		}
	}
	return nil
}

func TestSorterHoldsItsBound(t *testing.T) {
	if testing.Short() {
		t.Skip("collects garbage all the time")
	}
	tests := []struct {
		name                 string
		memory, entries      int
		key, payload, jitter int // bytes
		every                int
	}{
		{"small", 1 << 20, 100_000, 10, 90, 20, 997},
		{"tiny", 1 << 20, 300_000, 4, 0, 3, 2999},
		{"of a frame", 1 << 20, 3_000, 10, 8000, 2000, 37},
		{"of a page", 1 << 20, 2_000, 10, 24_000, 1500, 23},
		{"quarters", 1 << 20, 300, 10, 200_000, 60_000, 3},
		{"keys only", 1 << 20, 300, 200_000, 0, 60_000, 3},
		{"least", 1, 20_000, 10, 90, 20, 997},
		{"least, quarters", 1, 1_000, 10, 15_000, 1300, 11},
		{"default", 0, 400_000, 10, 90, 20, 9973},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			bound := max(test.memory, 64<<10)
			if test.memory == 0 {
				bound = 8 << 20
			}
			// One entry in the hands of the caller on either side, runs, and
			// what the runtime rounds up.
			entry := test.key + test.payload + test.jitter
			bound += bound/16 + 2*entry + 64<<10
			s := seal.NewSorter(seal.SorterOptions{Dir: t.TempDir(), Memory: test.memory})
			defer s.Close()
			payload := make([]byte, test.payload+test.jitter)
			g := &gauge{Context: t.Context(), every: test.every, base: live()}
			for range test.entries {
				key := fmt.Sprintf("%0*d", test.key, random.IntN(1e4))
				size := test.payload
				if size > 0 {
					size += random.IntN(test.jitter)
				}
				require.NoError(t, s.Add(g, key, payload[:size]))
			}
			n := 0
			for _, err := range s.Sorted(g) {
				require.NoError(t, err)
				n++
			}
			require.Equal(t, test.entries, n)
			t.Logf("%d KiB at most, %d KiB allowed", g.peak>>10, bound>>10)
			require.LessOrEqual(t, g.peak, uint64(bound))
		})
	}
}

// With the garbage that is not collected yet.
func TestSorterOfAMillion(t *testing.T) {
	if testing.Short() {
		t.Skip("a million entries")
	}
	const n = 1_000_000
	peak := uint64(0)
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	measure := func() {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapAlloc-min(m.HeapAlloc, before.HeapAlloc))
	}
	dir := t.TempDir()
	s := seal.NewSorter(seal.SorterOptions{Dir: dir})
	defer s.Close()
	payload := make([]byte, 90)
	for i := range n {
		// Every number once, far from order.
		key := fmt.Sprintf("R-%08d", i*7919%n)
		require.NoError(t, s.Add(t.Context(), key, payload))
		if i%2000 == 0 {
			measure()
		}
	}
	filled := peak
	i := 0
	for e, err := range s.Sorted(t.Context()) {
		if err != nil || e.Key != fmt.Sprintf("R-%08d", i) || len(e.Payload) != len(payload) {
			require.Fail(t, "wrong entry", "%d: %v %v", i, e, err)
		}
		if i%2000 == 0 {
			measure()
		}
		i++
	}
	require.Equal(t, n, i)
	t.Logf("heap: %.1f MiB while filled, %.1f MiB at most", float64(filled)/(1<<20), float64(peak)/(1<<20))
	require.Less(t, peak, uint64(20<<20))
}
