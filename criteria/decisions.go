package criteria

import (
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// MaxTableRows bounds the rows of a decision table. Criteria with more
// combinations are evaluated without one, with the same results.
const MaxTableRows = 1 << 16

// decisions is a table of outcomes by the levels of the finite inputs that the
// expressions read. It is a cache of what the engine answered: a row is filled
// by evaluating its inputs the first time that they occur. Boolean parts of
// the expressions over texts, lists, numbers and times are atoms; they are
// evaluated for each risk, and their outcomes are part of the row's number.
type decisions struct {
	used   []usedInput
	atoms  []atom
	rows   []atomic.Pointer[Outcome]
	reason string // why there is no table, "" if there is one
}

// usedInput is an input that is part of the row's number.
type usedInput struct {
	index  int
	stride int32
	levels int32
}

// atom is a boolean part that is evaluated for each risk.
type atom struct {
	program *engine.Program
	stride  int32
}

// programs lists every program, in the order they run.
func (c *Criteria) programs() []*engine.Program {
	all := slices.Clone(c.derive)
	if c.level != nil {
		all = append(all, c.level)
	}
	if c.band != nil {
		all = append(all, c.band)
	}
	return append(all, c.rules...)
}

// finite tells whether an input has levels to go through.
func (in *Input) finite() bool { return in.Type == Rating || in.Type == Bool }

func (in *Input) levels() int {
	if in.Type == Bool {
		return 2
	}
	return len(in.Scale.Levels)
}

// tabulate prepares a table of at most limit rows. It fills none.
func (c *Criteria) tabulate(limit int) {
	d := &c.table
	inputs := c.doc.Inputs
	computed := c.derivedVar(0)
	for _, p := range c.programs() {
		atoms, ok := p.Atoms(c.finiteVar, computed)
		if !ok {
			d.reason = "a value that is no bool depends on a text, a list, a number or a time"
			break
		}
		for _, a := range atoms {
			d.atoms = append(d.atoms, atom{program: a})
		}
	}
	if d.reason == "" && c.orderReadsMore() {
		d.reason = "the order reads an input without levels"
	}
	if d.reason != "" {
		d.atoms = nil
		return
	}
	rows := 1
	grow := func(n int) int32 {
		stride := rows
		if rows <= limit {
			rows *= n
		}
		return int32(min(stride, MaxTableRows))
	}
	for i := range inputs {
		if c.reads.has(i) && inputs[i].finite() {
			n := inputs[i].levels()
			d.used = append(d.used, usedInput{index: i, stride: grow(n), levels: int32(n)})
		}
	}
	for i := range d.atoms {
		d.atoms[i].stride = grow(3)
	}
	if rows > limit {
		d.reason = "there are more than " + strconv.Itoa(limit) + " combinations"
		d.used, d.atoms = nil, nil
		return
	}
	d.rows = make([]atomic.Pointer[Outcome], rows)
}

// findReads collects the inputs that an expression, an order key or a sum
// reads. Sums are of numbers, which are no part of a row.
func (c *Criteria) findReads() {
	for _, p := range c.programs() {
		for _, v := range p.Reads() {
			if v < c.derivedVar(0) {
				c.reads.add(v - inputVar(0))
			}
		}
	}
	for _, v := range c.order {
		if v < c.derivedVar(0) {
			c.reads.add(v - inputVar(0))
		}
	}
	for i := range c.limits {
		for _, q := range c.LimitReads(i).Quantities {
			if in := c.Input(c.quantities[q].Name); in != nil {
				c.reads.add(in.index)
			}
		}
	}
}

// orderReadsMore tells whether an order key is an input without levels, so
// that its value is no part of a row.
func (c *Criteria) orderReadsMore() bool {
	for _, v := range c.order {
		if v >= inputVar(0) && v < c.derivedVar(0) && !c.doc.Inputs[v-inputVar(0)].finite() {
			return true
		}
	}
	return false
}

// TableInfo tells how the criteria are evaluated.
type TableInfo struct {
	Rows   int    // rows of the decision table, 0 if there is none
	Atoms  int    // boolean parts that are evaluated for each risk
	Reason string // why there is no table
}

// TableInfo tells how the criteria are evaluated. The results are the same
// either way.
func (c *Criteria) TableInfo() TableInfo {
	return TableInfo{Rows: len(c.table.rows), Atoms: len(c.table.atoms), Reason: c.table.reason}
}

// row gives the number of the row of inputs, without atoms; negative if an
// input is not known exactly.
func (d *decisions) row(in *Inputs) int32 {
	var row, open int32
	for _, u := range d.used {
		l := in.levels[u.index]
		open |= l
		row += l * u.stride
	}
	if open < 0 {
		return -1
	}
	return row
}

// lookup finds the row of inputs and what stands there. The row is negative if
// the inputs have to be evaluated without the table; the outcome is nil if
// they have to be evaluated to fill it. The outcome is shared.
func (c *Criteria) lookup(in *Inputs, asOf time.Time) (int32, *Outcome) {
	d := &c.table
	if d.rows == nil {
		return -1, nil
	}
	row := d.row(in)
	if row < 0 {
		return -1, nil
	}
	if len(d.atoms) > 0 {
		a := c.atoms(in, asOf)
		if a < 0 {
			return -1, nil
		}
		row += a
	}
	o := d.rows[row].Load()
	if o != nil && o.Failure != nil && len(d.atoms) > 0 {
		return -1, nil // the exact reason may lie in an atom
	}
	return row, o
}

// atoms evaluates the atoms and gives their part of the row's number, negative
// if an atom depends on what is not known or on more than its share of the cost.
func (c *Criteria) atoms(in *Inputs, asOf time.Time) int32 {
	s := c.states.Get().(*state)
	defer c.states.Put(s)
	s.setAsOf(asOf)
	s.bind(in)
	row := int32(0)
	for i := range c.table.atoms {
		a := &c.table.atoms[i]
		r := a.program.Eval(s.vars)
		switch f := r.Failure(); {
		case r.Unknown(), f != nil && (f.Code == engine.CodeCost || f.Code == engine.CodeMemory):
			return -1
		case f != nil:
			row += 2 * a.stride
		case r.Bool():
			row += a.stride
		}
	}
	return row
}

// Reads tells whether an expression or an order key reads the input of that
// index, or a limit its sum.
func (c *Criteria) Reads(input int) bool { return c.reads.has(input) }
