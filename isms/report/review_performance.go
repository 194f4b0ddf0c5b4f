package report

import (
	"strings"
)

var trendWords = map[Trend]string{
	TrendBetter: "better", TrendWorse: "**worse**", TrendSame: "the same", TrendUp: "up", TrendDown: "down", TrendFirst: "first result, nothing to compare with",
	TrendNone: "no result in the period", TrendNotKnown: "not known",
}

var reachWords = map[Reach]string{Reached: "reached", NotReached: "**not reached**", NoTarget: "no target set", ReachNotKnown: "not known"}

func (r *Review) measuresPage(p *page) {
	var rows [][]string
	for i := range r.Measures {
		m := &r.Measures[i]
		name := md(named(m.ID, m.What))
		trend := trendWords[m.Trend]
		if m.Change != "" {
			trend += ", " + signed(m.Change)
		}
		switch {
		case m.Change != "":
			trend += " since " + day(m.Since)
		case m.Trend == TrendNotComparable:
			trend = "not comparable with " + day(m.Since) + ": another method"
		}
		due := or(day(m.NextDue), "not stated")
		if m.Overdue {
			due = "**overdue** since " + due
		}
		reach := reachWords[m.Reached]
		if m.Trend == TrendNone {
			reach = ""
		}
		rows = append(rows, []string{name, target(string(m.Direction), m.Target, m.Unit), md(m.series()), trend, reach, due})
	}
	p.rows([]string{"measure", "target", "last results", "trend", "reached", "next due"}, rows)
	if len(rows) == 0 {
		p.para("No measure is stated.")
	}
	for i := range r.Measures {
		if m := &r.Measures[i]; m.Concluded != "" {
			p.item("%s: %s", md(m.ID), md(m.Concluded))
		}
	}
	p.end()
}

// maxPoints bounds the results of a measure that a page shows.
const maxPoints = 6

// series writes the last results of a measure.
func (m *MeasureTrend) series() string {
	list := m.Points[max(0, len(m.Points)-maxPoints):]
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = or(x.Value, "no value") + " (" + day(x.At) + ")"
	}
	return or(strings.Join(texts, ", "), "none")
}

func signed(s string) string {
	if s == "" || s[0] == '-' || s == "0" {
		return s
	}
	return "+" + s
}

// target writes what is to be reached.
func target(direction, value, unit string) string {
	if value == "" {
		return "none stated"
	}
	words := map[string]string{"at_least": "at least ", "at_most": "at most "}[direction]
	return md(strings.TrimSpace(words + value + " " + unit))
}

func (t *AuditTrend) page(p *page) {
	rows := make([][]string, len(t.Periods))
	for i, x := range t.Periods {
		rows[i] = []string{md(or(x.Review, "this one")), x.text(), itoa(x.Audits), itoa(x.Findings.Major), itoa(x.Findings.Minor), itoa(x.Findings.Opportunities), itoa(x.Findings.Conformities), itoa(x.Open)}
	}
	p.rows([]string{"until review", "period", "audits#", "major#", "minor#", "to improve#", "conform#", "findings not stated#"}, rows)
	undatedPara(p, "it is not stated when they were", t.Undated)
	rows = nil
	for i := range t.Lines {
		a := &t.Lines[i]
		rows = append(rows, []string{md(a.ID), day(a.At), md(or(names(a.Auditors), "not stated")), or(md(strings.Join(a.Scope, ", ")), "not stated"), a.Findings.text(), or(day(a.Reported), "not stated")})
	}
	p.rows([]string{"audit", "when", "auditors", "scope", "found", "reported"}, rows)
	if len(rows) == 0 {
		p.para("No audit was carried out in the period.")
	}
	if len(t.Loose) > 0 {
		p.para("Nonconformities that audits found and that are **not** in the register: %s.", codes(t.Loose))
	}
}

func (r *Review) objectivesPage(p *page) {
	var rows [][]string
	for i := range r.Objectives {
		o := &r.Objectives[i]
		result := "none yet"
		if o.Result != "" {
			result = md(strings.TrimSpace(o.Result+" "+o.Unit)) + ", " + day(o.ResultAt)
		} else if o.Trend == TrendNotKnown {
			result = "not stated"
		}
		trend := trendWords[o.Trend]
		switch o.Trend {
		case TrendNone:
			trend = ""
		case TrendFirst:
			trend = "no baseline"
		}
		if o.Change != "" {
			trend += ", " + signed(o.Change) + " from " + o.Baseline
		}
		when := or(day(o.When), "not stated")
		if o.Overdue {
			when = "**over** since " + when
		}
		name := md(named(o.ID, o.Statement))
		if o.Note != "" {
			name += " — " + md(o.Note)
		}
		rows = append(rows, []string{name, md(or(names(o.Who), "nobody is named")), when, target(string(o.Direction), o.Target, o.Unit), result, trend, reachWords[o.Reached]})
	}
	p.rows([]string{"objective", "who", "until", "target", "result", "trend", "reached"}, rows)
	if len(rows) == 0 {
		p.para("No objective is stated.")
	}
}

func (r *Review) feedbackPage(p *page) {
	if len(r.Feedback) == 0 {
		p.para("No nonconformity of the period was noticed by an interested party.")
		return
	}
	p.para("Nonconformities that interested parties noticed in the period: %s.", codes(r.Feedback))
}

func (t *RiskTrend) page(p *page) {
	var rows [][]string
	for _, a := range t.Assessments {
		name := md(a.ID)
		if !a.InPeriod {
			name += " (before)"
		}
		if !a.Known {
			rows = append(rows, []string{name, day(a.At), "its record is not at hand", "", ""})
			continue
		}
		rows = append(rows, []string{name, day(a.At), itoa(a.Risks), shareText(a.Bands, "undetermined"), shareText(a.Decided, "undetermined")})
	}
	p.rows([]string{"assessment", "when", "risks", "by band", "by decision"}, rows)
	if len(rows) == 0 {
		p.para("No assessment was made until then.")
	} else if !t.Assessments[len(t.Assessments)-1].InPeriod {
		p.para("No assessment was made in the period.")
	}
	undatedPara(p, "it is not stated when they were made", t.Undated)
	n := len(t.Assessments)
	switch {
	case len(t.Moved) > 0:
		rows = nil
		for _, m := range t.Moved {
			was, is := or(m.Old, "undetermined"), or(m.New, "undetermined")
			switch m.How {
			case "added":
				was = "not there"
			case "removed":
				is = "not there any more"
			}
			rows = append(rows, []string{md(named(m.Risk, m.Title)), md(was), md(is)})
		}
		p.para("Risks with another band than before, by the same criteria:")
		p.rows([]string{"risk", "before", "now"}, rows)
	case t.SameCriteria:
		p.para("The same risks are in the same bands as before, by the same criteria.")
	case n > 1 && t.Assessments[n-1].Known && t.Assessments[n-2].Known:
		p.para("The criteria were changed between these assessments: their numbers do not compare as they stand. Compare the records, to see what changed because of the criteria.")
	}
}

func (r *Review) plansPage(p *page) {
	if len(r.Plans) == 0 {
		p.para("No treatment plan is at hand.")
		return
	}
	for i := range r.Plans {
		x := &r.Plans[i]
		p.sub("Treatment plan " + md(strings.TrimSpace(named(x.Plan, x.Title)+", version "+or(x.Version, "not stated"))))
		p.item("Items: %d open at the start, %d entered, %d done, %d open at the end, %d cancelled", x.Items.OpenAtStart, x.Items.Opened, x.Items.Closed, x.Items.OpenAtEnd, x.Cancelled)
		if x.Overdue > 0 {
			p.item("**Overdue: %d**", x.Overdue)
		}
		if len(x.Undated) > 0 {
			p.item("Not counted, since it is not stated whether or when they were done: %s", codes(x.Undated))
		}
		if len(x.Approvals) > 0 {
			p.item("Approvals and acceptances: %s", shareText(x.Approvals, "of no known standing"))
		}
		p.end()
		var rows [][]string
		for _, l := range x.Lines {
			due := or(day(l.Due), "not stated")
			if l.Overdue {
				due = "**overdue** since " + due
			}
			rows = append(rows, []string{md(l.Item), md(l.Risk), md(l.Option), md(or(names(l.Who), "nobody is named")), due, md(or(l.Status, "not stated"))})
		}
		p.rows([]string{"open item", "risk", "option", "who", "due", "status"}, rows)
	}
}

func (o *Opportunities) page(p *page) {
	idea := func(list []IdeaLine, title string) {
		if len(list) == 0 {
			return
		}
		p.para("%s:", title)
		for _, i := range list {
			s := md(named(i.ID, i.What))
			if i.Decision != "" {
				s += " — " + md(i.Decision)
			}
			if w := names(i.Who); w != "" {
				s += ", " + md(w)
			}
			p.item("%s", s)
		}
		p.end()
	}
	idea(o.Findings, "Found by audits of the period")
	idea(o.Register, "Opportunities that are not left alone")
	var rows [][]string
	for _, i := range o.Improvements {
		brought := "not measured"
		if i.Before != "" || i.After != "" {
			brought = md(or(i.Before, "not measured") + " before, " + or(i.After, "not measured") + " after")
		}
		rows = append(rows, []string{md(named(i.ID, i.What)), md(or(i.Aspect, "not stated")), day(i.At), brought})
	}
	if len(rows) > 0 {
		p.para("Improvements that were judged in the period:")
		p.rows([]string{"improvement", "of", "judged", "what it brought"}, rows)
	}
	if len(o.NotJudged) > 0 {
		p.para("Improvements that nobody has judged: %s.", codes(o.NotJudged))
	}
	if len(o.Findings)+len(o.Register)+len(rows)+len(o.NotJudged) == 0 {
		p.para("None is stated.")
	}
}
