package report

import (
	"fmt"
	"slices"
	"strings"
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
	if slices.Contains(r.NotKnown, "reviews") {
		since = "the beginning: it is not stated which reviews there were"
	}
	if r.Previous != "" {
		since = fmt.Sprintf("%s, %s", day(r.From), md(r.Previous))
	}
	until := day(r.Until)
	if !r.Held {
		until += ", as of which this is made: the review has not been held"
	}
	p.head(title, r.Head, "Since: "+since, "Until: "+until)
	for _, in := range r.Inputs {
		p.part(md(in.Clause + " " + in.Label))
		for _, part := range r.parts(in.Field) {
			r.part(p, part)
		}
		r.record(p, in)
	}
	return p.bytes()
}

// A reviewPart is what is computed for an input, and the sections of the system
// that it is computed from.
type reviewPart struct {
	write    func(*page)
	sections []string
}

func (r *Review) parts(field string) []reviewPart {
	switch field {
	case "previousActions":
		return []reviewPart{{r.Actions.page, []string{"actions"}}}
	case "issueChanges":
		return []reviewPart{{r.Context.page, []string{"context", "changes"}}}
	case "partyChanges":
		return []reviewPart{{r.Parties.page, []string{"parties"}}}
	case "trendNc":
		return []reviewPart{{r.Nonconformities.page, []string{"nonconformities"}}}
	case "trendMeasures":
		return []reviewPart{{r.measuresPage, []string{"measures"}}}
	case "trendAudits":
		return []reviewPart{{r.Audits.page, []string{"audits"}}}
	case "objectives":
		return []reviewPart{{r.objectivesPage, []string{"objectives"}}}
	case "partyFeedback":
		return []reviewPart{{r.feedbackPage, []string{"nonconformities"}}}
	case "riskResults":
		return []reviewPart{{r.Risks.page, []string{"assessments"}}, {r.plansPage, []string{"plans"}}}
	case "improvement":
		return []reviewPart{{r.Improvement.page, []string{"improvements", "opportunities", "audits"}}}
	}
	return nil
}

// part writes a part, and what of it is not known: nothing that is computed from
// a section that is not stated says anything.
func (r *Review) part(p *page, part reviewPart) {
	var open []string
	for _, s := range part.sections {
		if slices.Contains(r.NotKnown, s) {
			open = append(open, s)
		}
	}
	if len(open) < len(part.sections) {
		part.write(p)
	}
	if len(open) > 0 {
		p.para("**Not known**: nothing is stated under %s.", codes(open))
	}
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
	case in.Field == "partyFeedback":
		p.para("What interested parties say is for the review's entry to record.")
	}
}

func codes(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = code(id)
	}
	return strings.Join(list, ", ")
}
