package seal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ismskit/ismskit/criteria/seal"
)

func TestTemporaryFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	dir := t.TempDir()
	s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: 1})
	defer s.Close()
	fill(t, s, numbered(200))
	for _, path := range tempFiles(t, dir) {
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Zero(t, info.Mode().Perm()&0o077, path)
	}
}

func TestTemporaryFilesInTheSystemsFolder(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	if os.TempDir() != dir {
		t.Skip("another variable names the folder")
	}
	s := seal.NewSorter(seal.SorterOptions{Memory: 1})
	fill(t, s, numbered(200))
	require.NotEmpty(t, tempFiles(t, dir))
	require.NoError(t, s.Close())
	require.Empty(t, tempFiles(t, dir))
}

func TestTemporaryFilesOfARelativeFolder(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	s := seal.NewSorter(seal.SorterOptions{Dir: ".", Memory: 1})
	fill(t, s, numbered(200))
	t.Chdir(t.TempDir())
	require.NotEmpty(t, tempFiles(t, dir))
	require.NoError(t, s.Close())
	require.Empty(t, tempFiles(t, dir))
}

func TestNoFolder(t *testing.T) {
	s := seal.NewSorter(seal.SorterOptions{Dir: filepath.Join(t.TempDir(), "missing"), Memory: 1})
	var err error
	for range 200 {
		if err = s.Add(t.Context(), "key", nil); err != nil {
			break
		}
	}
	require.ErrorIs(t, err, os.ErrNotExist)
	require.Equal(t, err, s.Add(t.Context(), "key", nil))
	require.NoError(t, s.Close())
}

// A small sorter never touches the file system.
func TestNoFolderNeeded(t *testing.T) {
	s := seal.NewSorter(seal.SorterOptions{Dir: filepath.Join(t.TempDir(), "missing")})
	fill(t, s, numbered(1000))
	_, err := collect(t.Context(), s)
	require.NoError(t, err)
	require.NoError(t, s.Close())
}

func TestFolderTakenAway(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("open files cannot be removed")
	}
	dir := t.TempDir()
	s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: 1})
	fill(t, s, numbered(64*100))
	require.NoError(t, os.RemoveAll(filepath.Dir(runFiles(t, dir)[0])))
	_, err := collect(t.Context(), s) // needs a second file
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, s.Close())
}

// Large entries make the fan-in small, so that every run is merged twice.
func TestMergedFilesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: 1})
	list := numbered(1000)
	for i := range list {
		list[i].Payload = append(list[i].Payload, make([]byte, 3000)...)
	}
	fill(t, s, list)
	first := runFiles(t, dir)
	require.Len(t, first, 1)
	got, err := collect(t.Context(), s)
	require.NoError(t, err)
	require.True(t, slices.EqualFunc(stable(list), got, func(a, b seal.Entry) bool {
		return a.Key == b.Key && bytes.Equal(a.Payload, b.Payload)
	}))
	require.NotContains(t, runFiles(t, dir), first[0])
	require.NoError(t, s.Close())
	require.Empty(t, tempFiles(t, dir))
}

// runsOf returns a sorter whose entries are all in a file, and the file.
func runsOf(t *testing.T, dir string, list []seal.Entry) (*seal.Sorter, string) {
	t.Helper()
	s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: 1})
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	fill(t, s, list)
	for range s.Sorted(t.Context()) {
		break // so that the rest is written, too
	}
	files := runFiles(t, dir)
	require.Len(t, files, 1)
	return s, files[0]
}

// short returns entries that make two runs of few bytes.
func short() []seal.Entry {
	list := make([]seal.Entry, 65)
	for i := range list {
		list[i] = entry(string(rune('z'-i%26)), "p")
	}
	return list
}

func TestEveryChangedByteIsFound(t *testing.T) {
	list := short()
	_, path := runsOf(t, t.TempDir(), list)
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Greater(t, len(good), 65*4)
	for i := range good {
		dir := t.TempDir()
		s, path := runsOf(t, dir, list)
		bad := append([]byte(nil), good...)
		bad[i] ^= 1 << (i % 8)
		require.NoError(t, os.WriteFile(path, bad, 0o600))
		_, err := collect(t.Context(), s)
		require.ErrorIs(t, err, seal.ErrCorrupt, i)
		require.Empty(t, tempFiles(t, dir), "before Close")
		_, again := collect(t.Context(), s)
		require.Equal(t, err, again)
	}
}

func TestEveryTruncationIsFound(t *testing.T) {
	list := short()
	_, path := runsOf(t, t.TempDir(), list)
	info, err := os.Stat(path)
	require.NoError(t, err)
	for size := range info.Size() {
		dir := t.TempDir()
		s, path := runsOf(t, dir, list)
		require.NoError(t, os.Truncate(path, size))
		_, err := collect(t.Context(), s)
		require.ErrorIs(t, err, seal.ErrCorrupt, size)
		require.Empty(t, tempFiles(t, dir), "before Close")
	}
}

// Frames that are whole but in the wrong place are found as well.
func TestSwappedFramesAreFound(t *testing.T) {
	list := make([]seal.Entry, 256) // four runs, of the same size
	for i := range list {
		list[i] = entry("key", string(rune('a'+i/64)))
	}
	dir := t.TempDir()
	s, path := runsOf(t, dir, list)
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	half := len(b) / 2
	require.NoError(t, os.WriteFile(path, append(b[half:len(b):len(b)], b[:half]...), 0o600))
	_, err = collect(t.Context(), s)
	require.ErrorIs(t, err, seal.ErrCorrupt)
}

func TestCorruptionFoundWhileMerging(t *testing.T) {
	dir := t.TempDir()
	s := seal.NewSorter(seal.SorterOptions{Dir: dir, Memory: 1})
	fill(t, s, numbered(64*150))
	path := runFiles(t, dir)[0]
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteAt([]byte{1, 2, 3}, 700)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	got, err := collect(t.Context(), s)
	require.ErrorIs(t, err, seal.ErrCorrupt)
	require.Empty(t, got)
	require.Empty(t, tempFiles(t, dir))
	require.NoError(t, s.Close())
}
