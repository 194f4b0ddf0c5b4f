package engine

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// ruleCost is what the calls of rules cost. It must not depend on which lists
// are indexed already, or a limit would be met in one run and not in the next.
type ruleCost struct{ functions map[string]*HostFunction }

// CallCost gives nil for what costs the usual unit: a pointer would be made at
// each step.
func (c ruleCost) CallCost(function, overload string, args []ref.Val, _ ref.Val) *uint64 {
	switch overload {
	case "@rules_any", "@rules_any_in", "@rules_every", "@rules_every_in", "@rules_one", "@rules_one_in":
		if types.IsBool(args[1]) {
			return nil
		}
		return units(vagueItem)
	case "@rules_keep":
		switch args[1] {
		case types.False:
			return nil
		case types.True:
			return units(builtItem)
		}
		return units(vagueItem)
	case "@rules_collect", "@rules_collect_if":
		return units(builtItem)
	case "@rules_where":
		if l, ok := args[0].(*list); ok && l.indexed() {
			return nil
		}
		return units(length(args[0]))
	case "@rules_member_list":
		if _, ok := args[1].(*list); ok && hashable(args[0]) {
			return nil
		}
		return units(length(args[1]))
	case "@rules_same_list", "@rules_different_list", "@rules_greatest_list", "@rules_least_list":
		return units(length(args[0]))
	case "@rules_lower_ascii":
		s, _ := args[0].(types.String)
		return units(uint64(len(s) / 2))
	}
	if f := c.functions[function]; f != nil {
		return units(f.Cost)
	}
	return nil
}

// units makes a cost of at least one.
func units(n uint64) *uint64 {
	n = max(1, n)
	return &n
}

// length is the number of elements of what may be a list.
func length(v ref.Val) uint64 {
	if l, ok := asList(v); ok {
		return uint64(l.len())
	}
	return 0
}
