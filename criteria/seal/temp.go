package seal

import (
	"errors"
	"os"
	"path/filepath"
)

// A tempFile holds runs, one after the other.
type tempFile struct {
	*os.File
	size int64
}

// tempDir is a private folder of temporary files. It is made with the first
// file.
type tempDir struct {
	path  string
	files []*tempFile
}

// create makes one more file. The folder is made inside dir.
func (d *tempDir) create(dir string) error {
	if d.path == "" {
		if dir == "" {
			dir = os.TempDir()
		}
		// The process may change its working directory before the removal.
		dir, err := filepath.Abs(dir)
		if err != nil {
			return err
		}
		if d.path, err = os.MkdirTemp(dir, "sorter-*"); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(d.path, "runs-*")
	if err != nil {
		return err
	}
	d.files = append(d.files, &tempFile{File: f})
	return nil
}

func (d *tempDir) last() *tempFile { return d.files[len(d.files)-1] }

// removeUnused removes the files without any of the runs.
func (d *tempDir) removeUnused(runs []run) error {
	used := make(map[*tempFile]bool, len(d.files))
	for i := range runs {
		used[runs[i].file] = true
	}
	var kept []*tempFile
	var errs []error
	for _, f := range d.files {
		if used[f] {
			kept = append(kept, f)
			continue
		}
		// An open file cannot be removed everywhere.
		errs = append(errs, f.Close(), os.Remove(f.Name()))
	}
	d.files = kept
	return errors.Join(errs...)
}

// remove removes the files and the folder. It may be called again, and then
// tries again what failed.
func (d *tempDir) remove() error {
	for _, f := range d.files {
		f.Close() // nothing in it matters any more; RemoveAll tells what remains
	}
	d.files = nil
	if d.path == "" {
		return nil
	}
	if err := os.RemoveAll(d.path); err != nil {
		return err
	}
	d.path = ""
	return nil
}
