package report

import (
	"strconv"

	"github.com/ismskit/ismskit/isms"
)

// staff enters what persons have to learn and to hand over.
func (d *diary) staff() {
	for _, p := range d.sys.Persons.Or(nil) {
		if left := stated(p.LeftAt); !left.IsZero() {
			d.coming(Entry{Kind: DueHandover, What: or(p.Name.Or(""), p.ID) + " leaves: hand over the duties", Path: "persons[" + p.ID + "].leftAt", Date: left, Who: d.each(p.ID)})
		}
	}
	for i, c := range d.sys.Competences.Or(nil) {
		met, known := c.Met.Get()
		if met || past(c.ActionDoneAt, d.AsOf) {
			continue
		}
		e := Entry{Kind: DueCompetence, What: or(c.Requirement.Or(""), "what the role "+c.Role.Or("not stated")+" asks for"), Path: "competences[" + strconv.Itoa(i) + "]", Who: d.each(c.Person.Or(""))}
		switch action := c.Action.Or(""); {
		case !known:
			d.open(e, "it is not stated whether the person has it")
		case action != "":
			d.open(e, "what is done to acquire it is not finished: "+action)
		default:
			d.open(e, "nothing is done to acquire it")
		}
	}
	if list, ok := d.sys.Awareness.Get(); ok {
		d.awareness(list)
	}
}

// awareness enters the active persons who were not made aware of the version of
// the top policy that is in force.
func (d *diary) awareness(list []*isms.Awareness) {
	for _, pol := range d.sys.Policies.Or(nil) {
		version, ok := pol.Version.Get()
		if pol.Level != isms.TopPolicy || pol.Status != isms.PolicyInForce || !ok {
			continue
		}
		aware := map[string]bool{}
		for _, a := range list {
			if a.Policy.Or("") == pol.ID && a.PolicyVersion.Or("") == version && past(a.PolicyAt, d.AsOf) {
				aware[a.Person.Or("")] = true
			}
		}
		for _, p := range d.sys.Persons.Or(nil) {
			if p.Active.Or(false) && !aware[p.ID] {
				d.open(Entry{Kind: DueAwareness, What: "Version " + version + " of the policy " + named(pol.ID, pol.Title.Or("")), Path: "persons[" + p.ID + "]", Who: d.each(p.ID)},
					"the person was not made aware of it")
			}
		}
	}
}
