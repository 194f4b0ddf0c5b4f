package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/risk"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/oscal"
)

func newExport(t *tool) *cobra.Command {
	x := &exporter{tool: t}
	cmd := &cobra.Command{
		Use:   "export FILE",
		Short: "Write registers, assessments, plans, statements for other tools",
		Long: `export writes a register, the record of an assessment, a treatment plan, a
statement of applicability or a catalogue as CSV, XLSX, Markdown, OSCAL or JSON.
What the file is, its format says.

Cells of CSV that a spreadsheet would take for a formula (= + - @) begin with an
apostrophe; reading takes it away again. A workbook has numbers, dates and bools
as what they are, and a header that stays in view. A register that is written as
CSV is read by assess as it is, and by import csv and import xlsx with the
mapping that --guess proposes.

OSCAL (1.1.3, JSON): a record becomes assessment results, a plan with --record a
plan of action and milestones, a statement a system security plan or a profile,
and a catalogue a catalog. A register becomes something only once it is
assessed.

What the form cannot hold is said on standard error; with --strict it is exit
status 1.`,
		Example: `  ismskit export register.yaml -o register.xlsx
  ismskit export assessment.json --to markdown
  ismskit export plan.yaml --to oscal --record assessment.json --at 2026-03-01 -o poam.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return x.run(cmd.Context(), args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&x.to, "to", "", "csv, xlsx, markdown, oscal or json (default: by the name of the output)")
	f.StringVarP(&x.output, "output", "o", stdName, "write to this file; - is standard output")
	f.StringVar(&x.table, "table", "", "with --to csv: the table of the document, such as controls (default: the first one)")
	f.StringVar(&x.criteria, "criteria", "", "criteria, for a register that is CSV, and to know a range from a list")
	f.StringVar(&x.record, "record", "", "record of the assessment that a plan treats, for --to oscal")
	f.StringVar(&x.register, "register", "", "register, for a record that names it by its digest")
	f.StringVar(&x.at, "at", "", "with --to oscal: as of when (default for a record: its own time)")
	f.StringVar(&x.model, "model", "", "with --to oscal, of a statement: ssp or profile (default ssp)")
	f.StringVar(&x.system.ID, "system-id", "", "with --to oscal: id of the system")
	f.StringVar(&x.system.Name, "system-name", "", "with --to oscal, of a statement: name of the system")
	f.BoolVar(&x.strict, "strict", false, "exit status 1 if the form cannot hold everything")
	return cmd
}

type exporter struct {
	*tool
	to, output, table, criteria, record, register, at, model string

	system oscal.System
	strict bool
	left   importSummary // what the form cannot hold
}

// An exportable is a document in all forms.
type exportable interface {
	title() string
	tables(*exporter) ([]*sheet.Table, error)
	json() (any, error) // bytes that are JSON already, or what becomes JSON
	oscal(context.Context, *exporter) (oscal.Document, error)
}

var exportForms = []string{"csv", "xlsx", "markdown", "oscal", "json"}

// form is the form of the output, by --to or by its name.
func (x *exporter) form() (string, error) {
	if x.to != "" {
		if !slices.Contains(exportForms, x.to) {
			return "", usagef("--to: %q is none of %s", source.Clip(x.to), strings.Join(exportForms, ", "))
		}
		return x.to, nil
	}
	switch strings.ToLower(filepath.Ext(x.output)) {
	case ".csv":
		return "csv", nil
	case ".xlsx":
		return "xlsx", nil
	case ".md", ".markdown":
		return "markdown", nil
	case ".json":
		return "json", nil
	}
	return "", usagef("--to is needed: one of %s", strings.Join(exportForms, ", "))
}

func (x *exporter) run(ctx context.Context, name string) error {
	form, err := x.form()
	switch {
	case err != nil:
		return err
	case x.table != "" && form != "csv":
		return usagef("--table goes with --to csv; the others have all tables")
	case x.model != "" && x.model != "ssp" && x.model != "profile":
		return usagef("--model: %q is none of ssp, profile", source.Clip(x.model))
	case x.json && x.output == stdName:
		return usagef("--json needs -o FILE: the document is printed")
	case form == "xlsx" && x.output == stdName && x.width > 0: // a terminal
		return usagef("a workbook needs -o FILE")
	}
	x.left = *newImportSummary(name, x.output)
	doc, err := x.readDocument(ctx, name)
	if err != nil {
		return err
	}
	rows, err := x.writeForm(ctx, form, doc)
	if err != nil {
		return err
	}
	return x.finish(form, rows)
}

// readDocument reads what is exported, by its format.
func (x *exporter) readDocument(ctx context.Context, name string) (exportable, error) {
	var c *criteria.Criteria
	var err error
	if x.criteria != "" {
		if c, err = x.readCriteria(x.criteria); err != nil {
			return nil, err
		}
	}
	if registerFormOf(name) != formDocument {
		if c == nil {
			return nil, usagef("a register in CSV or NDJSON needs --criteria")
		}
		reg, err := x.readRegister(ctx, name, c)
		return &registerExport{reg, c}, err
	}
	data, err := x.read(name, risk.MaxRecordBytes)
	if err != nil {
		return nil, err
	}
	name = display(name)
	format, err := isms.FormatOf(isms.File{Name: name, Data: data})
	if err != nil {
		return nil, err
	}
	switch format {
	case risk.RegisterFormat:
		reg, err := risk.ParseRegister(name, data)
		return &registerExport{reg, c}, err
	case risk.RecordFormat:
		rec, err := risk.ParseRecord(name, data)
		return &recordExport{rec}, err
	case risk.PlanFormat:
		p, err := risk.ParsePlan(name, data)
		return &planExport{p}, err
	case soa.StatementFormat:
		s, err := soa.ParseStatement(name, data)
		return &statementExport{s}, err
	case soa.CatalogueFormat:
		k, err := soa.ParseCatalogue(name, data)
		return &catalogueExport{k}, err
	}
	return nil, formatError(name, format)
}

// formatError says what a document is that cannot be exported.
func formatError(name, format string) error {
	formats := []string{risk.RegisterFormat, risk.RecordFormat, risk.PlanFormat, soa.StatementFormat, soa.CatalogueFormat}
	var r source.Reporter
	d := source.Diagnostic{File: name, Pos: source.Pos{Line: 1, Col: 1}, Path: "format", Code: source.BadValue, Nearest: source.Nearest(format, formats),
		Message: fmt.Sprintf("the format is %q; exported are %s", source.Clip(format), strings.Join(formats, ", "))}
	if format == "" {
		d.Code, d.Message = source.MissingKey, "the document states no format; exported are "+strings.Join(formats, ", ")
	}
	r.Add(d)
	return r.Err()
}

// writeForm writes a document and returns the number of rows of a table.
func (x *exporter) writeForm(ctx context.Context, form string, doc exportable) (int, error) {
	switch form {
	case "json":
		v, err := doc.json()
		if err != nil {
			return 0, err
		}
		return 0, x.writeBytes(v)
	case "oscal":
		d, err := doc.oscal(ctx, x)
		if err != nil {
			return 0, err
		}
		return 0, x.write(x.output, d.Bytes())
	}
	tables, err := doc.tables(x)
	if err != nil {
		return 0, err
	}
	if form == "csv" {
		t, err := x.choose(tables)
		if err != nil {
			return 0, err
		}
		return len(t.Rows), x.writeTo(t.WriteCSV)
	}
	rows := 0
	for _, t := range tables {
		rows += len(t.Rows)
	}
	return rows, x.writeTo(func(w io.Writer) error {
		if form == "xlsx" {
			return sheet.WriteXLSX(w, tables...)
		}
		return sheet.WriteMarkdown(w, doc.title(), tables...)
	})
}

// choose finds the one table that CSV has.
func (x *exporter) choose(tables []*sheet.Table) (*sheet.Table, error) {
	if x.table == "" {
		for _, other := range tables[1:] {
			x.left.leave("the table "+other.Name, "CSV has one table; choose it with --table", 1)
		}
		return tables[0], nil
	}
	var names []string
	for _, t := range tables {
		if t.Name == x.table {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return nil, usagef("--table: the document has no table %q; it has %s", source.Clip(x.table), strings.Join(names, ", "))
}

func (x *exporter) writeBytes(v any) error {
	data, ok := v.([]byte)
	if !ok {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			return err
		}
		data = b.Bytes()
	}
	return x.write(x.output, data)
}

func (x *exporter) writeTo(write func(io.Writer) error) error {
	w, commit, err := x.create(x.output)
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		if errors.Is(err, sheet.ErrTooLarge) {
			return err
		}
		return writeError(x.output, err)
	}
	return commit()
}

type exportJSON struct {
	File    string        `json:"file"`
	Output  string        `json:"output"`
	Form    string        `json:"form"`
	Rows    int           `json:"rows"`
	LeftOut []leftOutJSON `json:"leftOut"`
}

func (x *exporter) finish(form string, rows int) error {
	var err error
	if x.json {
		err = x.printJSON(exportJSON{x.left.File, x.left.Output, form, rows, x.left.LeftOut})
	} else {
		err = x.left.print(x.err)
	}
	if err == nil && x.strict && len(x.left.LeftOut) > 0 {
		return errFindings
	}
	return err
}

// time is the time of an OSCAL document: --at, or otherwise.
func (x *exporter) time(otherwise time.Time) (time.Time, error) {
	if x.at == "" && !otherwise.IsZero() {
		return otherwise, nil
	}
	if x.at == "" {
		return time.Time{}, usagef("--to oscal needs --at: OSCAL says when a document was last modified")
	}
	return asOf(x.at)
}
