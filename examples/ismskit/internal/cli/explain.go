package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

func newExplain(t *tool) *cobra.Command {
	e := &examiner{tool: t}
	cmd := &cobra.Command{
		Use:   "explain RECORD RISK",
		Short: "Explain one outcome: the rule, the values used, what would flip it",
		Long: `explain says why the decision about a risk is what it is: the first rule that
applies, the values that were used and where they come from, what is missing,
and which one or two steps of an input would lead to another decision or band.`,
		Example: `  ismskit explain assessment.json R-13
  ismskit explain assessment.json R-13 --stage residual`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return e.explain(cmd.Context(), args[0], args[1]) },
	}
	e.flags(cmd.Flags())
	return cmd
}

func (e *examiner) explain(ctx context.Context, name, id string) error {
	x, err := e.examine(ctx, name, id)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(newExplainJSON(x))
	}
	return e.printExplanation(x)
}

func (e *examiner) printExplanation(x *examination) error {
	o, w := x.outcome, e.out
	fmt.Fprintf(w, "%s %s\n", e.style.bold(o.Key()), visible(x.risk.Title))
	fmt.Fprintf(w, "%s: %s, as of %s\n", levelAndBand(o.Level, o.Band), e.style.decision(o.Decision), timeText(x.record.Seal.AsOf))
	if rule := ruleOf(x.criteria, o.Rule); rule != nil {
		fmt.Fprintf(w, "\nThe first rule that applies is %s: %s\n", rule.ID, visible(rule.When.Text))
		if s := terms(o); s != "" {
			fmt.Fprintf(w, "  %s\n", s)
		}
		if o.Because != "" {
			fmt.Fprintf(w, "  %s\n", visible(o.Because))
		}
	}
	if o.Failure != nil {
		fmt.Fprintf(w, "\n%s cannot be computed from these values: %s\n", o.Failure.Path, o.Failure.Code)
	}
	fmt.Fprintln(w, "\nValues used")
	b := newTable("name", "value", "from", "rationale")
	for _, u := range o.Values {
		b.addText(u.Name, u.String(), u.From.String(), x.risk.RationaleOf(o.Stage, u.Name))
	}
	if err := b.print(w, e.style, e.width); err != nil {
		return err
	}
	if ask := slices.Concat(o.Missing, o.Narrow); len(ask) > 0 && o.Decision == criteria.Undetermined {
		fmt.Fprintf(w, "\nTo decide it, find out: %s%s\n", strings.Join(ask, ", "), possible(o))
	} else if len(ask) > 0 {
		fmt.Fprintf(w, "\nTo know its level, find out: %s; the decision is the same in any case\n", strings.Join(ask, ", "))
	}
	if c := o.Claimed; c != nil {
		follows := "follows"
		if !c.Follows {
			follows = "does not follow"
		}
		fmt.Fprintf(w, "\nClaimed is %s; that %s from the ratings\n", visible(levelAndBand(c.Level, c.Band)), follows)
	}
	e.printFlips("decision", x.sense.DecisionFlips)
	e.printFlips("band", x.sense.BandFlips)
	if len(x.sense.Idle) > 0 {
		fmt.Fprintf(w, "\nMakes no difference here, whatever it is: %s\n", strings.Join(x.sense.Idle, ", "))
	}
	return nil
}

func (e *examiner) printFlips(what string, flips []analysis.Flip) {
	if len(flips) == 0 {
		fmt.Fprintf(e.out, "\nNo one or two steps give another %s.\n", what)
		return
	}
	fmt.Fprintf(e.out, "\nAnother %s comes of\n", what)
	for _, f := range flips {
		var steps []string
		for _, s := range f.Steps {
			steps = append(steps, s.Input+" "+s.From+" -> "+s.To)
		}
		fmt.Fprintf(e.out, "  %s: %s\n", visible(strings.Join(steps, " and ")), visible(verdictText(f.Outcome)))
	}
}

func ruleOf(c *criteria.Criteria, id string) *criteria.Rule {
	rules := c.Document().Acceptance
	for i := range rules {
		if rules[i].ID == id {
			return &rules[i]
		}
	}
	return nil
}

type explainJSON struct {
	outcomeJSON
	Title       string      `json:"title"`
	When        *string     `json:"when"` // the condition of the rule
	Authority   *string     `json:"authority"`
	ValidFor    *string     `json:"validFor"`
	ReviewEvery *string     `json:"reviewEvery"`
	Conditions  []string    `json:"conditions"`
	Because     *string     `json:"because"`
	Values      []valueJSON `json:"values"`
	Flips       flipsJSON   `json:"flips"`
	Idle        []string    `json:"idle"`
}

type valueJSON struct {
	Name      string   `json:"name"`
	Value     *string  `json:"value"` // null if it is not known, or a list
	List      []string `json:"list,omitempty"`
	From      string   `json:"from"`
	Rationale *string  `json:"rationale,omitempty"`
}

type flipsJSON struct {
	Decision []flipJSON `json:"decision"`
	Band     []flipJSON `json:"band"`
}

type flipJSON struct {
	Steps []stepJSON `json:"steps"`
	verdictJSON
}

type stepJSON struct {
	Input string `json:"input"`
	From  string `json:"from"`
	To    string `json:"to"`
}

func newFlipsJSON(flips []analysis.Flip) []flipJSON {
	all := make([]flipJSON, len(flips))
	for i, f := range flips {
		all[i] = flipJSON{Steps: make([]stepJSON, len(f.Steps)), verdictJSON: newVerdictJSON(f.Outcome)}
		for k, s := range f.Steps {
			all[i].Steps[k] = stepJSON(s)
		}
	}
	return all
}

func newExplainJSON(x *examination) explainJSON {
	o := x.outcome
	j := explainJSON{
		outcomeJSON: newOutcomeJSON(o, ranksOf(x.record.Rankings)[o.Key()]), Title: x.risk.Title,
		Authority: nullable(o.Authority), Conditions: list(o.Conditions), Because: nullable(o.Because), Values: []valueJSON{},
		Flips: flipsJSON{newFlipsJSON(x.sense.DecisionFlips), newFlipsJSON(x.sense.BandFlips)}, Idle: list(x.sense.Idle),
	}
	if rule := ruleOf(x.criteria, o.Rule); rule != nil {
		j.When = &rule.When.Text
	}
	if o.ValidFor > 0 {
		j.ValidFor = nullable(source.FormatDuration(o.ValidFor))
	}
	if o.ReviewEvery > 0 {
		j.ReviewEvery = nullable(source.FormatDuration(o.ReviewEvery))
	}
	for _, u := range o.Values {
		v := valueJSON{Name: u.Name, List: u.List, From: u.From.String(), Rationale: nullable(x.risk.RationaleOf(o.Stage, u.Name))}
		if u.List == nil && u.From != risk.FromNowhere {
			v.Value = &u.Value
		}
		j.Values = append(j.Values, v)
	}
	return j
}
