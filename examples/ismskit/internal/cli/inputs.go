package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// readCriteria reads and compiles a criteria document.
func (t *tool) readCriteria(name string) (*criteria.Criteria, error) {
	data, err := t.read(name, criteria.MaxBytes)
	if err != nil {
		return nil, err
	}
	doc, err := criteria.Parse(display(name), data)
	if err != nil {
		return nil, err
	}
	return doc.Compile()
}

// readRecord reads and verifies a record.
func (t *tool) readRecord(name string) (*risk.Record, error) {
	data, err := t.read(name, risk.MaxRecordBytes)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) && len(data) > 0 {
		var r source.Reporter
		r.Add(source.Diagnostic{File: display(name), Pos: source.Pos{Line: 1, Col: 1}, Code: source.BadValue, Message: "wanted is a record of an assessment, one JSON object as assess -o writes it"})
		return nil, r.Err()
	}
	return risk.ParseRecord(display(name), data)
}

// A registerForm is how a register is written.
type registerForm string

const (
	formDocument registerForm = "document" // YAML or JSON
	formCSV      registerForm = "csv"
	formNDJSON   registerForm = "ndjson"
)

func registerFormOf(name string) registerForm {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return formCSV
	case ".ndjson", ".jsonl":
		return formNDJSON
	}
	return formDocument
}

// held is the size up to which a register of one risk a line is held in memory,
// where risks can be put in order.
const held = 4 << 20

// lines is a register of one risk a line, CSV or NDJSON, that is being read.
type lines struct {
	stream   *risk.Stream
	progress *progress
	small    bool // it fits into held
	file     io.Closer
}

func (l *lines) close() {
	l.progress.end()
	_ = l.file.Close() // it was only read
}

// openLines opens a register of one risk a line; close it in any case.
func (t *tool) openLines(name string, form registerForm, c *criteria.Criteria) (*lines, error) {
	f, size, err := t.open(name)
	if err != nil {
		return nil, err
	}
	l := &lines{progress: t.startProgress("outcomes", size), file: f}
	r := l.progress.reader(f)
	var head bytes.Buffer
	_, err = head.ReadFrom(io.LimitReader(r, held+1))
	if err != nil {
		err = fileError(display(name), err)
	} else {
		err = checkText(name, head.Bytes())
	}
	if l.small = head.Len() <= held; l.small {
		r = &head
	} else {
		r = io.MultiReader(&head, r)
	}
	if err == nil {
		if form == formCSV {
			l.stream, err = risk.StreamCSV(display(name), r, c)
		} else {
			l.stream, err = risk.StreamNDJSON(display(name), r)
		}
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// register reads all risks into memory.
func (l *lines) register(ctx context.Context) (*risk.Register, error) {
	reg := &risk.Register{ID: l.stream.ID}
	var errs source.Reporter
	for r, err := range l.stream.Risks() {
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case err == nil:
			reg.Risks = append(reg.Risks, r)
			l.progress.add(1)
		case !collect(&errs, err):
			if errs.Len() == 0 {
				return nil, err
			}
			return nil, errs.Err()
		}
	}
	return reg, errs.Err()
}

// readRegister reads a whole register in any of its forms.
func (t *tool) readRegister(ctx context.Context, name string, c *criteria.Criteria) (*risk.Register, error) {
	form := registerFormOf(name)
	if form == formDocument {
		data, err := t.read(name, risk.MaxRegisterBytes)
		if err != nil {
			return nil, err
		}
		return risk.ParseRegister(display(name), data)
	}
	l, err := t.openLines(name, form, c)
	if err != nil {
		return nil, err
	}
	defer l.close()
	return l.register(ctx)
}

// collect keeps an error that belongs to one risk; false for any other, and
// once there are enough.
func collect(errs *source.Reporter, err error) bool {
	var e *source.Error
	if !errors.As(err, &e) {
		return false
	}
	errs.Include(e)
	return errs.Len() < source.MaxDiagnostics
}

// asOf reads the time of an assessment.
func asOf(text string) (time.Time, error) { return asOfFlag("--at", text) }

func asOfFlag(flag, text string) (time.Time, error) {
	at, err := source.ParseTime(text)
	if err != nil {
		return time.Time{}, usagef(flag+": %q is no time; wanted is a date such as 2026-03-01, or a time such as 2026-03-01T12:00:00Z", source.Clip(text))
	}
	return at, nil
}
