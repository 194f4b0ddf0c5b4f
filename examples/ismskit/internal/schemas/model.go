package schemas

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/ismskit/ismskit/isms"
	"github.com/ismskit/ismskit/isms/conformity"
)

// made are the schemas that follow from the model, so that they cannot differ
// from what is read.
var made = map[string]func() *schema{
	"isms":  modelSchema,
	"rules": rulesSchema,
}

// A schema is the part of JSON Schema that is needed here.
type schema struct {
	Draft       string  `json:"$schema,omitempty"`
	ID          string  `json:"$id,omitempty"`
	Title       string  `json:"title,omitempty"`
	Description string  `json:"description,omitempty"`
	Ref         string  `json:"$ref,omitempty"`
	Const       string  `json:"const,omitempty"`
	Enum        []any   `json:"enum,omitempty"`
	Type        any     `json:"type,omitempty"` // a word, or several
	Pattern     string  `json:"pattern,omitempty"`
	MaxLength   int     `json:"maxLength,omitempty"`
	MinLength   int     `json:"minLength,omitempty"`
	AnyOf       []any   `json:"anyOf,omitempty"`
	Items       *schema `json:"items,omitempty"`
	MinItems    int     `json:"minItems,omitempty"`
	MaxItems    int     `json:"maxItems,omitempty"`

	Properties members  `json:"properties,omitempty"`
	Required   []string `json:"required,omitempty"`
	Closed     *bool    `json:"additionalProperties,omitempty"` // false
	Defs       members  `json:"$defs,omitempty"`
}

// members are named schemas in order.
type members []member

type member struct {
	name string
	*schema
}

// MarshalJSON writes an object whose members keep their order.
func (m members) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, x := range m {
		name, err := json.Marshal(x.name)
		if err != nil {
			return nil, err
		}
		value, err := encode(x.schema)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

// encode keeps < and > in texts as they are.
func encode(s *schema) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(s)
	return bytes.TrimSpace(b.Bytes()), err
}

// text lays a schema out as the others are.
func (s *schema) text(name string) []byte {
	s.Draft = "https://json-schema.org/draft/2020-12/schema"
	s.ID = "https://github.com/ismskit/ismskit/schemas/" + name + ".json"
	data, err := encode(s)
	if err != nil {
		panic(err) // it is made of texts and numbers
	}
	var b bytes.Buffer
	if err := json.Indent(&b, data, "", "  "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

const (
	idPattern       = `^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`
	timePattern     = `^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt].+)?$`
	durationPattern = `^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$`
	digestPattern   = `^sha256:[0-9a-f]{64}$`
)

func object(properties members, required ...string) *schema {
	closed := false
	return &schema{Type: "object", Properties: properties, Required: required, Closed: &closed}
}

func ofType(name string) *schema { return &schema{Type: name} }

// modelSchema describes the documents of a management system.
func modelSchema() *schema {
	var defs members
	types := isms.Types()
	for _, t := range types {
		defs = append(defs, member{t.Name, typeSchema(t)})
	}
	root := defs[0].schema
	root.Properties = append(members{{"format", &schema{Const: isms.Format}}}, root.Properties...)
	root.Required = []string{"format"}
	root.Title, root.Defs = "Management system, "+isms.Format, defs[1:]
	return root
}

func typeSchema(t *isms.Type) *schema {
	s := object(nil)
	s.Description = t.Doc
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Kind == isms.KindID {
			s.Required = append(s.Required, f.Name)
		}
		s.Properties = append(s.Properties, member{f.Name, fieldSchema(f)})
	}
	return s
}

func fieldSchema(f *isms.Field) *schema {
	s := valueSchema(f)
	if f.List {
		most := isms.MaxItems
		if f.Kind == isms.KindObject && f.Type.Identified() {
			most = isms.MaxEntities
		}
		s = &schema{Type: "array", Items: s, MaxItems: most}
	}
	if f.Nullable {
		s = nullable(s)
	}
	s.Description = f.Doc
	return s
}

// nullable lets a value be stated to be none.
func nullable(s *schema) *schema {
	if word, ok := s.Type.(string); ok {
		s.Type = []string{word, "null"}
		return s
	}
	return &schema{AnyOf: []any{s, ofType("null")}}
}

func valueSchema(f *isms.Field) *schema {
	switch f.Kind {
	case isms.KindID:
		return &schema{Type: "string", Pattern: idPattern}
	case isms.KindReference:
		if f.List {
			return &schema{Type: "string", Pattern: idPattern}
		}
		return &schema{Type: "string", Pattern: "^$|" + idPattern} // empty: none
	case isms.KindWord:
		return &schema{Enum: wordsOf(f.Words)}
	case isms.KindDigest:
		return &schema{Type: "string", Pattern: digestPattern}
	case isms.KindBool:
		return ofType("boolean")
	case isms.KindInt:
		return ofType("integer")
	case isms.KindDecimal:
		return ofType("number")
	case isms.KindTime:
		return &schema{Type: "string", Pattern: timePattern}
	case isms.KindDuration:
		return &schema{Type: "string", Pattern: durationPattern, MinLength: 2}
	case isms.KindObject:
		return &schema{Ref: "#/$defs/" + f.Type.Name}
	}
	s := &schema{Type: "string", MaxLength: isms.MaxTextBytes}
	if f.IDForm {
		s = &schema{Type: "string", Pattern: idPattern}
	}
	return s
}

// wordsOf lists words; those that are numbers may be written as such.
func wordsOf(words []string) []any {
	var list []any
	for _, w := range words {
		list = append(list, w)
		if isNumber(w) {
			list = append(list, json.Number(w))
		}
	}
	return list
}

func isNumber(word string) bool {
	for _, r := range word {
		if r < '0' || r > '9' {
			return false
		}
	}
	return word != ""
}

// rulesSchema describes files of rules.
func rulesSchema() *schema {
	var editions []string
	for _, p := range conformity.Profiles() {
		editions = append(editions, p.ID)
	}
	var kinds []string
	for _, k := range conformity.Kinds() {
		kinds = append(kinds, k.String())
	}
	text := func(doc string) *schema {
		return &schema{Type: "string", MaxLength: conformity.MaxTextBytes, Description: doc}
	}
	described := func(s *schema, doc string) *schema {
		s.Description = doc
		return s
	}
	id := &schema{Type: "string", Pattern: idPattern}
	needed := text("What it asks for, in a sentence.")
	needed.MinLength = 1
	rule := object(members{
		{"id", id},
		{"clause", text("Of the edition of 2022, or of the organisation's own, such as 6.1.2 c1.")},
		{"kind", described(&schema{Enum: wordsOf(kinds)}, "Whether it is demanded, more than that, or good practice.")},
		{"editions", &schema{Type: "array", MinItems: 1, Items: &schema{Enum: wordsOf(editions)}, Description: "Profiles that have the rule; all, if it is left out."}},
		{"forEach", described(&schema{Enum: wordsOf(slices.Sorted(slices.Values(conformity.Subjects())))}, "Type of the model: one verdict for each entity of it.")},
		{"when", &schema{Type: []string{"string", "boolean"}, Description: "Precondition; where it is false, the rule does not apply."}},
		{"expr", &schema{Type: []string{"string", "boolean"}, Description: "What must be true."}},
		{"meaning", needed},
		{"advice", text("How to mend it.")},
	}, "id", "clause", "kind", "forEach", "expr", "meaning")
	s := object(members{
		{"format", &schema{Const: conformity.Format}},
		{"id", id},
		{"version", text("")},
		{"title", text("")},
		{"owner", described(&schema{Enum: []any{string(isms.StandardRules), string(isms.OwnRules), string(isms.VendorRules)}}, "Whose rules they are; the organisation's own, if it is left out.")},
		{"rules", &schema{Type: "array", Items: rule, MinItems: 1, MaxItems: conformity.MaxRules}},
	}, "format", "id", "version", "rules")
	s.Title = "Conformity rules, " + conformity.Format
	return s
}
