package report

import (
	"slices"
	"strings"
	"time"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// DocumentsFormat names the list of required documents.
const DocumentsFormat = "ismskit.report.documents/v1"

// Documents is the documented information that a profile requires, and where
// each item of it is.
type Documents struct {
	Head
	Required []RequiredDocument `json:"required"` // in the order of the clauses
	// Unclear are documents of which it is not stated what they cover: they
	// may hold what seems to lack.
	Unclear []string `json:"unclear,omitempty"`
}

// A RequiredDocument is an item of documented information that is required.
type RequiredDocument struct {
	ID     string        `json:"id"`
	Label  string        `json:"label"` // in our own words
	Clause string        `json:"clause"`
	State  DocumentState `json:"state"`
	Held   []HeldIn      `json:"held,omitempty"` // the documents that cover it
}

// DocumentState tells whether a required document is there.
type DocumentState string

// The states of required documents.
const (
	DocumentThere   DocumentState = "there"     // an approved document holds it, and nothing about it lacks
	DocumentLacks   DocumentState = "lacks"     // an approved document holds it, and something about it lacks or is not stated
	DocumentPending DocumentState = "pending"   // no approved document holds it, one that may become it does
	DocumentMissing DocumentState = "missing"   // no document holds it
	DocumentUnknown DocumentState = "not_known" // it is not stated which documents there are, or what they cover
)

// HeldIn is a document that covers a required item.
type HeldIn struct {
	Document   string    `json:"document"` // id
	Title      string    `json:"title,omitempty"`
	Version    string    `json:"version,omitempty"`
	Status     string    `json:"status,omitempty"` // draft, approved or withdrawn; "" if not stated
	ApprovedBy string    `json:"approvedBy,omitempty"`
	ApprovedAt time.Time `json:"approvedAt,omitzero"`
	NextReview time.Time `json:"nextReview,omitzero"`
	Where      []string  `json:"where,omitempty"` // locations and file
	Position   string    `json:"position,omitempty"`
	Lacks      []string  `json:"lacks,omitempty"` // what lacks, in words
}

// NewDocuments makes the list of required documents. A nil profile is that of
// the edition that the system states. The error is isms.ErrTime or
// conformity.ErrProfile.
func NewDocuments(sys *isms.System, profile *conformity.Profile, asOf time.Time) (*Documents, error) {
	if err := checkTimes(asOf); err != nil {
		return nil, err
	}
	profile, err := profileFor(sys, profile)
	if err != nil {
		return nil, err
	}
	d := &Documents{Head: headOf(sys, asOf), Required: []RequiredDocument{}}
	d.Profile = profile.ID
	l := &library{asOf: d.AsOf, all: sys.Documents.Or(nil), people: peopleOf(sys), replaced: map[string]bool{}}
	for _, doc := range l.all {
		if doc.Status != isms.DocumentDraft {
			l.replaced[doc.Previous.Or("")] = true
		}
		if !doc.Covers.Known() && doc.Status != isms.DocumentWithdrawn {
			d.Unclear = append(d.Unclear, doc.ID)
		}
	}
	for _, r := range profile.RequiredDocuments {
		x := RequiredDocument{ID: r.ID, Label: documentLabel(r.ID), Clause: r.Clause, Held: l.holding(r.ID)}
		x.State = stateOf(x.Held, !sys.Documents.Known() || len(d.Unclear) > 0)
		d.Required = append(d.Required, x)
	}
	slices.SortStableFunc(d.Required, func(a, b RequiredDocument) int { return conformity.CompareClauses(a.Clause, b.Clause) })
	return d, nil
}

func stateOf(held []HeldIn, open bool) DocumentState {
	pending := false
	state := DocumentState("")
	for _, h := range held {
		switch {
		case h.Status == string(isms.DocumentApproved) && h.Lacks == nil:
			return DocumentThere
		case h.Status == string(isms.DocumentApproved):
			state = DocumentLacks
		case h.Status != string(isms.DocumentWithdrawn):
			pending = true
		}
	}
	switch {
	case state != "":
		return state
	case pending:
		return DocumentPending
	case open:
		return DocumentUnknown
	}
	return DocumentMissing
}

// library is the documents of a system as of a time.
type library struct {
	*people
	asOf     time.Time
	all      []*isms.Document
	replaced map[string]bool // ids of the versions before
}

// holding lists the documents that cover an item, without the versions that
// another one has replaced.
func (l *library) holding(item string) []HeldIn {
	var list []HeldIn
	for _, d := range l.all {
		if slices.Contains(d.Covers.Or(nil), item) && !l.replaced[d.ID] {
			list = append(list, l.held(d))
		}
	}
	return list
}

func (l *library) held(d *isms.Document) HeldIn {
	h := HeldIn{Document: d.ID, Title: d.Title.Or(""), Version: d.Version.Or(""), Status: string(d.Status), ApprovedAt: stated(d.ApprovedAt),
		NextReview: stated(d.NextReview), Where: d.Locations.Or(nil), Position: d.Position().String()}
	if by := d.ApprovedBy.Or(""); by != "" {
		h.ApprovedBy = l.who(by).String()
	}
	if f := d.File.Or(""); f != "" {
		h.Where = append(slices.Clone(h.Where), "file "+f)
	}
	lack := func(lacks bool, what string) {
		if lacks {
			h.Lacks = append(h.Lacks, what)
		}
	}
	lack(d.Status == "", "whether it holds is not stated")
	lack(d.Status == isms.DocumentDraft, "it is a draft")
	lack(d.Status == isms.DocumentWithdrawn, "it was withdrawn")
	lack(!d.Version.Known(), "its version is not stated")
	lack(d.Version.Known() && h.Version == "", "it has no version")
	if d.Status == isms.DocumentApproved {
		lack(!d.ApprovedBy.Known(), "who approved it is not stated")
		lack(d.ApprovedBy.Known() && h.ApprovedBy == "", "nobody approved it")
		lack(!d.ApprovedAt.Known(), "when it was approved is not stated")
		lack(d.ApprovedAt.IsNone(), "no date of approval is stated")
		lack(h.ApprovedAt.After(l.asOf), "it is approved in the future only")
		nowhere := d.Locations.Known() && d.File.Known()
		lack(len(h.Where) == 0 && !nowhere, "where it can be found is not stated")
		lack(len(h.Where) == 0 && nowhere, "it can be found nowhere")
		lack(!d.NextReview.Known(), "when it is reviewed next is not stated")
	}
	if due := h.NextReview; !due.IsZero() && due.Before(l.asOf) && d.Status != isms.DocumentWithdrawn {
		lack(true, "its review was due on "+day(due))
	}
	return h
}

// Count counts the items that have a state.
func (d *Documents) Count(s DocumentState) int {
	n := 0
	for _, r := range d.Required {
		if r.State == s {
			n++
		}
	}
	return n
}

// Format returns DocumentsFormat.
func (d *Documents) Format() string { return DocumentsFormat }

// JSON returns the list as JSON.
func (d *Documents) JSON() []byte { return encode(d, d) }

// CSV returns a row for each document that holds a required item, and for each
// item that none holds.
func (d *Documents) CSV() []byte {
	t := newTable("clause", "required", "label", "state", "document", "title", "version", "status", "approvedBy", "approvedAt", "nextReview", "where", "lacks", "position")
	for _, r := range d.Required {
		for _, h := range r.Held {
			t.row(r.Clause, r.ID, r.Label, string(r.State), h.Document, h.Title, h.Version, h.Status, h.ApprovedBy, stamp(h.ApprovedAt), stamp(h.NextReview), joined(h.Where), joined(h.Lacks), h.Position)
		}
		if len(r.Held) == 0 {
			t.row(r.Clause, r.ID, r.Label, string(r.State), "", "", "", "", "", "", "", "", "", "")
		}
	}
	return t.bytes()
}

var documentStateWords = []struct {
	state DocumentState
	words string
}{
	{DocumentThere, "there"},
	{DocumentLacks, "there, but something lacks"},
	{DocumentPending, "not approved"},
	{DocumentMissing, "missing"},
	{DocumentUnknown, "not known"},
}

func (s DocumentState) words() string {
	for _, w := range documentStateWords {
		if w.state == s {
			return w.words
		}
	}
	return string(s)
}

// Markdown returns the list for readers.
func (d *Documents) Markdown() []byte {
	p := &page{}
	p.head("Required documents", d.Head)
	var sums []string
	for _, w := range documentStateWords {
		if n := d.Count(w.state); n > 0 {
			sums = append(sums, itoa(n)+" "+w.words)
		}
	}
	p.para("%s: %s.", count(len(d.Required), "item of documented information is required", "items of documented information are required"), strings.Join(sums, ", "))
	var rows, lacks [][]string
	for _, r := range d.Required {
		label := md(r.Clause + " " + r.Label)
		state := r.State.words()
		if r.State != DocumentThere {
			state = "**" + state + "**"
		}
		if len(r.Held) == 0 {
			rows = append(rows, []string{label, state, "", "", "", ""})
			lacks = append(lacks, []string{label, "", missingWords(r.State)})
		}
		for _, h := range r.Held {
			name := code(h.Document)
			if h.Title != "" {
				name += " " + md(h.Title)
			}
			approved := "not stated"
			switch {
			case h.ApprovedBy != "" && !h.ApprovedAt.IsZero():
				approved = md(h.ApprovedBy) + ", " + day(h.ApprovedAt)
			case h.ApprovedBy != "":
				approved = md(h.ApprovedBy)
			}
			if h.Status == string(isms.DocumentDraft) {
				approved = "draft"
			}
			rows = append(rows, []string{label, state, name, md(or(h.Version, "not stated")), approved, or(day(h.NextReview), "none stated")})
			for _, l := range h.Lacks {
				lacks = append(lacks, []string{label, name, md(sentence(l))})
			}
		}
	}
	p.rows([]string{"required", "state", "document", "version", "approved by", "next review"}, rows)
	if len(lacks) > 0 {
		p.part("What lacks")
		p.rows([]string{"required", "document", "what lacks"}, lacks)
	}
	if len(d.Unclear) > 0 {
		p.part("Not known")
		p.para("It is not stated what these documents cover. They may hold what seems to lack:")
		for _, id := range d.Unclear {
			p.item("%s", code(id))
		}
		p.end()
	}
	d.places(p)
	return p.bytes()
}

func missingWords(s DocumentState) string {
	if s == DocumentUnknown {
		return "It is not known whether a document holds it"
	}
	return "No document holds it"
}

// places says where the documents are.
func (d *Documents) places(p *page) {
	var rows [][]string
	seen := map[string]bool{}
	for _, r := range d.Required {
		for _, h := range r.Held {
			if seen[h.Document] {
				continue
			}
			seen[h.Document] = true
			where := make([]string, len(h.Where))
			for i, w := range h.Where {
				where[i] = md(w)
			}
			rows = append(rows, []string{code(h.Document) + " " + md(h.Title), or(strings.Join(where, ", "), "not stated")})
		}
	}
	if len(rows) > 0 {
		p.part("Where they are")
		p.rows([]string{"document", "where"}, rows)
	}
}
