package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// Namespaces of Office Open XML (ECMA-376), of both its forms.
const (
	relations       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	strictRelations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
)

// A workbook is the archive of an .xlsx file with its table of contents.
type workbook struct {
	parts  map[string]*zip.File // by path in lower case, as names are compared
	sheets []worksheet
	texts  []string // the shared strings
	zero   time.Time
}

// A worksheet is a sheet of the table of contents.
type worksheet struct{ name, part string }

// openWorkbook reads what all sheets share.
func openWorkbook(z *zip.Reader) (*workbook, error) {
	w := &workbook{parts: map[string]*zip.File{}, zero: day1900}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(path.Clean("/"+f.Name), "/"))
		if _, twice := w.parts[name]; !twice {
			w.parts[name] = f
		}
	}
	top, err := w.related("")
	if err != nil {
		return nil, err
	}
	for _, r := range top {
		if r.kind == "officeDocument" {
			return w, w.contents(r.part)
		}
	}
	return nil, errors.New("it names no workbook")
}

// contents reads the names of the sheets and the shared strings.
func (w *workbook) contents(part string) error {
	related, err := w.related(part)
	if err != nil {
		return err
	}
	worksheets := map[string]string{}
	for _, r := range related {
		switch r.kind {
		case "worksheet":
			worksheets[r.id] = r.part
		case "sharedStrings":
			if err := w.sharedStrings(r.part); err != nil {
				return err
			}
		}
	}
	return w.walk(part, func(_ *xmlReader, start xml.StartElement) error {
		switch start.Name.Local {
		case "workbookPr":
			if v := attr(start, "", "date1904"); v == "1" || v == "true" {
				w.zero = day1904
			}
		case "sheet":
			id := attr(start, relations, "id") + attr(start, strictRelations, "id")
			if part, ok := worksheets[id]; ok { // others are sheets of charts
				w.sheets = append(w.sheets, worksheet{name: attr(start, "", "name"), part: part})
			}
		}
		return nil
	})
}

type relation struct{ id, kind, part string }

// related reads what a part refers to. Links out of the archive are left
// out.
func (w *workbook) related(part string) ([]relation, error) {
	folder, name := path.Split(part)
	var out []relation
	err := w.walk(folder+"_rels/"+name+".rels", func(_ *xmlReader, start xml.StartElement) error {
		if start.Name.Local != "Relationship" || attr(start, "", "TargetMode") == "External" {
			return nil
		}
		target := attr(start, "", "Target")
		if !strings.HasPrefix(target, "/") {
			target = "/" + folder + target
		}
		out = append(out, relation{id: attr(start, "", "Id"), kind: path.Base(attr(start, "", "Type")), part: strings.TrimPrefix(path.Clean(target), "/")})
		return nil
	})
	return out, err
}

// sharedStrings reads the texts that cells refer to by their number.
func (w *workbook) sharedStrings(part string) error {
	size := 0
	return w.walk(part, func(x *xmlReader, start xml.StartElement) error {
		if start.Name.Local != "si" {
			return nil
		}
		text, err := x.text(start)
		if size += len(text) + perText; size > maxShared {
			return errShared
		}
		w.texts = append(w.texts, text)
		return err
	})
}

// walk calls f for each start tag of a part, up to the last one.
func (w *workbook) walk(part string, f func(*xmlReader, xml.StartElement) error) error {
	file, ok := w.parts[strings.ToLower(part)]
	if !ok {
		return fmt.Errorf("the part %q is missing", part)
	}
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("the part %q: %w", part, err)
	}
	defer in.Close()
	x := newXMLReader(in, file.UncompressedSize64)
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if start, ok := token.(xml.StartElement); ok && err == nil {
			err = f(x, start)
		}
		if err != nil {
			return fmt.Errorf("the part %q: %w", part, err)
		}
	}
}
