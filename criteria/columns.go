package criteria

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/exp/constraints"
)

// ErrNotFinite tells that criteria have no complete decision table: something
// depends on an input without levels, or there are too many combinations.
var ErrNotFinite = errors.New("criteria: no complete decision table")

// A DecisionTable serves bulk work: every combination of the inputs that the
// criteria read, evaluated once. It is immutable and safe for concurrent use.
//
// Bulk work goes in two steps, so that keys can be made where the data come
// in: Keys turns columns of level indexes into row numbers, and Decide, Bands
// and Rules look these up.
type DecisionTable struct {
	criteria  *Criteria
	inputs    []*Input
	outcomes  []*Outcome
	decisions []Decision
	bands     []int16
	rules     []int16
}

// DecisionTable evaluates every combination. The error matches ErrNotFinite
// and says what is not finite, or is the context's.
func (c *Criteria) DecisionTable(ctx context.Context) (*DecisionTable, error) {
	d := &c.table
	switch {
	case d.rows == nil:
		return nil, fmt.Errorf("%w: %s", ErrNotFinite, d.reason)
	case len(d.atoms) > 0:
		return nil, fmt.Errorf("%w: %d conditions depend on texts, lists, numbers or times", ErrNotFinite, len(d.atoms))
	}
	t := &DecisionTable{criteria: c, outcomes: make([]*Outcome, len(d.rows)), decisions: make([]Decision, len(d.rows)),
		bands: make([]int16, len(d.rows)), rules: make([]int16, len(d.rows))}
	for _, u := range d.used {
		t.inputs = append(t.inputs, &c.doc.Inputs[u.index])
	}
	in := c.NewInputs()
	asOf := time.Unix(0, 0) // nothing in the table reads it
	for row := range d.rows {
		if row%256 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		for _, u := range d.used {
			in.put(u.index, c.doc.Inputs[u.index].at(int(int32(row)/u.stride%u.levels)))
		}
		o := c.EvaluateShared(in, asOf)
		t.outcomes[row], t.decisions[row] = o, o.Decision
		t.bands[row], t.rules[row] = int16(o.Band), int16(o.Rule)
	}
	return t, nil
}

// at gives the value of the input at a level.
func (in *Input) at(level int) Value {
	if in.Type == Bool {
		return BoolValue(level == 1)
	}
	return in.Scale.Level(level)
}

// Inputs lists the inputs that the table depends on, in the order of Keys's
// columns. A bool has the levels 0 for false and 1 for true.
func (t *DecisionTable) Inputs() []*Input { return t.inputs }

// Rows returns the number of combinations.
func (t *DecisionTable) Rows() int { return len(t.outcomes) }

// Row gives the number of the row of level indexes, one for each of Inputs; ok
// is false if there are more or fewer, or if one of them is no level.
func (t *DecisionTable) Row(levels []uint8) (key uint32, ok bool) {
	used := t.criteria.table.used
	if len(levels) != len(used) {
		return 0, false
	}
	row := int32(0)
	for i, l := range levels {
		u := &used[i]
		if int32(l) >= u.levels {
			return 0, false
		}
		row += int32(l) * u.stride
	}
	return uint32(row), true
}

// Decision returns the decision of a row, Undetermined if there is no such row.
func (t *DecisionTable) Decision(key uint32) Decision {
	if int(key) >= len(t.decisions) {
		return Undetermined
	}
	return t.decisions[key]
}

// Outcome returns the outcome of a row, which must not be changed; nil if there is
// no such row.
func (t *DecisionTable) Outcome(key uint32) *Outcome {
	if int(key) >= len(t.outcomes) {
		return nil
	}
	return t.outcomes[key]
}

// Keys turns columns of level indexes, one for each of Inputs, into row
// numbers. All columns are as long as keys. An index that is no level is an
// error that names the column and the position; keys are then not complete.
func Keys[T constraints.Unsigned](t *DecisionTable, keys []uint32, columns ...[]T) error {
	if len(columns) != len(t.inputs) {
		return fmt.Errorf("criteria: %d columns for %d inputs", len(columns), len(t.inputs))
	}
	clear(keys)
	for i, col := range columns {
		if len(col) != len(keys) {
			return fmt.Errorf("criteria: column %s has %d entries, there are %d keys", t.inputs[i].ID, len(col), len(keys))
		}
		u := t.criteria.table.used[i]
		levels, stride := T(u.levels-1), uint32(u.stride)
		var top T
		for k, l := range col {
			top = max(top, l)
			keys[k] += uint32(l) * stride
		}
		if top > levels {
			for k, l := range col {
				if l > levels {
					return fmt.Errorf("criteria: entry %d of column %s is %d: %w", k, t.inputs[i].ID, l,
						&InputError{Input: t.inputs[i].ID, Code: CodeOffScale, Message: fmt.Sprintf("there are levels 0 to %d", u.levels-1)})
				}
			}
		}
	}
	return nil
}

// Decide looks the decisions of rows up; dst is as long as keys. Keys must
// come from Keys.
func (t *DecisionTable) Decide(dst []Decision, keys []uint32) { look(dst, t.decisions, keys) }

// Bands looks the ranks of the bands up, -1 where there is none.
func (t *DecisionTable) Bands(dst []int16, keys []uint32) { look(dst, t.bands, keys) }

// Rules looks the indexes of the deciding rules up, -1 where there is none.
func (t *DecisionTable) Rules(dst []int16, keys []uint32) { look(dst, t.rules, keys) }

func look[T any](dst, table []T, keys []uint32) {
	dst = dst[:len(keys)]
	for i, k := range keys {
		dst[i] = table[k]
	}
}
