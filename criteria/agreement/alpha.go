package agreement

import (
	"math/big"
	"math/rand/v2"
	"slices"
)

// Metric is how far apart two ratings of Krippendorff's alpha are.
type Metric uint8

// The metrics. The zero Metric is invalid.
const (
	Nominal  Metric = iota + 1 // equal or not
	Ordinal                    // by the ratings that lie between them; the one for levels of a scale
	Interval                   // by the difference of their indexes
)

// Alpha computes Krippendorff's alpha for any number of raters, of whom not
// everybody needs to rate everything. Units that fewer than two rated do not
// count.
func (r *Ratings) Alpha(m Metric) Coefficient {
	pairs, n := r.coincidences()
	if n.Sign() == 0 {
		return unknown("no unit was rated twice")
	}
	margins := make([]*big.Rat, r.values)
	for c := range margins {
		margins[c] = new(big.Rat)
		for k := range r.values {
			margins[c].Add(margins[c], pairs[c*r.values+k])
		}
	}
	observed, expected := new(big.Rat), new(big.Rat)
	for c := range r.values {
		for k := range r.values {
			d := m.square(margins, c, k)
			observed.Add(observed, new(big.Rat).Mul(d, pairs[c*r.values+k]))
			expected.Add(expected, d.Mul(d, new(big.Rat).Mul(margins[c], margins[k])))
		}
	}
	return ratio(observed.Mul(observed, n.Sub(n, big.NewRat(1, 1))), expected)
}

// coincidences counts the pairs of ratings within units, each unit weighted so
// that its ratings count once; n is how many ratings count.
func (r *Ratings) coincidences() (pairs []*big.Rat, n *big.Rat) {
	// Units with equally many ratings share a denominator, so their pairs are
	// counted as integers first.
	byRatings := map[int64][]int64{}
	var sizes []int64
	var total int64
	for _, u := range r.counts() {
		var m int64
		for _, k := range u {
			m += k
		}
		if m < 2 {
			continue
		}
		total += m
		sum, seen := byRatings[m]
		if !seen {
			sum = make([]int64, r.values*r.values)
			byRatings[m] = sum
			sizes = append(sizes, m)
		}
		for c, a := range u {
			if a == 0 {
				continue
			}
			for k, b := range u {
				if c == k {
					b--
				}
				sum[c*r.values+k] += a * b
			}
		}
	}
	slices.Sort(sizes)
	pairs = make([]*big.Rat, r.values*r.values)
	for i := range pairs {
		pairs[i] = new(big.Rat)
		for _, m := range sizes {
			if k := byRatings[m][i]; k != 0 {
				pairs[i].Add(pairs[i], big.NewRat(k, m-1))
			}
		}
	}
	return pairs, new(big.Rat).SetInt64(total)
}

// square is the squared distance of two values.
func (m Metric) square(margins []*big.Rat, c, k int) *big.Rat {
	if c == k {
		return new(big.Rat)
	}
	lo, hi := min(c, k), max(c, k)
	d := big.NewRat(1, 1)
	switch m {
	case Ordinal:
		d = new(big.Rat)
		for g := lo; g <= hi; g++ {
			d.Add(d, margins[g])
		}
		half := new(big.Rat).Add(margins[lo], margins[hi])
		d.Sub(d, half.Mul(half, big.NewRat(1, 2)))
	case Interval:
		d = big.NewRat(int64(hi-lo), 1)
	}
	return d.Mul(d, d)
}

// An Influence is a unit, and alpha without it.
type Influence struct {
	Unit    int
	Without Coefficient
}

// Influences lists the units whose removal raises alpha, the strongest first:
// these are worth a discussion.
func (r *Ratings) Influences(m Metric) []Influence {
	all := r.Alpha(m)
	if all.Value == nil {
		return nil
	}
	var out []Influence
	for i := range r.units {
		if c := r.without(i).Alpha(m); c.Value != nil && c.Value.Cmp(all.Value) > 0 {
			out = append(out, Influence{i, c})
		}
	}
	slices.SortStableFunc(out, func(a, b Influence) int { return b.Without.Value.Cmp(a.Without.Value) })
	return out
}

// Bootstrap gives the range that holds the middle share of alpha over samples
// of units, drawn with replacement by a PCG of math/rand/v2 with the seed
// (seed, samples): the same range on every machine. Samples without an alpha
// are left out; used tells how many were not. share is, for example, 95/100.
func (r *Ratings) Bootstrap(m Metric, samples int, share *big.Rat, seed uint64) (low, high Coefficient, used int) {
	random := rand.New(rand.NewPCG(seed, uint64(samples)))
	var found []*big.Rat
	x := &Ratings{values: r.values, raters: r.raters, units: make([][]int, len(r.units))}
	for range samples {
		for i := range x.units {
			x.units[i] = r.units[random.IntN(len(r.units))]
		}
		if c := x.Alpha(m); c.Value != nil {
			found = append(found, c.Value)
		}
	}
	if len(found) == 0 {
		return unknown("no sample has an alpha"), unknown("no sample has an alpha"), 0
	}
	slices.SortFunc(found, (*big.Rat).Cmp)
	// the tail is (1 - share) / 2 of the samples, rounded down, on either side
	tail := new(big.Rat).Sub(big.NewRat(1, 1), share)
	tail.Mul(tail, big.NewRat(int64(len(found)), 2))
	k := min(max(int(new(big.Int).Div(tail.Num(), tail.Denom()).Int64()), 0), (len(found)-1)/2)
	return Coefficient{Value: found[k]}, Coefficient{Value: found[len(found)-1-k]}, len(found)
}
