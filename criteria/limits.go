package criteria

import "github.com/ismskit/ismskit/criteria/internal/engine"

// Limits of a criteria document. A limit that is hit is an error with its
// position (source.Limit), never a document cut short.
const (
	MaxBytes       = 4 << 20 // bytes of a document
	MaxScales      = 100
	MaxLevels      = 100 // levels of one scale
	MaxInputs      = 256
	MaxParams      = 256
	MaxDerived     = 256
	MaxBands       = 100
	MaxTables      = 50
	MaxAxes        = 6
	MaxTableCells  = engine.MaxTableCells
	MaxAuthorities = 100
	MaxRules       = 256
	MaxConditions  = 100
	MaxOrderKeys   = 16
	MaxLimits      = 100
	MaxTextBytes   = engine.MaxStringBytes // bytes of one text value
	MaxListItems   = engine.MaxListItems   // items of one list value

	// MaxCells bounds the cells that are tried for a risk whose ratings are
	// missing or ranges, and the distributions of risks over bands that are
	// tried for a limit. Beyond it the outcome is undetermined and says so.
	MaxCells = 1 << 14
)
