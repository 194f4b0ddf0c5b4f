package soa

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/risk"
)

// members are those of a JSON object. What is not stated is left out.
type members map[string]any

func (m members) text(key, s string) {
	if s != "" {
		m[key] = s
	}
}

func (m members) time(key string, t time.Time) {
	if !t.IsZero() {
		m[key] = t.UTC().Format(time.RFC3339Nano)
	}
}

func (m members) texts(key string, list []string) {
	if len(list) > 0 {
		m[key] = each(list, func(s string) any { return s })
	}
}

func each[T any](list []T, f func(T) any) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// appendJSON writes a value in the canonical form of RFC 8785. The names of
// members are ASCII, for which its order is that of bytes.
func appendJSON(b []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return seal.AppendString(b, v)
	case bool:
		return strconv.AppendBool(b, v)
	case []any:
		b = append(b, '[')
		for i, x := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, x)
		}
		return append(b, ']')
	case members:
		b = append(b, '{')
		for i, k := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(seal.AppendString(b, k), ':')
			b = appendJSON(b, v[k])
		}
		return append(b, '}')
	}
	return b
}

// Bytes returns the catalogue as a document in canonical JSON, which
// ParseCatalogue reads. Equal catalogues have equal bytes, whatever they were
// read from.
func (c *Catalogue) Bytes() []byte {
	m := members{"format": CatalogueFormat, "id": c.ID}
	m.text("title", c.Title)
	m.text("version", c.Version)
	m.text("source", c.Source)
	m.text("reference", c.Reference)
	if len(c.Groups) > 0 {
		m["groups"] = each(c.Groups, func(g Group) any {
			m := members{"id": g.ID}
			m.text("title", g.Title)
			m.text("parent", g.Parent)
			return m
		})
	}
	m["controls"] = each(c.Controls, func(k Control) any {
		m := members{"id": k.ID}
		m.text("title", k.Title)
		m.text("group", k.Group)
		m.text("description", k.Description)
		m.text("parent", k.Parent)
		if k.Withdrawn {
			m["withdrawn"] = true
		}
		if len(k.Attributes) > 0 {
			list := members{}
			for _, a := range k.Attributes {
				list[a.Name] = each(a.Values, func(s string) any { return s })
			}
			m["attributes"] = list
		}
		return m
	})
	return appendJSON(nil, m)
}

// Bytes returns the statement as a document in canonical JSON, which
// ParseStatement reads. Equal statements have equal bytes, whatever they were
// read from.
func (s *Statement) Bytes() []byte {
	m := members{"format": StatementFormat, "id": s.ID}
	m.text("version", s.Version)
	m.text("title", s.Title)
	m.text("document", s.Document)
	m.text("previous", s.Previous)
	if s.ApprovedBy != "" || !s.ApprovedAt.IsZero() {
		a := members{}
		a.text("by", s.ApprovedBy)
		a.time("at", s.ApprovedAt)
		m["approval"] = a
	}
	if len(s.Catalogues) > 0 {
		m["catalogues"] = each(s.Catalogues, func(c CatalogueRef) any {
			m := members{"id": c.ID}
			m.text("digest", string(c.Digest))
			return m
		})
	}
	if len(s.Plans) > 0 {
		m["plans"] = each(s.Plans, func(p PlanRef) any {
			m := members{"id": p.ID}
			m.text("version", p.Version)
			m.text("digest", string(p.Digest))
			m.text("assessment", string(p.Assessment))
			return m
		})
	}
	m["entries"] = each(s.Entries, func(e Entry) any { return e.members() })
	return appendJSON(nil, m)
}

func (e *Entry) members() members {
	m := members{"control": e.Control}
	m.text("catalogue", e.Catalogue)
	m.text("title", e.Title)
	if e.Necessary != Undecided {
		m["necessary"] = e.Necessary == Necessary
	}
	m.texts("reasons", reasonWords(e.Reasons))
	m.texts("risks", e.Risks)
	m.texts("requirements", e.Requirements)
	m.text("justification", e.Justification)
	m.text("description", e.Description)
	m.text("status", e.Status.String())
	m.text("external", e.External)
	m.time("due", e.Due)
	m.text("owner", e.Owner)
	m.texts("evidence", e.Evidence)
	return m
}

func reasonWords(list []Reason) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.String())
	}
	return out
}

// Digest returns the digest of the catalogue's bytes, under its format's line.
func (c *Catalogue) Digest() seal.Digest {
	if c.digest != "" {
		return c.digest
	}
	return seal.Sum(CatalogueFormat, c.Bytes())
}

// Digest returns the digest of the statement's bytes, under its format's line.
func (s *Statement) Digest() seal.Digest { return seal.Sum(StatementFormat, s.Bytes()) }

// statusNames are the words of documents for risk.ControlStatus.
var statusNames = []string{"", risk.NotImplemented.String(), risk.Planned.String(), risk.Partial.String(), risk.Implemented.String()}
