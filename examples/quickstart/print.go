package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

type printer struct{ w io.Writer }

func (p printer) line(format string, args ...any) { fmt.Fprintf(p.w, format+"\n", args...) }

func (p printer) head(title string) {
	p.line("\n%s\n%s", title, strings.Repeat("-", len([]rune(title))))
}

// decisions prints the risks in order of treatment.
func (p printer) decisions(a *risk.Assessment) {
	p.line("Nordlicht Versand GmbH: risks as of %s, in order of treatment", a.Seal.AsOf.Format("2 January 2006"))
	p.line("")
	t := table{{"#", "risk", "", "level", "band", "decision", "by whom, for how long"}}
	ranking := a.Ranking(risk.Current)
	for _, group := range ranking.Groups {
		for _, id := range group {
			o := a.Outcome(id, risk.Current)
			rank, equal := ranking.Position(id)
			number := strconv.Itoa(rank)
			if equal > 1 {
				number += "="
			}
			t = append(t, []string{number, id, cut(a.Risk(id).Title, 24), or(o.Level, "?"), or(o.Band, "?"), o.Decision.String(), terms(o)})
		}
	}
	t.print(p.w)
	p.line("\n= stands with others at the same place: level, impact and likelihood are equal, the id decides.")
	p.line("\nWhy:")
	seen := map[string]bool{}
	for _, o := range a.Outcomes {
		if o.Stage == risk.Current && o.Because != "" && !seen[o.Rule] {
			seen[o.Rule] = true
			p.line("  %-16s %s", o.Rule, o.Because)
		}
	}
}

func terms(o *risk.Outcome) string {
	var parts []string
	if o.Authority != "" {
		parts = append(parts, o.Authority)
	}
	if o.ValidFor > 0 {
		parts = append(parts, source.FormatDuration(o.ValidFor))
	}
	if o.ReviewEvery > 0 {
		parts = append(parts, "review every "+source.FormatDuration(o.ReviewEvery))
	}
	if len(o.Conditions) > 0 {
		parts = append(parts, "if "+strings.Join(o.Conditions, ", "))
	}
	return strings.Join(parts, ", ")
}

// questions prints what is needed to decide.
func (p printer) questions(a *risk.Assessment) {
	p.head("What is not known yet")
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		if o.Possible == nil {
			continue
		}
		p.line("%s %s (%s)", o.Risk, a.Risk(o.Risk).Title, o.Stage)
		for _, id := range o.Missing {
			in := a.Criteria().Input(id)
			var levels []string
			for _, l := range in.Scale.Levels {
				levels = append(levels, l.ID)
			}
			p.line("  question: %s? One of %s.", in.Title, strings.Join(levels, ", "))
		}
		for _, id := range o.Narrow {
			p.line("  question: %s is stated as %s; can it be narrowed?", a.Criteria().Input(id).Title, o.Used(id))
		}
		var decisions []string
		for _, d := range o.Possible.Decisions {
			decisions = append(decisions, d.String())
		}
		p.line("  it may come to: level %s to %s; %s; %s", o.Possible.Low, o.Possible.High, strings.Join(o.Possible.Bands, ", "), strings.Join(decisions, " or "))
	}
}

// claims prints what the old spreadsheet said and what follows.
func (p printer) claims(a *risk.Assessment) {
	p.head("Claims of the old spreadsheet that do not follow")
	for _, o := range a.Outcomes {
		if c := o.Claimed; c != nil && !c.Follows {
			p.line("%s claimed level %s, %s; its ratings give level %s, %s", o.Risk, c.Level, c.Band, or(o.Level, "?"), or(o.Band, "?"))
		}
	}
}

func (p printer) record(r *risk.Record, proof *risk.Proof) {
	p.head("The record")
	p.line("digest of the assessment   %s", r.Digest)
	p.line("verified                   criteria, %d risks and %d outcomes belong to it", r.Seal.Register.Count, r.Seal.Outcomes.Count)
	p.line("replayed                   every outcome is the same, to the last byte")
	p.line("proved                     %s is part of it: %s, %s; shown with %d hashes and no other risk",
		proof.Outcome.Key(), proof.Outcome.Band, proof.Outcome.Decision, len(proof.Path.Path))
}

func (p printer) comparison(c *risk.Comparison) {
	p.head("From 2025 to 2026: what changed, and why")
	t := table{{"risk", "stage", "level", "band", "decision", "cause"}}
	for _, ch := range c.Changes {
		t = append(t, []string{ch.Risk, ch.Stage.String(), arrow(ch.Old, ch.New, func(o *risk.Outcome) string { return or(o.Level, "?") }),
			arrow(ch.Old, ch.New, func(o *risk.Outcome) string { return or(o.Band, "?") }),
			arrow(ch.Old, ch.New, func(o *risk.Outcome) string { return o.Decision.String() }), cause(ch)})
	}
	t.print(p.w)
	for _, ch := range c.Changes {
		if ch.Cause == risk.CauseInteraction && ch.CriteriaOnly != nil {
			p.explain(ch)
			break
		}
	}
	p.line("\nRisks from band to band (current stage)")
	t = table{{"2025", "2026", "risks"}}
	for _, m := range c.Migrations {
		if m.Stage == risk.Current {
			t = append(t, []string{or(m.From, "?"), or(m.To, "?"), strconv.Itoa(m.Count)})
		}
	}
	t.print(p.w)
	p.line("\nShares of all bands moved, exact: %s", shares(c.Totals))
	for _, inv := range c.Inversions {
		p.line("Pairs of risks whose order was turned round (%s): %d, such as %s and %s", inv.Stage, inv.Pairs, inv.First[0][0], inv.First[0][1])
	}
}

// explain tells one change by the two by two table.
func (p printer) explain(ch risk.Change) {
	p.line("\n%s, step by step: %s", ch.Risk, strings.Join(ch.Inputs, " and ")+" was rated anew, and the criteria changed.")
	t := table{{"", "old criteria", "new criteria"},
		{"old ratings", outcome(ch.Old), outcome(ch.CriteriaOnly)},
		{"new ratings", outcome(ch.InputsOnly), outcome(ch.New)}}
	t.print(p.w)
	p.line("Neither alone gives the new outcome. Shares of the band moved: %s", shares(ch.Shares))
}

func outcome(o *risk.Outcome) string {
	return or(o.Level, "?") + " " + or(o.Band, "?") + ", " + o.Decision.String()
}

func cause(ch risk.Change) string {
	s := ch.Cause.String()
	if len(ch.Inputs) > 0 && ch.Cause != risk.CauseCriteria {
		s += " (" + strings.Join(ch.Inputs, ", ") + ")"
	}
	return s
}

func shares(list []risk.Share) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, s.Factor+" "+s.Share.RatString())
	}
	return strings.Join(parts, ", ")
}

func arrow(old, new *risk.Outcome, f func(*risk.Outcome) string) string {
	switch {
	case old == nil:
		return f(new)
	case new == nil:
		return f(old)
	case f(old) == f(new):
		return f(new)
	}
	return f(old) + " -> " + f(new)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
