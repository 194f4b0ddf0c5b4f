package oscal

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Info is what a document says about itself.
type Info struct {
	Title     string    // "" for the title of what it is made from
	Version   string    // "" for the version of what it is made from
	AsOf      time.Time // when the document was last modified; needed
	Namespace UUID      // of its UUIDs; the zero UUID stands for Namespace()
}

// Errors of what cannot be written.
var (
	ErrAsOf  = errors.New("oscal: the time must be from 1900 to 2999") // OSCAL's range
	ErrEmpty = errors.New("oscal: there is nothing that the model could hold")
	ErrTwice = errors.New("oscal: an id occurs twice")
)

// making derives the UUIDs of one document. That of a thing follows from the
// namespace, the kind of thing and the ids by which the organisation knows it,
// so that it stays the same from one version of the document to the next; that
// of the document itself follows from all its bytes.
type making struct {
	ns UUID
	of string // what the document is made from
}

func (i Info) making(of ...string) (making, error) {
	if y := i.AsOf.UTC().Year(); y < 1900 || y > 2999 {
		return making{}, ErrAsOf
	}
	if i.Namespace == (UUID{}) {
		i.Namespace = Namespace()
	}
	return making{i.Namespace, strings.Join(of, "\n")}, nil
}

// uuid returns the UUID of a thing. Ids have no line breaks.
func (k making) uuid(kind string, ids ...string) string {
	return V5(k.ns, kind+"\n"+k.of+"\n"+strings.Join(ids, "\n")).String()
}

// seal gives a document its UUID, by its bytes without one.
func (k making) seal(d Document, uuid *string) {
	*uuid = ""
	*uuid = V5(k.ns, string(d.Model())+"\n"+string(d.Bytes())).String()
}

// metadata makes the metadata of a document.
func (i Info) metadata(title, version string) Metadata {
	return Metadata{
		Title:        stated(i.Title, title),
		LastModified: stamp(i.AsOf),
		Version:      line(stated(i.Version, version)),
		OSCALVersion: Version,
	}
}

// stamp writes a time.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// day writes a date, and a time where it is one.
func day(t time.Time) string {
	if t = t.UTC(); t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return stamp(t)
}

// given adds a property if there is a value.
func given(list []Property, name string, values ...string) []Property {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			list = append(list, own(name, v))
		}
	}
	return list
}

// givenTime adds a property if there is a time.
func givenTime(list []Property, name string, t time.Time) []Property {
	if t.IsZero() {
		return list
	}
	return append(list, own(name, day(t)))
}

// token makes a token of an id. A token does not begin with a digit: _ is put
// before one. Ids of this project never begin with _, so that no two ids
// become one token.
func token(id string) string {
	if validToken(id) {
		return id
	}
	id = strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsNumber(c) || c == '.' || c == '-' || c == '_' {
			return c
		}
		return '_'
	}, id)
	return "_" + id
}

// tool is the component that stands for this module as the origin of what it
// computed.
func (k making) tool() Component {
	return Component{UUID: V5(k.ns, "tool\nismskit").String(), Type: "software", Title: "ismskit",
		Description: "Computes levels of risk, bands and decisions from stated ratings by the organisation's own criteria.",
		Status:      &State{State: "operational"}}
}

func (k making) origin() Origin {
	return Origin{Actors: []Actor{{Type: "tool", UUID: k.tool().UUID}}}
}

// roles collects the functions that people have, as OSCAL's roles.
type roles struct {
	list []Role
	ids  map[string]string // by name
}

// id returns the id of a role, "" if there is no name.
func (r *roles) id(name string) string {
	if strings.TrimSpace(name) == "" {
		return ""
	}
	if id, ok := r.ids[name]; ok {
		return id
	}
	if r.ids == nil {
		r.ids = map[string]string{}
	}
	id := token(name)
	for n := 2; r.taken(id); n++ {
		id = fmt.Sprintf("%s-%d", token(name), n)
	}
	r.ids[name] = id
	r.list = append(r.list, Role{ID: id, Title: name})
	return id
}

func (r *roles) taken(id string) bool {
	for _, have := range r.list {
		if have.ID == id {
			return true
		}
	}
	return false
}

func (r *roles) responsible(name string) []ResponsibleRole {
	if id := r.id(name); id != "" {
		return []ResponsibleRole{{RoleID: id}}
	}
	return nil
}
