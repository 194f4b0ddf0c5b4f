package soa

import (
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/risk"
)

// Derive returns the statement that follows from plans, risks and requirements.
//
// A control is necessary for the reasons that the input gives: a risk, if an
// item of a plan treats the risk by it, or if the register credits it; a law, a
// contract or the business, if a requirement names it. Where no reason is
// given, the control stays undecided, unless Previous has excluded it and
// nothing speaks against that now. Nothing is excluded that nobody excluded.
//
// Status, due date, owner and evidence are those of the plans' controls. A
// control without a date of its own, which is not implemented, is due with the
// last of its items. Providers are those of Externals.
//
// Justification of an inclusion names its reasons and their links. It is kept,
// as description, owner, status and evidence are, where Previous states it and
// the input does not; reasons and links are never carried over. A control that
// Previous held necessary, and for which no reason is left, is undecided.
//
// Entries come in the order of the catalogues and of their controls; controls
// that are in no catalogue are the organisation's own and come last, by id. The
// order of plans, items, risks, requirements and externals does not matter. The
// error matches ErrInput: parts of the input that contradict each other, and
// names that nothing has.
func Derive(in Input) (*Statement, error) {
	b := in.basis()
	d := &derivation{basis: b, entries: map[string]*Entry{}}
	for _, c := range in.Catalogues {
		for i := range c.Controls {
			d.entries[c.Controls[i].ID] = &Entry{Control: c.Controls[i].ID, Catalogue: c.ID}
		}
	}
	for id, c := range b.controls { // the order does not matter, each is looked at alone
		if b.home[id] == nil && c.Catalogue == "" {
			d.entries[id] = &Entry{Control: id, Title: c.Title}
		}
	}
	d.previousOwn()
	d.reasons()
	s := d.statement()
	if err := b.err(); err != nil {
		return nil, err
	}
	return s, nil
}

type derivation struct {
	*basis
	entries map[string]*Entry // by control
}

// previousOwn adds the own controls of the previous statement, and reports
// entries that have lost their catalogue.
func (d *derivation) previousOwn() {
	if d.in.Previous == nil {
		return
	}
	seen := map[string]bool{}
	for _, e := range d.in.Previous.Entries {
		home := d.home[e.Control]
		switch {
		case seen[e.Control]:
			d.fail("the previous statement has two entries for %s", e.Control)
		case e.Catalogue == "" && home == nil && d.entries[e.Control] == nil:
			d.entries[e.Control] = &Entry{Control: e.Control, Title: e.Title}
		case e.Catalogue != "" && d.catalogues[e.Catalogue] == nil:
			d.fail("the previous statement has %s of the catalogue %s, which is not given: migrate it first", e.Control, e.Catalogue)
		case e.Catalogue != "" && home != d.catalogues[e.Catalogue]:
			d.fail("the previous statement has %s, which the catalogue %s does not have", e.Control, e.Catalogue)
		}
		seen[e.Control] = true
	}
}

// reasons links controls to what makes them necessary.
func (d *derivation) reasons() {
	for _, p := range d.in.Plans {
		for i := range p.Items {
			it := &p.Items[i]
			if d.in.Register != nil && !d.risks[it.Risk] {
				d.fail("plan %s, item %s: there is no risk %s", p.ID, it.ID, it.Risk)
			}
			if it.Status == risk.ItemCancelled {
				continue
			}
			for _, c := range it.Controls {
				if e := d.entry(c, "plan", p.ID, "item "+it.ID); e != nil {
					e.because(ReasonRisk)
					e.Risks = append(e.Risks, it.Risk)
				}
			}
		}
	}
	if d.in.Register != nil {
		for _, r := range d.in.Register.Risks {
			for _, c := range r.Controls {
				if e := d.entry(c, "risk", r.ID, ""); e != nil {
					e.because(ReasonRisk)
					e.Risks = append(e.Risks, r.ID)
				}
			}
		}
	}
	for _, r := range d.in.Requirements {
		for _, c := range r.Controls {
			if e := d.entry(c, "requirement", r.ID, ""); e != nil {
				e.because(r.Kind.Reason())
				e.Requirements = append(e.Requirements, r.ID)
			}
		}
	}
	for _, x := range d.in.Externals {
		for _, c := range x.Controls {
			d.entry(c, "external", x.ID, "")
		}
	}
}

// entry returns the entry of a control that something names, nil if there is
// no such control.
func (d *derivation) entry(control, kind, id, part string) *Entry {
	if e := d.entries[control]; e != nil {
		return e
	}
	if d.controls[control] == nil { // otherwise its catalogue is reported already
		d.fail("%s: there is no control %s", strings.TrimSuffix(kind+" "+id+", "+part, ", "), control)
	}
	return nil
}

// because makes an entry necessary.
func (e *Entry) because(r Reason) {
	e.Necessary = Necessary
	if !slices.Contains(e.Reasons, r) {
		e.Reasons = append(e.Reasons, r)
	}
}

func (d *derivation) statement() *Statement {
	s := &Statement{ID: d.in.ID, Version: d.in.Version, Title: d.in.Title}
	old := map[string]*Entry{}
	if p := d.in.Previous; p != nil {
		if s.ID == "" {
			s.ID = p.ID
		}
		if s.Title == "" {
			s.Title = p.Title
		}
		s.Document, s.Previous = p.Document, p.Version
		for i := range p.Entries {
			old[p.Entries[i].Control] = &p.Entries[i]
		}
	}
	if s.ID == "" {
		d.fail("the statement has no id")
	}
	for _, p := range d.in.Plans {
		s.Plans = append(s.Plans, PlanRef{ID: p.ID, Version: p.Version, Digest: p.Digest(), Assessment: p.Assessment})
	}
	slices.SortFunc(s.Plans, func(a, b PlanRef) int { return compareIDs(a.ID, b.ID) })
	for _, c := range d.in.Catalogues {
		s.Catalogues = append(s.Catalogues, CatalogueRef{ID: c.ID, Digest: c.Digest()})
		for i := range c.Controls {
			k := &c.Controls[i]
			e := d.entries[k.ID]
			if k.Withdrawn && e.Necessary == Undecided && old[k.ID] == nil {
				continue
			}
			s.Entries = append(s.Entries, *d.complete(e, old[k.ID]))
		}
	}
	var own []*Entry
	for id, e := range d.entries {
		if d.home[id] == nil {
			own = append(own, d.complete(e, old[id]))
		}
	}
	slices.SortFunc(own, func(a, b *Entry) int { return compareIDs(a.Control, b.Control) })
	for _, e := range own {
		s.Entries = append(s.Entries, *e)
	}
	return s
}

// complete states everything about an entry but its reasons.
func (d *derivation) complete(e, old *Entry) *Entry {
	slices.Sort(e.Reasons)
	e.Risks, e.Requirements = set(e.Risks), set(e.Requirements)
	if c := d.controls[e.Control]; c != nil {
		e.Status, e.Owner, e.Due = c.Status, c.Owner, c.Due
		e.Evidence = append(e.Evidence, c.Evidence...)
	}
	e.External = strings.Join(set(slices.Clone(d.externals[e.Control])), ", ")
	if old != nil {
		d.carry(e, old)
	}
	if e.Due.IsZero() && e.Status != risk.Implemented {
		e.Due = d.lastDue(e.Control)
	}
	slices.Sort(e.Evidence)
	e.Evidence = slices.Compact(e.Evidence)
	if e.Necessary == Necessary && e.Justification == "" {
		e.Justification = e.links()
	}
	return e
}

// carry takes over from the previous statement what the input does not say.
func (d *derivation) carry(e, old *Entry) {
	if e.Title == "" {
		e.Title = old.Title
	}
	if e.Owner == "" {
		e.Owner = old.Owner
	}
	if e.External == "" {
		e.External = old.External
	}
	if e.Status == 0 {
		e.Status = old.Status
		if e.Due.IsZero() {
			e.Due = old.Due
		}
	}
	e.Description = old.Description
	if len(e.Evidence) == 0 {
		e.Evidence = slices.Clone(old.Evidence)
	}
	written := old.Justification
	if old.Necessary == Necessary && written == old.links() {
		written = "" // derived, not written: it is derived anew
	}
	switch {
	case e.Necessary == Necessary && old.Necessary == Excluded:
		// The reason why it was not necessary is none why it is.
	case e.Necessary == Undecided && old.Necessary == Excluded && e.External == "":
		e.Necessary = Excluded
		e.Justification = written
	default:
		e.Justification = written
	}
}

// lastDue is when the last item is due that brings a control about.
func (d *derivation) lastDue(control string) time.Time {
	var last time.Time
	for _, it := range d.items[control] {
		due := it.Due
		if it.Revised != nil {
			due = it.Revised.Due
		}
		if it.Status != risk.ItemDone && due.After(last) {
			last = due
		}
	}
	return last
}

// links says in words why an entry is necessary: its reasons and their links.
func (e *Entry) links() string {
	var parts []string
	if len(e.Risks) > 0 {
		parts = append(parts, "Modifies "+strings.Join(e.Risks, ", ")+".")
	}
	if len(e.Requirements) > 0 {
		var kinds []string
		for _, r := range e.Reasons {
			if r != ReasonRisk {
				kinds = append(kinds, r.String())
			}
		}
		parts = append(parts, "Meets "+strings.Join(e.Requirements, ", ")+" ("+strings.Join(kinds, ", ")+").")
	}
	return strings.Join(parts, " ")
}
