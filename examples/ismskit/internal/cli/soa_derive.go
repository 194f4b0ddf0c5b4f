package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/layout"
	"github.com/ismskit/ismskit/soa"
)

func newSoADerive(t *tool) *cobra.Command {
	d := &soaDeriver{applicable: applicable{tool: t}}
	cmd := &cobra.Command{
		Use:   "derive FOLDER|DOCUMENT... -o STATEMENT",
		Short: "Derive a statement from plans, risks and requirements",
		Long: `derive writes the statement of applicability that follows from the treatment
plans, registers and requirements among the documents, and takes over what the
statement among them says beside that. What no document makes necessary and
nobody has excluded is undecided: nothing is excluded that nobody excluded.

The statement is YAML, or JSON if the name of the file ends in .json, or with
--json.`,
		Example: `  ismskit soa derive isms/ -o isms/statement.yaml
  ismskit soa derive plan.yaml register.yaml --id acme-soa --catalogue 2022`,
		RunE: func(cmd *cobra.Command, args []string) error { return d.run(cmd.Context(), args) },
	}
	d.flags(cmd.Flags())
	f := cmd.Flags()
	f.StringVarP(&d.output, "output", "o", stdName, "write the statement to this file; - is standard output")
	f.StringVar(&d.id, "id", "", "id of the statement (default: that of the one before, or soa)")
	f.StringVar(&d.version, "version", "", "version of the statement (default: none, a draft)")
	f.StringVar(&d.title, "title", "", "title of the statement (default: that of the one before)")
	return cmd
}

type soaDeriver struct {
	applicable
	output, id, version, title string
}

func (d *soaDeriver) run(ctx context.Context, names []string) error {
	in, previous, err := d.input(ctx, names)
	if err != nil {
		return err
	}
	in.ID, in.Version, in.Title, in.Previous = d.id, d.version, d.title, previous
	if in.ID == "" && previous == nil {
		in.ID = "soa"
	}
	if in.ID != "" && !source.ValidID(in.ID) {
		return usagef("--id: %q is no id: 1 to 64 letters, digits, dots, underscores and hyphens", source.Clip(in.ID))
	}
	s, err := soa.Derive(in)
	if err != nil {
		return err
	}
	d.taken = nil // a statement may take the place of the one before
	if err := d.writeStatement(d.output, s); err != nil || d.output == stdName {
		return err
	}
	if d.json {
		return d.printJSON(newCoverageJSON(s, s.Coverage(in.Catalogues...)))
	}
	return d.printCoverage(s, s.Coverage(in.Catalogues...), nil)
}

// writeStatement writes a statement as JSON where that is asked for, otherwise as
// YAML.
func (t *tool) writeStatement(name string, s *soa.Statement) error {
	text := s.Bytes()
	if strings.ToLower(filepath.Ext(name)) != ".json" && !(t.json && name == stdName) {
		var err error
		if text, err = layout.ToYAML(s.ID, text); err != nil {
			return err
		}
	}
	return t.write(name, text)
}

func newSoADiff(t *tool) *cobra.Command {
	exitCode := false
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what differs between two statements",
		Long: `diff lists what differs between two statements, field by field.

Exit status 1 if, with --exit-code, anything differs.`,
		Example: `  ismskit soa diff statement-2025.yaml statement.yaml`,
		Args:    cobra.ExactArgs(2),
		RunE:    func(_ *cobra.Command, args []string) error { return t.diffStatements(args[0], args[1], exitCode) },
	}
	cmd.Flags().BoolVar(&exitCode, "exit-code", false, "exit status 1 if anything differs")
	return cmd
}

type soaDiffJSON struct {
	Old     statementJSON   `json:"old"`
	New     statementJSON   `json:"new"`
	Changes []soaChangeJSON `json:"changes"`
}

type soaChangeJSON struct {
	Kind    string  `json:"kind"`
	Control *string `json:"control"`
	Field   *string `json:"field"`
	Old     *string `json:"old"`
	New     *string `json:"new"`
}

func (t *tool) diffStatements(oldName, newName string, exitCode bool) error {
	if oldName == stdName && newName == stdName {
		return usagef("only one of the two can be standard input")
	}
	old, err := t.readStatement(oldName)
	if err != nil {
		return err
	}
	current, err := t.readStatement(newName)
	if err != nil {
		return err
	}
	changes := soa.Diff(old, current)
	if t.json {
		j := soaDiffJSON{newStatementJSON(old), newStatementJSON(current), []soaChangeJSON{}}
		for _, c := range changes {
			j.Changes = append(j.Changes, soaChangeJSON{c.Kind.String(), nullable(c.Control), nullable(c.Field), nullable(c.Old), nullable(c.New)})
		}
		err = t.printJSON(j)
	} else if len(changes) == 0 {
		_, err = fmt.Fprintln(t.out, "Nothing differs.")
	} else {
		b := newTable("control", "change", "field", "old", "new")
		for _, c := range changes {
			b.addText(or(c.Control, "(all)"), c.Kind.String(), c.Field, oneLine(c.Old), oneLine(c.New))
		}
		err = b.print(t.out, t.style, t.width)
	}
	if err == nil && exitCode && len(changes) > 0 {
		err = errFindings
	}
	return err
}

// oneLine puts the items of a list, which stand on lines, side by side.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", ", ") }

func (t *tool) readStatement(name string) (*soa.Statement, error) {
	data, err := t.read(name, soa.MaxBytes)
	if err != nil {
		return nil, err
	}
	return soa.ParseStatement(display(name), data)
}
