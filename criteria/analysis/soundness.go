package analysis

import (
	"fmt"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

// soundness is L30: what a scale says of itself.
func soundness(l *linter) {
	for i := range l.doc.Scales {
		s := &l.doc.Scales[i]
		if n := len(s.Levels); n < 2 {
			l.add("L30", Error, s.Node(), Finding{Count: int64(n)}, "scale %q has %s, so it tells nothing apart", s.ID, amount(int64(n), "level"))
		}
		l.ranges(s)
		l.twice(len(s.Levels), "title", "level", "scale "+quoted(s.ID), func(k int) (string, string, *source.Node) {
			return s.Levels[k].ID, s.Levels[k].Title, s.Levels[k].Node()
		})
		l.twice(len(s.Levels), "definition", "level", "scale "+quoted(s.ID), func(k int) (string, string, *source.Node) {
			return s.Levels[k].ID, s.Levels[k].Definition, s.Levels[k].Node()
		})
	}
	l.twice(len(l.doc.Bands), "title", "band", "the bands", func(k int) (string, string, *source.Node) {
		return l.doc.Bands[k].ID, l.doc.Bands[k].Title, l.doc.Bands[k].Node()
	})
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }

// ranges compares the declared ranges of neighbouring levels. Ranges that meet
// in one point are meant as half open.
func (l *linter) ranges(s *criteria.Scale) {
	with := 0
	for k := range s.Levels {
		if s.Levels[k].Low != nil {
			with++
		}
	}
	if with == 0 {
		return
	}
	if with < len(s.Levels) {
		l.add("L30", Warning, s.Node(), Finding{Count: int64(len(s.Levels) - with), Of: int64(len(s.Levels))},
			"%d of the %d levels of scale %q have a range, the others have none", with, len(s.Levels), s.ID)
	}
	if strings.TrimSpace(s.Unit) == "" {
		l.add("L30", Warning, s.Node(), Finding{}, "scale %q has ranges but no unit: nobody can tell what they count", s.ID)
	}
	if s.Kind == "likelihood" && strings.TrimSpace(s.Horizon) == "" {
		l.add("L30", Warning, s.Node(), Finding{}, "scale %q gives ranges of a likelihood without a horizon: a chance of one in ten means nothing without a time", s.ID)
	}
	for k := 1; k < len(s.Levels); k++ {
		a, b := &s.Levels[k-1], &s.Levels[k]
		if a.Low == nil || b.Low == nil {
			continue
		}
		severity, what := Error, ""
		switch {
		case b.Low.Cmp(a.Low) < 0 || b.High.Cmp(a.High) < 0:
			what = "lies below"
		case b.Low.Cmp(a.High) < 0:
			what = "overlaps"
		case b.Low.Cmp(a.High) > 0:
			severity, what = Warning, "leaves a gap to"
		default:
			continue
		}
		l.add("L30", severity, part(b.Node(), "range"), Finding{Witness: []Witness{
			{Cell: []Coordinate{{s.ID, a.ID}}, Outcome: rangeText(a)},
			{Cell: []Coordinate{{s.ID, b.ID}}, Outcome: rangeText(b)},
		}}, "the range %s of level %q %s the range %s of level %q before it", rangeText(b), b.ID, what, rangeText(a), a.ID)
	}
}

func rangeText(l *criteria.Level) string { return "[" + text(l.Low) + ", " + text(l.High) + "]" }

// twice reports texts that occur more than once, however they are spaced and
// capitalised.
func (l *linter) twice(n int, key, what, where string, at func(k int) (id, text string, node *source.Node)) {
	first := map[string]string{}
	for k := range n {
		id, t, node := at(k)
		t = strings.ToLower(strings.Join(strings.Fields(t), " "))
		if t == "" {
			continue
		}
		if other, seen := first[t]; seen {
			l.add("L30", Warning, part(node, key), Finding{}, "%s %q of %s has the same %s as %s %q", what, id, where, key, what, other)
			continue
		}
		first[t] = id
	}
}
