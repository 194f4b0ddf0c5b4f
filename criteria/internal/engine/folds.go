package engine

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// tally is the accumulator of a quantifier that has met an element it cannot
// decide on.
type tally struct {
	types.Null // what a value must have besides
	count      int
	absent     paths
	failed     ref.Val
}

func (t *tally) note(v ref.Val) *tally {
	switch v := v.(type) {
	case *types.Unknown:
		t.absent.add(v)
	default:
		if t.failed == nil {
			t.failed = types.MaybeNoSuchOverloadErr(v)
		}
	}
	return t
}

// open gives what keeps the tally from being decided: an unknown element
// before a failed one, as the operators && and || do.
func (t *tally) open() ref.Val {
	if u := t.absent.unknown(); u != nil {
		return u
	}
	return t.failed
}

// accumulate gives the tally that takes further notes.
func accumulate(accu ref.Val) *tally {
	if t, ok := accu.(*tally); ok {
		return t
	}
	return new(tally)
}

// decide is a step of exists (decisive true) or all (decisive false).
func decide(decisive types.Bool, accu, predicate ref.Val) ref.Val {
	if b, ok := predicate.(types.Bool); ok {
		if b == decisive {
			return b
		}
		return accu
	}
	return accumulate(accu).note(predicate)
}

// decideIn is decide where it is perhaps not known whether the element belongs to the list.
func decideIn(decisive types.Bool, accu, predicate, element ref.Val) ref.Val {
	d := doubt(element)
	if d == nil || predicate == !decisive {
		return decide(decisive, accu, predicate)
	}
	t := accumulate(accu).note(d)
	if predicate != decisive {
		t.note(predicate)
	}
	return t
}

// count is a step of exists_one, which is decided by a second element.
func count(accu, predicate ref.Val) ref.Val {
	b, ok := predicate.(types.Bool)
	t, isTally := accu.(*tally)
	switch {
	case !ok:
		n, _ := accu.(types.Int)
		if !isTally {
			t = &tally{count: int(n)}
		}
		return t.note(predicate)
	case b == types.False:
		return accu
	case isTally:
		t.count++
		return t
	}
	return accu.(types.Int) + 1
}

func countIn(accu, predicate, element ref.Val) ref.Val {
	if d := doubt(element); d != nil && predicate == types.True {
		return count(accu, d)
	}
	return count(accu, predicate)
}

func counted(accu ref.Val) int {
	if t, ok := accu.(*tally); ok {
		return t.count
	}
	n, _ := accu.(types.Int)
	return int(n)
}

func isOne(accu ref.Val) ref.Val {
	n := counted(accu)
	if t, ok := accu.(*tally); ok && n < 2 {
		return t.open()
	}
	return types.Bool(n == 1)
}

func verdict(accu ref.Val) ref.Val {
	if t, ok := accu.(*tally); ok {
		return t.open()
	}
	return accu
}

// growing is the accumulator of filter and map.
type growing struct {
	types.Null // what a value must have besides
	items      []ref.Val
	open       paths
	vague      paths
}

// grow gives the list to add to; a failure stays what it is.
func grow(accu ref.Val) (*growing, bool) {
	if types.IsUnknownOrError(accu) {
		return nil, false
	}
	if g, ok := accu.(*growing); ok {
		return g, true
	}
	return new(growing), true
}

// put adds an element that is in the list, or perhaps in it if there is a why.
func (g *growing) put(v ref.Val, why *types.Unknown) ref.Val {
	if why != nil {
		v = doubtful(v, why)
		g.open.add(why)
		g.vague.add(why)
	}
	if u, ok := v.(*types.Unknown); ok {
		g.vague.add(u)
	}
	g.items = append(g.items, v)
	return g
}

// keep is a step of filter.
func keep(accu, predicate, element ref.Val) ref.Val {
	g, ok := grow(accu)
	if !ok {
		return accu
	}
	switch p := predicate.(type) {
	case types.Bool:
		if p == types.True {
			return g.put(element, doubt(element))
		}
		return g
	case *types.Unknown:
		return g.put(element, merged(doubt(element), p))
	}
	return types.MaybeNoSuchOverloadErr(predicate)
}

// collect is a step of map. A value that fails fails the map, unless its
// element is perhaps not there.
func collect(accu, element, value ref.Val) ref.Val {
	g, ok := grow(accu)
	if !ok {
		return accu
	}
	why := doubt(element)
	if types.IsError(value) {
		if why == nil {
			return value
		}
		value = why
	}
	return g.put(value, why)
}

// collectIf is a step of map with a predicate.
func collectIf(accu, element, predicate, value ref.Val) ref.Val {
	g, ok := grow(accu)
	if !ok {
		return accu
	}
	switch p := predicate.(type) {
	case types.Bool:
		if p == types.True {
			return collect(g, element, value)
		}
		return g
	case *types.Unknown:
		if types.IsError(value) {
			value = p
		}
		return g.put(value, merged(doubt(element), p))
	}
	return types.MaybeNoSuchOverloadErr(predicate)
}

func finished(accu ref.Val) ref.Val {
	switch g := accu.(type) {
	case *growing:
		return &list{items: g.items, open: g.open.unknown(), vague: g.vague.unknown()}
	case *types.Unknown, *types.Err:
		return accu
	}
	return new(list)
}
