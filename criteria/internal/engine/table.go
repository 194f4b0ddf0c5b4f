package engine

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Axis is one dimension of a table: the values of a scale, lowest first.
type Axis struct {
	Scale  string
	Levels []Const
}

// Table is a function that looks its value up: one argument an axis.
type Table struct {
	Name   string
	Axes   []Axis
	Result string  // the scale of the result, for the check of arguments
	Cells  []Const // the last axis varies fastest
}

func (t *Table) option() cel.EnvOption {
	args := make([]*cel.Type, len(t.Axes))
	index := make([]map[ref.Val]int, len(t.Axes))
	for i, a := range t.Axes {
		args[i] = a.Levels[0].kind.celType()
		index[i] = make(map[ref.Val]int, len(a.Levels))
		for j, l := range a.Levels {
			index[i][l.val] = j
		}
	}
	cells := make([]ref.Val, len(t.Cells))
	for i, c := range t.Cells {
		cells[i] = c.val
	}
	axes := t.Axes
	name := t.Name
	look := func(values ...ref.Val) ref.Val {
		at := 0
		for i, v := range values {
			j, ok := index[i][v]
			if !ok {
				return types.WrapErr(&offScale{table: name, axis: axes[i].Scale})
			}
			at = at*len(axes[i].Levels) + j
		}
		return cells[at]
	}
	return cel.Function(name, cel.Overload(tableOverload(name), args, t.Cells[0].kind.celType(), binding(len(args), look)))
}

func tableOverload(name string) string { return "table_" + name }

// binding picks the engine's fast forms for one and two arguments.
func binding(n int, look func(...ref.Val) ref.Val) cel.OverloadOpt {
	switch n {
	case 1:
		return cel.UnaryBinding(func(a ref.Val) ref.Val { return look(a) })
	case 2:
		return cel.BinaryBinding(func(a, b ref.Val) ref.Val { return look(a, b) })
	}
	return cel.FunctionBinding(look)
}
