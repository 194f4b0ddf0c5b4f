package report

import (
	"slices"
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
	if len(list) > 2 && list[0].name == "risks" && list[1].name == "ratings" {
		about, answer = o.called(list[0], fieldOf(typ, "risks")), "a level of the scale, or a range of levels"
		if len(list) == 3 {
			return about, "How is it rated at the stage " + list[2].name + "?", answer
		}
		return about, "What is its " + words(list[3].name) + " at the stage " + list[2].name + "?", answer
	}
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
	return about, questionOf(last.name, field), answerTo(typ, last, field)
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

// questionOf asks for a field by what it means: what the documentation of the
// model says of it, as a question where that is one.
func questionOf(name string, field *rules.Field) string {
	doc := ""
	if field != nil {
		doc, _, _ = strings.Cut(field.Doc, ";")
	}
	if strings.HasPrefix(doc, "clause ") || strings.HasPrefix(doc, "clauses ") {
		_, doc, _ = strings.Cut(doc, ": ")
	}
	doc, _, _ = strings.Cut(strings.TrimSpace(doc), ", see ")
	if doc == "" {
		return "State the " + words(name) + "."
	}
	first, rest, _ := strings.Cut(doc, " ")
	switch first {
	case "who", "whose":
		return sentence(doc) + "?"
	case "what", "when", "where", "why", "how", "which", "until", "since", "from", "whether":
		return interrogative(first, rest, name)
	case "of", "that":
		return "State the " + words(name) + " " + doc + "."
	case "by", "in", "as", "to", "inside", "only", "for":
		return "State the " + words(name) + ": " + doc + "."
	case "such":
		return "State the " + words(name) + ", " + doc + "."
	case "a", "an", "the", "its", "somebody", "something", "those":
		return "State " + doc + "."
	}
	return "State the " + doc + "."
}

// auxiliaries are verbs that stand before the subject of a question.
var auxiliaries = []string{"is", "was", "are", "were", "will", "may", "must", "can", "has", "have"}

// interrogative makes a question of a clause such as when it was made known.
func interrogative(first, rest, name string) string {
	if rest == "" {
		return "Say " + first + " (" + words(name) + ")."
	}
	w := strings.Fields(rest)
	ask := first
	if first == "until" || first == "since" || first == "from" || first == "how" && slices.Contains([]string{"often", "far", "many", "much"}, w[0]) {
		ask, w = first+" "+w[0], w[1:]
	}
	switch {
	case len(w) > 1 && first != "whether" && slices.Contains(auxiliaries, w[0]):
		return sentence(ask) + " " + strings.Join(w, " ") + "?"
	case len(w) > 2 && (w[0] == "it" || w[0] == "they" || w[0] == "this") && slices.Contains(auxiliaries, w[1]):
		inverted := w[1] + " " + w[0] + " " + strings.Join(w[2:], " ") + "?"
		if first == "whether" {
			return sentence(inverted)
		}
		return sentence(ask) + " " + inverted
	}
	return "Say " + first + " " + rest + "."
}

// answerTo says what an answer looks like, and how to say that there is
// nothing.
func answerTo(typ string, s step, f *rules.Field) string {
	if f == nil {
		if s.name == "content" {
			return "the file, for its digest"
		}
		return ""
	}
	one := map[rules.Kind]string{rules.KindText: "a text", rules.KindBool: "true or false", rules.KindInt: "a whole number", rules.KindNumber: "a number",
		rules.KindTime: "a date", rules.KindDuration: "a length of time, such as 365d", rules.KindObject: "an entry"}[f.Kind]
	entry := entryField(typ, f.Name)
	if entry != nil {
		switch {
		case entry.Words != nil:
			return "one of " + strings.Join(entry.Words, ", ")
		case entry.Targets != nil:
			targets := make([]string, len(entry.Targets))
			for i, t := range entry.Targets {
				targets[i] = words(t)
			}
			one = "an id (" + strings.Join(targets, ", ") + ")"
		case entry.Kind == isms.KindDigest:
			one = "a digest, sha256:..."
		}
	}
	switch {
	case f.List && entry != nil && entry.Targets != nil:
		return "a list of ids; [] if there are none"
	case f.List:
		return "a list; [] if there is nothing"
	case f.Kind == rules.KindBool || f.Kind == rules.KindText && !f.Nullable:
		return one
	case f.Nullable || f.Kind == rules.KindTime || f.Kind == rules.KindDuration:
		return one + "; ~ if there is none"
	}
	return one
}

// entryField gives the field of a type of package isms, nil if it is of none.
func entryField(typ, name string) *isms.Field {
	if t := entryTypes()[typ]; t != nil {
		return t.Field(name)
	}
	return nil
}

var entryTypes = sync.OnceValue(func() map[string]*isms.Type {
	all := map[string]*isms.Type{}
	for _, t := range isms.Types() {
		all[t.Name] = t
	}
	return all
})

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
