package report

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// maxShown bounds the verdicts of a rule that a page shows; JSON and CSV have
// all of them.
const maxShown = 20

var kindWords = map[string]string{
	"shall":  "Demanded",
	"strict": "More than demanded",
	"lint":   "Good practice",
}

// Markdown returns the report for readers: what was checked against what, in
// numbers; warnings; then clause by clause what does not conform, what cannot be
// told yet, and what every rule came to.
func (c *Conformity) Markdown() []byte {
	p := &page{}
	more := []string{"Verdicts: " + code(string(c.Report))}
	for _, s := range c.Sets {
		more = append(more, fmt.Sprintf("Rules: %s, %s, `%s`", md(or(s.Title, s.ID)+", version "+or(s.Version, "not stated")), ownerWords[s.Owner], s.Digest))
	}
	p.head("Conformity by clause", c.Head, more...)
	rows := make([][]string, 0, len(c.Kinds))
	for _, k := range c.Kinds {
		rows = append(rows, append([]string{kindWords[k.Kind] + " (" + k.Kind + ")", itoa(k.Rules)}, cells(k.Counts)...))
	}
	p.rows([]string{"kind of rule", "rules#", "conform#", "does not conform#", "not known yet#", "does not apply#"}, rows)
	p.para("Every number counts verdicts: one rule about one subject. Kinds are not added up, and no rule counts for more than another.")
	if len(c.Warnings) > 0 {
		p.part("Warnings")
		for _, w := range c.Warnings {
			p.item("%s%s", md(sentence(w.Message)), placed(w.Position))
		}
		p.end()
	}
	c.overview(p)
	for i := range c.Clauses {
		c.Clauses[i].page(p)
	}
	return p.bytes()
}

var ownerWords = map[isms.RuleSetKind]string{
	isms.StandardRules: "of the standard", isms.OwnRules: "of the organisation", isms.VendorRules: "of a vendor",
}

func cells(n conformity.Counts) []string {
	return []string{itoa(n.Conform), itoa(n.Nonconform), itoa(n.Undetermined), itoa(n.NotApplicable)}
}

// overview names the clauses and what they came to, demanded rules only in
// numbers.
func (c *Conformity) overview(p *page) {
	if len(c.Clauses) == 0 {
		return
	}
	p.part("Clauses")
	var rows [][]string
	for i := range c.Clauses {
		cl := &c.Clauses[i]
		row := []string{md(strings.TrimSpace(cl.Clause + " " + cl.Label))}
		for _, k := range conformity.Kinds() {
			n := cl.Count(k.String())
			row = append(row, shortly(n))
		}
		rows = append(rows, row)
	}
	p.rows([]string{"clause", "demanded", "more than demanded", "good practice"}, rows)
}

// shortly says what needs attention, or that nothing does.
func shortly(n conformity.Counts) string {
	var parts []string
	if n.Nonconform > 0 {
		parts = append(parts, "**"+count(n.Nonconform, "does not conform", "do not conform")+"**")
	}
	if n.Undetermined > 0 {
		parts = append(parts, fmt.Sprintf("%d not known yet", n.Undetermined))
	}
	if n.Conform > 0 {
		parts = append(parts, count(n.Conform, "conforms", "conform"))
	}
	if len(parts) == 0 && n.NotApplicable > 0 {
		return "does not apply"
	}
	return or(strings.Join(parts, ", "), "–")
}

func (c *ClauseVerdict) page(p *page) {
	p.part(md(strings.TrimSpace(c.Clause + " " + c.Label)))
	for _, k := range conformity.Kinds() {
		for _, s := range statusWords {
			c.attention(p, k.String(), s.status, s.words)
		}
	}
	rows := make([][]string, 0, len(c.Rules))
	for i := range c.Rules {
		r := &c.Rules[i]
		name := md(r.Rule)
		if r.Owner != isms.StandardRules {
			name += " (" + md(r.Set) + ")"
		}
		rows = append(rows, append([]string{name, md(r.Clause), r.Kind, md(sentence(r.Meaning))}, cells(r.Counts)...))
	}
	p.rows([]string{"rule", "clause", "kind", "asks for", "conform#", "does not#", "not known#", "does not apply#"}, rows)
}

var statusWords = []struct {
	status isms.VerdictStatus
	words  string
}{{isms.VerdictNonconform, "does not conform"}, {isms.VerdictUndetermined, "not known yet"}}

// attention lists the verdicts of a status of the rules of a kind.
func (c *ClauseVerdict) attention(p *page, kind string, status isms.VerdictStatus, words string) {
	first := true
	for i := range c.Rules {
		r := &c.Rules[i]
		if r.Kind != kind {
			continue
		}
		if list := r.of(status); len(list) > 0 {
			if first {
				p.para("**%s: %s**", kindWords[kind], words)
				first = false
			}
			r.page(p, status, list)
		}
	}
	if !first {
		p.end()
	}
}

func (r *RuleVerdict) of(status isms.VerdictStatus) []Attention {
	var list []Attention
	for _, a := range r.Attention {
		if a.Status == status {
			list = append(list, a)
		}
	}
	return list
}

func (r *RuleVerdict) page(p *page, status isms.VerdictStatus, list []Attention) {
	name := md(r.Rule)
	if r.Owner != isms.StandardRules {
		name += ", " + md(r.Set)
	}
	p.item("%s, %s: %s", name, md(r.Clause), md(sentence(r.Meaning)))
	for i, a := range list {
		if i == maxShown {
			p.more("and %s", count(len(list)-i, "more", "more"))
			break
		}
		p.more("%s%s", a.text(), placed(a.Position))
	}
	if status == isms.VerdictNonconform && r.Advice != "" {
		p.more("What to do: %s", md(r.Advice))
	}
}

// text says what a verdict is about, and what was seen or is missing.
func (a *Attention) text() string {
	name := "the system"
	if a.Path != "" {
		name = code(a.Path)
	}
	var b strings.Builder
	b.WriteString(name)
	if n := len(a.Witness); n > 0 && a.Witness[n-1] != a.Path {
		b.WriteString(", at " + code(a.Witness[n-1]))
	}
	if len(a.Seen) > 0 {
		texts := make([]string, len(a.Seen))
		for i, s := range a.Seen {
			texts[i] = md(words(s.Field)) + ": " + md(or(s.Value, `""`))
		}
		b.WriteString(" (" + strings.Join(texts, "; ") + ")")
	}
	if a.Error != "" {
		b.WriteString(": the rule failed, " + md(a.Error))
	}
	if len(a.Missing) > 0 {
		paths := make([]string, len(a.Missing))
		for i, m := range a.Missing {
			paths[i] = code(m)
		}
		b.WriteString(": missing " + strings.Join(paths, ", "))
		if a.More > 0 {
			fmt.Fprintf(&b, " and %d more", a.More)
		}
	}
	return b.String()
}

// placed gives a position in a file, if there is one.
func placed(position string) string {
	if position == "" {
		return ""
	}
	return " — " + code(position)
}
