package engine

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/ext"
)

// DialectV1 is the name of the dialect of criteria.
const DialectV1 = "criteria/v1"

// Function is one operator or function of the dialect.
type Function struct {
	Name      string     // as it is written
	Doc       string     // what it gives
	Overloads []Overload // every combination of types it takes
	operator  string     // cel-go's name of it
}

// Overload is one signature.
type Overload struct {
	Signature string // for instance "int * int -> int"
	id        string // cel-go's name of it
}

// Macro is a construct that the parser expands.
type Macro struct{ Form, Doc string }

func fn(name, operator, doc string, pairs ...string) Function {
	f := Function{Name: name, Doc: doc, operator: operator}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Overloads = append(f.Overloads, Overload{Signature: pairs[i+1], id: pairs[i]})
	}
	return f
}

func comparison(name, operator, prefix, doc string) Function {
	f := Function{Name: name, operator: operator, Doc: doc}
	for _, t := range [][2]string{{"bool", "bool"}, {"int64", "int"}, {"double", "double"}, {"string", "string"},
		{"timestamp", "timestamp"}, {"duration", "duration"}} {
		f.Overloads = append(f.Overloads, Overload{Signature: t[1] + " " + name + " " + t[1] + " -> bool", id: prefix + t[0]})
	}
	return f
}

// Functions lists the operators and functions of criteria/v1, and nothing
// else is allowed. The list is the one source of the guard, of the golden
// file and of the dialect's page.
var Functions = sync.OnceValue(func() []Function {
	o := func(s string) string { return s }
	return []Function{
		fn("&&", "_&&_", "both; false if either is false, even when the other is unknown or an error", overloads.LogicalAnd, "bool && bool -> bool"),
		fn("||", "_||_", "either; true if either is true, even when the other is unknown or an error", overloads.LogicalOr, "bool || bool -> bool"),
		fn("!", "!_", "not", overloads.LogicalNot, "!bool -> bool"),
		fn("?:", "_?_:_", "the second operand if the first is true, otherwise the third; the other one is not evaluated", overloads.Conditional, "bool ? T : T -> T"),
		fn("==", "_==_", "equal values of one type", overloads.Equals, "T == T -> bool"),
		fn("!=", "_!=_", "different values of one type", overloads.NotEquals, "T != T -> bool"),
		comparison("<", "_<_", "less_", "less; false before true, strings by code point"),
		comparison("<=", "_<=_", "less_equals_", "less or equal"),
		comparison(">", "_>_", "greater_", "greater"),
		comparison(">=", "_>=_", "greater_equals_", "greater or equal"),
		fn("+", "_+_", "sum; an int that overflows is an error", overloads.AddInt64, "int + int -> int", overloads.AddDouble, "double + double -> double",
			overloads.AddTimestampDuration, "timestamp + duration -> timestamp", overloads.AddDurationTimestamp, "duration + timestamp -> timestamp",
			overloads.AddDurationDuration, "duration + duration -> duration"),
		fn("-", "_-_", "difference; an int that overflows is an error", overloads.SubtractInt64, "int - int -> int", overloads.SubtractDouble, "double - double -> double",
			overloads.SubtractTimestampTimestamp, "timestamp - timestamp -> duration", overloads.SubtractTimestampDuration, "timestamp - duration -> timestamp",
			overloads.SubtractDurationDuration, "duration - duration -> duration"),
		fn("-", "-_", "negation", overloads.NegateInt64, "-int -> int", overloads.NegateDouble, "-double -> double"),
		fn("*", "_*_", "product; an int that overflows is an error", overloads.MultiplyInt64, "int * int -> int", overloads.MultiplyDouble, "double * double -> double"),
		fn("/", "_/_", "quotient; of ints it is cut towards zero, and division by 0 is an error", overloads.DivideInt64, "int / int -> int", overloads.DivideDouble, "double / double -> double"),
		fn("%", "_%_", "remainder, with the sign of the dividend", overloads.ModuloInt64, "int % int -> int"),
		fn("[]", "_[_]", "item of a list, counted from 0, or value of a key; an error if there is none", overloads.IndexList, "list(T)[int] -> T", overloads.IndexMap, "map(K, V)[K] -> V"),
		fn("in", "@in", "whether a list holds the value, or a map the key", overloads.InList, "T in list(T) -> bool", overloads.InMap, "K in map(K, V) -> bool"),
		fn("size", "size", "number of code points, items or keys", overloads.SizeString, "size(string) -> int", overloads.SizeStringInst, "string.size() -> int",
			overloads.SizeList, "size(list(T)) -> int", overloads.SizeListInst, "list(T).size() -> int",
			overloads.SizeMap, "size(map(K, V)) -> int", overloads.SizeMapInst, "map(K, V).size() -> int"),
		fn("contains", "contains", "whether the string holds the other", overloads.ContainsString, "string.contains(string) -> bool"),
		fn("startsWith", "startsWith", "whether the string begins with the other", overloads.StartsWithString, "string.startsWith(string) -> bool"),
		fn("endsWith", "endsWith", "whether the string ends with the other", overloads.EndsWithString, "string.endsWith(string) -> bool"),
		fn("matches", "matches", "whether the RE2 pattern, which must be a literal, is found in the string", overloads.Matches, "matches(string, pattern) -> bool", overloads.MatchesString, "string.matches(pattern) -> bool"),
		fn("int", "int", "whole number, cut towards zero; an error outside 64 bits", overloads.IntToInt, "int(int) -> int", overloads.DoubleToInt, "int(double) -> int"),
		fn("double", "double", "nearest IEEE 754 double", overloads.IntToDouble, "double(int) -> double", overloads.DoubleToDouble, "double(double) -> double"),
		fn("timestamp", "timestamp", "point in time of an RFC 3339 text", overloads.StringToTimestamp, "timestamp(string) -> timestamp", overloads.TimestampToTimestamp, "timestamp(timestamp) -> timestamp"),
		fn("duration", "duration", "duration of a text such as 720h or 1.5s", overloads.StringToDuration, "duration(string) -> duration", overloads.DurationToDuration, "duration(duration) -> duration"),
		fn("getFullYear", "getFullYear", "year, in UTC", overloads.TimestampToYear, "timestamp.getFullYear() -> int"),
		fn("getMonth", "getMonth", "month from 0, in UTC", overloads.TimestampToMonth, "timestamp.getMonth() -> int"),
		fn("getDate", "getDate", "day of the month from 1, in UTC", overloads.TimestampToDayOfMonthOneBased, "timestamp.getDate() -> int"),
		fn("getDayOfYear", "getDayOfYear", "day of the year from 0, in UTC", overloads.TimestampToDayOfYear, "timestamp.getDayOfYear() -> int"),
		fn("getDayOfWeek", "getDayOfWeek", "day of the week, Sunday is 0, in UTC", overloads.TimestampToDayOfWeek, "timestamp.getDayOfWeek() -> int"),
		fn("getHours", "getHours", "hour in UTC, or whole hours", overloads.TimestampToHours, "timestamp.getHours() -> int", overloads.DurationToHours, "duration.getHours() -> int"),
		fn("getMinutes", "getMinutes", "minute in UTC, or whole minutes", overloads.TimestampToMinutes, "timestamp.getMinutes() -> int", overloads.DurationToMinutes, "duration.getMinutes() -> int"),
		fn("getSeconds", "getSeconds", "second in UTC, or whole seconds", overloads.TimestampToSeconds, "timestamp.getSeconds() -> int", overloads.DurationToSeconds, "duration.getSeconds() -> int"),
		fn("math.greatest", "math.@max", "greatest of the values, all ints or all doubles", "math_@max_int", o("math.greatest(int) -> int"), "math_@max_double", "math.greatest(double) -> double",
			"math_@max_int_int", "math.greatest(int, int, ...) -> int", "math_@max_double_double", "math.greatest(double, double, ...) -> double",
			"math_@max_list_int", "math.greatest(list(int)) -> int", "math_@max_list_double", "math.greatest(list(double)) -> double"),
		fn("math.least", "math.@min", "least of the values, all ints or all doubles", "math_@min_int", "math.least(int) -> int", "math_@min_double", "math.least(double) -> double",
			"math_@min_int_int", "math.least(int, int, ...) -> int", "math_@min_double_double", "math.least(double, double, ...) -> double",
			"math_@min_list_int", "math.least(list(int)) -> int", "math_@min_list_double", "math.least(list(double)) -> double"),
		fn("math.ceil", "math.ceil", "least whole number not below", "math_ceil_double", "math.ceil(double) -> double"),
		fn("math.floor", "math.floor", "greatest whole number not above", "math_floor_double", "math.floor(double) -> double"),
		fn("math.round", "math.round", "nearest whole number, halves away from zero", "math_round_double", "math.round(double) -> double"),
		fn("math.abs", "math.abs", "value without its sign", "math_abs_int", "math.abs(int) -> int", "math_abs_double", "math.abs(double) -> double"),
	}
})

// Macros lists the macros of criteria/v1.
var Macros = sync.OnceValue(func() []Macro {
	return []Macro{
		{"list.all(x, predicate)", "whether the predicate holds for every item"},
		{"list.exists(x, predicate)", "whether it holds for at least one item"},
		{"list.exists_one(x, predicate)", "whether it holds for exactly one item"},
		{"list.filter(x, predicate)", "the items for which it holds, in order"},
		{"list.map(x, expression)", "the value of the expression for each item, in order"},
		{"list.map(x, predicate, expression)", "the same for the items for which the predicate holds"},
	}
})

// dialect is what the guard and the checker of an expression go by.
type dialect struct {
	functions      map[string]bool // by operator or function name
	overloads      map[string]bool
	names          []string // as written, for suggestions
	comprehensions int      // inside one another
}

// newDialect allows the functions listed, and those that the macros expand to,
// by name and overload in turn.
func newDialect(list []Function, macros []string, comprehensions int, hidden ...string) *dialect {
	d := &dialect{functions: map[string]bool{}, overloads: map[string]bool{}, comprehensions: comprehensions}
	for i := 0; i+1 < len(hidden); i += 2 {
		d.functions[hidden[i]], d.overloads[hidden[i+1]] = true, true
	}
	for _, f := range list {
		d.functions[f.operator] = true
		for _, o := range f.Overloads {
			d.overloads[o.id] = true
		}
		if strings.ContainsAny(f.Name, "abcdefghijklmnopqrstuvwxyz") && f.Name != "in" {
			d.names = append(d.names, f.Name)
		}
	}
	d.names = append(d.names, macros...)
	slices.Sort(d.names)
	return d
}

var dialectV1 = sync.OnceValue(func() *dialect {
	return newDialect(Functions(), []string{"all", "exists", "exists_one", "filter", "map"}, MaxComprehensions,
		"@not_strictly_false", overloads.NotStrictlyFalse)
})

// ReservedNames returns the names that no document may give to something of
// its own: the words of the language and the dialect's own names, sorted.
func ReservedNames() []string {
	set := map[string]bool{}
	for _, w := range strings.Fields("as break const continue else false for function if import in let loop " +
		"namespace null package return true type var void while " +
		"bool int uint double string bytes list map dyn any timestamp duration null_type math cel optional google size has matches") {
		set[w] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// base is the environment that every document extends. It is built once and
// never changed afterwards.
var base = sync.OnceValues(func() (*cel.Env, error) {
	return newBase(cel.ExistsMacro, cel.AllMacro, cel.ExistsOneMacro, cel.FilterMacro, cel.MapMacro, cel.MapFilterMacro)
})

// newBase makes the environment that all dialects have in common, with the
// macros of one.
func newBase(macros ...cel.Macro) (*cel.Env, error) {
	return cel.NewCustomEnv(
		cel.StdLib(),
		ext.Math(ext.MathVersion(2)),
		cel.ClearMacros(),
		cel.Macros(macros...),
		mathMacros(),
		cel.DefaultUTCTimeZone(true),
		cel.StrictTimestampParsing(true),
		cel.CrossTypeNumericComparisons(false),
		cel.ParserRecursionLimit(MaxNesting),
		cel.ParserExpressionSizeLimit(MaxExpressionBytes),
		cel.ParserErrorRecoveryLimit(4),
		cel.ExpressionNodeLimit(4*MaxNodes),
		cel.RegexProgramSizeLimit(MaxRegexProgram),
		cel.ASTValidators(
			cel.ValidateDurationLiterals(),
			cel.ValidateTimestampLiterals(),
			cel.ValidateRegexLiterals(),
		),
	)
}

// mathMacros puts back the two macros of the math library that ClearMacros
// took away with the others.
func mathMacros() cel.EnvOption {
	return func(e *cel.Env) (*cel.Env, error) {
		withMath, err := cel.NewCustomEnv(ext.Math(ext.MathVersion(2)))
		if err != nil {
			return nil, err
		}
		return cel.Macros(withMath.Macros()...)(e)
	}
}
