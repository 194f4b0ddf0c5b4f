package criteria

import "github.com/ismskit/ismskit/criteria/source"

func (p *parser) tables(o *source.Object) {
	for _, n := range p.list(o, "tables", false, MaxTables) {
		e := p.Object(n)
		t := Table{ID: e.String("id", true), node: n}
		p.names.variable(e.Opt("id"), t.ID, "a table")
		for _, a := range p.list(e, "axes", true, MaxAxes) {
			t.Axes = append(t.Axes, p.scaleNamed(a))
		}
		resultOK := false
		if r := e.Need("result"); r != nil {
			if r.Kind() == source.String && r.Text() == "band" {
				resultOK = true
			} else if t.Result = p.scaleNamed(r); t.Result != nil {
				resultOK = true
			}
		}
		if cells := e.Need("cells"); cells != nil && resultOK && p.complete(t.Axes) {
			size := 1
			for _, a := range t.Axes {
				if size *= len(a.Levels); size > MaxTableCells {
					p.Report(cells, source.Limit, "the table has more than %d cells", MaxTableCells)
					break
				}
			}
			if size <= MaxTableCells {
				p.cells(&t, cells, 0)
			}
		}
		e.Close()
		p.doc.Tables = append(p.doc.Tables, t)
	}
}

func (p *parser) complete(axes []*Scale) bool {
	for _, a := range axes {
		if a == nil || len(a.Levels) == 0 {
			return false
		}
	}
	return len(axes) > 0
}

func (p *parser) cells(t *Table, n *source.Node, depth int) {
	if depth == len(t.Axes) {
		t.Cells = append(t.Cells, p.cell(t, n))
		t.cellNodes = append(t.cellNodes, n)
		return
	}
	axis := t.Axes[depth]
	if n.Kind() != source.List {
		p.Report(n, source.WrongType, "wanted is a list with one entry for each level of scale %s, not %s", axis.ID, article(n.Kind()))
		return
	}
	if n.Len() != len(axis.Levels) {
		p.Report(n, source.BadValue, "%d entries, scale %s has %d levels", n.Len(), axis.ID, len(axis.Levels))
		return
	}
	for _, item := range n.Items() {
		p.cells(t, item, depth+1)
	}
}

func (p *parser) cell(t *Table, n *source.Node) int {
	if t.Result != nil {
		return t.Result.read(&p.Reporter, n)
	}
	id := p.StringOf(n)
	if id == "" {
		return -1
	}
	ids := make([]string, len(p.doc.Bands))
	for i := range p.doc.Bands {
		if ids[i] = p.doc.Bands[i].ID; ids[i] == id {
			return i
		}
	}
	p.ReportNear(n, source.UnknownName, source.Nearest(id, ids), "%q is no band; the bands are %s", source.Clip(id), clipWords(ids))
	return -1
}
