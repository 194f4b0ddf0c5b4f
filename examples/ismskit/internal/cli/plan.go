package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

func newPlan(t *tool) *cobra.Command {
	p := &planner{treater: treater{tool: t}}
	cmd := &cobra.Command{
		Use:   "plan RECORD PLAN --at TIME",
		Short: "Say what a treatment plan does, and what is left to do",
		Long: `plan binds a treatment plan to the assessment that it treats, computes every
risk's level after treatment by the same criteria, and says what each decision
demands, what the plan has for it and what does not fit together.

--risk shows how one risk's level after treatment comes about. --fail and
--portfolio say in addition what happens if controls fail together, and what all
risks come to.

An acceptance that does not hold as of --at leaves its demand open.

Exit status 1 if a demand is open, if something does not fit together, or if
--portfolio finds a limit that is not known to be kept.`,
		Example: `  ismskit plan assessment.json plan.yaml --at 2026-06-30
  ismskit plan assessment.json plan.yaml --at 2026-06-30 --risk R-01
  ismskit plan assessment.json plan.yaml --at 2026-06-30 --fail A.7.5,A.8.13`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return p.run(cmd.Context(), args[0], args[1]) },
	}
	p.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&p.risk, "risk", "", "show one risk: how its level after treatment comes about")
	f.StringSliceVar(&p.fail, "fail", nil, "controls that fail, all of them together")
	f.BoolVar(&p.portfolio, "portfolio", false, "count the risks by band, for all, for each owner and for each scope item, and apply the limits")
	return cmd
}

type planner struct {
	treater
	risk      string
	fail      []string
	portfolio bool
}

// planned is a plan as it is reported on.
type planned struct {
	treatment *risk.Treatment
	asOf      time.Time
	demands   []risk.Demand
	findings  []risk.Finding
	residual  *risk.ResidualRisk   // nil if no risk is asked for
	failure   *risk.ControlFailure // nil if nothing fails
	lost      []string             // acceptances that do not hold after the failure
	portfolio []*risk.Portfolio
	standings map[string]*risk.Standing // of approvals, by id
}

func (p *planner) run(ctx context.Context, record, plan string) error {
	t, at, err := p.bind(ctx, record, plan)
	if err != nil {
		return err
	}
	standings, err := t.Standings(at)
	if err != nil {
		return err
	}
	r := &planned{treatment: t, asOf: at, demands: t.DemandsUnder(standings), findings: t.Findings(at), standings: map[string]*risk.Standing{}}
	for i := range standings {
		r.standings[standings[i].Approval.ID] = &standings[i]
	}
	if p.risk != "" {
		if r.residual = t.Residual(p.risk); r.residual == nil {
			return noRisk(t, p.risk)
		}
		r.demands = slices.DeleteFunc(r.demands, func(d risk.Demand) bool { return d.Risk != p.risk })
		r.findings = slices.DeleteFunc(r.findings, func(f risk.Finding) bool { return f.Risk != p.risk })
	}
	if len(p.fail) > 0 {
		if r.failure, err = t.Fail(p.fail...); err != nil {
			return p.noControl(t, err)
		}
		r.lost = r.failure.Lost(standings)
	}
	if p.portfolio {
		r.portfolio = []*risk.Portfolio{t.Portfolio(risk.Current), t.Portfolio(risk.Residual)}
	}
	if p.json {
		err = p.printJSON(newPlanJSON(r))
	} else {
		err = p.print(r)
	}
	if err == nil && r.wanting() {
		err = errFindings
	}
	return err
}

// wanting tells whether somebody has to look at the plan.
func (r *planned) wanting() bool {
	return len(r.findings) > 0 || slices.ContainsFunc(r.demands, func(d risk.Demand) bool { return d.Open }) ||
		slices.ContainsFunc(r.portfolio, func(f *risk.Portfolio) bool {
			return slices.ContainsFunc(f.Limits, func(l risk.LimitResult) bool { return l.Verdict != criteria.LimitKept })
		})
}

func noRisk(t *risk.Treatment, id string) error {
	var ids []string
	for _, d := range t.Demands() {
		ids = append(ids, d.Risk)
	}
	return fmt.Errorf("the assessment has no risk %q%s", source.Clip(id), meant(id, ids))
}

// noControl offers the control that was probably meant.
func (p *planner) noControl(t *risk.Treatment, err error) error {
	var ids []string
	for i := range t.Plan().Controls {
		ids = append(ids, t.Plan().Controls[i].ID)
	}
	for _, id := range p.fail {
		if !slices.Contains(ids, id) {
			return fmt.Errorf("the plan has no control %q%s", source.Clip(id), meant(id, ids))
		}
	}
	return err
}

func (p *planner) print(r *planned) error {
	plan := r.treatment.Plan()
	fmt.Fprintln(p.out, p.style.bold(visible(fmt.Sprintf("Plan %s, as of %s", strings.TrimSpace(plan.ID+" "+plan.Version), timeText(r.asOf)))))
	if r.residual != nil {
		if err := p.printRisk(r); err != nil {
			return err
		}
	} else if err := p.printDemands(r); err != nil {
		return err
	}
	if len(r.findings) > 0 {
		fmt.Fprintf(p.out, "\n%s\n", p.style.bold("What does not fit together"))
		for _, f := range r.findings {
			fmt.Fprintln(p.out, f)
		}
	}
	if r.failure != nil {
		if err := p.printFailure(r); err != nil {
			return err
		}
	}
	for _, f := range r.portfolio {
		if err := p.printPortfolio(f); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(p.out, "\nplan %s\nassessment %s\n", plan.Digest(), r.treatment.Assessment().Digest())
	return err
}

func (p *planner) printDemands(r *planned) error {
	b := newTable("risk", "level", "band", "decision", "needs", "items", "then", "band", "decision", "open")
	open := 0
	for i := range r.demands {
		d := &r.demands[i]
		row := plain(d.Risk)
		row = append(row, p.standing(d.Current)...)
		row = append(row, plain(needText(d), itemsText(r.treatment.Plan(), d.Items))...)
		row = append(row, p.standing(d.Residual)...)
		if d.Open {
			open++
			row = append(row, cell{"open", func(s string) string { return p.style.paint("31", s) }})
		}
		b.add(row...)
	}
	if err := b.print(p.out, p.style, p.width); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.out, "\nOpen: %d of %d\n", open, len(r.demands))
	return err
}

// standing is a row's level, band and decision.
func (p *planner) standing(o *risk.Outcome) []cell {
	if o == nil {
		return plain("?", "?", "")
	}
	return []cell{{text: or(o.Level, "?")}, {text: or(o.Band, "?")}, {o.Decision.String(), p.style.painter(o.Decision)}}
}

func needText(d *risk.Demand) string {
	text := d.Need.String()
	if d.Option != "" {
		text += ": " + d.Option
	}
	if len(d.Questions) > 0 {
		text += ": " + strings.Join(d.Questions, ", ")
	}
	return text
}

// itemsText names items with their options.
func itemsText(plan *risk.Plan, ids []string) string {
	var parts []string
	for i := range plan.Items {
		if x := &plan.Items[i]; slices.Contains(ids, x.ID) {
			parts = append(parts, x.ID+" "+x.Option)
		}
	}
	return strings.Join(parts, ", ")
}

func (p *planner) printRisk(r *planned) error {
	w, x := p.out, r.residual
	title := ""
	if k := r.treatment.Assessment().Risk(x.Risk); k != nil {
		title = k.Title
	}
	fmt.Fprintf(w, "%s %s\n", x.Risk, visible(title))
	for _, o := range []*risk.Outcome{x.Current, x.Residual} {
		fmt.Fprintf(w, "%s: %s: %s\n", o.Stage, levelAndBand(o.Level, o.Band), p.style.decision(o.Decision))
	}
	for _, d := range r.demands {
		fmt.Fprintf(w, "needs %s", needText(&d))
		if items := itemsText(r.treatment.Plan(), d.Items); items != "" {
			fmt.Fprintf(w, "; the plan has %s", items)
		}
		for _, id := range d.Acceptances {
			if s := r.standings[id]; s.Active() {
				fmt.Fprintf(w, "; accepted by %s", id)
			} else {
				fmt.Fprintf(w, "; the acceptance %s is %s", id, s.Status)
			}
		}
		if d.Open {
			fmt.Fprint(w, "; open")
		}
		fmt.Fprintln(w)
	}
	for _, s := range []struct {
		title string
		moves []risk.RatingMove
	}{{"From inherent to current", x.Existing}, {"From current to residual", x.Planned}} {
		if s.moves == nil {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", p.style.bold(s.title))
		b := newTable("input", "before", "after", "from", "controls")
		for i := range s.moves {
			m := &s.moves[i]
			b.addText(m.Input, m.Old.String(), m.New.String(), m.Basis.String(), reductions(m))
		}
		if err := b.print(w, p.style, p.width); err != nil {
			return err
		}
	}
	return nil
}

func reductions(m *risk.RatingMove) string {
	var parts []string
	for _, x := range m.By {
		by := "nobody says how effective"
		if x.Effectiveness != nil {
			by = "effectiveness " + decimal(x.Effectiveness)
		}
		parts = append(parts, fmt.Sprintf("%s: %d (steps %d, %s)", x.Control, x.Levels, x.Steps, by))
	}
	if m.Cut > 0 {
		parts = append(parts, fmt.Sprintf("%d more than there are levels", m.Cut))
	}
	return strings.Join(parts, "; ")
}

func (p *planner) printFailure(r *planned) error {
	fails := " fails"
	if len(r.failure.Controls) > 1 {
		fails = " fail"
	}
	fmt.Fprintf(p.out, "\n%s\n", p.style.bold("If "+strings.Join(r.failure.Controls, ", ")+fails))
	b := newTable("risk", "stage", "level", "band", "decision", "then", "band", "decision", "acceptances")
	for i := range r.failure.Moves {
		m := &r.failure.Moves[i]
		row := append(plain(m.Risk, m.Stage.String()), p.standing(m.Old)...)
		row = append(row, p.standing(m.New)...)
		b.add(append(row, cell{text: strings.Join(m.Acceptances, ", ")})...)
	}
	if len(b.rows) == 0 {
		_, err := fmt.Fprintf(p.out, "no risk stands otherwise; it acts on %d\n", r.failure.Risks)
		return err
	}
	if err := b.print(p.out, p.style, p.width); err != nil || len(r.lost) == 0 {
		return err
	}
	_, err := fmt.Fprintf(p.out, "Acceptances that hold no more: %s\n", strings.Join(r.lost, ", "))
	return err
}
