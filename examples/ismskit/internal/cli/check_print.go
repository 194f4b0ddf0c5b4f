package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sarif"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// listMost is how many missing pieces of evidence a summary shows.
const listMost = 10

func (c *checker) print(j *judgement, shown []conformity.Verdict) error {
	r, w := j.report, c.out
	fmt.Fprintln(w, c.style.bold(c.title(j)))
	for _, s := range r.Sets {
		fmt.Fprintf(w, "rules %s %s: %d, %s\n", s.ID, visible(s.Version), len(s.Rules), s.Digest())
	}
	for _, x := range r.Warnings {
		fmt.Fprintf(w, "%s%s: %s\n", place(x.Position), c.style.paint("1;33", "warning"), visible(x.Message))
	}
	for _, p := range j.problems {
		fmt.Fprintf(w, "%s: %s\n", c.style.paint("1;31", "wrong"), visible(p.String()))
	}
	fmt.Fprintln(w)
	if err := c.clauseTable(shown).print(w, c.style, c.width); err != nil {
		return err
	}
	for _, s := range statuses {
		if slices.Contains(c.listed, "all") || slices.Contains(c.listed, string(s)) {
			c.list(s, shown)
		}
	}
	if err := c.evidence(shown); err != nil {
		return err
	}
	if !slices.Contains(c.kinds, "all") && len(c.only)+len(c.clauses) == 0 {
		c.others(r)
	}
	_, err := fmt.Fprintf(w, "\nreport %s\n", r.Digest())
	return err
}

// place is the beginning of a line about a position; nothing for none.
func place(p isms.Position) string {
	if p == (isms.Position{}) {
		return ""
	}
	return visible(p.String()) + ": "
}

func (c *checker) clauseTable(shown []conformity.Verdict) *table {
	type group struct {
		clause string
		kind   conformity.Kind
	}
	counts := map[group]map[isms.VerdictStatus]int{}
	total := map[isms.VerdictStatus]int{}
	several := slices.Contains(c.kinds, "all") || len(c.kinds) > 1 // counted each for itself: a rule has no weight
	for i := range shown {
		v := &shown[i]
		g := group{clause: clauseNumber(v.Clause)}
		if several {
			g.kind = v.Rule.Kind
		}
		if counts[g] == nil {
			counts[g] = map[isms.VerdictStatus]int{}
		}
		counts[g][v.Status]++
		total[v.Status]++
	}
	groups := make([]group, 0, len(counts))
	for g := range counts {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(conformity.CompareClauses(a.clause, b.clause), cmp.Compare(a.kind, b.kind))
	})
	head := []string{"clause", "conform", "nonconform", "undetermined", "not applicable"}
	if several {
		head = slices.Insert(head, 1, "kind")
	}
	b := newTable(head...)
	row := func(first []cell, n map[isms.VerdictStatus]int) {
		b.add(append(first,
			cell{text: strconv.Itoa(n[isms.VerdictConform])},
			cell{strconv.Itoa(n[isms.VerdictNonconform]), c.painter(n[isms.VerdictNonconform], "31")},
			cell{strconv.Itoa(n[isms.VerdictUndetermined]), c.painter(n[isms.VerdictUndetermined], "35")},
			cell{text: strconv.Itoa(n[isms.VerdictNotApplicable])})...)
	}
	for _, g := range groups {
		first := plain(g.clause)
		if several {
			first = plain(g.clause, g.kind.String())
		}
		row(first, counts[g])
	}
	if !several {
		row([]cell{{"all", c.style.bold}}, total)
	}
	return b
}

// painter colours a count that is not 0.
func (c *checker) painter(n int, code string) func(string) string {
	return func(s string) string {
		if n == 0 {
			return s
		}
		return c.style.paint(code, s)
	}
}

// clauseNumber is the first of the clauses of a rule, without its letters.
func clauseNumber(clause string) string {
	clause, _, _ = strings.Cut(clause, ",")
	clause, _, _ = strings.Cut(clause, " ")
	return clause
}

func (c *checker) list(s isms.VerdictStatus, shown []conformity.Verdict) {
	title := strings.ReplaceAll(string(s), "_", " ")
	for i := range shown {
		v := &shown[i]
		if v.Status != s {
			continue
		}
		if title != "" {
			fmt.Fprintf(c.out, "\n%s\n", c.style.bold(title))
			title = ""
		}
		fmt.Fprintf(c.out, "%s%s, %s%s: %s\n", place(v.Position), v.Rule.ID, v.Clause, subjectText(v), visible(v.Rule.Meaning))
		for _, line := range reasons(v) {
			fmt.Fprintf(c.out, "    %s\n", visible(line))
		}
	}
}

func subjectText(v *conformity.Verdict) string {
	if v.Subject.Path == "" {
		return ""
	}
	return ", " + visible(v.Subject.Path)
}

// reasons says what a verdict rests on, and what to do about it.
func reasons(v *conformity.Verdict) []string {
	var lines []string
	if len(v.Witness) > 0 {
		lines = append(lines, "at "+strings.Join(v.Witness, ", "))
	}
	if len(v.Seen) > 0 {
		var seen []string
		for _, s := range v.Seen {
			seen = append(seen, s.Field+" is "+s.Value)
		}
		lines = append(lines, strings.Join(seen, ", "))
	}
	if len(v.Missing) > 0 {
		lines = append(lines, "not known: "+missing(v))
	}
	if v.Error != "" {
		lines = append(lines, "cannot be told: "+v.Error)
	}
	if v.Rule.Advice != "" && (v.Status == isms.VerdictNonconform || v.Status == isms.VerdictUndetermined) {
		lines = append(lines, v.Rule.Advice)
	}
	return lines
}

func missing(v *conformity.Verdict) string {
	text := strings.Join(v.Missing, ", ")
	if v.More > 0 {
		text += fmt.Sprintf(" and %d more", v.More)
	}
	return text
}

// evidence names what would decide the most verdicts.
func (c *checker) evidence(shown []conformity.Verdict) error {
	count := map[string]int{}
	open := 0
	for i := range shown {
		if shown[i].Status != isms.VerdictUndetermined {
			continue
		}
		open++
		for _, path := range shown[i].Missing {
			count[path]++
		}
	}
	if len(count) == 0 {
		return nil
	}
	paths := make([]string, 0, len(count))
	for path := range count {
		paths = append(paths, path)
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	fmt.Fprintf(c.out, "\n%s\n", c.style.bold(fmt.Sprintf("What would decide the verdicts that are undetermined, %d in all", open)))
	b := newTable("not known", "verdicts")
	for _, path := range paths[:min(listMost, len(paths))] {
		b.addText(path, strconv.Itoa(count[path]))
	}
	if err := b.print(c.out, c.style, c.width); err != nil {
		return err
	}
	if n := len(paths) - listMost; n > 0 {
		fmt.Fprintf(c.out, "and %d more; --list undetermined shows them\n", n)
	}
	return nil
}

// others says what the kinds that are not shown come to.
func (c *checker) others(r *conformity.Report) {
	for _, k := range conformity.Kinds() {
		if n := r.Count(k); !slices.Contains(c.kinds, k.String()) && n.Total() > 0 {
			fmt.Fprintf(c.out, "\nRules of the kind %s, not shown: %d conform, %d nonconform, %d undetermined; see --kind %s\n", k, n.Conform, n.Nonconform, n.Undetermined, k)
		}
	}
}

// checkLog gives what is not as it should be for code hosts. What is not known is
// a note: it has no line that is wrong.
func checkLog(j *judgement, shown []conformity.Verdict) *sarif.Log {
	log := newLog("check")
	root := j.house.system.Position() // hosts want a place for everything
	described := map[string]bool{}
	for i := range shown {
		v := &shown[i]
		if v.Status != isms.VerdictNonconform && v.Status != isms.VerdictUndetermined {
			continue
		}
		if !described[v.Rule.ID] {
			described[v.Rule.ID] = true
			log.Rules = append(log.Rules, sarif.Rule{ID: v.Rule.ID, Title: v.Rule.Meaning, Help: v.Rule.Advice})
		}
		message := fmt.Sprintf("%s (%s%s)", v.Rule.Meaning, v.Clause, subjectText(v))
		for _, line := range reasons(v) {
			message += "\n" + line
		}
		at := v.Position
		if at.File == "" {
			at = root
		}
		log.Results = append(log.Results, sarif.Result{Rule: v.Rule.ID, Level: verdictLevel(v), Message: message, File: at.File, Pos: posOf(at)})
	}
	for _, p := range j.problems {
		log.Results = append(log.Results, sarif.Result{Rule: string(p.Code), Level: sarif.Error, Message: p.Path + ": " + p.Message, File: p.Position.File, Pos: posOf(p.Position)})
	}
	return log
}

func posOf(p isms.Position) source.Pos { return source.Pos{Line: p.Line, Col: p.Col} }

func verdictLevel(v *conformity.Verdict) sarif.Level {
	switch {
	case v.Status == isms.VerdictUndetermined || v.Rule.Kind == conformity.Lint:
		return sarif.Note
	case v.Rule.Kind == conformity.Strict:
		return sarif.Warning
	}
	return sarif.Error
}
