package report

import (
	"strings"
	"time"
)

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
