package isms

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// link leads from one thing to the one before it, or to the one that it is a
// part of.
type link struct {
	to   string
	path string
	at   Position
}

// chains reports cycles of what must not have any.
func (c *checker) chains() {
	links := map[string]map[string]link{} // type and field; id
	put := func(chain, from string, l link) {
		if l.to == "" {
			return
		}
		if links[chain] == nil {
			links[chain] = map[string]link{}
		}
		links[chain][from] = l
	}
	for path, e := range c.sys.Walk() {
		t := TypeOf(e)
		for i := range t.Fields {
			if x := &t.Fields[i]; x.Chain {
				id, _ := t.Fields[t.id].Value(e)
				to, _ := x.Value(e)
				if to, ok := to.(string); ok {
					put(t.Name+"."+x.Name, fmt.Sprint(id), link{to, join(path, x.Name), e.Where(x.Name)})
				}
			}
		}
	}
	for _, reg := range c.sys.Registers {
		for _, r := range reg.Risks {
			put("risk.parent", r.ID, link{r.Parent, "risks[" + r.ID + "].parent", positionOf(r.Node().Get("parent"))})
		}
	}
	for _, d := range c.sys.CriteriaDocuments {
		if d.Supersedes != "" {
			put("criteria.supersedes", criteriaName(d), link{d.ID + "@" + d.Supersedes, "criteria[" + criteriaName(d) + "].supersedes", positionOf(d.Node().Get("supersedes"))})
		}
	}
	for i, u := range c.sys.History.Or(nil) {
		id, version := u.ID.Or(""), u.Version.Or("")
		if before := u.Supersedes.Or(""); before != "" && version != "" {
			put("criteriaHistory.supersedes", id+"@"+version, link{id + "@" + before, fmt.Sprintf("criteriaHistory[%d].supersedes", i), u.Where("supersedes")})
		}
	}
	for _, chain := range slices.Sorted(maps.Keys(links)) {
		c.cycles(links[chain])
	}
}

// cycles reports each cycle once, at the first of its ids.
func (c *checker) cycles(links map[string]link) {
	done := map[string]bool{}
	for _, from := range slices.Sorted(maps.Keys(links)) {
		place := map[string]int{}
		var way []string
		at := from
		for !done[at] {
			if i, again := place[at]; again {
				c.cycle(links, way[i:])
				break
			}
			place[at] = len(way)
			way = append(way, at)
			l, more := links[at]
			if !more {
				break
			}
			at = l.to
		}
		for _, id := range way {
			done[id] = true
		}
	}
}

func (c *checker) cycle(links map[string]link, ids []string) {
	first := slices.Index(ids, slices.Min(ids))
	ids = append(slices.Clone(ids[first:]), ids[:first]...)
	const most = 10
	text := strings.Join(ids[:min(len(ids), most)], " -> ")
	if len(ids) > most {
		text += fmt.Sprintf(" -> (%d more)", len(ids)-most)
	}
	l := links[ids[0]]
	c.add(Cycle, l.path, l.at, "leads back to itself: "+text+" -> "+ids[0])
}

// later lists the fields that lead to an earlier entity of the same type, and
// the time that is not before the time of that.
var later = []struct{ typ, chain, time string }{
	{"assessment", "previous", "at"},
	{"audit", "previous", "at"},
	{"review", "previous", "at"},
	{"document", "previous", "approvedAt"},
	{"policy", "previous", "approvedAt"},
}

// successor reports an entity that is older than the one before it.
func (c *checker) successor(path string, e Entity) {
	t := TypeOf(e)
	for _, l := range later {
		if l.typ != t.Name {
			continue
		}
		id, _ := t.Field(l.chain).Value(e)
		name, _ := id.(string)
		before := c.index.Entity(name)
		if before == nil || TypeOf(before) != t {
			continue
		}
		mine, _ := t.Field(l.time).Value(e)
		other, _ := t.Field(l.time).Value(before)
		m, ok := mine.(time.Time)
		if o, both := other.(time.Time); ok && both && m.Before(o) {
			c.add(OutOfOrder, join(path, l.time), e.Where(l.time), fmt.Sprintf("%s is before %s, the time of %s, which is to be the one before", day(m), day(o), name))
		}
	}
}
