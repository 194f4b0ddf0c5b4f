package isms

import (
	"maps"
	"reflect"
	"slices"
)

// An Index finds what ids name. It is made of the system as it was then.
type Index struct {
	entities   map[string]Entity
	ids        map[string]map[string]bool // type, id
	incomplete map[string]bool            // types of which there may be more than is stated
}

// Index makes an index of the system, of the risks of its registers, of its
// records by digest, and of the controls of its plans.
func (s *System) Index() *Index {
	x := &Index{entities: map[string]Entity{}, ids: map[string]map[string]bool{}, incomplete: map[string]bool{}}
	for _, e := range s.Walk() {
		t, v := TypeOf(e), reflect.ValueOf(e).Elem()
		if id := t.idOf(v); id != "" {
			x.put(t.Name, id)
			x.entities[id] = e
		}
		for i := range t.Fields {
			if f := &t.Fields[i]; f.Kind == KindObject && !f.known(v) {
				for _, name := range f.Type.within {
					x.incomplete[name] = true
				}
			}
		}
	}
	x.incomplete["risk"] = len(s.Registers) == 0
	x.incomplete["record"] = len(s.Records) == 0
	for _, reg := range s.Registers {
		for _, r := range reg.Risks {
			x.put("risk", r.ID)
		}
	}
	for _, r := range s.Records {
		x.put("record", string(r.Digest))
	}
	for _, p := range s.Plans {
		for i := range p.Controls {
			x.put("control", p.Controls[i].ID)
		}
	}
	return x
}

func (x *Index) put(name, id string) {
	if x.ids[name] == nil {
		x.ids[name] = map[string]bool{}
	}
	x.ids[name][id] = true
}

// Entity returns the entity that has the id, nil if none of the system has.
func (x *Index) Entity(id string) Entity { return x.entities[id] }

// Has tells whether something of the type has the id: a type of the model, or
// risk, or record, whose ids are digests.
func (x *Index) Has(typeName, id string) bool { return x.ids[typeName][id] }

// Complete tells whether every list that can hold entities of the type is
// stated, so that an id that is not there is an id of nothing.
func (x *Index) Complete(typeName string) bool { return !x.incomplete[typeName] }

// IDs lists the ids of the type in order.
func (x *Index) IDs(typeName string) []string {
	return slices.Sorted(maps.Keys(x.ids[typeName]))
}
