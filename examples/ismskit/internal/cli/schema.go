package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/schemas"
)

func newSchema(t *tool) *cobra.Command {
	output := stdName
	cmd := &cobra.Command{
		Use:   "schema [NAME]",
		Short: "Print the JSON Schema of a document or of an output",
		Long: `schema lists the JSON Schemas (draft 2020-12) of the documents that ismskit
reads and writes, and of what its commands print with --json. With a name it
prints that schema, for editors to complete and check documents as they are
typed.`,
		Example: `  ismskit schema
  ismskit schema criteria -o criteria.schema.json`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: schemas.Names(),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return t.listSchemas()
			}
			text, ok := schemas.Get(args[0])
			if !ok {
				if near := meant(args[0], schemas.Names()); near != "" {
					return usagef("there is no schema %q%s", source.Clip(args[0]), near)
				}
				return usagef("there is no schema %q; there are %s", source.Clip(args[0]), strings.Join(schemas.Names(), ", "))
			}
			return t.write(output, text)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", output, "write the schema to this file; - is standard output")
	return cmd
}

type schemaListJSON struct {
	Schemas []schemaJSON `json:"schemas"`
}

type schemaJSON struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

func (t *tool) listSchemas() error {
	var j schemaListJSON
	b := newTable("name", "what it describes")
	for _, name := range schemas.Names() {
		title, err := schemas.Title(name)
		if err != nil {
			return fmt.Errorf("schema %s: %w", name, err)
		}
		j.Schemas = append(j.Schemas, schemaJSON{name, title})
		b.addText(name, title)
	}
	if t.json {
		return t.printJSON(j)
	}
	return b.print(t.out, t.style, t.width)
}
