// Package criteria reads risk criteria as an organisation writes them -
// likelihood, consequence, level of risk, bands, acceptance - and evaluates
// them. [Parse] reads a document, [Document.Compile] checks its expressions,
// [Criteria.Evaluate] applies it to what is stated about one risk.
//
// What follows is the specification of the format ismskit.criteria/v1.
//
// # Document
//
// A document is YAML or JSON of at most [MaxBytes] bytes, read strictly as
// package source describes. Its root is a map. Keys marked * are needed, every
// other may be left out; a key that is not listed here is an error, and so is a
// key without a value.
//
//	format*      text     ismskit.criteria/v1
//	id*          id       the same for all versions of these criteria
//	version*     text     in quotes where it looks like a number: "3"
//	title        text
//	effective    time     from when the criteria hold
//	approval     map      by* (id) and at* (time): who put them into force, and when
//	supersedes   text     the version that this one replaces
//	rationale    text     why it was changed
//	assessing    map      when risks are assessed: every (duration), on (ids of
//	                      events that call for it), agreement (0 to 1, the least
//	                      agreement of several assessors)
//	scales*      list     scales of likelihood, consequence and others
//	inputs*      list     what an assessor states about a risk
//	params       map      named constants
//	derive       list     named values that are computed, in order
//	level        expr     the level of risk, a number
//	bands*       list     classes of the level of risk, lowest first
//	tables       list     matrices to look up
//	band         expr     the band, where it does not follow from the level
//	authorities  list     who may accept risks
//	acceptance*  list     rules, the first that applies decides
//	order        list     priority for treatment
//	accepted     list     findings of the analysis that are accepted
//	limits       list     what many risks may come to together
//
// A text is any string. An id has 1 to 64 letters, digits, dots, underscores
// and hyphens and begins with a letter or digit. A name is what expressions
// call something by: 1 to 64 ASCII letters, digits and underscores, not
// beginning with a digit, and no reserved word of the dialect. A time is a date
// (midnight in UTC) or a time as of RFC 3339. A duration is whole numbers of
// days, hours, minutes and seconds, the larger first: 365d, 12h, 1d12h. A
// number is a decimal of at most 40 characters, its exponent at most 308 either
// way. An expr is the text of an expression; numbers and bools are expressions,
// too.
//
// # Scales
//
// A scale is an ordered set of at most [MaxLevels] levels, lowest first.
//
//	id*          name     unique among the scales; not params or band
//	title, description    text
//	kind         word     likelihood, consequence, effectiveness or custom
//	unit         text     what the ranges count, such as EUR
//	horizon      text     the time that a likelihood looks ahead
//	levels*      list     of
//	  id*          name     unique in the scale
//	  value*       number   strictly increasing along the scale
//	  title, definition   text
//	  range        list     [from, to], two numbers, the second not below the first
//
// A scale of whole numbers only, written as such, is an int in expressions;
// otherwise it is a double. Level severe of scale impact is the constant
// impact.severe.
//
// # Inputs
//
//	id*          name     the variable's name
//	title, description    text
//	scale        name     the input is a rating on this scale; or
//	type         word     bool, int, double, string, list(string), timestamp or duration
//	unit         text     of an int or double that may be summed over risks, such as EUR
//	default               the value where nothing is stated; without it the input is unknown
//
// An input has either a scale or a type. A value is stated (see [Stated]) as
// its type asks: a rating by its level's id or value, or as a range
// [low, high], which stands for every level from low to high; a timestamp as a
// time, and a duration as a duration, in a text.
//
// # Parameters and derived values
//
// params is a map from names to ints, doubles, bools and texts:
// params.appetite. An entry of derive is a variable that those below it,
// the level, the band and the rules may use:
//
//	id*          name
//	title        text
//	unit         text     of an int or double that may be summed over risks
//	expr*        expr     of any type that an input may have
//
// Inputs, derived values and tables share one space of names, in which level,
// band, asOf and params are taken. Scales, params and band are groups of
// constants, which have a space of their own: impact may be a derived value
// beside the scale whose level is impact.severe.
//
// # Level and bands
//
//	id*          name     the constant band.low
//	title, description    text
//	upTo         number   greatest level of the band
//	color        text     #rrggbb
//
// There are two ways to find the band:
//
//   - level is an int or a double, every band but the last has upTo, strictly
//     increasing. The band is the first one whose upTo is not below the level.
//   - band is an expression for the band's rank, an int that counts from 0 for
//     the lowest, mostly a table or a constant such as band.low. No band has
//     upTo then; level may still be given, for order and display.
//
// # Tables
//
// Most published matrices are no banded product; they are looked up.
//
//	id*          name     the function's name
//	axes*        list     names of scales, one for each argument, at most [MaxAxes]
//	result*      name     band, or a scale
//	cells*       list     lists in lists, one for each axis, lowest level first;
//	                      the first axis is the outermost; ids of bands, or ids or
//	                      values of levels
//
// An argument that is known to be on another scale than its axis is an error,
// so that a matrix cannot be read transposed. A value that is no level of the
// axis makes the evaluation fail with off_scale.
//
// # Authorities, acceptance
//
//	id*          id
//	title        text
//	rank*        int      1 to 1000000, unique; a higher rank decides about more
//
// The acceptance rules are tried in order and the first that applies decides.
// The last one must be total: when: "true".
//
//	id*          id       unique
//	when*        expr     a bool
//	outcome*     word     accept, accept_conditionally, escalate, treat or avoid
//	authority    id       who may decide so, one of authorities
//	validFor     duration how long the decision holds
//	reviewEvery  duration when the risk is looked at again
//	conditions   list     ids of what must be met
//	because      text     the reason, in the organisation's words
//
// # Order, accepted findings
//
// order lists the values by which risks are put in order for treatment: names
// of inputs (but no lists), derived values, level or band, with a minus sign in
// front where the greatest comes first. An entry of accepted has code* (L01 to
// L32, once each) and because* (text, not empty): a finding of the analysis
// that the organisation knows of, and why it accepts it.
//
// # Limits on many risks
//
// What an organisation bears of each risk says little about what it bears of
// all of them. A limit looks at the risks of each scope item, of each owner, or
// at all, and is exceeded where its expression is true:
//
//	limits:
//	  - id: few_high
//	    over: owner
//	    when: count(band.high) > 2
//	    outcome: escalate
//	    authority: board
//	  - id: exposure
//	    over: all
//	    when: sum(loss) > 2000000.0 || largest == band.high && total > 50
//	    outcome: treat
//
//	id*          id       unique
//	title        text
//	over*        word     scope, owner or all
//	when*        expr     a bool about the unit: count(band.high), sum(loss), total, largest
//	outcome*     word     escalate, treat or avoid
//	authority    id       who decides then, one of authorities; needed for escalate
//	because      text     the reason, in the organisation's words
//
// count(band.high) is the number of risks in that band, total that of all, and
// largest the rank of the largest band that one is in. sum(loss) adds up an int
// or double that declares a unit, exactly, before it becomes an int or the
// nearest double. There is no sum of ratings, levels and bands: ordinal ranks
// are never summed (expr_ordinal). [Criteria.EvaluateLimit] is three-valued: a
// risk whose band is not known is tried in each band that it may be in, and a
// sum of which a part is missing is not known.
//
// # Expressions
//
// Expressions are CEL in the dialect criteria/v1, which [DialectDoc] describes.
// The dialect has no clock: the time of evaluation is the variable asOf. Types
// do not mix: an int is compared with an int. Every expression is checked by
// Compile; what can fail later lies in the values: division_by_zero, overflow,
// index_out_of_range, off_scale, non_finite (a double that is infinite or no
// number), band_out_of_range, cost_limit and others, see [Failure]. Where
// something fails the decision is Undetermined: an error is never a pass.
//
// # What is not known
//
// An input without a value is unknown, never zero. Evaluation has three
// values: an outcome is decided only where it is the same whatever the unknown
// inputs may be. For on_c ? c : 0 nothing need be known of c while on_c is
// false. Ratings and bools that are missing, and ranges of ratings, are gone
// through level by level, up to [MaxCells] combinations; inputs of other types
// cannot be, and what depends on them is open. [Uncertainty] holds what is
// possible, and the questions to ask: first the input whose answer leaves the
// fewest different outcomes on average.
//
// # Errors
//
// Three kinds of mistake have three types. What is wrong with a document is a
// [source.Error], which holds every mistake with its line and column, those of
// expressions inside the text; errors.Is finds a [source.Code] in it, such as
// source.UnknownKey or [CodeNotTotal]. A value that does not fit its input is
// an [InputError]. What cannot be computed from these values is a [Failure],
// part of the outcome.
//
// # Limits
//
// A limit that is hit is an error with its place (source.Limit, or expr_limit
// inside an expression): at most 100 scales of 100 levels, 256 inputs, 256
// parameters, 256 derived values, 100 bands, 50 tables of 6 axes and 100,000
// cells, 100 authorities, 256 rules of 100 conditions, 16 order keys, 100
// limits on many risks; a text value has at most 10,000 bytes, a list value
// 10,000 items and 1 MiB. The limits of expressions are part of the dialect.
package criteria
