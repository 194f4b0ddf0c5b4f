package isms

import (
	"maps"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// use is one place where an id is given to something.
type use struct {
	kind string // type of what has the id
	path string
	node *source.Node // nil if it is not known
	at   Position
}

// uses lists where ids are given, by id.
func (s *System) uses() map[string][]use {
	all := map[string][]use{}
	for path, e := range s.Walk() {
		t := TypeOf(e)
		if !t.Identified() {
			continue
		}
		id, _ := t.Fields[t.id].Value(e)
		n := e.place().nodeAt("id")
		if id, ok := id.(string); ok {
			all[id] = append(all[id], use{t.Name, path, n, positionOf(n)})
		}
	}
	for _, reg := range s.Registers {
		for _, r := range reg.Risks {
			n := r.Node().Get("id")
			all[r.ID] = append(all[r.ID], use{"risk", "risks[" + r.ID + "]", n, positionOf(n)})
		}
	}
	return all
}

// checkIDs reports ids that two things have. Risks of two registers may have
// the same one, which Check reports: they can be the same risk of two years.
func (s *System) checkIDs(r *source.Reporter) {
	all := s.uses()
	for _, id := range slices.Sorted(maps.Keys(all)) {
		list := all[id]
		if len(list) < 2 {
			continue
		}
		slices.SortStableFunc(list, func(a, b use) int { return a.at.compare(b.at) })
		first := list[0]
		for _, u := range list[1:] {
			switch {
			case u.kind != first.kind:
				r.Report(u.node, source.DuplicateID, "%q is the id of a %s here, and of a %s at %s", source.Clip(id), u.kind, first.kind, first.at)
			case u.kind != "risk":
				r.Report(u.node, source.DuplicateID, "the %s %q is already at %s, and is not the same there", u.kind, source.Clip(id), first.at)
			}
		}
	}
}
