package report

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/isms"
)

// Who is somebody who does or owes something: a person, in a role or not.
type Who struct {
	Person string `json:"person,omitempty"` // id; "" if the role is vacant
	Name   string `json:"name,omitempty"`   // of the person
	Role   string `json:"role,omitempty"`   // id, if the role is what is named
	Title  string `json:"title,omitempty"`  // of the role
	// Gone tells that the person does not act any more.
	Gone bool `json:"gone,omitempty"`
}

// String returns the name, with the role behind it; "" for nobody.
func (w Who) String() string {
	role := or(w.Title, w.Role)
	s := or(w.Name, w.Person)
	switch {
	case s == "" && role == "":
		return ""
	case s == "":
		return role + " (vacant)"
	case role != "":
		s += " (" + role + ")"
	}
	if w.Gone {
		s += ", not active any more"
	}
	return s
}

// Nobody tells whether nobody is there to act: nobody is named, the role is
// vacant, or the person has left.
func (w Who) Nobody() bool { return w.Person == "" || w.Gone }

// people finds persons and roles by their ids.
type people struct {
	sys   *isms.System
	index *isms.Index
}

func peopleOf(sys *isms.System) *people { return &people{sys, sys.Index()} }

// who tells whom an id names. An id that nothing of the system has is taken
// for a person's.
func (p *people) who(id string) Who {
	switch e := p.index.Entity(id).(type) {
	case *isms.Role:
		w := Who{}
		if person := e.Person.Or(""); person != "" {
			w = p.who(person)
		}
		w.Role, w.Title = e.ID, e.Title.Or("")
		return w
	case *isms.Person:
		active, known := e.Active.Get()
		return Who{Person: id, Name: e.Name.Or(""), Gone: known && !active}
	case *isms.Party:
		return Who{Person: id, Name: e.Name.Or("")}
	case *isms.External:
		return Who{Person: id, Name: e.Provider.Or("")}
	}
	return Who{Person: id}
}

// each tells whom ids name; ids that are empty name nobody.
func (p *people) each(ids ...string) []Who {
	var list []Who
	for _, id := range ids {
		if id != "" {
			list = append(list, p.who(id))
		}
	}
	return list
}

// responsible gives who answers for the system: of the roles for its
// conformity the first in which somebody acts.
func (p *people) responsible() (Who, bool) {
	for _, r := range p.sys.Roles.Or(nil) {
		if slices.Contains(r.Responsibilities.Or(nil), "isms_conformity") {
			if w := p.who(r.ID); !w.Nobody() {
				return w, true
			}
		}
	}
	return Who{}, false
}

// names writes several persons into one text.
func names(list []Who) string {
	texts := make([]string, len(list))
	for i, w := range list {
		texts[i] = w.String()
	}
	return strings.Join(texts, ", ")
}
