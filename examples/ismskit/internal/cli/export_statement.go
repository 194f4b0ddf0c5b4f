package cli

import (
	"context"
	"time"

	"github.com/ismskit/ismskit/examples/ismskit/internal/sheet"
	"github.com/ismskit/ismskit/soa"
	"github.com/ismskit/ismskit/soa/oscal"
)

// statementExport is a statement of applicability.
type statementExport struct{ *soa.Statement }

func (s *statementExport) title() string { return or(s.Title, s.ID) }

func (s *statementExport) json() (any, error) { return s.Bytes(), nil }

func (s *statementExport) oscal(_ context.Context, x *exporter) (oscal.Document, error) {
	at, err := x.time(s.ApprovedAt)
	if err != nil {
		return nil, err
	}
	if x.model == "profile" {
		return oscal.NewProfile(s.Statement, oscal.Selected{Info: oscal.Info{AsOf: at}})
	}
	if x.system.ID == "" || x.system.Name == "" {
		return nil, usagef("a system security plan needs --system-id and --system-name; --model profile needs neither")
	}
	system := x.system
	system.AsOf = at
	return oscal.NewSSP(s.Statement, system)
}

func (s *statementExport) tables(*exporter) ([]*sheet.Table, error) {
	t := &sheet.Table{Name: "controls", Columns: []string{"control", "catalogue", "title", "necessary", "reasons", "risks", "requirements", "justification",
		"description", "status", "due", "owner", "evidence", "external"}}
	for i := range s.Entries {
		e := &s.Entries[i]
		reasons := make([]string, len(e.Reasons))
		for k, r := range e.Reasons {
			reasons[k] = r.String()
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.Text(e.Control), sheet.Text(e.Catalogue), sheet.Text(e.Title), necessity(e.Necessary), sheet.List(reasons),
			sheet.List(e.Risks), sheet.List(e.Requirements), sheet.Text(e.Justification), sheet.Text(e.Description), sheet.Text(e.Status.String()),
			sheet.Date(e.Due), sheet.Text(e.Owner), sheet.List(e.Evidence), sheet.Text(e.External)})
	}
	return []*sheet.Table{t}, nil
}

// necessity is empty while nobody has decided.
func necessity(n soa.Necessity) sheet.Value {
	switch n {
	case soa.Necessary:
		return sheet.Bool(true)
	case soa.Excluded:
		return sheet.Bool(false)
	}
	return sheet.Value{}
}

// catalogueExport is a catalogue of controls.
type catalogueExport struct{ *soa.Catalogue }

func (k *catalogueExport) title() string { return or(k.Title, k.ID) }

func (k *catalogueExport) json() (any, error) { return k.Bytes(), nil }

func (k *catalogueExport) oscal(_ context.Context, x *exporter) (oscal.Document, error) {
	at, err := x.time(time.Time{})
	if err != nil {
		return nil, err
	}
	return oscal.NewCatalog(k.Catalogue, oscal.Info{AsOf: at})
}

func (k *catalogueExport) tables(*exporter) ([]*sheet.Table, error) {
	t := &sheet.Table{Name: "controls", Columns: []string{"id", "title", "group", "description", "parent", "withdrawn"}}
	var names []string
	seen := map[string]int{}
	for i := range k.Controls {
		for _, a := range k.Controls[i].Attributes {
			if _, ok := seen[a.Name]; !ok {
				seen[a.Name] = len(names)
				names = append(names, a.Name)
			}
		}
	}
	for _, name := range names {
		t.Columns = append(t.Columns, "attribute."+name)
	}
	for i := range k.Controls {
		c := &k.Controls[i]
		withdrawn := sheet.Value{}
		if c.Withdrawn {
			withdrawn = sheet.Bool(true)
		}
		row := []sheet.Value{sheet.Text(c.ID), sheet.Text(c.Title), sheet.Text(c.Group), sheet.Text(c.Description), sheet.Text(c.Parent), withdrawn}
		for _, name := range names {
			row = append(row, sheet.List(c.Values(name)))
		}
		t.Rows = append(t.Rows, row)
	}
	return []*sheet.Table{t}, nil
}
