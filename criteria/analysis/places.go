package analysis

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ismskit/ismskit/criteria"
	"github.com/ismskit/ismskit/criteria/source"
)

func (l *linter) bandName(rank int16) string {
	if rank < 0 {
		return ""
	}
	return l.doc.Bands[rank].ID
}

// bandNode is where the document says how a band is found: a table, or an
// expression.
func (l *linter) bandNode() *source.Node {
	if t, _ := l.bandTable(); t != nil {
		return t.Node()
	}
	return l.bandExpression().Node()
}

func (l *linter) bandExpression() criteria.Expression {
	if !l.doc.Band.Empty() {
		return l.doc.Band
	}
	return l.doc.Level
}

// bandTable finds the table that the band is looked up in directly, and the
// names of its arguments: `band: matrix(likelihood, impact)`.
func (l *linter) bandTable() (*criteria.Table, []string) {
	name, rest, ok := strings.Cut(strings.TrimSpace(l.doc.Band.Text), "(")
	inner, closed := strings.CutSuffix(rest, ")")
	if !ok || !closed {
		return nil, nil
	}
	args := strings.Split(inner, ",")
	for k := range args {
		args[k] = strings.TrimSpace(args[k])
		if l.criteria.Input(args[k]) == nil && l.derived(args[k]) < 0 {
			return nil, nil
		}
	}
	for i := range l.doc.Tables {
		if t := &l.doc.Tables[i]; t.ID == strings.TrimSpace(name) && t.Result == nil && len(t.Axes) == len(args) {
			return t, args
		}
	}
	return nil, nil
}

func (l *linter) derived(id string) int {
	for i := range l.doc.Derive {
		if l.doc.Derive[i].ID == id {
			return i
		}
	}
	return -1
}

// place finds where the document says which band a cell of a plane has: the
// cell of a table where the band is looked up in one, else the expression.
func (l *linter) place(p *plane, i int) *source.Node {
	if p.table != nil {
		return p.table.CellNode(i)
	}
	return l.placeAt(l.bandDomain(), p.cell(i))
}

func (l *linter) placeAt(d *domain, i int) *source.Node {
	t, args := l.bandTable()
	if t == nil {
		return l.bandExpression().Node()
	}
	cell := make([]uint8, len(d.axes))
	d.digits(i, cell)
	l.rest()
	o := d.evaluate(cell)
	at := 0
	for k, name := range args {
		level := -1
		if j := l.derived(name); j >= 0 {
			if j < len(o.Derived) {
				level = levelOf(t.Axes[k], o.Derived[j])
			}
		} else {
			level, _ = d.scope.Inputs().Effective(l.criteria.Input(name).Index()).Levels()
		}
		if level < 0 {
			return t.Node()
		}
		at = at*len(t.Axes[k].Levels) + level
	}
	return t.CellNode(at)
}

// levelOf gives the level of a scale that a number is, or -1.
func levelOf(s *criteria.Scale, v criteria.Value) int {
	r := v.Rat()
	if r == nil {
		return -1
	}
	f, _ := r.Float64()
	for k := range s.Levels {
		if levelValue(s, k) == f {
			return k
		}
	}
	return -1
}

// node finds the part of the document that a path such as acceptance[2].when
// names; the root if there is none.
func (l *linter) node(path string) *source.Node {
	n := l.doc.Node()
	for _, part := range strings.Split(path, ".") {
		key, index, list := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		next := n.Get(key)
		if i, err := strconv.Atoi(index); list && err == nil && i < next.Len() {
			next = next.Items()[i]
		}
		if next == nil {
			return l.doc.Node()
		}
		n = next
	}
	return n
}

// amount says how many of something there are.
func amount(n int64, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// listed joins names.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
