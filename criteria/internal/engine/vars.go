package engine

import (
	"slices"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// unknownBase is added to a variable's index to make the id of its unknown,
// so that no id is zero.
const unknownBase = 1

// Vars holds the values of an environment's variables for the runs of its
// programs. It is reused from run to run and serves one goroutine at a time.
type Vars struct {
	env  *Env
	vals []ref.Val
}

// NewVars makes values for the environment, all of them unknown.
func (e *Env) NewVars() *Vars {
	if v, ok := e.released.Get().(*Vars); ok {
		return v
	}
	return &Vars{env: e, vals: slices.Clone(e.unknowns)}
}

// Release gives values back, whose memory NewVars may use again. They must not
// be used any more.
func (v *Vars) Release() {
	copy(v.vals, v.env.unknowns)
	v.env.released.Put(v)
}

// Set gives variable i a value. The kind must be the declared one.
func (v *Vars) Set(i int, c Const) { v.vals[i] = c.val }

// State gives variable i of a rule a value. One of another type than declared
// fails whatever reads it.
func (v *Vars) State(i int, c Const) {
	d := v.env.vars[i]
	switch c.val.(type) {
	case nil:
		v.vals[i] = v.env.unknowns[i]
		return
	case *types.Unknown:
	case types.Null:
		if !d.Shape.mayBeNone() {
			c.val = failing(CodeModel, "the variable "+d.Name+" is never none")
		}
	default:
		if !d.Shape.fits(c.val) {
			c.val = failing(CodeModel, "the variable "+d.Name+" is no "+d.Shape.String())
		}
	}
	v.vals[i] = c.val
}

// SetUnknown takes the value of variable i away.
func (v *Vars) SetUnknown(i int) { v.vals[i] = v.env.unknowns[i] }

// SetResult gives variable i the result of a run: its value, or the unknown
// variables it depends on. A failure leaves the variable unknown; callers stop
// at a failure.
func (v *Vars) SetResult(i int, r Result) {
	switch {
	case r.unknown != nil:
		v.vals[i] = r.unknown
	case r.val != nil:
		v.vals[i] = r.val
	default:
		v.vals[i] = v.env.unknowns[i]
	}
}

// ResolveName implements the engine's activation.
func (v *Vars) ResolveName(name string) (any, bool) {
	i, ok := v.env.index[name]
	if !ok {
		return nil, false
	}
	return v.vals[i], true
}

// Parent implements the engine's activation.
func (v *Vars) Parent() interpreter.Activation { return nil }

func newUnknown(i int, name string) *types.Unknown {
	return types.NewUnknown(int64(i)+unknownBase, types.NewAttributeTrail(name))
}
