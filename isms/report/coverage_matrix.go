package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// matrix is a matrix that is being made.
type matrix struct {
	*Coverage
	*people
	sys *isms.System
}

// columns makes the programmes and deals the audits to them.
func (m *matrix) columns() {
	audits, corrected := map[string]*isms.Audit{}, map[string]bool{}
	for _, a := range m.sys.Audits.Or(nil) {
		audits[a.ID] = a
		corrected[a.Corrects.Or("")] = true
	}
	if !m.sys.Programmes.Known() {
		m.NotKnown = append(m.NotKnown, "programmes")
	}
	if !m.sys.Audits.Known() {
		m.NotKnown = append(m.NotKnown, "audits")
	}
	dealt := map[string]bool{}
	m.Programmes = []Programme{}
	for _, p := range m.sys.Programmes.Or(nil) {
		col := Programme{ID: p.ID, From: stated(p.From), To: stated(p.To), covers: p.RequirementsCovered.Or(nil), coversOpen: !p.RequirementsCovered.Known()}
		col.Over = !col.To.IsZero() && endOf(col.To).Before(m.AsOf)
		col.Running = !col.Over && !col.From.IsZero() && !col.To.IsZero() && !col.From.After(m.AsOf)
		for _, key := range []string{"from", "to", "requirementsCovered", "audits"} {
			if _, state := isms.TypeOf(p).Field(key).Value(p); state == isms.StateUnknown {
				m.NotKnown = append(m.NotKnown, "programmes["+p.ID+"]."+key)
			}
		}
		for _, id := range p.Audits.Or(nil) {
			if dealt[id] = true; corrected[id] {
				// The entry that corrects it stands in its place.
				for next := m.correction(id); next != ""; next = m.correction(next) {
					dealt[next], id = true, next
				}
			}
			col.Audits = append(col.Audits, m.audit(id, audits[id]))
		}
		m.Programmes = append(m.Programmes, col)
	}
	slices.SortStableFunc(m.Programmes, func(a, b Programme) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.ID, b.ID)) })
	other := Programme{}
	for _, a := range m.sys.Audits.Or(nil) {
		if !dealt[a.ID] && !corrected[a.ID] {
			other.Audits = append(other.Audits, m.audit(a.ID, a))
		}
	}
	if len(other.Audits) > 0 {
		m.Programmes = append(m.Programmes, other)
	}
	for i := range m.Programmes {
		list := m.Programmes[i].Audits
		slices.SortStableFunc(list, func(a, b Audit) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
		m.Programmes[i].Audits = slices.CompactFunc(list, func(a, b Audit) bool { return a.ID == b.ID })
	}
	slices.Sort(m.NotKnown)
}

// correction gives the id of the audit that corrects one, "" if none does. The
// entries of a chain get later and later, so that it ends.
func (m *matrix) correction(id string) string {
	of, _ := m.index.Entity(id).(*isms.Audit)
	for _, a := range m.sys.Audits.Or(nil) {
		if a.Corrects.Or("") == id && of != nil && a.ID != id && stated(a.At).After(stated(of.At)) {
			return a.ID
		}
	}
	return ""
}

func (m *matrix) audit(id string, a *isms.Audit) Audit {
	out := Audit{ID: id, State: AuditPlanned, entry: a}
	if a == nil {
		if !m.sys.Audits.Known() {
			out.State = AuditNotKnown
		}
		return out
	}
	out.At, out.ReportedAt = stated(a.At), stated(a.ReportedAt)
	switch {
	case !a.At.Known():
		out.State = AuditNotKnown
		m.NotKnown = append(m.NotKnown, "audits["+id+"].at")
	case past(a.At, m.AsOf):
		out.State = AuditDone
	}
	for _, key := range []string{"requirementsCovered", "scope"} {
		if _, state := isms.TypeOf(a).Field(key).Value(a); state == isms.StateUnknown && out.State != AuditPlanned {
			m.NotKnown = append(m.NotKnown, "audits["+id+"]."+key)
		}
	}
	out.Auditors = m.each(a.Auditors.Or(nil)...)
	if list, ok := a.Findings.Get(); ok {
		out.Findings = &Findings{}
		for _, f := range list {
			out.Findings.add(f.Kind)
		}
	} else if out.State == AuditDone {
		m.NotKnown = append(m.NotKnown, "audits["+id+"].findings")
	}
	return out
}

// things lists processes, units, and what else audits name as their scope.
func (m *matrix) things() []CoverageRow {
	var list []CoverageRow
	seen := map[string]bool{}
	add := func(kind, id, label string) {
		if !seen[id] {
			seen[id] = true
			list = append(list, CoverageRow{Kind: kind, ID: id, Label: label})
		}
	}
	for _, p := range m.sys.Processes.Or(nil) {
		add("process", p.ID, p.Name.Or(""))
	}
	if o, ok := m.sys.Organisation.Get(); ok {
		for _, u := range o.Units.Or(nil) {
			add("unit", u.ID, u.Name.Or(""))
		}
	}
	named := len(list)
	for _, a := range m.sys.Audits.Or(nil) {
		for _, id := range a.Scope.Or(nil) {
			kind := "unknown"
			e := m.index.Entity(id)
			if e != nil {
				kind = isms.TypeOf(e).Name
			}
			add(kind, id, titleOf(e))
		}
	}
	slices.SortStableFunc(list[named:], func(a, b CoverageRow) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	return list
}

// row fills the cells of a row and tells what they come to.
func (m *matrix) row(r CoverageRow, cell func(p *Programme, id string) Cell) {
	for i := range m.Programmes {
		c := cell(&m.Programmes[i], r.ID)
		for _, h := range c.Audits {
			if h.State == AuditDone && h.At.After(r.Last) {
				r.Last = h.At
			}
		}
		r.Cells = append(r.Cells, c)
	}
	r.State = m.stateOf(&r)
	m.Rows = append(m.Rows, r)
}

// clauseCell tells what a programme makes of a clause.
func (m *matrix) clauseCell(p *Programme, clause string) Cell {
	c := Cell{}
	open := false
	for i := range p.Audits {
		a := &p.Audits[i]
		if a.entry == nil {
			continue
		}
		list, known := a.entry.RequirementsCovered.Get()
		hit := Hit{Audit: a.ID, State: a.State, At: a.At}
		if a.entry.Findings.Known() {
			hit.Findings = &Findings{}
		}
		looked := touches(clause, list)
		for _, f := range a.entry.Findings.Or(nil) {
			if touches(clause, []string{f.Requirement.Or("")}) {
				hit.Findings.add(f.Kind)
				looked = true
			}
		}
		if looked {
			c.Audits = append(c.Audits, hit)
		} else if !known && a.State != AuditPlanned {
			open = true
		}
	}
	c.State = cellState(c.Audits, touches(clause, p.covers), p.Over, open || p.coversOpen && p.ID != "")
	return c
}

// thingCell tells what a programme makes of a process, or of something else
// that audits name as their scope.
func (m *matrix) thingCell(p *Programme, id string) Cell {
	c := Cell{}
	open := false
	for i := range p.Audits {
		a := &p.Audits[i]
		switch {
		case a.entry == nil:
		case slices.Contains(a.entry.Scope.Or(nil), id):
			c.Audits = append(c.Audits, Hit{Audit: a.ID, State: a.State, At: a.At})
		case !a.entry.Scope.Known() && a.State != AuditPlanned:
			open = true
		}
	}
	c.State = cellState(c.Audits, false, p.Over, open)
	return c
}

func cellState(hits []Hit, covered, over, open bool) CoverageState {
	state := NotCovered
	if open {
		state = NotKnown
	}
	switch {
	case covered && over && open:
		state = NotKnown
	case covered && over:
		state = Missed
	case covered:
		state = ToAudit
	}
	for _, h := range hits {
		switch h.State {
		case AuditDone:
			return Audited
		case AuditPlanned:
			state = ToAudit
		case AuditNotKnown:
			if state != ToAudit {
				state = NotKnown
			}
		}
	}
	return state
}

// touches tells whether a clause is one of a list, a part of one, or has a part
// in it.
func touches(clause string, list []string) bool {
	for _, c := range list {
		if conformity.Within(clause, c) || conformity.Within(c, clause) {
			return true
		}
	}
	return false
}

// ranked are the states of coverage, the one that counts first.
var ranked = []CoverageState{Audited, ToAudit, Missed, NotKnown, NotCovered}

// stateOf tells what a row comes to in the present cycle: the best of its
// columns. Audits outside of programmes count from its beginning on, and
// programmes of which it is not stated when they run may belong to it.
func (m *matrix) stateOf(r *CoverageRow) CoverageState {
	cycle := m.cycle()
	best := slices.Index(ranked, NotCovered)
	take := func(s CoverageState) { best = min(best, slices.Index(ranked, s)) }
	if !m.sys.Programmes.Known() || !m.sys.Audits.Known() {
		take(NotKnown)
	}
	for i, c := range r.Cells {
		p := &m.Programmes[i]
		switch undated := p.From.IsZero() || p.To.IsZero(); {
		case cycle[i]:
			take(c.State)
		case p.ID == "" && (c.State == ToAudit || c.State == NotKnown):
			take(c.State)
		case p.ID != "" && undated && !p.Over && c.State != NotCovered:
			take(NotKnown)
		}
	}
	if since := m.since(cycle); !r.Last.IsZero() && !r.Last.Before(since) {
		take(Audited)
	}
	return ranked[best]
}

// cycle tells which programmes make up the present cycle: those that run, or
// else the last one that is over.
func (m *matrix) cycle() []bool {
	in := make([]bool, len(m.Programmes))
	last := -1
	running := false
	for i := range m.Programmes {
		p := &m.Programmes[i]
		if p.Running {
			in[i], running = true, true
		}
		if p.Over && (last < 0 || p.To.After(m.Programmes[last].To)) {
			last = i
		}
	}
	if !running && last >= 0 {
		in[last] = true
	}
	return in
}

// since gives when the present cycle begins.
func (m *matrix) since(cycle []bool) time.Time {
	var t time.Time
	for i, in := range cycle {
		if in && (t.IsZero() || m.Programmes[i].From.Before(t)) {
			t = m.Programmes[i].From
		}
	}
	return t
}

// endOf gives the last moment of a time that is a date.
func endOf(t time.Time) time.Time {
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Add(24*time.Hour - 1)
	}
	return t
}
