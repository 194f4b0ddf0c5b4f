package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

type printer struct{ w io.Writer }

func (p *printer) line(format string, args ...any) { fmt.Fprintf(p.w, format+"\n", args...) }

func (p *printer) title(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	p.line("\n%s\n%s", s, strings.Repeat("-", len(s)))
}

func level(o *risk.Outcome) string {
	if o.Band == "" {
		return "not determined"
	}
	if o.Level == "" {
		return o.Band // wherever in its range the rating lies
	}
	return o.Band + " (" + o.Level + ")"
}

func (p *printer) demands(t *risk.Treatment) {
	p.line("April: what each risk asks for, and what the plan does about it")
	for _, d := range t.Demands() {
		does := "nothing yet"
		if len(d.Items) > 0 {
			var options []string
			for _, it := range t.Plan().Items {
				if it.Risk == d.Risk {
					options = append(options, it.Option)
				}
			}
			does = strings.Join(options, ", ") + ", then " + level(d.Residual)
		} else if !d.Open {
			does = "nothing needed"
		}
		if d.Need == risk.NeedAnswers {
			does += "; ask first for " + strings.Join(d.Questions, ", ")
		} else if d.Open && len(d.Items) > 0 {
			does += "; not accepted yet"
		}
		p.line("  %-5s %-16s %-20s -> %s", d.Risk, level(d.Current), d.Current.Decision, does)
	}
}

func (p *printer) options(t *risk.Treatment, id string, sets ...risk.ControlSet) error {
	alternatives, err := t.Options(id, sets...)
	if err != nil {
		return err
	}
	p.title("What could be done about %s", id)
	for _, a := range alternatives {
		who := "nobody may accept that"
		if a.Acceptable {
			who = "may be accepted by " + a.Authority
		}
		p.line("  %-24s %-12s %-8s %s", a.Name, level(a.Outcome), a.Outcome.Decision, who)
	}
	return nil
}

func (p *printer) request(q risk.Request) {
	p.title("A request, ready to send to %s", q.Owner)
	p.line("%s", strings.TrimSpace(q.Text()))
}

func (p *printer) standings(list []risk.Standing) {
	p.title("June: which approvals still hold")
	for _, s := range list {
		p.line("  %s %-26s %s", s.Approval.ID, s.Approval.Subject(), s.Status)
		for _, r := range s.Reasons {
			if r.Code == risk.ReasonStateChanged {
				p.line("      What was approved has changed:") // the changes follow
				continue
			}
			p.line("      %s", r.Text)
		}
		for _, c := range s.Changes {
			p.line("      %s", c)
		}
	}
}

func (p *printer) failure(f *risk.ControlFailure, standings []risk.Standing) {
	p.title("If %s fails", strings.Join(f.Controls, ", "))
	for _, m := range f.Moves {
		p.line("  %s, %s: %s becomes %s, %s becomes %s", m.Risk, m.Stage, level(m.Old), level(m.New), m.Old.Decision, m.New.Decision)
	}
	p.line("  acceptances that no longer hold: %s", strings.Join(f.Lost(standings), ", "))
}

func (p *printer) findings(list []risk.Finding) {
	p.title("What does not fit together in the plan")
	for _, f := range list {
		p.line("  %s", f)
	}
}

func (p *printer) portfolio(f *risk.Portfolio) {
	p.title("All risks together")
	p.line("  %d risks, %d of them high, %d undetermined", len(f.All.Risks), f.All.Count("high"), len(f.All.Undetermined))
	for i := range f.Limits {
		l := &f.Limits[i]
		if l.Verdict != criteria.LimitKept {
			p.line("  %s\n      %s", l, l.Limit.Because)
		}
	}
}

func (p *printer) statement(s *soa.Statement, in soa.Input) error {
	p.title("Statement of applicability, as far as the decisions made reach")
	c := s.Coverage(in.Catalogues...)
	for _, k := range c.Catalogues {
		p.line("  %-24s %3d controls: %d necessary, %d excluded, %d to decide", k.Catalogue, k.Count.Controls, k.Count.Necessary, k.Count.Excluded, k.Count.Undecided)
	}
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Necessary == soa.Necessary {
			p.line("  %-7s %-15s %s", e.Control, e.Status, e.Justification)
		}
	}
	found, err := s.Check(in)
	if err != nil {
		return err
	}
	p.line("  %d things are left to do, the first of them:", len(found))
	for _, f := range found[:min(3, len(found))] {
		p.line("    %s", f)
	}
	return nil
}

func (p *printer) migration(m *soa.Migration) {
	p.title("The statement of 2013, brought to the edition of 2022")
	report, _, _ := strings.Cut(m.Markdown(), "\n## What became of every entry") // which is one line for each
	p.line("%s", strings.TrimSpace(report))
}
