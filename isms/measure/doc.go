// Package measure computes the results of measures again from their stored
// inputs (ISO/IEC 27001, 9.1), tells which of them can be compared, and brings
// earlier ones under a new method.
//
// A measure's method is an expression of the dialect rules/v1 over the inputs
// that the measure declares, such as minutes / 60.0. An input is a number, or a
// list of numbers if it is said to have many.
//
// # Numbers
//
// Values and inputs are exact decimals where they are stored. The dialect
// computes with IEEE 754 doubles, so each input becomes the double nearest to
// it, and the method's double is rounded, half away from zero, to as many
// decimals as the recorded value has; a recorded value is reproduced if both
// are the same double. That is the same on every machine. A value that is
// re-based is the shortest decimal that names the method's double, or the whole
// number that the method comes to.
//
// # What is not known
//
// Nothing is guessed. A result whose method, inputs or value are not given is
// Unknown, with the paths of what is missing, unless the method comes to the
// same without them; and whether it is comparable may be Open.
package measure
