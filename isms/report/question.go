package report

import (
	"strconv"
	"strings"
	"sync"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// asked puts a missing path into words: what it is about, the question, and
// what an answer looks like.
func (o *owners) asked(path string) (about, question, answer string) {
	typ, list := "isms", steps(path)
	var field *rules.Field
	about = "the management system"
	var parts []string
	for i, s := range list {
		field = fieldOf(typ, s.name)
		if i == len(list)-1 && !s.indexed {
			break
		}
		if s.indexed || field == nil || field.Kind == rules.KindObject {
			parts = append(parts, o.called(s, field))
		}
		if field == nil {
			break
		}
		typ = field.Of
	}
	if len(parts) > 0 {
		about = parts[len(parts)-1]
		for i := len(parts) - 2; i >= 0; i-- {
			about += ", " + parts[i]
		}
	}
	last := list[len(list)-1]
	if last.indexed { // a whole entry is missing
		return "the management system", "Where is " + o.called(last, field) + "?", "the document itself, among the files"
	}
	return about, questionOf(last.name, field), answerTo(last, field)
}

// called names one step of a path: document D-1 “Manual”.
func (o *owners) called(s step, field *rules.Field) string {
	name := words(s.name)
	if field != nil && field.Of != "" && s.indexed {
		name = words(field.Of)
	} else if t := singular[s.name]; t != "" {
		name = t
	}
	if !s.indexed {
		return name
	}
	if n, err := strconv.Atoi(s.index); err == nil && o.at[s.path] != nil {
		return name + " no. " + itoa(n+1)
	}
	name += " " + s.index
	if t := o.titleOf(s); t != "" {
		name += " “" + clip(t) + "”"
	}
	return name
}

// singular names lists that hold documents of other formats.
var singular = map[string]string{"records": "record", "catalogues": "catalogue", "criteriaDocuments": "criteria document", "registers": "register"}

// titleOf gives what an entity is called.
func (o *owners) titleOf(s step) string {
	if s.name == "risks" {
		if r := o.risks[s.index[strings.IndexByte(s.index, '/')+1:]]; r != nil {
			return r.Title
		}
	}
	return titleOf(o.at[s.path])
}

// titleOf gives the text by which people know an entity, "" if it has none.
func titleOf(e isms.Entity) string {
	if e == nil {
		return ""
	}
	t := isms.TypeOf(e)
	for _, name := range []string{"title", "name", "what", "statement", "need", "description", "provider", "subject"} {
		if f := t.Field(name); f != nil && f.Kind == isms.KindText && !f.List {
			if v, state := f.Value(e); state == isms.StateValue && v.(string) != "" {
				return v.(string)
			}
		}
	}
	return ""
}

// clip shortens a title to what fits into a line.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

var questionWords = []string{"who", "what", "when", "whether", "why", "how", "where", "which", "whose", "until when", "since when", "from when"}

// questionOf asks for a field by what it means.
func questionOf(name string, field *rules.Field) string {
	doc := ""
	if field != nil {
		doc, _, _ = strings.Cut(field.Doc, ";")
		doc = strings.TrimSpace(doc)
	}
	if doc == "" {
		return sentence(words(name)) + "?"
	}
	if strings.HasPrefix(doc, "clause ") || strings.HasPrefix(doc, "clauses ") {
		_, what, _ := strings.Cut(doc, ": ")
		return sentence(words(name)) + ": " + what + "?"
	}
	for _, w := range questionWords {
		if strings.HasPrefix(doc, w+" ") {
			return sentence(doc) + "?"
		}
	}
	return sentence(words(name)) + ": " + doc + "?"
}

// answerTo says what an answer looks like, and how to say that there is
// nothing.
func answerTo(s step, f *rules.Field) string {
	if f == nil {
		if s.name == "content" {
			return "the file, for its digest"
		}
		return ""
	}
	one := map[rules.Kind]string{rules.KindText: "a text", rules.KindBool: "true or false", rules.KindInt: "a whole number", rules.KindNumber: "a number",
		rules.KindTime: "a date", rules.KindDuration: "a length of time, such as 365d", rules.KindObject: "an entry"}[f.Kind]
	switch {
	case f.List:
		return "a list; [] if there is nothing"
	case f.Kind == rules.KindBool || f.Kind == rules.KindText && !f.Nullable:
		return one
	case f.Nullable || f.Kind == rules.KindTime || f.Kind == rules.KindDuration:
		return one + "; ~ if there is none"
	}
	return one
}

// modelFields are the fields of the model that rules see, by type and name.
var modelFields = sync.OnceValue(func() map[[2]string]*rules.Field {
	all := map[[2]string]*rules.Field{}
	for _, t := range conformity.Schema().Types() {
		for i := range t.Fields {
			all[[2]string{t.Name, t.Fields[i].Name}] = &t.Fields[i]
		}
	}
	return all
})

func fieldOf(typ, name string) *rules.Field { return modelFields()[[2]string{typ, name}] }
