package report

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
)

// CalendarFormat names the calendar.
const CalendarFormat = "ismskit.report.calendar/v1"

// Calendar is what falls due in an interval, and what is overdue when it begins.
// Its AsOf is the beginning.
type Calendar struct {
	Head
	Until   time.Time `json:"until"`
	Entries []Entry   `json:"entries"` // by date: what is overdue comes first
	// Undated is what is open and has no date, or none that is stated. It may
	// be due at any time.
	Undated []Entry `json:"undated"`
}

// An Entry is something that falls due.
type Entry struct {
	Date     time.Time `json:"date,omitzero"`
	Overdue  bool      `json:"overdue,omitempty"`
	Kind     EntryKind `json:"kind"`
	What     string    `json:"what"`
	Who      []Who     `json:"who,omitempty"` // empty: nobody is named
	Note     string    `json:"note,omitempty"`
	Path     string    `json:"path"`
	Position string    `json:"position,omitempty"` // file:line:col
}

// EntryKind tells what falls due.
type EntryKind string

// The kinds of entries.
const (
	DueAssessment  EntryKind = "assessment"  // of risk, by the planned interval
	DueRiskReview  EntryKind = "risk_review" // of an accepted risk, by the rule that accepts it
	DueReview      EntryKind = "review"      // by top management: by the interval, or planned
	DueAudit       EntryKind = "audit"
	DueProgramme   EntryKind = "programme_end"   // of an audit programme that no other one follows
	DueApproval    EntryKind = "approval"        // was asked for and is not decided
	DueAcceptance  EntryKind = "acceptance_end"  // of a risk, or the end of another approval
	DueCondition   EntryKind = "condition"       // of an approval
	DueItem        EntryKind = "plan_item"       // of treatment
	DueControl     EntryKind = "control"         // to be implemented
	DueDocument    EntryKind = "document_review" //
	DueRetention   EntryKind = "retention_end"   // of a document
	DueExternal    EntryKind = "external_review" // of what others provide
	DueAction      EntryKind = "action"          //
	DueNC          EntryKind = "nonconformity"   // open, and no open action about it has a date
	DueObjective   EntryKind = "objective"       //
	DueMeasure     EntryKind = "measurement"     //
	DueRequirement EntryKind = "requirement"     // of an interested party
	DueChange      EntryKind = "change"          // planned, and not carried out
	DueCompetence  EntryKind = "competence"      // to be acquired
	DueAwareness   EntryKind = "awareness"       // of the policy in force
	DueHandover    EntryKind = "handover"        // of the duties of a person who leaves
	DueTransition  EntryKind = "edition_end"     // of the standard's edition
)

var entryWords = map[EntryKind]string{
	DueAssessment: "assessment of risk", DueRiskReview: "review of a risk", DueReview: "management review", DueAudit: "audit",
	DueProgramme: "end of audit programme", DueApproval: "decision asked for", DueAcceptance: "approval ends", DueCondition: "condition of an approval",
	DueItem: "treatment", DueControl: "control", DueDocument: "document review", DueRetention: "retention ends", DueExternal: "provider review",
	DueAction: "action", DueNC: "nonconformity", DueObjective: "objective", DueMeasure: "measurement", DueRequirement: "requirement",
	DueChange: "change", DueCompetence: "competence", DueAwareness: "awareness", DueHandover: "handover", DueTransition: "edition ends",
}

// String returns the words for readers.
func (k EntryKind) String() string { return or(entryWords[k], string(k)) }

// NewCalendar collects what falls due from one time until another, both
// included; a time that is a date means the whole day. What was due before and
// is still open is overdue. The error is isms.ErrTime, also if the interval ends
// before it begins, or that of the context.
func NewCalendar(ctx context.Context, sys *isms.System, from, until time.Time) (*Calendar, error) {
	if err := checkTimes(from, until); err != nil {
		return nil, err
	}
	if until.Before(from) {
		return nil, isms.ErrTime
	}
	c := &Calendar{Head: headOf(sys, from), Until: until.UTC().Round(0), Entries: []Entry{}, Undated: []Entry{}}
	c.Profile = string(sys.Edition)
	d := &diary{Calendar: c, owners: ownersOf(sys)}
	var err error
	if d.plans, err = treatments(ctx, sys, c.AsOf); err != nil {
		return nil, err
	}
	for _, collect := range []func(){d.assessments, d.reviews, d.audits, d.approvals, d.items, d.controls, d.documents, d.externals,
		d.actions, d.objectives, d.measures, d.requirements, d.changes, d.staff, d.edition} {
		collect()
	}
	order := func(a, b Entry) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What))
	}
	slices.SortStableFunc(c.Entries, order)
	slices.SortStableFunc(c.Undated, order)
	return c, ctx.Err()
}

// diary is a calendar that is being made.
type diary struct {
	*Calendar
	*owners
	plans []treated
}

// add enters something that is open and falls due. What is due later than the
// calendar goes is left out.
func (d *diary) add(e Entry) {
	e.Date = e.Date.UTC()
	if e.Date.After(endOf(d.Until)) {
		return
	}
	e.Overdue = endOf(e.Date).Before(d.AsOf)
	d.place(&e)
	d.Entries = append(d.Entries, e)
}

// coming enters something of which it is not known whether it is still open
// once its time is over.
func (d *diary) coming(e Entry) {
	if !endOf(e.Date.UTC()).Before(d.AsOf) {
		d.add(e)
	}
}

// open enters something that is open and has no date.
func (d *diary) open(e Entry, note string) {
	e.Note = note
	d.place(&e)
	d.Undated = append(d.Undated, e)
}

// by enters something that is due at a time that may not be stated.
func (d *diary) by(t isms.Opt[time.Time], e Entry) {
	switch e.Date = stated(t); {
	case !e.Date.IsZero():
		d.add(e)
	case t.IsNone():
		d.open(e, "no date is set")
	default:
		d.open(e, "its date is not stated")
	}
}

// byTime is by for documents that have no statement of none.
func (d *diary) byTime(t time.Time, e Entry) {
	if e.Date = t; t.IsZero() {
		d.open(e, "its date is not stated")
		return
	}
	d.add(e)
}

func (d *diary) place(e *Entry) {
	if e.Position == "" {
		e.Position = d.position(e.Path).String()
	}
}

// at gives the place of what stands in a document of another format.
func at(n *source.Node) string {
	p := n.Pos()
	return isms.Position{File: n.File(), Line: p.Line, Col: p.Col}.String()
}

// named gives an id with its title.
func named(id, title string) string {
	if title == "" {
		return id
	}
	return id + ": " + title
}

// Overdue lists what is overdue.
func (c *Calendar) Overdue() []Entry { return c.Entries[:c.overdue()] }

// Due lists what falls due in the interval.
func (c *Calendar) Due() []Entry { return c.Entries[c.overdue():] }

func (c *Calendar) overdue() int {
	n := 0
	for n < len(c.Entries) && c.Entries[n].Overdue {
		n++
	}
	return n
}

// Format returns CalendarFormat.
func (c *Calendar) Format() string { return CalendarFormat }

// JSON returns the calendar as JSON.
func (c *Calendar) JSON() []byte { return encode(c, c) }
