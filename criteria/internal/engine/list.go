package engine

import (
	"errors"
	"reflect"
	"sync"
	"sync/atomic"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

var errNoConversion = errors.New("no conversion")

// list is a list of rules. Some of its elements may be unknown or failed, or
// objects of which it is not known whether they belong to it; where an element
// may be absent, open says why the list's size is not known. Failures are those
// of an element, not of the whole list, because an unknown element may become
// one: what the other elements decide must not hang on it.
type list struct {
	once  sync.Once        // guards the fill of a caller's list
	fill  func() []ref.Val // nil once it is filled, or if it always was
	items []ref.Val        // in order
	maybe []ref.Val        // further elements, all of them in doubt
	kinds uint32           // 1<<Kind of each kind of element; of a caller's list only
	of    string           // the type of its objects
	mixed bool             // they are of several
	level int              // how often where() may still be indexed
	open  ref.Val          // nil if the size is known
	vague ref.Val          // of open and all elements that are unknown or failed

	probed  atomic.Bool
	members atomic.Pointer[map[ref.Val]struct{}]
	indexes atomic.Pointer[sync.Map] // field -> *index; nil until one is made: most lists have none
}

// ListConst makes a list, whose elements are asked for once, when it is first
// used. It keeps its indexes; so a caller that gives the same list again lets
// rules share them.
func ListConst(n int, at func(i int) Const) Const {
	l := &list{level: indexLevels}
	l.fill = func() []ref.Val {
		items := make([]ref.Val, n)
		var vague obstacles
		for i := range items {
			c := at(i)
			if c.val == nil {
				c = MissingConst("?")
			}
			items[i] = c.val
			l.kinds |= 1 << c.kind
			switch v := c.val.(type) {
			case *types.Unknown:
				vague.add(v)
			case *object:
				if t := v.Entity.Type(); l.of == "" {
					l.of = t
				} else if l.of != t {
					l.mixed = true
				}
			}
		}
		l.vague = vague.value()
		return items
	}
	return Const{List, l}
}

// load asks the caller for the elements, once.
func (l *list) load() *list {
	if l.fill != nil {
		l.once.Do(func() {
			l.kinds = 1 << Invalid // what it stays, and fails for, if the caller panics
			l.items = l.fill()
			l.kinds &^= 1 << Invalid
		})
	}
	return l
}

// len counts the elements, with those in doubt.
func (l *list) len() int { return len(l.load().items) + len(l.maybe) }

func (l *list) at(i int) ref.Val {
	if l.load(); i < len(l.items) {
		return l.items[i]
	}
	return l.maybe[i-len(l.items)]
}

// Len gives the number of elements of a list.
func (c Const) Len() int {
	if l, ok := asList(c.val); ok {
		return l.len()
	}
	return 0
}

// At gives an element of a list.
func (c Const) At(i int) Const {
	l, _ := asList(c.val)
	return constOf(l.at(i))
}

// asList gives a value as a list; a literal of the text is no list of ours.
func asList(v ref.Val) (*list, bool) {
	switch v := v.(type) {
	case *list:
		return v.load(), true
	case traits.Lister:
		n, _ := v.Size().(types.Int)
		l := &list{items: make([]ref.Val, n)}
		for i := range l.items {
			l.items[i] = v.Get(types.Int(i))
		}
		return l, true
	}
	return nil, false
}

// constOf gives a value of the engine to the caller.
func constOf(v ref.Val) Const {
	switch v.(type) {
	case types.Bool:
		return Const{Bool, v}
	case types.Int:
		return Const{Int, v}
	case types.Double:
		return Const{Double, v}
	case types.String:
		return Const{String, v}
	case types.Timestamp:
		return Const{Timestamp, v}
	case types.Duration:
		return Const{Duration, v}
	case types.Null:
		return Const{Null, v}
	case *object:
		return Const{Object, v}
	case *types.Unknown:
		return Const{Missing, v}
	case traits.Lister:
		return Const{List, v}
	}
	return Const{}
}

func (l *list) ConvertToNative(reflect.Type) (any, error) { return nil, errNoConversion }
func (l *list) ConvertToType(ref.Type) ref.Val            { return types.WrapErr(errNoConversion) }
func (l *list) Equal(other ref.Val) ref.Val               { return sameList(l, other) }
func (l *list) Type() ref.Type                            { return types.ListType }
func (l *list) Value() any                                { return l }
func (l *list) Add(ref.Val) ref.Val                       { return types.WrapErr(errNoConversion) }
func (l *list) Contains(v ref.Val) ref.Val                { return l.contains(v) }
func (l *list) Get(i ref.Val) ref.Val                     { return item(l, i) }
func (l *list) Iterator() traits.Iterator                 { return &iterator{list: l} }

// Size is unknown, or a failure, where elements may be absent.
func (l *list) Size() ref.Val {
	if l.open != nil {
		return l.open
	}
	return types.Int(l.len())
}

// Fold hands the elements to a comprehension, which looks at them alone.
func (l *list) Fold(f traits.Folder) {
	for _, part := range [2][]ref.Val{l.load().items, l.maybe} {
		for _, v := range part {
			if !f.FoldEntry(types.IntZero, v) {
				return
			}
		}
	}
}

type iterator struct {
	types.Null // what a value must have besides
	list       *list
	next       int
}

func (i *iterator) HasNext() ref.Val { return types.Bool(i.next < i.list.len()) }

func (i *iterator) Next() ref.Val {
	i.next++
	return i.list.at(i.next - 1)
}
