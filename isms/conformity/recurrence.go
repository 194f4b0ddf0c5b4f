package conformity

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
)

// occurrences are the nonconformities of each requirement in order of time, so
// that a rule need not go through all of them for each one.
type occurrences struct {
	by   map[string][]occurrence
	open map[string][]string // what of a requirement has no known time; under "" what has no known requirement
}

type occurrence struct {
	at time.Time
	nc *object
}

func (w *world) groupOccurrences() *occurrences {
	g := &occurrences{by: map[string][]occurrence{}, open: map[string][]string{}}
	for _, o := range w.subjects["nonconformity"] {
		requirement := o.Field("requirement")
		at := o.Field("detectedAt")
		switch key := requirement.Text(); {
		case at.IsNone() || requirement.IsNone():
		case !requirement.Known():
			g.miss("", o.fieldPath("requirement"))
		case !at.Known():
			g.miss(key, o.fieldPath("detectedAt"))
		default:
			g.by[key] = append(g.by[key], occurrence{at.Time(), o})
		}
	}
	for _, list := range g.by {
		slices.SortFunc(list, func(a, b occurrence) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.nc.id, b.nc.id)) })
	}
	return g
}

func (g *occurrences) miss(requirement, path string) {
	if len(g.open[requirement]) < maxOpen {
		g.open[requirement] = append(g.open[requirement], path)
	}
}

// recurrences lists what came after a nonconformity was closed. What has no
// known time, or no known requirement, may be among it.
func recurrences(args []rules.Value) rules.Value {
	o := the(args[0])
	requirement, closed := o.Field("requirement"), o.Field("closedAt")
	switch {
	case closed.IsNone() || requirement.IsNone():
		return rules.List()
	case !closed.Known():
		return rules.Get(o, "closedAt")
	case !requirement.Known():
		return rules.Get(o, "requirement")
	}
	g := o.world.occurrences()
	all := g.by[requirement.Text()]
	first, _ := slices.BinarySearchFunc(all, closed.Time(), func(x occurrence, t time.Time) int {
		if x.at.After(t) {
			return 1
		}
		return -1
	})
	later := all[first:]
	var open []string
	for _, path := range slices.Concat(g.open[requirement.Text()], g.open[""]) {
		if !strings.HasPrefix(path, o.path+".") {
			open = append(open, path)
		}
	}
	return rules.ListFunc(len(later)+len(open), func(i int) rules.Value {
		if i < len(later) {
			return later[i].nc.value
		}
		return rules.Unknown(open[i-len(later)])
	})
}
