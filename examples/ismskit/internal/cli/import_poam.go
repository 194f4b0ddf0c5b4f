package cli

import (
	"math/big"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa/oscal"
)

func newImportPOAM(t *tool) *cobra.Command {
	c := &poamImporter{riskImporter{tool: t}}
	cmd := &cobra.Command{
		Use:   "oscal-poam FILE",
		Short: "Make a register of an OSCAL plan of action and milestones",
		Long: `import oscal-poam makes a register of the risks of an OSCAL plan of action and
milestones (JSON). Facets of a risk, such as likelihood, become current ratings;
with --criteria only those that are inputs of the criteria, and they have to
fit. A facet that is a level of risk somebody has found is kept as claimed.`,
		Example: `  ismskit import oscal-poam poam.json --criteria criteria.yaml -o register.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.run(args[0]) },
	}
	c.flags(cmd)
	return cmd
}

type poamImporter struct{ riskImporter }

func (c *poamImporter) run(name string) error {
	data, err := c.open(name, oscal.MaxBytes)
	if err != nil {
		return err
	}
	p, err := oscal.ParsePOAM(display(name), data)
	if err != nil {
		return err
	}
	reg, seen := &risk.Register{ID: c.id, Title: texts.Line(p.Metadata.Title)}, map[string]bool{}
	for _, tracked := range p.Tracked() {
		i := slices.IndexFunc(p.Risks, func(r oscal.Risk) bool { return r.UUID == tracked.UUID })
		if i < 0 {
			c.sum.leave("items that name no risk of the file", "an item alone is a task, not a risk", 1)
			continue
		}
		c.add(reg, seen, c.risk(&p.Risks[i], &tracked))
	}
	return c.finish(name, reg)
}

// prop is the value of the first property of that name, in the vocabulary of what
// this project writes.
func prop(props []oscal.Property, name string) string {
	for _, p := range props {
		if p.Name == name && p.NS == oscal.NS {
			return p.Value
		}
	}
	return ""
}

func propsOf(props []oscal.Property, name string) []string {
	var values []string
	for _, p := range props {
		if p.Name == name && p.NS == oscal.NS {
			values = append(values, p.Value)
		}
	}
	return values
}

func (c *poamImporter) risk(from *oscal.Risk, tracked *oscal.TrackedRisk) *risk.Risk {
	r := &risk.Risk{
		ID: from.UUID, Title: texts.Line(stated(from.Title)), Description: stated(from.Description), Event: stated(from.Statement),
		Owner: prop(from.Props, "owner"), Threat: prop(from.Props, "threat"), Category: prop(from.Props, "category"),
		Scope: propsOf(from.Props, "scope"), Assets: propsOf(from.Props, "asset"),
	}
	if id := prop(from.Props, "risk"); source.ValidID(id) {
		r.ID = id
	}
	if !source.ValidID(r.Owner) {
		r.Owner = ""
	}
	for i := range from.Characterizations {
		ch := &from.Characterizations[i]
		stage, ok := risk.ParseStage(prop(ch.Props, "stage"))
		if !ok {
			stage = risk.Current
		}
		for _, f := range ch.Facets {
			c.facet(r, stage, f)
		}
	}
	c.sum.leaveSome("mitigating factors", "a register has none; state them as controls", len(from.MitigatingFactors))
	c.sum.leaveSome("remediations", "they belong into a treatment plan", len(from.Remediations))
	c.sum.leaveSome("items", "they belong into a treatment plan", len(tracked.Items))
	c.sum.leaveSome("observations", "a register has none", len(tracked.Observations))
	c.sum.leaveSome("references that lead nowhere", "the file has neither a risk nor an observation of that UUID", len(tracked.Dangling))
	if from.Status != "" {
		c.sum.leave("status "+from.Status, "whether a risk is accepted or closed follows from criteria, plan and approvals", 1)
	}
	if from.Deadline != "" {
		c.sum.leave("deadlines", "they belong into a treatment plan", 1)
	}
	return r
}

// claims are names of facets that hold a level of risk, not a rating.
var claimNames = []string{"risk", "risk_level", "level", "severity", "band", "risk_rating", "risk_score"}

// facet takes a facet as a rating or as a claim.
func (c *poamImporter) facet(r *risk.Risk, stage risk.Stage, f oscal.Facet) {
	ours := strings.HasPrefix(f.System, oscal.NS)
	name := f.Name
	if !source.ValidID(name) || strings.ContainsAny(name, ".-") {
		name = texts.Identifier(name)
	}
	switch isInput := c.fit != nil && c.fit.Input(name) != nil; {
	case name == "":
		c.sum.leave("facet "+f.Name, "its name is no name of an input", 1)
	case ours && !isInput && (name == "decision" || name == "rule"):
		c.sum.leave("facets decision and rule", "they follow from the criteria", 1)
	case !isInput && slices.Contains(claimNames, name):
		c.claimFacet(r, stage, f, ours)
	case c.fit != nil && !isInput:
		c.sum.leave("facet "+f.Name, "the criteria have no such input", 1)
	case slices.ContainsFunc(r.Ratings[max(stage, 1)-1], func(s risk.Statement) bool { return s.Input == name }):
		c.sum.leave("facet "+f.Name, "the risk has another one of that name", 1)
	default:
		r.State(stage, name, facetValue(f.Value))
		c.ratings++
	}
}

// facetValue reads a value as this project writes it: a text, a number or a bool,
// or a range or list in brackets.
func facetValue(s string) criteria.Stated {
	if inner, ok := strings.CutPrefix(s, "["); ok && strings.HasSuffix(inner, "]") {
		var items []criteria.Stated
		for item := range strings.SplitSeq(strings.TrimSuffix(inner, "]"), ", ") {
			if item != "" {
				items = append(items, scalarValue(item))
			}
		}
		return criteria.StateList(items...)
	}
	return scalarValue(s)
}

func scalarValue(s string) criteria.Stated {
	if s == "true" || s == "false" {
		return criteria.StateBool(s == "true")
	}
	if r := number(s); r != nil {
		if r.IsInt() && r.Num().IsInt64() {
			return criteria.StateInt(r.Num().Int64())
		}
		return criteria.StateDecimal(r)
	}
	return criteria.StateText(s)
}

// number reads a decimal number, nil for anything else.
func number(s string) *big.Rat {
	if s == "" || len(s) > 40 || strings.Trim(s, "0123456789.-") != "" {
		return nil
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil
	}
	return r
}

// claimFacet keeps the level or the band of the current stage; a risk has one claim.
func (c *poamImporter) claimFacet(r *risk.Risk, stage risk.Stage, f oscal.Facet, ours bool) {
	claim := risk.Claim{Stage: stage}
	if r.Claimed != nil {
		claim = *r.Claimed
	}
	level := number(f.Value)
	if ours && f.Name == "band" {
		level = nil
	}
	switch {
	case claim.Stage != stage:
		c.sum.leave("levels of other stages", "a risk has one claim", 1)
		return
	case level != nil && claim.Level == nil:
		claim.Level = level
	case level == nil && claim.Band == "":
		claim.Band = texts.Line(f.Value)
	default:
		c.sum.leave("facet "+f.Name, "the risk has another level or band that is claimed", 1)
		return
	}
	if r.Claimed == nil {
		c.claims++
	}
	r.Claimed = &claim
}

// stated is "" for what OSCAL's writer had no text for.
func stated(s string) string {
	if s == oscal.NotStated {
		return ""
	}
	return texts.Clean(s)
}
