package isms

import (
	"iter"
	"reflect"
	"strconv"
	"strings"
)

// Walk goes through the system and everything in it, parents first, in the
// order of Bytes. The path of an entity names those with an id by it, and
// others by their place in the list: documents[D-1].distribution[0]; that of
// the system is "". Lists are in the order that they have in s: that of Bytes,
// unless they were made or changed in Go.
func (s *System) Walk() iter.Seq2[string, Entity] {
	return func(yield func(string, Entity) bool) { walk("", s, yield) }
}

func walk(path string, e Entity, yield func(string, Entity) bool) bool {
	if !yield(path, e) {
		return false
	}
	t, v := TypeOf(e), reflect.ValueOf(e).Elem()
	for i := range t.Fields {
		x := &t.Fields[i]
		for j, o := range x.objects(v) {
			if !walk(x.pathOf(path, j, o), o, yield) {
				return false
			}
		}
	}
	return true
}

// pathOf gives the path of an object of the field of an entity.
func (x *Field) pathOf(path string, index int, e Entity) string {
	path = join(path, x.Name)
	switch {
	case !x.List:
		return path
	case x.Type.Identified():
		return path + "[" + x.Type.idOf(reflect.ValueOf(e).Elem()) + "]"
	}
	return path + "[" + strconv.Itoa(index) + "]"
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// Locate returns the place of what a path names, in the form of Walk and from
// an entity on: Locate(s, "documents[D-1].approvedBy"). What is not stated
// stands where the last thing on the path begins that is. The path of an entry
// of a list of texts has its number: covers[0].
func Locate(e Entity, path string) Position {
	for path != "" {
		var step string
		step, path, _ = cutStep(path)
		name, index, indexed := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		x := TypeOf(e).Field(name)
		if x == nil {
			return e.Position()
		}
		next := x.find(e, index)
		if next == nil {
			n := e.place().nodeAt(name)
			if i, err := strconv.Atoi(index); indexed && err == nil && i >= 0 && i < len(n.Items()) && x.Kind != KindObject {
				n = n.Items()[i]
			}
			return positionOf(n)
		}
		e = next
	}
	return e.Position()
}

// cutStep cuts the first step off a path. Ids may hold dots.
func cutStep(path string) (step, rest string, more bool) {
	from := 0
	dot, bracket := strings.IndexByte(path, '.'), strings.IndexByte(path, '[')
	if bracket >= 0 && (dot < 0 || bracket < dot) {
		if from = strings.IndexByte(path, ']'); from < 0 {
			return path, "", false
		}
	}
	i := strings.IndexByte(path[from:], '.')
	if i < 0 {
		return path, "", false
	}
	return path[:from+i], path[from+i+1:], true
}

// find returns the object of a field that an index names, nil if there is none.
func (x *Field) find(e Entity, index string) Entity {
	for i, o := range x.objects(reflect.ValueOf(e).Elem()) {
		switch {
		case !x.List && index == "",
			x.List && x.Type.Identified() && x.Type.idOf(reflect.ValueOf(o).Elem()) == index,
			x.List && !x.Type.Identified() && strconv.Itoa(i) == index:
			return o
		}
	}
	return nil
}
