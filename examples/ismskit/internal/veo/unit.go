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
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
)

// MaxBytes bounds an export.
const MaxBytes = 128 << 20

// A Unit is what an export holds about risks.
type Unit struct {
	Name     string
	Elements int
	Risks    []Risk
	Skipped  []string // parts of the export beside unit, elements and risks
	Unnamed  bool     // some risks have no designator
}

// A Risk is a risk by one risk definition of one domain.
type Risk struct {
	ID                string // designator, or made of element and scenario
	Domain            string // what it is called, or its id
	Definition        string
	Element, Scenario string // names
	Kind              string // of the element: asset, process or scope
	Description       string // of the scenario
	Owner             string
	Probability       *int64 // nil where nobody has stated it; from 0
	Why               string // explanation of the probability
	Impacts           []Goal
	Inherent          *int64 // greatest of the protection goals
	// Residual is the greatest of the protection goals: what somebody typed in or
	// else the inherent risk. It is nil where nobody typed in any.
	Residual   *int64
	Treatments int  // options of treatment that were chosen
	Mitigated  bool // a control mitigates the risk
}

// A Goal is the impact on one protection goal.
type Goal struct {
	Name  string
	Level *int64
	Why   string // explanation of the level
}

// Read reads an export. The error is a *source.Error.
func Read(name string, data []byte) (*Unit, error) {
	root, err := source.ParseJSON(name, data, source.Limits{Bytes: MaxBytes, Depth: 100, Nodes: 10_000_000})
	if err != nil {
		return nil, err
	}
	r := &reader{elements: map[string]*source.Node{}, domains: domains(root.Get("domains"))}
	if root.Kind() != source.Map || root.Get("elements").Kind() != source.List {
		r.Report(root, source.MissingKey, "is no unit of verinice.veo: it has no list of elements; what can be read is an exported unit, not a domain, a profile or a catalogue")
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
	if root.Get("risks").Len() == 0 { // risks may be embedded instead
		for _, e := range root.Get("elements").Items() {
			for _, n := range e.Get("risks").Items() {
				u.Risks = append(u.Risks, r.risk(n)...)
			}
		}
	}
	for _, f := range root.Fields() {
		if f.Value.Len() > 0 && !slices.Contains([]string{"unit", "elements", "risks"}, f.Key) {
			u.Skipped = append(u.Skipped, f.Key)
		}
	}
	u.Unnamed = r.unnamed
	return u, r.Err()
}

type reader struct {
	source.Reporter
	elements map[string]*source.Node // by id
	domains  map[string]string       // what domains are called, by id
	unnamed  bool
}

// domains tells what domains are called, by their ids: two versions of a domain
// are called the same, then the later one is called by its id.
func domains(n *source.Node) map[string]string {
	called, taken := map[string]string{}, map[string]bool{}
	for _, d := range n.Items() {
		name := text(d.Get("abbreviation"))
		if name == "" {
			name = text(d.Get("name"))
		}
		if id := text(d.Get("id")); name != "" && !taken[name] {
			called[id], taken[name] = name, true
		}
	}
	return called
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
	return end(text(n.Get("_self")))
}

// end is the id at the end of an address, which may be followed by parameters.
func end(uri string) string {
	if i := strings.IndexAny(uri, "?{"); i >= 0 {
		uri = uri[:i]
	}
	return uri[strings.LastIndexByte(uri, '/')+1:]
}

// A target is what a reference leads to. Its name is known even where the element
// is no part of the export, if the reference tells it.
type target struct {
	id, name string
	element  *source.Node
}

func (r *reader) target(n *source.Node) target {
	t := target{id: text(n.Get("id"))}
	if t.id == "" {
		t.id = end(text(n.Get("targetUri")))
	}
	t.element = r.elements[t.id]
	for _, name := range []*source.Node{t.element.Get("name"), n.Get("name"), n.Get("displayName")} {
		if t.name == "" {
			t.name = text(name)
		}
	}
	return t
}

// risk reads a risk, which is one for each definition that it is rated by.
func (r *reader) risk(n *source.Node) []Risk {
	var about target
	base := Risk{ID: text(n.Get("designator")), Owner: r.target(n.Get("riskOwner")).name, Mitigated: n.Get("mitigation").Len() > 0}
	for _, kind := range []string{"process", "asset", "scope"} {
		if n.Get(kind).Kind() == source.Map {
			about, base.Kind = r.target(n.Get(kind)), kind
		}
	}
	scenario := r.target(n.Get("scenario"))
	base.Element, base.Scenario, base.Description = about.name, scenario.name, text(scenario.element.Get("description"))
	switch {
	case about.id == "" || scenario.id == "":
		r.Report(n, source.MissingKey, "a risk has a scenario, and an asset, a process or a scope that it threatens")
	case base.ID == "":
		// An element has one risk of a scenario: it is the same in another export.
		base.ID, r.unnamed = "RSK-"+texts.Digest(about.id, scenario.id), true
	}
	var risks []Risk
	for _, domain := range n.Get("domains").Fields() {
		for _, d := range domain.Value.Get("riskDefinitions").Fields() {
			x := base
			x.Definition, x.Domain = d.Key, r.domains[domain.Key]
			if x.Domain == "" {
				x.Domain = domain.Key
			}
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
	x.Why = text(p.Get("specificProbabilityExplanation"))
	for _, v := range n.Get("impactValues").Items() {
		x.Impacts = append(x.Impacts, Goal{text(v.Get("category")), r.first(v, "effectiveImpact", "specificImpact", "potentialImpact"), text(v.Get("specificImpactExplanation"))})
	}
	var residual *int64
	typed := false
	for _, v := range n.Get("riskValues").Items() {
		x.Inherent = greater(x.Inherent, r.level(v.Get("inherentRisk")))
		residual = greater(residual, r.first(v, "userDefinedResidualRisk", "inherentRisk"))
		typed = typed || r.level(v.Get("userDefinedResidualRisk")) != nil
		x.Treatments += v.Get("riskTreatments").Len()
	}
	if typed {
		x.Residual = residual
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
	// A decimal such as 2.0 is whole, too.
	number := n.Text()
	if whole, rest, ok := strings.Cut(number, "."); ok && strings.Trim(rest, "0") == "" {
		number = whole
	}
	i, err := strconv.ParseInt(number, 10, 64)
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
