package oscal

import (
	"net/url"

	"github.com/ismskit/ismskit/risk"
)

// riskMaking makes OSCAL's risks from assessed ones. Their UUIDs follow from the
// register, so that a risk has the same in assessment results and in a plan of
// action.
type riskMaking struct {
	making
	assessment *risk.Assessment
	outcome    func(id string, s risk.Stage) *risk.Outcome
	system     string // of facets: the criteria
}

func newRiskMaking(k making, a *risk.Assessment, outcome func(string, risk.Stage) *risk.Outcome) *riskMaking {
	doc := a.Criteria().Document()
	return &riskMaking{making: making{k.ns, "register\n" + a.Seal.ID}, assessment: a, outcome: outcome,
		system: NS + "/criteria/" + url.PathEscape(stated(doc.ID)) + "/" + url.PathEscape(stated(doc.Version))}
}

// risk makes a risk without a status.
func (k *riskMaking) risk(id string) Risk {
	out := Risk{UUID: k.uuid("risk", id), Title: id, Description: NotStated, Statement: NotStated}
	if r := k.assessment.Risk(id); r != nil {
		out.Title, out.Description, out.Statement = stated(r.Title, id), stated(r.Description, r.Title), stated(r.Event, r.Description, r.Title)
		out.Props = given(out.Props, "risk", id)
		out.Props = given(out.Props, "owner", r.Owner)
		out.Props = given(out.Props, "scope", r.Scope...)
		out.Props = given(out.Props, "asset", r.Assets...)
		out.Props = given(out.Props, "threat", r.Threat)
		out.Props = given(out.Props, "category", r.Category)
	}
	out.Origins = []Origin{k.origin()}
	for _, s := range risk.Stages() {
		if o := k.outcome(id, s); o != nil {
			out.Characterizations = append(out.Characterizations, k.characterization(o))
		}
	}
	return out
}

// characterization says what the criteria say at one stage: the decision, and
// as far as they are known the level of risk, the band, the deciding rule, and
// every value used.
func (k *riskMaking) characterization(o *risk.Outcome) Characterization {
	c := Characterization{Props: []Property{own("stage", o.Stage.String())}, Origin: k.origin()}
	add := func(name, value string) {
		if value != "" {
			c.Facets = append(c.Facets, Facet{Name: token(name), System: k.system, Value: line(value)})
		}
	}
	add("level", o.Level)
	add("band", o.Band)
	add("decision", o.Decision.String())
	add("rule", o.Rule)
	for _, u := range o.Values {
		if u.From != risk.FromNowhere {
			add(u.Name, u.String())
		}
	}
	c.Props = given(c.Props, "missing", o.Missing...)
	return c
}
