package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/ismskit/ismskit/criteria/source"
	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/examples/ismskit/internal/texts"
)

// parts are the parts of a small workbook, to be changed by tests.
func parts(sheetData string) map[string]string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return map[string]string{
		"_rels/.rels": `<Relationships><Relationship Id="r1" Type="` + office + `/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns:r="` + office + `"><workbookPr/><sheets><sheet name="Chart" sheetId="1" r:id="r3"/>` +
			`<sheet name="Risks" sheetId="2" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/one.xml"/>` +
			`<Relationship Id="r2" Type="` + office + `/sharedStrings" Target="SharedStrings.xml"/><Relationship Id="r3" Type="` + office + `/chartsheet" Target="c.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst><si><t>shared</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t xml:space="preserve">ch </t></r><rPh sb="0" eb="1"><t>pronounced</t></rPh></si>` +
			`<si><t>a_x000A_b _x005F_x0041_ _xZZZZ_</t></si></sst>`,
		"xl/worksheets/one.xml": `<worksheet><sheetData>` + sheetData + `</sheetData></worksheet>`,
	}
}

func archive(t require.TestingT, parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(w, text)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

// rows reads the first sheet and gives its cells, row by row.
func rows(t *testing.T, data []byte) []string {
	t.Helper()
	book, err := sheet.ReadXLSX("x.xlsx", data, nil)
	require.NoError(t, err)
	require.Len(t, book.Sheets, 1)
	out := []string{}
	for i, r := range book.Sheets[0].Rows {
		require.Equal(t, i+1, r.Number)
		out = append(out, strings.Join(r.Cells, "|"))
	}
	return out
}

// TestCells reads each kind of cell as ECMA-376, 18.18.11 describes them.
func TestCells(t *testing.T) {
	for name, test := range map[string]struct {
		data string
		want []string
	}{
		"types": {`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>in</t></is></c><c r="D1" t="b"><v>1</v></c>` +
			`<c r="E1" t="b"><v>0</v></c><c r="F1" t="e"><v>#N/A</v></c><c r="G1"><v>1.50</v></c><c r="H1" t="n"><v>1E-3</v></c><c r="I1" t="d"><v>2026-03-01</v></c></row>`,
			[]string{"shared|rich|in|true|false|#N/A|1.50|1E-3|2026-03-01"}},
		"escapes":               {`<row><c t="s"><v>2</v></c></row>`, []string{"a\nb _x0041_ _xZZZZ_"}},
		"formula":               {`<row><c t="str"><f>CONCAT("a","b")</f><v>ab</v></c><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c></row>`, []string{"ab|2"}},
		"places are left out":   {`<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>`, []string{"1|||2|3", "4"}},
		"rows are left out":     {`<row r="2"><c r="B2"><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c></row>`, []string{"", "|1", "", "2"}},
		"nothing after values":  {`<row r="1"><c r="A1"><v>1</v></c><c r="Z1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>`, []string{"1"}},
		"more than is known":    {`<row><extLst><ext><c><v>9</v></c></ext></extLst><c><v>1</v><extLst><v>9</v></extLst></c></row>`, []string{"1"}},
		"no cells":              {``, []string{}},
		"merged":                {`<row><c><v>1</v></c></row><row r="3"><c r="C3"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C3"/></mergeCells><sheetData>`, []string{"1|1", "1|1", "||2"}},
		"merged beyond the end": {`<row><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A1048576"/><mergeCell ref="B1:B9"/></mergeCells><sheetData>`, []string{"1"}},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, test.want, rows(t, archive(t, parts(test.data)))) })
	}
}

// TestDates reads numbers of days, whose dates are those that spreadsheets show.
func TestDates(t *testing.T) {
	plain := parts(`<row><c><v>1</v></c></row>`)
	old := parts(`<row><c><v>1</v></c></row>`)
	old["xl/workbook.xml"] = strings.Replace(old["xl/workbook.xml"], "<workbookPr/>", `<workbookPr date1904="1"/>`, 1)
	for _, test := range []struct{ cell, from1900, from1904 string }{
		{"1", "1900-01-01T00:00:00Z", "1904-01-02T00:00:00Z"},
		{"59", "1900-02-28T00:00:00Z", "1904-02-29T00:00:00Z"},
		{"61", "1900-03-01T00:00:00Z", "1904-03-02T00:00:00Z"},
		{"45000", "2023-03-15T00:00:00Z", "2027-03-16T00:00:00Z"},
		{"45000.75", "2023-03-15T18:00:00Z", "2027-03-16T18:00:00Z"},
		{"45000.416666666664", "2023-03-15T10:00:00Z", "2027-03-16T10:00:00Z"},
		{"2958465", "9999-12-31T00:00:00Z", ""},
		{"2958466", "", ""}, {"0.5", "", ""}, {"", "", ""}, {"1.2.3", "", ""}, {".", "", ""}, {"-1", "", ""}, {"1e3", "", ""},
	} {
		for _, system := range []struct {
			parts map[string]string
			want  string
		}{{plain, test.from1900}, {old, test.from1904}} {
			book, err := sheet.ReadXLSX("x.xlsx", archive(t, system.parts), nil)
			require.NoError(t, err)
			at, ok := book.Date(test.cell)
			if system.want == "" {
				require.False(t, ok && at.Year() <= 9999, test.cell)
				continue
			}
			require.True(t, ok, test.cell)
			require.Equal(t, system.want, at.Format(time.RFC3339))
		}
	}
	book, err := sheet.ReadCSV("x.csv", []byte("1"))
	require.NoError(t, err)
	_, ok := book.Date("45000")
	require.False(t, ok, "a number of a CSV file is no date")
}

// TestBadWorkbooks are those that cannot be read, or that somebody made to do harm.
func TestBadWorkbooks(t *testing.T) {
	row := `<row><c><v>1</v></c></row>`
	for name, test := range map[string]struct {
		change  func(map[string]string)
		message string
	}{
		"no contents":     {func(p map[string]string) { delete(p, "_rels/.rels") }, `x.xlsx: is no workbook (.xlsx): the part "_rels/.rels" is missing`},
		"no document":     {func(p map[string]string) { p["_rels/.rels"] = "<Relationships/>" }, "x.xlsx: is no workbook (.xlsx): it names no workbook"},
		"no relations":    {func(p map[string]string) { delete(p, "xl/_rels/workbook.xml.rels") }, `the part "xl/_rels/workbook.xml.rels" is missing`},
		"no strings":      {func(p map[string]string) { delete(p, "xl/sharedStrings.xml") }, `the part "xl/SharedStrings.xml" is missing`},
		"no sheet":        {func(p map[string]string) { delete(p, "xl/worksheets/one.xml") }, `x.xlsx (Risks): cannot be read: the part "xl/worksheets/one.xml" is missing`},
		"half a sheet":    {cells(`<row><c><v>1</v></c></row><row><c><v>2`), `cannot be read: the part "xl/worksheets/one.xml": XML syntax error`},
		"half strings":    {func(p map[string]string) { p["xl/sharedStrings.xml"] = "<sst><si><t>a" }, "XML syntax error"},
		"text below all":  {cells(`<row><c t="s"><v>-1</v></c></row>`), `a cell of row 1 refers to the shared text "-1", of 3`},
		"text above all":  {cells(`<row><c t="s"><v>3</v></c></row>`), `refers to the shared text "3", of 3`},
		"no number":       {cells(`<row><c t="s"><v>x</v></c></row>`), `refers to the shared text "x", of 3`},
		"rows turn back":  {cells(`<row r="2"/><row r="1"/>`), `the row "1" comes after row 2`},
		"a row twice":     {cells(`<row r="1"/><row r="1"/>`), `the row "1" comes after row 1`},
		"no row":          {cells(`<row r="x"/>`), `the row "x" comes after row 0`},
		"no reference":    {cells(`<row><c r="1A"><v>1</v></c></row>`), `"1A" is no reference to a cell`},
		"column beyond":   {cells(`<row><c r="XFE1"><v>1</v></c></row>`), `"XFE1" is no reference to a cell`},
		"many columns":    {cells(`<row><c r="ALM1"><v>1</v></c></row>`), "x.xlsx (Risks):1: the row has a cell in column 1001, at most 1000 are allowed"},
		"long text":       {cells(`<row><c t="str"><v>` + strings.Repeat("a ", 70_000) + `</v></c></row>`), "x.xlsx (Risks):1: a cell has more than 32767 characters"},
		"longer text":     {cells(`<row><c t="str"><v>` + filler("", 200_000) + `</v></c></row>`), "a tag or a text has more than 1024 KiB"},
		"text in pieces":  {cells(`<row><c t="str"><v>` + filler("<!-- -->", 200_000) + `</v></c></row>`), "a tag or a text has more than 1024 KiB"},
		"deep":            {cells(strings.Repeat("<a>", 65)), "tags are nested more than 64 deep"},
		"entities":        {cells(`<row><c t="str"><v>&lol;</v></c></row>`), "invalid character entity"},
		"rows":            {cells(`<row r="200001"><c r="A200001"><v>1</v></c></row>`), "x.xlsx (Risks):200001: more than 200000 rows"},
		"cells":           {cells(strings.Repeat(`<row><c r="ALL1"><v>1</v></c></row>`, 10_001)), "x.xlsx (Risks):10001: more than 10000000 cells"},
		"merged badly":    {cells(row + `<mergeCell ref="A1:B"/>`), `x.xlsx (Risks): a merged area cannot be read: "B" is no reference to a cell`},
		"merged too much": {cells(row + `<row r="900"><c r="A900"><v>1</v></c></row><mergeCell ref="A1:ALL900"/>`), "the merged areas have more than 800000 cells"},
		"other encoding":  {func(p map[string]string) { p["xl/workbook.xml"] = `<?xml version="1.0" encoding="latin1"?><workbook/>` }, `encoding "latin1"`},
	} {
		t.Run(name, func(t *testing.T) {
			p := parts(row)
			test.change(p)
			_, err := sheet.ReadXLSX("x.xlsx", archive(t, p), nil)
			var e *source.Error
			require.ErrorAs(t, err, &e)
			require.ErrorContains(t, err, test.message)
		})
	}
}

// filler is a text that is not easily compressed.
func filler(between string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%s%x", between, uint32(i)*2_654_435_761)
	}
	return b.String()
}

func cells(data string) func(map[string]string) {
	return func(p map[string]string) { p["xl/worksheets/one.xml"] = parts(data)["xl/worksheets/one.xml"] }
}

// TestSharedTexts is just inside and just outside of what shared texts may take.
func TestSharedTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("128 MiB of texts")
	}
	block := filler("", 5000)[:32<<10-16] // further back than compression looks
	item := "<si><t>" + block + "</t></si>"
	p := parts(`<row><c t="s"><v>0</v></c></row>`)
	p["xl/sharedStrings.xml"] = "<sst>" + strings.Repeat(item, 4096) + "</sst>"
	book, err := sheet.ReadXLSX("x.xlsx", archive(t, p), nil)
	require.NoError(t, err)
	require.Equal(t, block, book.Sheets[0].Rows[0].Cells[0])
	p["xl/sharedStrings.xml"] = "<sst>" + strings.Repeat(item, 4096) + "<si/></sst>"
	_, err = sheet.ReadXLSX("x.xlsx", archive(t, p), nil)
	require.ErrorContains(t, err, `x.xlsx: the part "xl/SharedStrings.xml": the texts that cells share take more than 128 MiB`)
}

// TestLies is an archive that holds more of a part than it tells.
func TestLies(t *testing.T) {
	data := archive(t, parts(`<row><c><v>1</v></c></row>`+strings.Repeat(" ", 5000)))
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	for _, f := range z.File {
		if f.Name == "xl/worksheets/one.xml" {
			size := []byte{byte(f.UncompressedSize64), byte(f.UncompressedSize64 >> 8), 0, 0}
			require.Positive(t, bytes.Count(data, size))
			data = bytes.ReplaceAll(data, size, []byte{100, 0, 0, 0})
		}
	}
	_, err = sheet.ReadXLSX("x.xlsx", data, nil)
	require.ErrorContains(t, err, "zip: not a valid zip file")
}

// TestWrittenWorkbook writes any texts and reads them back, here and with another
// reader.
func TestWrittenWorkbook(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := &sheet.Table{Name: "risks & more"}
		columns := rapid.IntRange(1, 30).Draw(t, "columns")
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(_x[0-9A-F]{4}_|_x|_|<&>"'|\n|=)*`))
		for i := range columns {
			table.Columns = append(table.Columns, fmt.Sprintf("c%d", i))
		}
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			row := make([]sheet.Value, columns)
			for i := range row {
				row[i] = sheet.Text(strings.TrimSpace(texts.Clean(text.Draw(t, "text"))))
			}
			row[0] = sheet.Text("R")
			row[columns-1] = sheet.Number("0.5")
			table.Rows = append(table.Rows, row)
		}
		var csv, xlsx bytes.Buffer
		require.NoError(t, table.WriteCSV(&csv))
		require.NoError(t, sheet.WriteXLSX(&xlsx, table))
		plain, err := sheet.ReadCSV("x.csv", csv.Bytes())
		require.NoError(t, err)
		book, err := sheet.ReadXLSX("x.xlsx", xlsx.Bytes(), []string{"RISKS & more"})
		require.NoError(t, err)
		other, err := excelize.OpenReader(&xlsx, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		theirs, err := other.GetRows(table.Name)
		require.NoError(t, err)
		for i, row := range book.Sheets[0].Rows {
			require.Equal(t, plain.Sheets[0].Rows[i].Cells, row.Cells)
			require.Equal(t, theirs[i], row.Cells)
		}
	})
}

// FuzzSheet reads any XML as a sheet and as its texts.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{`<row r="2"><c r="B2" t="s"><v>0</v></c></row>`, `<mergeCell ref="A1:B2"/>`, `<row><c t="b"><v>1</v></c></row>`, `<row><c t="inlineStr"><is><r><t>a</t></r></is></c></row>`} {
		f.Add(s, `<sst><si><t>a_x000D_</t><rPh/></si></sst>`)
	}
	f.Fuzz(func(t *testing.T, data, shared string) {
		if len(data)+len(shared) > 1<<16 {
			return
		}
		p := parts(data)
		p["xl/sharedStrings.xml"] = shared
		book, err := sheet.ReadXLSX("x.xlsx", archive(t, p), nil)
		if err != nil {
			var e *source.Error
			require.ErrorAs(t, err, &e)
			return
		}
		for i, r := range book.Sheets[0].Rows {
			require.Equal(t, i+1, r.Number)
			require.LessOrEqual(t, len(r.Cells), sheet.MaxCells)
		}
	})
}
