package seal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ismskit/ismskit/criteria/seal"
)

// tempFiles returns every file and folder below dir.
func tempFiles(t testing.TB, dir string) []string {
	t.Helper()
	var list []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if path != dir {
			list = append(list, path)
		}
		return err
	}))
	return list
}

// runFiles returns the files of runs below dir, without the folder.
func runFiles(t testing.TB, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	require.NoError(t, err)
	return list
}

// collect returns the sorted entries up to an error.
func collect(ctx context.Context, s *seal.Sorter) ([]seal.Entry, error) {
	var list []seal.Entry
	for e, err := range s.Sorted(ctx) {
		if err != nil {
			return list, err
		}
		list = append(list, e)
	}
	return list, nil
}

func entry(key, payload string) seal.Entry {
	return seal.Entry{Key: key, Payload: []byte(payload)}
}

// numbered returns entries in a fixed random order, with some equal keys.
func numbered(n int) []seal.Entry {
	random := rand.New(rand.NewPCG(1, 2))
	list := make([]seal.Entry, n)
	for i := range list {
		list[i] = entry(fmt.Sprintf("R-%06d", random.IntN(n)), fmt.Sprintf("payload %d", i))
	}
	return list
}

func stable(list []seal.Entry) []seal.Entry {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b seal.Entry) int { return strings.Compare(a.Key, b.Key) })
	return list
}

func fill(t testing.TB, s *seal.Sorter, list []seal.Entry) {
	t.Helper()
	for i := range list {
		require.NoError(t, s.Add(t.Context(), list[i].Key, list[i].Payload))
	}
}

func TestSorter(t *testing.T) {
	long := strings.Repeat("k", 3000)
	large := strings.Repeat("p", 15000)
	lists := map[string][]seal.Entry{
		"nothing":         nil,
		"one":             {entry("a", "1")},
		"empty entries":   {entry("", ""), entry("", "x"), entry("", ""), entry("a", "")},
		"equal keys":      {entry("b", "1"), entry("a", "2"), entry("b", "3"), entry("a", "4"), entry("b", "5")},
		"zeros":           {entry("a\x00\x00", "1"), entry("a\x00", "2"), entry("a", "3"), entry("", "4"), entry("\x00", "5")},
		"bytes":           {entry("\xff", "1"), entry("z", "2"), entry("é", "3"), entry("\x7f", "4"), entry("\x80", "5")},
		"common prefixes": {entry("prefix-2", "1"), entry("prefix-", "2"), entry("prefix-1-b", "3"), entry("prefix-1-a", "4")},
		"large":           {entry(long+"b", large[:9000]), entry(long+"a", large[:12000]), entry("a", large), entry("", large), entry("b", "")},
		"many":            numbered(3000),
		"very many":       numbered(30000),
	}
	for name, list := range lists {
		for _, memory := range []int{math.MinInt, 0, 1, 5000, 40000, 1 << 20, math.MaxInt} {
			t.Run(fmt.Sprint(name, " in ", memory), func(t *testing.T) {
				dir := t.TempDir()
				s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: memory})
				fill(t, s, list)
				want := stable(list)
				for range 2 {
					got, err := collect(t.Context(), s)
					require.NoError(t, err)
					require.True(t, slices.EqualFunc(want, got, func(a, b seal.Entry) bool {
						return a.Key == b.Key && bytes.Equal(a.Payload, b.Payload)
					}))
				}
				require.NoError(t, s.Close())
				require.Empty(t, tempFiles(t, dir))
			})
		}
	}
}

func TestSorterEqualsStableSort(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		memory := rapid.IntRange(1, 200000).Draw(t, "memory")
		keys := rapid.SampledFrom([]*rapid.Generator[string]{
			rapid.StringN(0, 3, -1),
			rapid.StringMatching(`R-0000000[0-9]{0,3}`),
			rapid.StringN(0, 2000, 4000),
		}).Draw(t, "keys")
		sizes := rapid.SampledFrom([]int{0, 10, 1000, 8000}).Draw(t, "size")
		seed := rapid.Uint64().Draw(t, "seed")
		random := rand.New(rand.NewPCG(seed, seed))
		few := rapid.SliceOfN(keys, 1, 20).Draw(t, "some keys")
		n := rapid.IntRange(0, 800).Draw(t, "entries")
		list := make([]seal.Entry, n)
		s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: memory})
		defer s.Close()
		for i := range list {
			payload := make([]byte, random.IntN(sizes+1))
			for j := range payload {
				payload[j] = byte(i + j)
			}
			list[i] = seal.Entry{Key: few[random.IntN(len(few))], Payload: bytes.Clone(payload)}
			require.NoError(t, s.Add(context.Background(), list[i].Key, payload))
			clear(payload) // it has been copied
		}
		got, err := collect(context.Background(), s)
		require.NoError(t, err)
		want := stable(list)
		require.Len(t, got, len(want))
		for i := range want {
			require.Equal(t, want[i].Key, got[i].Key)
			require.True(t, bytes.Equal(want[i].Payload, got[i].Payload))
		}
	})
	require.Empty(t, tempFiles(t, dir))
}

func TestSorterMergesInPasses(t *testing.T) {
	dir := t.TempDir()
	list := numbered(64 * 200) // 200 runs of 64 entries
	s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: 1})
	defer s.Close()
	fill(t, s, list)
	require.Len(t, runFiles(t, dir), 1, "runs share a file")
	got, err := collect(t.Context(), s)
	require.NoError(t, err)
	require.Equal(t, stable(list), got)
	require.Less(t, len(runFiles(t, dir)), 3, "files without runs are removed at once")
}

func TestSorterZeroValue(t *testing.T) {
	var s seal.Sorter
	fill(t, &s, []seal.Entry{entry("b", "1"), entry("a", "2")})
	got, err := collect(t.Context(), &s)
	require.NoError(t, err)
	require.Equal(t, []seal.Entry{entry("a", "2"), entry("b", "1")}, got)
	require.NoError(t, s.Close())
}

func TestSorterEntriesBelongToTheCaller(t *testing.T) {
	for _, memory := range []int{1, 0} {
		s := seal.NewSorter(seal.SorterOptions{Dir: t.TempDir(), Memory: memory})
		list := numbered(500)
		fill(t, s, list)
		for e, err := range s.Sorted(t.Context()) {
			require.NoError(t, err)
			_ = append(e.Payload, "overwritten"...)
			clear(e.Payload)
		}
		got, err := collect(t.Context(), s)
		require.NoError(t, err)
		require.NoError(t, s.Close())
		require.Equal(t, stable(list), got)
	}
}

func TestSorterEndsEarlyAndReadsTwice(t *testing.T) {
	for _, memory := range []int{1, 0} {
		dir := t.TempDir()
		s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: memory})
		list := numbered(1000)
		fill(t, s, list)
		for e, err := range s.Sorted(t.Context()) {
			require.NoError(t, err)
			require.Equal(t, stable(list)[0], e)
			break
		}
		// Loops inside each other do not disturb each other.
		i := 0
		for e, err := range s.Sorted(t.Context()) {
			require.NoError(t, err)
			require.Equal(t, stable(list)[i].Key, e.Key)
			if i%400 == 0 {
				got, err := collect(t.Context(), s)
				require.NoError(t, err)
				require.Len(t, got, len(list))
			}
			i++
		}
		require.ErrorIs(t, s.Add(t.Context(), "x", nil), seal.ErrSorted)
		got, err := collect(t.Context(), s)
		require.NoError(t, err, "a refused Add harms nothing")
		require.Len(t, got, len(list))
		require.NoError(t, s.Close())
		require.Empty(t, tempFiles(t, dir))
	}
}

func TestSorterRefusesLargeEntries(t *testing.T) {
	for memory, limit := range map[int]int{1: 16 << 10, 1 << 20: 256 << 10, 0: 2 << 20} {
		s := seal.NewSorter(seal.SorterOptions{Dir: t.TempDir(), Memory: memory})
		half := strings.Repeat("k", limit/2)
		require.NoError(t, s.Add(t.Context(), half, []byte(half)))
		require.NoError(t, s.Add(t.Context(), "", make([]byte, limit)))
		require.NoError(t, s.Add(t.Context(), half+half, nil))
		require.ErrorIs(t, s.Add(t.Context(), half, []byte(half+"x")), seal.ErrTooLarge)
		require.ErrorIs(t, s.Add(t.Context(), "", make([]byte, limit+1)), seal.ErrTooLarge)
		require.ErrorIs(t, s.Add(t.Context(), half+half+"x", nil), seal.ErrTooLarge)
		got, err := collect(t.Context(), s)
		require.NoError(t, err, "a refused entry harms nothing")
		require.Len(t, got, 3)
		require.NoError(t, s.Close())
	}
}

func TestSorterClose(t *testing.T) {
	for _, memory := range []int{1, 0} {
		dir := t.TempDir()
		s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: memory})
		fill(t, s, numbered(500))
		require.Equal(t, memory == 1, len(tempFiles(t, dir)) > 0)
		require.NoError(t, s.Close())
		require.NoError(t, s.Close())
		require.Empty(t, tempFiles(t, dir))
		require.ErrorIs(t, s.Add(t.Context(), "x", nil), seal.ErrClosed)
		_, err := collect(t.Context(), s)
		require.ErrorIs(t, err, seal.ErrClosed)
	}
}

func TestSorterCloseInTheLoop(t *testing.T) {
	for _, memory := range []int{1, 0} {
		for at := 1; at < 60; at++ { // in the middle of a frame, and at its end
			dir := t.TempDir()
			s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: memory})
			fill(t, s, numbered(200))
			var last error
			n := 0
			for _, err := range s.Sorted(t.Context()) {
				if n++; n == at {
					require.NoError(t, s.Close())
				}
				last = err
			}
			require.ErrorIs(t, last, seal.ErrClosed)
			require.Equal(t, at+1, n, "nothing comes after Close but the error")
			require.Empty(t, tempFiles(t, dir))
		}
	}
}

// ends is a context that ends when it has been asked n times.
type ends struct {
	context.Context
	n int
}

func (c *ends) Err() error {
	if c.n--; c.n < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// Wherever the context ends, the files are gone and the error stays.
func TestSorterEndOfContext(t *testing.T) {
	list := numbered(1500)
	for n := 0; ; n += 1 + n/10 {
		dir := t.TempDir()
		s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: 1})
		ctx := &ends{t.Context(), n}
		var err error
		for i := 0; i < len(list) && err == nil; i++ {
			err = s.Add(ctx, list[i].Key, list[i].Payload)
		}
		if err == nil {
			_, err = collect(ctx, s)
		}
		if err == nil {
			require.NoError(t, s.Close())
			require.Greater(t, n, 3*len(list), "the context is asked for every entry and every step")
			return
		}
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Empty(t, tempFiles(t, dir), "before Close")
		require.Equal(t, err, s.Add(t.Context(), "x", nil))
		_, again := collect(t.Context(), s)
		require.Equal(t, err, again)
		require.NoError(t, s.Close())
	}
}

func TestSorterCauseOfCancellation(t *testing.T) {
	cause := errors.New("the tenant is gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	s := seal.NewSorter(seal.SorterOptions{})
	err := s.Add(ctx, "a", nil)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, cause)
	require.EqualError(t, err, "seal: sort: context canceled: the tenant is gone")

	plain, stop := context.WithCancel(t.Context())
	stop()
	s = seal.NewSorter(seal.SorterOptions{})
	require.EqualError(t, s.Add(plain, "a", nil), "seal: sort: context canceled")
}
