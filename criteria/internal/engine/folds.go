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
	obstacles
}

func (t *tally) note(v ref.Val) *tally {
	t.add(v)
	return t
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
	d := doubt(element)
	if d == nil || predicate == types.False {
		return count(accu, predicate)
	}
	if predicate != types.True {
		accu = count(accu, predicate)
	}
	return count(accu, d)
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
		return t.value()
	}
	return types.Bool(n == 1)
}

func verdict(accu ref.Val) ref.Val {
	if t, ok := accu.(*tally); ok {
		return t.value()
	}
	return accu
}

// growing is the accumulator of filter and map.
type growing struct {
	types.Null // what a value must have besides
	items      []ref.Val
	open       obstacles
	vague      obstacles
}

// put adds an element that is in the list, or perhaps in it if there is a why.
func (g *growing) put(v, why ref.Val) ref.Val {
	if why != nil {
		v = doubtful(v, why)
		g.open.add(why)
		g.vague.add(why)
	}
	if types.IsUnknownOrError(v) {
		g.vague.add(v)
	}
	g.items = append(g.items, v)
	return g
}

// grow gives the list to add to.
func grow(accu ref.Val) *growing {
	if g, ok := accu.(*growing); ok {
		return g
	}
	return new(growing)
}

// keep is a step of filter, and of map with a predicate.
func keep(accu, predicate, element, value ref.Val) ref.Val {
	g := grow(accu)
	switch predicate {
	case types.True:
		return g.put(value, doubt(element))
	case types.False:
		return g
	}
	return g.put(value, both(doubt(element), types.MaybeNoSuchOverloadErr(predicate)))
}

func finished(accu ref.Val) ref.Val {
	g := grow(accu)
	return &list{items: g.items, open: g.open.value(), vague: g.vague.value()}
}
