package engine

// Limits of the dialect. They are part of it: a text that passes one release
// passes the next.
const (
	MaxExpressionBytes = 4096      // bytes of one expression
	MaxNesting         = 40        // recursion of the parser
	MaxNodes           = 1000      // nodes of the syntax tree, macros expanded
	MaxComprehensions  = 3         // comprehensions inside one another
	MaxRegexProgram    = 500       // instructions of a compiled pattern
	MaxCost            = 1_000_000 // cost units of one run of an expression with comprehensions
	MaxAggregateCost   = 10_000    // the same of an expression on many risks, which is run for every case that is open
	MaxMemory          = 2_000_000 // aggregate elements (or 10 bytes of string) of one run
	MaxDetailBytes     = 4096      // bytes of engine text kept as detail
	MaxTableCells      = 100_000   // cells of one table
	MaxStringBytes     = 10_000    // bytes of one string value
	MaxListItems       = 10_000    // items of one list value
	MaxListBytes       = 1 << 20   // bytes of all strings of one list value

	sizerDepth   = 32 // cel-go's own default, 5, saturates
	memorySample = 1024
)

// Limits of the dialect of rules, where they differ. A rule walks through the
// lists of a whole management system: a predicate of 60 nodes over 10,000
// entities costs about a million units, and some rules walk through several
// such lists. A list that a rule builds costs builtItem units an item, so that
// the limit of cost bounds memory too: 600,000 items, or 10 MiB.
const (
	MaxRuleComprehensions = 4         // comprehensions inside one another
	MaxRuleCost           = 3_000_000 // cost units of one run of a rule with comprehensions
	MaxMissing            = 100       // paths of missing attributes that a result lists
	MaxMissingCounted     = 1000      // paths that it counts

	builtItem   = 5
	vagueItem   = 25 // an element that is unknown or fails, whose path is noted
	indexedList = 8  // items from which a list is indexed
	indexLevels = 2  // where() upon the result of where() is indexed this often
)
