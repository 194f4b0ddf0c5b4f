package seal

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// A run is a sorted part of the entries in a temporary file. It is a sequence
// of frames, each of whole entries:
//
//	length of the entries   4 bytes, big-endian
//	checksum                4 bytes, big-endian
//	entries
//
// The checksum is the CRC-32C of the frame's offset in the file, as 8 bytes
// big-endian, the length, and the entries; so a frame in the wrong place is
// found as well. Nothing of a frame is used before it has been checked.
type run struct {
	file       *tempFile
	start, end int64
	entries    uint64
	frame      int // memory for the largest frame with its header
}

const frameHeader = 8

func frameSum(offset int64, b []byte) uint32 {
	var at [8]byte
	binary.BigEndian.PutUint64(at[:], uint64(offset))
	table := crc32.MakeTable(crc32.Castagnoli) // made only once by the package
	sum := crc32.Update(0, table, at[:])
	sum = crc32.Update(sum, table, b[:4])
	return crc32.Update(sum, table, b[frameHeader:])
}

// writeRun appends the entries of sources to a file, as one run.
func writeRun(ctx context.Context, f *tempFile, frame int, sources []source) (run, error) {
	w := runWriter{run: run{file: f, start: f.size, frame: frame}, buf: make([]byte, frameHeader, frame)}
	err := merge(sources, func(h *head) error {
		if err := ended(ctx); err != nil {
			return err
		}
		return w.add(h.key, h.payload)
	})
	if err == nil {
		err = w.flush()
	}
	w.run.end = f.size
	return w.run, err
}

type runWriter struct {
	run run
	buf []byte // a frame to be written
}

func (w *runWriter) add(key, payload []byte) error {
	size := entrySize(len(key), len(payload))
	if len(w.buf) > frameHeader && len(w.buf)+size > cap(w.buf) {
		if err := w.flush(); err != nil {
			return err
		}
	}
	if need := frameHeader + size; need > cap(w.buf) {
		// An entry larger than a frame is a frame of its own. The larger buffer
		// serves those that follow too.
		w.buf = make([]byte, frameHeader, need)
		w.run.frame = need
	}
	w.buf = appendEntry(w.buf, key, payload)
	w.run.entries++
	return nil
}

func (w *runWriter) flush() error {
	f := w.run.file
	binary.BigEndian.PutUint32(w.buf, uint32(len(w.buf)-frameHeader))
	binary.BigEndian.PutUint32(w.buf[4:], frameSum(f.size, w.buf))
	n, err := f.WriteAt(w.buf, f.size)
	if err != nil {
		return err
	}
	f.size += int64(n)
	w.buf = w.buf[:frameHeader]
	return nil
}

// readers returns sources for runs.
func readers(runs []run) []source {
	list := make([]source, len(runs))
	for i, r := range runs {
		list[i] = &runReader{run: r, at: r.start}
	}
	return list
}

// runReader reads a run.
type runReader struct {
	run     run
	at      int64  // offset of the next frame
	buf     []byte // memory of a frame
	rest    []byte // what is not read yet of the frame in buf
	entries uint64 // read so far
}

func (r *runReader) read(h *head) (bool, error) {
	if len(r.rest) == 0 {
		if r.at == r.run.end {
			if r.entries != r.run.entries {
				return false, r.corrupt("a run has %d entries, not %d", r.entries, r.run.entries)
			}
			return false, nil
		}
		if err := r.fill(); err != nil {
			return false, err
		}
	}
	var ok bool
	if h.key, h.payload, r.rest, ok = cutEntry(r.rest); !ok {
		return false, r.corrupt("an entry is cut off")
	}
	h.prefix = prefixOf(h.key)
	r.entries++
	return true, nil
}

// fill reads and checks the next frame.
func (r *runReader) fill() error {
	left := r.run.end - r.at
	if r.buf == nil {
		r.buf = make([]byte, min(int64(r.run.frame), left))
	}
	if left < frameHeader {
		return r.corrupt("a frame is cut off")
	}
	if err := r.readAt(r.buf[:frameHeader], r.at); err != nil {
		return err
	}
	n := int64(binary.BigEndian.Uint32(r.buf))
	if n == 0 || n > min(int64(len(r.buf)), left)-frameHeader {
		return r.corrupt("a frame cannot have %d bytes", n)
	}
	b := r.buf[:frameHeader+n]
	if err := r.readAt(b[frameHeader:], r.at+frameHeader); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(b[4:]) != frameSum(r.at, b) {
		return r.corrupt("a checksum is wrong")
	}
	r.at += int64(len(b))
	r.rest = b[frameHeader:]
	return nil
}

func (r *runReader) readAt(b []byte, offset int64) error {
	n, err := r.run.file.ReadAt(b, offset)
	if n == len(b) {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return r.corrupt("%d bytes are missing", len(b)-n)
	}
	return err
}

func (r *runReader) corrupt(format string, args ...any) error {
	return fmt.Errorf("%w: %s: %s near offset %d", ErrCorrupt, r.run.file.Name(), fmt.Sprintf(format, args...), r.at)
}
