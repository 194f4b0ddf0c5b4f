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
	m := &migrator{old: old, x: x, to: to, entries: map[string][]*Entry{}, m: &Migration{From: x.From, To: x.To}}
	m.olds, m.news = x.count()
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
	old        *Statement
	x          *Crosswalk
	to         *Catalogue
	entries    map[string][]*Entry // of the old catalogue, by control
	olds, news map[string]int      // links of each control
	m          *Migration
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
	for _, c := range m.old.Catalogues {
		if c.ID == m.x.From {
			s.Catalogues = append(s.Catalogues, CatalogueRef{ID: m.to.ID, Digest: m.to.Digest()})
			for i := range m.to.Controls {
				if k := &m.to.Controls[i]; m.news[k.ID] > 0 {
					s.Entries = append(s.Entries, m.control(k.ID))
				}
			}
			continue
		}
		s.Catalogues = append(s.Catalogues, CatalogueRef{ID: c.ID, Digest: c.Digest})
		s.keep(kept, c.ID)
	}
	s.keep(kept, "")
	m.m.Statement = s
}

// keep adds the entries of one catalogue.
func (s *Statement) keep(kept []*Entry, catalogue string) {
	for _, e := range kept {
		if e.Catalogue == catalogue {
			s.Entries = append(s.Entries, e.clone())
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
func (m *migrator) control(id string) Entry {
	var from []string
	split := false
	for _, l := range m.x.Links {
		if l.To == id && l.From != "" && !slices.Contains(from, l.From) {
			from = append(from, l.From)
			split = split || m.olds[l.From] > 1
		}
	}
	out := Migrated{Control: id, Title: m.to.Control(id).Title, From: from}
	switch {
	case len(from) == 0:
		out.Class = Added
	case len(from) > 1:
		out.Class = Merged
	case split:
		out.Class = Split
	default:
		out.Class = CarriedOver
	}
	u := &union{}
	for _, f := range from {
		u.add(f, m.entries[f], m.olds[f] > 1)
	}
	e := u.entry()
	e.Control, e.Catalogue = id, m.to.ID
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
		f := Fate{Control: control, Class: Lost}
		merged := false
		for _, l := range m.x.Links {
			if l.From == control && l.From != "" && l.To != "" && !slices.Contains(f.To, l.To) {
				f.To = append(f.To, l.To)
				merged = merged || m.news[l.To] > 1
			}
		}
		switch {
		case len(f.To) > 1:
			f.Class = Split
		case merged:
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
