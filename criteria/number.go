package criteria

import (
	"math"
	"math/big"
	"strconv"
)

// DoubleValue makes a double; a value that is not finite gives the zero Value.
func DoubleValue(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	if f == 0 {
		f = 0 // minus zero is written as zero
	}
	return Value{typ: Double, num: math.Float64bits(f)}
}

// Double returns the value of a double.
func (v Value) Double() float64 {
	if v.typ != Double {
		return 0
	}
	return v.float()
}

func (v Value) float() float64 { return math.Float64frombits(v.num) }

// formatDouble writes the shortest decimal that gives the double back; very
// large and very small ones with an exponent.
func formatDouble(f float64) string {
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// formatRat writes a rational that came from a decimal text as a decimal.
func formatRat(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	n, exact := r.FloatPrec()
	if !exact {
		return r.RatString()
	}
	return r.FloatString(n)
}
