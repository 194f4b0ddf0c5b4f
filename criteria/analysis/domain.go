package analysis

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"

	"github.com/ismskit/ismskit/criteria"
)

// axis is an input that is gone through level by level: a rating (ordered), or
// a bool or condition (an attribute, whose order means nothing).
type axis struct {
	name   string
	input  *criteria.Input // nil for a condition
	cond   int             // index of the condition, of the first one of that text
	conds  []int           // all conditions of that text
	levels int
	stride int
}

func (a *axis) ordered() bool { return a.input != nil && a.input.Type == criteria.Rating }

func (a *axis) value(level int) string {
	if a.ordered() {
		return a.input.Scale.Levels[level].ID
	}
	return [2]string{"false", "true"}[level]
}

// domain holds the outcome of every cell, or of a sample of cells. Ratings
// come first, then attributes, each in order of the document; the first axis
// varies slowest, so that cells ascend lexicographically.
type domain struct {
	c          *criteria.Criteria
	axes       []axis // those that something reads
	ratings    int    // the first so many are ratings
	n          int    // cells that were tried
	total      int64
	exhaustive bool
	note       string
	seed       uint64

	band     []int16 // -1: undetermined or failed
	rule     []int16
	decision []criteria.Decision
	level    []float64 // 0 without a level; exact for ints below 2^53, see rat
	levelInt []int64
	failure  map[int]*criteria.Failure // by cell
	cells    [][]uint8                 // levels of each cell, only for a sample; otherwise digits compute them

	truth []bool
	scope *criteria.Scope
	out   criteria.Outcome // of the last evaluation
}

func newDomain(ctx context.Context, c *criteria.Criteria, opts Options) (*domain, error) {
	d := &domain{c: c, failure: map[int]*criteria.Failure{}}
	scope, ok := c.Scope()
	if !ok {
		d.total, d.note = -1, "a value that is no bool depends on a text, a list, a number or a time, so there is no finite number of cells; nothing was tried"
		return d, nil
	}
	d.scope = scope
	d.findAxes(c, scope)
	total := big.NewInt(1)
	for i := range d.axes {
		total.Mul(total, big.NewInt(int64(d.axes[i].levels)))
	}
	if d.total = -1; total.IsInt64() && total.Int64() <= math.MaxInt64/2 {
		d.total = total.Int64()
	}
	if d.total >= 0 && d.total <= opts.MaxCells {
		d.exhaustive = true
		stride := 1
		for i := len(d.axes) - 1; i >= 0; i-- {
			d.axes[i].stride = stride
			stride *= d.axes[i].levels
		}
		return d, d.fill(ctx, int(d.total), nil)
	}
	d.seed = opts.Seed
	d.note = fmt.Sprintf("not exhaustive: %s cells, %d of them drawn with PCG seed %d", total, opts.Sample, opts.Seed)
	rng := rand.New(rand.NewPCG(opts.Seed, 0))
	return d, d.fill(ctx, opts.Sample, func(cell []uint8) {
		for k := range cell {
			cell[k] = uint8(rng.IntN(d.axes[k].levels))
		}
	})
}

// findAxes lists the inputs that something reads. An input that nothing reads
// would only multiply the cells; checks look for it in the document.
func (d *domain) findAxes(c *criteria.Criteria, scope *criteria.Scope) {
	for _, want := range []bool{true, false} {
		for i := range c.Document().Inputs {
			in := &c.Document().Inputs[i]
			if c.Reads(in.Index()) && (in.Type == criteria.Rating) == want && (want || in.Type == criteria.Bool) {
				a := axis{name: in.ID, input: in, levels: 2}
				if want {
					a.levels = len(in.Scale.Levels)
				}
				d.axes = append(d.axes, a)
			}
		}
		if want {
			d.ratings = len(d.axes)
		}
	}
	at := map[string]int{} // conditions of one text have one truth
	for i, cond := range scope.Conditions() {
		k, seen := at[cond.Text]
		if !seen {
			k = len(d.axes)
			at[cond.Text] = k
			d.axes = append(d.axes, axis{name: cond.Text, cond: i, levels: 2})
		}
		d.axes[k].conds = append(d.axes[k].conds, i)
	}
	d.truth = make([]bool, len(scope.Conditions()))
}

// fill evaluates n cells: all of them, or those that draw chooses.
func (d *domain) fill(ctx context.Context, n int, draw func([]uint8)) error {
	d.n = n
	d.band, d.rule, d.decision = make([]int16, n), make([]int16, n), make([]criteria.Decision, n)
	d.level, d.levelInt = make([]float64, n), make([]int64, n)
	cell := make([]uint8, len(d.axes))
	for i := range n {
		if i%256 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if draw != nil {
			draw(cell)
			d.cells = append(d.cells, append([]uint8(nil), cell...))
		} else {
			d.digits(i, cell)
		}
		o := d.evaluate(cell)
		d.band[i], d.rule[i], d.decision[i] = int16(o.Band), int16(o.Rule), o.Decision
		if o.Failure != nil {
			d.failure[i] = o.Failure
		}
		switch o.Level.Type() {
		case criteria.Int:
			d.levelInt[i], d.level[i] = o.Level.Int(), float64(o.Level.Int())
		case criteria.Double:
			d.level[i] = o.Level.Double()
		}
	}
	return nil
}

// digits writes the levels of cell i.
func (d *domain) digits(i int, cell []uint8) {
	if d.cells != nil {
		copy(cell, d.cells[i])
		return
	}
	for k := range d.axes {
		cell[k] = uint8(i / d.axes[k].stride % d.axes[k].levels)
	}
}

// evaluate asks the criteria about one cell. The outcome holds until the next one.
func (d *domain) evaluate(cell []uint8) *criteria.Outcome {
	d.set(cell)
	d.scope.EvaluateInto(&d.out, d.truth)
	return &d.out
}

// set states the levels of a cell.
func (d *domain) set(cell []uint8) {
	in := d.scope.Inputs()
	for k := range d.axes {
		a := &d.axes[k]
		switch {
		case a.input == nil:
			for _, i := range a.conds {
				d.truth[i] = cell[k] == 1
			}
		case a.ordered():
			_ = in.SetAt(a.input.Index(), a.input.Scale.Level(int(cell[k]))) // a level of its own scale
		default:
			_ = in.SetAt(a.input.Index(), criteria.BoolValue(cell[k] == 1))
		}
	}
}

// rat gives the exact level of a cell.
func (d *domain) rat(i int) *big.Rat {
	if d.levelInt[i] != 0 {
		return new(big.Rat).SetInt64(d.levelInt[i])
	}
	return new(big.Rat).SetFloat64(d.level[i])
}

// witness describes a cell.
func (d *domain) witness(i int) Witness {
	cell := make([]uint8, len(d.axes))
	d.digits(i, cell)
	w := Witness{Outcome: d.say(i)}
	for k := range d.axes {
		w.Cell = append(w.Cell, Coordinate{d.axes[k].name, d.axes[k].value(int(cell[k]))})
	}
	return w
}

// say names what the criteria say about a cell.
func (d *domain) say(i int) string {
	if f := d.failure[i]; f != nil {
		return f.Path + ": " + f.Code
	}
	if b := d.band[i]; b >= 0 {
		return d.c.Document().Bands[b].ID + ", " + d.decision[i].String()
	}
	return d.decision[i].String()
}

// covers calls f for every pair of neighbouring cells that differ by one step
// of one rating: lower, upper, axis. Only an exhaustive domain has them.
func (d *domain) covers(f func(lower, upper, axis int) bool) {
	if !d.exhaustive {
		return
	}
	for k := range d.ratings {
		a := &d.axes[k]
		for i := range d.n {
			if i/a.stride%a.levels < a.levels-1 && !f(i, i+a.stride, k) {
				return
			}
		}
	}
}
