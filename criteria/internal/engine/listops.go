package engine

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// contains looks a scalar up. A list that is asked more than once is hashed.
func (l *list) contains(v ref.Val) ref.Val {
	if l.has(v) {
		return types.True
	}
	if l.vague != nil {
		return l.vague
	}
	return types.False
}

func (l *list) has(v ref.Val) bool {
	n := l.len()
	hashed := n >= indexedList && hashable(v)
	if hashed {
		if m := l.members.Load(); m != nil {
			_, ok := (*m)[v]
			return ok
		}
	}
	if hashed && (l.level > 0 || l.probed.Swap(true)) {
		m := make(map[ref.Val]struct{}, n)
		for i := range n {
			if e := l.at(i); hashable(e) {
				m[e] = struct{}{}
			}
		}
		l.members.Store(&m)
		_, ok := m[v]
		return ok
	}
	for i := range n {
		if e := l.at(i); doubt(e) == nil && types.Equal(e, v) == types.True {
			return true
		}
	}
	return false
}

// hashable tells whether equal values are equal keys of a Go map.
func hashable(v ref.Val) bool {
	switch v.(type) {
	case types.String, types.Int, types.Bool:
		return true
	}
	return false
}

// item is list[i].
func item(v, at ref.Val) ref.Val {
	l, ok := asList(v)
	i, isInt := at.(types.Int)
	if !ok || !isInt {
		return failing(CodeNone, "an index of what is none")
	}
	if l.open != nil {
		return l.open
	}
	if i < 0 || int64(i) >= int64(l.len()) {
		return failing(CodeIndex, "index out of bounds")
	}
	return l.at(int(i))
}

// sameList compares lists of scalars.
func sameList(a, b ref.Val) ref.Val {
	if a == types.NullValue || b == types.NullValue {
		return types.Bool(a == b)
	}
	x, ok := asList(a)
	y, also := asList(b)
	if !ok || !also {
		return failing(CodeNone, "a comparison of what is none")
	}
	if x.open != nil || y.open != nil {
		return both(both(x.vague, y.vague), both(x.open, y.open))
	}
	if x.len() != y.len() {
		return types.False
	}
	var vague obstacles
	for i := range x.len() {
		v, w := x.at(i), y.at(i)
		dv, dw := doubt(v), doubt(w)
		if dv == nil && dw == nil && types.Equal(v, w) != types.True {
			return types.False
		}
		vague.add(dv)
		vague.add(dw)
	}
	if o := vague.value(); o != nil {
		return o
	}
	return types.True
}

// extreme is math.greatest and math.least of a list of numbers.
func extreme(v ref.Val, sign types.Int) ref.Val {
	l, ok := asList(v)
	switch {
	case !ok:
		return failing(CodeNone, "the greatest or least of what is none")
	case l.vague != nil:
		return l.vague
	case l.len() == 0:
		return failing(CodeIndex, "the list is empty")
	}
	best := l.at(0)
	for i := 1; i < l.len(); i++ {
		c, ok := best.(traits.Comparer)
		if !ok {
			return failing(CodeNone, "the greatest or least of what is none")
		}
		if c.Compare(l.at(i)) == sign {
			best = l.at(i)
		}
	}
	return best
}
