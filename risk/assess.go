package risk

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// An Assessment is what criteria say about a register as of a time. It is a
// pure function of the three, and of the dialect the criteria are written in.
type Assessment struct {
	Outcomes []Outcome // by risk id, then by stage
	Seal     Seal
	Rankings []Ranking // one for each stage that occurs

	criteria *criteria.Criteria
	risks    []*Risk // by id
	leaves   []seal.Hash
}

// Assess evaluates every risk of the register at every stage that it is rated
// for. Risks are worked on in parallel; the result does not depend on it. A
// rating that does not fit the criteria is an error, a *source.Error with all
// such ratings; nothing is assessed then.
func Assess(ctx context.Context, c *criteria.Criteria, reg *Register, asOf time.Time) (*Assessment, error) {
	if err := checkTime(asOf); err != nil {
		return nil, err
	}
	if len(reg.Risks) == 0 {
		return nil, ErrNoRisks
	}
	risks := reg.sorted()
	for i := 1; i < len(risks); i++ {
		if risks[i].ID == risks[i-1].ID {
			return nil, duplicate(risks[i-1], risks[i])
		}
	}
	parts, err := assessParts(ctx, c, risks, asOf)
	if err != nil {
		return nil, err
	}
	a := &Assessment{criteria: c, risks: risks}
	total := 0
	for _, p := range parts {
		total += len(p.outcomes)
	}
	a.Outcomes, a.leaves = make([]Outcome, 0, total), make([]seal.Hash, 0, total)
	var registerTree, outcomeTree seal.Tree
	for _, p := range parts {
		a.Outcomes = append(a.Outcomes, p.outcomes...)
		for _, h := range p.leaves {
			outcomeTree.Append(h)
		}
		a.leaves = append(a.leaves, p.leaves...)
		for _, h := range p.inputs {
			registerTree.Append(h)
		}
	}
	a.Seal = newSeal(c, asOf, reg.ID, &registerTree, &outcomeTree)
	a.Rankings = rank(a.Outcomes, c.Document().Order)
	return a, nil
}

// Errors of Assess that lie in its arguments, not in a file.
var (
	ErrNoRisks = errors.New("risk: the register has no risks")
	ErrTime    = errors.New("risk: asOf is not a time from year 1 to year 9999")
)

func checkTime(t time.Time) error {
	if y := t.UTC().Year(); t.IsZero() || y < 1 || y > 9999 {
		return ErrTime
	}
	return nil
}

func duplicate(first, second *Risk) error {
	var r source.Reporter
	second.report(&r, second.node.Get("id"), source.DuplicateID, "", fmt.Sprintf("the risk %q is already at line %d", second.ID, first.line()))
	return r.Err()
}

// part is the work of one goroutine: a run of risks in order.
type part struct {
	outcomes []Outcome
	leaves   []seal.Hash
	inputs   []seal.Hash
	errs     source.Reporter
	failed   error
}

func assessParts(ctx context.Context, c *criteria.Criteria, risks []*Risk, asOf time.Time) ([]*part, error) {
	workers := min(runtime.GOMAXPROCS(0), (len(risks)+255)/256)
	size := (len(risks) + workers - 1) / workers
	var parts []*part
	var wg sync.WaitGroup
	for chunk := range slices.Chunk(risks, size) {
		p := &part{outcomes: make([]Outcome, 0, len(chunk)), leaves: make([]seal.Hash, 0, len(chunk)), inputs: make([]seal.Hash, 0, len(chunk))}
		parts = append(parts, p)
		wg.Add(1)
		go func() {
			defer wg.Done()
			p.work(ctx, newAssessor(c, asOf), chunk)
		}()
	}
	wg.Wait()
	var all source.Reporter
	for _, p := range parts {
		if p.failed != nil {
			return nil, p.failed
		}
		all.Merge(&p.errs)
	}
	return parts, all.Err()
}

func (p *part) work(ctx context.Context, a *assessor, risks []*Risk) {
	var b []byte
	for i, r := range risks {
		if i%64 == 0 && ctx.Err() != nil {
			p.failed = context.Cause(ctx)
			return
		}
		b = appendRisk(b[:0], r)
		p.inputs = append(p.inputs, seal.LeafHash(b))
		ok := r.valid(&p.errs, b) && a.assess(&p.errs, r, func(o *Outcome) {
			b = o.appendLeaf(b[:0])
			p.leaves = append(p.leaves, seal.LeafHash(b))
			p.outcomes = append(p.outcomes, o.clone())
		})
		if !ok && p.errs.Len() > source.MaxDiagnostics {
			return
		}
	}
}

// assessor holds the memory that one goroutine reuses from risk to risk.
type assessor struct {
	criteria *criteria.Criteria
	asOf     time.Time
	inputs   *criteria.Inputs
	out      *criteria.Outcome
	outcome  Outcome
}

func newAssessor(c *criteria.Criteria, asOf time.Time) *assessor {
	return &assessor{criteria: c, asOf: asOf.UTC(), inputs: c.NewInputs()}
}

// assess evaluates one risk at each of its stages. It reports ratings that do
// not fit, and then returns false.
func (a *assessor) assess(errs *source.Reporter, r *Risk, yield func(*Outcome)) bool {
	ok := true
	for _, stage := range r.Rated() {
		if !a.bind(errs, r, stage) {
			ok = false
			continue
		}
		a.out = a.criteria.EvaluateShared(a.inputs, a.asOf)
		a.describe(&a.outcome, r, stage, a.out, a.inputs)
		yield(&a.outcome)
	}
	return ok
}

// bind gives the statements about one stage their meaning.
func (a *assessor) bind(errs *source.Reporter, r *Risk, stage Stage) bool {
	a.inputs.Reset()
	ok := true
	lists := [2][]Statement{r.Inputs}
	if stage >= Inherent && stage <= Residual {
		lists[1] = r.Ratings[stage-1]
	}
	for _, list := range lists {
		for i := range list {
			st := &list[i]
			in := a.criteria.Input(st.Input)
			if in == nil {
				r.reportUnknown(errs, st, a.criteria)
				ok = false
				continue
			}
			v, err := in.Bind(st.Value)
			if err == nil && a.inputs.Value(in.Index()).Known() {
				r.report(errs, st.node, source.DuplicateKey, "", fmt.Sprintf("%q is stated twice for the stage %s", st.Input, stage))
				ok = false
				continue
			}
			if err == nil {
				err = a.inputs.SetAt(in.Index(), v)
			}
			if err != nil {
				var e *criteria.InputError
				errors.As(err, &e) // both return nothing else
				r.report(errs, st.node, e.Code, e.Nearest, e.Message)
				ok = false
			}
		}
	}
	return ok
}

func (r *Risk) reportUnknown(errs *source.Reporter, st *Statement, c *criteria.Criteria) {
	r.report(errs, st.node, source.UnknownName, source.Nearest(st.Input, inputIDs(c)),
		fmt.Sprintf("the criteria have no input %q", source.Clip(st.Input)))
}

func inputIDs(c *criteria.Criteria) []string {
	ids := make([]string, len(c.Document().Inputs))
	for i := range ids {
		ids[i] = c.Document().Inputs[i].ID
	}
	return ids
}

// report puts an error at the place of a node, of the risk, or, for a risk
// that was made in Go, at the risk's id.
func (r *Risk) report(errs *source.Reporter, n *source.Node, code source.Code, nearest, message string) {
	switch {
	case n != nil:
		errs.ReportNear(n, code, nearest, "%s", message)
	case r.node != nil:
		errs.ReportNear(r.node, code, nearest, "%s", message)
	default:
		errs.Add(source.Diagnostic{File: r.at.file, Pos: source.Pos{Line: r.at.line}, Path: r.ID, Code: code, Nearest: nearest, Message: message})
	}
}

func (r *Risk) line() int {
	if r.node != nil {
		return r.node.Pos().Line
	}
	return r.at.line
}

// valid checks a risk that was not read from a tree as strictly as one that
// was. Its canonical form shows every text that is in it.
func (r *Risk) valid(errs *source.Reporter, canonical []byte) bool {
	if r.node != nil {
		return true // checked when it was read
	}
	if !source.Clean(canonical) {
		r.report(errs, nil, source.Encoding, "", unreadable)
		return false
	}
	if !source.ValidID(r.ID) {
		r.report(errs, nil, source.BadValue, "", fmt.Sprintf("%q is no id: letters, digits, ., _ and -, at most 64", source.Clip(r.ID)))
		return false
	}
	if c := r.Claimed; c != nil && c.Level != nil {
		if _, exact := c.Level.FloatPrec(); !exact {
			r.report(errs, nil, source.BadValue, "", "the level "+c.Level.RatString()+" that is claimed is no decimal")
			return false
		}
	}
	for _, list := range [][]Statement{r.Inputs, r.Ratings[0], r.Ratings[1], r.Ratings[2]} {
		for i := range list {
			if !list[i].Value.Given() {
				r.report(errs, nil, source.WrongType, "", fmt.Sprintf("nothing is stated for %q; leave it out", source.Clip(list[i].Input)))
				return false
			}
		}
	}
	return true
}
