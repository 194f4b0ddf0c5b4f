package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrTooLarge is the error of a table that no sheet of a workbook can hold.
var ErrTooLarge = errors.New("sheet: more than a sheet of a workbook can hold")

// What a sheet of a workbook can hold.
const (
	maxRows    = 1_048_576
	maxColumns = 16_384
)

// The formats of cells, by their place in styles.
const (
	headStyle = 1 + iota
	textStyle
	dayStyle
)

const (
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

	styles = xml.Header + `<styleSheet ` + mainSpace + `><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
		`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>` +
		`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

	sheetHead = xml.Header + `<worksheet ` + mainSpace + `><sheetViews><sheetView workbookViewId="0"%s>` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="15"/><cols>`
)

// WriteXLSX writes tables as the sheets of a workbook: texts, numbers, dates and
// bools as what they are, with a header that stays in view. Names of tables are
// at most 31 characters, without []:*?/\ or an apostrophe at an end.
func WriteXLSX(w io.Writer, tables ...*Table) error {
	z := zip.NewWriter(w)
	write := func(part string, data []byte) error {
		f, err := z.Create(part)
		if err == nil {
			_, err = f.Write(data)
		}
		return err
	}
	for _, p := range contents(tables) {
		if err := write(p.name, []byte(p.text)); err != nil {
			return err
		}
	}
	for i, t := range tables {
		sheet, err := t.sheet(i == 0)
		if err != nil {
			return err
		}
		if err := write(sheetPart(i), sheet); err != nil {
			return err
		}
	}
	return z.Close()
}

func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

type part struct{ name, text string }

// contents are the parts of a workbook beside its sheets.
func contents(tables []*Table) []part {
	const (
		types  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
		spaces = `xmlns="http://schemas.openxmlformats.org/package/2006/`
	)
	relation := func(id int, kind, target string) string {
		return fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, id, relations, kind, target)
	}
	override := func(name, kind string) string {
		return fmt.Sprintf(`<Override PartName="/%s" ContentType="%s%s+xml"/>`, name, types, kind)
	}
	kinds := override("xl/workbook.xml", "sheet.main") + override("xl/styles.xml", "styles")
	related := relation(len(tables)+1, "styles", "styles.xml")
	var sheets bytes.Buffer
	for i, t := range tables {
		kinds += override(sheetPart(i), "worksheet")
		related += relation(i+1, "worksheet", strings.TrimPrefix(sheetPart(i), "xl/"))
		sheets.WriteString(`<sheet name="`)
		_ = xml.EscapeText(&sheets, []byte(t.Name)) // a buffer takes all
		fmt.Fprintf(&sheets, `" sheetId="%d" r:id="rId%[1]d"/>`, i+1)
	}
	return []part{
		{"[Content_Types].xml", xml.Header + `<Types ` + spaces + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` + kinds + `</Types>`},
		{"_rels/.rels", xml.Header + `<Relationships ` + spaces + `relationships">` + relation(1, "officeDocument", "xl/workbook.xml") + `</Relationships>`},
		{"xl/workbook.xml", xml.Header + `<workbook ` + mainSpace + ` xmlns:r="` + relations + `"><bookViews><workbookView/></bookViews><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xml.Header + `<Relationships ` + spaces + `relationships">` + related + `</Relationships>`},
		{"xl/styles.xml", styles},
	}
}

// sheet is the part of a table.
func (t *Table) sheet(first bool) ([]byte, error) {
	if len(t.Rows)+1 > maxRows || len(t.Columns) > maxColumns {
		return nil, fmt.Errorf("%w: %d rows, %d columns", ErrTooLarge, len(t.Rows), len(t.Columns))
	}
	var b bytes.Buffer
	selected := ""
	if first {
		selected = ` tabSelected="1"`
	}
	fmt.Fprintf(&b, sheetHead, selected)
	for i, width := range t.widths() {
		fmt.Fprintf(&b, `<col min="%d" max="%[1]d" width="%d" customWidth="1"/>`, i+1, width)
	}
	b.WriteString(`</cols><sheetData><row r="1">`)
	for i, name := range t.Columns {
		writeText(&b, columnName(i)+"1", headStyle, name)
	}
	for n, row := range t.Rows {
		number := strconv.Itoa(n + 2)
		b.WriteString(`</row><row r="` + number + `">`)
		for i, v := range row {
			if utf8.RuneCountInString(v.text) > MaxText {
				return nil, fmt.Errorf("%w: a text of more than %d characters: row %s, %s", ErrTooLarge, MaxText, number, t.Columns[i])
			}
			v.write(&b, columnName(i)+number)
		}
	}
	b.WriteString(`</row></sheetData></worksheet>`)
	return b.Bytes(), nil
}

// write writes the cell of a value. A number that a workbook would round, and a
// time that it would, are texts.
func (v Value) write(b *bytes.Buffer, at string) {
	switch {
	case v.kind == 0:
	case v.kind == boolValue && v.text == "true":
		fmt.Fprintf(b, `<c r="%s" t="b"><v>1</v></c>`, at)
	case v.kind == boolValue:
		fmt.Fprintf(b, `<c r="%s" t="b"><v>0</v></c>`, at)
	case v.kind == numberValue && v.keeps():
		fmt.Fprintf(b, `<c r="%s"><v>%s</v></c>`, at, v.text)
	case v.kind == dateValue && v.at.Equal(v.at.Truncate(24*time.Hour)) && v.at.Year() > 1900 && v.at.Year() < 10_000:
		fmt.Fprintf(b, `<c r="%s" s="%d"><v>%d</v></c>`, at, dayStyle, (v.at.Unix()-day1900.Unix())/(24*60*60))
	case v.kind == textValue:
		writeText(b, at, textStyle, v.text)
	default:
		writeText(b, at, 0, v.text)
	}
}

// keeps tells whether a number is the same after a workbook held it: fifteen
// digits of a double.
func (v Value) keeps() bool {
	f, err := strconv.ParseFloat(v.text, 64)
	return err == nil && strconv.FormatFloat(f, 'f', -1, 64) == v.text && len(strings.Trim(v.text, "-.")) <= 15
}

func writeText(b *bytes.Buffer, at string, style int, text string) {
	fmt.Fprintf(b, `<c r="%s" s="%d" t="inlineStr"><is><t xml:space="preserve">`, at, style)
	writeEscaped(b, text)
	b.WriteString(`</t></is></c>`)
}

// columnName is the name of a column, from 0: A to Z, AA and so on.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}

// widths makes columns as wide as their texts, within reason.
func (t *Table) widths() []int {
	widths := make([]int, len(t.Columns))
	for i, name := range t.Columns {
		widths[i] = max(utf8.RuneCountInString(name)+2, 8)
	}
	for _, row := range t.Rows {
		for i, v := range row {
			widths[i] = max(widths[i], min(utf8.RuneCountInString(v.text)+2, 50))
		}
	}
	return widths
}
