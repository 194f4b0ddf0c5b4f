package engine

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// parts holds programs of parts of a rule, by the id of their node. They are
// planned when a rule turns out to be false and somebody asks where.
type parts struct {
	mu       sync.Mutex
	programs map[int64]cel.Program
}

// Witness finds the elements on which a rule came to false: of the operands of
// && the first that is false, of all(...) the first element for which the
// predicate is false, of !exists(...) the first for which it is true; then
// inside that predicate, and so on. The outermost element comes first.
func (p *Program) Witness(v *Vars) []Const {
	f := &finder{p: p}
	if p.run(p.program, v).val != types.False {
		return nil
	}
	f.find(p.ast.Expr(), v, types.False)
	return f.found
}

type finder struct {
	p     *Program
	found []Const
}

// value runs a part; nil stands for what is unknown or fails.
func (f *finder) value(e ast.Expr, vars interpreter.Activation) ref.Val {
	p := f.p
	p.parts.mu.Lock()
	prg, ok := p.parts.programs[e.ID()]
	if !ok {
		part := ast.NewCheckedAST(ast.NewAST(e, p.ast.SourceInfo()), p.ast.TypeMap(), p.ast.ReferenceMap())
		planned, err := recovered(func() (cel.Program, error) { return p.env.cel.PlanProgram(part, p.env.programOptions(p.loops)...) })
		if err == nil {
			prg = planned
		}
		if p.parts.programs == nil {
			p.parts.programs = map[int64]cel.Program{}
		}
		p.parts.programs[e.ID()] = prg
	}
	p.parts.mu.Unlock()
	if prg == nil {
		return nil
	}
	return p.run(prg, vars).val
}

// find looks for what makes a part, which is known to come to want, do so.
func (f *finder) find(e ast.Expr, vars interpreter.Activation, want types.Bool) {
	switch e.Kind() {
	case ast.CallKind:
		args := e.AsCall().Args()
		switch e.AsCall().FunctionName() {
		case operators.LogicalNot:
			f.find(args[0], vars, !want)
		case operators.LogicalAnd, operators.LogicalOr:
			for _, a := range args {
				if f.value(a, vars) == want {
					if f.find(a, vars, want); len(f.found) > 0 || decides(e, want) {
						return
					}
				}
			}
		case operators.Conditional:
			if c, ok := f.value(args[0], vars).(types.Bool); ok {
				f.find(args[map[types.Bool]int{types.True: 1, types.False: 2}[c]], vars, want)
			}
		}
	case ast.ComprehensionKind:
		f.element(e.AsComprehension(), vars, want)
	}
}

// decides tells whether one operand with the value decides the operator.
func decides(e ast.Expr, want types.Bool) bool {
	return (e.AsCall().FunctionName() == operators.LogicalOr) == bool(want)
}

// element looks for the first element on which a quantifier is decided.
func (f *finder) element(c ast.ComprehensionExpr, vars interpreter.Activation, want types.Bool) {
	step := c.LoopStep()
	if step.Kind() != ast.CallKind || step.AsCall().FunctionName() != map[types.Bool]string{types.True: stepAny, types.False: stepEvery}[want] {
		return
	}
	l, ok := asList(f.value(c.IterRange(), vars))
	if !ok {
		return
	}
	predicate := step.AsCall().Args()[1]
	for i := range l.len() {
		x := l.at(i)
		inner := &bound{Activation: vars, name: c.IterVar(), value: x}
		if doubt(x) == nil && f.value(predicate, inner) == want {
			f.found = append(f.found, constOf(x))
			f.find(predicate, inner, want)
			return
		}
	}
}

// bound adds the variable of a comprehension.
type bound struct {
	interpreter.Activation
	name  string
	value ref.Val
}

func (b *bound) ResolveName(name string) (any, bool) {
	if name == b.name {
		return b.value, true
	}
	return b.Activation.ResolveName(name)
}

func (b *bound) Parent() interpreter.Activation { return b.Activation }
