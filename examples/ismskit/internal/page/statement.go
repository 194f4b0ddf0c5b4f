package page

import (
	"slices"
	"strings"

	"github.com/ismskit/ismskit/soa"
)

// statement is the statement of applicability.
type statement struct {
	Title, Version, Digest string
	Approved               string
	Catalogues             []string
	Count                  soa.Count
	Entries                []entry
	Findings               []finding
}

type entry struct {
	Control, Title string
	Catalogue      string
	Applies        state
	Reasons        string
	Risks          []string
	Requirements   string
	Justification  string
	Description    string
	Status         state
	Terms          string // due date, provider, owner
	Evidence       string
}

func newStatement(in *Input) *statement {
	s := in.Statement
	x := &statement{
		Title: or(s.Title, s.ID), Version: s.Version, Digest: string(s.Digest()),
		Approved: join(" on ", s.ApprovedBy, day(s.ApprovedAt)), Count: s.Coverage(in.Catalogues...).Total,
	}
	for _, c := range in.Catalogues {
		x.Catalogues = append(x.Catalogues, or(c.Title, c.ID))
	}
	for i := range s.Entries {
		x.Entries = append(x.Entries, newEntry(&s.Entries[i], in.Catalogues))
	}
	for _, f := range in.Findings {
		v := finding{About: nonempty(f.Control), Message: f.Message, Where: "good practice"}
		if f.Shall {
			v.Where = "demanded by 6.1.3"
		}
		x.Findings = append(x.Findings, v)
	}
	return x
}

func newEntry(e *soa.Entry, catalogues []*soa.Catalogue) entry {
	x := entry{
		Control: e.Control, Title: e.Title, Catalogue: or(e.Catalogue, "own"), Risks: e.Risks, Requirements: strings.Join(e.Requirements, ", "),
		Justification: e.Justification, Description: e.Description, Evidence: strings.Join(e.Evidence, ", "),
	}
	at := slices.IndexFunc(catalogues, func(c *soa.Catalogue) bool { return c.ID == e.Catalogue })
	if at >= 0 {
		if k := catalogues[at].Control(e.Control); k != nil {
			x.Title = or(x.Title, k.Title)
		}
	}
	reasons := make([]string, len(e.Reasons))
	for i, r := range e.Reasons {
		reasons[i] = r.String()
	}
	x.Reasons = strings.Join(reasons, ", ")
	switch e.Necessary {
	case soa.Necessary:
		x.Applies, x.Status = state{"necessary", "info"}, controlState(e.Status)
		due := ""
		if !e.Due.IsZero() {
			due = "due " + day(e.Due)
		}
		provider := ""
		if e.External != "" {
			provider = "provided by " + e.External
		}
		x.Terms = join(", ", due, provider, e.Owner)
	case soa.Excluded:
		x.Applies = state{"excluded", "neutral"}
	default:
		x.Applies = state{"undecided", "unknown"}
	}
	return x
}
