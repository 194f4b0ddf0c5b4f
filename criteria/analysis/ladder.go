package analysis

import (
	"fmt"
	"slices"
	"time"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// rung is what one rule decides within one group: the lowest and the highest
// band, and the first cell of each. low is -1 where it decides nothing.
type rung struct {
	low, high         int16
	lowCell, highCell int
}

// slip is a way in which a rule for a higher band is less strict than one for
// a lower band.
type slip struct {
	lower, upper int // rules
	key          string
	message      string // with the names of the two bands
	groups       int64
	cells        [2]int
	bands        [2]int16
}

// ladder is L25: with the band rises what is demanded of those who carry the
// risk. Rules are compared where their attributes are equal.
func ladder(l *linter) {
	d := l.domain
	var slips []slip
	for i := range l.doc.Acceptance {
		for j := range l.doc.Acceptance {
			if i != j {
				slips = append(slips, l.slips(i, j)...)
			}
		}
	}
	if len(slips) == 0 || d.n == 0 {
		return
	}
	rungs := make([]rung, len(l.doc.Acceptance))
	for i := range rungs {
		rungs[i].low = -1
	}
	var touched []int
	groups := int64(0)
	l.groups(func(cells []int) {
		groups++
		touched = touched[:0]
		for _, i := range cells {
			r, b := int(d.rule[i]), d.band[i]
			if r < 0 || b < 0 {
				continue
			}
			g := &rungs[r]
			if g.low < 0 {
				*g = rung{b, b, i, i}
				touched = append(touched, r)
			}
			if b < g.low {
				g.low, g.lowCell = b, i
			}
			if b > g.high {
				g.high, g.highCell = b, i
			}
		}
		if len(touched) > 1 {
			for k := range slips {
				slips[k].add(&rungs[slips[k].lower], &rungs[slips[k].upper])
			}
		}
		for _, r := range touched {
			rungs[r].low = -1
		}
	})
	for k := range slips {
		s := &slips[k]
		if s.groups == 0 {
			continue
		}
		rule := &l.doc.Acceptance[s.upper]
		l.add("L25", Warning, part(rule.Node(), s.key), Finding{Witness: []Witness{d.witness(s.cells[0]), d.witness(s.cells[1])}, Count: s.groups, Of: groups},
			"%s%s", fmt.Sprintf(s.message, l.bandName(s.bands[0]), l.bandName(s.bands[1])), l.inSample())
	}
}

func (s *slip) add(lower, upper *rung) {
	if lower.low < 0 || upper.low < 0 || lower.low >= upper.high {
		return
	}
	if s.groups++; s.groups == 1 {
		s.cells, s.bands = [2]int{lower.lowCell, upper.highCell}, [2]int16{lower.low, upper.high}
	}
}

// part gives the value of a key, or the map itself where it is not stated.
func part(n *source.Node, key string) *source.Node {
	if v := n.Get(key); v != nil {
		return v
	}
	return n
}

// slips lists how rule j would be less strict than rule i, if j decided in a
// higher band. Messages have two verbs, for the lower and the higher band.
func (l *linter) slips(i, j int) []slip {
	a, b := &l.doc.Acceptance[i], &l.doc.Acceptance[j]
	var out []slip
	add := func(key, format string, args ...any) {
		out = append(out, slip{lower: i, upper: j, key: key, message: fmt.Sprintf(format, args...)})
	}
	both := accepts(a.Outcome) && accepts(b.Outcome)
	if l.carried(a) && l.carried(b) && l.rank(a.Authority) > l.rank(b.Authority) {
		add("authority", "rule %q needs %s in band %%q, and rule %q only %s in the higher band %%q", a.ID, l.authority(a), b.ID, l.authority(b))
	}
	if both && a.ValidFor > 0 && longer(b.ValidFor, a.ValidFor) {
		add("validFor", "rule %q holds for %s in band %%q, and rule %q %s in the higher band %%q", a.ID, days(a.ValidFor), b.ID, longerText("for", b.ValidFor, "without end"))
	}
	x, y := reviewed(a), reviewed(b)
	if !both {
		x, y = a.ReviewEvery, b.ReviewEvery
	}
	if x > 0 && longer(y, x) && (both || y > 0) {
		add("reviewEvery", "rule %q has risks of band %%q reviewed within %s, and rule %q those of the higher band %%q %s", a.ID, days(x), b.ID, longerText("within", y, "never"))
	}
	return out
}

// carried tells whether a rule asks for somebody's authority: to accept, or to
// decide what is passed on to them.
func (l *linter) carried(r *criteria.Rule) bool {
	return accepts(r.Outcome) || r.Outcome == criteria.Escalate && r.Authority != ""
}

// rank is 0 for anybody.
func (l *linter) rank(authority string) int {
	i := slices.IndexFunc(l.doc.Authorities, func(a criteria.Authority) bool { return a.ID == authority })
	if i < 0 {
		return 0
	}
	return l.doc.Authorities[i].Rank
}

func (l *linter) authority(r *criteria.Rule) string {
	if r.Authority == "" {
		return "nobody's authority"
	}
	return fmt.Sprintf("authority %q (rank %d)", r.Authority, l.rank(r.Authority))
}

// reviewed is when an accepted risk is looked at again: at its review, or when
// the acceptance ends; 0 if never.
func reviewed(r *criteria.Rule) time.Duration {
	if r.ReviewEvery == 0 || r.ValidFor != 0 && r.ValidFor < r.ReviewEvery {
		return r.ValidFor
	}
	return r.ReviewEvery
}

// longer compares lengths of time of which 0 has no end.
func longer(a, b time.Duration) bool { return b != 0 && (a == 0 || a > b) }

func longerText(preposition string, d time.Duration, none string) string {
	if d == 0 {
		return none
	}
	return preposition + " " + days(d)
}

func days(d time.Duration) string { return source.FormatDuration(d) }

// authorities is L26. That an authority which a rule names exists is a matter
// of compiling; here is what nobody is named for.
func authorities(l *linter) {
	named := map[string]bool{}
	for i := range l.doc.Acceptance {
		r := &l.doc.Acceptance[i]
		if named[r.Authority] = true; r.Outcome == criteria.Escalate && r.Authority == "" {
			l.add("L26", Error, r.Node(), Finding{}, "rule %q escalates to nobody: it names no authority", r.ID)
		}
	}
	for i := range l.doc.Authorities {
		if a := &l.doc.Authorities[i]; !named[a.ID] {
			l.add("L26", Info, l.doc.Node().Get("authorities").Items()[i], Finding{}, "no rule asks for authority %q", a.ID)
		}
	}
}
