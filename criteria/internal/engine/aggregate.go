package engine

import (
	"strings"

	"cel.dev/cel-go/common/ast"
)

// An Aggregator is a function over several risks, such as count or sum. Its
// argument is a name, not a value, so a call stands for a variable that no
// text can name otherwise: the guard puts it in the place of the call.
type Aggregator struct {
	Name    string
	Takes   string // what it takes, in words: "a band"
	Members []Member
}

// A Member is a name that an aggregator may be asked for.
type Member struct {
	Argument string // as it is written: band.high, loss
	Kind     Kind   // of the aggregate
	Refused  string // why it has none, "" if it has one
}

// WithAggregators returns an environment that has aggregators. The members
// that are not refused become its last variables, in order.
func (e *Env) WithAggregators(list ...Aggregator) (*Env, error) {
	var vars []Var
	for _, a := range list {
		for _, m := range a.Members {
			if m.Refused == "" {
				vars = append(vars, Var{Name: hiddenName(a.Name, m.Argument), Kind: m.Kind})
			}
		}
	}
	x, err := e.With(vars...)
	if err != nil {
		return nil, err
	}
	x.aggregators = append(e.aggregators[:len(e.aggregators):len(e.aggregators)], list...)
	return x, nil
}

// hiddenPrefix begins the names of variables that no text can write.
const hiddenPrefix = "@"

func hiddenName(function, argument string) string {
	return hiddenPrefix + function + "_" + strings.ReplaceAll(argument, ".", "_")
}

func (e *Env) aggregator(name string) *Aggregator {
	for i := range e.aggregators {
		if e.aggregators[i].Name == name {
			return &e.aggregators[i]
		}
	}
	return nil
}

// aggregated finds the aggregator that knows a name, nil if none does.
func (e *Env) aggregated(argument string) (*Aggregator, *Member) {
	for i := range e.aggregators {
		if m := e.aggregators[i].member(argument); m != nil {
			return &e.aggregators[i], m
		}
	}
	return nil, nil
}

func (a *Aggregator) member(argument string) *Member {
	for i := range a.Members {
		if a.Members[i].Argument == argument {
			return &a.Members[i]
		}
	}
	return nil
}

// valid lists the arguments that are not refused.
func (a *Aggregator) valid() []string {
	var out []string
	for _, m := range a.Members {
		if m.Refused == "" {
			out = append(out, m.Argument)
		}
	}
	return out
}

func (a *Aggregator) takes() string {
	s := a.Name + " takes the name of " + a.Takes
	if valid := a.valid(); len(valid) > 0 {
		return s + ", such as " + valid[0]
	}
	return s + ", of which the document has none"
}

// aggregate replaces a call of an aggregator by the variable it stands for.
func (g *guard) aggregate(e ast.Expr, a *Aggregator) {
	call := e.AsCall()
	if call.IsMemberFunction() || len(call.Args()) != 1 {
		g.report(e.ID(), CodeForbidden, "%s", a.takes())
		return
	}
	arg := call.Args()[0]
	name, at := arg.AsIdent(), arg.ID()
	if s := arg.AsSelect(); arg.Kind() == ast.SelectKind && !s.IsTestOnly() && s.Operand().Kind() == ast.IdentKind {
		name, at = s.Operand().AsIdent()+"."+s.FieldName(), s.Operand().ID()
	}
	_, isConst := g.env.consts[name]
	_, isVar := g.env.index[name]
	_, isLocal := g.local(name)
	m := a.member(name)
	switch {
	case m != nil && m.Refused == "":
		e.SetKindCase(ast.NewExprFactory().NewIdent(e.ID(), hiddenName(a.Name, name)))
	case m != nil:
		g.reportNear(at, CodeOrdinal, a.valid(), name, "%s", m.Refused)
	case name == "" || isConst || isVar || isLocal:
		g.report(at, CodeForbidden, "%s", a.takes())
	default:
		g.reportNear(at, CodeUnknownName, a.valid(), name, "%s; %q is none", a.takes(), cutAt(name, 64))
	}
}
