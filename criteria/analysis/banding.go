package analysis

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/ismskit/ismskit/criteria"
)

// partition is L04: what the thresholds of the bands really separate. A
// threshold takes everything up to its value and the last band has none, so
// bands neither overlap nor leave a gap; but different values may be the same
// threshold, because the level of risk attains nothing between them.
func partition(l *linter) {
	d := l.bandDomain()
	if l.doc.Level.Empty() || !l.doc.Band.Empty() || !d.exhaustive || d.n == 0 {
		return
	}
	levels, whole := d.attained()
	if len(levels) == 0 {
		return
	}
	values := listValues(levels, whole)
	for i := range len(l.doc.Bands) - 1 {
		b := &l.doc.Bands[i]
		end := threshold(b.UpTo, whole)
		at, hit := slices.BinarySearchFunc(levels, end, (*big.Rat).Cmp)
		node := b.Node().Get("upTo")
		name := l.doc.Bands[i+1].ID
		f := Finding{Count: 1, Of: int64(len(l.doc.Bands) - 1), Witness: []Witness{{Outcome: values}}}
		switch {
		case at == 0 && !hit:
			l.add("L04", Info, node, f, "the level of risk is never %s or less: the least that it attains is %s", text(b.UpTo), number(levels[0], whole))
		case at == len(levels) || hit && at == len(levels)-1:
			l.add("L04", Info, node, f, "the level of risk is never more than %s: the greatest that it attains is %s", text(b.UpTo), number(levels[len(levels)-1], whole))
		case !hit:
			low, high := levels[at-1], levels[at]
			l.add("L04", Info, node, f, "the level of risk attains %s and then %s, and nothing in between, so upTo %s is the same threshold as %s: band %q begins at %s whichever is written",
				number(low, whole), number(high, whole), text(b.UpTo), sameAs(low, high, b.UpTo, whole), name, number(high, whole))
		}
	}
}

// listValues lists the levels of risk that are attained, of many the first.
func listValues(levels []*big.Rat, whole bool) string {
	var all []string
	for _, v := range levels {
		if len(all) == 30 {
			all = append(all, "...")
			break
		}
		all = append(all, number(v, whole))
	}
	return amount(int64(len(levels)), "level") + " of risk: " + strings.Join(all, ", ")
}

// attained lists the distinct levels of risk of an exhaustive domain,
// ascending, and tells whether they are whole numbers by their type.
func (d *domain) attained() (levels []*big.Rat, whole bool) {
	ints, doubles := map[int64]bool{}, map[float64]bool{}
	for i := range d.n {
		switch {
		case d.band[i] < 0:
		case d.levelInt[i] != 0:
			ints[d.levelInt[i]] = true
		default:
			doubles[d.level[i]] = true
		}
	}
	whole = len(ints) > 0 || len(doubles) == 1 && doubles[0]
	for v := range ints {
		levels = append(levels, new(big.Rat).SetInt64(v))
	}
	for v := range doubles {
		levels = append(levels, new(big.Rat).SetFloat64(v))
	}
	slices.SortFunc(levels, (*big.Rat).Cmp)
	return levels, whole
}

// threshold is what evaluation compares the level of risk with.
func threshold(upTo *big.Rat, whole bool) *big.Rat {
	f, _ := upTo.Float64()
	if whole || math.IsInf(f, 0) {
		return upTo
	}
	return new(big.Rat).SetFloat64(f)
}

// sameAs lists the other thresholds that lie between two attained levels.
func sameAs(low, high, upTo *big.Rat, whole bool) string {
	if !whole {
		return fmt.Sprintf("every number from %s up to, not including, %s", number(low, whole), number(high, whole))
	}
	n := new(big.Int).Sub(high.Num(), low.Num())
	if !n.IsInt64() || n.Int64() > 10 {
		return fmt.Sprintf("every whole number from %s to %s", low.Num(), new(big.Int).Sub(high.Num(), big.NewInt(1)))
	}
	var all []string
	for k := range n.Int64() {
		if v := new(big.Int).Add(low.Num(), big.NewInt(k)); !upTo.IsInt() || upTo.Num().Cmp(v) != 0 {
			all = append(all, v.String())
		}
	}
	return listed(all)
}

// number writes a level of risk as records do.
func number(x *big.Rat, whole bool) string {
	if whole {
		return x.Num().String()
	}
	f, _ := x.Float64()
	return criteria.DoubleValue(f).String()
}

// text writes a number that came from the document.
func text(x *big.Rat) string {
	n, _ := x.FloatPrec()
	return x.FloatString(n)
}
