package cli

import "github.com/spf13/cobra"

// commands lists the commands; each has a file of its own.
var commands = []func(*tool) *cobra.Command{
	newLint,
	newHeatmap,
	newPreview,
	newAssess,
	newReplay,
	newVerify,
	newProve,
	newCompare,
	newExplain,
	newSensitivity,
	newPlan,
	newApprovals,
	newSoA,
	newMigrate,
	newInit,
	newCheck,
	newEvidence,
	newCalendar,
	newReport,
	newFmt,
	newImport,
	newExport,
	newSchema,
	newMan,
}
