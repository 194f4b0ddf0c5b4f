package chart

import (
	"fmt"
	"math"
	"strconv"

	"github.com/ismskit/ismskit/criteria"
)

// rgb is a colour of the sRGB space.
type rgb struct{ r, g, b uint8 }

func parseColor(s string) (rgb, bool) {
	if len(s) != 7 || s[0] != '#' {
		return rgb{}, false
	}
	v, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return rgb{}, false
	}
	return rgb{uint8(v >> 16), uint8(v >> 8), uint8(v)}, true
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

var black, white = rgb{0x14, 0x14, 0x14}, rgb{0xff, 0xff, 0xff}

// luminance is the relative luminance of WCAG 2.
func (c rgb) luminance() float64 {
	f := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*f(c.r) + 0.7152*f(c.g) + 0.0722*f(c.b)
}

// contrast is the contrast ratio of WCAG 2, from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// ink is the colour of text on a background: near black, or white, or pure
// black where neither has 4.5 to 1.
func ink(on rgb) rgb {
	switch {
	case contrast(black, on) >= 4.5:
		return black
	case contrast(white, on) >= 4.5:
		return white
	}
	return rgb{}
}

// stops are the colours of bands that declare none, lowest to highest: from a
// calm to a strong colour that differ in lightness too, so that they can be
// told apart in grey and by people who do not see red and green.
var stops = []rgb{{0xe3, 0xf1, 0xe4}, {0xb9, 0xdd, 0xb4}, {0xfb, 0xe7, 0xa1}, {0xf5, 0xb0, 0x6b}, {0xd9, 0x5f, 0x4c}, {0x8f, 0x1d, 0x2c}}

// defaultColor spreads the stops over n bands.
func defaultColor(i, n int) rgb {
	if n < 2 {
		return stops[1]
	}
	at, span := i*(len(stops)-1), n-1
	k, rest := at/span, at%span
	if k >= len(stops)-1 {
		return stops[len(stops)-1]
	}
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(span-rest) + int(b)*rest) / span) }
	a, b := stops[k], stops[k+1]
	return rgb{mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b)}
}

// A Color is what a band is drawn with, as #rrggbb: its own colour, and that of
// text on it.
type Color struct{ Fill, Ink string }

// Colors gives the colours of bands, lowest first: those that they declare, or
// else colours that differ in lightness too. Text has a contrast of at least
// 4.5 to 1.
func Colors(bands []criteria.Band) []Color {
	colors := make([]Color, len(bands))
	for i := range bands {
		fill := bandColor(bands, i)
		colors[i] = Color{fill.String(), ink(fill).String()}
	}
	return colors
}

// bandColor is the declared colour of a band, or its default.
func bandColor(bands []criteria.Band, rank int) rgb {
	if rank < 0 {
		return rgb{0xd0, 0xd0, 0xd0}
	}
	if c, ok := parseColor(bands[rank].Color); ok {
		return c
	}
	return defaultColor(rank, len(bands))
}

func (m *HeatMap) bandColor(rank int) rgb { return bandColor(m.Bands, rank) }
