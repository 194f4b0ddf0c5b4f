package seal

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"math/bits"
	"slices"
)

// An entry is encoded the same in memory and in files: the length of the key
// as a uvarint, the key, the length of the payload as a uvarint, the payload.

// appendEntry appends the encoding of an entry.
func appendEntry[K string | []byte](b []byte, key K, payload []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(key)))
	b = append(b, key...)
	b = binary.AppendUvarint(b, uint64(len(payload)))
	return append(b, payload...)
}

// entrySize returns the length of an entry's encoding.
func entrySize(key, payload int) int {
	return uvarintSize(key) + key + uvarintSize(payload) + payload
}

func uvarintSize(n int) int {
	return (bits.Len(uint(n)|1) + 6) / 7
}

// cutEntry splits the first entry off b. The parts alias b.
func cutEntry(b []byte) (key, payload, rest []byte, ok bool) {
	if key, b, ok = cutBytes(b); !ok {
		return nil, nil, nil, false
	}
	payload, rest, ok = cutBytes(b)
	return key, payload, rest, ok
}

func cutBytes(b []byte) (part, rest []byte, ok bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return nil, nil, false
	}
	end := size + int(n)
	return b[size:end:end], b[end:], true
}

// A record stands for an entry of a page.
type record struct {
	prefix uint64 // the first bytes of the key, which decide most comparisons
	at     uint32 // offset in the page
	key    uint32 // length of the key
}

const recordSize = 16

func (r record) keyIn(data []byte) []byte {
	start := int(r.at) + uvarintSize(int(r.key))
	return data[start : start+int(r.key)]
}

// prefixOf returns the first eight bytes of key, filled up with zeros, so that
// keys whose prefixes differ stand in the order of their prefixes.
func prefixOf[K string | []byte](key K) uint64 {
	var b [8]byte
	copy(b[:], key)
	return binary.BigEndian.Uint64(b[:])
}

// A page holds entries that are sorted together. Its two parts have a fixed
// capacity: growing them would need memory for the old and the new.
type page struct {
	data    []byte
	records []record
}

func newPage(data, records int) *page {
	return &page{data: make([]byte, 0, data), records: make([]record, 0, records)}
}

func (p *page) size() int { return cap(p.data) + recordSize*cap(p.records) }

func (p *page) fits(size int) bool {
	return len(p.records) < cap(p.records) && size <= cap(p.data)-len(p.data)
}

func (p *page) add(key string, payload []byte) {
	p.records = append(p.records, record{prefixOf(key), uint32(len(p.data)), uint32(len(key))})
	p.data = appendEntry(p.data, key, payload)
}

func (p *page) sort() {
	slices.SortFunc(p.records, func(a, b record) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		if c := bytes.Compare(a.keyIn(p.data), b.keyIn(p.data)); c != 0 {
			return c
		}
		return cmp.Compare(a.at, b.at) // arrival
	})
}

// pages hold the entries that are in memory, in the order of their arrival.
type pages struct {
	used    []*page
	free    []*page // of the common size, emptied
	held    int     // bytes of used and free pages
	largest int     // bytes of the largest entry with a page of its own so far
}

func (ps *pages) empty() bool { return len(ps.used) == 0 }

// add adds an entry unless the memory is full. Empty pages take every entry.
func (ps *pages) add(m memory, key string, payload []byte) bool {
	size := entrySize(len(key), len(payload))
	if n := len(ps.used); n == 0 || !ps.used[n-1].fits(size) {
		if !ps.next(m, size) {
			return false
		}
	}
	ps.used[len(ps.used)-1].add(key, payload)
	return true
}

// next opens a page for an entry of this size.
func (ps *pages) next(m memory, size int) bool {
	// A quarter of a page for records is right for entries of 48 bytes. Larger
	// ones leave some of it unused, smaller ones some of the rest.
	data, records := m.page/4*3, m.page/4/recordSize
	if size <= data {
		if n := len(ps.free); n > 0 {
			ps.used = append(ps.used, ps.free[n-1])
			ps.free = ps.free[:n-1]
			return true
		}
	} else {
		data, records = size, 1
		ps.largest = max(ps.largest, size)
	}
	// Writing needs a buffer that takes the largest entry.
	if ps.held+data+recordSize*records > m.pages-max(m.page, ps.largest) {
		if !ps.empty() {
			return false
		}
		ps.free, ps.held = nil, 0
	}
	p := newPage(data, records)
	ps.used = append(ps.used, p)
	ps.held += p.size()
	return true
}

// sort sorts every page for itself.
func (ps *pages) sort(ctx context.Context) error {
	for _, p := range ps.used {
		if err := ended(ctx); err != nil {
			return err
		}
		p.sort()
	}
	return nil
}

// sources returns the sorted entries, page by page.
func (ps *pages) sources() []source {
	list := make([]source, len(ps.used))
	for i, p := range ps.used {
		list[i] = &pageSource{page: p}
	}
	return list
}

// reset empties the pages, and keeps those of the common size.
func (ps *pages) reset() {
	for _, p := range ps.used {
		if cap(p.records) == 1 {
			ps.held -= p.size()
			continue
		}
		p.data, p.records = p.data[:0], p.records[:0]
		ps.free = append(ps.free, p)
	}
	clear(ps.used) // so that the large ones can be collected
	ps.used = ps.used[:0]
}

// pageSource reads a sorted page.
type pageSource struct {
	page *page
	next int
}

func (s *pageSource) read(h *head) (bool, error) {
	if s.next == len(s.page.records) {
		return false, nil
	}
	r := s.page.records[s.next]
	s.next++
	h.prefix = r.prefix
	h.key, h.payload, _, _ = cutEntry(s.page.data[r.at:])
	return true, nil
}
