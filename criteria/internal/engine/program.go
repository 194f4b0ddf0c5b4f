package engine

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Program is a compiled expression, immutable and safe for concurrent use
// with different Vars.
type Program struct {
	kind    Kind
	scale   string
	reads   []int
	program cel.Program
	ast     *ast.AST // checked; nil for a part of a program that was taken apart
	env     *Env
	loops   bool // a comprehension makes the cost depend on the data
	text    string
}

// Kind gives the type of the program's values.
func (p *Program) Kind() Kind { return p.kind }

// Scale gives the scale of the program's values where it follows from the
// text: those of an input, a level, the greatest of several of one scale.
func (p *Program) Scale() string { return p.scale }

// Reads lists the indexes of the variables that the text names, ascending.
func (p *Program) Reads() []int { return p.reads }

// Compile turns a text into a program that gives one of the kinds wanted, any
// kind of the dialect if none is named. All issues of the stage that found
// some are returned.
func (e *Env) Compile(text string, want ...Kind) (*Program, []Issue) {
	if is := checkText(text); is != nil {
		return nil, []Issue{*is}
	}
	parsed, iss := e.cel.Parse(text)
	if iss.Err() != nil {
		return nil, issuesOf(text, iss, CodeSyntax)
	}
	g := &guard{env: e, info: parsed.NativeRep().SourceInfo()}
	g.walk(parsed.NativeRep().Expr())
	if len(g.issues) > 0 {
		return nil, g.issues
	}
	checked, iss := e.cel.Check(parsed)
	if iss.Err() != nil {
		return nil, issuesOf(text, iss, CodeType)
	}
	c := checker{guard: g, ast: checked.NativeRep()}
	c.walk(c.ast.Expr())
	kind := kindOf(checked.OutputType())
	if len(g.issues) == 0 && !wanted(kind, want) {
		g.report(c.ast.Expr().ID(), CodeType, "the expression gives %s, wanted is %s", cel.FormatCELType(checked.OutputType()), kindList(want))
	}
	if len(g.issues) > 0 {
		return nil, g.issues
	}
	cost := uint64(MaxCost)
	if len(e.aggregators) > 0 {
		cost = MaxAggregateCost
	}
	prg, err := recovered(func() (cel.Program, error) { return e.cel.Program(checked, programOptions(g.loops, cost)...) })
	if err != nil {
		return nil, []Issue{{Code: CodeType, Message: "the expression cannot be planned", Detail: cut(err.Error())}}
	}
	return &Program{kind: kind, scale: c.scaleOf(c.ast.Expr()), reads: c.sortedReads(), program: prg,
		ast: c.ast, env: e, loops: g.loops, text: text}, nil
}

// programOptions bounds the runs of a program whose cost depends on the data.
// Memory is looked at once in memorySample steps: sizing a list that grows at
// each of 10,000 steps took 2 s where the whole run now takes 55 ms.
func programOptions(loops bool, cost uint64) []cel.ProgramOption {
	opts := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if loops {
		opts = append(opts, cel.CostLimit(cost), cel.MemoryLimit(MaxMemory),
			cel.MemoryTracking(types.MemoryTrackerSampleInterval(memorySample), types.MemoryTrackerSizeCalculator(types.NewSizeCalculator(
				types.SizeCalculatorMaxDepth(sizerDepth), types.SizeCalculatorMaxTraversal(MaxMemory)))))
	}
	return opts
}

// recovered turns what the engine's planner may throw into an error: folding a
// constant runs functions, and only evaluation recovers on its own.
func recovered(plan func() (cel.Program, error)) (p cel.Program, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("planner: %v", r)
		}
	}()
	return plan()
}

func wanted(k Kind, want []Kind) bool {
	if k == Invalid {
		return false
	}
	for _, w := range want {
		if w == k {
			return true
		}
	}
	return len(want) == 0
}

func kindList(want []Kind) string {
	if len(want) == 0 {
		return "a bool, number, string, list(string), timestamp or duration"
	}
	s := want[0].String()
	for i, k := range want[1:] {
		if i == len(want)-2 {
			s += " or " + k.String()
		} else {
			s += ", " + k.String()
		}
	}
	return s
}

// Eval runs the program.
func (p *Program) Eval(v *Vars) Result {
	out, _, err := p.program.Eval(v)
	if err != nil {
		return Result{failure: failureOf(err)}
	}
	return resultOf(out)
}

func resultOf(out ref.Val) Result {
	if u, ok := out.(*types.Unknown); ok {
		return Result{unknown: u}
	}
	if f := finite(out); f != nil {
		return Result{failure: f}
	}
	return Result{val: out}
}

// checker walks a checked expression: types and overloads of the dialect
// alone, lists as ranges, arguments on the axes of tables.
type checker struct {
	*guard
	ast   *ast.AST
	reads map[int]bool
}

func (c *checker) walk(e ast.Expr) {
	if t := c.ast.GetType(e.ID()); !concrete(t) {
		c.report(e.ID(), CodeType, "the type of this value is not fixed before it runs (%s)", short(t.String()))
		return
	}
	if e.Kind() == ast.CallKind {
		for _, id := range c.ast.GetOverloadIDs(e.ID()) {
			if !allowList().overloads[id] && c.env.tables[e.AsCall().FunctionName()] == nil && !collects(id, e.AsCall()) {
				c.report(e.ID(), CodeForbidden, "%s is not part of the dialect for these types", quoteName(e.AsCall().FunctionName()))
				return
			}
		}
	}
	switch e.Kind() {
	case ast.IdentKind:
		if i, ok := c.env.index[e.AsIdent()]; ok {
			if c.reads == nil {
				c.reads = map[int]bool{}
			}
			c.reads[i] = true
		}
	case ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			c.walk(call.Target())
		}
		for _, a := range call.Args() {
			c.walk(a)
		}
		if t := c.env.tables[call.FunctionName()]; t != nil {
			c.axes(t, call.Args())
		}
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			c.walk(x)
		}
	case ast.MapKind:
		for _, m := range e.AsMap().Entries() {
			c.walk(m.AsMapEntry().Key())
			c.walk(m.AsMapEntry().Value())
		}
	case ast.ComprehensionKind:
		k := e.AsComprehension()
		if t := c.ast.GetType(k.IterRange().ID()); t.Kind() != types.ListKind {
			c.report(k.IterRange().ID(), CodeForbidden, "only lists can be walked through; a %s has no order", t.TypeName())
		}
		for _, x := range []ast.Expr{k.IterRange(), k.AccuInit(), k.LoopCondition(), k.LoopStep(), k.Result()} {
			c.walk(x)
		}
	}
}

// collects tells the one sum of lists that is allowed: the one by which filter
// and map collect their result, into a variable that no text can name.
func collects(overload string, call ast.CallExpr) bool {
	return overload == overloads.AddList && call.Args()[0].Kind() == ast.IdentKind && call.Args()[0].AsIdent() == accumulator
}

func (c *checker) sortedReads() []int {
	var out []int
	for i := range c.env.vars {
		if c.reads[i] {
			out = append(out, i)
		}
	}
	return out
}

// concrete refuses dyn and everything that the dialect has no values of.
func concrete(t *types.Type) bool {
	switch t.Kind() {
	case types.BoolKind, types.IntKind, types.DoubleKind, types.StringKind, types.TimestampKind, types.DurationKind:
		return true
	case types.ListKind, types.MapKind:
		for _, p := range t.Parameters() {
			if !concrete(p) {
				return false
			}
		}
		return true
	}
	return false
}
