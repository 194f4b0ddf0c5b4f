package cli

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/risk"
)

// unitsOf lists the units of a portfolio: all, the owners, the scope items.
func unitsOf(f *risk.Portfolio) []*risk.Unit {
	units := []*risk.Unit{&f.All}
	for i := range f.Owners {
		units = append(units, &f.Owners[i])
	}
	for i := range f.Scopes {
		units = append(units, &f.Scopes[i])
	}
	return units
}

func (p *planner) printPortfolio(f *risk.Portfolio) error {
	fmt.Fprintf(p.out, "\n%s\n", p.style.bold("All risks together, "+f.Stage.String()))
	head := []string{"of", "risks"}
	for _, x := range f.All.Bands {
		head = append(head, x.Band)
	}
	head = append(head, "?")
	for _, s := range f.All.Sums {
		head = append(head, s.Name)
	}
	b := newTable(head...)
	for _, u := range unitsOf(f) {
		row := []string{unitName(u.Over, u.ID), strconv.Itoa(len(u.Risks))}
		for _, x := range u.Bands {
			row = append(row, strconv.Itoa(x.Risks))
		}
		row = append(row, strconv.Itoa(len(u.Undetermined)))
		for _, s := range u.Sums {
			row = append(row, s.String())
		}
		b.addText(row...)
	}
	if err := b.print(p.out, p.style, p.width); err != nil {
		return err
	}
	for i := range f.Limits {
		if l := &f.Limits[i]; l.Verdict != criteria.LimitKept {
			fmt.Fprintln(p.out, visible(l.String()))
			if l.Limit.Because != "" {
				fmt.Fprintf(p.out, "    %s\n", visible(l.Limit.Because))
			}
		}
	}
	for _, r := range f.Refinements {
		fmt.Fprintf(p.out, "%s refines %s: %s\n", r.Child, r.Parent, r.Problem)
	}
	return nil
}

func unitName(over criteria.Over, id string) string {
	if over == criteria.OverAll {
		return over.String()
	}
	return strings.TrimSpace(over.String() + " " + or(id, "(none)"))
}

// decimal writes an exact number without its fraction's bar where it has one.
func decimal(r *big.Rat) string {
	n, exact := r.FloatPrec()
	if !exact {
		return r.RatString()
	}
	return r.FloatString(n)
}

type portfolioJSON struct {
	Stage       string           `json:"stage"`
	Units       []unitJSON       `json:"units"`
	Limits      []limitJSON      `json:"limits"`
	Refinements []refinementJSON `json:"refinements"`
}

type unitJSON struct {
	Over         string          `json:"over"`
	ID           *string         `json:"id"` // null for all, and for the risks that name none
	Risks        []string        `json:"risks"`
	Bands        []bandCountJSON `json:"bands"`
	Undetermined []string        `json:"undetermined"`
	Largest      *string         `json:"largest"`
	MayReach     *string         `json:"mayReach"`
	Sums         []sumJSON       `json:"sums"`
}

type bandCountJSON struct {
	Band  string `json:"band"`
	Risks int    `json:"risks"`
}

type sumJSON struct {
	Name    string   `json:"name"`
	Unit    string   `json:"unit"`
	Known   string   `json:"known"`
	Missing []string `json:"missing"`
}

type limitJSON struct {
	Limit     string       `json:"limit"`
	Over      string       `json:"over"`
	ID        *string      `json:"id"`
	Verdict   string       `json:"verdict"`
	Outcome   string       `json:"outcome"`
	Authority *string      `json:"authority"`
	Because   *string      `json:"because"`
	Risks     []string     `json:"risks"`
	Settle    []string     `json:"settle"`
	Failure   *failureJSON `json:"failure,omitempty"`
}

type refinementJSON struct {
	Parent     string  `json:"parent"`
	Child      string  `json:"child"`
	ParentBand *string `json:"parentBand"`
	ChildBand  *string `json:"childBand"`
	Problem    string  `json:"problem"`
}

func newPortfolioJSON(f *risk.Portfolio) portfolioJSON {
	j := portfolioJSON{Stage: f.Stage.String(), Limits: []limitJSON{}, Refinements: []refinementJSON{}}
	for _, u := range unitsOf(f) {
		x := unitJSON{Over: u.Over.String(), ID: nullable(u.ID), Risks: list(u.Risks), Undetermined: list(u.Undetermined),
			Bands: []bandCountJSON{}, Largest: nullable(u.Largest), MayReach: nullable(u.MayReach), Sums: []sumJSON{}}
		for _, b := range u.Bands {
			x.Bands = append(x.Bands, bandCountJSON(b))
		}
		for _, s := range u.Sums {
			x.Sums = append(x.Sums, sumJSON{s.Name, s.Unit, decimal(s.Known), list(s.Missing)})
		}
		j.Units = append(j.Units, x)
	}
	for i := range f.Limits {
		l := &f.Limits[i]
		j.Limits = append(j.Limits, limitJSON{l.Limit.ID, l.Unit.Over.String(), nullable(l.Unit.ID), l.Verdict.String(), l.Limit.Outcome.String(),
			nullable(l.Limit.Authority), nullable(l.Limit.Because), list(l.Risks), list(l.Settle), newFailureJSON(l.Failure)})
	}
	for _, r := range f.Refinements {
		j.Refinements = append(j.Refinements, refinementJSON{r.Parent, r.Child, nullable(r.ParentBand), nullable(r.ChildBand), r.Problem.String()})
	}
	return j
}
