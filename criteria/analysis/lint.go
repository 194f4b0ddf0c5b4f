package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// Options adjusts Lint. The zero value is useful.
type Options struct {
	MaxCells int64  // cells up to which every one is tried; 0 means 1,000,000, which is also the most
	Seed     uint64 // seed of the sample that is drawn beyond; 0 means 1
	Sample   int    // size of that sample; 0 means 100,000

	// Effects says what controls can do, if that is known; L29 then examines
	// it. Criteria documents do not describe controls.
	Effects []Effect

	// Progress, if set, is told how many steps of the work are done: the cells
	// are evaluated, then one check follows the other.
	Progress func(done, of int)
}

// An Effect says by how many levels the controls of one kind can lower a
// rating.
type Effect struct {
	Input        string // id of the input
	MaxReduction int    // levels, the most that they take away
}

// MaxCells is the greatest number of cells that are tried one by one.
const MaxCells = 1_000_000

// Lint proves what can be proved of compiled criteria: their scales are
// finite, so every cell is tried. It returns an error only if the context
// ends.
func Lint(ctx context.Context, c *criteria.Criteria, opts Options) (*Report, error) {
	if opts.MaxCells <= 0 || opts.MaxCells > MaxCells {
		opts.MaxCells = MaxCells
	}
	if opts.Seed == 0 {
		opts.Seed = 1
	}
	if opts.Sample <= 0 {
		opts.Sample = 100_000
	}
	d, err := newDomain(ctx, c, opts)
	if err != nil {
		return nil, err
	}
	l := &linter{ctx: ctx, opts: opts, criteria: c, doc: c.Document(), domain: d}
	for i, check := range checks {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if opts.Progress != nil {
			opts.Progress(1+i, 1+len(checks))
		}
		l.run(check)
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	l.accept()
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	return &Report{File: l.doc.File(), Exhaustive: d.exhaustive, Cells: d.total, Tried: int64(d.n), Repeated: l.repeated, Note: l.note(), Seed: d.seed, Findings: l.findings}, nil
}

// linter is what the checks share.
type linter struct {
	ctx      context.Context
	opts     Options // completed
	criteria *criteria.Criteria
	doc      *criteria.Document
	domain   *domain
	findings []Finding

	repeated  int64       // cells that L02 evaluated again
	bandsFrom *domain     // see bandDomain
	bands     *banding    // see banding
	cox       *banding    // see coxBanding
	reads     *quantities // see quantities
}

// add reports a finding at a node of the document.
func (l *linter) add(code string, s Severity, n *source.Node, f Finding, format string, args ...any) {
	f.Code, f.Severity, f.Path, f.Pos = code, s, n.Path(), n.Pos()
	f.Message = fmt.Sprintf(format, args...)
	l.findings = append(l.findings, f)
}
