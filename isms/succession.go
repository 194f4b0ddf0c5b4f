package isms

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"

	"github.com/ismskit/ismskit/criteria/source"
)

// CheckSuccession tells what was edited in a system, or removed from it, that
// must not be: assessments, audits, reviews and evaluations are only added, and
// a mistake is corrected by another entry. Records are not removed.
//
// What was not known may become known: a key that was not stated may be added,
// and so may an entry of a list. Everything that was stated must still be the
// same. Problems are in order of path; the position of what was removed is that
// in old.
func CheckSuccession(old, new *System) []Problem {
	c := &checker{}
	index := new.Index()
	for path, e := range old.Walk() {
		t := TypeOf(e)
		if !t.Sealed {
			continue
		}
		id := t.idOf(reflect.ValueOf(e).Elem())
		next := index.Entity(id)
		if next == nil || TypeOf(next) != t {
			c.add(Removed, path, e.Position(), fmt.Sprintf("the %s %q is not there any more; it must stay, another one may correct it", t.Name, id))
			continue
		}
		c.kept(path, t, e, next)
	}
	for _, r := range old.Records {
		if id := string(r.Digest); !index.Has("record", id) {
			c.add(Removed, "records["+id+"]", Position{}, "the record is not there any more")
		}
	}
	return c.sorted()
}

// kept compares what was stated about an object with what is stated now.
func (c *checker) kept(path string, t *Type, old, new Entity) {
	o, n := reflect.ValueOf(old).Elem(), reflect.ValueOf(new).Elem()
	for i := range t.Fields {
		x := &t.Fields[i]
		if !x.known(o) {
			continue
		}
		was, state := x.value(o)
		is, now := x.value(n)
		if x.Kind == KindObject && state == StateValue && now == StateValue {
			c.keptObjects(path, x, new, x.objects(o), x.objects(n))
			continue
		}
		same := bytes.Equal(x.append(nil, o, ""), x.appendKnown(n))
		if texts, ok := was.([]string); ok && now == StateValue {
			list := is.([]string)
			same = len(list) >= len(texts) && slices.Equal(texts, list[:len(texts)])
		}
		if !same {
			c.edited(path, x, o, n, new)
		}
	}
}

func (c *checker) edited(path string, x *Field, old, new reflect.Value, e Entity) {
	was, is := x.append(nil, old, ""), x.appendKnown(new)
	if is == nil {
		is = []byte("not stated")
	}
	c.add(Edited, join(path, x.Name), e.Where(x.Name), fmt.Sprintf("was %s, is %s", source.Clip(string(was)), source.Clip(string(is))))
}

func (x *Field) appendKnown(v reflect.Value) []byte {
	if !x.known(v) {
		return nil
	}
	return x.append(nil, v, "")
}

// keptObjects finds each old object of a list among the new ones: by its id,
// or else by its content.
func (c *checker) keptObjects(path string, x *Field, at Entity, old, new []Entity) {
	if !x.List {
		c.kept(join(path, x.Name), x.Type, old[0], new[0])
		return
	}
	byKey := make(map[string]Entity, len(new))
	keyOf := func(e Entity) string {
		if x.Type.Identified() {
			return x.Type.idOf(reflect.ValueOf(e).Elem())
		}
		return string(canonical(e))
	}
	for _, e := range new {
		byKey[keyOf(e)] = e
	}
	for i, e := range old {
		inner := x.pathOf(path, i, e)
		switch next := byKey[keyOf(e)]; {
		case next == nil:
			c.add(Removed, inner, at.Where(x.Name), fmt.Sprintf("is not there any more, as it was: %s", source.Clip(string(canonical(e)))))
		case x.Type.Identified():
			c.kept(inner, x.Type, e, next)
		}
	}
}
