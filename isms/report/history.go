package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/ismskit/ismskit/isms"
)

// entriesUntil lists entries that are dated until then, in order of time and
// then of ids, without those that another entry corrects. Entries without a
// date are left out: nobody knows whether they have happened.
func entriesUntil[T any](all []T, until time.Time, of func(T) (id, corrects string, at isms.Opt[time.Time])) []T {
	corrected := map[string]bool{}
	for _, e := range all {
		id, c, _ := of(e)
		if c != id {
			corrected[c] = true
		}
	}
	var list []T
	for _, e := range all {
		if id, _, at := of(e); past(at, until) && !corrected[id] {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b T) int {
		x, _, s := of(a)
		y, _, t := of(b)
		return cmp.Or(stated(s).Compare(stated(t)), cmp.Compare(x, y))
	})
	return list
}

// lastOf gives the last of a list, the zero value if it is empty.
func lastOf[T any](list []T) T {
	var none T
	if len(list) == 0 {
		return none
	}
	return list[len(list)-1]
}
