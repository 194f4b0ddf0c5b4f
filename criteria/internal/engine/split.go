package engine

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// Atoms takes a program apart for a decision table. Finite variables are those
// whose values can be enumerated. Every maximal boolean part that reads another
// one becomes an atom, a program of its own; the outcome of the whole program
// depends on the finite variables and on the outcomes of the atoms (false, true
// or error) alone. Atoms read no variable from index `computed` on, since those
// may depend on atoms themselves.
//
// ok is false if a value that is no bool depends on a variable that is not
// finite; the program must then be run as it is.
//
// Where the program's cost is limited, its atoms share half of the limit, so
// that what they allow together the program allows as well: an atom that fails
// for its cost tells nothing, and the program must be run.
func (p *Program) Atoms(finite func(variable int) bool, computed int) (atoms []*Program, ok bool) {
	c := &splitter{p: p, finite: finite, computed: computed, ok: true}
	c.walk(p.ast.Expr())
	if !c.ok {
		return nil, false
	}
	for _, e := range c.atoms {
		a := ast.NewCheckedAST(ast.NewAST(e, p.ast.SourceInfo()), p.ast.TypeMap(), p.ast.ReferenceMap())
		prg, err := recovered(func() (cel.Program, error) {
			return p.env.cel.PlanProgram(a, programOptions(p.loops, MaxCost/2/uint64(len(c.atoms)))...)
		})
		if err != nil {
			return nil, false
		}
		atoms = append(atoms, &Program{kind: Bool, program: prg, env: p.env})
	}
	return atoms, true
}

// A Part is an atom of a program: where it stands in the text.
type Part struct {
	Text       string
	Start, End int // code points
}

// Skeleton gives the program with a bool variable in place of each atom that
// Atoms finds, and the atoms' places. The variables must be declared, under
// these names, in the environment whose Vars the skeleton is run with.
func (p *Program) Skeleton(finite func(variable int) bool, computed int, name func(atom int) string) (*Program, []Part, bool) {
	c := &splitter{p: p, finite: finite, computed: computed, ok: true}
	tree := ast.Copy(p.ast)
	c.walk(tree.Expr())
	if !c.ok {
		return nil, nil, false
	}
	var parts []Part
	factory := ast.NewExprFactory()
	for i, e := range c.atoms {
		parts = append(parts, p.part(e))
		id := e.ID()
		e.SetKindCase(factory.NewIdent(id, name(i)))
		tree.SetReference(id, ast.NewIdentReference(name(i), nil))
		tree.SetType(id, types.BoolType)
	}
	prg, err := recovered(func() (cel.Program, error) { return p.env.cel.PlanProgram(tree, programOptions(p.loops, MaxCost)...) })
	if err != nil {
		return nil, nil, false
	}
	return &Program{kind: p.kind, scale: p.scale, program: prg, env: p.env}, parts, true
}

// part finds the text of a part: from the first to the last of its nodes.
func (p *Program) part(e ast.Expr) Part {
	info := p.ast.SourceInfo()
	start, end := int32(-1), int32(0)
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(x ast.Expr) {
		r, ok := info.GetOffsetRange(x.ID())
		if !ok {
			return
		}
		if start < 0 || r.Start < start {
			start = r.Start
		}
		end = max(end, r.Stop)
	}))
	runes := []rune(p.text)
	s, t := max(0, int(start)), min(int(end), len(runes))
	if s > t {
		s = t
	}
	return Part{Text: string(runes[s:t]), Start: s, End: t}
}

type splitter struct {
	p        *Program
	finite   func(int) bool
	computed int
	atoms    []ast.Expr
	ok       bool
}

// open tells whether a part reads a variable that is not finite.
func (c *splitter) open(e ast.Expr) (open, computed bool) {
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(x ast.Expr) {
		if x.Kind() != ast.IdentKind {
			return
		}
		i, ok := c.p.env.index[x.AsIdent()]
		if !ok {
			return
		}
		open = open || !c.finite(i)
		computed = computed || i >= c.computed
	}))
	return open, computed
}

// logical operators are taken apart; what they join may be finite.
var logical = map[string]bool{"_&&_": true, "_||_": true, "!_": true, "_?_:_": true}

func (c *splitter) walk(e ast.Expr) {
	open, computed := c.open(e)
	if !open || !c.ok {
		return
	}
	isBool := c.p.ast.GetType(e.ID()).Kind() == types.BoolKind
	isLogical := e.Kind() == ast.CallKind && logical[e.AsCall().FunctionName()]
	switch {
	case isBool && !isLogical || isBool && !c.mixed(e):
		if computed {
			c.ok = false
			return
		}
		c.atoms = append(c.atoms, e)
	case e.Kind() == ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			c.walk(call.Target())
		}
		for _, a := range call.Args() {
			c.walk(a)
		}
	case e.Kind() == ast.ListKind:
		for _, x := range e.AsList().Elements() {
			c.walk(x)
		}
	default:
		c.ok = false
	}
}

// mixed tells whether a part reads finite variables too.
func (c *splitter) mixed(e ast.Expr) bool {
	mixed := false
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(x ast.Expr) {
		if x.Kind() == ast.IdentKind {
			if i, ok := c.p.env.index[x.AsIdent()]; ok && c.finite(i) {
				mixed = true
			}
		}
	}))
	return mixed
}
