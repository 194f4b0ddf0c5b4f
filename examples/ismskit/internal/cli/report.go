package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/examples/ismskit/internal/page"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/report"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/annexa"
)

func newReport(t *tool) *cobra.Command {
	r := &reporter{judge: judge{tool: t}}
	cmd := &cobra.Command{
		Use:   "report [RECORD] -o FILE",
		Short: "Write an assessment and what belongs to it as one HTML page",
		Long: `report writes one self-contained HTML file: the risks in order with their
reasons and what would flip them, the heat map, what changed since another
record and why, the treatment plan, approvals with their state, the statement of
applicability, and conformity by clause. It needs no script and asks nobody for
anything, which its Content-Security-Policy enforces.

The assessment is that of RECORD, which is computed again, or is made from
--criteria and --register as of --at. With --isms, whatever is not named is
taken from the documents of the management system: the latest record, the one
before, the plan that treats it, and the statement. --at is then the time as of
which conformity and approvals are looked at.`,
		Example: `  ismskit report assessment.json -o report.html
  ismskit report assessment.json --before last-year.json --plan plan.yaml --soa statement.yaml -o report.html
  ismskit report --isms isms/ --at 2026-06-30 -o report.html`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args) },
	}
	f := cmd.Flags()
	r.houseFlags(f)
	f.StringVar(&r.criteria, "criteria", "", "criteria document, instead of a record")
	f.StringVar(&r.register, "register", "", "register: with --criteria, or for a record that names it by its digest")
	f.StringVar(&r.before, "before", "", "record of the assessment before, for what changed")
	f.StringVar(&r.plan, "plan", "", "treatment plan of the assessment")
	f.StringVar(&r.soa, "soa", "", "statement of applicability")
	f.StringSliceVar(&r.catalogues, "catalogue", nil, "catalogues of the statement, beside those of Annex A")
	f.StringVar(&r.isms, "isms", "", "folder with the documents of a management system, a document or a snapshot")
	f.StringVar(&r.title, "title", "", "title of the page (default: that of the register, or its id)")
	f.StringVarP(&r.output, "output", "o", "", "file to write; - is standard output")
	require(cmd, "output")
	return cmd
}

type reporter struct {
	judge
	record, criteria, register, before, plan, soa, isms string
	catalogues                                          []string
	title, output                                       string
}

type reportJSON struct {
	Output   string   `json:"output"`
	Digest   string   `json:"digest"` // of the assessment
	AsOf     string   `json:"asOf"`
	Sections []string `json:"sections"`
}

func (r *reporter) run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		r.record = args[0]
	}
	if err := r.usage(); err != nil {
		return err
	}
	in, err := r.gather(ctx)
	if err != nil {
		return err
	}
	progress := r.startProgress("risks", -1)
	in.Progress = func(risks int) { progress.add(int64(risks)) }
	w, commit, err := r.create(r.output)
	if err != nil {
		return err
	}
	err = page.Write(ctx, w, *in)
	progress.end()
	if err != nil {
		return err
	}
	if err := commit(); err != nil || !r.json {
		return err
	}
	return r.printJSON(reportJSON{r.output, in.Assessment.Digest(), timeText(in.Assessment.Seal.AsOf), in.Sections()})
}

func (r *reporter) usage() error {
	switch {
	case r.json && r.output == stdName:
		return usagef("--json and -o - exclude each other")
	case r.record != "" && r.criteria != "":
		return usagef("RECORD and --criteria exclude each other: a record holds its criteria")
	case r.criteria != "" && (r.register == "" || r.at == ""):
		return usagef("--criteria needs --register and --at")
	case r.record == "" && r.criteria == "" && r.isms == "":
		return usagef("wanted is RECORD, or --criteria, --register and --at, or --isms and --at")
	case r.isms == "" && (r.profile != "" || r.contents != "" || len(r.own) > 0):
		return usagef("--profile, --rules and --contents need --isms")
	}
	names := append([]string{r.record, r.criteria, r.register, r.before, r.plan, r.soa, r.isms}, r.catalogues...)
	if n := len(names) - len(slices.DeleteFunc(names, func(s string) bool { return s == stdName })); n > 1 {
		return usagef("only one of the files can be standard input")
	}
	return nil
}

// gather reads everything that the page shows.
func (r *reporter) gather(ctx context.Context) (*page.Input, error) {
	in := &page.Input{Title: r.title}
	system := &isms.System{}
	if r.at != "" {
		at, err := asOf(r.at)
		if err != nil {
			return nil, err
		}
		in.AsOf = at
	}
	if r.isms != "" {
		j, err := r.judge.run(ctx, []string{r.isms})
		if err != nil {
			return nil, err
		}
		system, in.AsOf = j.house.system, j.report.AsOf
		in.Conformity, in.Evidence = report.NewConformity(system, j.report), report.NewEvidence(system, j.report)
		in.Title = or(in.Title, in.Conformity.Organisation)
	}
	for _, add := range []func(context.Context, *page.Input, *isms.System) error{r.addAssessment, r.addComparison, r.addPlan, r.addStatement} {
		if err := add(ctx, in, system); err != nil {
			return nil, err
		}
	}
	return in, nil
}

func (r *reporter) addAssessment(ctx context.Context, in *page.Input, system *isms.System) (err error) {
	switch {
	case r.record != "":
		in.Assessment, err = r.assessment(ctx, r.record, r.register)
	case r.criteria != "":
		c, err := r.readCriteria(r.criteria)
		if err != nil {
			return err
		}
		reg, err := r.readRegister(ctx, r.register, c)
		if err != nil {
			return err
		}
		in.Title = or(in.Title, reg.Title)
		in.Assessment, err = risk.Assess(ctx, c, reg, in.AsOf)
		return err
	default:
		record := latest(system, func(x *risk.Record) bool { return !x.Seal.AsOf.After(in.AsOf) })
		if record == nil {
			return fmt.Errorf("%s: there is no record of an assessment up to %s in it", display(r.isms), timeText(in.AsOf))
		}
		in.Assessment, err = system.Replay(ctx, record)
	}
	if err != nil {
		return err
	}
	for _, reg := range system.Registers {
		if reg.ID == in.Assessment.Seal.ID {
			in.Title = or(in.Title, reg.Title)
		}
	}
	return nil
}

// latest is the last record of a system that is wanted, nil if there is none.
func latest(system *isms.System, wanted func(*risk.Record) bool) *risk.Record {
	var last *risk.Record
	for _, x := range system.Records { // by digest
		if wanted(x) && (last == nil || x.Seal.AsOf.After(last.Seal.AsOf)) {
			last = x
		}
	}
	return last
}

func (r *reporter) addComparison(ctx context.Context, in *page.Input, system *isms.System) error {
	var old *risk.Assessment
	var err error
	seal := &in.Assessment.Seal
	if r.before != "" {
		old, err = r.assessment(ctx, r.before, "")
	} else if record := latest(system, func(x *risk.Record) bool { return x.Seal.ID == seal.ID && x.Seal.AsOf.Before(seal.AsOf) }); record != nil {
		old, err = system.Replay(ctx, record)
	}
	if err != nil || old == nil {
		return err
	}
	if in.Comparison, err = risk.Compare(ctx, old, in.Assessment); err == nil {
		r.noteOrder(in.Comparison)
	}
	return err
}

func (r *reporter) addPlan(_ context.Context, in *page.Input, system *isms.System) error {
	var plan *risk.Plan
	if r.plan != "" {
		p, err := r.readPlan(r.plan)
		if err != nil {
			return err
		}
		plan = p
	} else {
		plans := slices.DeleteFunc(system.CurrentPlans(), func(p *risk.Plan) bool { return string(p.Assessment) != in.Assessment.Digest() })
		if len(plans) > 1 {
			return usagef("several plans treat the assessment; name one with --plan")
		}
		if len(plans) == 1 {
			plan = plans[0]
		}
	}
	if plan == nil {
		return nil
	}
	var err error
	in.Treatment, err = plan.Bind(in.Assessment)
	return err
}

func (r *reporter) addStatement(_ context.Context, in *page.Input, system *isms.System) error {
	catalogues := append([]*soa.Catalogue{annexa.Edition2013(), annexa.Edition2022()}, system.Catalogues...)
	for _, name := range r.catalogues {
		data, err := r.read(name, soa.MaxBytes)
		if err != nil {
			return err
		}
		c, err := soa.ParseCatalogue(display(name), data)
		if err != nil {
			return err
		}
		catalogues = append(catalogues, c)
	}
	if r.soa != "" {
		s, err := r.readStatement(r.soa)
		if err != nil {
			return err
		}
		in.Statement = s
	} else if statements := system.CurrentStatements(); len(statements) == 1 {
		in.Statement = statements[0]
	} else if len(statements) > 1 {
		return usagef("the system has several statements of applicability; name one with --soa")
	}
	if in.Statement == nil {
		return nil
	}
	for _, ref := range in.Statement.Catalogues {
		at := slices.IndexFunc(catalogues, func(c *soa.Catalogue) bool { return c.ID == ref.ID })
		if at < 0 {
			return fmt.Errorf("the statement goes through the catalogue %q; hand it in with --catalogue", ref.ID)
		}
		in.Catalogues = append(in.Catalogues, catalogues[at])
	}
	if r.isms == "" {
		return nil // from which the statement follows is not at hand
	}
	from := system.Applicability()
	from.Catalogues = in.Catalogues
	var err error
	in.Findings, err = in.Statement.Check(from)
	return err
}
