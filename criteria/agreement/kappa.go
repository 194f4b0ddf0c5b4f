package agreement

import "math/big"

// Weight is how much it matters that two ratings of Cohen's kappa differ.
type Weight uint8

// The weights. The zero Weight is invalid.
const (
	Unweighted Weight = iota + 1 // any difference counts the same
	Linear                       // by the number of levels between them
	Quadratic                    // by its square
)

// of is the weight of ratings i and j on a scale of n values, times a constant
// that the coefficient does not depend on.
func (w Weight) of(i, j int) int64 {
	d := int64(i - j)
	switch w {
	case Linear:
		return max(d, -d)
	case Quadratic:
		return d * d
	default:
		if d == 0 {
			return 0
		}
		return 1
	}
}

// Cohen computes Cohen's kappa of the first two raters, over the units that
// both rated.
func (r *Ratings) Cohen(w Weight) Coefficient {
	if r.raters < 2 {
		return unknown("it needs two raters")
	}
	first, second := make([]int64, r.values), make([]int64, r.values)
	both := make([]int64, r.values*r.values)
	var n int64
	for _, u := range r.units {
		if a, b := u[0], u[1]; a != Missing && b != Missing {
			first[a]++
			second[b]++
			both[a*r.values+b]++
			n++
		}
	}
	if n == 0 {
		return unknown("there is no unit that both rated")
	}
	observed, expected := new(big.Int), new(big.Int)
	for i := range r.values {
		for j := range r.values {
			weight := w.of(i, j)
			add(observed, weight, both[i*r.values+j]*n)
			add(expected, weight, first[i]*second[j])
		}
	}
	return ratio(new(big.Rat).SetInt(observed), new(big.Rat).SetInt(expected))
}

func add(sum *big.Int, a, b int64) {
	if a != 0 && b != 0 {
		sum.Add(sum, new(big.Int).Mul(big.NewInt(a), big.NewInt(b)))
	}
}

// Fleiss computes Fleiss' kappa: every unit must be rated equally often, by
// whomever, and at least twice.
func (r *Ratings) Fleiss() Coefficient {
	agreed, shares, c := r.chance()
	if c.Because != "" {
		return c
	}
	expected := new(big.Rat)
	for _, p := range shares {
		expected.Add(expected, new(big.Rat).Mul(p, p))
	}
	return corrected(agreed, expected)
}

// AC1 computes Gwet's first agreement coefficient, on the same conditions as
// Fleiss. It stays meaningful where nearly all ratings are equal.
func (r *Ratings) AC1() Coefficient {
	agreed, shares, c := r.chance()
	if c.Because != "" {
		return c
	}
	if r.values < 2 {
		return unknown("the scale has one value only")
	}
	expected, one := new(big.Rat), big.NewRat(1, 1)
	for _, p := range shares {
		q := new(big.Rat).Sub(one, p)
		expected.Add(expected, q.Mul(q, p))
	}
	expected.Mul(expected, big.NewRat(1, int64(r.values-1)))
	return corrected(agreed, expected)
}

// chance gives the observed agreement and the share of each value.
func (r *Ratings) chance() (agreed *big.Rat, shares []*big.Rat, c Coefficient) {
	counts := r.counts()
	if len(counts) == 0 {
		return nil, nil, unknown("there are no units")
	}
	var n int64 = -1
	total := make([]int64, r.values)
	pairs := new(big.Int)
	for _, u := range counts {
		var m int64
		for v, k := range u {
			m += k
			total[v] += k
			add(pairs, k, k-1)
		}
		if n >= 0 && m != n {
			return nil, nil, unknown("not every unit was rated equally often")
		}
		n = m
	}
	if n < 2 {
		return nil, nil, unknown("no unit was rated twice")
	}
	units := int64(len(counts))
	agreed = new(big.Rat).SetFrac(pairs, new(big.Int).Mul(big.NewInt(units), big.NewInt(n*(n-1))))
	for _, k := range total {
		shares = append(shares, big.NewRat(k, units*n))
	}
	return agreed, shares, Coefficient{}
}

// corrected takes the agreement by chance away: (a - e) / (1 - e).
func corrected(agreed, expected *big.Rat) Coefficient {
	one := big.NewRat(1, 1)
	rest := new(big.Rat).Sub(one, expected)
	if rest.Sign() == 0 {
		return unknown("all ratings are equal, so that chance would agree as well")
	}
	v := new(big.Rat).Sub(agreed, expected)
	return Coefficient{Value: v.Quo(v, rest)}
}
