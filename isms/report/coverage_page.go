package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// CSV returns a row for each row of the matrix: its state, then for each
// programme the state and the audits.
func (c *Coverage) CSV() []byte {
	header := []string{"kind", "id", "label", "state", "last"}
	for _, p := range c.Programmes {
		name := or(p.ID, "no programme")
		header = append(header, name, name+" audits")
	}
	t := newTable(header...)
	for _, r := range c.Rows {
		row := []string{r.Kind, r.ID, r.Label, string(r.State), stamp(r.Last)}
		for _, cell := range r.Cells {
			texts := make([]string, len(cell.Audits))
			for i, h := range cell.Audits {
				texts[i] = h.text()
			}
			row = append(row, string(cell.State), joined(texts))
		}
		t.row(row...)
	}
	return t.bytes()
}

// text says what an audit found about a row.
func (h *Hit) text() string {
	s := h.Audit
	switch {
	case h.State == AuditNotKnown:
		s += ", date not known"
	case h.State == AuditPlanned && h.At.IsZero():
		s += ", planned"
	case h.State == AuditPlanned:
		s += ", planned for " + day(h.At)
	default:
		s += ", " + day(h.At)
	}
	if h.Findings != nil && h.Findings.Total() > 0 {
		s += ": " + h.Findings.text()
	}
	return s
}

func (f *Findings) text() string {
	if f == nil {
		return "findings not stated"
	}
	if f.Total() == 0 {
		return "no findings"
	}
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, count(n, one, many))
		}
	}
	add(f.Major, "major nonconformity", "major nonconformities")
	add(f.Minor, "minor nonconformity", "minor nonconformities")
	add(f.Opportunities, "opportunity to improve", "opportunities to improve")
	add(f.Conformities, "conformity", "conformities")
	add(f.NotKnown, "finding of no stated kind", "findings of no stated kind")
	return strings.Join(parts, ", ")
}

var coverageWords = []struct {
	state      CoverageState
	words, gap string
	demands    bool
}{
	{Audited, "audited", "", false},
	{ToAudit, "planned", "", false},
	{Missed, "missed", "covered by a programme that is over, and never audited in it", true},
	{NotCovered, "not covered", "covered by no programme and no audit of the present cycle", true},
	{NotKnown, "not known", "not known: it is not stated what the programme or its audits cover", true},
}

func (s CoverageState) words() string {
	for _, w := range coverageWords {
		if w.state == s {
			return w.words
		}
	}
	return string(s)
}

// Markdown returns the matrix for readers: programmes and their audits, gaps,
// then the matrix itself.
func (c *Coverage) Markdown() []byte {
	p := &page{}
	p.head("Audit coverage", c.Head)
	var sums []string
	for _, w := range coverageWords {
		n := 0
		for _, r := range c.Rows {
			if r.State == w.state {
				n++
			}
		}
		if n > 0 {
			sums = append(sums, fmt.Sprintf("%d %s", n, w.words))
		}
	}
	p.para("%s in the present cycle: %s.", count(len(c.Rows), "thing to audit", "things to audit"), strings.Join(sums, ", "))
	switch {
	case slices.Contains(c.NotKnown, "programmes"):
		p.para("It is not stated which audit programmes there are.")
	case !slices.ContainsFunc(c.Programmes, func(x Programme) bool { return x.Running || x.Over }):
		p.para("There is no audit programme that runs, and none that is over: every audit counts, whenever it was.")
	}
	c.programmes(p)
	c.gaps(p)
	c.matrix(p)
	if len(c.NotKnown) > 0 {
		p.part("Not stated")
		for _, n := range c.NotKnown {
			p.item("%s", code(n))
		}
		p.end()
	}
	return p.bytes()
}

func (c *Coverage) programmes(p *page) {
	p.part("Programmes and audits")
	if len(c.Programmes) == 0 {
		p.para("None is stated.")
		return
	}
	var rows [][]string
	for i := range c.Programmes {
		col := &c.Programmes[i]
		name := "no programme"
		if col.ID != "" {
			name = fmt.Sprintf("%s, %s to %s%s", md(col.ID), or(day(col.From), "not known"), or(day(col.To), "not known"), col.phase(c.AsOf))
		}
		if len(col.Audits) == 0 {
			rows = append(rows, []string{name, "none", "", "", ""})
		}
		for j := range col.Audits {
			a := &col.Audits[j]
			found, reported := "", ""
			at := or(day(a.At), "date not known")
			if a.State == AuditDone {
				found = a.Findings.text()
				reported = or(day(a.ReportedAt), "not known")
			} else if a.State == AuditPlanned {
				at = "planned, " + or(day(a.At), "no date yet")
			}
			rows = append(rows, []string{name, md(a.ID), at, md(names(a.Auditors)), joinCells(found, reported)})
		}
	}
	p.rows([]string{"programme", "audit", "when", "auditors", "found; reported on"}, rows)
}

func joinCells(found, reported string) string {
	if reported == "" {
		return found
	}
	return found + "; " + reported
}

func (p *Programme) phase(asOf time.Time) string {
	switch {
	case p.Running:
		return " (running)"
	case p.Over:
		return " (over)"
	case !p.From.IsZero() && p.From.After(asOf):
		return " (to come)"
	}
	return ""
}

func (c *Coverage) gaps(p *page) {
	p.part("Gaps")
	any := false
	for _, w := range coverageWords {
		if !w.demands {
			continue
		}
		var texts []string
		for _, r := range c.Rows {
			if r.State == w.state {
				texts = append(texts, r.name())
			}
		}
		if len(texts) == 0 {
			continue
		}
		any = true
		p.para("%s:", sentence(w.gap))
		for _, t := range texts {
			p.item("%s", t)
		}
		p.end()
	}
	if !any {
		p.para("None: everything has been audited in the present cycle, or is planned.")
	}
}

func (r *CoverageRow) name() string {
	s := md(strings.TrimSpace(r.ID + " " + r.Label))
	if r.Kind != "clause" {
		s = md(words(r.Kind)) + " " + s
	}
	if r.State != Audited && !r.Last.IsZero() {
		s += ", last audited " + day(r.Last)
	}
	return s
}

// last says when a row was last audited: never only where that is known.
func (c *Coverage) last(r *CoverageRow) string {
	if !r.Last.IsZero() {
		return day(r.Last)
	}
	for _, cell := range r.Cells {
		if cell.State == NotKnown {
			return "not known"
		}
	}
	if slices.Contains(c.NotKnown, "audits") {
		return "not known"
	}
	return "never"
}

func (c *Coverage) matrix(p *page) {
	if len(c.Programmes) == 0 {
		return
	}
	p.part("Matrix")
	header := []string{"what", "now", "last audited"}
	for _, col := range c.Programmes {
		header = append(header, md(or(col.ID, "no programme")))
	}
	rows := make([][]string, len(c.Rows))
	for i := range c.Rows {
		r := &c.Rows[i]
		now := r.State.words()
		if r.State != Audited && r.State != ToAudit {
			now = "**" + now + "**"
		}
		what := md(strings.TrimSpace(r.ID + " " + r.Label))
		if r.Kind != "clause" {
			what = md(words(r.Kind)) + " " + what
		}
		row := []string{what, now, c.last(r)}
		for _, cell := range r.Cells {
			texts := make([]string, len(cell.Audits))
			for j, h := range cell.Audits {
				texts[j] = md(h.text())
			}
			s := strings.Join(texts, "; ")
			if cell.State != Audited {
				s = strings.TrimPrefix(cell.State.words()+"; "+s, "; ")
				s = strings.TrimSuffix(s, "; ")
			}
			row = append(row, s)
		}
		rows[i] = row
	}
	p.rows(header, rows)
}
