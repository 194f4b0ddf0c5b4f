package isms

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// MaxFiles bounds the files of a folder.
const MaxFiles = 10_000

// A File is a document and the name that positions show.
type File struct {
	Name string
	Data []byte
}

// readers lists the formats of the documents that make up a system.
var readers = []struct {
	format string
	read   func(*loader, File) error
	limit  int // bytes of a file
}{
	{Format, (*loader).part, MaxBytes},
	{risk.RegisterFormat, (*loader).register, risk.MaxRegisterBytes},
	{risk.RecordFormat, (*loader).record, risk.MaxRecordBytes},
	{criteria.Format, (*loader).criteria, criteria.MaxBytes},
	{risk.PlanFormat, (*loader).plan, risk.MaxPlanBytes},
	{soa.StatementFormat, (*loader).statement, soa.MaxBytes},
	{soa.CatalogueFormat, (*loader).catalogue, soa.MaxBytes},
}

// Formats lists the formats that Merge and Load read.
func Formats() []string {
	list := make([]string, len(readers))
	for i, r := range readers {
		list[i] = r.format
	}
	return list
}

// Load reads every file of a folder, see ReadFiles, and merges them, see Merge.
func Load(ctx context.Context, fsys fs.FS, skip ...string) (*System, error) {
	files, err := ReadFiles(ctx, fsys)
	if err != nil {
		return nil, err
	}
	return Merge(files, skip...)
}

// ReadFiles reads every file of a folder and of the folders in it whose name
// ends in .yaml, .yml or .json, in order of their names. Names that begin with a
// dot are left out, and so are links. The error is one of the file system or of
// the context, or a *source.Error about files that are too large.
func ReadFiles(ctx context.Context, fsys fs.FS) ([]File, error) {
	var files []File
	var r source.Reporter
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		switch hidden := name != "." && strings.HasPrefix(d.Name(), "."); {
		case err != nil:
			return err
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || !d.Type().IsRegular() || !slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(name)):
			return nil
		}
		if len(files) == MaxFiles {
			return fmt.Errorf("isms: the folder has more than %d files: %w", MaxFiles, source.Limit)
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Size() > maxFile() {
			r.Add(source.Diagnostic{File: name, Code: source.Limit, Message: fmt.Sprintf("the file has %d bytes, at most %d are allowed", info.Size(), maxFile())})
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		files = append(files, File{name, data})
		return err
	})
	if err := errors.Join(err, r.Err()); err != nil {
		return nil, err
	}
	return files, nil
}

func maxFile() int64 {
	most := 0
	for _, r := range readers {
		most = max(most, r.limit)
	}
	return int64(most)
}

// Merge makes one system of several documents, whose formats are those of
// Formats. Files of the formats in skip are left alone; any other format is an
// error.
//
// Each document of the format ismskit.isms/v1 may hold any part of the system:
// some sections, or some entries of a section. A list of objects is the union of
// the lists in all documents, in which an entry that several of them hold
// counts once; what else two documents state must be the same. It is an error
// if the same id has different content in two places, or names things of two
// types, or if one document says that a list is empty and another has entries.
//
// The result does not depend on the order of the files. The error holds a
// *source.Error with every error found, and what else risk.ParseRecord returns
// for a record that was changed.
func Merge(files []File, skip ...string) (*System, error) {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(string(a.Data), string(b.Data)))
	})
	l := &loader{}
	var other []error
	for _, f := range files {
		err := l.file(f, skip)
		var e *source.Error
		switch {
		case errors.As(err, &e):
			l.Include(e)
		case err != nil:
			other = append(other, fmt.Errorf("%s: %w", f.Name, err))
		}
	}
	if l.Len() > 0 || other != nil {
		return nil, errors.Join(l.Err(), errors.Join(other...))
	}
	m := &merger{}
	s := m.system(l.parts)
	l.combine(s, &m.Reporter)
	if m.Len() == 0 {
		s.finish(&m.Reporter)
	}
	if err := m.Err(); err != nil {
		return nil, err
	}
	return s, nil
}
