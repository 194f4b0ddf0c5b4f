package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
)

func newMigrate(t *tool) *cobra.Command {
	m := &migrator{tool: t}
	cmd := &cobra.Command{
		Use:   "migrate STATEMENT [-o STATEMENT]",
		Short: "Bring a statement of applicability from Annex A of 2013 to 2022",
		Long: `migrate says what became of every control of a statement, where every new
control comes from, and what somebody has to decide. With -o it writes the new
statement, a draft in which nothing is decided silently.

--crosswalk and --to bring a statement from any catalogue to another. A
crosswalk is CSV, whose header names the two catalogues and relation.

Exit status 1 if predecessors of a new control contradict each other.`,
		Example: `  ismskit migrate statement-2013.yaml -o statement-2022.yaml --markdown migration.md`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return m.run(args[0]) },
	}
	f := cmd.Flags()
	f.StringVarP(&m.output, "output", "o", "", "write the new statement to this file: YAML, or JSON if its name ends in .json")
	f.StringVar(&m.markdown, "markdown", "", "write a report for those who decide to this file; - is standard output")
	f.StringVar(&m.crosswalk, "crosswalk", "", "what became of which control (default: Annex A, 2013 to 2022)")
	f.StringVar(&m.to, "to", "", "catalogue to which the crosswalk leads")
	return cmd
}

type migrator struct {
	*tool
	output, markdown, crosswalk, to string
}

func (m *migrator) run(name string) error {
	switch {
	case m.output == stdName && m.markdown == stdName:
		return usagef("only one of -o and --markdown can be standard output")
	case m.json && (m.output == stdName || m.markdown == stdName):
		return usagef("--json prints to standard output; write the other to a file")
	case (m.crosswalk == "") != (m.to == ""):
		return usagef("--crosswalk and --to go together: what became of which control, and the catalogue that it leads to")
	}
	old, err := m.readStatement(name)
	if err != nil {
		return err
	}
	x, to := annexa.Crosswalk(), annexa.Edition2022()
	if m.crosswalk != "" {
		if x, to, err = m.readCrosswalk(); err != nil {
			return err
		}
	}
	r, err := soa.Migrate(old, x, to)
	if err != nil {
		return fmt.Errorf("%s: %w", display(name), err)
	}
	if m.output != "" {
		if err := m.writeStatement(m.output, r.Statement); err != nil {
			return err
		}
	}
	if m.markdown != "" {
		if err := m.write(m.markdown, []byte(r.Markdown())); err != nil {
			return err
		}
	}
	switch {
	case m.json:
		err = m.printJSON(newMigrateJSON(old, r))
	case m.output != stdName && m.markdown != stdName:
		err = m.print(r)
	}
	if err == nil && len(r.Conflicts()) > 0 {
		err = errFindings
	}
	return err
}

func (m *migrator) readCrosswalk() (*soa.Crosswalk, *soa.Catalogue, error) {
	data, err := m.read(m.crosswalk, soa.MaxBytes)
	if err != nil {
		return nil, nil, err
	}
	x, err := soa.ParseCrosswalk(display(m.crosswalk), data)
	if err != nil {
		return nil, nil, err
	}
	if data, err = m.read(m.to, soa.MaxBytes); err != nil {
		return nil, nil, err
	}
	to, err := soa.ParseCatalogue(display(m.to), data)
	return x, to, err
}

func (m *migrator) print(r *soa.Migration) error {
	fmt.Fprintf(m.out, "%s from %s to %s\n", m.style.bold(visible(r.Statement.ID)), r.From, r.To)
	b := newTable("", "old entries", "new controls")
	for _, c := range classCounts(r) {
		b.addText(c.Class, strconv.Itoa(c.Entries), strconv.Itoa(c.Controls))
	}
	if err := b.print(m.out, m.style, m.width); err != nil {
		return err
	}
	for kind := soa.NecessityConflict; kind.String() != ""; kind++ {
		b := newTable("control", "title", "stated before", "now")
		for i := range r.Controls {
			k := &r.Controls[i]
			for _, f := range k.Flags {
				if f.Kind == kind {
					b.addText(k.Control, k.Title, statedText(f.Stated), or(f.Taken, "open"))
				}
			}
		}
		if len(b.rows) == 0 {
			continue
		}
		fmt.Fprintf(m.out, "\n%s\n", m.style.bold(kind.String()))
		if err := b.print(m.out, m.style, m.width); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(m.out, "\n%d of %d new controls have predecessors that contradict each other\n", len(r.Conflicts()), len(r.Controls))
	return err
}

func statedText(stated []soa.Stated) string {
	var parts []string
	for _, s := range stated {
		parts = append(parts, s.Control+": "+or(s.Value, "not stated"))
	}
	return strings.Join(parts, "; ")
}

type migrateJSON struct {
	Statement statementJSON  `json:"statement"`
	From      string         `json:"from"`
	To        string         `json:"to"`
	Classes   []classJSON    `json:"classes"`
	Controls  []migratedJSON `json:"controls"`
	Fates     []fateJSON     `json:"fates"`
}

type classJSON struct {
	Class    string `json:"class"`
	Entries  int    `json:"entries"`
	Controls int    `json:"controls"`
}

type migratedJSON struct {
	Control string     `json:"control"`
	Title   string     `json:"title"`
	Class   string     `json:"class"`
	From    []string   `json:"from"`
	Flags   []flagJSON `json:"flags"`
}

type flagJSON struct {
	Kind     string       `json:"kind"`
	Conflict bool         `json:"conflict"`
	Stated   []statedJSON `json:"stated"`
	Taken    *string      `json:"taken"`
}

type statedJSON struct {
	Control string  `json:"control"`
	Value   *string `json:"value"`
}

type fateJSON struct {
	Control string   `json:"control"`
	Class   string   `json:"class"`
	To      []string `json:"to"`
}

// classCounts counts old entries and new controls by class.
func classCounts(r *soa.Migration) []classJSON {
	var list []classJSON
	for class := soa.CarriedOver; class.String() != ""; class++ {
		c := classJSON{Class: class.String()}
		for _, f := range r.Fates {
			if f.Class == class {
				c.Entries++
			}
		}
		for _, k := range r.Controls {
			if k.Class == class {
				c.Controls++
			}
		}
		if c.Entries+c.Controls > 0 {
			list = append(list, c)
		}
	}
	return list
}

func newMigrateJSON(old *soa.Statement, r *soa.Migration) migrateJSON {
	j := migrateJSON{newStatementJSON(old), r.From, r.To, list(classCounts(r)), []migratedJSON{}, []fateJSON{}}
	for _, k := range r.Controls {
		x := migratedJSON{k.Control, k.Title, k.Class.String(), list(k.From), []flagJSON{}}
		for _, f := range k.Flags {
			g := flagJSON{f.Kind.String(), f.Kind.Conflict(), []statedJSON{}, nullable(f.Taken)}
			for _, s := range f.Stated {
				g.Stated = append(g.Stated, statedJSON{s.Control, nullable(s.Value)})
			}
			x.Flags = append(x.Flags, g)
		}
		j.Controls = append(j.Controls, x)
	}
	for _, f := range r.Fates {
		j.Fates = append(j.Fates, fateJSON{f.Control, f.Class.String(), list(f.To)})
	}
	return j
}
