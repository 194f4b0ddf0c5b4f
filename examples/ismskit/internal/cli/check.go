package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

func newCheck(t *tool) *cobra.Command {
	c := &checker{judge: judge{tool: t}}
	cmd := &cobra.Command{
		Use:   "check FOLDER|DOCUMENT...|SNAPSHOT --at TIME",
		Short: "Hold a management system against the standard and your own rules",
		Long: `check holds the documents of a management system against the rules of
ISO/IEC 27001 and against the organisation's own: those that lie among the
documents and those that --rules names. What is not stated is undetermined,
never conforming.

The table counts verdicts by clause. --kind, --clause and --rule choose which
ones are counted, listed, and looked at for the exit status; --json and -o give
the whole report, which is sealed by its digest. --snapshot keeps what was
checked: a snapshot can be checked again, years later, with the same verdicts.

Exit status 1 if a verdict is nonconform or undetermined (see --fail-on), or if
something in the documents cannot be right, such as an id that names nothing.`,
		Example: `  ismskit check isms/ --at 2026-06-30
  ismskit check isms/ --at 2026-06-30 --clause 9 --list undetermined
  ismskit check isms/ --at 2026-06-30 --sarif > findings.sarif
  ismskit check isms/ --at 2026-06-30 --snapshot 2026-06.json`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	f := cmd.Flags()
	c.houseFlags(f)
	f.StringVar(&c.failOn, "fail-on", "undetermined", "status that gives exit status 1: nonconform, undetermined (or nonconform) or never")
	f.StringSliceVar(&c.kinds, "kind", []string{"shall"}, "kinds of rules: shall, strict, lint or all")
	f.StringSliceVar(&c.clauses, "clause", nil, "clauses, with everything below them, such as 6.1 or 9")
	f.StringSliceVar(&c.only, "rule", nil, "ids of rules")
	f.StringSliceVar(&c.listed, "list", []string{"nonconform"}, "statuses whose verdicts are listed one by one: conform, nonconform, undetermined, not_applicable, all or none")
	f.BoolVar(&c.sarif, "sarif", false, "print SARIF 2.1.0, for code hosts")
	f.StringVarP(&c.output, "output", "o", "", "write the report to this file")
	f.StringVar(&c.snapshot, "snapshot", "", "write what was checked to this file, sealed as of the time")
	choices(cmd, "fail-on", failStatuses...)
	choices(cmd, "kind", kindWords()...)
	choices(cmd, "list", listWords()...)
	choices(cmd, "profile", profileIDs()...)
	return cmd
}

type checker struct {
	judge
	failOn, output, snapshot     string
	kinds, clauses, only, listed []string
	sarif                        bool
}

// statuses of verdicts, the worst first.
var statuses = []isms.VerdictStatus{isms.VerdictNonconform, isms.VerdictUndetermined, isms.VerdictConform, isms.VerdictNotApplicable}

func (c *checker) run(ctx context.Context, names []string) error {
	if err := c.usage(names); err != nil {
		return err
	}
	j, err := c.judge.run(ctx, names)
	if documents := (*source.Error)(nil); c.sarif && errors.As(err, &documents) {
		log := newLog("check")
		log.AddError(documents)
		err = errors.Join(err, log.Write(c.out))
	}
	if err != nil {
		return err
	}
	shown := slices.DeleteFunc(slices.Clone(j.report.Verdicts), func(v conformity.Verdict) bool { return !c.wants(&v) })
	if err := c.knownRules(j); err != nil {
		return err
	}
	if c.output != "" {
		if err := c.write(c.output, j.report.Bytes()); err != nil {
			return err
		}
	}
	if c.snapshot != "" {
		s, err := j.house.system.Snapshot(j.report.AsOf)
		if err != nil {
			return err
		}
		if err := c.write(c.snapshot, s.Bytes()); err != nil {
			return err
		}
	}
	switch {
	case c.json:
		_, err = c.out.Write(j.report.Bytes())
	case c.sarif:
		err = checkLog(j, shown).Write(c.out)
	default:
		err = c.print(j, shown)
	}
	if err != nil {
		return err
	}
	if c.failOn == "never" {
		return nil
	}
	wrong := len(j.problems) > 0
	for i := range shown {
		s := shown[i].Status
		wrong = wrong || s == isms.VerdictNonconform || s == isms.VerdictUndetermined && c.failOn == "undetermined"
	}
	if wrong {
		return errFindings
	}
	return nil
}

// failStatuses are the values of --fail-on.
var failStatuses = []string{"nonconform", "undetermined", "never"}

func kindWords() []string {
	words := []string{"all"}
	for _, k := range conformity.Kinds() {
		words = append(words, k.String())
	}
	return words
}

func listWords() []string {
	words := []string{"all", "none"}
	for _, s := range statuses {
		words = append(words, string(s))
	}
	return words
}

func (c *checker) usage(names []string) error {
	if err := oneOf("--fail-on", []string{c.failOn}, failStatuses...); err != nil {
		return err
	}
	if err := oneOf("--kind", c.kinds, kindWords()...); err != nil {
		return err
	}
	if err := oneOf("--list", c.listed, listWords()...); err != nil {
		return err
	}
	switch {
	case c.json && c.sarif:
		return usagef("--json and --sarif exclude each other")
	case c.output == stdName:
		return usagef("-o - is what --json does")
	case c.snapshot == stdName:
		return usagef("--snapshot writes to a file")
	case len(names) == 0:
		return usagef("wanted is a folder with the documents of a management system")
	}
	return nil
}

// oneOf wants words out of a list.
func oneOf(flag string, words []string, valid ...string) error {
	for _, w := range words {
		if !slices.Contains(valid, w) {
			return usagef("%s: %q is none of %s", flag, source.Clip(w), strings.Join(valid, ", "))
		}
	}
	return nil
}

// knownRules refuses a rule that no set has: nothing would be found under a name
// that is misspelt.
func (c *checker) knownRules(j *judgement) error {
	for _, id := range c.only {
		var ids []string
		known := false
		for _, s := range j.report.Sets {
			known = known || s.Rule(id) != nil
			for i := range s.Rules {
				ids = append(ids, s.Rules[i].ID)
			}
		}
		if !known {
			return usagef("--rule: there is no rule %q%s", source.Clip(id), meant(id, ids))
		}
	}
	return nil
}

func (c *checker) wants(v *conformity.Verdict) bool {
	return (slices.Contains(c.kinds, "all") || slices.Contains(c.kinds, v.Rule.Kind.String())) &&
		(len(c.only) == 0 || slices.Contains(c.only, v.Rule.ID)) &&
		(len(c.clauses) == 0 || slices.ContainsFunc(c.clauses, func(clause string) bool { return withinAny(v.Clause, clause) }))
}

// withinAny tells whether one of a rule's clauses, with commas between them, is
// part of another one.
func withinAny(clauses, wider string) bool {
	for clause := range strings.SplitSeq(clauses, ",") {
		if conformity.Within(strings.TrimSpace(clause), wider) {
			return true
		}
	}
	return false
}
