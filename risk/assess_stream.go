package risk

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// StreamOptions adjusts AssessStream. The zero value is useful.
type StreamOptions struct {
	// Outcome is called for every outcome, in the order of the stream, from
	// one goroutine. The outcome may not be kept. An error ends the assessment.
	Outcome func(*Outcome) error

	// CollectErrors reads on after a risk that cannot be assessed, to report
	// up to source.MaxDiagnostics of them at once. There is no seal then
	// either.
	CollectErrors bool

	// Ascending states that the risks come in ascending order of their ids, so
	// that nothing needs to be spilled; another order is an error.
	Ascending bool

	// Dir is the folder for temporary files, "" for the system's.
	Dir string
	// Memory bounds what is kept before it is spilled, in bytes; 0 means 8 MiB.
	Memory int
}

// AssessStream assesses risks of any number in bounded memory and returns the
// seal: the same that Assess gives for the same risks. There is no ranking,
// which would need all of them.
//
// Leaves of the seal stand by risk id. While the ids ascend they are hashed at
// once; any other order is sorted through temporary files, which are removed
// before AssessStream returns.
func AssessStream(ctx context.Context, c *criteria.Criteria, s *Stream, asOf time.Time, opts StreamOptions) (Seal, error) {
	if err := checkTime(asOf); err != nil {
		return Seal{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	k := &sink{file: s.file, opts: opts, ascending: true}
	if !opts.Ascending {
		k.sorter = seal.NewSorter(seal.SorterOptions{Dir: opts.Dir, Memory: opts.Memory})
		defer k.sorter.Close()
	}
	jobs := start(ctx, c, s, asOf, opts.Outcome != nil)
	var failed error
	for j := range jobs {
		<-j.done
		if failed == nil {
			if failed = k.take(ctx, j); failed != nil {
				cancel(failed)
			}
		}
	}
	if failed == nil && ctx.Err() != nil {
		failed = context.Cause(ctx)
	}
	if failed != nil {
		return Seal{}, failed
	}
	if err := k.finish(ctx); err != nil {
		return Seal{}, err
	}
	return newSeal(c, asOf, s.ID, &k.risks, &k.outcomes), nil
}

// job is a batch on its way through a worker.
type job struct {
	batch batch
	err   error
	done  chan struct{}

	leaves   []riskLeaves
	outcomes []Outcome // only if somebody asked for them
	errs     source.Reporter
	failed   error
}

// riskLeaves are the hashes of one risk.
type riskLeaves struct {
	id       string
	line     int
	input    seal.Hash
	n        int
	outcomes [3]seal.Hash // in order of stage
	err      bool
	outs     int // outcomes of this risk in job.outcomes
}

// start runs the workers. The jobs arrive in the order of the stream.
func start(ctx context.Context, c *criteria.Criteria, s *Stream, asOf time.Time, keep bool) <-chan *job {
	workers := runtime.GOMAXPROCS(0)
	work := make(chan *job, workers)
	order := make(chan *job, 2*workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a, d := newAssessor(c, asOf), newDecoder()
			for j := range work {
				j.run(ctx, a, d, keep)
				if j.batch != nil {
					j.batch.release()
				}
				close(j.done)
			}
		}()
	}
	go func() {
		defer close(order)
		defer wg.Wait()
		defer close(work)
		for b, err := range s.batches {
			j := &job{batch: b, err: err, done: make(chan struct{})}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			work <- j
			if err != nil {
				return
			}
		}
	}()
	return order
}

func (j *job) run(ctx context.Context, a *assessor, d *decoder, keep bool) {
	if j.err != nil || ctx.Err() != nil {
		return
	}
	var b []byte
	var errs source.Reporter // of one risk
	for r, err := range j.batch.risks(d) {
		if err != nil {
			var bad *source.Error
			if !errors.As(err, &bad) {
				j.failed = err
				return
			}
			j.errs.Include(bad)
			j.leaves = append(j.leaves, riskLeaves{err: true})
			continue
		}
		l := riskLeaves{id: r.ID, line: r.line()}
		b = appendRisk(b[:0], r)
		l.input = seal.LeafHash(b)
		errs = source.Reporter{}
		ok := r.valid(&errs, b) && a.assess(&errs, r, func(o *Outcome) {
			b = o.appendLeaf(b[:0])
			l.outcomes[l.n] = seal.LeafHash(b)
			l.n++
			if keep {
				j.outcomes = append(j.outcomes, o.clone())
				l.outs++
			}
		})
		if !ok && r.raw != nil { // read it again for the exact place
			errs = source.Reporter{}
			var bad *source.Error
			switch strict, err := parseLine(r.at.file, r.at.line, r.raw); {
			case err == nil:
				a.assess(&errs, strict, func(*Outcome) {})
			case errors.As(err, &bad):
				errs.Include(bad)
			}
		}
		j.errs.Merge(&errs)
		l.err = !ok
		j.leaves = append(j.leaves, l)
	}
}

// sink puts the leaves in order.
type sink struct {
	file            string
	opts            StreamOptions
	sorter          *seal.Sorter
	ascending       bool
	last            string
	seen            bool
	risks, outcomes seal.Tree
	errs            source.Reporter
}

func (k *sink) take(ctx context.Context, j *job) error {
	if j.err != nil {
		return j.err
	}
	if j.failed != nil {
		return j.failed
	}
	if j.errs.Len() > 0 {
		k.errs.Merge(&j.errs)
		if !k.opts.CollectErrors || k.errs.Len() > source.MaxDiagnostics {
			return k.errs.Err()
		}
	}
	at := 0
	for i := range j.leaves {
		l := &j.leaves[i]
		if l.err {
			at += l.outs
			continue
		}
		if err := k.add(ctx, l); err != nil {
			return err
		}
		for ; l.outs > 0 && k.errs.Len() == 0; l.outs-- {
			if err := k.opts.Outcome(&j.outcomes[at]); err != nil {
				return err
			}
			at++
		}
	}
	return nil
}

func (k *sink) add(ctx context.Context, l *riskLeaves) error {
	if k.seen && l.id <= k.last {
		if k.opts.Ascending {
			return k.report(l.line, fmt.Sprintf("the risk %q does not come after %q, and ascending ids were promised", l.id, source.Clip(k.last)))
		}
		k.ascending = false
	}
	k.last, k.seen = l.id, true
	if k.ascending {
		k.hash(l.input, l.outcomes[:l.n])
	}
	if k.sorter == nil {
		return nil
	}
	payload := make([]byte, 0, 8+32*4)
	payload = binary.BigEndian.AppendUint64(payload, uint64(l.line))
	payload = append(payload, l.input[:]...)
	for _, h := range l.outcomes[:l.n] {
		payload = append(payload, h[:]...)
	}
	return k.sorter.Add(ctx, l.id, payload)
}

func (k *sink) hash(input seal.Hash, outcomes []seal.Hash) {
	k.risks.Append(input)
	for _, h := range outcomes {
		k.outcomes.Append(h)
	}
}

// finish hashes the sorted leaves if the stream was not in order.
func (k *sink) finish(ctx context.Context) error {
	if err := k.errs.Err(); err != nil {
		return err
	}
	if !k.seen {
		return ErrNoRisks
	}
	if k.ascending {
		return nil
	}
	k.risks, k.outcomes = seal.Tree{}, seal.Tree{}
	last, lastLine, first := "", uint64(0), true
	for e, err := range k.sorter.Sorted(ctx) {
		if err != nil {
			return err
		}
		line := binary.BigEndian.Uint64(e.Payload)
		if !first && e.Key == last {
			return k.report(int(line), fmt.Sprintf("the risk %q is already at line %d", e.Key, lastLine))
		}
		last, lastLine, first = e.Key, line, false
		var hs [4]seal.Hash
		n := 0
		for rest := e.Payload[8:]; len(rest) >= 32 && n < 4; rest = rest[32:] {
			copy(hs[n][:], rest)
			n++
		}
		k.hash(hs[0], hs[1:n])
	}
	return nil
}

func (k *sink) report(line int, message string) error {
	var r source.Reporter
	r.Add(source.Diagnostic{File: k.file, Pos: source.Pos{Line: line, Col: 1}, Path: "id", Code: source.DuplicateID, Message: message})
	return r.Err()
}
