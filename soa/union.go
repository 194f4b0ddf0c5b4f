package soa

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/risk"
)

// A union is what several entries state together.
type union struct {
	parts []part
	flags []Flag
	all   bool // all parts are excluded
}

// part is what one old control contributes.
type part struct {
	control string
	entry   *Entry // nil if there is none
	split   bool
}

func (u *union) add(control string, entries []*Entry, split bool) {
	if len(entries) == 0 {
		u.parts = append(u.parts, part{control, nil, split})
	}
	for _, e := range entries {
		u.parts = append(u.parts, part{control, e, split})
	}
}

// flag flags what the parts state that it is about: those that say something
// about what is done, the split ones, or all.
func (u *union) flag(kind FlagKind, taken string, value func(*Entry) string) {
	f := Flag{Kind: kind, Taken: taken}
	for _, p := range u.parts {
		if kind >= StatusConflict && kind <= DueConflict && !u.says(p) || kind == SplitCopy && !p.split {
			continue
		}
		s := Stated{Control: p.control}
		if p.entry != nil {
			s.Value = value(p.entry)
		}
		f.Stated = append(f.Stated, s)
	}
	u.flags = append(u.flags, f)
}

// entry returns what the parts state together, and flags what they do not.
func (u *union) entry() Entry {
	if len(u.parts) == 0 {
		return Entry{}
	}
	var e Entry
	e.Necessary = u.necessity()
	u.all = e.Necessary == Excluded
	for _, p := range u.parts {
		if p.entry == nil {
			continue
		}
		e.Reasons = append(e.Reasons, p.entry.Reasons...)
		e.Risks = append(e.Risks, p.entry.Risks...)
		e.Requirements = append(e.Requirements, p.entry.Requirements...)
		e.Evidence = append(e.Evidence, p.entry.Evidence...)
	}
	slices.Sort(e.Reasons)
	e.Reasons = slices.Compact(e.Reasons)
	e.Risks, e.Requirements = set(e.Risks), set(e.Requirements)
	slices.Sort(e.Evidence)
	e.Evidence = slices.Compact(e.Evidence)
	e.Justification = u.texts(func(e *Entry) string { return e.Justification })
	e.Description = u.texts(func(e *Entry) string { return e.Description })
	u.status(&e)
	u.owner(&e)
	if split := slices.ContainsFunc(u.parts, func(p part) bool { return p.split }); split {
		u.flag(SplitCopy, e.Necessary.String(), func(e *Entry) string { return e.Necessary.String() })
	}
	return e
}

func (u *union) necessity() Necessity {
	var has [Excluded + 1]bool
	for _, p := range u.parts {
		if p.entry == nil {
			has[Undecided] = true
		} else {
			has[min(p.entry.Necessary, Excluded)] = true
		}
	}
	name := func(e *Entry) string { return e.Necessary.String() }
	if has[Necessary] && has[Excluded] {
		u.flag(NecessityConflict, Undecided.String(), name)
		return Undecided
	}
	switch {
	case has[Undecided]:
		u.flag(OpenPredecessor, Undecided.String(), name)
		return Undecided
	case has[Necessary]:
		return Necessary
	}
	return Excluded
}

// says tells whether a part says something about what is done: it is necessary
// or may be, or all are excluded.
func (u *union) says(p part) bool {
	return p.entry != nil && (u.all || p.entry.Necessary != Excluded)
}

// live calls f for each part that says something about what is done.
func (u *union) live(f func(*Entry)) {
	for _, p := range u.parts {
		if u.says(p) {
			f(p.entry)
		}
	}
}

// status takes the least advanced status, and the last date.
func (u *union) status(out *Entry) {
	var stated []risk.ControlStatus
	dues := 0
	u.live(func(e *Entry) {
		stated = append(stated, e.Status)
		if !e.Due.IsZero() && !e.Due.Equal(out.Due) {
			dues++
		}
		if e.Due.After(out.Due) {
			out.Due = e.Due
		}
	})
	if len(stated) == 0 {
		return
	}
	out.Status = slices.Min(stated) // nothing stated is the least
	if out.Status != slices.Max(stated) {
		u.flag(StatusConflict, out.Status.String(), func(e *Entry) string { return e.Status.String() })
	}
	if dues > 1 {
		u.flag(DueConflict, moment(out.Due), func(e *Entry) string { return moment(e.Due) })
	}
}

// owner takes the owner if only one is stated, and all providers. No provider
// means that the organisation does it itself, which is a statement, too.
func (u *union) owner(out *Entry) {
	var owners, providers []string
	u.live(func(e *Entry) {
		if e.Owner != "" {
			owners = append(owners, e.Owner)
		}
		providers = append(providers, e.External)
	})
	switch owners = set(owners); {
	case len(owners) == 1:
		out.Owner = owners[0]
	case len(owners) > 1:
		u.flag(OwnerConflict, "", func(e *Entry) string { return e.Owner })
	}
	providers = set(providers)
	several := len(providers) > 1
	if len(providers) > 0 && providers[0] == "" {
		providers = providers[1:]
	}
	out.External = strings.Join(providers, ", ")
	if several {
		u.flag(ProviderConflict, out.External, func(e *Entry) string { return e.External })
	}
}

// texts joins what the parts say, each text once, with the controls that it is
// about where there are several.
func (u *union) texts(of func(*Entry) string) string {
	type said struct {
		text     string
		controls []string
	}
	var all []said
	for _, p := range u.parts {
		if p.entry == nil || of(p.entry) == "" {
			continue
		}
		text := of(p.entry)
		if i := slices.IndexFunc(all, func(s said) bool { return s.text == text }); i >= 0 {
			all[i].controls = append(all[i].controls, p.control)
			continue
		}
		all = append(all, said{text, []string{p.control}})
	}
	if len(all) == 1 {
		return all[0].text
	}
	var lines []string
	for _, s := range all {
		lines = append(lines, strings.Join(slices.Compact(s.controls), ", ")+": "+s.text)
	}
	return strings.Join(lines, "\n")
}
