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
	at    map[string]isms.Entity // by path
	risks map[string]*risk.Risk  // by id
}

func ownersOf(sys *isms.System) *owners {
	o := &owners{people: peopleOf(sys), at: map[string]isms.Entity{}, risks: map[string]*risk.Risk{}}
	for path, e := range sys.Walk() {
		o.at[path] = e
	}
	for _, reg := range sys.Registers {
		for _, r := range reg.Risks {
			if o.risks[r.ID] == nil {
				o.risks[r.ID] = r
			}
		}
	}
	return o
}

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

// position tells where to write what a path names.
func (o *owners) position(path string) isms.Position {
	section, id, _ := foreignPath(path)
	if isms.TypeOf(o.sys).Field(section) != nil {
		return isms.Locate(o.sys, path)
	}
	var n *source.Node
	switch section {
	case "risks":
		if r := o.risks[id[strings.IndexByte(id, '/')+1:]]; r != nil {
			n = r.Node()
		}
	case "plans":
		for _, p := range o.sys.CurrentPlans() {
			if p.ID == id {
				n = p.Node()
			}
		}
	case "statements":
		for _, s := range o.sys.CurrentStatements() {
			if s.ID == id {
				n = s.Node()
			}
		}
	}
	at := n.Pos()
	return isms.Position{File: n.File(), Line: at.Line, Col: at.Col}
}

// duties lists who answers for what a path names, the nearest first.
func (o *owners) duties(path string) []duty {
	if e := o.at[path]; e != nil {
		return o.entityDuties(e)
	}
	section, id, rest := foreignPath(path)
	switch section {
	case "risks":
		if rest == "" {
			return o.riskDuties(id)
		}
	case "plans":
		return o.planDuties(id, rest)
	case "statements":
		return o.statementDuties(id, rest)
	}
	return nil
}

func (o *owners) riskDuties(id string) []duty {
	id = id[strings.IndexByte(id, '/')+1:]
	if r := o.risks[id]; r != nil {
		return []duty{{r.Owner, "owner of the risk"}}
	}
	return nil
}

func (o *owners) planDuties(id, rest string) []duty {
	list, entry, _ := foreignPath(rest)
	for _, p := range o.sys.CurrentPlans() {
		if p.ID != id && p.ID+"@"+p.Version != id {
			continue
		}
		for i := range p.Items {
			if it := &p.Items[i]; list == "items" && it.ID == entry {
				return append([]duty{{it.Responsible, "responsible for the plan's item"}}, o.riskDuties(it.Risk)...)
			}
		}
		for i := range p.Controls {
			if c := &p.Controls[i]; list == "controls" && c.ID == entry {
				return []duty{{c.Owner, "owner of the control"}}
			}
		}
		for i := range p.Approvals {
			if a := &p.Approvals[i]; list == "approvals" && a.ID == entry {
				return append([]duty{{a.By, "decided about it"}, {a.RequestedBy, "asked for it"}}, o.riskDuties(a.Risk)...)
			}
		}
	}
	return nil
}

func (o *owners) statementDuties(id, rest string) []duty {
	list, entry, _ := foreignPath(rest)
	for _, s := range o.sys.CurrentStatements() {
		if s.ID != id && s.ID+"@"+s.Version != id {
			continue
		}
		for i := range s.Entries {
			if e := &s.Entries[i]; list == "entries" && (e.Control == entry || e.Catalogue+"/"+e.Control == entry) {
				return []duty{{e.Owner, "owner of the control"}}
			}
		}
	}
	return nil
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
