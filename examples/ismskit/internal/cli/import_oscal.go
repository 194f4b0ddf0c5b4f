package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/oscal"
)

func newImportCatalog(t *tool) *cobra.Command {
	c := &oscalImporter{tool: t}
	cmd := &cobra.Command{
		Use:   "oscal-catalog FILE",
		Short: "Make a catalogue of an OSCAL catalog",
		Long: `import oscal-catalog makes a catalogue, for statements of applicability, of an
OSCAL catalog (JSON, 1.0 or 1.1): groups, controls with their statements, and
properties as attributes.`,
		Example: `  ismskit import oscal-catalog catalog.json --id nist-800-53 -o catalogue.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return c.catalog(args[0]) },
	}
	c.flags(cmd, "catalogue")
	return cmd
}

func newImportProfile(t *tool) *cobra.Command {
	c := &oscalImporter{tool: t}
	cmd := &cobra.Command{
		Use:   "oscal-profile FILE",
		Short: "Make a catalogue or a statement of an OSCAL profile",
		Long: `import oscal-profile makes a catalogue of the controls that an OSCAL profile
(JSON) selects, or with --as statement a statement of applicability in which
these controls are necessary, to be completed. Catalogs and profiles that it
imports are read in its folder, or in --folder; nothing is fetched.`,
		Example: `  ismskit import oscal-profile baseline.json -o catalogue.yaml
  ismskit import oscal-profile baseline.json --as statement -o statement.yaml`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return c.profile(args[0]) },
	}
	c.flags(cmd, "catalogue or the statement")
	cmd.Flags().StringVar(&c.as, "as", "catalogue", "what is made: catalogue or statement")
	cmd.Flags().StringVar(&c.folder, "folder", "", "folder that imports may lead into (default: that of the file)")
	return cmd
}

type oscalImporter struct {
	*tool
	id, output, as, folder string
}

func (c *oscalImporter) flags(cmd *cobra.Command, what string) {
	cmd.Flags().StringVar(&c.id, "id", "", "id of the catalogue (default: by the name of the file)")
	cmd.Flags().StringVarP(&c.output, "output", "o", stdName, "write the "+what+" to this file; - is standard output")
}

func (c *oscalImporter) check(name string) (err error) {
	if err := c.checkOutput(c.output, "document is"); err != nil {
		return err
	}
	c.id, err = chosenID(c.id, idOf(name))
	return err
}

func (c *oscalImporter) catalog(name string) error {
	if err := c.check(name); err != nil {
		return err
	}
	data, err := c.read(name, oscal.MaxBytes)
	if err != nil {
		return err
	}
	doc, err := oscal.ParseCatalog(display(name), data)
	if err != nil {
		return err
	}
	k, err := doc.Catalogue(c.id)
	if err != nil {
		return err
	}
	if err := c.writeMade(c.output, k.Bytes()); err != nil {
		return err
	}
	sum := newImportSummary(name, c.output)
	c.sum(sum, doc, k)
	return c.finishImport(sum)
}

// sum says what of a catalog is in the catalogue.
func (c *oscalImporter) sum(sum *importSummary, doc *oscal.Catalog, k *soa.Catalogue) {
	withdrawn, params, links, parts := 0, 0, 0, 0
	for placed := range doc.All() {
		params += len(placed.Control.Params())
		links += len(placed.Control.Links())
		if placed.Control.Withdrawn() {
			withdrawn++
		}
		for _, p := range placed.Control.Parts() {
			if p.Name != "statement" {
				parts++
			}
		}
	}
	sum.take("groups", len(k.Groups))
	sum.take("controls", len(k.Controls))
	sum.leaveSome("parameters", "a catalogue has none; they stand in the statements as they are inserted", params)
	sum.leaveSome("parts beside the statement, such as guidance", "a catalogue has one description of a control", parts)
	sum.leaveSome("links", "a catalogue has none", links)
	if doc.BackMatter != nil {
		sum.leaveSome("resources of the back matter", "a catalogue has none", len(doc.BackMatter.Resources))
	}
	if withdrawn > 0 {
		sum.note("%s withdrawn: kept for reference", counted(withdrawn, "control is", "controls are"))
	}
}

func (c *oscalImporter) profile(name string) error {
	if err := c.check(name); err != nil {
		return err
	}
	if c.as != "catalogue" && c.as != "statement" {
		return usagef("--as: %q is none of catalogue, statement", source.Clip(c.as))
	}
	p, resolved, err := c.resolve(name)
	if err != nil {
		return err
	}
	k, err := resolved.Catalog.Catalogue(c.id)
	if err != nil {
		return err
	}
	sum := newImportSummary(name, c.output)
	if c.as == "statement" {
		s := selected(k, p.Metadata.Title)
		if err := c.writeMade(c.output, s.Bytes()); err != nil {
			return err
		}
		sum.take("controls that the profile selects, as necessary ones", len(s.Entries))
		sum.note("the profile does not say why a control is necessary, nor how far it has come: complete the statement, then check it")
	} else {
		if err := c.writeMade(c.output, k.Bytes()); err != nil {
			return err
		}
		c.sum(sum, resolved.Catalog, k)
	}
	sum.leaveSome("changes of controls' texts (alter)", "they are not carried out: texts are those of the catalog", len(resolved.Alters))
	return c.finishImport(sum)
}

// resolve reads a profile under its name in the folder that imports may lead
// into, and makes a catalog of it.
func (c *oscalImporter) resolve(name string) (*oscal.Profile, *oscal.Resolution, error) {
	folder := c.folder
	if folder == "" {
		folder = "."
		if name != stdName {
			folder = filepath.Dir(name)
		}
	}
	data, err := c.read(name, oscal.MaxBytes)
	if err != nil {
		return nil, nil, err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, nil, fileError(folder, err)
	}
	defer root.Close()
	inside := display(name)
	if name != stdName {
		if inside, err = filepath.Rel(folder, name); err != nil || !filepath.IsLocal(inside) {
			return nil, nil, usagef("--folder: %s is not in %s", name, folder)
		}
	}
	p, err := oscal.ParseProfile(filepath.ToSlash(inside), data)
	if err != nil {
		return nil, nil, err
	}
	resolved, err := oscal.Resolve(p, oscal.FromFS(root.FS()))
	return p, resolved, err
}

// selected makes a statement of the controls of a catalogue.
func selected(k *soa.Catalogue, profile string) *soa.Statement {
	s := &soa.Statement{ID: k.ID, Title: k.Title, Catalogues: []soa.CatalogueRef{{ID: k.ID, Digest: k.Digest()}}}
	for i := range k.Controls {
		if !k.Controls[i].Withdrawn {
			s.Entries = append(s.Entries, soa.Entry{Control: k.Controls[i].ID, Catalogue: k.ID, Necessary: soa.Necessary,
				Justification: fmt.Sprintf("Selected by the profile %s.", profile)})
		}
	}
	return s
}
