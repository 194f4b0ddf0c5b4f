package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
)

func newSoA(t *tool) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "soa",
		Short: "Make and check statements of applicability",
		Long: `soa derives a statement of applicability from what was decided, checks one,
counts what it covers, and compares two of them.

Its commands read a folder or documents: the statement, treatment plans,
registers, catalogues, and the requirements of interested parties. The
catalogues of Annex A are built in.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newSoADerive(t), newSoACheck(t), newSoACoverage(t), newSoADiff(t))
	return cmd
}

// applicable holds the flags of the commands about a statement, and what the
// documents say.
type applicable struct {
	*tool
	statement  string
	catalogues []string
}

func (a *applicable) flags(f *pflag.FlagSet) {
	f.StringVar(&a.statement, "statement", "", "id of the statement, where the documents hold several")
	f.StringSliceVar(&a.catalogues, "catalogue", nil, "catalogues to go through: 2013, 2022 (Annex A) or ids (default: those of the statement, and those among the documents)")
}

// input reads documents, with the statement among them, nil if there is none.
func (a *applicable) input(ctx context.Context, names []string) (soa.Input, *soa.Statement, error) {
	if len(names) == 0 {
		return soa.Input{}, nil, usagef("wanted is a folder, or documents: plans, registers, catalogues, a statement")
	}
	h, err := a.readHouse(ctx, names)
	if err != nil {
		return soa.Input{}, nil, err
	}
	in := h.system.Applicability()
	s, err := a.pick(h.system.CurrentStatements())
	if err != nil {
		return in, nil, err
	}
	annex := annexa.ID2022
	if p := conformity.ProfileOf(string(h.system.Edition)); p != nil {
		annex = p.Catalogue
	}
	in.Catalogues, err = a.through(s, in.Catalogues, annex)
	return in, s, err
}

// pick takes the statement that is asked for, or the only one there is.
func (a *applicable) pick(all []*soa.Statement) (*soa.Statement, error) {
	var ids []string
	for _, s := range all {
		ids = append(ids, s.ID)
		if s.ID == a.statement {
			return s, nil
		}
	}
	switch {
	case a.statement != "":
		return nil, usagef("--statement: there is no statement %q%s", source.Clip(a.statement), meant(a.statement, ids))
	case len(all) > 1:
		return nil, usagef("there are several statements: %s; choose one with --statement", strings.Join(ids, ", "))
	case len(all) == 0:
		return nil, nil
	}
	return all[0], nil
}

// through lists the catalogues that a statement goes through.
func (a *applicable) through(s *soa.Statement, own []*soa.Catalogue, annex string) ([]*soa.Catalogue, error) {
	known := append([]*soa.Catalogue{annexa.Edition2013(), annexa.Edition2022()}, own...)
	find := func(id string) int {
		return slices.IndexFunc(known, func(c *soa.Catalogue) bool { return c.ID == id })
	}
	var list []*soa.Catalogue
	add := func(i int) {
		if i >= 0 && !slices.Contains(list, known[i]) {
			list = append(list, known[i])
		}
	}
	if len(a.catalogues) > 0 {
		for _, id := range a.catalogues {
			i := find(id)
			switch id {
			case "2013":
				i = 0
			case "2022":
				i = 1
			}
			if i < 0 {
				ids := []string{"2013", "2022"}
				for _, c := range known {
					ids = append(ids, c.ID)
				}
				return nil, usagef("--catalogue: %q is none of %s", source.Clip(id), strings.Join(ids, ", "))
			}
			add(i)
		}
		return list, nil
	}
	if s != nil {
		for _, ref := range s.Catalogues {
			add(find(ref.ID))
		}
	}
	if s == nil || !s.Covers(annexa.ID2013) && !s.Covers(annexa.ID2022) {
		add(find(annex)) // 6.1.3 c asks for the comparison
	}
	for i := range own {
		add(i + 2)
	}
	return list, nil
}

// statementRef is how a statement is named.
func statementRef(s *soa.Statement) string { return strings.TrimSpace(s.ID + " " + s.Version) }

func newSoACheck(t *tool) *cobra.Command {
	c := &soaChecker{applicable: applicable{tool: t}}
	cmd := &cobra.Command{
		Use:   "check FOLDER|DOCUMENT...",
		Short: "Say what is missing, contradictory, or not good practice",
		Long: `check holds a statement of applicability against 6.1.3 of the standard, the
catalogues, and the plans, registers and requirements among the documents.

Exit status 1 if there is a finding about what the standard demands, or, with
--fail-on any, about good practice.`,
		Example: `  ismskit soa check isms/
  ismskit soa check statement.yaml plan.yaml register.yaml --fail-on any`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.flags(cmd.Flags())
	cmd.Flags().StringVar(&c.failOn, "fail-on", "shall", "findings that give exit status 1: shall, any or never")
	choices(cmd, "fail-on", "shall", "any", "never")
	return cmd
}

type soaChecker struct {
	applicable
	failOn string
}

func (c *soaChecker) run(ctx context.Context, names []string) error {
	if err := oneOf("--fail-on", []string{c.failOn}, "shall", "any", "never"); err != nil {
		return err
	}
	in, s, err := c.input(ctx, names)
	if err == nil && s == nil {
		err = usagef("there is no statement of applicability among the documents")
	}
	if err != nil {
		return err
	}
	found, err := s.Check(in)
	if err != nil {
		return err
	}
	if c.json {
		err = c.printJSON(newSoACheckJSON(s, found))
	} else {
		err = c.print(s, found)
	}
	if err != nil {
		return err
	}
	for _, f := range found {
		if c.failOn == "any" || c.failOn == "shall" && f.Shall {
			return errFindings
		}
	}
	return nil
}

func (c *soaChecker) print(s *soa.Statement, found []soa.Finding) error {
	shall := 0
	for _, f := range found {
		mark := c.style.paint("33", "practice")
		if f.Shall {
			shall++
			mark = c.style.paint("31", "shall")
		}
		fmt.Fprintf(c.out, "%s: %s [%s]\n", mark, visible(f.String()), f.Code)
	}
	_, err := fmt.Fprintf(c.out, "%s, %d entries: %d findings about what the standard demands, %d about good practice\n", visible(statementRef(s)), len(s.Entries), shall, len(found)-shall)
	return err
}

type statementJSON struct {
	ID      string  `json:"id"`
	Version *string `json:"version"`
	Digest  string  `json:"digest"`
}

func newStatementJSON(s *soa.Statement) statementJSON {
	return statementJSON{s.ID, nullable(s.Version), string(s.Digest())}
}

type soaCheckJSON struct {
	Statement statementJSON    `json:"statement"`
	Findings  []soaFindingJSON `json:"findings"`
}

type soaFindingJSON struct {
	Code    string  `json:"code"`
	Shall   bool    `json:"shall"`
	Control *string `json:"control"`
	placeJSON
	Message string `json:"message"`
}

func newSoACheckJSON(s *soa.Statement, found []soa.Finding) soaCheckJSON {
	j := soaCheckJSON{newStatementJSON(s), []soaFindingJSON{}}
	for _, f := range found {
		j.Findings = append(j.Findings, soaFindingJSON{string(f.Code), f.Shall, nullable(f.Control), placeJSON{f.File, f.Pos.Line, f.Pos.Col, f.Path}, f.Message})
	}
	return j
}
