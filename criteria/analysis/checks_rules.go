package analysis

// ruleChecks are the checks of the acceptance rules, and of what surrounds
// them: authorities, controls, scales and missing values. L31 compares two
// versions of criteria and is Compare.
var ruleChecks = []func(*linter){
	rulesTogether,        // L20, L21
	acceptanceMonotonic,  // L22
	acceptanceWithinBand, // L23
	acceptanceTrivial,    // L24
	ladder,               // L25
	authorities,          // L26
	treatability,         // L27
	localSensitivity,     // L28
	residual,             // L29
	soundness,            // L30
	unknowns,             // L32
}
