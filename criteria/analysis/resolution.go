package analysis

import (
	"fmt"
	"math"
	"math/big"
	"strings"
)

// extent is what one band covers: its cells, and the least and the greatest
// quantity of any of them.
type extent struct {
	band         int16
	cells        int64
	lower, upper int64 // keys of the reading
}

// extents lists the bands that occur, lowest first.
func (m *matrix) extents(r *reading) []extent {
	at := map[int16]int{}
	var out []extent
	for b := range m.colors(none).red + 1 {
		at[b] = len(out)
		out = append(out, extent{band: b})
	}
	for i, b := range m.band {
		m.step()
		if b < 0 {
			continue
		}
		e := &out[at[b]]
		if e.cells == 0 || r.lower[i] < e.lower {
			e.lower = r.lower[i]
		}
		if e.cells == 0 || r.upper[i] > e.upper {
			e.upper = r.upper[i]
		}
		e.cells++
	}
	var some []extent
	for _, e := range out {
		if e.cells > 0 {
			some = append(some, e)
		}
	}
	return some
}

// ties gives the probability that two cells drawn at random are in one band.
func ties(es []extent) *big.Rat {
	same, all := new(big.Int), int64(0)
	for _, e := range es {
		same.Add(same, new(big.Int).Mul(big.NewInt(e.cells), big.NewInt(e.cells)))
		all += e.cells
	}
	if all == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).SetFrac(same, new(big.Int).Mul(big.NewInt(all), big.NewInt(all)))
}

// entropy gives the bits that the band of a cell drawn at random carries.
func entropy(es []extent) float64 {
	all, sum := 0.0, 0.0
	for _, e := range es {
		all += float64(e.cells)
	}
	for _, e := range es {
		p := float64(e.cells) / all
		sum -= float64(p * math.Log2(p))
	}
	return sum
}

// resolution is L16: how finely the bands tell risks apart. It reports where
// consecutive bands overlap, so that a band says less than it seems to.
func resolution(l *linter) {
	q := l.quantities()
	if q == nil {
		return
	}
	var p *plane
	var es []extent
	for k := range q.planes { // the coarsest
		x := q.planes[k].extents(q.reading)
		if len(x) > 1 && (p == nil || ties(x).Cmp(ties(es)) > 0) {
			p, es = &q.planes[k], x
		}
	}
	if p == nil {
		return
	}
	var overlaps []string
	f := Finding{Of: int64(len(es) - 1)}
	for i := range es {
		low, high := q.reading.value(es[i].lower), q.reading.value(es[i].upper)
		say := fmt.Sprintf("%s: %s, from %s to %s", l.bandName(es[i].band), amount(es[i].cells, "cell"), decimal(low), decimal(high))
		if low.Sign() > 0 {
			say += fmt.Sprintf(", a factor of %s", decimal(new(big.Rat).Quo(high, low)))
		}
		f.Witness = append(f.Witness, Witness{Outcome: say})
		if i == 0 {
			continue
		}
		from, to := max(es[i-1].lower, es[i].lower), min(es[i-1].upper, es[i].upper)
		if from < to {
			f.Count++
			length := new(big.Rat).Sub(q.reading.value(to), q.reading.value(from))
			overlaps = append(overlaps, fmt.Sprintf("%s and %s by %s", l.bandName(es[i-1].band), l.bandName(es[i].band), decimal(length)))
		}
	}
	if f.Count == 0 {
		return
	}
	t, _ := ties(es).Float64()
	l.add("L16", Info, l.doc.Node().Get("bands"), f,
		"%s, neighbouring bands overlap%s: %s; two cells drawn at random are in one band with probability %.2f, and a band carries %.2f of at most %.2f bits",
		q.how, p.where(), strings.Join(overlaps, ", "), t, entropy(es), math.Log2(float64(len(l.doc.Bands))))
}
