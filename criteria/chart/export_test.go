package chart

// Contrast gives the contrast of the text that would be written on a colour.
func Contrast(r, g, b uint8) float64 { c := rgb{r, g, b}; return contrast(ink(c), c) }

// BandContrast gives that of the default colour of a band.
func BandContrast(i, n int) float64 { c := defaultColor(i, n); return contrast(ink(c), c) }

// Ratio gives the contrast of two colours written as #rrggbb.
func Ratio(a, b string) float64 {
	x, _ := parseColor(a)
	y, _ := parseColor(b)
	return contrast(x, y)
}
