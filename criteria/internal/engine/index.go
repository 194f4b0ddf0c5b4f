package engine

import (
	"slices"
	"sync"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// index finds the objects of a list by the text of a field, or by each text of
// a field that is a list.
type index struct {
	once sync.Once
	by   map[string]*list
	none *list // what a text that no object has finds
}

// where gives the elements whose field has the text. Those of which that is not
// known are in doubt, and come last.
func (l *list) where(field, text string) *list {
	if !l.indexed() {
		return l.sift(field, text)
	}
	indexes := l.indexes.Load()
	if indexes == nil {
		l.indexes.CompareAndSwap(nil, new(sync.Map))
		indexes = l.indexes.Load()
	}
	found, ok := indexes.Load(field)
	if !ok {
		found, _ = indexes.LoadOrStore(field, new(index))
	}
	x := found.(*index)
	x.once.Do(func() { x.build(l, field) })
	switch r := x.by[text]; {
	case r != nil:
		return r
	case x.none != nil:
		return x.none
	}
	return l.sift(field, text) // an object had panicked, and will again
}

// indexed tells whether where takes the same time whatever the list's length.
func (l *list) indexed() bool {
	return l.level > 0 && l.open == nil && len(l.load().items) >= indexedList
}

func (x *index) build(l *list, field string) {
	by := map[string]*list{}
	var maybe []ref.Val
	var why obstacles
	for _, v := range l.items {
		texts, u := textsOf(v, field)
		if u != nil {
			maybe = append(maybe, doubtful(v, u))
			why.add(u)
			continue
		}
		for i, s := range texts {
			if slices.Contains(texts[:i], s) {
				continue
			}
			if by[s] == nil {
				by[s] = &list{level: l.level - 1}
			}
			by[s].items = append(by[s].items, v)
		}
	}
	open := why.value()
	for _, g := range by {
		g.maybe, g.open, g.vague = maybe, open, open
	}
	x.by, x.none = by, &list{maybe: maybe, open: open, vague: open}
}

// sift is where without an index.
func (l *list) sift(field, text string) *list {
	r := new(list)
	var why obstacles
	for i := range l.len() {
		v := l.at(i)
		texts, u := textsOf(v, field)
		if u == nil && !slices.Contains(texts, text) {
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

// textsOf reads a field of an element: its text or texts, or why they are not
// known. One that is none has none.
func textsOf(v ref.Val, field string) (texts []string, why ref.Val) {
	o, ok := v.(*object)
	if !ok {
		return nil, types.MaybeNoSuchOverloadErr(v)
	}
	switch c := o.Entity.Field(field); s := c.val.(type) {
	case types.String:
		return []string{string(s)}, nil
	case *types.Unknown:
		return nil, s
	case types.Null:
		return nil, nil
	case nil:
		return nil, unknownAt(o.Path() + "." + field)
	case *list:
		if s.load(); s.vague != nil {
			return nil, s.vague
		}
		if s.fits(Shape{Kind: String, List: true}) {
			for i := range s.len() {
				texts = append(texts, string(s.at(i).(types.String)))
			}
			return texts, nil
		}
	}
	return nil, failing(CodeModel, "the field "+field+" of an element is no text")
}
