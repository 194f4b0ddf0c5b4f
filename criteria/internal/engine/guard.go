package engine

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// checkText is the first guard: size, encoding and characters, before any
// parser sees the text.
func checkText(text string) *Issue {
	if len(text) > MaxExpressionBytes {
		return &Issue{Code: CodeLimit, Message: fmt.Sprintf("the expression has %d bytes, at most %d are allowed", len(text), MaxExpressionBytes)}
	}
	n := 0
	for i, r := range text {
		if r == utf8.RuneError {
			if _, w := utf8.DecodeRuneInString(text[i:]); w <= 1 {
				return &Issue{Offset: n, Code: CodeSyntax, Message: "the expression is not valid UTF-8"}
			}
		}
		if r != '\n' && r != '\t' && r != '\r' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)) {
			return &Issue{Offset: n, Code: CodeForbidden, Message: fmt.Sprintf("control or format character U+%04X; write it as an escape in a string", r)}
		}
		n++
	}
	return nil
}

// local is the variable of a comprehension. The criteria's dialect leaves its
// shape to the checker.
type local struct {
	name  string
	shape Shape
}

// guard walks a parsed expression before the engine checks it: an allow-list,
// never a deny-list.
type guard struct {
	env    *Env
	info   *ast.SourceInfo
	locals []local // variables of the comprehensions around the node
	depth  int     // comprehensions around the node
	nodes  int
	issues []Issue
	loops  bool // the expression has a comprehension
}

func (g *guard) report(id int64, code Code, format string, args ...any) {
	g.reportNear(id, code, nil, "", format, args...)
}

func (g *guard) reportNear(id int64, code Code, valid []string, name, format string, args ...any) {
	off := 0
	if r, ok := g.info.GetOffsetRange(id); ok {
		off = int(r.Start)
	}
	g.issues = append(g.issues, Issue{Offset: off, Code: code, Message: fmt.Sprintf(format, args...), Nearest: nearest(name, valid)})
}

// walk returns false once the tree is too large to go on.
func (g *guard) walk(e ast.Expr) bool {
	g.nodes++
	if g.nodes > MaxNodes {
		if g.nodes == MaxNodes+1 {
			g.report(e.ID(), CodeLimit, "the expression has more than %d nodes", MaxNodes)
		}
		return false
	}
	switch e.Kind() {
	case ast.LiteralKind:
		g.literal(e)
	case ast.IdentKind:
		g.ident(e)
	case ast.SelectKind:
		if g.env.schema != nil {
			return g.field(e)
		}
		g.selection(e)
	case ast.CallKind:
		return g.call(e)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			if !g.walk(x) {
				return false
			}
		}
	case ast.MapKind:
		return g.mapLiteral(e)
	case ast.ComprehensionKind:
		return g.comprehension(e)
	default:
		g.report(e.ID(), CodeForbidden, "messages are not part of the dialect")
	}
	return true
}

func (g *guard) literal(e ast.Expr) {
	switch v := e.AsLiteral().(type) {
	case types.Bool, types.Int, types.String:
	case types.Double:
		if math.IsInf(float64(v), 0) || math.IsNaN(float64(v)) {
			g.report(e.ID(), CodeLimit, "the number is too large")
		}
	default:
		g.report(e.ID(), CodeForbidden, "a literal of type %s is not part of the dialect", e.AsLiteral().Type().TypeName())
	}
}

// local finds the innermost variable of that name.
func (g *guard) local(name string) (local, bool) {
	for _, l := range slices.Backward(g.locals) {
		if l.name == name {
			return l, true
		}
	}
	return local{}, false
}

func (g *guard) ident(e ast.Expr) {
	name := e.AsIdent()
	if _, ok := g.local(name); ok || name == accumulator {
		return
	}
	_, ok := g.env.index[name]
	switch {
	case ok:
	case g.env.later[name]:
		g.report(e.ID(), CodeOrder, "%s is not defined yet at this place", name)
	case g.env.groups[name] != nil:
		g.report(e.ID(), CodeUnknownName, "%s is not a value; write one of its members, such as %s.%s", name, name, g.env.groups[name][0])
	default:
		if a, m := g.env.aggregated(name); m != nil {
			g.report(e.ID(), CodeUnknownName, "%s is a value of one risk; of many, %s", name, a.takes())
			return
		}
		g.reportNear(e.ID(), CodeUnknownName, g.names(), name, "unknown name %q", cutAt(name, 64))
	}
}

// names lists what an identifier may be at this place, in order of
// declaration, so that suggestions are deterministic.
func (g *guard) names() []string {
	var out []string
	for _, l := range g.locals {
		out = append(out, l.name)
	}
	for _, v := range g.env.vars {
		if !strings.HasPrefix(v.Name, hiddenPrefix) {
			out = append(out, v.Name)
		}
	}
	return out
}

func (g *guard) selection(e ast.Expr) {
	s := e.AsSelect()
	group := s.Operand().AsIdent()
	if _, ok := g.local(group); ok || s.IsTestOnly() || s.Operand().Kind() != ast.IdentKind {
		g.report(e.ID(), CodeForbidden, "fields are not part of the dialect")
		return
	}
	if _, ok := g.env.consts[group+"."+s.FieldName()]; ok {
		return
	}
	if members := g.env.groups[group]; members != nil {
		g.reportNear(s.Operand().ID(), CodeUnknownName, members, s.FieldName(), "%s has no member %q", group, cutAt(s.FieldName(), 64))
		return
	}
	if _, ok := g.env.index[group]; ok {
		g.report(s.Operand().ID(), CodeUnknownName, "%s has no members", group)
		return
	}
	g.reportNear(s.Operand().ID(), CodeUnknownName, g.groupNames(), group, "unknown name %q", cutAt(group, 64))
}

func (g *guard) groupNames() []string {
	out := g.names()
	seen := map[string]bool{}
	for _, v := range g.env.vars {
		seen[v.Name] = true
	}
	for _, n := range g.env.groupOrder() {
		if !seen[n] {
			out = append(out, n)
		}
	}
	return out
}

func (g *guard) call(e ast.Expr) bool {
	c := e.AsCall()
	name := c.FunctionName()
	target := c.Target()
	if c.IsMemberFunction() && target.Kind() == ast.IdentKind && target.AsIdent() == "math" {
		name, target = "math."+name, nil
		g.nodes++
	}
	if a := g.env.aggregator(name); a != nil {
		g.aggregate(e, a)
		return true
	}
	switch own := g.env.declares(name); {
	case !g.env.dialect.functions[name] && !own || own && c.IsMemberFunction():
		valid := append(slices.Clip(g.env.dialect.names), g.env.functionNames()...)
		for _, a := range g.env.aggregators {
			valid = append(valid, a.Name)
		}
		g.reportNear(e.ID(), CodeForbidden, valid, name, "%s is not part of the dialect", quoteName(name))
		return true
	case name == "matches":
		if n := len(c.Args()); n == 0 || c.Args()[n-1].Kind() != ast.LiteralKind {
			g.report(e.ID(), CodeForbidden, "the pattern of matches must be a literal")
		}
	case g.env.schema != nil:
		if done, ok := g.ruleCall(e); done {
			return ok
		}
	}
	if target != nil && c.IsMemberFunction() && !g.walk(target) {
		return false
	}
	for _, a := range c.Args() {
		if !g.walk(a) {
			return false
		}
	}
	return true
}

func (g *guard) mapLiteral(e ast.Expr) bool {
	for _, entry := range e.AsMap().Entries() {
		m := entry.AsMapEntry()
		if m.IsOptional() {
			g.report(e.ID(), CodeForbidden, "optional entries are not part of the dialect")
			continue
		}
		if m.Key().Kind() != ast.LiteralKind {
			g.report(m.Key().ID(), CodeForbidden, "the keys of a map must be literals")
		}
		if !g.walk(m.Key()) || !g.walk(m.Value()) {
			return false
		}
	}
	return true
}

// accumulator is the hidden variable of an expanded macro; no text can name it.
const accumulator = "@result"

func (g *guard) comprehension(e ast.Expr) bool {
	c := e.AsComprehension()
	g.loops = true
	if c.HasIterVar2() || c.AccuVar() != accumulator {
		g.report(e.ID(), CodeForbidden, "this comprehension is not part of the dialect")
		return true
	}
	if !g.walk(c.IterRange()) || !g.walk(c.AccuInit()) {
		return false
	}
	if g.depth++; g.depth == g.env.dialect.comprehensions+1 {
		g.report(e.ID(), CodeLimit, "comprehensions are nested more than %d deep", g.env.dialect.comprehensions)
	}
	name := c.IterVar()
	_, taken := g.env.index[name]
	_, aggregate := g.env.aggregated(name)
	if taken || aggregate != nil || g.env.later[name] || g.env.groups[name] != nil || g.env.declares(name) || name == "math" {
		g.report(e.ID(), CodeForbidden, "the variable %s of the comprehension hides a name of the document", name)
	}
	g.locals = append(g.locals, g.bound(c))
	ok := g.walk(c.LoopCondition()) && g.walk(c.LoopStep()) && g.walk(c.Result())
	g.locals = g.locals[:len(g.locals)-1]
	g.depth--
	return ok
}

func quoteName(name string) string { return fmt.Sprintf("%q", operatorName(cutAt(name, 64))) }
