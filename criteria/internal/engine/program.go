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
	fields  []string // type.field, sorted
	program cel.Program
	ast     *ast.AST // checked; nil for a part of a program that was taken apart
	env     *Env
	loops   bool // a comprehension makes the cost depend on the data
	text    string

	parts parts // of a rule, planned when a witness is wanted
}

// Kind gives the type of the program's values.
func (p *Program) Kind() Kind { return p.kind }

// Scale gives the scale of the program's values where it follows from the
// text: those of an input, a level, the greatest of several of one scale.
func (p *Program) Scale() string { return p.scale }

// Reads lists the indexes of the variables that the text names, ascending.
func (p *Program) Reads() []int { return p.reads }

// ReadFields lists the fields that a rule reads, as type.field, sorted.
func (p *Program) ReadFields() []string { return p.fields }

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
	if e.schema != nil {
		askForNone(parsed.NativeRep().Expr())
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
	if e.schema != nil {
		openLists(c.ast, e.index)
	}
	prg, err := recovered(func() (cel.Program, error) { return e.cel.PlanProgram(c.ast, e.programOptions(g.loops)...) })
	if err != nil {
		return nil, []Issue{{Code: CodeType, Message: "the expression cannot be planned", Detail: cut(err.Error())}}
	}
	return &Program{kind: kind, scale: c.scaleOf(c.ast.Expr()), reads: c.sortedReads(), fields: c.sortedFields(), program: prg,
		ast: c.ast, env: e, loops: g.loops, text: text}, nil
}

// programOptions bounds the runs of a program of the environment's dialect.
func (e *Env) programOptions(loops bool) []cel.ProgramOption {
	if e.schema != nil {
		return e.schema.programOptions(loops)
	}
	if len(e.aggregators) > 0 {
		return programOptions(loops, MaxAggregateCost)
	}
	return programOptions(loops, MaxCost)
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
	return p.run(p.program, v)
}

func (p *Program) run(prg cel.Program, v any) Result {
	out, _, err := prg.Eval(v)
	switch {
	case err != nil && p.env.schema != nil:
		return Result{failure: ruleFailure(err)}
	case err != nil:
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

	fields map[string]bool // of rules: type.field
}

func (c *checker) walk(e ast.Expr) {
	if t := c.ast.GetType(e.ID()); !c.concrete(t) {
		c.report(e.ID(), CodeType, "the type of this value is not fixed before it runs (%s)", short(t.String()))
		return
	}
	if e.Kind() == ast.CallKind {
		for _, id := range c.ast.GetOverloadIDs(e.ID()) {
			if !c.env.dialect.overloads[id] && !c.env.declares(e.AsCall().FunctionName()) && !collects(id, e.AsCall()) {
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
		if c.env.schema != nil {
			c.ruleCall(e)
		}
	case ast.SelectKind:
		if c.env.schema != nil {
			c.walk(e.AsSelect().Operand())
			c.readField(c.ast.GetType(e.AsSelect().Operand().ID()), e.AsSelect().FieldName())
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
func (c *checker) concrete(t *types.Type) bool {
	switch t.Kind() {
	case types.BoolKind, types.IntKind, types.DoubleKind, types.StringKind, types.TimestampKind, types.DurationKind:
		return true
	case types.ListKind, types.MapKind:
		for _, p := range t.Parameters() {
			if !c.concrete(p) {
				return false
			}
		}
		return true
	case types.StructKind:
		return c.env.schema != nil && c.env.schema.types[t.TypeName()] != nil
	}
	return false
}
