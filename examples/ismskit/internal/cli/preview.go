package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/risk"
)

func newPreview(t *tool) *cobra.Command {
	p := &previewer{tool: t}
	cmd := &cobra.Command{
		Use:   "preview --old CRITERIA --new CRITERIA",
		Short: "Show what a change of criteria would do",
		Long: `preview compares two versions of criteria in every cell of their common domain,
and with --register for every risk of a register.`,
		Example: `  ismskit preview --old criteria-2025.yaml --new criteria.yaml --register register.yaml`,
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.run(cmd.Context()) },
	}
	f := cmd.Flags()
	f.StringVar(&p.old, "old", "", "criteria that hold now")
	f.StringVar(&p.new, "new", "", "criteria that are proposed")
	f.StringVar(&p.register, "register", "", "register to apply both to")
	f.StringVar(&p.at, "at", "", "time of evaluation (default: when the new criteria take effect, else the old)")
	require(cmd, "old", "new")
	return cmd
}

type previewer struct {
	*tool
	old, new, register, at string
}

func (p *previewer) run(ctx context.Context) error {
	old, err := p.readCriteria(p.old)
	if err != nil {
		return err
	}
	proposed, err := p.readCriteria(p.new)
	if err != nil {
		return err
	}
	result := &risk.Preview{}
	if p.register == "" {
		if result.Domain, err = analysis.Compare(ctx, old, proposed); err != nil {
			return err
		}
	} else {
		at, err := p.time(old.Document().Effective, proposed.Document().Effective)
		if err != nil {
			return err
		}
		reg, err := p.readRegister(ctx, p.register, proposed)
		if err != nil {
			return err
		}
		if result, err = risk.PreviewChange(ctx, old, proposed, reg, at); err != nil {
			return err
		}
	}
	if p.json {
		return p.printJSON(newPreviewJSON(result))
	}
	if err := p.printDomain(result.Domain); err != nil || p.register == "" {
		return err
	}
	return p.printAffected(result)
}

// time is the time of evaluation. There is no clock in it: the same files give
// the same preview on any day.
func (p *previewer) time(old, proposed time.Time) (time.Time, error) {
	switch {
	case p.at != "":
		return asOf(p.at)
	case !proposed.IsZero():
		return proposed, nil
	case !old.IsZero():
		return old, nil
	}
	return time.Time{}, usagef("--at is needed: neither document says from when it holds (effective)")
}

func (p *previewer) printDomain(d *analysis.Preview) error {
	if d.Apart != "" {
		_, err := fmt.Fprintf(p.out, "The two cannot be compared cell by cell: %s\n", visible(d.Apart))
		return err
	}
	fmt.Fprintf(p.out, "%s cells\n", thousands(d.Cells))
	b := newTable("", "the new criteria are", "stricter", "laxer", "equal", "neither")
	for _, row := range []struct {
		name string
		analysis.Tally
	}{{"bands", d.Bands}, {"decisions", d.Decisions}} {
		b.addText(row.name, row.Relation.String(), thousands(row.Stricter), thousands(row.Laxer), thousands(row.Equal), thousands(row.Neither))
	}
	if err := b.print(p.out, p.style, p.width); err != nil || len(d.Changes) == 0 {
		return err
	}
	shown := d.Changes[:min(len(d.Changes), shownCells)]
	fmt.Fprintf(p.out, "\nCells that change%s\n", firstOf(len(shown), len(d.Changes)))
	b = newTable("cell", "old", "new")
	for _, c := range shown {
		b.addText(coordinates(c.Cell), verdictText(c.Old), verdictText(c.New))
	}
	return b.print(p.out, p.style, p.width)
}

// shownCells bounds the cells that are printed as text.
const shownCells = 20

// firstOf says that a list goes on.
func firstOf(n, all int) string {
	if n == all {
		return ""
	}
	return fmt.Sprintf(" (the first %d; --json lists up to %s)", n, thousands(analysis.MaxChanges))
}

func coordinates(cell []analysis.Coordinate) string {
	parts := make([]string, len(cell))
	for i, c := range cell {
		parts[i] = c.Name + "=" + c.Value
	}
	return strings.Join(parts, " ")
}

func verdictText(v analysis.Verdict) string {
	if v.Failure != "" {
		return "fails: " + v.Failure
	}
	return or(v.Band, "?") + ", " + v.Decision + " (" + or(v.Rule, "?") + ")"
}

func (p *previewer) printAffected(v *risk.Preview) error {
	fmt.Fprintf(p.out, "\n%d of %d outcomes change\n", len(v.Affected), v.Outcomes)
	if len(v.Affected) == 0 {
		return nil
	}
	b := newTable("risk", "stage", "band", "decision", "changed", "because")
	for _, a := range v.Affected {
		changed := make([]string, len(a.Changed))
		for i, c := range a.Changed {
			changed[i] = c.String()
		}
		b.add(plain(a.Risk, a.Stage.String(), arrow(or(a.Old.Band, "?"), or(a.New.Band, "?")),
			arrow(a.Old.Decision.String(), a.New.Decision.String()), strings.Join(changed, ", "), a.New.Because)...)
	}
	return b.print(p.out, p.style, p.width)
}

// arrow shows a change, or the value that stayed.
func arrow(old, new string) string {
	if old == new {
		return new
	}
	return old + " -> " + new
}

type previewJSON struct {
	Apart     *string        `json:"apart"` // why there is no common domain
	Cells     int64          `json:"cells"`
	Bands     *tallyJSON     `json:"bands"`
	Decisions *tallyJSON     `json:"decisions"`
	Changes   []cellJSON     `json:"changes"`
	Outcomes  int            `json:"outcomes"` // of the register, that were compared
	Affected  []affectedJSON `json:"affected"`
}

type tallyJSON struct {
	Relation string `json:"relation"`
	Stricter int64  `json:"stricter"`
	Laxer    int64  `json:"laxer"`
	Equal    int64  `json:"equal"`
	Neither  int64  `json:"neither"`
}

type coordinateJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type cellJSON struct {
	Cell []coordinateJSON `json:"cell"`
	Old  verdictJSON      `json:"old"`
	New  verdictJSON      `json:"new"`
}

type verdictJSON struct {
	Band     *string `json:"band"`
	Decision string  `json:"decision"`
	Rule     *string `json:"rule"`
	Failure  string  `json:"failure,omitempty"`
}

type affectedJSON struct {
	Risk    string      `json:"risk"`
	Stage   string      `json:"stage"`
	Changed []string    `json:"changed"`
	Old     outcomeJSON `json:"old"`
	New     outcomeJSON `json:"new"`
}

func newTallyJSON(t analysis.Tally) *tallyJSON {
	return &tallyJSON{t.Relation.String(), t.Stricter, t.Laxer, t.Equal, t.Neither}
}

func newVerdictJSON(v analysis.Verdict) verdictJSON {
	return verdictJSON{nullable(v.Band), or(v.Decision, criteria.Undetermined.String()), nullable(v.Rule), v.Failure}
}

func newPreviewJSON(v *risk.Preview) previewJSON {
	d := v.Domain
	j := previewJSON{Apart: nullable(d.Apart), Cells: d.Cells, Changes: []cellJSON{}, Outcomes: v.Outcomes, Affected: []affectedJSON{}}
	if d.Apart == "" {
		j.Bands, j.Decisions = newTallyJSON(d.Bands), newTallyJSON(d.Decisions)
	}
	for _, c := range d.Changes {
		cell := make([]coordinateJSON, len(c.Cell))
		for i, x := range c.Cell {
			cell[i] = coordinateJSON(x)
		}
		j.Changes = append(j.Changes, cellJSON{cell, newVerdictJSON(c.Old), newVerdictJSON(c.New)})
	}
	for _, a := range v.Affected {
		changed := make([]string, len(a.Changed))
		for i, c := range a.Changed {
			changed[i] = c.String()
		}
		j.Affected = append(j.Affected, affectedJSON{a.Risk, a.Stage.String(), changed, newOutcomeJSON(a.Old, 0), newOutcomeJSON(a.New, 0)})
	}
	return j
}
