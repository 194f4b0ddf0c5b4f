package isms

import (
	"fmt"
	"strings"
	"time"
)

// sequences lists times that follow each other, by type. A time may be that of
// an object inside, or of each object of a list.
var sequences = []struct{ typ, times string }{
	{"policy", "approvedAt communicatedAt"},
	{"policy", "approvedAt distributions.at"},
	{"policyDistribution", "at acknowledgedAt"},
	{"policyDistribution", "at withdrawnAt"},
	{"person", "joinedAt leftAt"},
	{"action", "openedAt doneAt effectiveness.at"},
	{"assessment", "at approvedAt"},
	{"change", "plannedAt approvedAt implementedAt reviewedAt"},
	{"document", "date reviewedAt approvedAt"},
	{"documentDistribution", "at withdrawnAt"},
	{"programme", "from to"},
	{"audit", "at reportedAt"},
	{"nonconformity", "detectedAt reaction.at effectiveness.at closedAt"},
	{"nonconformity", "detectedAt similar.searchedAt closedAt"},
}

// moment is a time and where it stands.
type moment struct {
	name string
	time time.Time
	path string
	at   Position
}

// times reports facts after asOf, and times that do not follow each other.
func (c *checker) times() {
	byType := map[string][][]string{}
	for _, q := range sequences {
		byType[q.typ] = append(byType[q.typ], strings.Fields(q.times))
	}
	for path, e := range c.sys.Walk() {
		t := TypeOf(e)
		for i := range t.Fields {
			if x := &t.Fields[i]; x.Fact {
				for _, m := range moments(path, e, x.Name) {
					c.fact(m)
				}
			}
		}
		for _, times := range byType[t.Name] {
			c.sequence(path, e, times)
		}
		c.successor(path, e)
		if n, ok := e.(*Nonconformity); ok {
			c.closure(path, n)
		}
	}
}

// moments gives the known times that a name stands for.
func moments(path string, e Entity, name string) []moment {
	key, rest, inside := strings.Cut(name, ".")
	value, _ := TypeOf(e).Field(key).Value(e)
	switch v := value.(type) {
	case time.Time:
		return []moment{{name, v, join(path, key), e.Where(key)}}
	case Entity:
		if inside {
			return moments(join(path, key), v, rest)
		}
	case []Entity:
		var list []moment
		for i, o := range v {
			list = append(list, moments(TypeOf(e).Field(key).pathOf(path, i, o), o, rest)...)
		}
		return list
	}
	return nil
}

func (c *checker) fact(m moment) {
	if m.time.After(c.asOf) {
		c.add(AfterAsOf, m.path, m.at, fmt.Sprintf("%s is after %s, the time of the check", day(m.time), day(c.asOf)))
	}
}

// sequence compares each time with the one before it that is known.
func (c *checker) sequence(path string, e Entity, times []string) {
	var before *moment
	for _, name := range times {
		list := moments(path, e, name)
		for _, m := range list {
			if before != nil {
				c.follows(*before, m)
			}
		}
		if len(list) > 0 {
			before = &list[0]
		}
	}
}

// follows reports a time that is before one which it must not be before. A date
// without a time of day stands for the whole day.
func (c *checker) follows(a, b moment) {
	if b.time.Before(a.time) && (!midnight(b.time) || b.time.Before(a.time.UTC().Truncate(24*time.Hour))) {
		c.add(OutOfOrder, b.path, b.at, fmt.Sprintf("%s is before %s, which is %s", day(b.time), a.path, day(a.time)))
	}
}

func midnight(t time.Time) bool { return t.Equal(t.UTC().Truncate(24 * time.Hour)) }

// closure reports a nonconformity that was closed before its actions were done.
func (c *checker) closure(path string, n *Nonconformity) {
	for _, closed := range moments(path, n, "closedAt") {
		for _, id := range n.Actions.Or(nil) {
			if a, ok := c.index.Entity(id).(*Action); ok {
				for _, done := range moments("actions["+id+"]", a, "doneAt") {
					c.follows(done, closed)
				}
			}
		}
	}
}
