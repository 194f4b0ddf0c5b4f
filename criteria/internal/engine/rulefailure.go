package engine

import (
	"errors"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// codeError is the error of an operation of ours.
type codeError struct {
	code   Code
	detail string
}

func (e *codeError) Error() string { return e.detail }

// failing makes the value of an operation that fails.
func failing(code Code, detail string) ref.Val { return types.WrapErr(&codeError{code, detail}) }

// ruleFailure is failureOf for rules, whose types are known before they run: an
// operand that no overload takes is one that is none.
func ruleFailure(err error) *Failure {
	var own *codeError
	if errors.As(err, &own) {
		return &Failure{Code: own.code, Detail: cut(own.detail)}
	}
	f := failureOf(err)
	if strings.Contains(f.Detail, "no such overload") || strings.Contains(f.Detail, "expected iterable type") {
		f.Code = CodeNone
	}
	return f
}
