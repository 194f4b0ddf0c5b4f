package conformity

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/ismskit/ismskit/criteria/rules"
	"github.com/ismskit/ismskit/isms"
)

// inside lists, for each type of package isms, the types of which entities can
// stand in one of it, itself included.
var inside = sync.OnceValue(func() map[*isms.Type][]string {
	all := map[*isms.Type][]string{}
	var visit func(t *isms.Type) []string
	visit = func(t *isms.Type) []string {
		if list, ok := all[t]; ok {
			return list
		}
		list := []string{t.Name}
		for _, f := range t.Fields {
			if f.Type != nil {
				list = append(list, visit(f.Type)...)
			}
		}
		slices.Sort(list)
		all[t] = slices.Compact(list)
		return all[t]
	}
	for _, t := range isms.Types() {
		visit(t)
	}
	return all
})

// entity makes an object of an entity of package isms, with everything in it.
func (w *world) entity(e isms.Entity, path, typ string) *object {
	t := isms.TypeOf(e)
	o := w.object(typ, path, "", nil)
	o.entity = e
	for i := range t.Fields {
		f := &t.Fields[i]
		v, state := f.Value(e)
		switch {
		case state == isms.StateUnknown:
			if path == "" { // elsewhere the path follows from that of the object
				o.values[i] = rules.Unknown(f.Name)
			}
			if f.Type != nil {
				w.miss(o.fieldPath(f.Name), e.Position(), inside()[f.Type]...)
			}
		case state == isms.StateNone:
			o.values[i] = rules.None()
		case f.Kind == isms.KindObject && f.List:
			o.values[i] = w.entities(v.([]isms.Entity), o.fieldPath(f.Name), f.Type)
		case f.Kind == isms.KindObject:
			o.values[i] = w.entity(v.(isms.Entity), o.fieldPath(f.Name), f.Type.Name).value
		default:
			o.values[i] = valueOf(v)
		}
		if f.Kind == isms.KindID {
			o.id, _ = v.(string)
		}
	}
	w.compute(o)
	return o
}

// entities makes a list of objects, in order of their ids if they have some.
func (w *world) entities(list []isms.Entity, path string, t *isms.Type) rules.Value {
	ids := make([]string, len(list))
	if t.Identified() {
		id := t.Field("id")
		if !slices.IsSortedFunc(list, func(a, b isms.Entity) int { return cmp.Compare(idOf(id, a), idOf(id, b)) }) {
			list = slices.Clone(list)
			slices.SortStableFunc(list, func(a, b isms.Entity) int { return cmp.Compare(idOf(id, a), idOf(id, b)) })
		}
		for i, e := range list {
			ids[i] = idOf(id, e)
		}
	}
	out := make([]*object, len(list))
	for i, e := range list {
		name := ids[i]
		if !t.Identified() {
			name = strconv.Itoa(i)
		}
		out[i] = w.entity(e, path+"["+name+"]", t.Name)
	}
	return objects(out)
}

func idOf(f *isms.Field, e isms.Entity) string {
	v, _ := f.Value(e)
	s, _ := v.(string)
	return s
}

// valueOf gives the value of a field that is no object.
func valueOf(v any) rules.Value {
	switch v := v.(type) {
	case string:
		return rules.Text(v)
	case bool:
		return rules.Bool(v)
	case int64:
		return rules.Int(v)
	case isms.Decimal:
		return numberOf(v)
	case time.Time:
		return rules.Time(v)
	case time.Duration:
		return rules.Duration(v)
	case []string:
		return textList(v)
	case []isms.Decimal:
		return rules.ListFunc(len(v), func(i int) rules.Value { return numberOf(v[i]) })
	}
	return rules.Value{}
}

// numberOf gives the double that is nearest to a decimal. Equal decimals give
// equal doubles, and a greater one never a smaller double.
func numberOf(d isms.Decimal) rules.Value {
	f, _ := d.Rat().Float64()
	return rules.Number(f)
}

// compute fills in what follows from an entity's own fields.
func (w *world) compute(o *object) {
	switch e := o.entity.(type) {
	case *isms.Assessment:
		w.addRecord(o, e)
	case *isms.Asset:
		o.set("atRisk", w.named.has(e.ID))
	case *isms.Measure:
		o.set("methodDigestNow", rules.Unknown(o.fieldPath("method")))
		if s, ok := e.Method.Get(); ok {
			o.set("methodDigestNow", rules.Text(string(isms.DigestMethod(s))))
		}
	case *isms.MeasureResult:
		o.set("inputsDigestNow", w.digestOf(o, "inputs", func() string { return string(isms.DigestInputs(e.Inputs.Or(nil))) }))
	case *isms.Scope:
		o.set("digestNow", w.digestOf(o, "", func() string { return string(e.Digest()) }))
	}
}

// digestOf gives the digest of an object, or of one of its fields, unless
// something in it is not given: filling that in would change the digest.
func (w *world) digestOf(o *object, field string, digest func() string) rules.Value {
	var open []string
	if field == "" {
		open = o.open(nil)
	} else {
		open = openIn(o.Field(field), o.fieldPath(field), nil)
	}
	if open != nil {
		return rules.Unknown(open...)
	}
	return rules.Text(digest())
}

// open lists what is not given of an object.
func (o *object) open(list []string) []string {
	for i, f := range o.shape.Fields[:o.shape.own] {
		// What was measured is one number or many, never both.
		if o.shape.Name == "measuredInput" && (f.Name == "value" && o.Field("values").Len() > 0 || f.Name == "values" && o.Field("value").Kind() == rules.KindNumber) {
			continue
		}
		list = openIn(o.values[i], o.fieldPath(f.Name), list)
	}
	return list
}

func openIn(v rules.Value, path string, list []string) []string {
	switch v.Kind() {
	case rules.KindUnknown:
		return append(list, path)
	case rules.KindObject:
		return v.Object().(*object).open(list)
	case rules.KindList:
		for i := range v.Len() {
			list = openIn(v.At(i), path, list)
		}
	}
	return list
}
