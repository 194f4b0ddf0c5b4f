package engine

import (
	"sync"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// index finds the objects of a list by the text of a field.
type index struct {
	once sync.Once
	by   map[string]*list
	none *list // what a text that no object has finds
}

// where gives the elements whose field has the text. Those whose field is not
// known are in doubt, and come last.
func (l *list) where(field, text string) *list {
	if !l.indexed() {
		return l.sift(field, text)
	}
	found, ok := l.indexes.Load(field)
	if !ok {
		found, _ = l.indexes.LoadOrStore(field, new(index))
	}
	x := found.(*index)
	x.once.Do(func() { x.build(l, field) })
	if r := x.by[text]; r != nil {
		return r
	}
	return x.none
}

// indexed tells whether where takes the same time whatever the list's length.
func (l *list) indexed() bool {
	return l.level > 0 && l.open == nil && len(l.load().items) >= indexedList
}

func (x *index) build(l *list, field string) {
	x.by = map[string]*list{}
	var maybe []ref.Val
	var why obstacles
	for _, v := range l.items {
		s, ok, u := textOf(v, field)
		switch g := x.by[s]; {
		case u != nil:
			maybe = append(maybe, doubtful(v, u))
			why.add(u)
		case !ok:
		case g != nil:
			g.items = append(g.items, v)
		default:
			x.by[s] = &list{level: l.level - 1, items: []ref.Val{v}}
		}
	}
	open := why.value()
	x.none = &list{maybe: maybe, open: open, vague: open}
	for _, g := range x.by {
		g.maybe, g.open, g.vague = maybe, open, open
	}
}

// sift is where without an index.
func (l *list) sift(field, text string) *list {
	r := new(list)
	var why obstacles
	for i := range l.len() {
		v := l.at(i)
		s, ok, u := textOf(v, field)
		if u == nil && (!ok || s != text) {
			continue
		}
		if u = both(doubt(v), u); u == nil {
			r.items = append(r.items, v)
			continue
		}
		r.maybe = append(r.maybe, doubtful(v, u))
		why.add(u)
	}
	r.open = why.value()
	r.vague = r.open
	return r
}

// textOf reads a field of an element. One that is none equals no text, and ok
// is false.
func textOf(v ref.Val, field string) (text string, ok bool, why ref.Val) {
	switch v := v.(type) {
	case *types.Unknown, *types.Err:
		return "", false, v
	case *object:
		switch c := v.Entity.Field(field); s := c.val.(type) {
		case types.String:
			return string(s), true, nil
		case *types.Unknown:
			return "", false, s
		case nil:
			return "", false, unknownAt(v.Path() + "." + field)
		case types.Null:
			return "", false, nil
		}
	}
	return "", false, failing(CodeModel, "the field "+field+" of an element is no string")
}
