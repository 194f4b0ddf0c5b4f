package analysis

import (
	"cmp"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"

	"github.com/ismskit/ismskit/criteria"
)

// numbering is another way to number the levels of a scale of m levels; nil
// where it has none for such a scale.
type numbering struct {
	name  string
	value func(level, m int) *big.Rat
}

var numberings = []numbering{
	{"0, 1, 2, ...", func(level, m int) *big.Rat { return big.NewRat(int64(level), 1) }},
	{"1, 2, 3, ...", func(level, m int) *big.Rat { return big.NewRat(int64(level+1), 1) }},
	{"1, 2, 4, 8, ...", func(level, m int) *big.Rat {
		if m > 31 {
			return nil
		}
		return big.NewRat(1<<level, 1)
	}},
	{"0, 2, 5, 8, 10", func(level, m int) *big.Rat {
		if m != 5 {
			return nil
		}
		return big.NewRat([...]int64{0, 2, 5, 8, 10}[level], 1)
	}},
}

// maxScores bounds the cells whose scores are compared in pairs.
const maxScores = 1 << 16

// scores compares two scores of the same cells, pair by pair.
type scores struct {
	pairs, flips, ties int64 // all pairs; in opposite order; tied in one of the two alone
	failed             int64 // cells without a score in one of the two, not compared
	first, other       int   // the first pair in opposite order, -1 if none
}

// compareScores counts over all pairs of cells. NaN stands for no score.
func compareScores(x, y []float64) scores {
	s := scores{first: -1, other: -1}
	cells := make([]int, 0, len(x))
	for i := range x {
		if math.IsNaN(x[i]) || math.IsNaN(y[i]) {
			s.failed++
		} else {
			cells = append(cells, i)
		}
	}
	s.pairs = pairs(len(cells))
	slices.SortFunc(cells, func(a, b int) int { return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[a], y[b])) })
	tiedX := runs(cells, func(a, b int) bool { return x[a] == x[b] })
	tiedBoth := runs(cells, func(a, b int) bool { return x[a] == x[b] && y[a] == y[b] })
	s.flips = inversions(cells, y)
	if s.flips > 0 {
		s.first = firstFlipped(cells, x, y)
		for i := s.first + 1; i < len(x); i++ {
			if !math.IsNaN(x[i]+y[i]) && cmp.Compare(x[s.first], x[i])*cmp.Compare(y[s.first], y[i]) < 0 {
				s.other = i
				break
			}
		}
	}
	slices.SortFunc(cells, func(a, b int) int { return cmp.Compare(y[a], y[b]) })
	tiedY := runs(cells, func(a, b int) bool { return y[a] == y[b] })
	s.ties = tiedX + tiedY - 2*tiedBoth
	return s
}

// runs counts the pairs within runs of cells that are alike.
func runs(cells []int, alike func(a, b int) bool) (n int64) {
	for i := 0; i < len(cells); {
		j := i + 1
		for j < len(cells) && alike(cells[i], cells[j]) {
			j++
		}
		n += pairs(j - i)
		i = j
	}
	return n
}

// inversions counts the pairs of cells, in their order, of which the first has
// the greater y. Cells with equal x stand in order of y, so they have none.
func inversions(cells []int, y []float64) (n int64) {
	values := make([]float64, len(cells))
	for i, c := range cells {
		values[i] = y[c]
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(values)))
	seen := make([]int64, len(distinct)+1) // a Fenwick tree
	for i, v := range values {
		at, _ := slices.BinarySearch(distinct, v)
		greater := int64(i)
		for k := at + 1; k > 0; k -= k & -k {
			greater -= seen[k]
		}
		n += greater
		for k := at + 1; k < len(seen); k += k & -k {
			seen[k]++
		}
	}
	return n
}

// firstFlipped finds the first cell that is in opposite order with any other.
// Cells are sorted by x.
func firstFlipped(cells []int, x, y []float64) int {
	n := len(cells)
	greatest, least := make([]float64, n+1), make([]float64, n+1) // y of the cells before i, and from i on
	greatest[0], least[n] = math.Inf(-1), math.Inf(1)
	for i, c := range cells {
		greatest[i+1] = max(greatest[i], y[c])
	}
	for i := n - 1; i >= 0; i-- {
		least[i] = min(least[i+1], y[cells[i]])
	}
	first := -1
	for i := 0; i < n; {
		j := i + 1
		for j < n && x[cells[j]] == x[cells[i]] {
			j++
		}
		for _, c := range cells[i:j] {
			if (greatest[i] > y[c] || least[j] < y[c]) && (first < 0 || c < first) {
				first = c
			}
		}
		i = j
	}
	return first
}

// numberingSensitivity is L18: whether the result hangs on how the levels are
// numbered, although any rising numbers say the same. The level of risk is
// computed again with other values in place of those of the document; numbers
// that are written in expressions stay.
func numberingSensitivity(l *linter) {
	d := l.bandDomain()
	if !d.exhaustive || d.n == 0 || d.ratings == 0 {
		return
	}
	cells, groups := l.scored(d)
	for _, n := range numberings {
		if l.ctx.Err() != nil {
			return
		}
		other, ok := l.renumber(d, n)
		if !ok {
			continue
		}
		if l.doc.Level.Empty() {
			l.bandsHang(d, other, n, cells)
			continue
		}
		l.orderHangs(d, other, n, cells, groups)
	}
}

// scored chooses the cells whose scores are compared, and how many cells of
// each run have the same attributes: levels of risk are compared among risks
// with equal attributes only.
func (l *linter) scored(d *domain) (cells []int, run int) {
	matters := d.matters(func(i, j int) bool {
		return d.level[i] == d.level[j] && d.levelInt[i] == d.levelInt[j] && d.band[i] == d.band[j]
	})
	var ratings, attributes []int
	run = 1
	for k, does := range matters {
		if does && k < d.ratings {
			ratings = append(ratings, k)
			run *= d.axes[k].levels
		} else if does {
			attributes = append(attributes, k)
		}
	}
	for _, base := range d.combinations(attributes) {
		for _, c := range d.combinations(ratings) {
			cells = append(cells, base+c)
		}
	}
	if len(cells) <= maxScores {
		return cells, run
	}
	// a sample of one combination of attributes
	cells = cells[:run]
	if run > maxScores {
		rng := rand.New(rand.NewPCG(l.opts.Seed, 18))
		rng.Shuffle(run, func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
		cells = cells[:maxScores]
		slices.Sort(cells)
	}
	return cells, len(cells)
}

// renumber makes the domain under another numbering. ok is false if it is the
// document's own, or impossible.
func (l *linter) renumber(d *domain, n numbering) (*domain, bool) {
	changed := false
	doc, err := l.doc.Renumbered(func(s *criteria.Scale, level int) *big.Rat {
		old := s.Levels[level].Value
		if v := n.value(level, len(s.Levels)); v != nil {
			changed = changed || v.Cmp(old) != 0
			return v
		}
		return old
	})
	if err != nil || !changed {
		return nil, false
	}
	c, err := doc.Compile(criteria.WithTableRows(0))
	if err != nil {
		return nil, false
	}
	scope, ok := c.Scope()
	if !ok {
		return nil, false
	}
	out := &domain{c: c, scope: scope, truth: make([]bool, len(d.truth)), axes: slices.Clone(d.axes), ratings: d.ratings}
	for k := range out.axes {
		if in := out.axes[k].input; in != nil {
			out.axes[k].input = &doc.Inputs[in.Index()]
		}
	}
	other := &linter{doc: doc, domain: out}
	other.rest()
	return out, true
}

// orderHangs counts the pairs of cells whose levels of risk change their order.
func (l *linter) orderHangs(d, other *domain, n numbering, cells []int, run int) {
	var sum scores
	sum.first = -1
	cell := make([]uint8, len(d.axes))
	for from := 0; from < len(cells); from += run {
		group := cells[from : from+run]
		x, y := make([]float64, run), make([]float64, run)
		for i, c := range group {
			if i%256 == 0 && l.ctx.Err() != nil {
				return
			}
			d.digits(c, cell)
			x[i], y[i] = math.NaN(), math.NaN()
			if d.failure[c] == nil {
				x[i] = d.level[c]
			}
			if o := other.evaluate(cell); o.Level.Known() {
				y[i] = float64(o.Level.Int())
				if o.Level.Type() == criteria.Double {
					y[i] = o.Level.Double()
				}
			}
		}
		s := compareScores(x, y)
		if s.first >= 0 && sum.first < 0 {
			sum.first, sum.other = group[s.first], group[s.other]
		}
		sum.pairs, sum.flips, sum.ties, sum.failed = sum.pairs+s.pairs, sum.flips+s.flips, sum.ties+s.ties, sum.failed+s.failed
	}
	if sum.flips == 0 {
		return
	}
	f := Finding{Count: sum.flips, Of: sum.pairs}
	for _, i := range []int{sum.first, sum.other} {
		w := d.witness(i)
		d.digits(i, cell)
		w.Outcome = "level " + d.levelText(i) + ", renumbered " + other.evaluate(cell).Level.String()
		f.Witness = append(f.Witness, w)
	}
	more := ""
	if sum.failed > 0 {
		more = "; " + amount(sum.failed, "cell") + " had no level of risk and were left out"
	}
	if len(cells) == maxScores && len(cells) < d.n {
		more += "; the cells are a sample"
	}
	l.add("L18", Warning, l.doc.Level.Node(), f,
		"the order of risks hangs on how the levels are numbered: with the values %s, %d of %d pairs of cells change places and %d are tied in only one of the two numberings%s",
		n.name, sum.flips, sum.pairs, sum.ties, more)
}

func (d *domain) levelText(i int) string {
	return number(d.rat(i), d.levelInt[i] != 0)
}

// bandsHang counts the cells whose band changes, where an expression gives the
// band without a level of risk.
func (l *linter) bandsHang(d, other *domain, n numbering, cells []int) {
	cell := make([]uint8, len(d.axes))
	t := newTally()
	now := ""
	for i, c := range cells {
		if i%256 == 0 && l.ctx.Err() != nil {
			return
		}
		d.digits(c, cell)
		o := other.evaluate(cell)
		if t.of++; int16(o.Band) != d.band[c] {
			if t.add(c, -1); t.count == 1 {
				now = l.bandName(int16(o.Band))
			}
		}
	}
	if t.count == 0 {
		return
	}
	w := d.witness(t.first)
	if w.Outcome = d.bandAt(t.first) + ", renumbered " + now; now == "" {
		w.Outcome = d.bandAt(t.first) + ", renumbered without a band"
	}
	l.add("L18", Warning, l.doc.Band.Node(), Finding{Witness: []Witness{w}, Count: t.count, Of: t.of},
		"the band hangs on how the levels are numbered: with the values %s, %d of %d cells are in another band", n.name, t.count, t.of)
}
