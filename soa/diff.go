package soa

import (
	"strings"
	"time"
)

// A Change is one difference between two statements.
type Change struct {
	Kind    ChangeKind
	Control string // "" if the change is about the whole
	Field   string // as documents name it, such as necessary; "" for an entry as a whole
	Old     string // the value as text; "" if it was not stated
	New     string // the value as text; "" if it is not stated
}

// ChangeKind tells what a Change is.
type ChangeKind uint8

// The kinds. The zero ChangeKind is invalid.
const (
	Changed      ChangeKind = iota + 1 // a field has another value
	EntryAdded                         // the old statement has no such entry
	EntryRemoved                       // the new statement has no such entry
)

var changeKindNames = [...]string{"", "changed", "added", "removed"}

// String returns the name that reports use.
func (k ChangeKind) String() string {
	if int(k) < len(changeKindNames) {
		return changeKindNames[k]
	}
	return ""
}

// Diff lists what differs between two statements: first about the whole, then
// for each entry in the order of the new one, last the entries that are gone.
// Statements without a difference have the same digest, but for the order of
// their entries, which Diff does not look at. Of several entries of one
// control, the first is compared with the first, and so on.
func Diff(from, to *Statement) []Change {
	out := compare(nil, "", from.fields(), to.fields())
	olds := from.numbered()
	seen := map[key]bool{}
	count := map[string]int{}
	for i := range to.Entries {
		e := &to.Entries[i]
		k := key{e.Control, count[e.Control]}
		count[e.Control]++
		seen[k] = true
		if old := olds[k]; old != nil {
			out = compare(out, e.Control, old.fields(), e.fields())
		} else {
			out = append(out, Change{Kind: EntryAdded, Control: e.Control, New: e.Necessary.String()})
		}
	}
	clear(count)
	for i := range from.Entries {
		e := &from.Entries[i]
		k := key{e.Control, count[e.Control]}
		count[e.Control]++
		if !seen[k] {
			out = append(out, Change{Kind: EntryRemoved, Control: e.Control, Old: e.Necessary.String()})
		}
	}
	return out
}

// key is a control and which of its entries is meant, from 0.
type key struct {
	control string
	n       int
}

func (s *Statement) numbered() map[key]*Entry {
	out := make(map[key]*Entry, len(s.Entries))
	count := map[string]int{}
	for i := range s.Entries {
		e := &s.Entries[i]
		out[key{e.Control, count[e.Control]}] = e
		count[e.Control]++
	}
	return out
}

// field is a member of a statement or an entry as text.
type field struct{ name, value string }

func compare(out []Change, control string, from, to []field) []Change {
	for i, f := range from {
		if f.value != to[i].value {
			out = append(out, Change{Kind: Changed, Control: control, Field: f.name, Old: f.value, New: to[i].value})
		}
	}
	return out
}

func (s *Statement) fields() []field {
	var catalogues, plans []string
	for _, c := range s.Catalogues {
		catalogues = append(catalogues, strings.TrimSpace(c.ID+" "+string(c.Digest)))
	}
	for _, p := range s.Plans {
		plans = append(plans, strings.Join(strings.Fields(p.ID+" "+p.Version+" "+string(p.Digest)+" "+string(p.Assessment)), " "))
	}
	return []field{
		{"id", s.ID},
		{"version", s.Version},
		{"title", s.Title},
		{"catalogues", list(catalogues)},
		{"plans", list(plans)},
		{"approval.by", s.ApprovedBy},
		{"approval.at", moment(s.ApprovedAt)},
		{"document", s.Document},
		{"previous", s.Previous},
	}
}

func (e *Entry) fields() []field {
	return []field{
		{"catalogue", e.Catalogue},
		{"title", e.Title},
		{"necessary", e.Necessary.String()},
		{"reasons", list(reasonWords(e.Reasons))},
		{"risks", list(e.Risks)},
		{"requirements", list(e.Requirements)},
		{"justification", e.Justification},
		{"description", e.Description},
		{"status", e.Status.String()},
		{"external", e.External},
		{"due", moment(e.Due)},
		{"owner", e.Owner},
		{"evidence", list(e.Evidence)},
	}
}

func list(items []string) string { return strings.Join(items, "\n") }

// moment writes a time as short as it is exact.
func moment(t time.Time) string {
	switch u := t.UTC(); {
	case t.IsZero():
		return ""
	case u.Equal(u.Truncate(24 * time.Hour)):
		return u.Format(time.DateOnly)
	default:
		return u.Format(time.RFC3339Nano)
	}
}
