package conformity

import (
	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
)

// canApprove looks for a rank that is high enough. Where none is found, and a
// rank that could be is not given, the answer is not known.
func canApprove(args []rules.Value) rules.Value {
	who, out := args[0].Text(), the(args[1])
	need := out.Field("authorityRank")
	if !need.Known() {
		return need
	}
	if out.Field("authority").IsNone() {
		return rules.Bool(true)
	}
	w := out.world
	ranks := &ranks{need: need.Int(), authorities: map[string]int{}}
	if c := w.inForce.criteria; c != nil {
		ranks.authorities = rankOf(c.Document())
	}
	w.persons(who, ranks)
	w.roles(who, ranks)
	for _, p := range w.sys.Plans {
		for _, h := range p.Holders {
			if h.Person == who && !w.asOf.Before(h.From) && (h.Until.IsZero() || w.asOf.Before(h.Until)) {
				ranks.best = max(ranks.best, int64(ranks.authorities[h.Authority]))
			}
		}
	}
	switch {
	case ranks.best >= ranks.need:
		return rules.Bool(true)
	case ranks.missing != nil:
		return rules.Unknown(ranks.missing...)
	}
	return rules.Bool(false)
}

// ranks collects the greatest rank that somebody has, and ranks that are not
// given.
type ranks struct {
	need, best  int64
	authorities map[string]int
	missing     []string
}

func (r *ranks) add(o isms.Opt[int64], path string) {
	switch n, ok := o.Get(); {
	case ok:
		r.best = max(r.best, n)
	case !o.Known():
		r.missing = append(r.missing, path)
	}
}

func (w *world) persons(who string, r *ranks) {
	list, ok := w.sys.Persons.Get()
	if !ok {
		r.missing = append(r.missing, "persons")
	}
	for _, p := range list {
		if p.ID == who {
			r.add(p.AuthorityRank, "persons["+p.ID+"].authorityRank")
		}
	}
}

func (w *world) roles(who string, r *ranks) {
	list, ok := w.sys.Roles.Get()
	if !ok {
		r.missing = append(r.missing, "roles")
	}
	for _, x := range list {
		person, given := x.Person.Get()
		path := "roles[" + x.ID + "]"
		switch {
		case x.ID == who || given && person == who:
			if id, ok := x.Authority.Get(); ok {
				r.best = max(r.best, int64(r.authorities[id]))
			}
			r.add(x.AuthorityRank, path+".authorityRank")
		case !x.Person.Known():
			r.missing = append(r.missing, path+".person")
		}
	}
}
