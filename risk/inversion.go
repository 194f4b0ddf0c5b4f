package risk

import (
	"cmp"
	"slices"
)

// Inversions are the pairs of risks whose order of treatment was turned round.
type Inversions struct {
	Stage Stage
	Pairs int // how many
	// First lists up to MaxInversions of them: [the risk that came first
	// before, the one that comes first now].
	First [][2]string
}

// MaxInversions bounds the pairs that are listed.
const MaxInversions = 100

type standing struct {
	id       string
	was, now int // number of the group
}

// invert counts the pairs that stand in strict order in both rankings and in
// opposite order: risks that are equal in one of them are not turned round.
func invert(old, new Ranking) Inversions {
	now := map[string]int{}
	for g, ids := range new.Groups {
		for _, id := range ids {
			now[id] = g
		}
	}
	var list []standing
	for g, ids := range old.Groups {
		for _, id := range ids {
			if n, ok := now[id]; ok {
				list = append(list, standing{id, g, n})
			}
		}
	}
	slices.SortFunc(list, func(a, b standing) int {
		return cmp.Or(cmp.Compare(a.was, b.was), cmp.Compare(a.now, b.now), cmp.Compare(a.id, b.id))
	})
	var inv Inversions
	inv.count(list, make([]standing, len(list)))
	slices.SortFunc(inv.First, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	return inv
}

// count sorts by the new place and counts what it turns round on the way.
func (inv *Inversions) count(list, spare []standing) {
	if len(list) < 2 {
		return
	}
	mid := len(list) / 2
	left, right := list[:mid], list[mid:]
	inv.count(left, spare[:mid])
	inv.count(right, spare[mid:])
	i, j, k := 0, 0, 0
	for i < len(left) || j < len(right) {
		if j == len(right) || i < len(left) && left[i].now <= right[j].now {
			spare[k] = left[i]
			i++
		} else {
			inv.Pairs += len(left) - i
			for _, l := range left[i:] {
				if len(inv.First) == MaxInversions {
					break
				}
				inv.First = append(inv.First, [2]string{l.id, right[j].id})
			}
			spare[k] = right[j]
			j++
		}
		k++
	}
	copy(list, spare)
}
