package criteria

import (
	"cmp"
	"slices"
)

// result is one outcome that a leaf leaves possible.
type result struct {
	band, rule int
	failure    string
}

// questions puts the inputs that something depends on into the order in which
// they are best asked: an answer is worth more the fewer different results
// remain after it, on average over its levels; among equals the smaller worst
// case, then the order of the document. Inputs without levels cannot be gone
// through: they follow those whose answer shrinks the set.
func (b *box) questions() []Question {
	sets, total := b.results()
	type ranked struct {
		Question
		worst, class int
	}
	var qs []ranked
	for i := range b.c.doc.Inputs {
		if !b.asked.has(i) {
			continue
		}
		q := ranked{Question: Question{Input: i, Missing: !b.in.Effective(i).Known()}, class: 1}
		k := slices.Index(b.open, i)
		if k >= 0 && !b.over {
			low, n := b.span(i)
			q.Answers = int(n)
			for l := low; l < low+n; l++ {
				left := b.remaining(sets, total, k, l)
				q.Outcomes += left
				q.worst = max(q.worst, left)
			}
			if q.class = 0; q.Outcomes >= total*q.Answers {
				q.class = 2
			}
		}
		qs = append(qs, q)
	}
	slices.SortStableFunc(qs, func(x, y ranked) int {
		return cmp.Or(
			cmp.Compare(x.class, y.class),
			cmp.Compare(x.Outcomes*y.Answers, y.Outcomes*x.Answers),
			cmp.Compare(x.worst, y.worst),
		)
	})
	out := make([]Question, len(qs))
	for i, q := range qs {
		out[i] = q.Question
	}
	return out
}

// results numbers the different results and lists those of each leaf.
func (b *box) results() (sets [][]int, total int) {
	number := map[result]int{}
	sets = make([][]int, len(b.leaves))
	add := func(i int, r result) {
		n, ok := number[r]
		if !ok {
			n = len(number)
			number[r] = n
		}
		sets[i] = append(sets[i], n)
	}
	for i := range b.leaves {
		l := &b.leaves[i]
		var u Uncertainty
		u.addBands(b.c, l)
		if len(u.Bands) == 0 {
			u.Bands = []int{-1}
		}
		if l.failure != nil {
			add(i, result{-1, -1, l.failure.Path + " " + l.failure.Code})
		}
		for _, band := range u.Bands {
			for _, rule := range l.rules {
				add(i, result{band, rule, ""})
			}
		}
	}
	return sets, len(number)
}

// remaining counts the results that are left once open input k has level l.
func (b *box) remaining(sets [][]int, total, k int, l int32) int {
	seen := make([]bool, total)
	n := 0
	for i := range b.leaves {
		if at := b.leaves[i].at[k]; at >= 0 && at != l {
			continue
		}
		for _, r := range sets[i] {
			if !seen[r] {
				seen[r] = true
				n++
			}
		}
	}
	return n
}
