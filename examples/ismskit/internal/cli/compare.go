package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
)

func newCompare(t *tool) *cobra.Command {
	c := &comparer{tool: t}
	cmd := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: "Say what changed from one record to another, and why",
		Long: `compare evaluates old and new ratings under old and new criteria, and attributes
every change of level, band and decision: to the inputs, to the criteria, to
either, or only to both together (interaction).

Exit status 1 if no risk can be evaluated under both criteria, or, with
--exit-code, if anything changed.`,
		Example: `  ismskit compare last-year.json assessment.json`,
		Args:    cobra.ExactArgs(2),
		RunE:    func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args[0], args[1]) },
	}
	cmd.Flags().BoolVar(&c.exitCode, "exit-code", false, "exit status 1 if anything changed")
	return cmd
}

type comparer struct {
	*tool
	exitCode bool
}

func (c *comparer) run(ctx context.Context, oldName, newName string) error {
	if oldName == stdName && newName == stdName {
		return usagef("only one of the two can be standard input")
	}
	old, err := c.comparable(oldName)
	if err != nil {
		return err
	}
	current, err := c.comparable(newName)
	if err != nil {
		return err
	}
	result, err := risk.CompareRecords(ctx, old, current)
	if err != nil {
		return err
	}
	c.noteOrder(result)
	if c.json {
		err = c.printJSON(newCompareJSON(result))
	} else {
		err = c.print(result)
	}
	if err == nil && (result.Verdict == risk.NotComparable || c.exitCode && len(result.Changes) > 0) {
		err = errFindings
	}
	return err
}

// noteOrder says that what is called new is older: more often a slip than meant.
func (t *tool) noteOrder(r *risk.Comparison) {
	if r.New.AsOf.Before(r.Old.AsOf) {
		fmt.Fprintf(t.err, "note: the new assessment is as of %s, before the old one, %s\n", timeText(r.New.AsOf), timeText(r.Old.AsOf))
	}
}

// comparable reads a record that holds what a comparison needs.
func (c *comparer) comparable(name string) (*risk.Record, error) {
	r, err := c.readRecord(name)
	switch {
	case errors.Is(err, risk.ErrTampered):
		return nil, fmt.Errorf("%s: %w", display(name), err)
	case err != nil:
		return nil, err
	case len(r.Materials.Risks) == 0:
		return nil, fmt.Errorf("%s: the record names its risks by digest only, so they cannot be evaluated again", display(name))
	}
	return r, nil
}

func (c *comparer) print(r *risk.Comparison) error {
	fmt.Fprintf(c.out, "%s to %s: %s, %s\n", timeText(r.Old.AsOf), timeText(r.New.AsOf), strings.ReplaceAll(r.Verdict.String(), "_", " "), counted(len(r.Changes), "change", "changes"))
	if len(r.Changes) > 0 {
		b := newTable("risk", "stage", "level", "band", "decision", "cause", "inputs", "shares")
		for i := range r.Changes {
			ch := &r.Changes[i]
			b.addText(ch.Risk, ch.Stage.String(), change(ch, levelText), change(ch, bandText), change(ch, decisionText),
				ch.Cause.String(), strings.Join(ch.Inputs, ", "), shares(ch.Shares))
		}
		fmt.Fprintln(c.out)
		if err := b.print(c.out, c.style, c.width); err != nil {
			return err
		}
	}
	for i := range r.Changes {
		if ch := &r.Changes[i]; ch.NotSeparable != "" {
			fmt.Fprintf(c.out, "%s/%s: %s\n", ch.Risk, ch.Stage, visible(ch.NotSeparable))
		}
	}
	if len(r.Offsets) > 0 {
		fmt.Fprintln(c.out, "\nThe same outcome, because what changed cancels out")
		b := newTable("risk", "stage", "inputs", "shares")
		for i := range r.Offsets {
			ch := &r.Offsets[i]
			b.addText(ch.Risk, ch.Stage.String(), strings.Join(ch.Inputs, ", "), shares(ch.Shares))
		}
		if err := b.print(c.out, c.style, c.width); err != nil {
			return err
		}
	}
	if len(r.Migrations) > 0 {
		fmt.Fprintln(c.out, "\nFrom band to band")
		b := newTable("stage", "old", "new", "risks")
		for _, m := range r.Migrations {
			b.addText(m.Stage.String(), or(m.From, "?"), or(m.To, "?"), strconv.Itoa(m.Count))
		}
		if err := b.print(c.out, c.style, c.width); err != nil {
			return err
		}
	}
	for _, v := range r.Inversions {
		fmt.Fprintf(c.out, "\n%s of risks changed places (%s), such as %s and %s\n", counted(v.Pairs, "pair", "pairs"), v.Stage, v.First[0][0], v.First[0][1])
	}
	if len(r.Totals) > 0 {
		fmt.Fprintf(c.out, "\nShares of all bands moved: %s\n", shares(r.Totals))
	}
	return nil
}

func levelText(o *risk.Outcome) string    { return o.Level }
func bandText(o *risk.Outcome) string     { return o.Band }
func decisionText(o *risk.Outcome) string { return o.Decision.String() }

func change(ch *risk.Change, text func(*risk.Outcome) string) string {
	switch {
	case ch.Old == nil:
		return or(text(ch.New), "?")
	case ch.New == nil:
		return or(text(ch.Old), "?")
	}
	return arrow(or(text(ch.Old), "?"), or(text(ch.New), "?"))
}

func shares(all []risk.Share) string {
	parts := make([]string, len(all))
	for i, s := range all {
		parts[i] = s.Factor + " " + s.Share.RatString()
	}
	return strings.Join(parts, ", ")
}

type compareJSON struct {
	Verdict    string           `json:"verdict"`
	Changes    []changeJSON     `json:"changes"`
	Offsets    []changeJSON     `json:"offsets"`
	Migrations []migrationJSON  `json:"migrations"`
	Inversions []inversionsJSON `json:"inversions"`
	Totals     sharesJSON       `json:"totals"`
}

type changeJSON struct {
	Risk         string     `json:"risk"`
	Stage        string     `json:"stage"`
	Cause        *string    `json:"cause"` // null for an offset
	Level        pairJSON   `json:"level"`
	Band         pairJSON   `json:"band"`
	Decision     pairJSON   `json:"decision"`
	Inputs       []string   `json:"inputs"`
	Shares       sharesJSON `json:"shares"`
	NoShares     string     `json:"noShares,omitempty"`
	NotSeparable string     `json:"notSeparable,omitempty"`
}

type pairJSON struct {
	Old *string `json:"old"`
	New *string `json:"new"`
}

type migrationJSON struct {
	Stage string  `json:"stage"`
	From  *string `json:"from"`
	To    *string `json:"to"`
	Count int     `json:"count"`
}

type inversionsJSON struct {
	Stage string      `json:"stage"`
	Pairs int         `json:"pairs"`
	First [][2]string `json:"first"`
}

// sharesJSON is an object with the factors in their order.
type sharesJSON []risk.Share

func (s sharesJSON) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, share := range s {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(seal.AppendString(b, share.Factor), ':')
		b = seal.AppendString(b, share.Share.RatString())
	}
	return append(b, '}'), nil
}

func newPairJSON(ch *risk.Change, text func(*risk.Outcome) string) pairJSON {
	var p pairJSON
	if ch.Old != nil {
		p.Old = nullable(text(ch.Old))
	}
	if ch.New != nil {
		p.New = nullable(text(ch.New))
	}
	return p
}

func newChangesJSON(changes []risk.Change) []changeJSON {
	all := make([]changeJSON, len(changes))
	for i := range changes {
		ch := &changes[i]
		all[i] = changeJSON{
			Risk: ch.Risk, Stage: ch.Stage.String(), Cause: nullable(ch.Cause.String()),
			Level: newPairJSON(ch, levelText), Band: newPairJSON(ch, bandText), Decision: newPairJSON(ch, decisionText),
			Inputs: list(ch.Inputs), Shares: ch.Shares, NoShares: ch.NoShares, NotSeparable: ch.NotSeparable,
		}
	}
	return all
}

func newCompareJSON(r *risk.Comparison) compareJSON {
	j := compareJSON{Verdict: r.Verdict.String(), Changes: newChangesJSON(r.Changes), Offsets: newChangesJSON(r.Offsets),
		Migrations: []migrationJSON{}, Inversions: []inversionsJSON{}, Totals: r.Totals}
	for _, m := range r.Migrations {
		j.Migrations = append(j.Migrations, migrationJSON{m.Stage.String(), nullable(m.From), nullable(m.To), m.Count})
	}
	for _, v := range r.Inversions {
		j.Inversions = append(j.Inversions, inversionsJSON{v.Stage.String(), v.Pairs, v.First})
	}
	return j
}
