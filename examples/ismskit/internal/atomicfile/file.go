// Package atomicfile writes a file beside its name and renames it when it is
// complete, so that nobody ever sees half of it and a failed run leaves what was
// there before.
package atomicfile

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A File is written under another name until Commit. Close without Commit
// throws it away.
type File struct {
	*bufio.Writer
	f      *os.File
	target string
	direct bool // a device or a pipe, which is written to as it is
}

// Create begins to write the file of that name. A symbolic link is followed.
func Create(name string) (*File, error) {
	target, err := filepath.EvalSymlinks(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		target = name
	case err != nil:
		return nil, err
	}
	mode := fs.FileMode(0o666) // less the umask
	info, err := os.Stat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, &fs.PathError{Op: "write", Path: name, Err: errors.New("is a folder")}
	case !info.Mode().IsRegular():
		f, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		return &File{Writer: bufio.NewWriter(f), f: f, target: target, direct: true}, nil
	default:
		mode = info.Mode().Perm()
	}
	f, err := create(target, mode)
	if err != nil {
		return nil, err
	}
	if info != nil {
		if err := f.Chmod(mode); err != nil { // what was there keeps its permissions, whatever the umask
			return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}
	return &File{Writer: bufio.NewWriter(f), f: f, target: target}, nil
}

// create makes the file beside the target, hidden and with a name of its own.
// Unlike os.CreateTemp it respects the umask.
func create(target string, mode fs.FileMode) (*os.File, error) {
	for n := 0; ; n++ {
		name := filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".ismskit"+suffix(n))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) || n == 1000 {
			return f, err
		}
	}
}

func suffix(n int) string {
	digits := [...]byte{'-', byte('0' + n/1000%10), byte('0' + n/100%10), byte('0' + n/10%10), byte('0' + n%10)}
	return string(digits[:])
}

// Commit makes what was written the content of the file.
func (f *File) Commit() error {
	if f.f == nil {
		return fs.ErrClosed
	}
	err := f.Flush()
	if !f.direct && err == nil {
		err = f.f.Sync()
	}
	if e := f.f.Close(); err == nil {
		err = e
	}
	name := f.f.Name()
	f.f = nil
	if f.direct {
		return err
	}
	if err == nil {
		err = os.Rename(name, f.target)
	}
	if err != nil {
		_ = os.Remove(name) // the first error says more
	}
	return err
}

// Close throws away what was not committed. It may be called at any time.
func (f *File) Close() error {
	if f.f == nil {
		return nil
	}
	err := f.f.Close()
	if !f.direct {
		err = errors.Join(err, os.Remove(f.f.Name()))
	}
	f.f = nil
	return err
}
