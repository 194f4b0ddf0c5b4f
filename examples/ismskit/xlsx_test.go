package main

import (
	"archive/zip"
	"fmt"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// makeWorkbook is the script command make-xlsx KIND FILE: a workbook as people
// have them, or one that somebody made to do harm.
func makeWorkbook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: make-xlsx KIND FILE")
	}
	name := ts.MkAbs(args[1])
	switch args[0] {
	case "risks":
		ts.Check(risksWorkbook().SaveAs(name))
	case "macros":
		ts.Check(rezip(risksWorkbook(), name, map[string][]byte{"xl/vbaProject.bin": []byte("macros"), "xl/externalLinks/externalLink1.xml": []byte("<externalLink/>")}))
	case "bomb":
		ts.Check(rezip(risksWorkbook(), name, map[string][]byte{"xl/worksheets/sheet9.xml": make([]byte, 8<<20)}))
	case "rows":
		f := excelize.NewFile()
		ts.Check(f.SetCellValue("Sheet1", "A1", "ID"))
		ts.Check(f.SetCellValue("Sheet1", "A1000000", "R-1"))
		ts.Check(f.SaveAs(name))
	case "locked":
		ts.Check(risksWorkbook().SaveAs(name, excelize.Options{Password: "secret"}))
	default:
		ts.Fatalf("unknown kind %q", args[0])
	}
}

// risksWorkbook has two sheets of risks below a title, with merged cells, a
// percentage, an amount, a date, an error, an empty row and a row twice.
func risksWorkbook() *excelize.File {
	f := excelize.NewFile()
	if err := fillRisks(f); err != nil {
		panic(err) // the workbook is the same each time
	}
	return f
}

func fillRisks(f *excelize.File) error {
	if err := f.SetSheetName("Sheet1", "Risks"); err != nil {
		return err
	}
	if _, err := f.NewSheet("Archive"); err != nil {
		return err
	}
	rows := map[string][]any{
		"A1": {"Risk register of ACME"},
		"A3": {"Risk ID", "Area", "Title", "Likelihood", "Availability", "Confid-\nentiality", "Integrity", "Chance", "Loss", "Personal data", "Raised", "Owner", "Score", "Class", "Notes"},
		"A4": {"R 1", "IT", "Ransomware", "Likely", 3, "minor", "minor", 0.25, "€ 1.6K", "yes", 45000, "Chief Operating Officer", 9, "high", "=1+1"},
		"A5": {"R-2", nil, "Laptop lost", "Sehr hoch", 1, 2, "minor", "30 %", "2 Mio. EUR", "no", "2026-02-01", "ciso", "#N/A", "low", "x"},
		"A7": {"R-2", nil, "Again", "Rare"},
		"A8": {nil, nil, "No id", "Rare"},
		"A9": {"R-3", "HR", "Fraud", "Rare", "minor..major", "", "minor", "often", "$5", "perhaps", "3/4/2026", "", "", "", ""},
	}
	for at, row := range rows {
		if err := f.SetSheetRow("Risks", at, &row); err != nil {
			return err
		}
	}
	for at, row := range map[string][]any{
		"A3": {"Risk ID", "Area", "Title", "Likelihood", "Availability", "Confid-\nentiality", "Integrity", "Chance", "Loss", "Personal data", "Raised", "Owner", "Score", "Class"},
		"A4": {"R-9", "Old", "Flood", "Almost certain", "severe", "minor", "minor"},
	} {
		if err := f.SetSheetRow("Archive", at, &row); err != nil {
			return err
		}
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 9}) // shown as 25%
	if err != nil {
		return err
	}
	if err := f.SetCellStyle("Risks", "H4", "H4", style); err != nil {
		return err
	}
	return f.MergeCell("Risks", "B4", "B5")
}

// rezip writes a workbook with more files in its archive.
func rezip(f *excelize.File, name string, more map[string][]byte) error {
	plain := name + ".tmp"
	if err := f.SaveAs(plain + ".xlsx"); err != nil {
		return err
	}
	in, err := zip.OpenReader(plain + ".xlsx")
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	w := zip.NewWriter(out)
	for _, file := range in.File {
		if err := w.Copy(file); err != nil {
			return err
		}
	}
	for name, data := range more {
		part, err := w.Create(name)
		if err != nil {
			return err
		}
		if _, err := part.Write(data); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return out.Close()
}

// showWorkbook is the script command show-xlsx FILE: on standard output, every
// cell with its type, and what stays in view.
func showWorkbook(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: show-xlsx FILE")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	for _, name := range f.GetSheetList() {
		panes, err := f.GetPanes(name)
		ts.Check(err)
		fmt.Fprintf(ts.Stdout(), "%s: frozen %t above row %d\n", name, panes.Freeze, panes.YSplit+1)
		rows, err := f.GetRows(name)
		ts.Check(err)
		for y, row := range rows {
			for x, shown := range row {
				at, err := excelize.CoordinatesToCellName(x+1, y+1)
				ts.Check(err)
				kind, err := f.GetCellType(name, at)
				ts.Check(err)
				formula, err := f.GetCellFormula(name, at)
				ts.Check(err)
				if shown != "" {
					fmt.Fprintf(ts.Stdout(), "%s %s %q%s\n", at, cellTypes[kind], shown, formula)
				}
			}
		}
	}
}

var cellTypes = map[excelize.CellType]string{
	excelize.CellTypeUnset: "number", excelize.CellTypeNumber: "number", excelize.CellTypeBool: "bool", excelize.CellTypeDate: "date", excelize.CellTypeError: "error",
	excelize.CellTypeFormula: "formula", excelize.CellTypeInlineString: "text", excelize.CellTypeSharedString: "text",
}
