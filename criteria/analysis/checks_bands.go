package analysis

// bandChecks are the checks of the bands, L01 to L19.
var bandChecks = []func(*linter){
	totality, determinism, codomain, partition, reachability, monotonicity, redundancy, skipping, betweenness,
	weakConsistency, contours, equalRisks, riskAttitude, reversals, resolution, cornerSanity,
	numberingSensitivity, masking,
}
