package agreement

import (
	"errors"
	"fmt"
	"math/big"
)

// Missing stands for a rating that an assessor did not give.
const Missing = -1

// Limits of one set of ratings.
const (
	MaxUnits  = 100_000 // risks
	MaxRaters = 1000
	MaxValues = 1000 // different ratings
)

// Errors of ratings. Match them with errors.Is.
var (
	ErrShape = errors.New("agreement: not one rating, or Missing, for each unit and rater")
	ErrValue = errors.New("agreement: a rating is not of the scale")
	ErrLimit = errors.New("agreement: too many ratings")
)

// Ratings are what raters say of units: a risk's likelihood, for example, by
// three assessors. A rating is the index of a level on a scale, lowest first.
// Ratings are immutable.
type Ratings struct {
	values int
	raters int
	units  [][]int
}

// New makes ratings from rows of one unit each, with one column a rater, on a
// scale of the given number of values.
func New(values int, units [][]int) (*Ratings, error) {
	if values < 1 || values > MaxValues || len(units) > MaxUnits {
		return nil, fmt.Errorf("%w: %d values, %d units", ErrLimit, values, len(units))
	}
	r := &Ratings{values: values}
	for i, u := range units {
		if i == 0 {
			r.raters = len(u)
		}
		if len(u) != r.raters {
			return nil, fmt.Errorf("%w: unit %d has %d ratings, unit 0 has %d", ErrShape, i, len(u), r.raters)
		}
		for j, v := range u {
			if v != Missing && (v < 0 || v >= values) {
				return nil, fmt.Errorf("%w: rating %d of unit %d by rater %d, the scale has %d values", ErrValue, v, i, j, values)
			}
		}
		r.units = append(r.units, append([]int(nil), u...))
	}
	if r.raters > MaxRaters {
		return nil, fmt.Errorf("%w: %d raters", ErrLimit, r.raters)
	}
	return r, nil
}

// Units returns the number of units.
func (r *Ratings) Units() int { return len(r.units) }

// Raters returns the number of raters.
func (r *Ratings) Raters() int { return r.raters }

// counts gives for each unit how often each value was given.
func (r *Ratings) counts() [][]int64 {
	out := make([][]int64, len(r.units))
	for i, u := range r.units {
		out[i] = make([]int64, r.values)
		for _, v := range u {
			if v != Missing {
				out[i][v]++
			}
		}
	}
	return out
}

// without returns the ratings less one unit.
func (r *Ratings) without(unit int) *Ratings {
	x := &Ratings{values: r.values, raters: r.raters, units: make([][]int, 0, len(r.units)-1)}
	x.units = append(append(x.units, r.units[:unit]...), r.units[unit+1:]...)
	return x
}

// A Coefficient is a measure of agreement: 1 is full agreement, 0 what chance
// would give. Value is nil where it cannot be computed; Because says why.
type Coefficient struct {
	Value   *big.Rat
	Because string
}

func unknown(why string) Coefficient { return Coefficient{Because: why} }

// Reaches tells whether the coefficient is known and at least min.
func (c Coefficient) Reaches(min *big.Rat) bool { return c.Value != nil && c.Value.Cmp(min) >= 0 }

// ratio is 1 - observed/expected disagreement.
func ratio(observed, expected *big.Rat) Coefficient {
	if expected.Sign() == 0 {
		return unknown("all ratings are equal, so that chance would agree as well")
	}
	q := new(big.Rat).Quo(observed, expected)
	return Coefficient{Value: q.Sub(big.NewRat(1, 1), q)}
}
