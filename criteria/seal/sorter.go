package seal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
)

var (
	// ErrTooLarge is the error of an entry that a Sorter of this memory does
	// not take.
	ErrTooLarge = errors.New("entry too large")

	// ErrCorrupt is the error of a temporary file that does not hold what was
	// written to it.
	ErrCorrupt = errors.New("temporary file is corrupt")

	// ErrSorted is the error of an Add after reading has begun.
	ErrSorted = errors.New("sorter is being read")

	// ErrClosed is the error of a Sorter that has been closed.
	ErrClosed = errors.New("sorter is closed")
)

const (
	defaultMemory = 8 << 20
	// leastMemory is what sorting and merging need at least.
	leastMemory = 64 << 10
	maxEntry    = 1 << 30
	maxFanIn    = 64
)

// SorterOptions adjusts a [Sorter]. The zero value is useful.
type SorterOptions struct {
	// Dir is the folder in which the Sorter makes a folder of its own for
	// temporary files, once it needs one; "" is the system's, see os.TempDir.
	Dir string

	// Memory bounds, in bytes, what the Sorter holds at a time: keys, payloads,
	// 16 bytes and the lengths for every entry, and the buffers for its files.
	// Zero and less mean 8 MiB. With less than 64 KiB entries are written to
	// files earlier, but merging them takes up to 64 KiB nevertheless. Beside
	// it the Sorter keeps some 64 bytes for each run, see Sorter.
	//
	// An entry may take a quarter of the memory (of 64 KiB, if that is more),
	// and 1 GiB at most.
	Memory int
}

// An Entry is what a [Sorter] sorts.
type Entry struct {
	Key     string
	Payload []byte
}

// A Sorter orders entries by their keys, byte by byte, and entries of equal
// keys by their arrival, in bounded memory: once the memory is full, what it
// holds is sorted and written to a temporary file as a run; the runs are
// merged when the entries are read.
//
// Fill it with Add, then read it with Sorted, and Close it whatever happened.
// An error of a file and the end of a context are final: the temporary files
// are removed at once and every later call returns the same error. The files
// are as large as the entries, and for a time twice as large if there are more
// than 64 runs.
//
// A Sorter is not safe for concurrent use. It must not be copied.
type Sorter struct {
	opts   SorterOptions
	pages  pages
	files  tempDir
	runs   []run // in the order of arrival
	err    error // final
	frozen bool  // everything is sorted; nothing can be added
	closed bool
}

// NewSorter returns a Sorter. It makes no file yet.
func NewSorter(opts SorterOptions) *Sorter { return &Sorter{opts: opts} }

// Add adds an entry. It copies the payload. An entry that is too large is
// refused with [ErrTooLarge], and the Sorter goes on without it; all other
// errors are final. After Sorted has been ranged over, Add returns
// [ErrSorted].
func (s *Sorter) Add(ctx context.Context, key string, payload []byte) error {
	if err := s.check(ctx); err != nil {
		return err
	}
	if s.frozen {
		return fmt.Errorf("seal: add: %w", ErrSorted)
	}
	m := s.memory()
	if len(key) > m.entry || len(payload) > m.entry-len(key) {
		return fmt.Errorf("seal: add: %w: its key has %d bytes and its payload %d, more than %d together",
			ErrTooLarge, len(key), len(payload), m.entry)
	}
	if s.pages.add(m, key, payload) {
		return nil
	}
	if err := s.spill(ctx, m); err != nil {
		return s.fail(err)
	}
	s.pages.add(m, key, payload) // empty pages take any entry
	return nil
}

// Sorted returns the entries in ascending order of their keys. The entries
// belong to the caller. It may be ranged over several times, and left early.
//
// An error comes last, with a zero entry: an [ErrCorrupt], an error of the
// file system, the end of the context, whose cause is wrapped too, or the
// error with which the Sorter failed before.
func (s *Sorter) Sorted(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		err := s.each(ctx, func(key, payload []byte) bool {
			return yield(Entry{Key: string(key), Payload: bytes.Clone(payload)}, nil)
		})
		if err != nil {
			yield(Entry{}, err)
		}
	}
}

// each passes the sorted entries to yield until it returns false.
func (s *Sorter) each(ctx context.Context, yield func(key, payload []byte) bool) error {
	if err := s.check(ctx); err != nil {
		return err
	}
	if !s.frozen {
		if err := s.freeze(ctx); err != nil {
			return s.fail(err)
		}
	}
	sources := s.pages.sources()
	if len(s.runs) > 0 {
		sources = readers(s.runs)
	}
	var failed error
	err := merge(sources, func(h *head) error {
		// The Sorter may have been closed inside the loop, and have failed in
		// another loop over it.
		if failed = s.check(ctx); failed != nil {
			return errStop
		}
		if !yield(h.key, h.payload) {
			return errStop
		}
		return nil
	})
	if err == nil {
		return nil
	}
	if err == errStop {
		return failed
	}
	// A file that cannot be read may have been closed inside the loop.
	if failed = s.check(ctx); failed != nil {
		return failed
	}
	return s.fail(err)
}

// freeze sorts what is in memory, and brings the runs down to as many as can
// be merged at once.
func (s *Sorter) freeze(ctx context.Context) error {
	if len(s.runs) == 0 {
		err := s.pages.sort(ctx)
		s.frozen = err == nil
		return err
	}
	m := s.memory()
	if !s.pages.empty() {
		if err := s.spill(ctx, m); err != nil {
			return err
		}
	}
	s.pages = pages{}
	for m.fit(nil, s.runs) < len(s.runs) {
		if err := s.pass(ctx, m); err != nil {
			return err
		}
	}
	s.frozen = true
	return nil
}

// spill writes what is in memory to a file, as one run.
func (s *Sorter) spill(ctx context.Context, m memory) error {
	if err := s.pages.sort(ctx); err != nil {
		return err
	}
	if len(s.runs) == 0 {
		if err := s.files.create(s.opts.Dir); err != nil {
			return err
		}
	}
	r, err := writeRun(ctx, s.files.last(), m.frame, s.pages.sources())
	if err != nil {
		return err
	}
	s.runs = append(s.runs, r)
	s.pages.reset()
	return nil
}

// pass merges neighbouring runs into a new file, no more of them than needed.
func (s *Sorter) pass(ctx context.Context, m memory) error {
	if err := s.files.create(s.opts.Dir); err != nil {
		return err
	}
	out := s.files.last()
	var done []run
	rest := s.runs
	for len(rest) > 1 {
		most := m.fit(done, rest)
		if most == len(done)+len(rest) {
			break
		}
		// Merging n runs leaves n-1 fewer.
		n := min(m.fit(nil, rest), len(done)+len(rest)-most+1)
		r, err := writeRun(ctx, out, m.frame, readers(rest[:n]))
		if err != nil {
			return err
		}
		done, rest = append(done, r), rest[n:]
	}
	s.runs = append(done, rest...)
	return s.files.removeUnused(s.runs)
}

// Close removes the temporary files, and frees the memory. Closing twice is
// fine. After Close, Add and Sorted return [ErrClosed].
func (s *Sorter) Close() error {
	s.closed = true
	return s.release()
}

func (s *Sorter) release() error {
	s.pages, s.runs = pages{}, nil
	if err := s.files.remove(); err != nil {
		return fmt.Errorf("seal: close: %w", err)
	}
	return nil
}

// check returns why the Sorter cannot go on.
func (s *Sorter) check(ctx context.Context) error {
	if s.closed {
		return fmt.Errorf("seal: sort: %w", ErrClosed)
	}
	if s.err != nil {
		return s.err
	}
	if err := ended(ctx); err != nil {
		return s.fail(err)
	}
	return nil
}

// fail makes err final.
func (s *Sorter) fail(err error) error {
	s.err = fmt.Errorf("seal: sort: %w", err)
	// Close tries again to remove what could not be removed here, and reports
	// what remains.
	_ = s.release()
	return s.err
}

// ended returns the error of a context that has ended, together with its
// cause.
func ended(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		return nil
	}
	if cause := context.Cause(ctx); !errors.Is(cause, err) {
		return fmt.Errorf("%w: %w", err, cause)
	}
	return err
}

// memory is how the Sorter's memory is divided, in bytes.
type memory struct {
	total int // for merging
	frame int // least size of a file's frame, see run
	page  int // size of a page
	pages int // for all pages, and for writing them
	entry int // largest key and payload
}

func (s *Sorter) memory() memory {
	given := s.opts.Memory
	if given <= 0 {
		given = defaultMemory
	}
	m := memory{total: max(given, leastMemory)}
	m.frame = min(m.total/(2*maxFanIn), 64<<10)
	m.page = min(max(given/32, 4<<10), 256<<10)
	m.pages = given
	m.entry = min(m.total/4, maxEntry)
	return m
}

// fit returns how many runs of the two lists, in this order, can be merged at
// once. It is never less than two, if there are two: a frame is hardly larger
// than an entry.
func (m memory) fit(a, b []run) int {
	left, largest := m.total, m.frame // the largest frame may have to be written, too
	most := min(len(a)+len(b), maxFanIn)
	for i := range most {
		r, at := a, i
		if at >= len(a) {
			r, at = b, at-len(a)
		}
		left -= r[at].frame
		if largest = max(largest, r[at].frame); left < largest {
			return i
		}
	}
	return most
}
