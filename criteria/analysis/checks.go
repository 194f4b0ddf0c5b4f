package analysis

import "slices"

// checks lists every check.
var checks = slices.Concat(bandChecks, ruleChecks)
