package monarc

import (
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// instance reads an instance and those below it.
func (r *reader) instance(n *source.Node, path []string) {
	r.analysis.Instances++
	at := n
	old := n.Get("instance")
	if old != nil {
		at = old // before version 2.13.1
	}
	name := r.label(at, "name")
	impacts := [3]Value{
		r.value(first(at.Get("confidentiality"), at.Get("c"))),
		r.value(first(at.Get("integrity"), at.Get("i"))),
		r.value(first(at.Get("availability"), at.Get("d"))),
	}
	r.analysis.Consequences += len(entries(first(n.Get("instancesConsequences"), n.Get("consequences"))))
	for _, x := range entries(first(n.Get("instanceRisks"), n.Get("risks"))) {
		r.information(n, x, name, path, impacts)
	}
	for _, x := range entries(first(n.Get("operationalInstanceRisks"), n.Get("risksop"))) {
		r.operational(x, name, path)
	}
	below := append(slices.Clone(path), name)
	for _, child := range entries(n.Get("children")) {
		r.instance(child, below)
	}
}

// named finds a threat or a vulnerability: in the risk, or before version 2.13.1
// beside it, by its uuid.
func named(in, risk *source.Node, key, list string) *source.Node {
	n := risk.Get(key)
	if n.Kind() == source.Map {
		return n
	}
	return in.Get(list).Get(text(n))
}

func (r *reader) information(in, n *source.Node, instance string, path []string, impacts [3]Value) {
	threat, vulnerability := named(in, n, "threat", "threats"), named(in, n, "vulnerability", "vuls")
	x := InformationRisk{
		ID: r.id(n), Instance: instance, Path: path,
		Threat: r.label(threat, "label"), Vulnerability: r.label(vulnerability, "label"), Source: r.label(n.Get("riskSource"), "label"),
		Owner: r.owner(n), Context: text(n.Get("context")), Comment: text(n.Get("comment")),
		ThreatRate: r.value(n.Get("threatRate")), VulnerabilityRate: r.value(n.Get("vulnerabilityRate")),
		Reduction: r.value(n.Get("reductionAmount")), Level: r.value(n.Get("cacheMaxRisk")), Targeted: r.value(n.Get("cacheTargetedRisk")),
	}
	for i, key := range [3][2]string{{"confidentiality", "c"}, {"integrity", "i"}, {"availability", "a"}} {
		touched := first(threat.Get(key[0]), threat.Get(key[1]))
		if i == 2 {
			touched = first(touched, threat.Get("d"))
		}
		x.Properties[i] = Property{key[0], impacts[i], touched == nil || yes(touched)}
	}
	r.analysis.Recommendations += len(entries(n.Get("recommendations")))
	r.analysis.Information = append(r.analysis.Information, x)
}

// yes tells whether a flag is set: true, or 1.
func yes(n *source.Node) bool { return n.Text() == "true" || n.Text() == "1" }

func (r *reader) id(n *source.Node) string {
	id := text(n.Get("id"))
	if id == "" {
		r.Report(n, source.MissingKey, "the risk has no id")
	}
	return id
}

// owner is a name, or a map with one.
func (r *reader) owner(n *source.Node) string {
	o := n.Get("riskOwner")
	return or(text(o), text(o.Get("name")))
}

func (r *reader) operational(n *source.Node, instance string, path []string) {
	x := OperationalRisk{
		ID: r.id(n), Instance: instance, Path: path,
		Label: r.label(n, "riskCacheLabel"), Description: r.label(n, "riskCacheDescription"),
		Owner: r.owner(n), Context: text(n.Get("context")), Comment: text(n.Get("comment")),
	}
	for i, key := range [3][3]string{{"brutProb", "cacheBrutRisk", "brutValue"}, {"netProb", "cacheNetRisk", "netValue"}, {"targetedProb", "cacheTargetedRisk", "targetedValue"}} {
		s := &x.Stages[i]
		s.Probability, s.Level = r.value(n.Get(key[0])), r.value(n.Get(key[1]))
		for _, f := range entries(n.Get("operationalInstanceRiskScales")) {
			id := text(f.Get("operationalRiskScaleTypeId"))
			s.Impacts = append(s.Impacts, Impact{or(r.scales[id], "scale_"+id), r.value(f.Get(key[2]))})
		}
	}
	r.analysis.Recommendations += len(entries(n.Get("recommendations")))
	r.analysis.Operational = append(r.analysis.Operational, x)
}
