package analysis

import (
	"cmp"
	"math/big"
	"slices"
)

// sortSwings puts the widest swing first: by the difference of the levels of
// risk, or of the bands where there are no levels; equal ones keep the order
// of the inputs.
func sortSwings(swings []Swing) {
	slices.SortStableFunc(swings, func(a, b Swing) int {
		x, y := a.span(), b.span()
		if x != nil && y != nil {
			if d := y.Cmp(x); d != 0 {
				return d
			}
		}
		return cmp.Compare(b.Width, a.Width)
	})
}

func (s *Swing) span() *big.Rat {
	low, high := s.Low.Level.Rat(), s.High.Level.Rat()
	if low == nil || high == nil {
		return nil
	}
	return high.Sub(high, low)
}
