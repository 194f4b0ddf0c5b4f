package risk

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// Text returns the request as plain text for the owner of the risk.
func (q Request) Text() string {
	w := &requestText{q: q, doc: q.t.assessment.criteria.Document()}
	w.head()
	w.standing()
	w.needed()
	w.before()
	w.line("")
	w.line("What exactly is decided on")
	w.line("  The state as of %s. The decision holds while it stays the same:", dated(q.AsOf))
	w.line("  %s", q.State.Digest())
	return w.String()
}

type requestText struct {
	strings.Builder
	q   Request
	doc *criteria.Document
}

// line writes one line: texts of several lines must not look like lines of the
// request.
func (w *requestText) line(format string, args ...any) {
	s := strings.TrimRight(fmt.Sprintf(format, args...), " \n")
	w.WriteString(strings.ReplaceAll(s, "\n", " ") + "\n")
}

func (w *requestText) head() {
	r, s := w.q.Risk, w.q.Subject
	name := r.ID
	if r.Title != "" {
		name += ", " + r.Title
	}
	owner := w.q.Owner
	if owner == "" {
		owner = "nobody yet: the risk has no owner"
	}
	w.line("To: %s", owner)
	if s.Kind == ApproveItem {
		w.line("Please approve the treatment %s of the risk %s", s.Item, name)
	} else if s.Stage == Residual {
		w.line("Please decide whether to accept what remains of the risk %s", name)
	} else {
		w.line("Please decide whether to accept, as it is, the risk %s", name)
	}
	w.line("")
	w.line("What is asked")
	switch {
	case s.Kind == ApproveItem:
		w.line("  That this is carried out:")
	case s.Stage == Residual:
		w.line("  That the risk which is left after this treatment is carried:")
	default:
		w.line("  That the risk is carried at its present level.")
	}
	for _, it := range w.q.Items {
		w.item(it)
	}
}

func (w *requestText) item(it *PlanItem) {
	w.line("    %s: %s", it.ID, w.option(it.Option))
	if it.Rationale != "" {
		w.line("      why: %s", it.Rationale)
	}
	for _, id := range it.Controls {
		c := w.q.t.controls[id]
		if c == nil {
			c = &Control{}
		}
		said := strings.TrimSpace(id + " " + c.Title)
		if c.Status != 0 {
			said += " (" + strings.ReplaceAll(c.Status.String(), "_", " ") + ")"
		}
		w.line("      by: %s", said)
	}
	if it.Responsible != "" {
		w.line("      who: %s", it.Responsible)
	}
	if due := it.DueBy(); !due.IsZero() {
		w.line("      due: %s", dated(due))
	}
	takes := it.Resources
	if it.Cost != nil && it.Cost.Amount != nil {
		takes = append(takes[:len(takes):len(takes)], strings.TrimSpace(decimal(it.Cost.Amount)+" "+it.Cost.Currency))
	}
	if len(takes) > 0 {
		w.line("      takes: %s", strings.Join(takes, ", "))
	}
}

// option says what a way to treat a risk means.
func (w *requestText) option(id string) string {
	switch id {
	case OptionModify:
		return id + ", lower the risk by controls"
	case OptionRetain:
		return id + ", keep the risk as it is"
	case OptionAvoid:
		return id + ", give up what causes the risk"
	case OptionShare:
		return id + ", let another party bear part of the risk"
	}
	for _, o := range w.q.t.plan.Options {
		if o.ID == id && o.Title != "" {
			return id + ", " + o.Title
		}
	}
	return id
}

// standing says how large the risk is, and what that comes from.
func (w *requestText) standing() {
	w.line("")
	w.line("How large the risk is")
	w.line("  now: %s", w.size(w.q.Now))
	if w.q.Subject.Stage != Current {
		w.line("  after treatment: %s", w.size(w.q.Then))
	}
	if out := w.q.outcome(); out != nil {
		w.line("  This comes from:")
		for _, u := range out.Values {
			w.line("    %s: %s (%s)", u.Name, w.value(u), w.origin(u.From))
		}
	}
}

func (w *requestText) size(o *Outcome) string {
	if o == nil {
		return "not assessed"
	}
	if o.Decision == criteria.Undetermined {
		s := "not known"
		if len(o.Missing) > 0 {
			s += ": " + strings.Join(o.Missing, ", ") + " missing"
		}
		return s
	}
	band := o.Band
	for _, b := range w.doc.Bands {
		if b.ID == o.Band && b.Title != "" {
			band = b.Title
		}
	}
	if o.Level != "" {
		band += ", level " + o.Level
	}
	return fmt.Sprintf("%s. By the rule %s: %s.", band, o.Rule, decisionWords(o.Decision))
}

func decisionWords(d criteria.Decision) string {
	switch d {
	case criteria.Accept:
		return "acceptable"
	case criteria.AcceptConditionally:
		return "acceptable on conditions"
	case criteria.Escalate:
		return "to be decided higher up"
	case criteria.Treat:
		return "to be treated"
	case criteria.Avoid:
		return "to be avoided"
	}
	return d.String()
}

// value gives a rating by the words of its level.
func (w *requestText) value(u Used) string {
	if u.From == FromNowhere {
		return "not known"
	}
	for i := range w.doc.Inputs {
		in := &w.doc.Inputs[i]
		if in.ID != u.Name || in.Scale == nil {
			continue
		}
		if k := in.Scale.Index(u.Value); k >= 0 {
			l := &in.Scale.Levels[k]
			said := u.Value
			if l.Title != "" {
				said = l.Title
			}
			if l.Definition != "" {
				said += ", " + l.Definition
			}
			return said
		}
	}
	if u.List != nil && len(u.List) == 0 {
		return "none"
	}
	return strings.Trim(u.String(), "[]")
}

func (w *requestText) origin(o Origin) string {
	switch o {
	case FromRating:
		return "rated for this stage"
	case FromInputs:
		return "stated for every stage"
	case FromDefault:
		return "not stated; what the criteria assume"
	case FromDerived:
		return "computed from the others"
	case FromNowhere:
		return "missing"
	}
	return o.String()
}

// needed says what the decision takes.
func (w *requestText) needed() {
	q, out := w.q, w.q.outcome()
	w.line("")
	w.line("What the decision takes")
	if q.Subject.Kind == ApproveItem {
		if q.Owner == "" {
			w.line("  The owner of the risk decides, as soon as it has one.")
		} else {
			w.line("  You decide, as the owner of the risk.")
		}
		w.line("  Whoever asked for it may not decide it.")
		switch {
		case out == nil || out.Decision == criteria.Undetermined:
			w.line("  Note: nobody knows yet whether the risk will be acceptable after this treatment.")
		case !accepts(out.Decision):
			w.line("  Note: even after this treatment the risk is not acceptable. More will be needed.")
		}
		return
	}
	if out.Because != "" {
		w.line("  The rule %s: %s", out.Rule, out.Because)
	}
	if q.Authority == "" {
		w.line("  Whoever holds an authority may decide.")
	} else {
		w.line("  It may be decided by %s, or above.", w.title(q.Authority))
	}
	yours := false
	for _, h := range q.Holders {
		yours = yours || h.Person == q.Owner
		w.line("    %s is %s", h.Person, h.span())
	}
	switch {
	case len(q.Holders) == 0:
		w.line("    The plan names nobody who may.")
	case !yours && q.Owner != "":
		w.line("  You are none of them: please pass it on, with your view of it.")
	}
	if len(out.Conditions) > 0 {
		w.line("  Conditions, each with a date by which it is met: %s.", strings.Join(out.Conditions, ", "))
	}
	if out.ValidFor > 0 {
		w.line("  It holds for at most %s, then it is decided anew.", days(out.ValidFor))
	}
	w.line("  Whoever asked for it may not decide it.")
}

func days(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == day:
		return "one day"
	case d%day == 0:
		return strconv.FormatInt(int64(d/day), 10) + " days"
	}
	return source.FormatDuration(d)
}

func (w *requestText) title(authority string) string {
	for _, a := range w.doc.Authorities {
		if a.ID == authority && a.Title != "" {
			return a.Title + " (" + authority + ")"
		}
	}
	return authority
}

// before says what became of earlier approvals.
func (w *requestText) before() {
	w.line("")
	w.line("What was decided before")
	if len(w.q.Earlier) == 0 {
		w.line("  Nothing.")
	}
	for _, s := range w.q.Earlier {
		a := s.Approval
		switch a.Decision {
		case Approved:
			w.line("  %s, approved by %s on %s, does not hold (%s).", a.ID, a.By, dated(a.At), s.Status)
		case Rejected:
			w.line("  %s asked for the same.", a.ID)
		default:
			w.line("  %s asks for the same.", a.ID)
		}
		for _, r := range s.Reasons {
			if r.Code == ReasonStateChanged && s.Changes != nil {
				w.line("    Since then:")
				for _, c := range s.Changes {
					w.line("      %s", c)
				}
				continue
			}
			w.line("    %s", r.Text)
		}
	}
}
