package isms

import (
	"bytes"
	"reflect"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// Conflict is the code of an error: two documents of a system say different
// things about the same field.
const Conflict source.Code = "conflict"

// merger makes one object of the parts of it that several documents hold. Parts
// come in the order of the names of their files.
type merger struct{ source.Reporter }

func (m *merger) system(parts []*System) *System {
	if len(parts) == 0 {
		return &System{}
	}
	values := make([]reflect.Value, len(parts))
	for i, p := range parts {
		values[i] = reflect.ValueOf(p).Elem()
	}
	return m.object(TypeOf(parts[0]), values).Addr().Interface().(*System)
}

func (m *merger) object(t *Type, parts []reflect.Value) reflect.Value {
	if len(parts) == 1 {
		return parts[0]
	}
	whole := reflect.New(t.typ).Elem()
	place := whole.Field(t.place).Addr().Interface().(*Place)
	*place = parts[0].Field(t.place).Interface().(Place)
	for _, p := range parts[1:] {
		place.join(p.Field(t.place).Interface().(Place))
	}
	for i := range t.Fields {
		x := &t.Fields[i]
		var stated []reflect.Value
		for _, p := range parts {
			if x.known(p) {
				stated = append(stated, p)
			}
		}
		if len(stated) > 0 {
			m.field(t, x, whole, stated)
		}
	}
	return whole
}

// field joins what the parts state about one field: objects key by key, lists
// of objects entry by entry; everything else must be the same.
func (m *merger) field(t *Type, x *Field, whole reflect.Value, stated []reflect.Value) {
	first := stated[0]
	whole.Field(x.index).Set(first.Field(x.index))
	if len(stated) == 1 {
		return
	}
	_, state := x.value(first)
	for _, p := range stated[1:] {
		same := x.Kind == KindObject
		if same && x.List {
			same = (len(x.objects(p)) == 0) == (len(x.objects(first)) == 0)
		} else if same {
			_, s := x.value(p)
			same = s == state
		} else {
			same = bytes.Equal(x.append(nil, p, ""), x.append(nil, first, ""))
		}
		if !same {
			m.conflict(t, x, first, p)
			return
		}
	}
	if x.Kind != KindObject || state != StateValue {
		return
	}
	slots := make([]reflect.Value, len(stated))
	for i, p := range stated {
		slots[i] = reflect.ValueOf(p.Field(x.index).Addr().Interface().(optional).slot()).Elem()
	}
	slot := reflect.ValueOf(whole.Field(x.index).Addr().Interface().(optional).slot()).Elem()
	if x.List {
		slot.Set(x.Type.union(slots))
		return
	}
	for i := range slots {
		slots[i] = slots[i].Elem()
	}
	slot.Set(m.object(x.Type, slots).Addr())
}

func (m *merger) conflict(t *Type, x *Field, first, second reflect.Value) {
	at := func(v reflect.Value) *source.Node { return v.Field(t.place).Interface().(Place).nodeAt(x.Name) }
	m.Report(at(second), Conflict, "is not the same as at %s", positionOf(at(first)))
}

// union joins lists. An entry that several files hold counts once; entries with
// the same id that differ stay, to be reported.
func (t *Type) union(lists []reflect.Value) reflect.Value {
	all := reflect.MakeSlice(lists[0].Type(), 0, 0)
	for _, l := range lists {
		all = reflect.AppendSlice(all, l)
	}
	file := func(k key) string { return all.Index(k.index).Interface().(Entity).Node().File() }
	keys := slices.CompactFunc(t.keys(all), func(a, b key) bool {
		return bytes.Equal(a.text, b.text) && file(a) != file(b)
	})
	out := reflect.MakeSlice(all.Type(), len(keys), len(keys))
	for i, k := range keys {
		out.Index(i).Set(all.Index(k.index))
	}
	return out
}
