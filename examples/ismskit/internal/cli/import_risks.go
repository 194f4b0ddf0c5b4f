package cli

import (
	"math/big"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/risk"
)

// A riskImporter makes a register of a file of another tool.
type riskImporter struct {
	*tool
	id, criteria, output string

	sum     *importSummary
	fit     *criteria.Criteria
	ratings int
	claims  int
}

func (c *riskImporter) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&c.id, "id", "", "id of the register (default: by the name of the file)")
	f.StringVar(&c.criteria, "criteria", "", "criteria that the ratings must fit")
	f.StringVarP(&c.output, "output", "o", stdName, "write the register to this file; - is standard output")
}

// open checks the flags and reads the file.
func (c *riskImporter) open(name string, limit int64) ([]byte, error) {
	err := c.checkOutput(c.output, "register is")
	if err != nil {
		return nil, err
	}
	if c.id, err = chosenID(c.id, idOf(name)); err != nil {
		return nil, err
	}
	if c.criteria != "" {
		if c.fit, err = c.readCriteria(c.criteria); err != nil {
			return nil, err
		}
	}
	c.sum = newImportSummary(name, c.output)
	return c.read(name, limit)
}

// finish writes the register and ends with the summary.
func (c *riskImporter) finish(name string, reg *risk.Register) error {
	if len(reg.Risks) == 0 {
		var r source.Reporter
		r.Add(source.Diagnostic{File: display(name), Code: source.Empty, Message: "there are no risks in it"})
		return r.Err()
	}
	reg, err := c.writeRegister(name, c.output, reg, c.fit)
	if err != nil {
		return err
	}
	c.sum.Taken = []takenJSON{{"risks", len(reg.Risks)}, {"ratings", c.ratings}, {"claims", c.claims}}
	return c.finishImport(c.sum)
}

// state states a rating. With criteria, an input that they do not have is left
// out.
func (c *riskImporter) state(r *risk.Risk, stage risk.Stage, input string, v criteria.Stated) {
	if c.fit != nil && c.fit.Input(input) == nil {
		c.sum.leave("ratings of "+input, "the criteria have no such input", 1)
		return
	}
	r.State(stage, input, v)
	c.ratings++
}

// claim keeps a level that another tool computed, or that somebody typed in.
func (c *riskImporter) claim(r *risk.Risk, stage risk.Stage, level int64) {
	r.Claimed = &risk.Claim{Stage: stage, Level: new(big.Rat).SetInt64(level)}
	c.claims++
}

// add adds a risk unless there is one of its id.
func (c *riskImporter) add(reg *risk.Register, seen map[string]bool, r *risk.Risk) {
	c.sum.fit(r)
	if seen[r.ID] {
		c.sum.leave("risk "+r.ID, "the file has another one of that id", 1)
		return
	}
	seen[r.ID] = true
	reg.Risks = append(reg.Risks, r)
}
