package report

import (
	"fmt"
	"strings"
	"time"
)

// Markdown returns the inputs for those who take part in the review: each input
// of the standard in order, with what is computed and what is on record.
func (r *Review) Markdown() []byte {
	p := &page{}
	title := "Inputs of the next management review"
	if r.Review != "" {
		title = "Inputs of the management review " + md(r.Review)
	}
	since := "the beginning: there is no review before"
	if r.Previous != "" {
		since = fmt.Sprintf("%s, %s", day(r.From), md(r.Previous))
	}
	until := day(r.Until)
	if !r.Held {
		until += ", as of which this is made: the review has not been held"
	}
	p.head(title, r.Head, "Since: "+since, "Until: "+until)
	if len(r.NotKnown) > 0 {
		p.para("Not stated at all, so that nothing is counted there: %s.", codes(r.NotKnown))
	}
	parts := map[string][]func(*page){
		"previousActions": {r.Actions.page}, "issueChanges": {r.Context.page}, "partyChanges": {r.Parties.page}, "trendNc": {r.Nonconformities.page},
		"trendMeasures": {r.measuresPage}, "trendAudits": {r.Audits.page}, "objectives": {r.objectivesPage}, "partyFeedback": {r.feedbackPage},
		"riskResults": {r.Risks.page, r.plansPage}, "improvement": {r.Improvement.page},
	}
	for _, in := range r.Inputs {
		p.part(md(in.Clause + " " + in.Label))
		for _, write := range parts[in.Field] {
			write(p)
		}
		r.record(p, in)
	}
	return p.bytes()
}

// record writes what the review's entry says about an input.
func (r *Review) record(p *page, in Input) {
	switch {
	case len(in.Recorded) > 0:
		texts := make([]string, len(in.Recorded))
		for i, t := range in.Recorded {
			texts[i] = md(t)
		}
		p.para("On record: %s", strings.Join(texts, "; "))
	case in.Stated:
		p.para("On record: nothing, stated so.")
	case r.Review != "":
		p.para("On record: **nothing yet**.")
	}
}

func codes(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = code(id)
	}
	return strings.Join(list, ", ")
}

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
		effect := or(md(a.Effect), "judged")
		if !a.Reviewed {
			effect = "not judged"
			if a.Status != "done" {
				effect = ""
			}
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
		effect := or(md(n.Effect), "judged")
		if !n.Reviewed {
			effect = "not judged"
		}
		rows = append(rows, []string{md(named(n.ID, n.Description)), md(or(n.Requirement, "not stated")), md(or(n.Grade, "not stated")), or(day(n.Detected), "not stated"), status, or(md(n.Cause), "not stated"), or(md(strings.Join(n.Actions, ", ")), "none"), effect})
	}
	p.rows([]string{"nonconformity", "requirement", "grade", "noticed", "status", "cause", "actions", "did they work"}, rows)
	if len(rows) == 0 {
		p.para("None is open, and none was found or closed in the period.")
	}
}

// shareText writes shares into one line.
func shareText(list []Share, unknown string) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = fmt.Sprintf("%s %d", md(or(words(s.Of), unknown)), s.Count)
	}
	return strings.Join(texts, ", ")
}

var trendWords = map[Trend]string{
	TrendBetter: "better", TrendWorse: "**worse**", TrendSame: "the same", TrendUp: "up", TrendDown: "down", TrendFirst: "first result, nothing to compare with",
	TrendNone: "no result in the period", TrendNotComparable: "not comparable: another method", TrendNotKnown: "not known",
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
		if !m.Since.IsZero() {
			trend += " since " + day(m.Since)
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
	p.rows([]string{"measure", "target", "last results", "trend", "target", "next due"}, rows)
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
	p.rows([]string{"objective", "who", "until", "target", "result", "trend", "target"}, rows)
	if len(rows) == 0 {
		p.para("No objective is stated.")
	}
}

func (r *Review) feedbackPage(p *page) {
	if len(r.Feedback) > 0 {
		p.para("Nonconformities that interested parties noticed in the period: %s.", codes(r.Feedback))
	}
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
			rows = append(rows, []string{md(named(m.Risk, m.Title)), md(or(m.Old, "not assessed, or undetermined")), md(or(m.New, "not assessed, or undetermined"))})
		}
		p.para("Risks with another band, by the same criteria:")
		p.rows([]string{"risk", "before", "now"}, rows)
	case t.SameCriteria:
		p.para("No risk has another band than before, by the same criteria.")
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

// CSV returns a row for each fact, with the clause of the input that it belongs
// to.
func (r *Review) CSV() []byte {
	t := newTable("clause", "about", "id", "what", "state", "from", "until", "value")
	w := &reviewTable{t, map[string]string{}}
	for _, in := range r.Inputs {
		w.clause[in.Field] = in.Clause
		for _, s := range in.Recorded {
			t.row(in.Clause, "on record", r.Review, s, "", "", "", "")
		}
		if len(in.Recorded) == 0 {
			t.row(in.Clause, "on record", r.Review, in.Label, map[bool]string{true: "nothing", false: "not stated"}[in.Stated], "", "", "")
		}
	}
	w.flows("previousActions", "actions", r.Actions.Flows)
	for _, a := range r.Actions.Lines {
		w.row("previousActions", "action", a.ID, a.What, a.Status, a.Opened, a.Closed, a.Effect)
	}
	for _, v := range r.Actions.Reviews {
		w.row("previousActions", "actions looked at, start", v.Review, strings.Join(v.Opening.LeftOut, "; "), v.Opening.state(), v.At, v.At, itoa(v.Opening.Looked)+"/"+itoa(v.Opening.Should))
		w.row("previousActions", "actions looked at, end", v.Review, strings.Join(v.Closing.LeftOut, "; "), v.Closing.state(), v.At, v.At, itoa(v.Closing.Looked)+"/"+itoa(v.Closing.Should))
	}
	for _, c := range append(append([]Changed(nil), r.Context.Changed...), r.Parties.Changed...) {
		field := "issueChanges"
		if c.Type != "issue" {
			field = "partyChanges"
		}
		w.row(field, c.Type, c.ID, c.Title, c.How, r.From, r.Until, joined(c.Fields))
	}
	w.flows("trendNc", "nonconformities", r.Nonconformities.Flows)
	for _, n := range r.Nonconformities.Lines {
		w.row("trendNc", "nonconformity", n.ID, n.Description, n.Status, n.Detected, n.Closed, n.Requirement)
	}
	for _, m := range r.Measures {
		value := ""
		if k := len(m.Points); k > 0 {
			value = m.Points[k-1].Value
		}
		w.row("trendMeasures", "measure", m.ID, m.What, string(m.Trend), m.Since, r.Until, value)
	}
	for i := range r.Audits.Lines {
		a := &r.Audits.Lines[i]
		w.row("trendAudits", "audit", a.ID, joined(a.Scope), a.Findings.text(), a.At, a.Reported, "")
	}
	for _, o := range r.Objectives {
		w.row("objectives", "objective", o.ID, o.Statement, string(o.Reached), time.Time{}, o.When, o.Result)
	}
	for _, a := range r.Risks.Assessments {
		for _, s := range a.Bands {
			w.row("riskResults", "risks in band", a.ID, or(s.Of, "undetermined"), "", a.At, a.At, itoa(s.Count))
		}
	}
	for _, x := range r.Plans {
		w.flows("riskResults", "items of "+x.Plan, []Flow{x.Items})
		for _, l := range x.Lines {
			w.row("riskResults", "open item of "+x.Plan, l.Item, l.Risk, l.Status, time.Time{}, l.Due, l.Option)
		}
	}
	for _, i := range r.Improvement.Improvements {
		w.row("improvement", "improvement", i.ID, i.What, i.Aspect, time.Time{}, i.At, i.Change)
	}
	return t.bytes()
}

func (c *ActionCheck) state() string {
	switch {
	case !c.Stated:
		return "not stated"
	case len(c.LeftOut) > 0:
		return "left out"
	}
	return "all"
}

type reviewTable struct {
	*table
	clause map[string]string
}

func (w *reviewTable) row(field, about, id, what, state string, from, until time.Time, value string) {
	w.table.row(w.clause[field], about, id, what, state, stamp(from), stamp(until), value)
}

func (w *reviewTable) flows(field, about string, list []Flow) {
	for _, f := range list {
		for _, x := range []struct {
			state string
			n     int
		}{{"open at the start", f.OpenAtStart}, {"opened", f.Opened}, {"closed", f.Closed}, {"open at the end", f.OpenAtEnd}} {
			w.row(field, about, f.Review, "", x.state, f.From, f.Until, itoa(x.n))
		}
	}
}
