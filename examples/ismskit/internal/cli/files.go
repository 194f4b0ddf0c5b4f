package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/atomicfile"
)

// stdName stands for standard input and standard output.
const stdName = "-"

// display is the name under which a file occurs in messages.
func display(name string) string {
	if name == stdName {
		return "<stdin>"
	}
	return name
}

// open opens a file for reading, or standard input. The size is -1 if it is not
// known.
func (t *tool) open(name string) (r io.ReadCloser, size int64, err error) {
	if name == stdName {
		return io.NopCloser(t.in), -1, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, fileError(name, err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = errors.New("is a folder, not a file")
	}
	if err != nil {
		return nil, 0, errors.Join(fileError(name, err), f.Close())
	}
	size = -1
	if info.Mode().IsRegular() {
		size = info.Size()
		t.taken = append(t.taken, info)
	}
	return f, size, nil
}

// read reads a whole text file of at most limit bytes; one byte more is read of
// a larger one, so that whoever parses it says what is wrong.
func (t *tool) read(name string, limit int64) ([]byte, error) {
	data, err := t.readBinary(name, limit)
	if err != nil {
		return nil, err
	}
	return data, checkText(name, data)
}

// readBinary is read for files that need not be text.
func (t *tool) readBinary(name string, limit int64) ([]byte, error) {
	r, size, err := t.open(name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if size > 0 {
		b.Grow(int(min(size, limit)) + bytes.MinRead)
	}
	_, err = b.ReadFrom(io.LimitReader(r, limit+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, fileError(display(name), err)
	}
	return b.Bytes(), nil
}

// checkText says what a file is that cannot be read as text, in words that help
// more than the first byte that is wrong.
func checkText(name string, data []byte) error {
	head := data[:min(len(data), 8000)]
	what := ""
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		what = "the file is UTF-16; save it as UTF-8"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		what = "the file is a ZIP archive or an office document, not text; ismskit import xlsx reads workbooks"
	case bytes.IndexByte(head, 0) >= 0:
		what = "the file is binary, not text"
	default:
		return nil
	}
	return encodingError(name, source.Pos{Line: 1, Col: 1}, what)
}

// checkUTF8 refuses a text in another encoding, such as what spreadsheets save
// unless they are asked for UTF-8: umlauts would be lost silently.
func checkUTF8(name string, data []byte) error {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	if at == len(data) {
		return nil
	}
	line := data[bytes.LastIndexByte(data[:at], '\n')+1 : at]
	pos := source.Pos{Line: 1 + bytes.Count(data[:at], []byte("\n")), Col: 1 + utf8.RuneCount(line)}
	return encodingError(name, pos, "the file is not UTF-8; save it as CSV UTF-8")
}

func encodingError(name string, pos source.Pos, message string) error {
	var r source.Reporter
	r.Add(source.Diagnostic{File: display(name), Pos: pos, Code: source.Encoding, Message: message})
	return r.Err()
}

// create begins to write a file, or standard output. What is written becomes
// visible with commit, and is thrown away if the command fails before.
func (t *tool) create(name string) (w io.Writer, commit func() error, err error) {
	if name == stdName {
		return t.out, func() error { return nil }, nil
	}
	if err := t.mayReplace(name); err != nil {
		return nil, nil, err
	}
	f, err := atomicfile.Create(name)
	if err != nil {
		return nil, nil, fileError(name, err)
	}
	t.files.add(f)
	return f, func() error {
		if err := f.Commit(); err != nil {
			return fileError(name, err)
		}
		return nil
	}, nil
}

// mayReplace refuses an output that was read as an input: it is more often a slip
// than meant, and what somebody typed would be lost.
func (t *tool) mayReplace(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return nil // it is not there, or creating it says what is wrong
	}
	for _, input := range t.taken {
		if os.SameFile(info, input) {
			return fmt.Errorf("%s: is one of the files that were read, and is not replaced; name another file", name)
		}
	}
	return nil
}

// write writes a whole file, or to standard output.
func (t *tool) write(name string, data []byte) error {
	w, commit, err := t.create(name)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return writeError(name, err)
	}
	return commit()
}

// writeError is fileError for an output.
func writeError(name string, err error) error {
	if name == stdName {
		name = "standard output"
	}
	return fileError(name, err)
}

// fileError says the name once and why, without the system call.
func fileError(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: no such file or folder", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: permission denied", name)
	}
	return fmt.Errorf("%s: %w", name, unwrapPath(err))
}

func unwrapPath(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
