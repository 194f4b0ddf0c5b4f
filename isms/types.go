package isms

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
)

// Kind is the kind of a field's values, or of its entries if it is a list.
type Kind uint8

// The kinds. The zero Kind is invalid.
const (
	KindText      Kind = iota + 1
	KindID             // the id of the entity itself
	KindWord           // one of a few words; a word that is not stated is unknown
	KindReference      // the id of another entity
	KindDigest         // "sha256:" and 64 hexadecimal digits
	KindBool
	KindInt
	KindDecimal
	KindTime
	KindDuration
	KindObject
)

var kindNames = [...]string{"", "text", "id", "word", "reference", "digest", "bool", "int", "decimal", "time", "duration", "object"}

// String returns the name of the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return ""
}

// A Type is one type of entity of the model, with its fields in the order in
// which they are written.
type Type struct {
	Name   string // such as document; the system itself is isms
	Doc    string // what an entity of this type is
	Fields []Field
	Sealed bool // entries are only added, never edited: see CheckSuccession

	typ    reflect.Type // the struct
	place  int          // index of the Place
	id     int          // index of the ID in Fields, -1 if entities have none
	within []string     // names of types with an id: of this one, and of those inside it
	byName map[string]int
}

// Identified tells whether entities of the type have an id, by which paths
// name them.
func (t *Type) Identified() bool { return t.id >= 0 }

// Field returns the field of that name, or nil.
func (t *Type) Field(name string) *Field {
	if i, ok := t.byName[name]; ok {
		return &t.Fields[i]
	}
	return nil
}

// A Field is a field of a type.
type Field struct {
	Name     string // the key in documents
	Doc      string // meaning and unit
	Kind     Kind
	List     bool     // the field is a list of this kind
	Nullable bool     // none can be stated
	Type     *Type    // of an object
	Targets  []string // types that a reference may name; record and risk are those of package risk
	Words    []string // that a word can be

	// Fact tells of a time that it is of something that happened, so that it
	// cannot lie after the time of a check.
	Fact bool
	// Holds tells of a reference to a person that it gives the person a
	// lasting duty.
	Holds bool
	// ActAt is the field with the time at which the person that this field
	// names acted, "" if it names nobody who acted.
	ActAt string
	// Chain tells of a reference that it leads to an earlier or wider entity
	// of the same type, and never back.
	Chain bool
	// IDForm tells of a text that it must be written as an id is.
	IDForm bool

	index int // in the struct
}

// Types lists every type of the model, the system first, then by name.
func Types() []*Type { return slices.Clone(model().types) }

// TypeOf returns the type of an entity.
func TypeOf(e Entity) *Type { return model().of[reflect.TypeOf(e).Elem()] }

type schema struct {
	types []*Type
	of    map[reflect.Type]*Type
}

// model is derived from the struct tags once and does not change.
var model = sync.OnceValue(func() *schema {
	s := &schema{of: map[reflect.Type]*Type{}}
	s.add(reflect.TypeFor[System]()) // the first
	slices.SortFunc(s.types[1:], func(a, b *Type) int { return cmp.Compare(a.Name, b.Name) })
	return s
})

func (s *schema) add(typ reflect.Type) *Type {
	if t := s.of[typ]; t != nil {
		return t
	}
	t := &Type{typ: typ, id: -1, byName: map[string]int{}}
	s.of[typ] = t
	s.types = append(s.types, t)
	for i := range typ.NumField() {
		f := typ.Field(i)
		tag, ok := f.Tag.Lookup("isms")
		if !ok {
			continue
		}
		name, flags, _ := strings.Cut(tag, ",")
		if f.Type == reflect.TypeFor[Place]() {
			t.Name, t.Doc, t.place, t.Sealed = name, f.Tag.Get("doc"), i, flags == "sealed"
			continue
		}
		x := Field{Name: name, Doc: f.Tag.Get("doc"), index: i}
		s.kind(&x, f)
		x.flags(flags)
		if x.Kind == KindID {
			t.id, x.Doc = len(t.Fields), "names it in the whole system"
		}
		t.byName[name] = len(t.Fields)
		t.Fields = append(t.Fields, x)
		if x.Type != nil {
			t.within = append(t.within, x.Type.within...)
		}
	}
	if t.Identified() {
		t.within = append(t.within, t.Name)
	}
	return t
}

func (x *Field) flags(flags string) {
	for _, flag := range strings.Split(flags, ",") {
		key, value, _ := strings.Cut(flag, "=")
		switch key {
		case "id":
			x.IDForm = true
		case "fact":
			x.Fact = true
		case "holds":
			x.Holds = true
		case "chain":
			x.Chain = true
		case "by":
			x.ActAt = value
		}
	}
}

// kind tells what a field holds by its Go type.
func (s *schema) kind(x *Field, f reflect.StructField) {
	if f.Type.Kind() == reflect.String {
		x.Kind = KindID
		if w, ok := reflect.Zero(f.Type).Interface().(interface{ words() []string }); ok {
			x.Kind, x.Words = KindWord, w.words()
		}
		return
	}
	o, ok := reflect.New(f.Type).Interface().(optional)
	if !ok {
		panic(fmt.Sprintf("isms: field %s has a type that no document can hold", f.Name))
	}
	x.Nullable = true
	switch o.slot().(type) {
	case *string:
		x.Kind, x.Nullable = KindText, false
	case *[]string:
		x.Kind, x.List, x.Nullable = KindText, true, false
	case *seal.Digest:
		x.Kind = KindDigest
	case *bool:
		x.Kind, x.Nullable = KindBool, false
	case *int64:
		x.Kind = KindInt
	case *Decimal:
		x.Kind = KindDecimal
	case *[]Decimal:
		x.Kind, x.List, x.Nullable = KindDecimal, true, false
	case *time.Time:
		x.Kind = KindTime
	case *time.Duration:
		x.Kind = KindDuration
	default:
		x.Kind = KindObject
		typ := reflect.TypeOf(o.slot()).Elem()
		if typ.Kind() == reflect.Slice {
			x.List, x.Nullable, typ = true, false, typ.Elem()
		}
		x.Type = s.add(typ.Elem())
	}
	if ref := f.Tag.Get("ref"); ref != "" {
		x.Targets = strings.Fields(ref)
		x.Kind = KindReference
		if x.Nullable = !x.List; reflect.TypeOf(o.slot()) == reflect.TypeFor[*seal.Digest]() {
			x.Kind = KindDigest
		}
	}
}

// Value returns what an entity of the field's type says about it. The value of
// a text, id, word, reference or digest is a string; of the other kinds a bool,
// an int64, a Decimal, a time.Time, a time.Duration or an Entity; of lists a
// []string, a []Decimal or a []Entity. It is nil unless the state is
// StateValue.
func (x *Field) Value(e Entity) (any, State) {
	return x.value(reflect.ValueOf(e).Elem())
}

func (x *Field) value(v reflect.Value) (any, State) {
	f := v.Field(x.index)
	if x.Kind == KindWord || x.Kind == KindID {
		if f.Len() == 0 {
			return nil, StateUnknown
		}
		return f.String(), StateValue
	}
	o := f.Addr().Interface().(optional)
	if o.State() != StateValue {
		return nil, o.State()
	}
	switch p := o.slot().(type) {
	case *string:
		return *p, StateValue
	case *[]string:
		return *p, StateValue
	case *seal.Digest:
		return string(*p), StateValue
	case *bool:
		return *p, StateValue
	case *int64:
		return *p, StateValue
	case *Decimal:
		return *p, StateValue
	case *[]Decimal:
		return *p, StateValue
	case *time.Time:
		return *p, StateValue
	case *time.Duration:
		return *p, StateValue
	}
	slot := reflect.ValueOf(o.slot()).Elem()
	if !x.List {
		return slot.Interface().(Entity), StateValue
	}
	list := make([]Entity, slot.Len())
	for i := range list {
		list[i] = slot.Index(i).Interface().(Entity)
	}
	return list, StateValue
}

// objects gives the objects of a field, one by one.
func (x *Field) objects(v reflect.Value) []Entity {
	if x.Kind != KindObject {
		return nil
	}
	switch value, _ := x.value(v); value := value.(type) {
	case Entity:
		return []Entity{value}
	case []Entity:
		return value
	}
	return nil
}

// idOf gives the id of an entity, "" if its type has none.
func (t *Type) idOf(v reflect.Value) string {
	if t.id < 0 {
		return ""
	}
	return v.Field(t.Fields[t.id].index).String()
}
