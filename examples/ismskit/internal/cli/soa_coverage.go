package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/soa"
)

func newSoACoverage(t *tool) *cobra.Command {
	c := &soaCounter{applicable: applicable{tool: t}}
	cmd := &cobra.Command{
		Use:   "coverage FOLDER|DOCUMENT...",
		Short: "Count what a statement says, by catalogue, group and attribute",
		Example: `  ismskit soa coverage isms/
  ismskit soa coverage statement.yaml --by group,control_type`,
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args) },
	}
	c.flags(cmd.Flags())
	cmd.Flags().StringSliceVar(&c.by, "by", nil, "count by group as well, or by attributes of the catalogues such as control_type")
	return cmd
}

type soaCounter struct {
	applicable
	by []string
}

func (c *soaCounter) run(ctx context.Context, names []string) error {
	in, s, err := c.input(ctx, names)
	if err == nil && s == nil {
		err = usagef("there is no statement of applicability among the documents")
	}
	if err != nil {
		return err
	}
	v := s.Coverage(in.Catalogues...)
	by := []string{"group"}
	for _, k := range v.Catalogues {
		for _, a := range k.Attributes {
			if !slices.Contains(by, a.Name) {
				by = append(by, a.Name)
			}
		}
	}
	if err := oneOf("--by", c.by, by...); err != nil {
		return err
	}
	if c.json {
		return c.printJSON(newCoverageJSON(s, v))
	}
	return c.printCoverage(s, v, c.by)
}

func (t *tool) printCoverage(s *soa.Statement, v soa.Coverage, by []string) error {
	fmt.Fprintln(t.out, t.style.bold(visible(statementRef(s))))
	b := newTable("of", "controls", "necessary", "excluded", "undecided", "external", "implemented", "partial", "planned", "not", "?")
	row := func(name string, n soa.Count) {
		cells := []string{name}
		for _, k := range []int{n.Controls, n.Necessary, n.Excluded, n.Undecided, n.External, n.Implemented, n.Partial, n.Planned, n.NotImplemented, n.Unstated} {
			cells = append(cells, strconv.Itoa(k))
		}
		b.addText(cells...)
	}
	for _, k := range v.Catalogues {
		row(k.Catalogue, k.Count)
		if slices.Contains(by, "group") {
			for _, g := range k.Groups {
				row("  "+g.Group+" "+g.Title, g.Count)
			}
		}
		for _, a := range k.Attributes {
			if slices.Contains(by, a.Name) {
				row("  "+a.Name+" "+a.Value, a.Count)
			}
		}
	}
	if v.Own.Controls > 0 {
		row("own controls", v.Own)
	}
	row("all", v.Total)
	return b.print(t.out, t.style, t.width)
}

type coverageJSON struct {
	Statement  statementJSON     `json:"statement"`
	Total      countJSON         `json:"total"`
	Own        countJSON         `json:"own"`
	Catalogues []catalogueCovers `json:"catalogues"`
}

type countJSON struct {
	Controls       int `json:"controls"`
	Necessary      int `json:"necessary"`
	Excluded       int `json:"excluded"`
	Undecided      int `json:"undecided"`
	External       int `json:"external"`
	Implemented    int `json:"implemented"`
	Partial        int `json:"partial"`
	Planned        int `json:"planned"`
	NotImplemented int `json:"notImplemented"`
	Unstated       int `json:"unstated"`
}

type catalogueCovers struct {
	Catalogue  string            `json:"catalogue"`
	Count      countJSON         `json:"count"`
	Groups     []groupCovers     `json:"groups"`
	Attributes []attributeCovers `json:"attributes"`
}

type groupCovers struct {
	Group string    `json:"group"`
	Title string    `json:"title"`
	Count countJSON `json:"count"`
}

type attributeCovers struct {
	Name  string    `json:"name"`
	Value string    `json:"value"`
	Count countJSON `json:"count"`
}

func newCoverageJSON(s *soa.Statement, v soa.Coverage) coverageJSON {
	j := coverageJSON{newStatementJSON(s), countJSON(v.Total), countJSON(v.Own), []catalogueCovers{}}
	for _, k := range v.Catalogues {
		c := catalogueCovers{k.Catalogue, countJSON(k.Count), []groupCovers{}, []attributeCovers{}}
		for _, g := range k.Groups {
			c.Groups = append(c.Groups, groupCovers{g.Group, g.Title, countJSON(g.Count)})
		}
		for _, a := range k.Attributes {
			c.Attributes = append(c.Attributes, attributeCovers{a.Name, a.Value, countJSON(a.Count)})
		}
		j.Catalogues = append(j.Catalogues, c)
	}
	return j
}
