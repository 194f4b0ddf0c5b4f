package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// A house is a management system as it was handed in, with the rules that lie
// among its documents.
type house struct {
	system *isms.System
	rules  []isms.File
	asOf   time.Time // of a snapshot, otherwise zero
}

// readHouse reads a folder, documents, or a snapshot.
func (t *tool) readHouse(ctx context.Context, names []string) (*house, error) {
	var files []isms.File
	for _, name := range names {
		more, err := t.readDocuments(ctx, name)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	var documents []isms.File
	h := &house{}
	var bad source.Reporter
	for _, f := range files {
		format, err := formatOf(f)
		switch {
		case err != nil:
			if !collect(&bad, err) {
				return nil, err
			}
		case format == conformity.Format:
			h.rules = append(h.rules, f)
		case format == isms.SnapshotFormat && len(files) == 1:
			return h, h.restore(f)
		default:
			documents = append(documents, f)
		}
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	// What is computed from a system may lie beside it.
	system, err := isms.Merge(documents, isms.SnapshotFormat, conformity.ReportFormat)
	if err == nil && len(documents) == 0 {
		err = fmt.Errorf("%s: there is no document in it", display(names[0]))
	}
	h.system = system
	return h, err
}

// restore takes the system that a snapshot holds.
func (h *house) restore(f isms.File) error {
	s, err := isms.ParseSnapshot(f.Name, f.Data)
	if err != nil {
		return snapshotError(f.Name, err)
	}
	if h.system, err = s.System(); err != nil {
		return snapshotError(f.Name, err)
	}
	h.asOf = s.AsOf
	return nil
}

func snapshotError(name string, err error) error {
	if documents := (*source.Error)(nil); errors.As(err, &documents) {
		return err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// readDocuments reads the documents of a folder, or one document.
func (t *tool) readDocuments(ctx context.Context, name string) ([]isms.File, error) {
	if info, err := os.Stat(name); name == stdName || err != nil || !info.IsDir() {
		data, err := t.read(name, isms.MaxSnapshotBytes)
		return []isms.File{{Name: display(name), Data: data}}, err
	}
	files, err := isms.ReadFiles(ctx, os.DirFS(name))
	if err != nil {
		return nil, inFolder(name, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: the folder has no .yaml, .yml or .json file", name)
	}
	for i := range files {
		files[i].Name = path.Join(filepath.ToSlash(name), files[i].Name)
	}
	return files, nil
}

// inFolder names files as whoever named their folder would.
func inFolder(name string, err error) error {
	var p *fs.PathError
	var e *source.Error
	switch {
	case errors.As(err, &e):
		for i := range e.Diagnostics {
			e.Diagnostics[i].File = path.Join(filepath.ToSlash(name), e.Diagnostics[i].File)
		}
		return e
	case errors.As(err, &p):
		return fileError(filepath.Join(name, p.Path), err)
	}
	return err
}

func formatOf(f isms.File) (string, error) {
	if err := checkText(f.Name, f.Data); err != nil {
		return "", err
	}
	return isms.FormatOf(f)
}

// readContents makes the digests of the files that documents of a system name,
// as they are in a folder. A file that is not there has none.
func (t *tool) readContents(system *isms.System, folder string) (map[string]seal.Digest, error) {
	root, err := os.OpenRoot(folder) // names of files that lead out of it are refused
	if err != nil {
		return nil, fileError(folder, err)
	}
	defer root.Close()
	contents := map[string]seal.Digest{}
	documents, _ := system.Documents.Get()
	for _, d := range documents {
		name := d.File.Or("")
		if name == "" { // in no file, or it is not said in which
			continue
		}
		data, err := root.ReadFile(filepath.FromSlash(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, fmt.Errorf("%s: the file of the document %s cannot be read: %w", d.Where("file"), d.ID, unwrapPath(err))
		default:
			contents[d.ID] = seal.Hash(sha256.Sum256(data)).Digest()
		}
	}
	return contents, nil
}
