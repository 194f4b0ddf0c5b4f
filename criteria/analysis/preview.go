package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// Relation tells how new criteria stand to old ones.
type Relation uint8

// The relations. The zero Relation is invalid.
const (
	Equal           Relation = iota + 1 // the same in every cell
	Stricter                            // nowhere laxer, somewhere stricter
	Laxer                               // nowhere stricter, somewhere laxer
	Mixed                               // stricter in some cells, laxer in others
	Incommensurable                     // the bands differ, so there is no stricter and laxer
)

var relationNames = [...]string{"", "equal", "stricter", "laxer", "mixed", "incommensurable"}

// String returns the name that reports use.
func (r Relation) String() string {
	if int(r) < len(relationNames) {
		return relationNames[r]
	}
	return ""
}

// MarshalText implements encoding.TextMarshaler.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// A Preview compares two versions of criteria over their whole domain (L31).
type Preview struct {
	// Apart is the reason why the two have no common domain, "" if they have
	// one. Everything below is empty then.
	Apart string

	Cells     int64 // cells of the common domain
	Bands     Tally
	Decisions Tally // accept, accept_conditionally, escalate, treat, avoid; each stricter than the one before
	// Changes lists the first cells that differ in band, decision or rule, up
	// to MaxChanges.
	Changes []CellChange
}

// MaxChanges bounds the cells that a preview lists.
const MaxChanges = 1000

// A Tally counts cells by how the new criteria stand to the old ones. What is
// undetermined or fails on one side only counts as neither.
type Tally struct {
	Relation               Relation
	Stricter, Laxer, Equal int64
	Neither                int64
}

func (t *Tally) add(old, new int, known bool) {
	switch {
	case !known:
		t.Neither++
	case new > old:
		t.Stricter++
	case new < old:
		t.Laxer++
	default:
		t.Equal++
	}
}

func (t *Tally) settle() {
	switch {
	case t.Stricter > 0 && t.Laxer > 0 || t.Neither > 0:
		t.Relation = Mixed
	case t.Stricter > 0:
		t.Relation = Stricter
	case t.Laxer > 0:
		t.Relation = Laxer
	default:
		t.Relation = Equal
	}
}

// A CellChange is a cell that the two versions see differently.
type CellChange struct {
	Cell     []Coordinate
	Old, New Verdict
}

// A Verdict is what criteria say about a cell.
type Verdict struct {
	Band, Decision, Rule, Authority, Because string
	Failure                                  string // code of the failure, "" if none
}

// Compare evaluates two versions of criteria in every cell of their common
// domain. Levels are the same where their ids are. It returns an error only if
// the context ends.
func Compare(ctx context.Context, old, new *criteria.Criteria) (*Preview, error) {
	p := &Preview{}
	axes, why := commonAxes(old, new)
	if why != "" {
		p.Apart = why
		return p, nil
	}
	total := 1.0
	for _, a := range axes {
		total *= float64(a.levels)
	}
	if total > MaxCells {
		p.Apart = fmt.Sprintf("the common domain has %.0f cells, at most %d are compared", math.Ceil(total), MaxCells)
		return p, nil
	}
	p.Cells = int64(total)
	comparable := slices.Equal(bandNames(old), bandNames(new))
	x, y := newView(old, axes), newView(new, axes)
	cell := make([]int, len(axes))
	for i := range p.Cells {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		for k, rest := len(axes)-1, int(i); k >= 0; k-- {
			cell[k], rest = rest%axes[k].levels, rest/axes[k].levels
		}
		a, b := x.at(cell), y.at(cell)
		p.Bands.add(a.Band, b.Band, comparable && a.Band >= 0 && b.Band >= 0)
		p.Decisions.add(int(a.Decision), int(b.Decision), (a.Decision == criteria.Undetermined) == (b.Decision == criteria.Undetermined))
		va, vb := verdict(old, a), verdict(new, b)
		if va != vb && len(p.Changes) < MaxChanges {
			change := CellChange{Old: va, New: vb}
			for k := range axes {
				change.Cell = append(change.Cell, Coordinate{axes[k].name, axes[k].names[cell[k]]})
			}
			p.Changes = append(p.Changes, change)
		}
	}
	p.Bands.settle()
	p.Decisions.settle()
	if !comparable {
		p.Bands = Tally{Relation: Incommensurable, Neither: p.Cells}
	}
	return p, nil
}

func bandNames(c *criteria.Criteria) []string {
	var out []string
	for _, b := range c.Document().Bands {
		out = append(out, b.ID)
	}
	return out
}

func verdict(c *criteria.Criteria, o *criteria.Outcome) Verdict {
	v := Verdict{Decision: o.Decision.String()}
	if o.Band >= 0 {
		v.Band = c.Document().Bands[o.Band].ID
	}
	if o.Rule >= 0 {
		r := &c.Document().Acceptance[o.Rule]
		v.Rule, v.Authority, v.Because = r.ID, r.Authority, r.Because
	}
	if o.Failure != nil {
		v.Failure = o.Failure.Code
	}
	return v
}

// commonAxis is an input or a condition of either version.
type commonAxis struct {
	name   string
	names  []string // of the levels
	levels int
	cond   bool
}

// commonAxes finds what both domains are made of. An input that only one
// version reads belongs to the domain too: the other says the same at all its
// levels.
func commonAxes(old, new *criteria.Criteria) ([]commonAxis, string) {
	var axes []commonAxis
	at := map[string]int{}
	for _, c := range []*criteria.Criteria{old, new} {
		for i := range c.Document().Inputs {
			in := &c.Document().Inputs[i]
			if !c.Reads(in.Index()) {
				continue
			}
			a := commonAxis{name: in.ID, names: []string{"false", "true"}, levels: 2}
			switch in.Type {
			case criteria.Rating:
				a.names = nil
				for _, l := range in.Scale.Levels {
					a.names = append(a.names, l.ID)
				}
				a.levels = len(a.names)
			case criteria.Bool:
			default:
				continue // part of conditions
			}
			if k, seen := at[a.name]; seen {
				if !slices.Equal(axes[k].names, a.names) {
					return nil, fmt.Sprintf("the levels of the input %q differ, so cells have no counterpart", a.name)
				}
				continue
			}
			at[a.name] = len(axes)
			axes = append(axes, a)
		}
	}
	for _, c := range []*criteria.Criteria{old, new} {
		scope, ok := c.Scope()
		if !ok {
			return nil, "a value that is no bool depends on a text, a list, a number or a time, so there is no finite domain"
		}
		for _, cond := range scope.Conditions() {
			key := "?" + cond.Text
			if _, seen := at[key]; !seen {
				at[key] = len(axes)
				axes = append(axes, commonAxis{name: cond.Text, names: []string{"false", "true"}, levels: 2, cond: true})
			}
		}
	}
	return axes, ""
}

// view evaluates cells of the common domain under one version.
type view struct {
	scope  *criteria.Scope
	inputs []*criteria.Input // by axis; nil if this version has none
	truth  []bool
	conds  []int // axis of each condition
	out    criteria.Outcome
}

func newView(c *criteria.Criteria, axes []commonAxis) *view {
	scope, _ := c.Scope() // commonAxes saw that there is one
	v := &view{scope: scope, inputs: make([]*criteria.Input, len(axes))}
	for k, a := range axes {
		if !a.cond {
			v.inputs[k] = c.Input(a.name)
		}
	}
	for _, cond := range scope.Conditions() {
		v.conds = append(v.conds, slices.IndexFunc(axes, func(a commonAxis) bool { return a.cond && a.name == cond.Text }))
	}
	v.truth = make([]bool, len(v.conds))
	return v
}

// at evaluates a cell. The outcome holds until the next one.
func (v *view) at(cell []int) *criteria.Outcome {
	for k, in := range v.inputs {
		switch {
		case in == nil:
		case in.Type == criteria.Rating:
			_ = v.scope.Inputs().SetAt(in.Index(), in.Scale.Level(cell[k])) // a level of its own scale
		default:
			_ = v.scope.Inputs().SetAt(in.Index(), criteria.BoolValue(cell[k] == 1))
		}
	}
	for i, k := range v.conds {
		v.truth[i] = cell[k] == 1
	}
	v.scope.EvaluateInto(&v.out, v.truth)
	return &v.out
}
