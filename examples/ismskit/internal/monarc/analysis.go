// Package monarc reads the risks of what MONARC exports as JSON, analyses (anr) and
// single instances with those below them: risks of information, one for each
// threat and vulnerability of an instance, and operational ones. It reads the
// layout of version 2.13.1 and later and the one before, whose operational risks
// are rated on scales of the analysis (from 2.11.0) or on five fixed ones.
package monarc

import (
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria/source"
)

// MaxBytes bounds an export.
const MaxBytes = 128 << 20

// unknown is how an export says that nobody has stated a value.
const unknown = -1

// impactScale is the type of the scale of impacts.
const impactScale = "1"

// An Analysis is what an export holds about risks.
type Analysis struct {
	Information []InformationRisk
	Operational []OperationalRisk
	Skipped     []string // parts of the export beside the instances
	// Lowest is the lowest level of an impact, 0 unless the export has the scale.
	Lowest    int64
	Instances int
	// Consequences counts the impacts by kind of consequence that are stated. An
	// instance has the greatest of them.
	Consequences    int
	Recommendations int
	Treatments      int  // risks that are to be reduced, refused, accepted or shared
	Hidden          int  // ratings on scales that the analysis does not use
	Unassessed      bool // exported without assessments: every rating is -1
	Unnamed         bool // exported without ids of risks, as version 2.13.1 does
}

// A Value is a level that an analysis states; Known is false where it is -1.
type Value struct {
	Level int64
	Known bool
}

// A Property is one of the three that an impact is about.
type Property struct {
	Name    string // confidentiality, integrity, availability
	Impact  Value  // on the instance
	Touched bool   // the threat is about it
}

// An InformationRisk is a threat that meets a vulnerability of an instance.
type InformationRisk struct {
	ID                            string // in the export, or made of what the risk is about
	Instance                      string
	Path                          []string // names of the instances above it
	Threat, Vulnerability, Source string
	Owner, Context, Comment       string
	Properties                    [3]Property
	ThreatRate, VulnerabilityRate Value
	Reduction                     Value // of the vulnerability, by what is planned
	Level, Targeted               Value // as MONARC computed them
}

// An OperationalRisk is rated by its probability and on several scales, before
// controls (brut), now (net) and as planned (targeted).
type OperationalRisk struct {
	ID                      string
	Instance                string
	Path                    []string
	Label, Description      string
	Owner, Context, Comment string
	Stages                  [3]Stage // inherent, current, residual
}

// A Stage is what an operational risk is rated at once.
type Stage struct {
	Probability Value
	Impacts     []Impact
	Level       Value // as MONARC computed it
}

// An Impact is a level on one scale.
type Impact struct {
	Scale string
	Value Value
}

// Read reads an export. The error is a *source.Error.
func Read(name string, data []byte) (*Analysis, error) {
	if !strings.HasPrefix(strings.TrimLeft(string(data[:min(len(data), 100)]), "\ufeff \t\r\n"), "{") {
		var r source.Reporter
		r.Add(source.Diagnostic{File: name, Pos: source.Pos{Line: 1, Col: 1}, Code: source.Syntax, Message: "is no JSON object; an export with a password is encrypted: export without one"})
		return nil, r.Err()
	}
	root, err := source.ParseJSON(name, data, source.Limits{Bytes: MaxBytes, Depth: 200, Nodes: 10_000_000})
	if err != nil {
		return nil, err
	}
	r := &reader{analysis: &Analysis{}, scales: map[string]scale{}, made: map[string]int{}}
	instances, parts := outermost(root)
	if instances == nil {
		what := ""
		if kind := text(root.Get("type")); kind != "" {
			what = " but an export of the type " + strconv.Quote(source.Clip(kind))
		}
		r.Report(root, source.MissingKey, "is no MONARC analysis%s: it has no instances; what can be read is an analysis (type anr) or an instance", what)
		return nil, r.Err()
	}
	r.language = language(root, instances)
	r.operationalScales(root.Get("operationalRiskScales"))
	r.analysis.Lowest = r.value(root.Get("scales").Get(impactScale).Get("min")).Level
	r.analysis.Unassessed = first(root.Get("withEval"), root.Get("with_eval")).Text() == "false"
	for _, n := range instances {
		r.instance(n, nil)
	}
	for _, f := range root.Fields() {
		if f.Value.Len() > 0 && !strings.Contains(parts, " "+f.Key+" ") {
			r.analysis.Skipped = append(r.analysis.Skipped, f.Key)
		}
	}
	return r.analysis, r.Err()
}

// outermost lists the instances of an export that are below no other, and names
// the parts of the export that belong to them: none if it is no such export.
func outermost(root *source.Node) (instances []*source.Node, parts string) {
	const common = " operationalRiskScales "
	one := root.Get("instance")
	switch {
	case root.Get("instances") != nil:
		return append([]*source.Node{}, entries(root.Get("instances"))...), common + "instances "
	case one.Kind() != source.Map:
		return nil, ""
	case first(root.Get("risks"), root.Get("risksop")) != nil: // before version 2.13.1
		return []*source.Node{root}, common + "instance object risks risksop threats vuls amvs measures consequences recos recosop recs recSets children " +
			"instancesMetadatas anrMetadatasOnInstances instanceMetadata instanceMetadataFields "
	}
	return []*source.Node{one}, common + "instance "
}

type reader struct {
	source.Reporter
	analysis *Analysis
	language string
	scales   map[string]scale // of operational risks, by id
	made     map[string]int   // how often an id has been made
}

// A scale is one that operational risks are rated on.
type scale struct {
	name   string
	hidden bool
}

// entries lists what is in a list or, as PHP writes lists with gaps, in a map.
func entries(n *source.Node) []*source.Node {
	if n.Kind() == source.List {
		return n.Items()
	}
	all := make([]*source.Node, 0, n.Len())
	for _, f := range n.Fields() {
		all = append(all, f.Value)
	}
	return all
}

// text is the text of a scalar, "" of anything else.
func text(n *source.Node) string {
	switch n.Kind() {
	case source.String, source.Int:
		return n.Text()
	}
	return ""
}

// label is a text that has one key, or one for each language: that of the
// analysis, or else the first in which somebody wrote it.
func (r *reader) label(n *source.Node, key string) string {
	for _, end := range []string{"", r.language, "1", "2", "3", "4"} {
		if s := text(n.Get(key + end)); strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

// language is the number of the language of the analysis. Before version 2.13.1
// an export does not say it: then it is the one that scales are written in, or the
// first in which the first instance has a name.
func language(root *source.Node, instances []*source.Node) string {
	if s := text(root.Get("languageIndex")); s != "" {
		return s
	}
	for _, scale := range entries(root.Get("operationalRiskScales")) {
		for _, kind := range kinds(scale) {
			switch strings.ToLower(text(kind.Get("translation").Get("lang"))) {
			case "fr":
				return "1"
			case "en":
				return "2"
			case "de":
				return "3"
			case "nl":
				return "4"
			}
		}
	}
	for _, n := range instances[:min(len(instances), 1)] {
		for _, number := range []string{"1", "2", "3", "4"} {
			if text(n.Get("instance").Get("name"+number)) != "" {
				return number
			}
		}
	}
	return "1"
}

// value reads a level; a text, as PHP writes some, is one, too.
func (r *reader) value(n *source.Node) Value {
	switch n.Kind() {
	case source.Null:
		return Value{}
	case source.Int, source.String:
		i, err := strconv.ParseInt(n.Text(), 10, 64)
		if n.Text() == "" {
			return Value{}
		}
		if err != nil || i < unknown {
			r.Report(n, source.BadValue, "%q is no level: a whole number, or -1 for what is not known", source.Clip(n.Text()))
		}
		return Value{i, i != unknown}
	case source.Float:
		r.Report(n, source.BadValue, "%q is no level: a whole number, or -1 for what is not known", source.Clip(n.Text()))
	}
	return Value{}
}

// first is the first of two nodes that is there: the layouts differ in names.
func first(a, b *source.Node) *source.Node {
	if a != nil {
		return a
	}
	return b
}

func kinds(scale *source.Node) []*source.Node {
	return entries(first(scale.Get("operationalRiskScaleTypes"), scale.Get("operationalRiskScaleType")))
}

func (r *reader) operationalScales(n *source.Node) {
	for _, of := range entries(n) {
		for _, kind := range kinds(of) {
			if id := text(kind.Get("id")); id != "" {
				r.scales[id] = scale{or(r.label(kind, "label"), text(kind.Get("translation").Get("value"))), yes(kind.Get("isHidden"))}
			}
		}
	}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
