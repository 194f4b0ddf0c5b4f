package conformity

import (
	"slices"

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
	p := out.world.powers()
	r := p.of[who]
	switch {
	case r != nil && r.best >= need.Int(), need.Int() <= 0:
		return rules.Bool(true)
	case r != nil && r.missing != nil || p.missing != nil:
		missing := slices.Clone(p.missing)
		if r != nil {
			missing = append(missing, r.missing...)
		}
		return rules.Unknown(missing...)
	}
	return rules.Bool(false)
}

// powers are the ranks of everybody, by the id of a person or role.
type powers struct {
	of      map[string]*ranks
	missing []string // what could give a rank to anybody
}

// ranks are the greatest rank that somebody has, and ranks that are not given.
type ranks struct {
	best    int64
	missing []string
}

func (p *powers) rank(who string) *ranks {
	r := p.of[who]
	if r == nil {
		r = &ranks{}
		p.of[who] = r
	}
	return r
}

func (r *ranks) add(o isms.Opt[int64], path string) {
	switch n, ok := o.Get(); {
	case ok:
		r.best = max(r.best, n)
	case !o.Known():
		r.missing = append(r.missing, path)
	}
}

func (p *powers) miss(path string) {
	if len(p.missing) < maxOpen {
		p.missing = append(p.missing, path)
	}
}

// findPowers goes through persons, roles and the holders of authorities once.
func (w *world) findPowers() *powers {
	p := &powers{of: map[string]*ranks{}}
	authorities := map[string]int{}
	if c := w.inForce.criteria; c != nil {
		authorities = rankOf(c.Document())
	}
	persons, ok := w.sys.Persons.Get()
	if !ok {
		p.miss("persons")
	}
	for _, x := range persons {
		p.rank(x.ID).add(x.AuthorityRank, "persons["+x.ID+"].authorityRank")
	}
	roles, ok := w.sys.Roles.Get()
	if !ok {
		p.miss("roles")
	}
	for _, x := range roles {
		p.role(x, authorities)
	}
	for _, plan := range w.sys.Plans {
		for _, h := range plan.Holders {
			if !w.asOf.Before(h.From) && (h.Until.IsZero() || w.asOf.Before(h.Until)) {
				r := p.rank(h.Person)
				r.best = max(r.best, int64(authorities[h.Authority]))
			}
		}
	}
	slices.Sort(p.missing)
	return p
}

// role gives its rank to the role itself and to who has it. Where this is not
// known, it could be anybody.
func (p *powers) role(x *isms.Role, authorities map[string]int) {
	path := "roles[" + x.ID + "]"
	add := func(r *ranks) {
		id, ok := x.Authority.Get()
		switch {
		case ok:
			r.best = max(r.best, int64(authorities[id]))
		case !x.Authority.Known():
			r.missing = append(r.missing, path+".authority")
		}
		r.add(x.AuthorityRank, path+".authorityRank")
	}
	add(p.rank(x.ID))
	switch person, ok := x.Person.Get(); {
	case ok:
		if person != x.ID {
			add(p.rank(person))
		}
	case !x.Person.Known():
		p.miss(path + ".person")
	}
}
