package chart

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/analysis"
)

// Tornado draws what each input can do alone to one risk: a bar from the
// lowest to the highest level of risk (or band, where the criteria have no
// level) that it can bring about, the widest on top, and a line where the risk
// is now.
func Tornado(c *criteria.Criteria, s *analysis.Sensitivity, title, prefix string) []byte {
	t := tornado{criteria: c, s: s}
	t.scale()
	const rowHeight, barLeft, barWidth = 40, 220, 420
	w := barLeft + barWidth + 200
	h := 96 + len(s.Swings)*rowHeight + 30
	var cv canvas
	cv.open(w, h, prefix, title, t.describe())
	cv.text(margin, margin+18, 20, black, "start", ` font-weight="600"`, fit(title, 20, w-2*margin))
	cv.text(margin, margin+42, 13, rgb{0x44, 0x44, 0x44}, "start", "", "What each input can do alone, from its best to its worst level; the line is where the risk is now.")
	top := 84
	for i := range s.Swings {
		sw := &s.Swings[i]
		y := top + i*rowHeight
		cv.text(barLeft-14, y+24, 13, black, "end", "", fit(t.name(sw.Input), 13, barLeft-margin-14))
		x1, x2 := barLeft+t.at(sw.Low, barWidth), barLeft+t.at(sw.High, barWidth)
		cv.rect(x1, y+8, max(x2-x1, 3), 24, barColor, "")
		switch room := x1 - barLeft; {
		case room >= 24:
			cv.text(x1-5, y+25, 11, black, "end", "", fit(sw.Low.At, 11, room))
		case x2-x1 >= 60: // no room to the left: into the bar
			cv.text(x1+6, y+25, 11, white, "start", "", fit(sw.Low.At, 11, x2-x1-12))
		}
		cv.text(x2+6, y+25, 11, black, "start", "", fit(sw.High.At+": "+t.label(sw.High), 11, w-x2-12))
	}
	if t.now != nil {
		x := barLeft + t.place(t.now, barWidth)
		cv.line(x, top, x, top+len(s.Swings)*rowHeight, "#141414")
		cv.text(x, top+len(s.Swings)*rowHeight+16, 12, black, "middle", ` font-weight="600"`, "now: "+t.label(t.current()))
	}
	return cv.bytes()
}

var barColor = rgb{0x3d, 0x5f, 0x91}

type tornado struct {
	criteria  *criteria.Criteria
	s         *analysis.Sensitivity
	low, high *big.Rat
	now       *big.Rat
	byBand    bool
}

// scale finds what the bars are measured in and between which ends.
func (t *tornado) scale() {
	t.now = t.s.Outcome.Level.Rat()
	for i := range t.s.Swings {
		if t.s.Swings[i].Low.Level.Rat() == nil || t.s.Swings[i].High.Level.Rat() == nil {
			t.byBand = true
		}
	}
	if t.now == nil {
		t.byBand = true
	}
	if t.byBand {
		t.now = nil
		if t.s.Outcome.Band >= 0 {
			t.now = big.NewRat(int64(t.s.Outcome.Band), 1)
		}
	}
	t.low, t.high = new(big.Rat), big.NewRat(1, 1)
	if t.now != nil {
		t.low, t.high = t.now, t.now
	}
	for i := range t.s.Swings {
		if v := t.value(t.s.Swings[i].Low); v != nil && v.Cmp(t.low) < 0 {
			t.low = v
		}
		if v := t.value(t.s.Swings[i].High); v != nil && v.Cmp(t.high) > 0 {
			t.high = v
		}
	}
}

func (t *tornado) value(s analysis.Swung) *big.Rat {
	if !t.byBand {
		return s.Level.Rat()
	}
	for i, b := range t.criteria.Document().Bands {
		if b.ID == s.Band {
			return big.NewRat(int64(i), 1)
		}
	}
	return nil
}

// place turns a value into pixels of a width.
func (t *tornado) place(v *big.Rat, w int) int {
	span := new(big.Rat).Sub(t.high, t.low)
	if span.Sign() == 0 {
		return w / 2
	}
	x := new(big.Rat).Sub(v, t.low)
	x.Mul(x.Quo(x, span), big.NewRat(int64(w), 1))
	n := new(big.Int).Div(x.Num(), x.Denom())
	return int(n.Int64())
}

func (t *tornado) at(s analysis.Swung, w int) int {
	if v := t.value(s); v != nil {
		return t.place(v, w)
	}
	return 0
}

func (t *tornado) current() analysis.Swung {
	s := analysis.Swung{Level: t.s.Outcome.Level, Decision: t.s.Outcome.Decision.String()}
	if b := t.s.Outcome.Band; b >= 0 {
		s.Band = t.criteria.Document().Bands[b].ID
	}
	return s
}

func (t *tornado) label(s analysis.Swung) string {
	var parts []string
	if s.Level.Known() {
		parts = append(parts, s.Level.String())
	}
	if s.Band != "" {
		parts = append(parts, s.Band)
	}
	return strings.Join(append(parts, s.Decision), ", ")
}

func (t *tornado) name(id string) string {
	if in := t.criteria.Input(id); in != nil {
		return inputTitle(in)
	}
	return id
}

func (t *tornado) describe() string {
	var b strings.Builder
	b.WriteString("Now: " + t.label(t.current()) + ". ")
	for i := range t.s.Swings {
		sw := &t.s.Swings[i]
		fmt.Fprintf(&b, "%s: from %s (%s) to %s (%s). ", t.name(sw.Input), sw.Low.At, t.label(sw.Low), sw.High.At, t.label(sw.High))
	}
	b.WriteString(strconv.Itoa(len(t.s.Swings)) + " inputs.")
	return b.String()
}
