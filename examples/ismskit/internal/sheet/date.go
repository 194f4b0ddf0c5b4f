package sheet

import (
	"math/big"
	"strings"
	"time"
)

// The days that workbooks count from. With the first, 1 March 1900 is day 61: the
// format counts a 29 February 1900 that never was.
var (
	day1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	day1904 = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
)

// lastDay is the day after 31 December 9999, by day1900.
const lastDay = 2_958_466

// Date reads a cell of a workbook that holds a date: a number of days, whose
// fraction is a time, to the millisecond. It is false of any other cell, and of
// the cells of a CSV file.
func (b *Book) Date(cell string) (time.Time, bool) {
	if b.zero.IsZero() || cell == "" || strings.Trim(cell, "0123456789.") != "" || len(cell) > 40 {
		return time.Time{}, false
	}
	days, ok := new(big.Rat).SetString(cell)
	if !ok || days.Cmp(big.NewRat(1, 1)) < 0 || days.Cmp(big.NewRat(lastDay, 1)) >= 0 {
		return time.Time{}, false
	}
	if b.zero.Equal(day1900) && days.Cmp(big.NewRat(60, 1)) < 0 {
		days.Add(days, big.NewRat(1, 1))
	}
	ms := days.Mul(days, big.NewRat(24*60*60*1000, 1))
	whole, _ := new(big.Int).SetString(ms.FloatString(0), 10)
	return time.UnixMilli(b.zero.UnixMilli() + whole.Int64()).UTC(), true
}
