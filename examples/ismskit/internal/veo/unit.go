// Package veo reads the risks of units that verinice.veo exports as JSON: a unit
// with its domains, elements and risks. A risk is a scenario that meets an asset, a
// process or a scope, with a probability and an impact for each protection goal,
// by risk definitions of a domain.
package veo

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// MaxBytes bounds an export.
const MaxBytes = 128 << 20

// A Unit is what an export holds about risks.
type Unit struct {
	Name     string
	Elements int
	Risks    []Risk
	Skipped  []string // parts of the export beside unit, elements and risks
}

// A Risk is a risk by one risk definition.
type Risk struct {
	ID                 string // designator, or what tells it from the others
	Definition         string
	Element, Scenario  string // names
	Kind               string // of the element: asset, process or scope
	Description        string // of the scenario
	Owner              string
	Probability        *int64 // nil where nobody has stated it; from 0
	Impacts            []Goal
	Inherent, Residual *int64 // greatest of the protection goals; Residual as somebody typed it in
	Treatments         int
}

// A Goal is the impact on one protection goal.
type Goal struct {
	Name  string
	Level *int64
}

// Read reads an export. The error is a *source.Error.
func Read(name string, data []byte) (*Unit, error) {
	root, err := source.ParseJSON(name, data, source.Limits{Bytes: MaxBytes, Depth: 100, Nodes: 10_000_000})
	if err != nil {
		return nil, err
	}
	r := &reader{elements: map[string]*source.Node{}}
	if root.Kind() != source.Map || root.Get("elements").Kind() != source.List {
		r.Report(root, source.MissingKey, "is no unit of verinice.veo: it has no list of elements")
		return nil, r.Err()
	}
	u := &Unit{Name: text(root.Get("unit").Get("name")), Elements: root.Get("elements").Len()}
	for _, e := range root.Get("elements").Items() {
		if id := identity(e); id != "" {
			r.elements[id] = e
		}
	}
	for _, n := range root.Get("risks").Items() {
		u.Risks = append(u.Risks, r.risk(n)...)
	}
	for _, e := range root.Get("elements").Items() { // risks may be embedded
		for _, n := range e.Get("risks").Items() {
			u.Risks = append(u.Risks, r.risk(n)...)
		}
	}
	for _, f := range root.Fields() {
		if f.Value.Len() > 0 && !slices.Contains([]string{"unit", "elements", "risks"}, f.Key) {
			u.Skipped = append(u.Skipped, f.Key)
		}
	}
	return u, r.Err()
}

type reader struct {
	source.Reporter
	elements map[string]*source.Node // by id
}

// text is the text of a scalar, "" of anything else.
func text(n *source.Node) string {
	if n.Kind() == source.String || n.Kind() == source.Int {
		return n.Text()
	}
	return ""
}

// identity is the id of an element: its own, or the end of its address.
func identity(n *source.Node) string {
	if id := text(n.Get("id")); id != "" {
		return id
	}
	self := text(n.Get("_self"))
	return self[strings.LastIndex(self, "/")+1:]
}

// target finds the element to which a reference leads; its name is known even
// where the element is no part of the export.
func (r *reader) target(n *source.Node) (name string, e *source.Node) {
	uri := text(n.Get("targetUri"))
	e = r.elements[uri[strings.LastIndex(uri, "/")+1:]]
	if name = text(e.Get("name")); name == "" {
		name = text(n.Get("displayName"))
	}
	return name, e
}

// risk reads a risk, which is one for each definition that it is rated by.
func (r *reader) risk(n *source.Node) []Risk {
	base := Risk{ID: text(n.Get("designator"))}
	for _, kind := range []string{"process", "asset", "scope"} {
		if n.Get(kind) != nil {
			base.Element, _ = r.target(n.Get(kind))
			base.Kind = kind
		}
	}
	var scenario *source.Node
	base.Scenario, scenario = r.target(n.Get("scenario"))
	base.Description = text(scenario.Get("description"))
	base.Owner, _ = r.target(n.Get("riskOwner"))
	if base.ID == "" {
		r.Report(n, source.MissingKey, "the risk has no designator")
	}
	var risks []Risk
	for _, domain := range n.Get("domains").Fields() {
		for _, d := range domain.Value.Get("riskDefinitions").Fields() {
			x := base
			x.Definition = d.Key
			r.values(d.Value, &x)
			risks = append(risks, x)
		}
	}
	if risks == nil {
		risks = append(risks, base) // nobody has rated it
	}
	return risks
}

func (r *reader) values(n *source.Node, x *Risk) {
	p := n.Get("probability")
	x.Probability = r.first(p, "effectiveProbability", "specificProbability", "potentialProbability")
	for _, v := range n.Get("impactValues").Items() {
		x.Impacts = append(x.Impacts, Goal{text(v.Get("category")), r.first(v, "effectiveImpact", "specificImpact", "potentialImpact")})
	}
	for _, v := range n.Get("riskValues").Items() {
		x.Inherent = greater(x.Inherent, r.level(v.Get("inherentRisk")))
		x.Residual = greater(x.Residual, r.level(v.Get("userDefinedResidualRisk")))
		x.Treatments += v.Get("riskTreatments").Len()
	}
}

// first is the first level that is stated.
func (r *reader) first(n *source.Node, keys ...string) *int64 {
	for _, key := range keys {
		if v := r.level(n.Get(key)); v != nil {
			return v
		}
	}
	return nil
}

// level is an ordinal, counted from 0; nil where there is none.
func (r *reader) level(n *source.Node) *int64 {
	if n == nil || n.Kind() == source.Null || n.Kind() == source.String && n.Text() == "" {
		return nil
	}
	i, err := strconv.ParseInt(text(n), 10, 64)
	if err != nil || i < 0 {
		r.Report(n, source.BadValue, "is no level: a whole number from 0")
		return nil
	}
	return &i
}

func greater(a, b *int64) *int64 {
	if a == nil || b != nil && *b > *a {
		return b
	}
	return a
}
