package cli

import (
	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/examples/ismskit/internal/layout"
	"github.com/ismskit/ismskit/examples/ismskit/internal/mapping"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
)

func newImportCSV(t *tool) *cobra.Command {
	return newImportSheet(t, "csv", "CSV", func(name string, data []byte, _ []string) (*sheet.Book, error) {
		err := checkText(name, data)
		if err == nil {
			err = checkUTF8(name, data)
		}
		if err != nil {
			return nil, err
		}
		return sheet.ReadCSV(display(name), data)
	})
}

func newImportXLSX(t *tool) *cobra.Command {
	return newImportSheet(t, "xlsx", "XLSX", func(name string, data []byte, sheets []string) (*sheet.Book, error) {
		return sheet.ReadXLSX(display(name), data, sheets)
	})
}

type readBook func(name string, data []byte, sheets []string) (*sheet.Book, error)

func newImportSheet(t *tool, word, form string, read readBook) *cobra.Command {
	s := &sheetImporter{tool: t, readBook: read}
	cmd := &cobra.Command{
		Use:   word + " FILE",
		Short: "Make a register of a spreadsheet (" + form + ") by way of a mapping",
		Long: `import ` + word + ` makes a register of a spreadsheet. A mapping says what its columns
mean; --guess proposes one, and knows inputs, levels and bands where --criteria
names the criteria. With --criteria and --map, what does not fit them is an
error.

What does not fit the mapping is left out and reported: it is then not known,
which is never a pass. With --strict it is an error (exit status 1).`,
		Example: `  ismskit import ` + word + ` --guess --criteria criteria.yaml risks.` + word + ` > mapping.yaml
  ismskit import ` + word + ` --map mapping.yaml risks.` + word + ` -o register.yaml`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return s.run(args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&s.mapping, "map", "", "mapping document, see ismskit schema mapping")
	f.StringVar(&s.criteria, "criteria", "", "criteria that the ratings must fit")
	f.BoolVar(&s.guess, "guess", false, "propose a mapping and print it")
	f.IntVar(&s.header, "header", 1, "with --guess: row of the header")
	f.StringVar(&s.sheet, "sheet", "", "with --guess: sheet of the workbook (default: the first one)")
	f.BoolVar(&s.strict, "strict", false, "exit status 1 if something was left out but whole columns")
	f.StringVarP(&s.output, "output", "o", stdName, "write to this file; - is standard output")
	return cmd
}

type sheetImporter struct {
	*tool
	readBook                         readBook
	mapping, criteria, sheet, output string
	header                           int
	guess, strict                    bool
}

func (s *sheetImporter) run(name string) error {
	switch {
	case s.guess && s.mapping != "":
		return usagef("--guess and --map exclude each other")
	case !s.guess && s.mapping == "":
		return usagef("--map is needed; --guess proposes a mapping")
	case s.guess && s.json:
		return usagef("--json and --guess exclude each other: a mapping is YAML")
	case s.json && s.output == stdName:
		return usagef("--json needs -o FILE: the register is printed")
	case s.header < 1:
		return usagef("--header is at least 1")
	}
	var c *criteria.Criteria
	var err error
	if s.criteria != "" {
		if c, err = s.readCriteria(s.criteria); err != nil {
			return err
		}
	}
	if s.guess {
		return s.propose(name, c)
	}
	text, err := s.read(s.mapping, mapping.MaxBytes)
	if err != nil {
		return err
	}
	m, err := mapping.Parse(display(s.mapping), text)
	if err != nil {
		return err
	}
	if c != nil {
		if err := m.Fit(c); err != nil {
			return err
		}
	}
	book, err := s.openBook(name, m.Sheets)
	if err != nil {
		return err
	}
	result, err := m.Apply(display(name), book)
	if err != nil {
		return err
	}
	return s.finish(name, result, c)
}

func (s *sheetImporter) openBook(name string, sheets []string) (*sheet.Book, error) {
	data, err := s.readBinary(name, sheet.MaxBytes)
	if err != nil {
		return nil, err
	}
	return s.readBook(name, data, sheets)
}

func (s *sheetImporter) propose(name string, c *criteria.Criteria) error {
	var sheets []string
	if s.sheet != "" {
		sheets = []string{s.sheet}
	}
	book, err := s.openBook(name, sheets)
	if err != nil {
		return err
	}
	text, err := mapping.Guess(book, c, idOf(name), s.header)
	if err != nil {
		return err
	}
	if _, err := mapping.Parse("mapping", text); err != nil {
		return err
	}
	if text, err = layout.Format("mapping", text); err != nil {
		return err
	}
	return s.write(s.output, text)
}

func (s *sheetImporter) finish(name string, result *mapping.Result, c *criteria.Criteria) error {
	reg, err := s.writeRegister(name, s.output, result.Register, c)
	if err != nil {
		return err
	}
	sum := newImportSummary(name, s.output)
	sum.take("risks", len(reg.Risks))
	sum.take("ratings and inputs", result.Statements)
	sum.take("claims", result.Claims)
	missed := false
	for _, l := range result.LeftOut {
		sum.leave(l.What, l.Why, 1)
		missed = missed || !l.Column
	}
	for _, note := range result.Notes {
		sum.note("%s", note)
	}
	if result.Renamed > 0 {
		sum.note("%s written in another way, such as %s: letters, digits, ., _ and - only", counted(result.Renamed, "id was", "ids were"), result.FirstRenamed)
	}
	if err := s.finishImport(sum); err != nil {
		return err
	}
	if s.strict && missed {
		return errFindings
	}
	return nil
}
