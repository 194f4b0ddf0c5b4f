// Package monarc reads the risks of analyses that MONARC exports as JSON: those of
// information, one for each threat and vulnerability of an instance, and
// operational ones. It reads both layouts, that of version 2.13.1 and later, and
// the one before.
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
	Version     string
	Information []InformationRisk
	Operational []OperationalRisk
	Skipped     []string // parts of the export beside the instances
	// Lowest is the lowest level of an impact, 0 unless the export has the scale.
	Lowest    int64
	Instances int
	// Consequences counts the impacts by kind of consequence. An instance has the
	// greatest of them.
	Consequences    int
	Recommendations int
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
	ID                            string
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
	r := &reader{analysis: &Analysis{Version: text(root.Get("monarc_version"))}, scales: map[string]string{}}
	if root.Kind() != source.Map || root.Get("instances") == nil {
		r.Report(root, source.MissingKey, "is no MONARC analysis: it has no instances")
		return nil, r.Err()
	}
	r.language = "1"
	if n := root.Get("languageIndex"); n != nil {
		r.language = text(n)
	}
	r.operationalScales(root.Get("operationalRiskScales"))
	r.analysis.Lowest = r.value(root.Get("scales").Get(impactScale).Get("min")).Level
	for _, f := range root.Fields() {
		switch f.Key {
		case "instances":
			for _, n := range entries(f.Value) {
				r.instance(n, nil)
			}
		case "type", "monarc_version", "exportDatetime", "export_datetime", "languageCode", "languageIndex", "operationalRiskScales":
		default:
			if f.Value.Len() > 0 && !strings.HasPrefix(f.Key, "with") {
				r.analysis.Skipped = append(r.analysis.Skipped, f.Key)
			}
		}
	}
	return r.analysis, r.Err()
}

type reader struct {
	source.Reporter
	analysis *Analysis
	language string
	scales   map[string]string // names of operational scales by id
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

// label is a text that has one key, or one for each language.
func (r *reader) label(n *source.Node, key string) string {
	if s := text(n.Get(key)); s != "" {
		return s
	}
	return text(n.Get(key + r.language))
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

func (r *reader) operationalScales(n *source.Node) {
	for _, scale := range entries(n) {
		for _, kind := range entries(first(scale.Get("operationalRiskScaleTypes"), scale.Get("operationalRiskScaleType"))) {
			if id := text(kind.Get("id")); id != "" {
				r.scales[id] = or(r.label(kind, "label"), text(kind.Get("translation")))
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
