package cli

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms/report"
)

func newEvidence(t *tool) *cobra.Command {
	e := &asker{teller: teller{judge: judge{tool: t}}}
	cmd := &cobra.Command{
		Use:   "evidence FOLDER|DOCUMENT...|SNAPSHOT --at TIME",
		Short: "List what is to be found out before rules can decide, by person",
		Long: `evidence turns everything that is not stated, and that a rule waits for, into a
question in words: what is asked, where the answer is written, which rules wait
for it. The questions stand by who owes the answer.`,
		Example: `  ismskit evidence isms/ --at 2026-06-30
  ismskit evidence isms/ --at 2026-06-30 --who ana --csv > ana.csv`,
		RunE: func(cmd *cobra.Command, args []string) error { return e.run(cmd.Context(), args) },
	}
	e.houseFlags(cmd.Flags())
	e.flags(cmd, "anything is to be found out")
	choices(cmd, "profile", profileIDs()...)
	cmd.Flags().StringVar(&e.who, "who", "", "only the questions of this person or role, by id or name; nobody for those that nobody is named for")
	return cmd
}

type asker struct {
	teller
	who string
}

func (e *asker) run(ctx context.Context, names []string) error {
	if err := e.oneForm(names, false); err != nil {
		return err
	}
	j, err := e.judge.run(ctx, names)
	if err != nil {
		return err
	}
	list := report.NewEvidence(j.house.system, j.report)
	if e.who != "" {
		if err := e.only(list); err != nil {
			return err
		}
	}
	if err := e.write(list, func() ([]byte, error) { return e.text(j, list) }); err != nil {
		return err
	}
	if e.exitCode && list.Count()+len(list.Failed) > 0 {
		return errFindings
	}
	return nil
}

// nobody stands for those questions that nobody is named for.
const nobody = "nobody"

// only leaves the questions of one person.
func (e *asker) only(list *report.Evidence) error {
	var names []string
	owes := func(o report.Owed) bool {
		if o.Who.String() == "" {
			return e.who == nobody
		}
		names = append(names, o.Who.Person, o.Who.Name, o.Who.Role)
		return slices.Contains([]string{o.Who.Person, o.Who.Name, o.Who.Role}, e.who)
	}
	kept := slices.DeleteFunc(slices.Clone(list.Owed), func(o report.Owed) bool { return !owes(o) })
	if len(kept) == 0 {
		if near := meant(e.who, names); near != "" {
			return usagef("--who: %q owes no answer%s", source.Clip(e.who), near)
		}
	}
	list.Owed, list.Failed = kept, []report.FailedRule{}
	return nil
}

func (e *asker) text(j *judgement, list *report.Evidence) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintln(&b, e.style.bold(e.title(j)))
	for _, o := range list.Owed {
		fmt.Fprintf(&b, "\n%s\n", e.style.bold(visible(fmt.Sprintf("%s: %s", who(o.Who), questions(len(o.Questions))))))
		about := ""
		for _, q := range o.Questions {
			if q.About != about {
				about = q.About
				fmt.Fprintf(&b, "  %s\n", visible(about))
			}
			at := q.Path
			if q.Position != "" {
				at = q.Position + ": " + q.Path
			}
			fmt.Fprintf(&b, "    %s\n      %s", visible(q.Question), visible(at))
			if q.Answer != "" {
				fmt.Fprintf(&b, " = %s", visible(q.Answer))
			}
			fmt.Fprintf(&b, " (%s)\n", strings.Join(waiting(q.Waiting), ", "))
		}
	}
	for _, f := range list.Failed {
		fmt.Fprintf(&b, "\n%s fails on %s: %s\n", f.Rule, visible(or(f.Path, "the system")), f.Code)
	}
	fmt.Fprintf(&b, "\n%s\n", questions(list.Count()))
	return b.Bytes(), nil
}

func questions(n int) string { return counted(n, "question", "questions") }

// waiting names rules, the first few of them.
func waiting(list []report.Waiting) []string {
	const most = 5
	var ids []string
	for _, w := range list[:min(most, len(list))] {
		ids = append(ids, w.Rule)
	}
	if n := len(list) - most; n > 0 {
		ids = append(ids, fmt.Sprintf("%d more", n))
	}
	return ids
}
