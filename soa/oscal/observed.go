package oscal

import "time"

// An Observation is something that somebody saw.
type Observation struct {
	UUID        string
	Title       string
	Description string
	Props       []Property
	Methods     []string
	Types       []string
	Collected   string
	Expires     string
	Remarks     string

	kept
}

func (o *Observation) members(m *members) {
	m.text("uuid", &o.UUID, need|isUUID)
	m.text("title", &o.Title, 0)
	m.text("description", &o.Description, need)
	list(m, "props", &o.Props, 0)
	m.texts("methods", &o.Methods, need)
	m.texts("types", &o.Types, 0)
	m.text("collected", &o.Collected, need|isTime)
	m.text("expires", &o.Expires, isTime)
	m.text("remarks", &o.Remarks, 0)
}

// A Risk is a risk as OSCAL sees it.
type Risk struct {
	UUID                string
	Title               string
	Description         string
	Statement           string
	Props               []Property
	Status              string // open, investigating, remediating, deviation-requested, deviation-approved, closed, or another token
	Origins             []Origin
	Characterizations   []Characterization
	MitigatingFactors   []MitigatingFactor
	Deadline            string
	Remediations        []Remediation
	RelatedObservations []RelatedObservation

	kept
}

func (r *Risk) members(m *members) {
	m.text("uuid", &r.UUID, need|isUUID)
	m.text("title", &r.Title, need)
	m.text("description", &r.Description, need)
	m.text("statement", &r.Statement, need)
	list(m, "props", &r.Props, 0)
	m.text("status", &r.Status, need|isToken)
	list(m, "origins", &r.Origins, 0)
	list(m, "characterizations", &r.Characterizations, 0)
	list(m, "mitigating-factors", &r.MitigatingFactors, 0)
	m.text("deadline", &r.Deadline, isTime)
	list(m, "remediations", &r.Remediations, 0)
	list(m, "related-observations", &r.RelatedObservations, 0)
}

// Due returns the deadline; it is zero if there is none.
func (r *Risk) Due() time.Time { return parseTime(r.Deadline) }

// An Origin says who something comes from.
type Origin struct {
	Actors []Actor

	kept
}

func (o *Origin) members(m *members) { list(m, "actors", &o.Actors, need) }

// An Actor is a tool, a platform or a party.
type Actor struct {
	Type string
	UUID string

	kept
}

func (a *Actor) members(m *members) {
	m.text("type", &a.Type, need)
	m.text("actor-uuid", &a.UUID, need|isUUID)
}

// A Characterization is what one origin says about how large a risk is.
type Characterization struct {
	Props  []Property
	Origin Origin
	Facets []Facet

	kept
}

func (c *Characterization) members(m *members) {
	list(m, "props", &c.Props, 0)
	embedded(m, "origin", &c.Origin)
	list(m, "facets", &c.Facets, need)
}

// A Facet is one value of a characterization, such as the likelihood. System
// says by which method it is to be understood.
type Facet struct {
	Name   string
	System string
	Value  string

	kept
}

func (f *Facet) members(m *members) {
	m.text("name", &f.Name, need|isToken)
	m.text("system", &f.System, need)
	m.text("value", &f.Value, need)
}

// A MitigatingFactor is something that lowers a risk already.
type MitigatingFactor struct {
	UUID        string
	Description string

	kept
}

func (f *MitigatingFactor) members(m *members) {
	m.text("uuid", &f.UUID, need|isUUID)
	m.text("description", &f.Description, need)
}

// A Remediation is what is recommended, planned or done about a risk.
type Remediation struct {
	UUID        string
	Lifecycle   string // recommendation, planned, completed, or another token
	Title       string
	Description string
	Props       []Property
	Tasks       []Task
	Remarks     string

	kept
}

func (r *Remediation) members(m *members) {
	m.text("uuid", &r.UUID, need|isUUID)
	m.text("lifecycle", &r.Lifecycle, need|isToken)
	m.text("title", &r.Title, need)
	m.text("description", &r.Description, need)
	list(m, "props", &r.Props, 0)
	list(m, "tasks", &r.Tasks, 0)
	m.text("remarks", &r.Remarks, 0)
}

// A Task is a step of a remediation.
type Task struct {
	UUID        string
	Type        string
	Title       string
	Description string
	Timing      *Timing
	Roles       []ResponsibleRole

	kept
}

func (t *Task) members(m *members) {
	m.text("uuid", &t.UUID, need|isUUID)
	m.text("type", &t.Type, need)
	m.text("title", &t.Title, need)
	m.text("description", &t.Description, 0)
	one(m, "timing", &t.Timing, 0)
	list(m, "responsible-roles", &t.Roles, 0)
}

// Timing is when a task is to be done: on a date, or within a range.
type Timing struct {
	On     *OnDate
	Within *Range

	kept
}

func (t *Timing) members(m *members) {
	one(m, "on-date", &t.On, 0)
	one(m, "within-date-range", &t.Within, 0)
}

// OnDate is one date.
type OnDate struct {
	Date string

	kept
}

func (d *OnDate) members(m *members) { m.text("date", &d.Date, need|isTime) }

// A Range is all times from Start to End.
type Range struct {
	Start, End string

	kept
}

func (r *Range) members(m *members) {
	m.text("start", &r.Start, need|isTime)
	m.text("end", &r.End, need|isTime)
}

// A RelatedObservation refers to an observation.
type RelatedObservation struct {
	UUID string

	kept
}

func (o *RelatedObservation) members(m *members) {
	m.text("observation-uuid", &o.UUID, need|isUUID)
}

// A RelatedRisk refers to a risk.
type RelatedRisk struct {
	UUID string

	kept
}

func (r *RelatedRisk) members(m *members) { m.text("risk-uuid", &r.UUID, need|isUUID) }
