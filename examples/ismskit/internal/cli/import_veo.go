package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
	"github.com/ismskit/ismskit/examples/ismskit/internal/veo"
	"github.com/ismskit/ismskit/risk"
)

func newImportVeo(t *tool) *cobra.Command {
	c := &veoImporter{riskImporter: riskImporter{tool: t}}
	cmd := &cobra.Command{
		Use:   "veo FILE",
		Short: "Make a register of a unit exported by verinice.veo",
		Long: `import veo makes a register of a unit that verinice.veo exports (JSON: the
unit, its domains, elements and risks); domains, profiles and catalogues are
not read, nor are files of the older verinice. A risk is rated, inherently, by
probability and by one impact for each protection goal: confidentiality,
integrity, availability, or the goal's own name. Levels are counted from 0, as
the export counts them; a risk that is rated by several risk definitions
becomes several risks, unless --definition names one. The level that is claimed
is the greatest of the protection goals: of the residual risk where somebody
typed one in, inherent where nobody did; else of the inherent risk that
verinice computed. A risk without a designator gets an id of its element and
its scenario, the same in every export.

Only risks are taken, of assets, processes and scopes. What the export says
about controls, links, custom aspects and risk definitions depends on the
domain and is left out; it is in the summary.`,
		Example: `  ismskit import veo unit.json --criteria criteria.yaml -o register.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.run(args[0]) },
	}
	c.flags(cmd)
	cmd.Flags().StringVar(&c.definition, "definition", "", "risk definition, such as DSRA; ratings by others are left out")
	return cmd
}

type veoImporter struct {
	riskImporter
	definition string
}

// goals are names of protection goals by the letters that definitions use.
var goals = map[string]string{"C": "confidentiality", "I": "integrity", "A": "availability"}

func (c *veoImporter) run(name string) error {
	data, err := c.open(name, veo.MaxBytes)
	if err != nil {
		return err
	}
	u, err := veo.Read(display(name), data)
	if err != nil {
		return err
	}
	reg, seen := &risk.Register{ID: c.id, Title: texts.Line(u.Name)}, map[string]bool{}
	several := map[string]int{} // ratings by risk, and by risk and definition
	for i := range u.Risks {
		several[u.Risks[i].ID]++
		several[u.Risks[i].ID+"\x00"+u.Risks[i].Definition]++
	}
	treatments, controls := 0, 0
	for i := range u.Risks {
		x := &u.Risks[i]
		if c.definition != "" && x.Definition != c.definition {
			c.sum.leave("ratings by the definition "+or(x.Definition, "(none)"), "another one was asked for", 1)
			continue
		}
		r := c.risk(x)
		if several[x.ID] > 1 && c.definition == "" {
			r.ID += "." + texts.ID(x.Definition)
		}
		if several[x.ID+"\x00"+x.Definition] > 1 {
			r.ID += "." + texts.ID(x.Domain)
		}
		c.add(reg, seen, r)
		treatments += x.Treatments
		if x.Mitigated {
			controls++
		}
	}
	c.sum.leaveSome("elements", "their custom aspects and links depend on the domain", u.Elements)
	c.sum.leaveSome("options of treatment", "they belong into a treatment plan", treatments)
	c.sum.leaveSome("controls that mitigate a risk", "they belong into a treatment plan", controls)
	for _, key := range u.Skipped {
		c.sum.leave(key, "a register has no such part", 1)
	}
	if u.Unnamed {
		c.sum.note("some risks have no designator: their ids are made of element and scenario")
	}
	return c.finish(name, reg)
}

func (c *veoImporter) risk(x *veo.Risk) *risk.Risk {
	r := &risk.Risk{ID: texts.ID(x.ID), Title: texts.Line(x.Element + ": " + x.Scenario), Description: x.Description, Threat: texts.Line(x.Scenario), Owner: texts.ID(x.Owner)}
	if x.Kind == "scope" {
		r.Scope = listed(x.Element)
	} else {
		r.Assets = listed(x.Element)
	}
	c.value(r, "probability", x.Probability, x.Why)
	for _, goal := range x.Impacts {
		name := goals[goal.Name]
		if name == "" {
			name = texts.Identifier(goal.Name)
		}
		if name == "" {
			c.sum.leave("impacts on "+goal.Name, "no name can be made of it", 1)
			continue
		}
		c.value(r, name, goal.Level, goal.Why)
		if strings.Contains("CIA", goal.Name) && goal.Level != nil {
			r.CIA = append(r.CIA, name)
		}
	}
	switch {
	case x.Residual != nil:
		// Nothing stands behind it: a residual risk that is not rated.
		r.Ratings[risk.Residual-1] = []risk.Statement{}
		c.claim(r, risk.Residual, *x.Residual)
	case x.Inherent != nil:
		c.claim(r, risk.Inherent, *x.Inherent)
	}
	return r
}

// value states a level that somebody stated, and why.
func (c *veoImporter) value(r *risk.Risk, input string, level *int64, why string) {
	if level == nil {
		c.sum.leave("ratings that nobody stated", "they are not known", 1)
		return
	}
	c.state(r, risk.Inherent, input, criteria.StateInt(*level))
	why = texts.Clean(why)
	if why == "" || c.fit != nil && c.fit.Input(input) == nil {
		return
	}
	if len(why) > risk.MaxTextBytes {
		why = texts.Cut(why, risk.MaxTextBytes)
		c.sum.leave("the end of an explanation of "+r.ID, "a text has at most "+strconv.Itoa(risk.MaxTextBytes)+" bytes", 1)
	}
	r.Rationale = append(r.Rationale, risk.Rationale{Input: input, Text: why})
}
