package agreement

import "math/big"

// Decisions is how far raters agree on what follows from their ratings.
type Decisions struct {
	Units    int      // that at least two rated
	Agreed   int      // of these, units where all raters come to the same
	Share    *big.Rat // Agreed / Units; nil without units
	Disputed []int    // the other units, in order
}

// Decisions compares what follows from the ratings: the values are decisions
// or bands then.
func (r *Ratings) Decisions() Decisions {
	var d Decisions
	for i, u := range r.units {
		first, rated, same := Missing, 0, true
		for _, v := range u {
			if v == Missing {
				continue
			}
			if rated++; rated == 1 {
				first = v
			}
			same = same && v == first
		}
		if rated < 2 {
			continue
		}
		d.Units++
		if same {
			d.Agreed++
		} else {
			d.Disputed = append(d.Disputed, i)
		}
	}
	if d.Units > 0 {
		d.Share = big.NewRat(int64(d.Agreed), int64(d.Units))
	}
	return d
}
