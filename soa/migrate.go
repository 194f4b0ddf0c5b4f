package soa

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// Migrate brings a statement from one edition of a catalogue to another.
//
// An old control with one successor that has no other predecessor is carried
// over as it is. Where several old controls became one, reasons, links,
// evidence and texts are united; it is necessary, or excluded, only if all of
// them are, and undecided otherwise. A control that was split is copied to each
// of its successors. A new control is undecided. What predecessors contradict
// each other in, what was copied, and what is open is flagged: nothing is
// decided silently. Entries of other catalogues, and own controls, are kept.
//
// The result does not depend on the order of the old entries. It is a draft
// whose Previous is the old version; plans are still named as they were. The
// error matches ErrMigration: the statement or the catalogue is not one of the
// crosswalk's, or the crosswalk has no link for a control of the new
// catalogue, or one for a control that this does not have.
func Migrate(old *Statement, x *Crosswalk, to *Catalogue) (*Migration, error) {
	if err := migratable(old, x, to); err != nil {
		return nil, err
	}
	m := &migrator{old: old, x: x, to: to, entries: map[string][]*Entry{}, before: map[string][]string{}, after: map[string][]string{}, m: &Migration{From: x.From, To: x.To}}
	for _, l := range x.Links {
		if l.From != "" && l.To != "" && !slices.Contains(m.after[l.From], l.To) {
			m.before[l.To] = append(m.before[l.To], l.From)
			m.after[l.From] = append(m.after[l.From], l.To)
		}
	}
	for i := range old.Entries {
		if e := &old.Entries[i]; e.Catalogue == x.From {
			m.entries[e.Control] = append(m.entries[e.Control], e)
		}
	}
	for _, list := range m.entries { // each list for itself
		slices.SortStableFunc(list, compareEntries)
	}
	m.statement()
	m.fates()
	return m.m, nil
}

func migratable(old *Statement, x *Crosswalk, to *Catalogue) error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if to.ID != x.To {
		fail("the crosswalk leads to %s, not to %s", x.To, to.ID)
	}
	if !old.Covers(x.From) {
		fail("the statement does not go through %s", x.From)
	}
	if old.Covers(x.To) {
		fail("the statement goes through %s already", x.To)
	}
	news := map[string]bool{}
	for _, l := range x.Links {
		if l.To != "" && to.Control(l.To) == nil {
			fail("the crosswalk leads to %s, which %s does not have", l.To, to.ID)
		}
		news[l.To] = true
	}
	for i := range to.Controls {
		if k := &to.Controls[i]; !k.Withdrawn && !news[k.ID] {
			fail("the crosswalk says nothing of %s of %s", k.ID, to.ID)
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return errors.Join(append([]error{ErrMigration}, errs[:min(len(errs), source.MaxDiagnostics)]...)...)
}

func compareEntries(a, b *Entry) int {
	return bytes.Compare(appendJSON(nil, a.members()), appendJSON(nil, b.members()))
}

type migrator struct {
	old     *Statement
	x       *Crosswalk
	to      *Catalogue
	entries map[string][]*Entry // of the old catalogue, by control
	before  map[string][]string // old controls of each new one
	after   map[string][]string // new controls of each old one
	m       *Migration
}

func (m *migrator) statement() {
	s := &Statement{ID: m.old.ID, Title: m.old.Title, Document: m.old.Document, Previous: m.old.Version}
	for _, p := range m.old.Plans {
		p.node = nil
		s.Plans = append(s.Plans, p)
	}
	var kept []*Entry
	for i := range m.old.Entries {
		if e := &m.old.Entries[i]; e.Catalogue != m.x.From {
			kept = append(kept, e)
		}
	}
	slices.SortStableFunc(kept, func(a, b *Entry) int {
		if c := compareIDs(a.Control, b.Control); c != 0 {
			return c
		}
		return compareEntries(a, b)
	})
	keep := func(wanted func(*Entry) bool) {
		for _, e := range kept {
			if wanted(e) {
				s.Entries = append(s.Entries, e.clone())
			}
		}
	}
	for _, c := range m.old.Catalogues {
		if s.Covers(c.ID) || c.ID == m.x.From && s.Covers(m.to.ID) {
			continue // named twice
		}
		if c.ID == m.x.From {
			s.Catalogues = append(s.Catalogues, CatalogueRef{ID: m.to.ID, Digest: m.to.Digest()})
			m.controls(s)
			continue
		}
		s.Catalogues = append(s.Catalogues, CatalogueRef{ID: c.ID, Digest: c.Digest})
		keep(func(e *Entry) bool { return e.Catalogue == c.ID })
	}
	keep(func(e *Entry) bool { return !s.Covers(e.Catalogue) })
	m.m.Statement = s
}

// controls adds the entries of the new catalogue.
func (m *migrator) controls(s *Statement) {
	for i := range m.to.Controls {
		if k := &m.to.Controls[i]; !k.Withdrawn || len(m.before[k.ID]) > 0 {
			s.Entries = append(s.Entries, m.control(k))
		}
	}
}

// clone returns an entry of its own, made in Go.
func (e *Entry) clone() Entry {
	c := *e
	c.node = nil
	c.Reasons, c.Risks, c.Requirements, c.Evidence = slices.Clone(e.Reasons), slices.Clone(e.Risks), slices.Clone(e.Requirements), slices.Clone(e.Evidence)
	return c
}

// control makes the entry of a new control from those of its predecessors.
func (m *migrator) control(k *Control) Entry {
	from := m.before[k.ID]
	split := func(old string) bool { return len(m.after[old]) > 1 }
	out := Migrated{Control: k.ID, Title: k.Title, From: from}
	switch {
	case len(from) == 0:
		out.Class = Added
	case len(from) > 1:
		out.Class = Merged
	case split(from[0]):
		out.Class = Split
	default:
		out.Class = CarriedOver
	}
	u := &union{}
	for _, f := range from {
		u.add(f, m.entries[f], split(f))
	}
	e := u.entry()
	e.Control, e.Catalogue = k.ID, m.to.ID
	if out.Flags = u.flags; len(from) == 0 {
		out.Flags = []Flag{{Kind: NothingBefore}}
	}
	m.m.Controls = append(m.m.Controls, out)
	return e
}

func (m *migrator) fates() {
	listed := map[string]bool{}
	fate := func(control string) {
		if listed[control] {
			return
		}
		listed[control] = true
		f := Fate{Control: control, Class: Lost, To: m.after[control]}
		switch {
		case len(f.To) > 1:
			f.Class = Split
		case len(f.To) == 1 && len(m.before[f.To[0]]) > 1:
			f.Class = Merged
		case len(f.To) == 1:
			f.Class = CarriedOver
		}
		for range m.entries[control] {
			m.m.Fates = append(m.m.Fates, f)
		}
	}
	for _, l := range m.x.Links {
		if l.From != "" {
			fate(l.From)
		}
	}
	var rest, kept []string
	for i := range m.old.Entries {
		if e := &m.old.Entries[i]; e.Catalogue == m.x.From {
			rest = append(rest, e.Control)
		} else {
			kept = append(kept, e.Control)
		}
	}
	slices.SortFunc(rest, compareIDs)
	slices.SortFunc(kept, compareIDs)
	for _, c := range rest { // those that the crosswalk does not know
		fate(c)
	}
	for _, c := range kept {
		m.m.Fates = append(m.m.Fates, Fate{Control: c, Class: Kept, To: []string{c}})
	}
}
