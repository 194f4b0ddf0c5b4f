package isms

import (
	"iter"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// A Reference is an id that names something else.
type Reference struct {
	Path    string   // of the field, such as policies[P-1].document
	ID      string   // that it names
	Targets []string // types that it can be of

	node *source.Node
	// Of a reference to a person: whether it gives a duty that still lasts,
	// and when the person acted, zero if that is not known.
	holds bool
	acted time.Time
}

// Position returns where the reference stands; of plans only the plan is known.
func (r Reference) Position() Position { return positionOf(r.node) }

// References goes through every reference of the system, of its registers, of
// its plans and of its statements: those of the system in the order of Walk,
// then those of risks by register, then those of plans, then those of
// statements that no later version replaces.
func (s *System) References() iter.Seq[Reference] {
	return func(yield func(Reference) bool) {
		for path, e := range s.Walk() {
			if !entityReferences(path, e, yield) {
				return
			}
		}
		for _, reg := range s.Registers {
			for _, r := range reg.Risks {
				if !riskReferences(r, yield) {
					return
				}
			}
		}
		for _, p := range s.Plans {
			if !planReferences(p, yield) {
				return
			}
		}
		for _, a := range s.Statements {
			if !s.replaced(a) && !statementReferences(a, yield) {
				return
			}
		}
	}
}

func entityReferences(path string, e Entity, yield func(Reference) bool) bool {
	t, v := TypeOf(e), reflect.ValueOf(e).Elem()
	c, _ := e.(interface{ closed() bool })
	for i := range t.Fields {
		x := &t.Fields[i]
		if x.Targets == nil {
			continue
		}
		value, state := x.value(v)
		if state != StateValue {
			continue
		}
		r := Reference{
			Path: join(path, x.Name), Targets: x.Targets, node: e.place().nodeAt(x.Name),
			holds: x.Holds && (c == nil || !c.closed()),
		}
		if x.ActAt != "" {
			at, _ := t.Field(x.ActAt).value(v)
			r.acted, _ = at.(time.Time)
		}
		if !yieldIDs(r, value, yield) {
			return false
		}
	}
	return true
}

// yieldIDs yields a reference for an id, or for each of a list.
func yieldIDs(r Reference, value any, yield func(Reference) bool) bool {
	if id, ok := value.(string); ok {
		r.ID = id
		return id == "" || yield(r)
	}
	path, node := r.Path, r.node
	for i, id := range value.([]string) {
		r.Path, r.ID, r.node = path+"["+strconv.Itoa(i)+"]", id, node
		if items := node.Items(); i < len(items) {
			r.node = items[i]
		}
		if !yield(r) {
			return false
		}
	}
	return true
}

// foreign yields the references of something that stands in a document of
// another format.
type foreign struct {
	path  string
	node  *source.Node
	yield func(Reference) bool
	done  bool
}

func (f *foreign) add(key string, value any, holds bool, acted time.Time, targets ...string) {
	n := f.node.Get(key)
	if n == nil {
		n = f.node
	}
	f.done = f.done || !yieldIDs(Reference{Path: f.path + "." + key, Targets: targets, node: n, holds: holds, acted: acted}, value, f.yield)
}

func riskReferences(r *risk.Risk, yield func(Reference) bool) bool {
	f := &foreign{path: "risks[" + r.ID + "]", node: r.Node(), yield: yield}
	f.add("owner", r.Owner, true, time.Time{}, "person", "role")
	f.add("assets", r.Assets, false, time.Time{}, "asset")
	f.add("parent", r.Parent, false, time.Time{}, "risk")
	f.add("issues", r.Issues, false, time.Time{}, "issue")
	f.add("requirements", r.Requirements, false, time.Time{}, "requirement")
	f.add("controls", r.Controls, false, time.Time{}, "control")
	return !f.done
}

func planReferences(p *risk.Plan, yield func(Reference) bool) bool {
	path := "plans[" + p.ID + "]"
	f := &foreign{path: path, yield: yield}
	f.add("assessment", string(p.Assessment), false, time.Time{}, "record")
	f.add("document", p.Document, false, time.Time{}, "document")
	for i := range p.Holders {
		f.path = path + ".holders[" + strconv.Itoa(i) + "]"
		f.add("person", p.Holders[i].Person, p.Holders[i].Until.IsZero(), time.Time{}, "person")
	}
	for i := range p.Controls {
		f.path = path + ".controls[" + p.Controls[i].ID + "]"
		f.add("owner", p.Controls[i].Owner, true, time.Time{}, "person", "role")
	}
	for i := range p.Items {
		it := &p.Items[i]
		f.path = path + ".items[" + it.ID + "]"
		f.add("risk", it.Risk, false, time.Time{}, "risk")
		f.add("responsible", it.Responsible, it.Status != risk.ItemDone && it.Status != risk.ItemCancelled, time.Time{}, "person", "role")
	}
	for i := range p.Approvals {
		a := &p.Approvals[i]
		f.path = path + ".approvals[" + a.ID + "]"
		f.add("risk", a.Risk, false, time.Time{}, "risk")
		f.add("requestedBy", a.RequestedBy, false, a.RequestedAt, "person", "role")
		f.add("by", a.By, false, a.At, "person", "role")
	}
	return !f.done
}

// replaced tells whether a later version of a statement is there. What it named
// may be gone since.
func (s *System) replaced(a *soa.Statement) bool {
	return slices.ContainsFunc(s.Statements, func(b *soa.Statement) bool { return b.ID == a.ID && b.Previous != "" && b.Previous == a.Version })
}

func statementReferences(s *soa.Statement, yield func(Reference) bool) bool {
	path := "statements[" + s.ID + "]"
	f := &foreign{path: path, node: s.Node(), yield: yield}
	f.add("document", s.Document, false, time.Time{}, "document")
	f.path, f.node = path+".approval", s.Node().Get("approval")
	f.add("by", s.ApprovedBy, false, s.ApprovedAt, "person", "role")
	for i := range s.Entries {
		e := &s.Entries[i]
		f.path, f.node = path+".entries["+e.Control+"]", e.Node()
		f.add("owner", e.Owner, true, time.Time{}, "person", "role")
		f.add("risks", e.Risks, false, time.Time{}, "risk")
		f.add("requirements", e.Requirements, false, time.Time{}, "requirement")
	}
	return !f.done
}
