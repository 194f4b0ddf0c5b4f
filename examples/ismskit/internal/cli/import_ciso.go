package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/ciso"
)

func newImportCISO(t *tool) *cobra.Command {
	c := &cisoImporter{tool: t}
	cmd := &cobra.Command{
		Use:   "ciso-assistant LIBRARY",
		Short: "Make criteria of a risk matrix of a CISO Assistant library",
		Long: `import ciso-assistant makes a criteria document of a risk matrix in a published
library of CISO Assistant (YAML): two scales, a table and bands. A library says
nothing of acceptance, so the document accepts nothing until the organisation
writes its own rules.`,
		Example: `  ismskit import ciso-assistant risk-matrix-4x4-ebios-rm.yaml -o criteria.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.run(args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&c.matrix, "matrix", "", "id or urn of the matrix, where the library has several")
	f.StringVar(&c.language, "lang", "", "language of titles and definitions, such as fr (default: that of the library)")
	f.StringVarP(&c.output, "output", "o", stdName, "write the criteria to this file; - is standard output")
	return cmd
}

type cisoImporter struct {
	*tool
	matrix, language, output string
}

func (c *cisoImporter) run(name string) error {
	if c.json && c.output == stdName {
		return usagef("--json needs -o FILE: the criteria are printed")
	}
	data, err := c.read(name, ciso.MaxBytes)
	if err != nil {
		return err
	}
	sum := newImportSummary(name, c.output)
	lib, err := ciso.Read(display(name), data)
	if err != nil {
		return err
	}
	m, ok := lib.Find(c.matrix)
	switch {
	case !ok && c.matrix == "":
		return usagef("the library has %d matrices; name one with --matrix: %s", len(lib.Matrices), strings.Join(lib.IDs(), ", "))
	case !ok:
		return usagef("--matrix: the library has no matrix %q; it has %s", source.Clip(c.matrix), strings.Join(lib.IDs(), ", "))
	}
	if c.language != "" && !slices.Contains(m.Languages(), c.language) {
		return usagef("--lang: the matrix is not translated into %q; it is into %s", source.Clip(c.language), or(strings.Join(m.Languages(), ", "), "no language"))
	}
	text, notes := m.Criteria(lib, c.language)
	if text, err = layOut(c.output, text); err != nil {
		return err
	}
	// What is written is what the library reads and proves.
	doc, err := criteria.Parse("criteria made of "+display(name), text)
	if err != nil {
		return err
	}
	if _, err := doc.Compile(); err != nil {
		return err
	}
	if err := c.write(c.output, text); err != nil {
		return err
	}
	sum.take("levels of probability", len(m.Probability))
	sum.take("levels of impact", len(m.Impact))
	sum.take("bands", len(m.Risk))
	sum.take("cells", len(m.Probability)*len(m.Impact))
	for i := range lib.Matrices {
		if other := &lib.Matrices[i]; other != m {
			sum.leave("matrix "+other.ID, "another one was asked for", 1)
		}
	}
	for _, key := range lib.Skipped {
		sum.leave("objects."+key, "no risk matrix", 1)
	}
	for _, key := range lib.Ignored {
		sum.leave(key, "criteria have no such property", 1)
	}
	if n := len(m.Languages()); n > 0 && c.language == "" {
		sum.leave("translations into "+strings.Join(m.Languages(), ", "), "criteria have one language; choose it with --lang", 1)
	}
	sum.leave("colours of levels", "only bands have colours", 1)
	for _, note := range notes {
		sum.note("%s", note)
	}
	sum.note("nothing is accepted yet: write the rules of acceptance, then run ismskit lint")
	return c.finishImport(sum)
}
