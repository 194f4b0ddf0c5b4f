package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// Guards against archives that unpack to more than anybody would type.
const (
	maxEntries  = 10_000
	maxUnpacked = 512 << 20
	maxRatio    = 200 // of what unpacks to more than 1 MiB
)

// ReadXLSX reads the sheets of a workbook that are named, in that order, or the
// first one. Of formulas it takes the values that the workbook holds. Macros and
// links to other workbooks are never followed. Numbers and dates come as the file
// holds them, not as they are shown: see [Book.Date].
func ReadXLSX(name string, data []byte, sheets []string) (*Book, error) {
	book := &Book{}
	z, err := book.inspect(name, data)
	if err != nil {
		return nil, err
	}
	w, err := openWorkbook(z)
	switch {
	case beyond(err):
		return nil, fail(name, 0, source.Limit, "%s", err)
	case err != nil:
		return nil, fail(name, 0, source.Syntax, "is no workbook (.xlsx): %s", err)
	}
	book.zero = w.zero
	names := make([]string, len(w.sheets))
	for i, s := range w.sheets {
		names[i] = s.name
	}
	if len(sheets) == 0 && len(names) > 0 {
		sheets = names[:1]
		if len(names) > 1 {
			book.Notes = append(book.Notes, fmt.Sprintf("the sheet %q was read; there are also %s", names[0], strings.Join(quoteAll(names[1:]), ", ")))
		}
	}
	for _, want := range sheets {
		i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, want) })
		if i < 0 {
			return nil, fail(name, 0, source.UnknownName, "there is no sheet %q; there are %s", source.Clip(want), strings.Join(quoteAll(names), ", "))
		}
		if err := book.read(name, w, w.sheets[i]); err != nil {
			return nil, err
		}
	}
	return book, nil
}

func quoteAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = fmt.Sprintf("%q", source.Clip(n))
	}
	return out
}

// inspect looks at the archive before anything of it is unpacked.
func (b *Book) inspect(name string, data []byte) (*zip.Reader, error) {
	switch {
	case len(data) > MaxBytes:
		return nil, fail(name, 0, source.Limit, "the file has more than %d MiB", MaxBytes>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return nil, fail(name, 0, source.Empty, "the file is empty")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, fail(name, 0, source.Syntax, "the workbook is protected by a password, or of the format before 2007 (.xls); save it as .xlsx without one")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fail(name, 0, source.Syntax, "is no workbook (.xlsx): %s", err)
	}
	if len(z.File) > maxEntries {
		return nil, fail(name, 0, source.Limit, "the archive has %d files, at most %d are allowed", len(z.File), maxEntries)
	}
	var unpacked uint64
	macros, links := false, false
	for _, f := range z.File {
		unpacked += f.UncompressedSize64
		if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio {
			return nil, fail(name, 0, source.Limit, "%q unpacks to more than %d times its size", source.Clip(f.Name), maxRatio)
		}
		macros = macros || strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin")
		links = links || strings.HasPrefix(strings.ToLower(f.Name), "xl/externallinks/")
	}
	if unpacked > maxUnpacked {
		return nil, fail(name, 0, source.Limit, "the archive unpacks to more than %d MiB", maxUnpacked>>20)
	}
	if macros {
		b.Notes = append(b.Notes, "the workbook has macros; they were ignored")
	}
	if links {
		b.Notes = append(b.Notes, "the workbook has links to other workbooks; they were not followed, and the values that it holds were taken")
	}
	return z, nil
}
