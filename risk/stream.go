package risk

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"sync"

	"github.com/ismskit/ismskit/criteria/source"
)

// A Stream is a register that is read risk by risk, so that its size does not
// matter. It can be read once.
type Stream struct {
	ID string // of the register; "" if the source names none

	file    string
	batches iter.Seq2[batch, error]
}

// StreamOf makes a stream of risks that come from anywhere.
func StreamOf(id string, risks iter.Seq2[*Risk, error]) *Stream {
	return &Stream{ID: id, batches: func(yield func(batch, error) bool) {
		var b risksBatch
		for r, err := range risks {
			b = append(b, result1{r, err})
			if len(b) == batchSize {
				if !yield(b, nil) {
					return
				}
				b = nil
			}
		}
		if len(b) > 0 {
			yield(b, nil)
		}
	}}
}

// StreamRegister makes a stream of a register in memory.
func StreamRegister(reg *Register) *Stream {
	return StreamOf(reg.ID, func(yield func(*Risk, error) bool) {
		for _, r := range reg.Risks {
			if !yield(r, nil) {
				return
			}
		}
	})
}

// Risks reads the risks one after the other. An error that belongs to one
// risk is a *source.Error, and reading may go on after it; any other error is
// the last.
func (s *Stream) Risks() iter.Seq2[*Risk, error] {
	return func(yield func(*Risk, error) bool) {
		for b, err := range s.batches {
			if err != nil {
				yield(nil, err)
				return
			}
			for r, err := range b.risks(nil) {
				if !yield(r, err) {
					return
				}
			}
		}
	}
}

// batchSize is the number of risks that are handed to a goroutine at once.
const batchSize = 128

// batch is some consecutive risks of a stream, which any goroutine may decode.
// With a decoder, a risk is good only until the next one.
type batch interface {
	risks(d *decoder) iter.Seq2[*Risk, error]
	release()
}

type result1 struct {
	risk *Risk
	err  error
}

type risksBatch []result1

func (risksBatch) release() {}

func (b risksBatch) risks(*decoder) iter.Seq2[*Risk, error] {
	return func(yield func(*Risk, error) bool) {
		for _, x := range b {
			if !yield(x.risk, x.err) {
				return
			}
		}
	}
}

// StreamNDJSON reads a register as NDJSON: one risk a line, in the form that
// it has in a register's list. The first line may be an object with format, id
// and title of the register. Empty lines are passed over.
func StreamNDJSON(name string, r io.Reader) (*Stream, error) {
	l := &lines{name: name, r: bufio.NewReaderSize(r, 64<<10)}
	s := &Stream{file: name, batches: l.batches}
	first, err := l.next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, l.fail(source.Empty, "the register has no risks")
	case err != nil:
		l.held = &held{err: err, line: l.line}
		return s, nil
	}
	if !isHeader(first) {
		l.held = &held{data: bytes.Clone(first), line: l.line}
		return s, nil
	}
	root, err := source.ParseJSONAt(name, l.line, first, source.Limits{})
	if err != nil {
		return nil, err
	}
	p := &parser{}
	o := p.Object(root)
	p.format(o, RegisterFormat)
	if o.Has("id") {
		s.ID = o.ID("id", false)
	}
	o.String("title", false)
	o.Close()
	return s, p.Err()
}

// isHeader tells a register's first line from a risk's: risks have no format.
func isHeader(line []byte) bool {
	i := bytes.Index(line, []byte(`"format"`))
	return i >= 0 && bytes.Contains(line[i:], []byte(`"ismskit.`)) && !bytes.Contains(line[:i], []byte(`"ratings"`))
}

// lines cuts a reader into lines of bounded length.
type lines struct {
	name string
	r    *bufio.Reader
	line int // number of the last line read
	buf  []byte
	held *held // a line that was read and not used yet
	any  bool
	pool sync.Pool
}

type held struct {
	data []byte
	line int
	err  error
}

func (l *lines) fail(code source.Code, message string) error {
	var r source.Reporter
	r.Add(source.Diagnostic{File: l.name, Pos: source.Pos{Line: max(1, l.line), Col: 1}, Code: code, Message: message})
	return r.Err()
}

// next reads a line that is not empty. An error of one line is a
// *source.Error; the line is skipped without being kept.
func (l *lines) next() ([]byte, error) {
	for {
		l.line++
		l.buf = l.buf[:0]
		long := false
		for {
			part, err := l.r.ReadSlice('\n')
			if len(l.buf)+len(part) > MaxLineBytes+1 {
				long = true
			} else if !long {
				l.buf = append(l.buf, part...)
			}
			if err == nil {
				break
			}
			if errors.Is(err, bufio.ErrBufferFull) {
				continue
			}
			if !errors.Is(err, io.EOF) {
				return nil, err
			}
			if len(l.buf) == 0 && !long {
				return nil, io.EOF
			}
			break
		}
		if long {
			return nil, l.fail(source.Limit, "the line is longer than 1 MiB")
		}
		if l.line == 1 {
			l.buf = bytes.TrimPrefix(l.buf, []byte("\xef\xbb\xbf"))
		}
		if line := bytes.TrimRight(l.buf, " \t\r\n"); len(line) > 0 {
			return line, nil
		}
	}
}

// batches reads on to the end. The lines of a batch share one buffer.
func (l *lines) batches(yield func(batch, error) bool) {
	b := l.batch()
	flush := func() bool {
		full := b
		b = l.batch()
		return len(full.at) == 0 || yield(full, nil)
	}
	for {
		var line []byte
		var err error
		if h := l.held; h != nil {
			l.held = nil
			line, err = h.data, h.err
		} else {
			line, err = l.next()
		}
		var bad *source.Error
		switch {
		case errors.Is(err, io.EOF):
			if !l.any {
				err := l.fail(source.Empty, "the register has no risks")
				yield(nil, err)
				return
			}
			flush()
			return
		case errors.As(err, &bad):
			b.at = append(b.at, span{line: l.line, err: err})
		case err != nil:
			if flush() {
				yield(nil, err)
			}
			return
		default:
			b.at = append(b.at, span{line: l.line, from: len(b.data), to: len(b.data) + len(line)})
			b.data = append(b.data, line...)
		}
		l.any = true
		if len(b.at) == batchSize || len(b.data) > 256<<10 {
			if !flush() {
				return
			}
		}
	}
}

// linesBatch is some lines of NDJSON.
type linesBatch struct {
	name string
	data []byte
	at   []span
	pool *sync.Pool
}

func (l *lines) batch() *linesBatch {
	if b, ok := l.pool.Get().(*linesBatch); ok {
		return b
	}
	return &linesBatch{name: l.name, pool: &l.pool}
}

// release gives the memory of a batch back once nothing points into it.
func (b *linesBatch) release() {
	clear(b.at)
	b.data, b.at = b.data[:0], b.at[:0]
	b.pool.Put(b)
}

type span struct {
	line, from, to int
	err            error
}

func (b *linesBatch) risks(d *decoder) iter.Seq2[*Risk, error] {
	return func(yield func(*Risk, error) bool) {
		for _, s := range b.at {
			if s.err != nil {
				if !yield(nil, s.err) {
					return
				}
				continue
			}
			line := b.data[s.from:s.to]
			if d != nil {
				if r := d.read(line, place{b.name, s.line}); r != nil {
					if !yield(r, nil) {
						return
					}
					continue
				}
			}
			if !yield(parseLine(b.name, s.line, line)) {
				return
			}
		}
	}
}

// parseLine reads a risk from a line of NDJSON.
func parseLine(name string, line int, data []byte) (*Risk, error) {
	root, err := source.ParseJSONAt(name, line, data, source.Limits{Bytes: MaxLineBytes})
	if err != nil {
		return nil, err
	}
	p := &parser{}
	r := p.risk(root)
	if err := p.Err(); err != nil {
		return nil, err
	}
	return r, nil
}
