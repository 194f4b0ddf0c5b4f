package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/monarc"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
	"github.com/ismskit/ismskit/risk"
)

func newImportMonarc(t *tool) *cobra.Command {
	c := &monarcImporter{riskImporter: riskImporter{tool: t}}
	cmd := &cobra.Command{
		Use:   "monarc FILE",
		Short: "Make a register of an analysis exported by MONARC",
		Long: `import monarc makes a register of an analysis, or of one instance with those
below it, that MONARC exports (JSON, with assessments, without a password).
Exports of version 2.13.1 and later are read, and those before; libraries of
objects, models and records of processing are not. A risk of information is
rated by threat_rate, vulnerability_rate and by the impacts on confidentiality,
integrity and availability that its threat touches; what it does not touch has
the lowest impact, with that reason. What is planned lowers the vulnerability
(residual). An operational risk is rated by probability and by one input for
each scale, inherent, current and residual; scales that the analysis hides are
left out. What the analysis gives as -1 is not known and is not stated. The
level that MONARC computed is kept as claimed.

Version 2.13.1 exports risks without ids. An id is then made of the names of
the instances, of the threat and of the vulnerability: it is the same in
another export as long as they are.`,
		Example: `  ismskit import monarc analysis.json --criteria criteria.yaml -o register.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.run(args[0]) },
	}
	c.flags(cmd)
	cmd.Flags().StringVar(&c.only, "only", "", "information or operational: the other risks are left out, since they have other criteria")
	return cmd
}

type monarcImporter struct {
	riskImporter
	only string
}

func (c *monarcImporter) run(name string) error {
	if c.only != "" && c.only != "information" && c.only != "operational" {
		return usagef("--only: %q is none of information, operational", source.Clip(c.only))
	}
	data, err := c.open(name, monarc.MaxBytes)
	if err != nil {
		return err
	}
	a, err := monarc.Read(display(name), data)
	if err != nil {
		return err
	}
	reg, seen := &risk.Register{ID: c.id}, map[string]bool{}
	if c.only == "operational" {
		c.sum.leaveSome("risks of information", "--only operational", len(a.Information))
	} else {
		lowest := monarc.Value{Level: a.Lowest, Known: !a.Unassessed}
		for i := range a.Information {
			c.add(reg, seen, c.information(&a.Information[i], lowest))
		}
	}
	if c.only == "information" {
		c.sum.leaveSome("operational risks", "--only information", len(a.Operational))
	} else {
		for i := range a.Operational {
			c.add(reg, seen, c.operational(&a.Operational[i]))
		}
	}
	c.sum.leaveSome("impacts by kind of consequence", "an instance has the greatest of them", a.Consequences)
	c.sum.leaveSome("recommendations", "they belong into a treatment plan", a.Recommendations)
	c.sum.leaveSome("options of treatment", "they belong into a treatment plan", a.Treatments)
	c.sum.leaveSome("ratings on hidden scales", "the analysis does not count them", a.Hidden)
	for _, key := range a.Skipped {
		c.sum.leave(key, "a register has no such part", 1)
	}
	if c.only == "" && len(a.Information) > 0 && len(a.Operational) > 0 {
		c.sum.note("risks of information and operational ones have other ratings: --only keeps them apart")
	}
	if a.Unassessed {
		c.sum.note("the analysis was exported without assessments: no risk is rated")
	}
	if a.Unnamed {
		c.sum.note("the export has no ids of risks: they are made of what a risk is about")
	}
	return c.finish(name, reg)
}

func (c *monarcImporter) information(x *monarc.InformationRisk, lowest monarc.Value) *risk.Risk {
	r := &risk.Risk{ID: "MI-" + texts.ID(x.ID), Title: texts.Line(x.Instance + ": " + x.Threat + ", " + x.Vulnerability), Description: joined(x.Context, x.Comment),
		Threat: x.Threat, Source: x.Source, Vulnerabilities: listed(x.Vulnerability), Assets: listed(x.Instance), Scope: scopeOf(x.Path, x.Instance), Owner: texts.ID(x.Owner)}
	vulnerability := x.VulnerabilityRate
	planned := x.Reduction.Known && x.Reduction.Level > 0
	for _, stage := range []risk.Stage{risk.Current, risk.Residual} {
		if stage == risk.Residual {
			if !planned {
				break
			}
			vulnerability.Level = max(vulnerability.Level-x.Reduction.Level, 0)
		}
		c.value(r, stage, "threat_rate", x.ThreatRate)
		c.value(r, stage, "vulnerability_rate", vulnerability)
		for _, p := range x.Properties {
			if p.Touched {
				c.value(r, stage, p.Name, p.Impact)
			} else {
				c.value(r, stage, p.Name, lowest)
			}
		}
	}
	for _, p := range x.Properties {
		if p.Touched {
			r.CIA = append(r.CIA, p.Name)
		} else if lowest.Known {
			r.Rationale = append(r.Rationale, risk.Rationale{Input: p.Name, Text: "The threat does not touch it."})
		}
	}
	if x.Level.Known {
		c.claim(r, risk.Current, x.Level.Level)
	}
	if planned && x.Targeted.Known {
		c.sum.leave("levels after treatment", "a risk has one claim", 1)
	}
	return r
}

func (c *monarcImporter) operational(x *monarc.OperationalRisk) *risk.Risk {
	r := &risk.Risk{ID: "MO-" + texts.ID(x.ID), Title: texts.Line(x.Instance + ": " + x.Label), Description: joined(x.Description, x.Context, x.Comment),
		Assets: listed(x.Instance), Scope: scopeOf(x.Path, x.Instance), Owner: texts.ID(x.Owner)}
	for i, stage := range risk.Stages() {
		s := &x.Stages[i]
		c.value(r, stage, "probability", s.Probability)
		for _, impact := range s.Impacts {
			if name := texts.Identifier(impact.Scale); name != "" {
				c.value(r, stage, name, impact.Value)
			} else {
				c.sum.leave("ratings on the scale "+impact.Scale, "no name can be made of it", 1)
			}
		}
	}
	if level := x.Stages[risk.Current-1].Level; level.Known {
		c.claim(r, risk.Current, level.Level)
	}
	return r
}

// value states what is known.
func (c *monarcImporter) value(r *risk.Risk, stage risk.Stage, input string, v monarc.Value) {
	if v.Known {
		c.state(r, stage, input, criteria.StateInt(v.Level))
		return
	}
	if stage == risk.Current {
		c.sum.leave("ratings of -1", "they are not known", 1)
	}
}

// joined puts paragraphs together, without those that are empty.
func joined(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p = texts.Clean(p); p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, "\n\n")
}

func listed(s string) []string {
	if s = texts.Line(s); s == "" {
		return nil
	}
	return []string{s}
}

// scopeOf is the outermost instance.
func scopeOf(path []string, instance string) []string {
	if len(path) > 0 {
		return listed(path[0])
	}
	return listed(instance)
}
