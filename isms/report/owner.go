package report

import (
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
)

// A duty is an id of somebody who has to know about a thing, and why.
type duty struct{ id, why string }

// owners finds who has to know about what a path names.
type owners struct {
	*people
	at      map[string]isms.Entity // by path
	risks   map[string]*risk.Risk  // by id
	foreign map[string]thing       // what stands in documents of other formats, by path
}

// A thing is something of a document of another format.
type thing struct {
	duties []duty
	node   *source.Node
}

func ownersOf(sys *isms.System) *owners {
	o := &owners{people: peopleOf(sys), at: map[string]isms.Entity{}, risks: map[string]*risk.Risk{}, foreign: map[string]thing{}}
	for path, e := range sys.Walk() {
		o.at[path] = e
	}
	for _, reg := range sys.Registers {
		for _, r := range reg.Risks {
			if o.risks[r.ID] == nil {
				o.risks[r.ID] = r
			}
			o.foreign["risks["+reg.ID+"/"+r.ID+"]"] = riskThing(r)
			o.foreign["risks["+r.ID+"]"] = riskThing(o.risks[r.ID])
		}
	}
	for _, p := range sys.CurrentPlans() {
		for _, path := range []string{"plans[" + p.ID + "]", "plans[" + p.ID + "@" + p.Version + "]"} {
			o.addPlan(path, p)
		}
	}
	for _, s := range sys.CurrentStatements() {
		for _, path := range []string{"statements[" + s.ID + "]", "statements[" + s.ID + "@" + s.Version + "]"} {
			o.foreign[path] = thing{node: s.Node()}
			seen := map[string]int{}
			for i := range s.Entries {
				e := &s.Entries[i]
				x := thing{[]duty{{e.Owner, "owner of the control"}}, e.Node()}
				o.foreign[path+".entries["+e.Control+"]"] = x
				seen[e.Control]++ // entries that name the same control are told apart
				o.foreign[path+".entries["+e.Control+"#"+itoa(seen[e.Control])+"]"] = x
			}
		}
	}
	return o
}

func riskThing(r *risk.Risk) thing { return thing{[]duty{{r.Owner, "owner of the risk"}}, r.Node()} }

func (o *owners) addPlan(path string, p *risk.Plan) {
	o.foreign[path] = thing{node: p.Node()}
	for i := range p.Items {
		it := &p.Items[i]
		o.foreign[path+".items["+it.ID+"]"] = thing{append([]duty{{it.Responsible, "responsible for the plan's item"}}, o.riskDuties(it.Risk)...), it.Node()}
	}
	for i := range p.Controls {
		c := &p.Controls[i]
		o.foreign[path+".controls["+c.ID+"]"] = thing{[]duty{{c.Owner, "owner of the control"}}, p.Node()}
	}
	for i := range p.Approvals {
		a := &p.Approvals[i]
		o.foreign[path+".approvals["+a.ID+"]"] = thing{append([]duty{{a.By, "decided about it"}, {a.RequestedBy, "asked for it"}}, o.riskDuties(a.Risk)...), a.Node()}
	}
}

func (o *owners) riskDuties(id string) []duty { return o.foreign["risks["+id+"]"].duties }

// owner tells who owes what a path names, and why: who answers for the thing,
// or for what it is a part of; else who answers for the system; else nobody.
// Persons that have left owe nothing, nor do vacant roles.
func (o *owners) owner(path string) (Who, string) {
	for at := path; at != ""; at = parent(at) {
		for _, d := range o.duties(at) {
			if d.id == "" {
				continue
			}
			if w := o.who(d.id); !w.Nobody() {
				return w, d.why
			}
		}
	}
	if w, ok := o.responsible(); ok {
		return w, "answers for the conformity of the system"
	}
	return Who{}, ""
}

// position tells where to write what a path names: in it, or in what it is a
// part of.
func (o *owners) position(path string) isms.Position {
	for at := path; at != ""; at = parent(at) {
		if e := o.at[at]; e != nil {
			return isms.Locate(e, strings.TrimPrefix(path[len(at):], "."))
		}
		if x, ok := o.foreign[at]; ok {
			p := x.node.Pos()
			return isms.Position{File: x.node.File(), Line: p.Line, Col: p.Col}
		}
	}
	if section, _, _ := foreignPath(path); isms.TypeOf(o.sys).Field(section) != nil {
		return o.sys.Where(section)
	}
	return isms.Position{}
}

// duties lists who answers for what a path names, the nearest first.
func (o *owners) duties(path string) []duty {
	if e := o.at[path]; e != nil {
		return o.entityDuties(e)
	}
	return o.foreign[path].duties
}

func (o *owners) entityDuties(e isms.Entity) []duty {
	switch e := e.(type) {
	case *isms.Process:
		return []duty{{e.Owner.Or(""), "owner of the process"}}
	case *isms.Asset:
		return []duty{{e.Owner.Or(""), "owner of the asset"}}
	case *isms.Opportunity:
		return []duty{{e.Owner.Or(""), "owner of the opportunity"}}
	case *isms.Action:
		return []duty{{e.Owner.Or(""), "owner of the action"}}
	case *isms.External:
		return []duty{{e.Owner.Or(""), "answers for what is provided"}}
	case *isms.Control:
		if i, ok := e.Implementation.Get(); ok {
			return []duty{{i.Owner.Or(""), "owner of the control"}}
		}
	case *isms.Objective:
		return []duty{{e.Who.Or(""), "responsible for the objective"}}
	case *isms.Change:
		return []duty{{e.Responsible.Or(""), "carries out the change"}, {e.RequestedBy.Or(""), "asked for the change"}}
	case *isms.Document:
		return []duty{{e.Author.Or(""), "owner of the document"}, {e.ApprovedBy.Or(""), "approved the document"}}
	case *isms.Policy:
		return append(o.documentDuties(e.Document.Or("")), duty{e.ApprovedBy.Or(""), "approved the policy"})
	case *isms.Scope:
		return append(o.documentDuties(e.Document.Or("")), duty{e.ApprovedBy.Or(""), "approved the scope"})
	case *isms.Competence:
		return []duty{{e.Person.Or(""), "whose competence it is"}}
	case *isms.Commitment:
		return []duty{{e.By.Or(""), "of top management"}}
	case *isms.Communication:
		return []duty{{e.By.Or(""), "communicates it"}}
	case *isms.Measure:
		return []duty{{e.MeasuredBy.Or(""), "measures it"}, {e.AnalysedBy.Or(""), "analyses it"}}
	case *isms.MeasureResult:
		return []duty{{e.By.Or(""), "measured it"}}
	case *isms.MeasureEvaluation:
		return []duty{{e.By.Or(""), "evaluated it"}}
	case *isms.Audit:
		return duties(e.Auditors.Or(nil), "audited it")
	case *isms.Review:
		return []duty{{e.ChairedBy.Or(""), "led the review"}}
	case *isms.Assessment:
		return duties(e.By.Or(nil), "made the assessment")
	case *isms.Evaluation:
		return []duty{{e.Assessor.Or(""), "made the evaluation"}}
	case *isms.Effectiveness:
		return []duty{{e.By.Or(""), "judged whether it worked"}}
	case *isms.Nonconformity:
		return o.nonconformityDuties(e)
	}
	return nil
}

func (o *owners) documentDuties(id string) []duty {
	if d, ok := o.index.Entity(id).(*isms.Document); ok {
		return []duty{{d.Author.Or(""), "owner of the document"}}
	}
	return nil
}

// nonconformityDuties names who answers for the processes that are concerned,
// then who carries out its actions.
func (o *owners) nonconformityDuties(n *isms.Nonconformity) []duty {
	var list []duty
	for _, id := range n.Processes.Or(nil) {
		if p, ok := o.index.Entity(id).(*isms.Process); ok {
			list = append(list, duty{p.Owner.Or(""), "owner of the process concerned"})
		}
	}
	for _, id := range n.Actions.Or(nil) {
		if a, ok := o.index.Entity(id).(*isms.Action); ok {
			list = append(list, duty{a.Owner.Or(""), "owner of its action"})
		}
	}
	return list
}

func duties(ids []string, why string) []duty {
	list := make([]duty, len(ids))
	for i, id := range ids {
		list[i] = duty{id, why}
	}
	return list
}
