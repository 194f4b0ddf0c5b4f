package isms

import (
	"reflect"
	"strconv"
	"time"

	"github.com/ismskit/ismskit/criteria/seal"
	"github.com/ismskit/ismskit/criteria/source"
)

// Bytes returns the system's document in its canonical form: JSON with keys in
// a fixed order, one section and one entry of a section a line; what is unknown
// is left out, none is null, times are in UTC. Lists of objects are written in
// the order in which Parse puts them. Registers, records, plans and criteria
// are documents of their own and not part of it.
//
// Parse reads it back. What was made in Go and breaks a rule of the format, such
// as an id with a blank in it, is written as it is, and Parse refuses it.
func (s *System) Bytes() []byte {
	b := append([]byte(nil), `{"format":"`+Format+`"`...)
	t, v := TypeOf(s), reflect.ValueOf(s).Elem()
	for i := range t.Fields {
		x := &t.Fields[i]
		if !x.known(v) {
			continue
		}
		b = append(b, ",\n"...)
		b = seal.AppendString(b, x.Name)
		b = append(b, ':')
		b = x.append(b, v, "\n")
	}
	return append(b, "}\n"...)
}

// Digest returns the digest of the system's document: SHA-256 over the format's
// line and the bytes. However the document is split over files, it is the same.
func (s *System) Digest() seal.Digest { return seal.Sum(Format, s.Bytes()) }

// Digest returns the digest of the scope, for Assessment.ScopeDigest: SHA-256
// over the line ismskit.isms/v1/scope and its canonical form.
func (s *Scope) Digest() seal.Digest { return seal.Sum(Format+"/scope", canonical(s)) }

// DigestMethod returns the digest of a measure's method: SHA-256 over the line
// ismskit.isms/v1/method and the text.
func DigestMethod(method string) seal.Digest { return seal.Sum(Format+"/method", []byte(method)) }

// DigestInputs returns the digest of the inputs of a measure's result: SHA-256
// over the line ismskit.isms/v1/inputs and their canonical form, in which they
// are in order.
func DigestInputs(inputs []*MeasuredInput) seal.Digest {
	r := &MeasureResult{Inputs: Some(inputs)}
	return seal.Sum(Format+"/inputs", canonical(r))
}

// canonical gives the canonical form of an entity, its lists of objects in
// order.
func canonical(e Entity) []byte { return TypeOf(e).append(nil, reflect.ValueOf(e).Elem()) }

func (t *Type) append(b []byte, v reflect.Value) []byte {
	b = append(b, '{')
	more := false
	for i := range t.Fields {
		x := &t.Fields[i]
		if !x.known(v) {
			continue
		}
		if more {
			b = append(b, ',')
		}
		more = true
		b = seal.AppendString(b, x.Name)
		b = append(b, ':')
		b = x.append(b, v, "")
	}
	return append(b, '}')
}

// known tells whether the field is stated.
func (x *Field) known(v reflect.Value) bool {
	f := v.Field(x.index)
	if x.Kind == KindWord || x.Kind == KindID {
		return f.Len() > 0
	}
	return f.Addr().Interface().(optional).State() != StateUnknown
}

// append writes the value of a field, each object of a list after line.
func (x *Field) append(b []byte, v reflect.Value, line string) []byte {
	f := v.Field(x.index)
	if x.Kind == KindWord || x.Kind == KindID {
		return seal.AppendString(b, f.String())
	}
	o := f.Addr().Interface().(optional)
	if o.State() == StateNone {
		return append(b, "null"...)
	}
	switch p := o.slot().(type) {
	case *string:
		return appendText(b, *p)
	case *[]string:
		return appendList(b, *p, appendText)
	case *seal.Digest:
		return seal.AppendString(b, string(*p))
	case *bool:
		return strconv.AppendBool(b, *p)
	case *int64:
		return strconv.AppendInt(b, *p, 10)
	case *Decimal:
		return append(b, p.String()...)
	case *[]Decimal:
		return appendList(b, *p, func(b []byte, d Decimal) []byte { return append(b, d.String()...) })
	case *time.Time:
		return appendTime(b, *p)
	case *time.Duration:
		return seal.AppendString(b, source.FormatDuration(*p))
	}
	slot := reflect.ValueOf(o.slot()).Elem()
	if !x.List {
		return x.Type.append(b, slot.Elem())
	}
	return appendList(b, x.Type.keys(slot), func(b []byte, k key) []byte {
		return append(append(b, line...), k.text...)
	})
}

func appendTime(b []byte, t time.Time) []byte {
	return seal.AppendString(b, t.UTC().Format(time.RFC3339Nano))
}

func appendList[T any](b []byte, list []T, appendItem func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendItem(b, e)
	}
	return append(b, ']')
}
