package criteria

import (
	"math"
	"math/big"
	"sync"

	"github.com/ismskit/ismskit/criteria/internal/engine"
	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// Dialect is the name of the expression language that documents of this
// format are written in.
const Dialect = engine.DialectV1

// Criteria is a compiled document: immutable and safe for concurrent use.
type Criteria struct {
	doc    *Document
	digest seal.Digest

	env       *engine.Env
	derive    []*engine.Program
	level     *engine.Program
	band      *engine.Program
	rules     []*engine.Program
	order     []int // variable of each order key
	levelVar  int   // -1 without a level
	bandVar   int
	doubles   []float64        // thresholds of the bands, for a level that is a double
	ints      []int64          // and for one that is an int
	below     int              // bands that end below every int
	scaled    [][]engine.Const // per input: its scale's levels in the engine's form
	bandConst []engine.Const
	inputs    map[string]int
	table     decisions

	reads  inputSet
	levels []int32 // what Inputs.Reset starts from: levels of the defaults
	states *sync.Pool

	limits     []*engine.Program
	limitEnv   *engine.Env
	quantities []Quantity
}

// Document returns the document, which must not be changed.
func (c *Criteria) Document() *Document { return c.doc }

// Digest returns the digest of the document's bytes as they were parsed.
func (c *Criteria) Digest() seal.Digest { return c.digest }

// Input returns the input of that id, or nil.
func (c *Criteria) Input(id string) *Input {
	if i, ok := c.inputs[id]; ok {
		return &c.doc.Inputs[i]
	}
	return nil
}

// variable indexes: asOf comes first, then the inputs, then derived values.
const asOfVar = 0

func inputVar(i int) int { return 1 + i }

func (c *Criteria) derivedVar(i int) int { return 1 + len(c.doc.Inputs) + i }

// Compile checks every expression of the document, once and for all: what it
// returns can fail at evaluation only for reasons that lie in the values. The
// error is a *source.Error; positions point into the expressions.
func (d *Document) Compile(opts ...Option) (*Criteria, error) {
	o := options{tableRows: MaxTableRows}
	for _, set := range opts {
		set(&o)
	}
	c := &Criteria{doc: d, digest: Digest(d.data), levelVar: -1, inputs: make(map[string]int, len(d.Inputs))}
	for i := range d.Inputs {
		c.inputs[d.Inputs[i].ID] = i
	}
	var r source.Reporter
	if err := c.compile(&r); err != nil {
		return nil, err
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	c.states = &sync.Pool{New: func() any { return c.newState() }}
	for i := range d.Inputs {
		c.levels = append(c.levels, d.Inputs[i].Default.row())
	}
	c.findReads()
	c.tabulate(o.tableRows)
	return c, nil
}

// An Option adjusts Compile. No option changes a result.
type Option func(*options)

type options struct{ tableRows int }

// WithTableRows bounds the rows of the decision table, at most MaxTableRows;
// 0 compiles without a table.
func WithTableRows(n int) Option {
	return func(o *options) { o.tableRows = min(max(n, 0), MaxTableRows) }
}

// Digest gives the digest of the bytes of a criteria document.
func Digest(data []byte) seal.Digest { return seal.Sum(Format, data) }

func (c *Criteria) compile(r *source.Reporter) error {
	d := c.doc
	consts := c.constants()
	env, err := engine.NewEnv(c.variables(), consts, c.tables(), c.later())
	if err != nil {
		return err
	}
	// An expression that does not compile leaves its name undeclared, so what
	// uses it could only repeat the error: such names are declared as ints.
	declare := func(name string, p *engine.Program) error {
		v := engine.Var{Name: name, Kind: engine.Int}
		if p != nil {
			v.Kind, v.Scale = p.Kind(), p.Scale()
		}
		env, err = env.With(v)
		return err
	}
	failed := false
	expr := func(e Expression, want ...engine.Kind) *engine.Program {
		p, issues := env.Compile(e.Text, want...)
		if p == nil && failed && e.node != nil {
			issues = withoutTypes(issues)
		}
		for _, is := range issues {
			r.ReportAtNear(e.node, e.node.At(is.Offset), source.Code(is.Code), is.Nearest, "%s", is.Message)
		}
		failed = failed || p == nil
		return p
	}
	for i := range d.Derive {
		p := expr(d.Derive[i].Expr)
		c.derive = append(c.derive, p)
		if err := declare(d.Derive[i].ID, p); err != nil {
			return err
		}
	}
	next := c.derivedVar(len(d.Derive))
	if !d.Level.Empty() {
		c.level = expr(d.Level, engine.Int, engine.Double)
		c.levelVar, next = next, next+1
		if err := declare("level", c.level); err != nil {
			return err
		}
		c.thresholds()
	}
	if !d.Band.Empty() {
		c.band = expr(d.Band, engine.Int)
	}
	c.bandVar = next
	env, err = env.With(engine.Var{Name: "band", Kind: engine.Int, Scale: "band"})
	if err != nil {
		return err
	}
	for i := range d.Acceptance {
		c.rules = append(c.rules, expr(d.Acceptance[i].When, engine.Bool))
	}
	c.orderVars(r)
	c.env = env
	if env, err = c.limitNames(consts, r); err != nil {
		return err
	}
	c.limitEnv = env
	for i := range d.Limits {
		c.limits = append(c.limits, expr(d.Limits[i].When, engine.Bool))
	}
	return nil
}

// withoutTypes drops type errors: after a first error they may only follow
// from the int that stands in for what did not compile.
func withoutTypes(issues []engine.Issue) []engine.Issue {
	var out []engine.Issue
	for _, is := range issues {
		if is.Code != engine.CodeType && is.Code != engine.CodeScale {
			out = append(out, is)
		}
	}
	return out
}

func (c *Criteria) variables() []engine.Var {
	vars := []engine.Var{{Name: "asOf", Kind: engine.Timestamp}}
	for i := range c.doc.Inputs {
		in := &c.doc.Inputs[i]
		v := engine.Var{Name: in.ID, Kind: kinds[in.Type]}
		if in.Type == Rating {
			v.Kind, v.Scale = in.Scale.kind(), in.Scale.ID
		}
		vars = append(vars, v)
	}
	return vars
}

var kinds = [...]engine.Kind{Bool: engine.Bool, Int: engine.Int, Double: engine.Double, String: engine.String,
	Strings: engine.Strings, Timestamp: engine.Timestamp, Duration: engine.Duration}

func (s *Scale) kind() engine.Kind {
	if s.integer {
		return engine.Int
	}
	return engine.Double
}

func (s *Scale) consts() []engine.Const {
	out := make([]engine.Const, len(s.Levels))
	for i := range s.Levels {
		if s.integer {
			out[i] = engine.IntConst(s.Levels[i].Value.Num().Int64())
		} else {
			f, _ := s.Levels[i].Value.Float64()
			out[i] = engine.DoubleConst(f)
		}
	}
	return out
}

func (c *Criteria) constants() []engine.NamedConst {
	var out []engine.NamedConst
	scales := map[*Scale][]engine.Const{}
	for i := range c.doc.Scales {
		s := &c.doc.Scales[i]
		scales[s] = s.consts()
		for j, v := range scales[s] {
			out = append(out, engine.NamedConst{Group: s.ID, Name: s.Levels[j].ID, Scale: s.ID, Value: v})
		}
	}
	for i := range c.doc.Inputs {
		c.scaled = append(c.scaled, scales[c.doc.Inputs[i].Scale])
	}
	for _, p := range c.doc.Params {
		out = append(out, engine.NamedConst{Group: "params", Name: p.ID, Value: p.Value.boxed()})
	}
	for i, b := range c.doc.Bands {
		k := engine.IntConst(int64(i))
		c.bandConst = append(c.bandConst, k)
		out = append(out, engine.NamedConst{Group: "band", Name: b.ID, Scale: "band", Value: k})
	}
	return out
}

func (c *Criteria) tables() []*engine.Table {
	var out []*engine.Table
	for i := range c.doc.Tables {
		t := &c.doc.Tables[i]
		et := &engine.Table{Name: t.ID, Result: "band"}
		for _, a := range t.Axes {
			et.Axes = append(et.Axes, engine.Axis{Scale: a.ID, Levels: a.consts()})
		}
		results := c.bandConst
		if t.Result != nil {
			et.Result, results = t.Result.ID, t.Result.consts()
		}
		for _, cell := range t.Cells {
			et.Cells = append(et.Cells, results[cell])
		}
		out = append(out, et)
	}
	return out
}

func (c *Criteria) later() []string {
	out := []string{"band"}
	for i := range c.doc.Derive {
		out = append(out, c.doc.Derive[i].ID)
	}
	if !c.doc.Level.Empty() {
		out = append(out, "level")
	}
	return out
}

// thresholds puts the ends of the bands into the form of the level: a level
// that is an int is compared with the greatest int not above the threshold,
// one that is a double with the double that the decimal text stands for.
func (c *Criteria) thresholds() {
	if !c.doc.Band.Empty() {
		return
	}
	for _, b := range c.doc.Bands[:max(0, len(c.doc.Bands)-1)] {
		f, _ := b.UpTo.Float64()
		c.doubles = append(c.doubles, f)
		floor := new(big.Int).Div(b.UpTo.Num(), b.UpTo.Denom()) // Euclidean: rounds down
		switch {
		case floor.IsInt64():
			c.ints = append(c.ints, floor.Int64())
		case floor.Sign() < 0:
			c.ints = append(c.ints, math.MinInt64)
			c.below = len(c.ints)
		default:
			c.ints = append(c.ints, math.MaxInt64)
		}
	}
}

func (c *Criteria) orderVars(r *source.Reporter) {
	for _, k := range c.doc.Order {
		v := c.bandVar
		switch i, isInput := c.inputs[k.Name]; {
		case k.Name == "band":
		case k.Name == "level":
			v = c.levelVar
		case isInput:
			v = inputVar(i)
		default:
			for j := range c.doc.Derive {
				if c.doc.Derive[j].ID == k.Name {
					v = c.derivedVar(j)
					if p := c.derive[j]; p != nil && p.Kind() == engine.Strings {
						r.Report(k.node, CodeExprType, "%q is a list, which has no order", k.Name)
					}
				}
			}
		}
		c.order = append(c.order, v)
	}
}
