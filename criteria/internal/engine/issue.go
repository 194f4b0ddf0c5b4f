package engine

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/interpreter"
)

// Code is the stable code of something wrong with an expression, when it is
// compiled or when it runs.
type Code string

// Codes of compilation.
const (
	CodeSyntax      Code = "expr_syntax"       // not an expression
	CodeType        Code = "expr_type"         // operands or result of the wrong type
	CodeUnknownName Code = "expr_unknown_name" // a name that nothing declares
	CodeOrder       Code = "expr_order"        // a name that is declared further down
	CodeForbidden   Code = "expr_forbidden"    // outside the dialect
	CodeLimit       Code = "expr_limit"        // larger than the dialect allows
	CodeScale       Code = "expr_scale"        // an argument on another scale than the table's axis
	CodeLiteral     Code = "expr_literal"      // a literal that is no timestamp, duration or pattern
	CodeOrdinal     Code = "expr_ordinal"      // a sum of what is no quantity
)

// Codes of evaluation.
const (
	CodeDivision   Code = "division_by_zero"
	CodeOverflow   Code = "overflow"
	CodeIndex      Code = "index_out_of_range"
	CodeNoKey      Code = "no_such_key"
	CodeConversion Code = "conversion"
	CodeOffScale   Code = "off_scale"
	CodeNonFinite  Code = "non_finite"
	CodeCost       Code = "cost_limit"
	CodeMemory     Code = "memory_limit"
	CodeEvaluation Code = "evaluation_error"

	// Of rules alone.
	CodeNone  Code = "none_value" // an operation on what is stated to be none
	CodeModel Code = "model"      // the caller's model or function gave a value of another type than it declares
)

// Issue is one error of an expression's text.
type Issue struct {
	Offset  int // code points from the start of the text
	Code    Code
	Message string
	Nearest string // nearest valid name, if one is near
	Detail  string // the engine's own words, bounded
}

var overloadPattern = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '(.*)'$`)

// issuesOf translates the engine's issues, in its order, without repetitions
// at one place: the engine tends to report a wrong operand once per level.
func issuesOf(text string, iss *cel.Issues, code Code) []Issue {
	var out []Issue
	for _, e := range iss.Errors() {
		is := Issue{
			Offset: offsetOf(text, e.Location.Line(), e.Location.Column()),
			Code:   code,
			Detail: cut(e.Message),
		}
		is.Code, is.Message = describe(code, e.Message)
		if len(out) > 0 && out[len(out)-1].Offset == is.Offset {
			continue
		}
		out = append(out, is)
	}
	if len(out) == 0 {
		out = append(out, Issue{Code: code, Message: "is not an expression", Detail: cut(iss.Err().Error())})
	}
	return out
}

func describe(code Code, msg string) (Code, string) {
	if m := overloadPattern.FindStringSubmatch(msg); m != nil {
		s := "operator or function " + operatorName(m[1]) + " does not take " + m[2]
		if strings.Contains(m[2], "int") && strings.Contains(m[2], "double") {
			s += "; int and double do not mix: write double(x), or 2.0 for 2"
		}
		return CodeType, s
	}
	switch {
	case strings.HasPrefix(msg, "invalid timestamp argument"):
		return CodeLiteral, "is no point in time: write timestamp(\"2026-02-01T09:00:00Z\")"
	case strings.HasPrefix(msg, "invalid duration argument"):
		return CodeLiteral, "is no duration: write duration(\"720h\"), with units h, m, s"
	case strings.HasPrefix(msg, "invalid matches argument"):
		return CodeLiteral, "is no regular expression (RE2)"
	case strings.Contains(msg, "regex program size"):
		return CodeLimit, "the regular expression is too large"
	case strings.Contains(msg, "recursion limit"), strings.Contains(msg, "exceeds limit"),
		strings.Contains(msg, "limit exceeded"), strings.Contains(msg, "exceeds"), strings.Contains(msg, "max recursion"):
		return CodeLimit, "the expression is nested too deeply or too large"
	case strings.Contains(msg, "undeclared reference"):
		return CodeUnknownName, "unknown name"
	case strings.HasPrefix(msg, "Syntax error:"), strings.HasPrefix(msg, "syntax error:"):
		return CodeSyntax, "is not an expression: " + short(strings.TrimSpace(msg[len("Syntax error:"):]))
	}
	return code, short(msg)
}

// short keeps the first line of the engine's words, at most 160 bytes.
func short(s string) string {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	if len(s) <= 160 {
		return s
	}
	return cutAt(s, 160) + "..."
}

func cut(s string) string { return cutAt(s, MaxDetailBytes) }

func cutAt(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func operatorName(f string) string {
	s := strings.Trim(strings.ReplaceAll(f, "@", ""), "_")
	switch f {
	case "@stated":
		return "!= null"
	case "@none":
		return "== null"
	case "@given":
		return "has"
	case "_?_:_":
		return "?:"
	case "_[_]":
		return "[]"
	case "math.@max":
		return "math.greatest"
	case "math.@min":
		return "math.least"
	}
	return s
}

// offsetOf turns a line (from 1) and a column (from 0) of text into a count
// of code points.
func offsetOf(text string, line, col int) int {
	if line < 1 || col < 0 {
		return 0
	}
	off := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(text, '\n')
		if i < 0 {
			break
		}
		off += utf8.RuneCountInString(text[:i+1])
		text = text[i+1:]
	}
	return min(off+col, off+utf8.RuneCountInString(text))
}

// Failure is an error of a run: a stable code, and the engine's words as
// detail, which never belong into a digest.
type Failure struct {
	Code   Code
	Detail string
}

func (f *Failure) Error() string { return string(f.Code) + ": " + f.Detail }

// offScale is what a table returns for a value that is no level of its axis.
type offScale struct{ table, axis string }

func (e *offScale) Error() string {
	return "argument " + e.axis + " of table " + e.table + " is no level of the scale"
}

var failureWords = []struct {
	words string
	code  Code
}{
	{"division by zero", CodeDivision},
	{"divide by zero", CodeDivision},
	{"modulus by zero", CodeDivision},
	{"is no level of the scale", CodeOffScale},
	{"overflow", CodeOverflow},
	{"range error", CodeConversion},
	{"index out of bounds", CodeIndex},
	{"no such key", CodeNoKey},
	{"no such attribute", CodeEvaluation},
	{"cost limit", CodeCost},
	{"memory limit", CodeMemory},
	{"invalid", CodeConversion},
	{"timestamp", CodeConversion},
	{"duration", CodeConversion},
}

func failureOf(err error) *Failure {
	msg := err.Error()
	f := &Failure{Code: CodeEvaluation, Detail: cut(msg)}
	var cancelled interpreter.EvalCancelledError
	var off *offScale
	switch {
	case errors.As(err, &cancelled) && cancelled.Cause == interpreter.CostLimitExceeded:
		f.Code = CodeCost
		return f
	case errors.As(err, &cancelled) && cancelled.Cause == interpreter.MemoryLimitExceeded:
		f.Code = CodeMemory
		return f
	case errors.As(err, &off):
		f.Code = CodeOffScale
		return f
	}
	for _, w := range failureWords {
		if strings.Contains(msg, w.words) {
			f.Code = w.code
			break
		}
	}
	return f
}
