// Package source reads strict YAML and JSON into values that remember where
// they stand: file, line, column and path. Bytes and a name go in, a value and
// every error of the document come out.
//
// The accepted YAML is a subset of YAML 1.2 that reads the same to a person and
// to every parser: one document of at most 4 MiB and 32 levels, valid UTF-8
// without control and format characters; maps with plain or quoted text keys,
// each key once; lists; scalars. There are no anchors, aliases, tags, merge
// keys or directives. A plain scalar is null (~, null or nothing), a bool (true
// or false), an integer (decimal digits), a number (decimal, with a fraction or
// an exponent), and a string in every other case: no, 0x1F, 1_000, 12:30 and
// 2026-02-01 are strings.
//
// The accepted JSON is RFC 8259 with each name once in an object and valid
// UTF-8.
//
// Errors are collected by a Reporter, up to MaxDiagnostics of them, and come as
// one *Error, in order of position, each with the line it is about and a caret:
//
//	criteria.yaml:14:7: inputs[0].scael: unknown key "scael" (did you mean "scale"?)
//	   14 |     - {id: likelihood, scael: likelihood}
//	      |                        ^
//
// Match them with errors.As for the *Error, or with errors.Is for a Code.
package source
