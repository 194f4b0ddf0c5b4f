package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/layout"
	"github.com/ismskit/ismskit/risk"
)

func newFmt(t *tool) *cobra.Command {
	f := &formatter{tool: t}
	cmd := &cobra.Command{
		Use:   "fmt FILE...",
		Short: "Lay documents out, and turn YAML into JSON and back",
		Long: `fmt prints documents in their canonical layout, which keeps comments and changes
nothing that a document says. With -w it rewrites the files, with -l it lists
those whose layout is another one.

The digest of criteria is that of their bytes, so a new layout has another
digest, with the same outcomes. Records hold their criteria verbatim and are not
touched by it.

Exit status 1 if -l lists a file.`,
		Example: `  ismskit fmt -w criteria.yaml register.yaml
  ismskit fmt --to json register.yaml > register.json`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return f.run(args) },
	}
	cmd.Flags().BoolVarP(&f.write, "write", "w", false, "rewrite the files")
	cmd.Flags().BoolVarP(&f.list, "list", "l", false, "list the files whose layout is another one")
	cmd.Flags().StringVar(&f.to, "to", "", "turn the document into yaml or json")
	return cmd
}

type formatter struct {
	*tool
	write, list bool
	to          string
}

type fmtJSON struct {
	Files []fmtFileJSON `json:"files"`
}

type fmtFileJSON struct {
	File    string `json:"file"`
	Changed bool   `json:"changed"`
}

func (f *formatter) run(names []string) error {
	switch {
	case f.to != "" && f.to != "yaml" && f.to != "json":
		return usagef("--to: %q is none of yaml, json", source.Clip(f.to))
	case f.to != "" && (f.write || f.list):
		return usagef("--to prints the document; it excludes -w and -l")
	case f.json && !f.write && !f.list:
		return usagef("--json goes with -w or -l")
	case len(names) > 1 && !f.write && !f.list:
		return usagef("several files need -w or -l")
	}
	j, changed := fmtJSON{Files: []fmtFileJSON{}}, false
	var bad source.Reporter
	rewritten := map[string][]byte{}
	for _, name := range names {
		before, after, err := f.format(name)
		if err != nil {
			if collect(&bad, err) {
				continue
			}
			if bad.Len() > 0 {
				break
			}
			return err
		}
		different := !bytes.Equal(before, after)
		changed = changed || different
		j.Files = append(j.Files, fmtFileJSON{display(name), different})
		switch {
		case !f.write && !f.list:
			if _, err := f.out.Write(after); err != nil {
				return err
			}
		case f.list && different && !f.json:
			fmt.Fprintln(f.out, visible(display(name)))
		}
		if f.write && (different || name == stdName) {
			rewritten[name] = after
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	f.taken = nil // what is read is what is rewritten
	for _, name := range names {
		if after, ok := rewritten[name]; ok {
			if err := f.tool.write(name, after); err != nil {
				return err
			}
		}
	}
	if f.json {
		if err := f.printJSON(j); err != nil {
			return err
		}
	}
	if f.list && changed {
		return errFindings
	}
	return nil
}

func (f *formatter) format(name string) (before, after []byte, err error) {
	if before, err = f.read(name, risk.MaxRegisterBytes); err != nil {
		return nil, nil, err
	}
	switch f.to {
	case "yaml":
		after, err = layout.ToYAML(display(name), before)
	case "json":
		lost := 0
		if after, lost, err = layout.ToJSON(display(name), before); lost > 0 {
			fmt.Fprintf(f.err, "%s: %s left out, since JSON has none\n", display(name), counted(lost, "comment is", "comments are"))
		}
	default:
		after, err = layout.Format(display(name), before)
	}
	return before, after, err
}
