package layout

import (
	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
)

// orderOf returns the order of a format, nil if it has none of its own.
func orderOf(format string) *order {
	switch format {
	case criteria.Format:
		return criteriaOrder
	case risk.RegisterFormat:
		return registerOrder
	case risk.PlanFormat:
		return planOrder
	case soa.StatementFormat:
		return statementOrder
	case soa.CatalogueFormat:
		return catalogueOrder
	case conformity.Format:
		return rulesOrder
	case isms.Format:
		return modelOrder()
	}
	return nil
}

var (
	costOrder = &order{keys: []string{"amount", "currency"}}

	planOrder = &order{
		keys: []string{"format", "id", "version", "title", "assessment", "changed", "document", "options", "material", "holders", "controls", "items", "approvals"},
		below: map[string]*order{
			"options": {keys: []string{"id", "title", "controls"}},
			"holders": {keys: []string{"person", "authority", "from", "until"}},
			"controls": {
				keys: []string{"id", "title", "catalogue", "owner", "status", "since", "due", "evidence", "cost", "effects"},
				below: map[string]*order{
					"cost":    costOrder,
					"effects": {keys: []string{"input", "steps", "effectiveness"}},
				},
			},
			"items": {
				keys: []string{"id", "risk", "option", "controls", "rationale", "responsible", "resources", "cost", "start", "due", "revised", "status", "done",
					"expected", "actual", "deviation", "creates"},
				below: map[string]*order{
					"cost":    costOrder,
					"revised": {keys: []string{"due", "by"}},
				},
			},
			"approvals": {
				keys: []string{"id", "kind", "item", "risk", "stage", "requested", "reviewed", "decision", "by", "authority", "at", "rule", "justification",
					"conditions", "expires", "state", "snapshot", "supersedes", "revoked", "exception"},
				below: map[string]*order{
					"requested":  {keys: []string{"by", "at"}},
					"conditions": {keys: []string{"id", "text", "due", "met"}},
					"revoked":    {keys: []string{"at", "by", "reason"}},
					"exception":  {keys: []string{"reason", "compensating", "by"}},
				},
			},
		},
	}

	rulesOrder = &order{
		keys: []string{"format", "id", "version", "title", "owner", "rules"},
		below: map[string]*order{
			"rules": {keys: []string{"id", "clause", "kind", "editions", "forEach", "when", "expr", "meaning", "advice"}},
		},
	}
)

// modelOrder is the order in which a management system is described.
func modelOrder() *order {
	orders := map[*isms.Type]*order{}
	for _, t := range isms.Types() {
		orders[t] = &order{below: map[string]*order{}}
	}
	for t, o := range orders {
		for i := range t.Fields {
			f := &t.Fields[i]
			o.keys = append(o.keys, f.Name)
			if f.Kind == isms.KindObject {
				o.below[f.Name] = orders[f.Type]
			}
		}
	}
	root := orders[isms.Types()[0]]
	root.keys = append([]string{"format"}, root.keys...)
	return root
}
