package rules

import (
	"github.com/ismskit/ismskit/criteria/internal/engine"
)

// Code is the stable code of an issue or a failure. It matches itself with
// errors.Is.
type Code string

// Codes of issues: why a text does not compile.
const (
	Syntax      Code = Code(engine.CodeSyntax)      // no expression
	WrongType   Code = Code(engine.CodeType)        // operands or result of the wrong type
	UnknownName Code = Code(engine.CodeUnknownName) // a name that nothing declares
	Forbidden   Code = Code(engine.CodeForbidden)   // outside the dialect
	TooLarge    Code = Code(engine.CodeLimit)       // larger than the dialect allows
	BadLiteral  Code = Code(engine.CodeLiteral)     // a literal that is no time, duration or pattern
)

// Codes of failures: why a rule came to nothing.
const (
	NoneValue  Code = Code(engine.CodeNone)       // an operation on what is stated to be none
	Division   Code = Code(engine.CodeDivision)   // by zero
	Overflow   Code = Code(engine.CodeOverflow)   // of a whole number, time or duration
	NoItem     Code = Code(engine.CodeIndex)      // an index outside its list, the greatest of an empty list
	NoKey      Code = Code(engine.CodeNoKey)      // a key that its map does not have
	Conversion Code = Code(engine.CodeConversion) // a text that is no time, a number out of range
	NonFinite  Code = Code(engine.CodeNonFinite)  // an infinite double or no number
	CostLimit  Code = Code(engine.CodeCost)       // more work than the dialect allows
	Model      Code = Code(engine.CodeModel)      // an object or a function gave a value of another kind than declared
	Evaluation Code = Code(engine.CodeEvaluation) // anything else, such as a panic of a function
)

// Error makes a code a target for errors.Is.
func (c Code) Error() string { return string(c) }

// An Issue is one error of a rule's text.
type Issue struct {
	Offset  int // code points from the start of the text
	Code    Code
	Message string
	Nearest string // the nearest valid name, if one is near
	Detail  string // the engine's own words, bounded; no part of anything sealed
}

// Error gives the message and the nearest name.
func (i Issue) Error() string {
	if i.Nearest != "" {
		return i.Message + " (did you mean " + i.Nearest + "?)"
	}
	return i.Message
}

// Is matches the issue's code.
func (i Issue) Is(target error) bool { return target == error(i.Code) }

// A Failure says why a rule came to no value.
type Failure struct {
	Code   Code
	Detail string // in the engine's words, bounded; no part of anything sealed
}

func (f *Failure) Error() string { return string(f.Code) + ": " + f.Detail }

// Is matches the failure's code.
func (f *Failure) Is(target error) bool { return target == error(f.Code) }

// A Rule is a compiled text. It is immutable and safe for concurrent use.
type Rule struct {
	program *engine.Program
	env     *engine.Env
	text    string
}

// Compile compiles a text for a schema and variables; see [Scope.Compile]. A
// caller with several rules makes a scope once. Variables that a scope would
// refuse are an issue at the start of the text.
func (s *Schema) Compile(text string, vars ...Var) (*Rule, []Issue) {
	scope, err := s.Scope(vars...)
	if err != nil {
		return nil, []Issue{{Code: UnknownName, Message: err.Error()}}
	}
	return scope.Compile(text)
}

// Compile compiles a text that comes to a truth value, or to one of the kinds
// wanted. It gives a rule or, in order of their place, the issues.
func (s *Scope) Compile(text string, want ...Kind) (*Rule, []Issue) {
	if len(want) == 0 {
		want = []Kind{KindBool}
	}
	kinds := make([]engine.Kind, len(want))
	for i, k := range want {
		kinds[i] = k.engine()
	}
	p, found := s.env.Compile(text, kinds...)
	if p == nil {
		issues := make([]Issue, len(found))
		for i, is := range found {
			issues[i] = Issue{is.Offset, Code(is.Code), is.Message, is.Nearest, is.Detail}
		}
		return nil, issues
	}
	return &Rule{p, s.env, text}, nil
}

// String gives the rule's text.
func (r *Rule) String() string { return r.text }

// Reads lists the fields that the rule may read, as "type.field", sorted, each
// once; those of its functions are what they declare.
func (r *Rule) Reads() []string { return r.program.ReadFields() }

// Eval evaluates the rule: one value for each variable of its scope, in order.
// A variable without a value is unknown under its own name.
func (r *Rule) Eval(vars ...Value) Result {
	v := r.env.NewVars()
	for i := range min(len(vars), r.env.Len()) {
		v.State(i, vars[i].c)
	}
	res := Result{rule: r, r: r.program.Eval(v)}
	if res.False() {
		res.vars = v // for the witness
	} else {
		v.Release()
	}
	return res
}

// Result is what a rule comes to: a value, or what is missing, or a failure.
// The zero Result is unknown.
type Result struct {
	rule *Rule
	vars *engine.Vars // of a rule that came to false
	r    engine.Result
}

// True tells whether the rule came to true.
func (r Result) True() bool { return r.r.Known() && r.r.Bool() }

// False tells whether the rule came to false.
func (r Result) False() bool { return r.Value().Kind() == KindBool && !r.r.Bool() }

// Unknown tells whether the rule depends on something that is not given.
func (r Result) Unknown() bool { return !r.r.Known() && r.r.Failure() == nil }

// Failure gives the failure, or nil.
func (r Result) Failure() *Failure {
	f := r.r.Failure()
	if f == nil {
		return nil
	}
	return &Failure{Code(f.Code), f.Detail}
}

// Value gives the value, unknown if there is none.
func (r Result) Value() Value { return Value{r.r.Const()} }

// Missing lists the paths of the attributes that are not given and on which
// the result depends, sorted, each once, at most [MaxMissing]; more counts
// those beyond, up to [MaxMissingCounted] in all. Both are zero unless the
// result is unknown.
func (r Result) Missing() (paths []string, more int) { return r.r.Missing() }

// Witness lists the elements on which a rule came to false, from the outermost
// to the innermost: for all(...) the first element whose predicate is false,
// for an exists(...) that is negated the first whose predicate is true. It
// follows the first operand of && that is false, and the branches of || and ?:
// that were. It is empty unless the rule came to false by an element. The rule
// is evaluated again for it.
func (r Result) Witness() []Value {
	if !r.False() {
		return nil
	}
	found := r.rule.program.Witness(r.vars)
	values := make([]Value, len(found))
	for i, c := range found {
		values[i] = Value{c}
	}
	return values
}
