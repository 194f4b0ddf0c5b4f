// Package rules compiles and evaluates rules: expressions over a typed model
// that come to true, to false, or to the list of what is not known.
//
// The dialect, rules/v1, is described in DIALECT.md, which [DialectDoc] makes.
// It is that of criteria documents, with objects in place of flat variables:
//
//   - A [Schema] declares the types of the model, their fields, and functions.
//     A [Scope] adds the variables of some rules; it compiles a text to a
//     [Rule]. Types are known before anything runs, and a wrong name is an
//     [Issue] with its place and the nearest right one.
//   - The caller's values are [Object] implementations, whose fields are asked
//     for when a rule reads them. Nothing of the model is copied.
//   - What is not given is [Unknown], what is stated to be none is [None]. A
//     rule over unknown values comes to true or false only where it would
//     whatever they are; otherwise [Result.Missing] lists them.
//   - A failure - a division by zero, an operation on none, a limit - is a
//     result with a stable code. It is never true.
//
// # Sound with the unknown
//
// Filling in what is unknown never turns true into false, false into true, or
// a failure of the rule into a value. It may meet a limit: those depend on how
// much there is. To keep it so, an element is never guessed to be in a list: a
// filter whose predicate is unknown for an element keeps it in doubt, the
// size of such a list is unknown, and all, exists and exists_one count an
// element in doubt only where it changes nothing.
//
// # Large models
//
// A list of the caller's ([List], [ListFunc]) is asked for its elements once,
// and indexes itself when where or in look something up; so a caller makes one
// for a field, keeps it, and returns it each time. Schemas, scopes, rules and
// values are safe for concurrent use, provided the caller's objects and
// functions are.
package rules
