package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sarif"
)

func newLint(t *tool) *cobra.Command {
	l := &linter{tool: t}
	cmd := &cobra.Command{
		Use:   "lint CRITERIA...",
		Short: "Prove criteria before they are used",
		Long: `lint tries every cell of the criteria and reports what is wrong or remarkable,
with the cells that show it. Findings that the document accepts are shown with
their reason and do not count.

Exit status 1 if there is a finding of the severity that --fail-on names, or of
a higher one.`,
		Example: `  ismskit lint criteria.yaml
  ismskit lint --sarif criteria.yaml > findings.sarif
  ismskit lint --explain L06`,
		RunE: func(cmd *cobra.Command, args []string) error { return l.run(cmd.Context(), args) },
	}
	f := cmd.Flags()
	f.StringVar(&l.failOn, "fail-on", "warning", "severity that gives exit status 1: error, warning, info or never")
	f.BoolVar(&l.sarif, "sarif", false, "print SARIF 2.1.0, for code hosts")
	f.StringVar(&l.explain, "explain", "", "explain the finding with this code, such as L06")
	f.Int64Var(&l.opts.MaxCells, "max-cells", analysis.MaxCells, "cells up to which every one is tried; beyond, a sample is drawn")
	f.IntVar(&l.opts.Sample, "sample", 100_000, "size of that sample")
	f.Uint64Var(&l.opts.Seed, "seed", 1, "seed of that sample")
	return cmd
}

type linter struct {
	*tool
	failOn, explain string
	sarif           bool
	opts            analysis.Options
}

// severities are the values of --fail-on. Never is above all.
var severities = []string{"info", "warning", "error", "never"}

func (l *linter) run(ctx context.Context, names []string) error {
	least := analysis.Severity(0)
	for i, s := range severities {
		if s == l.failOn {
			least = analysis.Severity(i + 1)
		}
	}
	switch {
	case least == 0:
		return usagef("--fail-on: %q is none of %s", source.Clip(l.failOn), strings.Join(severities, ", "))
	case l.json && l.sarif:
		return usagef("--json and --sarif exclude each other")
	case l.explain != "" && len(names) > 0:
		return usagef("--explain takes no file")
	case l.explain != "":
		return l.explainCode()
	case len(names) == 0:
		return usagef("wanted is a criteria document")
	case l.opts.MaxCells < 1 || l.opts.Sample < 1:
		return usagef("--max-cells and --sample are at least 1")
	}
	worst := analysis.Severity(0)
	var bad source.Reporter
	log := newLintLog()
	for _, name := range names {
		r, err := l.lint(ctx, name)
		var e *source.Error
		switch {
		case errors.As(err, &e):
			bad.Include(e)
			log.AddError(e)
			continue
		case err != nil:
			return err
		}
		worst = max(worst, r.Worst())
		if err := l.print(r, log); err != nil {
			return err
		}
	}
	if l.sarif {
		if err := log.Write(l.out); err != nil {
			return err
		}
	}
	if err := bad.Err(); err != nil {
		return err
	}
	if worst >= least {
		return errFindings
	}
	return nil
}

func (l *linter) lint(ctx context.Context, name string) (*analysis.Report, error) {
	c, err := l.readCriteria(name)
	if err != nil {
		return nil, err
	}
	progress := l.startProgress("checks", -1)
	defer progress.end()
	opts := l.opts
	opts.Progress = progress.set
	return analysis.Lint(ctx, c, opts)
}

func (l *linter) print(r *analysis.Report, log *sarif.Log) error {
	switch {
	case l.sarif:
		for i := range r.Findings {
			f := &r.Findings[i]
			log.Results = append(log.Results, sarif.Result{Rule: f.Code, Level: sarifLevel(f.Severity), Message: findingText(f), File: r.File, Pos: f.Pos, Accepted: f.Accepted})
		}
		return nil
	case l.json:
		return l.printJSON(r)
	}
	text := r.String()
	if l.style.on {
		for _, s := range []analysis.Severity{analysis.Info, analysis.Warning, analysis.Error} {
			text = strings.ReplaceAll(text, " "+s.String()+": L", " "+l.style.severity(s)+": L")
		}
	}
	_, err := l.out.WriteString(text)
	return err
}

// findingText is the message with its first witness, for viewers that show no more.
func findingText(f *analysis.Finding) string {
	if len(f.Witness) == 0 {
		return f.Message
	}
	return f.Message + " (" + f.Witness[0].String() + ")"
}

func sarifLevel(s analysis.Severity) sarif.Level {
	switch s {
	case analysis.Error:
		return sarif.Error
	case analysis.Warning:
		return sarif.Warning
	}
	return sarif.Note
}

// newLog begins what a code host is told.
func newLog(command string) *sarif.Log {
	return &sarif.Log{Tool: "ismskit", Version: version(), Page: "https://github.com/ismskit/ismskit", Category: command}
}

func newLintLog() *sarif.Log {
	log := newLog("lint")
	for _, code := range analysis.Codes() {
		if e, ok := analysis.Explain(code); ok {
			log.Rules = append(log.Rules, sarif.Rule{ID: e.Code, Title: e.Title, Help: e.Text})
		}
	}
	return log
}

type explanationJSON struct {
	Code     string `json:"code"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	Text     string `json:"text"`
}

func (l *linter) explainCode() error {
	e, ok := analysis.Explain(strings.ToUpper(l.explain))
	if !ok {
		return usagef("--explain: there is no finding %q; the codes are L01 to L%d", source.Clip(l.explain), len(analysis.Codes()))
	}
	if l.json {
		return l.printJSON(explanationJSON{e.Code, e.Title, e.Severity, e.Text})
	}
	_, err := l.out.WriteString(l.style.bold(e.Code+": "+e.Title) + " (" + e.Severity + ")\n\n" + strings.TrimSpace(e.Text) + "\n")
	return err
}
