package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

func newAssess(t *tool) *cobra.Command {
	a := &assessor{tool: t}
	cmd := &cobra.Command{
		Use:   "assess --criteria CRITERIA --register REGISTER --at TIME",
		Short: "Assess a register",
		Long: `assess applies criteria to every risk of a register as of a time, and prints the
risks in order of treatment, what is not known, and the claims that do not
follow. With -o it writes the record, which can be verified, replayed, proved,
explained and compared.

The register is YAML or JSON, or by its name CSV (.csv) or NDJSON (.ndjson,
.jsonl). CSV and NDJSON of more than 4 MiB are streamed in bounded memory: a
summary is printed, or with --json every outcome in the order of the file and
without its rank. With -o they are held in memory all the same.`,
		Example: `  ismskit assess --criteria criteria.yaml --register register.yaml --at 2026-03-01 -o assessment.json
  ismskit assess --criteria criteria.yaml --register - --form csv --at 2026-03-01 --json < register.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.run(cmd.Context()) },
	}
	f := cmd.Flags()
	f.StringVar(&a.criteria, "criteria", "", "criteria document")
	f.StringVar(&a.register, "register", "", "register")
	f.StringVar(&a.form, "form", "", "form of the register: document, csv or ndjson (default: by its name)")
	f.StringVar(&a.at, "at", "", "time of the assessment, such as 2026-03-01 or 2026-03-01T12:00:00Z")
	f.StringVarP(&a.output, "output", "o", "", "write the record to this file; - is standard output, which then gets nothing else")
	require(cmd, "criteria", "register", "at")
	return cmd
}

type assessor struct {
	*tool
	criteria, register, form, at, output string
}

func (a *assessor) run(ctx context.Context) error {
	at, err := asOf(a.at)
	if err != nil {
		return err
	}
	form := registerForm(a.form)
	switch form {
	case "":
		form = registerFormOf(a.register)
	case formDocument, formCSV, formNDJSON:
	default:
		return usagef("--form: %q is none of document, csv, ndjson", source.Clip(a.form))
	}
	switch {
	case a.criteria == stdName && a.register == stdName:
		return usagef("only one of --criteria and --register can be standard input")
	case a.json && a.output == stdName:
		return usagef("--json and -o - exclude each other")
	}
	c, err := a.readCriteria(a.criteria)
	if err != nil {
		return err
	}
	if from := c.Document().Effective; at.Before(from) { // it may be meant, to try criteria out
		fmt.Fprintf(a.err, "note: the criteria hold from %s; the assessment is as of %s\n", dayText(from), dayText(at))
	}
	var reg *risk.Register
	if form == formDocument {
		data, err := a.read(a.register, risk.MaxRegisterBytes)
		if err != nil {
			return err
		}
		if reg, err = risk.ParseRegister(display(a.register), data); err != nil {
			return err
		}
	} else {
		l, err := a.openLines(a.register, form, c)
		if err != nil {
			return err
		}
		defer l.close()
		if !l.small && a.output == "" {
			return a.assessStream(ctx, c, l, at)
		}
		if reg, err = l.register(ctx); err != nil {
			return err
		}
		l.progress.end()
	}
	result, err := risk.Assess(ctx, c, reg, at)
	if err != nil {
		return err
	}
	return a.finish(result)
}

func (a *assessor) finish(result *risk.Assessment) error {
	if a.output != "" {
		w, commit, err := a.create(a.output)
		if err != nil {
			return err
		}
		if _, err := result.Record().WriteTo(w); err != nil {
			return writeError(a.output, err)
		}
		if err := commit(); err != nil || a.output == stdName {
			return err
		}
	}
	if a.json {
		return a.printJSON(newAssessJSON(result))
	}
	return a.print(result)
}

type assessJSON struct {
	Digest   string        `json:"digest"`
	AsOf     string        `json:"asOf"`
	Outcomes []outcomeJSON `json:"outcomes"`
}

func newAssessJSON(a *risk.Assessment) assessJSON {
	j := assessJSON{Digest: a.Digest(), AsOf: timeText(a.Seal.AsOf), Outcomes: make([]outcomeJSON, 0, len(a.Outcomes))}
	ranks := ranksOf(a.Rankings)
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		j.Outcomes = append(j.Outcomes, newOutcomeJSON(o, ranks[o.Key()]))
	}
	return j
}

// ranksOf gives the rank of each outcome by its key.
func ranksOf(rankings []risk.Ranking) map[string]int {
	ranks := map[string]int{}
	for _, r := range rankings {
		n := 0
		for _, group := range r.Groups {
			for _, id := range group {
				n++
				ranks[(&risk.Outcome{Risk: id, Stage: r.Stage}).Key()] = n
			}
		}
	}
	return ranks
}

func (a *assessor) print(r *risk.Assessment) error {
	for _, ranking := range r.Rankings {
		fmt.Fprintf(a.out, "%s, as of %s, in order of treatment\n", a.style.bold(titled(ranking.Stage.String())), timeText(r.Seal.AsOf))
		b := newTable("#", "risk", "title", "level", "band", "decision", "rule", "who, how long")
		n := 0
		for _, group := range ranking.Groups {
			for _, id := range group {
				n++
				number := strconv.Itoa(n)
				if len(group) > 1 {
					number += "=" // the risk's id decides
				}
				o := r.Outcome(id, ranking.Stage)
				row := plain(number, id, r.Risk(id).Title, or(o.Level, "?"), or(o.Band, "?"), o.Decision.String(), or(o.Rule, "?"), terms(o))
				row[5].paint = a.style.painter(o.Decision)
				b.add(row...)
			}
		}
		if err := b.print(a.out, a.style, a.width); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	a.printQuestions(r)
	a.printClaims(r)
	_, err := fmt.Fprintf(a.out, "digest %s\n", r.Digest())
	return err
}

func titled(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// terms says who may decide so and for how long it holds.
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

// printQuestions says what is needed to decide.
func (a *assessor) printQuestions(r *risk.Assessment) {
	head := a.style.bold("Not decided") + "\n"
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if o.Decision != criteria.Undetermined && len(o.Missing)+len(o.Narrow) == 0 {
			continue
		}
		var why []string
		if o.Failure != nil {
			why = append(why, o.Failure.Path+" fails: "+o.Failure.Code)
		}
		for _, id := range o.Missing {
			why = append(why, id+" is missing")
		}
		for _, id := range o.Narrow {
			why = append(why, id+" is as wide as "+o.Used(id).String())
		}
		fmt.Fprintf(a.out, "%s%s: %s%s\n", head, o.Key(), visible(strings.Join(why, ", ")), possible(o))
		head = ""
	}
	if head == "" {
		fmt.Fprintln(a.out)
	}
}

func possible(o *risk.Outcome) string {
	if o.Possible == nil || len(o.Possible.Decisions) == 0 {
		return ""
	}
	var decisions []string
	for _, d := range o.Possible.Decisions {
		decisions = append(decisions, d.String())
	}
	return "; it may be " + strings.Join(decisions, " or ")
}

func (a *assessor) printClaims(r *risk.Assessment) {
	head := a.style.bold("Claims that do not follow") + "\n"
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		if c := o.Claimed; c != nil && !c.Follows {
			fmt.Fprintf(a.out, "%s%s: claimed %s; the ratings give %s\n", head, o.Key(), visible(levelAndBand(c.Level, c.Band)), levelAndBand(o.Level, o.Band))
			head = ""
		}
	}
	if head == "" {
		fmt.Fprintln(a.out)
	}
}

func levelAndBand(level, band string) string {
	switch {
	case level == "" && band == "":
		return "nothing, since they do not decide it"
	case level == "":
		return band
	case band == "":
		return "level " + level
	}
	return "level " + level + ", " + band
}
