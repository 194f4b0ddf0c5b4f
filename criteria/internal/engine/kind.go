package engine

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// Kind is the type of a value in an expression.
type Kind uint8

// The kinds of the dialect. The zero Kind is invalid.
const (
	Invalid Kind = iota
	Bool
	Int
	Double
	String
	Strings
	Timestamp
	Duration

	// Of the values of rules alone.
	Object
	List
	Null
	Missing
)

var kindNames = [...]string{"invalid", "bool", "int", "double", "string", "list(string)", "timestamp", "duration",
	"object", "list", "null", "unknown"}

// String gives the name that the dialect uses.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[Invalid]
}

func (k Kind) celType() *cel.Type {
	switch k {
	case Bool:
		return cel.BoolType
	case Int:
		return cel.IntType
	case Double:
		return cel.DoubleType
	case String:
		return cel.StringType
	case Strings:
		return cel.ListType(cel.StringType)
	case Timestamp:
		return cel.TimestampType
	case Duration:
		return cel.DurationType
	}
	return types.ErrorType
}

func kindOf(t *cel.Type) Kind {
	for k := Bool; k <= Duration; k++ {
		if t.IsExactType(k.celType()) {
			return k
		}
	}
	return Invalid
}
