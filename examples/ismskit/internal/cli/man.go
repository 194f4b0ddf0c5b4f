package cli

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func newMan(t *tool) *cobra.Command {
	return &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the manual pages",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return fileError(args[0], err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true

			header := &doc.GenManHeader{Section: "1", Source: "ismskit " + version(), Manual: "ismskit"}
			if err := doc.GenManTree(root, header, args[0]); err != nil {
				return fileError(args[0], err)
			}
			return nil
		},
	}
}
