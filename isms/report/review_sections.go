package report

import (
	"fmt"
	"strings"
)

func (p Period) text() string {
	from := "beginning"
	if !p.From.IsZero() {
		from = day(p.From)
	}
	return from + " to " + day(p.Until)
}

func flowRows(p *page, list []Flow) {
	rows := make([][]string, len(list))
	for i, f := range list {
		rows[i] = []string{md(or(f.Review, "this one")), f.text(), itoa(f.OpenAtStart), itoa(f.Opened), itoa(f.Closed), itoa(f.OpenAtEnd)}
	}
	p.rows([]string{"until review", "period", "open at the start#", "opened#", "closed#", "open at the end#"}, rows)
}

func undatedPara(p *page, what string, ids []string) {
	if len(ids) > 0 {
		p.para("Not counted, since %s: %s.", what, codes(ids))
	}
}

func (t *ActionTrend) page(p *page) {
	flowRows(p, t.Flows)
	undatedPara(p, "it is not stated when they were opened or finished", t.Undated)
	var rows [][]string
	for _, a := range t.Lines {
		status := a.Status
		switch {
		case !a.Closed.IsZero():
			status += ", " + day(a.Closed)
		case a.Status == "overdue":
			status = "**overdue**"
		}
		effect := ""
		if a.Status == "done" || a.Judged == Yes {
			effect = judged(a.Judged, a.Effect)
		}
		rows = append(rows, []string{md(named(a.ID, a.What)), md(or(a.Source, "")), md(or(names(a.Owner), "nobody is named")), or(day(a.Due), "not stated"), status, effect})
	}
	p.rows([]string{"action", "decided in", "owner", "due", "status", "did it work"}, rows)
	if len(t.Lines) == 0 {
		p.para("No action was open in the period.")
	}
	rows = nil
	for _, v := range t.Reviews {
		rows = append(rows, []string{md(v.Review), day(v.At), v.Opening.text(), v.Closing.text()})
	}
	if len(rows) > 0 {
		p.para("Actions that each review looked at:")
		p.rows([]string{"review", "held", "at its start", "at its end, new ones included"}, rows)
	}
}

// judged says whether it was judged if something worked, and what was found.
func judged(a Answer, found string) string {
	switch a {
	case Yes:
		return or(md(found), "judged, result not stated")
	case No:
		return "not judged"
	}
	return "not known"
}

func (c *ActionCheck) text() string {
	if !c.Stated {
		return fmt.Sprintf("not stated (%d to look at)", c.Should)
	}
	s := fmt.Sprintf("%d of %d", c.Looked, c.Should)
	if len(c.LeftOut) > 0 {
		s += ", **left out**: " + codes(c.LeftOut)
	}
	return s
}

func changedRows(p *page, compared bool, list []Changed) {
	if !compared {
		p.para("What was added, removed or changed is not known: the system as it was at the review before is not at hand.")
		return
	}
	rows := make([][]string, len(list))
	for i, c := range list {
		fields := make([]string, len(c.Fields))
		for j, f := range c.Fields {
			fields[j] = words(f)
		}
		rows[i] = []string{c.How, md(words(c.Type) + " " + named(c.ID, c.Title)), strings.Join(fields, ", ")}
	}
	p.rows([]string{"how", "what", "fields"}, rows)
	if len(list) == 0 {
		p.para("Nothing was added, removed or changed since the review before.")
	}
}

func (c *ContextChanges) page(p *page) {
	changedRows(p, c.Compared, c.Changed)
	if len(c.Reviewed) > 0 {
		p.para("Issues that were looked at in the period: %s.", codes(c.Reviewed))
	}
	if len(c.NotReviewed) > 0 {
		p.para("Issues that were **not** looked at in the period, or of which it is not stated: %s.", codes(c.NotReviewed))
	}
	var rows [][]string
	for _, x := range c.Changes {
		rows = append(rows, []string{md(named(x.ID, x.What)), md(or(words(x.Kind), "not stated")), or(day(x.Planned), "not stated"), or(day(x.Implemented), "not carried out"), or(day(x.Reviewed), "not yet")})
	}
	if len(rows) > 0 {
		p.para("Changes of the system:")
		p.rows([]string{"change", "kind", "planned or noticed", "carried out", "consequences reviewed"}, rows)
	}
}

func (c *PartyChanges) page(p *page) {
	changedRows(p, c.Compared, c.Changed)
	if len(c.Due) > 0 {
		p.para("Requirements that had to be met in the period:")
		for _, d := range c.Due {
			p.item("%s", md(named(d.ID, d.Title)))
		}
		p.end()
	}
}

func (t *NCTrend) page(p *page) {
	flowRows(p, t.Flows)
	undatedPara(p, "it is not stated when they were noticed, or whether they are closed", t.Undated)
	for _, s := range []struct {
		by   string
		list []Share
	}{{"source", t.BySource}, {"grade", t.ByGrade}, {"requirement", t.ByRequirement}} {
		if len(s.list) > 0 {
			p.item("Found in the period, by %s: %s", s.by, shareText(s.list, "not stated"))
		}
	}
	p.end()
	var rows [][]string
	for _, n := range t.Lines {
		status := n.Status
		if !n.Closed.IsZero() {
			status += ", " + day(n.Closed)
		}
		actions := or(md(strings.Join(n.Actions, ", ")), "not stated")
		if n.NoActions {
			actions = "none"
		}
		rows = append(rows, []string{md(named(n.ID, n.Description)), md(or(n.Requirement, "not stated")), md(or(n.Grade, "not stated")), or(day(n.Detected), "not stated"), status, or(md(n.Cause), "not stated"), actions, judged(n.Judged, n.Effect)})
	}
	p.rows([]string{"nonconformity", "requirement", "grade", "noticed", "status", "cause", "actions", "did they work"}, rows)
	if len(rows) == 0 {
		p.para("None is open, and none was found or closed in the period.")
	}
}

// maxShares bounds the shares that a page shows.
const maxShares = 12

// shareText writes shares into one line.
func shareText(list []Share, unknown string) string {
	texts := make([]string, 0, maxShares+1)
	for i, s := range list {
		if i == maxShares {
			texts = append(texts, itoa(len(list)-i)+" others")
			break
		}
		texts = append(texts, fmt.Sprintf("%s %d", md(or(words(s.Of), unknown)), s.Count))
	}
	return strings.Join(texts, ", ")
}
