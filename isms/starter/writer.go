package starter

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// writer writes the documents of a starter.
type writer struct {
	profile *conformity.Profile
	kind    Kind
	clauses map[string][]string // by type.field
	entries map[string][]string // ids, by the path of their list

	b strings.Builder
}

func (w *writer) chapter(c chapter) []byte {
	w.b.Reset()
	w.b.WriteString("format: " + isms.Format + "\n\n")
	w.explain(c.title)
	about := slices.Clone(c.about)
	if c.name == chapters[0].name {
		about = append(append(append(about, howto...), ""), words[w.kind]...)
	}
	if about != nil {
		w.explain("")
	}
	for _, line := range about {
		w.explain(line)
	}
	w.b.WriteByte('\n')
	system := isms.TypeOf(&isms.System{})
	for _, name := range c.sections {
		f := system.Field(name)
		switch {
		case name == "edition":
			w.line("", false, "edition: "+w.profile.ID, w.meaning(f, system))
		case f.Type == nil:
			w.question("", f, system)
		default:
			w.b.WriteByte('\n')
			w.section(f)
			w.object("", false, f, system, name)
		}
	}
	return []byte(w.b.String())
}

// explain writes a line that explains.
func (w *writer) explain(text string) {
	w.b.WriteString(strings.TrimRight("## "+text, " ") + "\n")
}

var clauseNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[0-9]+(?:\.[0-9]+)+(?: [a-z])?\b`) })

// section writes what a section is about, and its clauses as the profile
// numbers them.
func (w *writer) section(f *isms.Field) {
	about := f.Doc
	if head, rest, ok := strings.Cut(about, ": "); ok && strings.HasPrefix(head, "clause") {
		about = rest
		var list []string
		for _, c := range clauseNumber().FindAllString(head, -1) {
			if c = w.profile.Clause(c); w.has(c) {
				list = append(list, c)
			}
		}
		if list != nil {
			slices.SortFunc(list, conformity.CompareClauses)
			about += " (" + strings.Join(slices.Compact(list), "; ") + ")"
		}
	}
	w.explain(strings.ToUpper(about[:1]) + about[1:])
	if f.Name == "documents" {
		w.required()
	}
}

// has tells whether a clause is one of the profile's, or a part of one.
func (w *writer) has(clause string) bool {
	num, _, _ := strings.Cut(clause, " ")
	return slices.Contains(w.profile.Clauses, num) ||
		slices.ContainsFunc(w.profile.Clauses, func(c string) bool { return strings.HasPrefix(c, num+".") })
}

// required lists what must be documented.
func (w *writer) required() {
	w.explain("Needed under covers, in one document or in several:")
	for _, d := range w.profile.RequiredDocuments {
		w.explain("  " + d.ID + " (" + d.Clause + ")")
	}
}

// object writes a field with objects: what the starter has of them, or one as a
// question.
func (w *writer) object(indent string, asked bool, f *isms.Field, of *isms.Type, path string) {
	ids := w.entries[path]
	stated := ids != nil || path == "organisation" && w.entries["organisation.units"] != nil
	asked = asked || !stated
	w.line(indent, asked, f.Name+":", w.meaning(f, of))
	inner := indent + "  "
	switch {
	case !f.List:
		w.fields(inner, asked, f.Type, path)
	case asked:
		w.entry(inner, true, f.Type, path, "{id}")
	}
	for _, id := range ids {
		w.entry(inner, false, f.Type, path, id)
	}
}

// entry writes an object of a list.
func (w *writer) entry(indent string, asked bool, t *isms.Type, path, id string) {
	if t.Identified() {
		w.line(indent, asked, "- id: "+id, "")
	} else {
		w.line(indent, asked, "-", "")
	}
	w.fields(indent+"  ", asked, t, path)
}

func (w *writer) fields(indent string, asked bool, t *isms.Type, path string) {
	for i := range t.Fields {
		f := &t.Fields[i]
		switch {
		case f.Kind == isms.KindID:
		case f.Type != nil:
			w.object(indent, asked, f, t, path+"."+f.Name)
		default:
			w.question(indent, f, t)
		}
	}
}

// question writes a field that holds no objects.
func (w *writer) question(indent string, f *isms.Field, of *isms.Type) {
	answer := "{" + answerTo(f) + "}"
	if f.List {
		answer = "[" + answer + "]"
	}
	w.line(indent, true, f.Name+": "+answer, w.meaning(f, of))
}

// answerTo tells what a field takes.
func answerTo(f *isms.Field) string {
	switch f.Kind {
	case isms.KindWord:
		return strings.Join(f.Words, " | ")
	case isms.KindReference:
		return "id of " + strings.Join(f.Targets, " | ")
	case isms.KindBool:
		return "true | false"
	case isms.KindInt:
		return "whole number"
	case isms.KindDecimal:
		return "number"
	case isms.KindTime:
		return "date"
	case isms.KindDuration:
		return "time such as 365d"
	case isms.KindDigest:
		return "sha256 digest"
	}
	return "text"
}

// maxClauses bounds the clauses that are shown of a field.
const maxClauses = 4

// meaning tells what a field is, and which clauses ask for it.
func (w *writer) meaning(f *isms.Field, of *isms.Type) string {
	if of.Name == "isms" && f.Type != nil {
		return "" // stands above the section
	}
	about := f.Doc
	list := w.clauses[of.Name+"."+f.Name]
	if len(list) > maxClauses {
		list = append(slices.Clone(list[:maxClauses]), "...")
	}
	if list != nil {
		about += " (" + strings.Join(list, "; ") + ")"
	}
	return strings.TrimSpace(about)
}

// column is where meanings begin if there is room.
const column = 48

// line writes a line of YAML, as a question if it is asked.
func (w *writer) line(indent string, asked bool, text, meaning string) {
	line := indent
	if asked {
		// The # stands where its section begins, so that taking it away leaves
		// the indentation right.
		line = "#" + indent
	}
	line += text
	if meaning != "" {
		line += strings.Repeat(" ", max(2, column-utf8.RuneCountInString(line))) + "# " + meaning
	}
	w.b.WriteString(line + "\n")
}
