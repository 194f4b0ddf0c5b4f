package seal

import (
	"bytes"
	"errors"
)

// errStop ends a merge early.
var errStop = errors.New("stop")

// A source gives entries in ascending order of their keys.
type source interface {
	// read sets the prefix, the key and the payload of h to those of the next
	// entry, which are valid until the next call. It returns false at the end.
	read(h *head) (bool, error)
}

// A head is the next entry of a source.
type head struct {
	prefix       uint64
	key, payload []byte
	order        int // of the source
	source       source
}

func (h *head) before(o *head) bool {
	if h.prefix != o.prefix {
		return h.prefix < o.prefix
	}
	if c := bytes.Compare(h.key, o.key); c != 0 {
		return c < 0
	}
	return h.order < o.order
}

// merge passes the entries of all sources to yield, in ascending order of
// their keys, and for equal keys in the order of the sources. It ends with the
// first error of a source or of yield.
func merge(sources []source, yield func(*head) error) error {
	heads := make([]*head, 0, len(sources)) // a heap: the least is first
	for i, s := range sources {
		h := &head{order: i, source: s}
		more, err := s.read(h)
		if err != nil {
			return err
		}
		if more {
			heads = append(heads, h)
		}
	}
	for i := len(heads)/2 - 1; i >= 0; i-- {
		sink(heads, i)
	}
	for len(heads) > 0 {
		h := heads[0]
		if err := yield(h); err != nil {
			return err
		}
		more, err := h.source.read(h)
		if err != nil {
			return err
		}
		if !more {
			last := len(heads) - 1
			heads[0], heads = heads[last], heads[:last]
		}
		sink(heads, 0)
	}
	return nil
}

// sink moves heads[i] down to its place in the heap.
func sink(heads []*head, i int) {
	for {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(heads); c++ {
			if heads[c].before(heads[least]) {
				least = c
			}
		}
		if least == i {
			return
		}
		heads[i], heads[least] = heads[least], heads[i]
		i = least
	}
}
