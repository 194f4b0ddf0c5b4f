package criteria

import "github.com/ismskit/ismskit/criteria/internal/engine"

// An Outcome is what the criteria say about one set of inputs.
type Outcome struct {
	Level    Value    // the level of risk; the zero Value if undetermined or if the criteria have none
	Band     int      // rank of the band, -1 if undetermined
	Decision Decision // Undetermined if it depends on what is not known
	Rule     int      // index of the deciding rule, -1 if undetermined
	Derived  []Value  // derived values, in order of the document; the zero Value if undetermined
	Order    []Value  // values of the order keys; the zero Value if undetermined

	// Failure is the reason why nothing could be computed, or nil. The
	// decision is then Undetermined: an error is never a pass.
	Failure *Failure

	// Uncertain is set where an input is missing or a range and something
	// above depends on it.
	Uncertain *Uncertainty
}

// A Failure is an expression that could not be computed from these values.
type Failure struct {
	Code   string // stable: division_by_zero, overflow, off_scale, cost_limit, ...
	Path   string // the expression, for instance level or acceptance[2].when
	Detail string // more for a person; not stable, never part of a record
}

// Error implements error.
func (f *Failure) Error() string { return f.Path + ": " + f.Code + ": " + f.Detail }

// Codes of failures that evaluation itself adds to those of the engine.
const (
	FailDivision    = string(engine.CodeDivision)
	FailOverflow    = string(engine.CodeOverflow)
	FailIndex       = string(engine.CodeIndex)
	FailKey         = string(engine.CodeNoKey)
	FailConversion  = string(engine.CodeConversion)
	FailOffScale    = string(engine.CodeOffScale)
	FailNonFinite   = string(engine.CodeNonFinite)
	FailCost        = string(engine.CodeCost)
	FailMemory      = string(engine.CodeMemory)
	FailEvaluation  = string(engine.CodeEvaluation)
	FailBandOutside = "band_out_of_range"
)

// Uncertainty describes what is possible while inputs are missing or ranges.
type Uncertainty struct {
	// Complete tells whether every combination was tried. If there were more
	// than MaxCells, or an input without levels is missing, the lists below
	// hold what could not be excluded.
	Complete  bool
	Bands     []int      // possible bands, ascending
	Decisions []Decision // possible decisions, ascending
	Rules     []int      // possible rules, ascending
	Failures  []string   // codes of failures in some combinations, ascending
	Low, High Value      // least and greatest possible level; zero Values if not all are known

	// Questions lists the inputs on which something depends, the one whose
	// answer shrinks the set of possible outcomes most first.
	Questions []Question
}

// A Question is an input whose value is needed.
type Question struct {
	Input   int  // index of the input
	Missing bool // nothing is stated; otherwise a range is to be narrowed
	// Outcomes counts the different outcomes (band, rule and decision) that
	// remain on average once the question is answered, times Answers. Both are
	// 0 for an input that has no levels to go through.
	Outcomes, Answers int
}
