package isms

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
)

// A list of objects is a set. Its order is that of the ids, or of the canonical
// forms where objects have none; of those, equal ones count once.

// key is what an object of a list is put in order by.
type key struct {
	id    string
	text  []byte // canonical form
	index int    // in the list as it was
}

// keys gives the objects of a slice in order.
func (t *Type) keys(slice reflect.Value) []key {
	list := make([]key, slice.Len())
	for i := range list {
		v := slice.Index(i).Elem()
		list[i] = key{t.idOf(v), t.append(nil, v), i}
	}
	slices.SortStableFunc(list, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.id, b.id), bytes.Compare(a.text, b.text))
	})
	if t.Identified() {
		return list
	}
	return slices.CompactFunc(list, func(a, b key) bool { return bytes.Equal(a.text, b.text) })
}

// arrange puts every list of objects inside an object in order.
func (t *Type) arrange(v reflect.Value) {
	for i := range t.Fields {
		x := &t.Fields[i]
		if x.Kind != KindObject {
			continue
		}
		o := v.Field(x.index).Addr().Interface().(optional)
		if o.State() != StateValue {
			continue
		}
		slot := reflect.ValueOf(o.slot()).Elem()
		if !x.List {
			x.Type.arrange(slot.Elem())
			continue
		}
		for i := range slot.Len() {
			x.Type.arrange(slot.Index(i).Elem())
		}
		keys := x.Type.keys(slot)
		list := reflect.MakeSlice(slot.Type(), len(keys), len(keys))
		for i, k := range keys {
			list.Index(i).Set(slot.Index(k.index))
		}
		slot.Set(list)
	}
}
