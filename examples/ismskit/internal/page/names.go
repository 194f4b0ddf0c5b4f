package page

import (
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
	"github.com/ismskit/ismskit/criteria/chart"
	"github.com/ismskit/ismskit/risk"
)

// names knows what the criteria call things, and the colours of bands.
type names struct {
	criteria *criteria.Criteria
	bands    map[string]band
	inputs   map[string]string            // titles, by id
	levels   map[string]map[string]string // titles, by input and id
	rules    map[string]*criteria.Rule
	people   map[string]int // ranks of authorities
}

// A band as the page shows it.
type band struct {
	Title string
	Class string // of the style sheet
	Rank  int
}

var noBand = band{Title: "no band", Class: "bx", Rank: -1}

func newNames(c *criteria.Criteria) *names {
	doc := c.Document()
	n := &names{criteria: c, bands: map[string]band{"": noBand}, inputs: map[string]string{},
		levels: map[string]map[string]string{}, rules: map[string]*criteria.Rule{}}
	for i, b := range doc.Bands {
		n.bands[b.ID] = band{or(b.Title, b.ID), "b" + strconv.Itoa(i), i}
	}
	for _, in := range doc.Inputs {
		n.inputs[in.ID] = or(in.Title, words(in.ID))
		if in.Scale == nil {
			continue
		}
		n.levels[in.ID] = map[string]string{}
		for _, l := range in.Scale.Levels {
			n.levels[in.ID][l.ID] = or(l.Title, words(l.ID))
		}
	}
	for i := range doc.Acceptance {
		n.rules[doc.Acceptance[i].ID] = &doc.Acceptance[i]
	}
	return n
}

// style gives the classes of the bands' colours.
func (n *names) style() string {
	var b strings.Builder
	for i, c := range chart.Colors(n.criteria.Document().Bands) {
		b.WriteString(".b" + strconv.Itoa(i) + "{--fill:" + c.Fill + ";--ink:" + c.Ink + "}\n")
	}
	return b.String()
}

func (n *names) band(id string) band {
	if b, ok := n.bands[id]; ok {
		return b
	}
	return band{id, noBand.Class, noBand.Rank} // of earlier criteria
}

func (n *names) input(id string) string { return or(n.inputs[id], words(id)) }

func (n *names) level(input, id string) string { return or(n.levels[input][id], id) }

// value writes a value that was used.
func (n *names) value(u risk.Used) string {
	switch {
	case u.From == risk.FromNowhere:
		return "not known"
	case u.List != nil && n.levels[u.Name] != nil:
		return n.level(u.Name, u.List[0]) + " to " + n.level(u.Name, u.List[len(u.List)-1])
	case u.List != nil:
		return or(strings.Join(u.List, ", "), "none")
	}
	return n.level(u.Name, u.Value)
}

// A verdict is level, band and decision in one.
type verdict struct {
	Band     band
	Level    string
	Decision decision
}

func (n *names) verdict(o *risk.Outcome) *verdict {
	if o == nil {
		return nil
	}
	return &verdict{n.band(o.Band), o.Level, newDecision(o.Decision)}
}

// A decision in words, with the class of what it means.
type decision struct {
	Text  string
	Class string
	Rank  int
}

func newDecision(d criteria.Decision) decision {
	x := decision{words(d.String()), "unknown", int(d)}
	switch d {
	case criteria.Accept:
		x.Class = "good"
	case criteria.AcceptConditionally, criteria.Escalate:
		x.Class = "warn"
	case criteria.Treat, criteria.Avoid:
		x.Class = "bad"
	}
	return x
}

// A flip is a change that gives another result.
type flip struct {
	Steps []step
	To    string
}

type step struct{ Input, From, To string }

func (n *names) flip(f analysis.Flip) flip {
	x := flip{To: n.flipped(f.Outcome)}
	for _, s := range f.Steps {
		x.Steps = append(x.Steps, step{n.input(s.Input), n.level(s.Input, s.From), n.level(s.Input, s.To)})
	}
	return x
}

func (n *names) flipped(v analysis.Verdict) string {
	if v.Failure != "" {
		return "cannot be computed (" + words(v.Failure) + ")"
	}
	if v.Band == "" {
		return words(v.Decision)
	}
	return words(v.Decision) + ", " + n.band(v.Band).Title
}
