package monarc

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
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
	below := append(slices.Clone(path), name)
	about := strings.Join(below, "\x00") + "\x00" + text(at.Get("object").Get("uuid"))
	r.consequences(first(n.Get("instancesConsequences"), n.Get("consequences")))
	for _, x := range entries(first(n.Get("instanceRisks"), n.Get("risks"))) {
		r.information(n, x, name, about, path, impacts)
	}
	for _, x := range entries(first(n.Get("operationalInstanceRisks"), n.Get("risksop"))) {
		r.operational(x, name, about, path)
	}
	for _, key := range []string{"recos", "recosop"} { // before version 2.13.1: of each risk
		for _, of := range entries(n.Get(key)) {
			r.analysis.Recommendations += of.Len()
		}
	}
	for _, child := range entries(n.Get("children")) {
		r.instance(child, below)
	}
}

// consequences counts those that somebody has rated: an export lists all kinds.
func (r *reader) consequences(n *source.Node) {
	for _, x := range entries(n) {
		for _, key := range [3][2]string{{"confidentiality", "c"}, {"integrity", "i"}, {"availability", "d"}} {
			if r.value(first(x.Get(key[0]), x.Get(key[1]))).Known {
				r.analysis.Consequences++
				break
			}
		}
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

// called is the label of a threat or a vulnerability, or else its code, or what
// the risk calls it.
func (r *reader) called(n, risk *source.Node, key string) string {
	return or(or(r.label(n, "label"), text(n.Get("code"))), text(risk.Get(key)))
}

func (r *reader) information(in, n *source.Node, instance, about string, path []string, impacts [3]Value) {
	threat, vulnerability := named(in, n, "threat", "threats"), named(in, n, "vulnerability", "vuls")
	x := InformationRisk{
		Instance: instance, Path: path,
		Threat: r.called(threat, n, "threat"), Vulnerability: r.called(vulnerability, n, "vulnerability"), Source: r.label(n.Get("riskSource"), "label"),
		Owner: r.owner(n), Context: text(n.Get("context")), Comment: text(n.Get("comment")),
		ThreatRate: r.value(n.Get("threatRate")), VulnerabilityRate: r.value(n.Get("vulnerabilityRate")),
		Reduction: r.value(n.Get("reductionAmount")), Level: r.value(n.Get("cacheMaxRisk")), Targeted: r.value(n.Get("cacheTargetedRisk")),
	}
	x.ID = r.id(n, about, or(text(threat.Get("uuid")), x.Threat), or(text(vulnerability.Get("uuid")), x.Vulnerability))
	for i, key := range [3][2]string{{"confidentiality", "c"}, {"integrity", "i"}, {"availability", "a"}} {
		touched := first(threat.Get(key[0]), threat.Get(key[1]))
		if i == 2 {
			touched = first(touched, threat.Get("d"))
		}
		x.Properties[i] = Property{key[0], impacts[i], touched == nil || yes(touched)}
	}
	r.treatment(n)
	r.analysis.Information = append(r.analysis.Information, x)
}

// treatment counts what is planned for a risk. Its kind is 1 to 4, or 5 where it
// is not treated.
func (r *reader) treatment(n *source.Node) {
	if kind := r.value(n.Get("kindOfMeasure")).Level; kind >= 1 && kind <= 4 {
		r.analysis.Treatments++
	}
	r.analysis.Recommendations += len(entries(n.Get("recommendations")))
}

// yes tells whether a flag is set: true, or 1.
func yes(n *source.Node) bool { return n.Text() == "true" || n.Text() == "1" }

// id is the id of a risk. Version 2.13.1 exports none: then it is made of what the
// risk is about, so that another export of the analysis has the same one.
func (r *reader) id(n *source.Node, about ...string) string {
	if id := text(n.Get("id")); id != "" {
		return id
	}
	r.analysis.Unnamed = true
	id := texts.Digest(about...)
	r.made[id]++
	if times := r.made[id]; times > 1 {
		return id + "-" + strconv.Itoa(times)
	}
	return id
}

// owner is a name, or a map with one.
func (r *reader) owner(n *source.Node) string {
	o := n.Get("riskOwner")
	return or(text(o), text(o.Get("name")))
}

// stages are the names of the fields of operational risks: of the probability, of
// the level, of the value on a scale, and what the fixed ones begin with.
var stages = [3]struct{ probability, level, value, fixed string }{
	{"brutProb", "cacheBrutRisk", "brutValue", "brut"},
	{"netProb", "cacheNetRisk", "netValue", "net"},
	{"targetedProb", "cacheTargetedRisk", "targetedValue", "targeted"},
}

// fixed are the scales before version 2.11.0.
var fixed = [...]struct{ letter, name string }{{"R", "reputation"}, {"O", "operational"}, {"L", "legal"}, {"F", "financial"}, {"P", "personal"}}

func (r *reader) operational(n *source.Node, instance, about string, path []string) {
	x := OperationalRisk{
		Instance: instance, Path: path,
		Label: r.label(n, "riskCacheLabel"), Description: r.label(n, "riskCacheDescription"),
		Owner: r.owner(n), Context: text(n.Get("context")), Comment: text(n.Get("comment")),
	}
	x.ID = r.id(n, about, x.Label)
	values := first(n.Get("operationalInstanceRiskScales"), n.Get("scalesValues"))
	for i, key := range stages {
		s := &x.Stages[i]
		s.Probability, s.Level = r.value(n.Get(key.probability)), r.value(n.Get(key.level))
		for _, f := range entries(values) {
			id := text(f.Get("operationalRiskScaleTypeId"))
			value := r.value(f.Get(key.value))
			switch {
			case !r.scales[id].hidden:
				s.Impacts = append(s.Impacts, Impact{or(r.scales[id].name, "scale_"+id), value})
			case value.Known:
				r.analysis.Hidden++
			}
		}
		if values != nil {
			continue
		}
		for _, f := range fixed {
			if v := n.Get(key.fixed + f.letter); v != nil {
				s.Impacts = append(s.Impacts, Impact{f.name, r.value(v)})
			}
		}
	}
	r.treatment(n)
	r.analysis.Operational = append(r.analysis.Operational, x)
}
