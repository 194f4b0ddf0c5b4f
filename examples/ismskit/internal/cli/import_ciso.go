package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/ciso"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
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
	cmd.Flags().StringVar(&c.matrix, "matrix", "", "id or urn of the matrix, where the library has several")
	c.flags(cmd, "criteria")
	return cmd
}

func newImportFramework(t *tool) *cobra.Command {
	c := &cisoImporter{tool: t}
	cmd := &cobra.Command{
		Use:   "ciso-framework LIBRARY",
		Short: "Make a catalogue of a framework of a CISO Assistant library",
		Long: `import ciso-framework makes a catalogue, for statements of applicability, of a
framework in a published library of CISO Assistant (YAML): what is assessable
becomes a control, the headings become groups. Mind the copyright of the texts.`,
		Example: `  ismskit import ciso-framework nist-csf-2.0.yaml -o catalogue.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.runFramework(args[0]) },
	}
	cmd.Flags().StringVar(&c.framework, "framework", "", "id or urn of the framework, where the library has several")
	cmd.Flags().StringVar(&c.id, "id", "", "id of the catalogue (default: that of the framework)")
	c.flags(cmd, "catalogue")
	return cmd
}

type cisoImporter struct {
	*tool
	matrix, framework, id, language, output string
}

func (c *cisoImporter) flags(cmd *cobra.Command, what string) {
	cmd.Flags().StringVar(&c.language, "lang", "", "language of titles and texts, such as fr (default: that of the library)")
	cmd.Flags().StringVarP(&c.output, "output", "o", stdName, "write the "+what+" to this file; - is standard output")
}

// notFound says which of several a library has.
func notFound(one, many, id string, ids []string) error {
	switch {
	case len(ids) == 0:
		return usagef("the library has no %s", one)
	case id == "":
		return usagef("the library has %d %s; name one with --%s: %s", len(ids), many, one, strings.Join(ids, ", "))
	}
	return usagef("--%s: the library has no %s %q; it has %s", one, one, source.Clip(id), strings.Join(ids, ", "))
}

func (c *cisoImporter) translated(what string, languages []string) error {
	if c.language != "" && !slices.Contains(languages, c.language) {
		return usagef("--lang: the %s is not translated into %q; it is into %s", what, source.Clip(c.language), or(strings.Join(languages, ", "), "no language"))
	}
	return nil
}

// library reads a library.
func (c *cisoImporter) library(name, made string) (*ciso.Library, error) {
	if err := c.checkOutput(c.output, made); err != nil {
		return nil, err
	}
	data, err := c.read(name, ciso.MaxBytes)
	if err != nil {
		return nil, err
	}
	return ciso.Read(display(name), data)
}

// rest says what of a library has no place in what was made.
func (c *cisoImporter) rest(sum *importSummary, lib *ciso.Library, languages []string, made string) {
	for _, key := range lib.Skipped {
		sum.leave("objects."+key, "neither a risk matrix nor a framework", 1)
	}
	for _, key := range lib.Ignored {
		sum.leave(key, made+" has no such property", 1)
	}
	if len(languages) > 0 && c.language == "" {
		sum.leave("translations into "+strings.Join(languages, ", "), made+" has one language; choose it with --lang", 1)
	}
}

func (c *cisoImporter) runFramework(name string) error {
	lib, err := c.library(name, "catalogue is")
	if err != nil {
		return err
	}
	f, ok := lib.Framework(c.framework)
	if !ok {
		var ids []string
		for i := range lib.Frameworks {
			ids = append(ids, lib.Frameworks[i].ID)
		}
		return notFound("framework", "frameworks", c.framework, ids)
	}
	if err := c.translated("framework", f.Languages()); err != nil {
		return err
	}
	id, err := chosenID(c.id, or(texts.ID(f.ID), "imported"))
	if err != nil {
		return err
	}
	k, notes, err := f.Catalogue(lib, id, c.language)
	if err != nil {
		return fmt.Errorf("%s: %w", display(name), err)
	}
	if err := c.writeMade(c.output, k.Bytes()); err != nil {
		return err
	}
	sum := newImportSummary(name, c.output)
	sum.take("groups", len(k.Groups))
	sum.take("controls", len(k.Controls))
	for i := range lib.Frameworks {
		if other := &lib.Frameworks[i]; other != f {
			sum.leave("framework "+other.ID, "another one was asked for", 1)
		}
	}
	for i := range lib.Matrices {
		sum.leave("matrix "+lib.Matrices[i].ID, "import ciso-assistant makes criteria of it", 1)
	}
	c.rest(sum, lib, f.Languages(), "a catalogue")
	for _, note := range notes {
		sum.note("%s", note)
	}
	return c.finishImport(sum)
}

func (c *cisoImporter) run(name string) error {
	lib, err := c.library(name, "criteria are")
	if err != nil {
		return err
	}
	m, ok := lib.Matrix(c.matrix)
	if !ok {
		var ids []string
		for i := range lib.Matrices {
			ids = append(ids, lib.Matrices[i].ID)
		}
		return notFound("matrix", "matrices", c.matrix, ids)
	}
	if err := c.translated("matrix", m.Languages()); err != nil {
		return err
	}
	sum := newImportSummary(name, c.output)
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
	for i := range lib.Frameworks {
		sum.leave("framework "+lib.Frameworks[i].ID, "import ciso-framework makes a catalogue of it", 1)
	}
	c.rest(sum, lib, m.Languages(), "a criteria document")
	sum.leave("colours of levels", "only bands have colours", 1)
	for _, note := range notes {
		sum.note("%s", note)
	}
	sum.note("nothing is accepted yet: write the rules of acceptance, then run ismskit lint")
	return c.finishImport(sum)
}
